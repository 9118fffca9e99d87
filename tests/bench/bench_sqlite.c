/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sqlite3 with the same data: every key-value pair of the store in a table
 * for each kind of key (so as many indexes as ours, without a check), and
 * beside these the tables that one would make for the worklist, a chronology
 * and names.  Made once and kept beside the store.
 */
#include "bench.h"

#ifdef HAVE_SQLITE3

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "casework/work_index.h"

#define KINDS "ABCDLMPRSTX" /* first bytes of our keys */
#define STEP 20000
#define PEOPLE_FROM 10000000 /* numbers of those who are there before */

static sqlite3 *db;
static sqlite3_stmt *find_one, *find_two, *work, *chronology;

static bool
run(const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) == SQLITE_OK)
		return true;
	fprintf(stderr, "bench: sqlite3: %s\n", why ? why : sql);
	sqlite3_free(why);
	return false;
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
		fprintf(stderr, "bench: sqlite3: %s\n", sqlite3_errmsg(db));
	return s;
}

static void
bind_key(sqlite3_stmt *s, int at, const MDB_val *v)
{
	sqlite3_bind_blob64(s, at, v->mv_data, v->mv_size, SQLITE_STATIC);
}

static bool
step_once(sqlite3_stmt *s)
{
	int rc = sqlite3_step(s);

	sqlite3_reset(s);
	return rc == SQLITE_DONE || rc == SQLITE_ROW;
}

/* --- loading ------------------------------------------------------------------------ */

static const char tables[] =
	"create table person(id integer primary key, ref, family, given, born);"
	"create table record(id integer primary key, kind, ref, state, owner,"
	" form, person, at, answers);"
	"create table token(word, person, primary key(word, person))"
	" without rowid;"
	"create table work(owner, due, minutes, case_id, person, record);"
	"create table event(person, at, record);";
static const char indexes[] =
	"create index work_by_owner on work(owner, due, minutes);"
	"create index event_by_person on event(person, at desc);"
	"create unique index record_by_ref on record(ref) where ref <> '';"
	"analyze;";

struct loading {
	sqlite3_stmt *pair[256];
	sqlite3_stmt *token, *work, *event, *record;
	struct arena a;
};

static void
load_token(struct loading *l, struct key_reader r)
{
	const char *word;
	uint64_t person;

	if (!key_read_text(&r, &word) || !key_read_u64(&r, &person))
		return;
	sqlite3_bind_text(l->token, 1, word, -1, SQLITE_STATIC);
	sqlite3_bind_int64(l->token, 2, (sqlite3_int64)person);
	step_once(l->token);
}

/* IX_WORK of somebody's own: o, login 00, due, minutes, id, number. */
static void
load_work(struct loading *l, struct key_reader r, const MDB_val *value)
{
	struct work_post post;
	struct date due;
	uint32_t minutes;
	uint8_t scope;
	const char *owner;

	if (!key_read_u8(&r, &scope) || scope != SCOPE_OWNER ||
	    !key_read_text(&r, &owner) || !key_read_date(&r, &due) ||
	    !key_read_u32(&r, &minutes) ||
	    !work_read_posting(bytes_of(value->mv_data, value->mv_size), &post))
		return;
	sqlite3_bind_text(l->work, 1, owner, -1, SQLITE_STATIC);
	sqlite3_bind_int64(l->work, 2,
			   date_is_whole(due) ? date_to_days(due) : 0);
	sqlite3_bind_int64(l->work, 3, minutes);
	sqlite3_bind_int64(l->work, 4, (sqlite3_int64)post.case_id);
	sqlite3_bind_int64(l->work, 5, (sqlite3_int64)post.person);
	sqlite3_bind_int64(l->work, 6, (sqlite3_int64)post.record);
	step_once(l->work);
}

static void
load_event(struct loading *l, struct key_reader r)
{
	uint64_t person, id;
	int64_t at;

	if (!key_read_u64(&r, &person) || !key_read_i64(&r, &at) ||
	    !key_read_u64(&r, &id))
		return;
	sqlite3_bind_int64(l->event, 1, (sqlite3_int64)person);
	sqlite3_bind_int64(l->event, 2, -at);
	sqlite3_bind_int64(l->event, 3, (sqlite3_int64)id);
	step_once(l->event);
}

static void
load_record(struct loading *l, uint64_t id, const MDB_val *value)
{
	struct record *r;
	sqlite3_stmt *s = l->record;

	if (record_decode(&l->a, id, bytes_of(value->mv_data, value->mv_size),
			  &r) != ERR_OK)
		return;
	sqlite3_bind_int64(s, 1, (sqlite3_int64)id);
	sqlite3_bind_int64(s, 2, (sqlite3_int64)r->kind);
	sqlite3_bind_text(s, 3, r->ref, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 4, r->state, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 5, r->owner, -1, SQLITE_STATIC);
	sqlite3_bind_text(s, 6, r->form, -1, SQLITE_STATIC);
	sqlite3_bind_int64(s, 7, (sqlite3_int64)r->person);
	sqlite3_bind_int64(s, 8, r->created_at);
	bind_key(s, 9, value);
	step_once(s);
	arena_clear(&l->a);
}

static void
load_pair(struct loading *l, const MDB_val *key, const MDB_val *value)
{
	struct key_reader r = key_read(bytes_of(key->mv_data, key->mv_size));
	sqlite3_stmt *s;
	uint8_t kind = 0, index = 0;
	uint64_t id = 0;

	key_read_u8(&r, &kind);
	s = l->pair[kind];
	if (!s)
		return;
	bind_key(s, 1, key);
	bind_key(s, 2, value);
	step_once(s);
	if (kind == 'R' && key_read_u64(&r, &id))
		load_record(l, id, value);
	if (kind != 'X' || !key_read_u8(&r, &index))
		return;
	if (index == IX_NAME)
		load_token(l, r);
	else if (index == IX_WORK)
		load_work(l, r, value);
	else if (index == IX_OF_PERSON)
		load_event(l, r);
}

static void
prepare_loading(struct loading *l)
{
	for (const char *k = KINDS; *k; k++)
		l->pair[(unsigned char)*k] =
			prepare(say("insert into kv_%c values(?, ?)", *k));
	l->token = prepare("insert or ignore into token values(?, ?)");
	l->work = prepare("insert into work values(?, ?, ?, ?, ?, ?)");
	l->event = prepare("insert into event values(?, ?, ?)");
	l->record = prepare("insert into record values"
			    "(?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

static void
finish_loading(struct loading *l)
{
	for (const char *k = KINDS; *k; k++)
		sqlite3_finalize(l->pair[(unsigned char)*k]);
	sqlite3_finalize(l->token);
	sqlite3_finalize(l->work);
	sqlite3_finalize(l->event);
	sqlite3_finalize(l->record);
	arena_clear(&l->a);
}

static bool
load_from(MDB_cursor *c)
{
	struct loading l = { .a = ARENA_INIT };
	MDB_val key, value;
	size_t n = 0;
	bool ok = run(tables) && run("begin");

	for (const char *k = KINDS; ok && *k; k++)
		ok = run(say("create table kv_%c(k blob primary key, v blob)"
			     " without rowid",
			     *k));
	prepare_loading(&l);
	while (ok && mdb_cursor_get(c, &key, &value, MDB_NEXT) == 0) {
		load_pair(&l, &key, &value);
		if (++n % STEP == 0)
			ok = run("commit") && run("begin");
	}
	finish_loading(&l);
	return ok && run("commit") && run(indexes);
}

/* The store is closed while its pairs are read by LMDB itself. */
static bool
load_all(const char *dir)
{
	MDB_env *env = NULL;
	MDB_txn *t = NULL;
	MDB_cursor *c = NULL;
	MDB_dbi dbi;
	bool ok = mdb_env_create(&env) == 0 &&
		  mdb_env_open(env, dir, MDB_RDONLY, 0600) == 0 &&
		  mdb_txn_begin(env, NULL, MDB_RDONLY, &t) == 0 &&
		  mdb_dbi_open(t, NULL, 0, &dbi) == 0 &&
		  mdb_cursor_open(t, dbi, &c) == 0 && load_from(c);

	if (c)
		mdb_cursor_close(c);
	if (t)
		mdb_txn_abort(t);
	if (env)
		mdb_env_close(env);
	return ok;
}

static bool
make(struct bench *b, const char *path)
{
	char part[sizeof(b->dir) + 32];
	uint64_t people = b->people;
	bool ok;

	fprintf(stderr, "making the same in sqlite3: %s\n", path);
	snprintf(part, sizeof(part), "%s.part", path);
	unlink(part);
	bench_close(b);
	ok = sqlite3_open(part, &db) == SQLITE_OK &&
	     run("pragma journal_mode = off; pragma synchronous = off") &&
	     load_all(b->dir);
	sqlite3_close(db);
	db = NULL;
	return bench_open(b, people) && ok && rename(part, path) == 0;
}

static void
prepare_queries(void)
{
	/* Names that begin with each word, as many rows as a screen has. */
	find_one = prepare("select r.id, r.ref, r.answers from record r"
			   " where r.id in (select person from token where"
			   " word >= ?1 and word < ?2) limit 20");
	find_two = prepare("select r.id, r.ref, r.answers from record r"
			   " where r.id in (select person from token where"
			   " word >= ?1 and word < ?2) and r.id in (select"
			   " person from token where word >= ?3 and word < ?4)"
			   " limit 20");
	work = prepare("select w.due, c.ref, c.state, p.answers, r.answers"
		       " from work w left join record c on c.id = w.case_id"
		       " left join record p on p.id = w.person"
		       " left join record r on r.id = w.record"
		       " where w.owner = ? order by w.due, w.minutes"
		       " limit 200");
	chronology = prepare("select r.kind, r.ref, r.state, r.answers from"
			     " event e join record r on r.id = e.record"
			     " where e.person = ? order by e.at desc"
			     " limit 500");
}

bool
peer_open(struct bench *b)
{
	char path[sizeof(b->dir) + 16];

	snprintf(path, sizeof(path), "%s.sqlite", b->dir);
	if (access(path, R_OK) != 0 && !make(b, path))
		return false;
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    !run("pragma journal_mode = wal; pragma synchronous = full;"
		 "pragma mmap_size = 8000000000; pragma cache_size = -200000"))
		return false;
	prepare_queries();
	return true;
}

void
peer_close(void)
{
	sqlite3_finalize(find_one);
	sqlite3_finalize(find_two);
	sqlite3_finalize(work);
	sqlite3_finalize(chronology);
	sqlite3_close(db);
	db = NULL;
}

/* --- asking ------------------------------------------------------------------------- */

/* Every column of every row is fetched. */
static long
rows_of(sqlite3_stmt *s, struct times *t)
{
	struct watch w;
	long n = 0;

	watch_begin(&w);
	while (sqlite3_step(s) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(s); i++)
			(void)sqlite3_column_blob(s, i);
		n++;
	}
	sqlite3_reset(s);
	watch_end(&w, t, NULL);
	return n;
}

long
peer_work(const char *owner, struct times *t)
{
	if (!db)
		return -1;
	sqlite3_bind_text(work, 1, owner, -1, SQLITE_STATIC);
	return rows_of(work, t);
}

long
peer_person(uint64_t person, struct times *t)
{
	if (!db)
		return -1;
	sqlite3_bind_int64(chronology, 1, (sqlite3_int64)person);
	return rows_of(chronology, t);
}

long
peer_find(const char *const *words, size_t n, struct times *t)
{
	sqlite3_stmt *s = n > 1 ? find_two : find_one;

	if (!db)
		return -1;
	for (int i = 0; i < (n > 1 ? 2 : 1); i++) {
		sqlite3_bind_text(s, 2 * i + 1, words[i], -1, SQLITE_STATIC);
		sqlite3_bind_text(s, 2 * i + 2,
				  say("%s\xf4\x8f\xbf\xbf", words[i]), -1,
				  SQLITE_TRANSIENT);
	}
	return rows_of(s, t);
}

static bool
write_pair(const struct pair *p, sqlite3_stmt *const put[256],
	   sqlite3_stmt *const del[256])
{
	sqlite3_stmt *s = p->value ? put[p->key[0]] : del[p->key[0]];

	if (!s)
		return false;
	sqlite3_bind_blob64(s, 1, p->key, p->n_key, SQLITE_STATIC);
	if (p->value)
		sqlite3_bind_blob64(s, 2, p->value, p->n_value, SQLITE_STATIC);
	return step_once(s);
}

bool
peer_save(const struct recording *r, struct times *t, struct times *synced)
{
	sqlite3_stmt *put[256] = { 0 }, *del[256] = { 0 };
	bool ok = db != NULL;

	for (const char *k = KINDS; ok && *k; k++) {
		put[(unsigned char)*k] = prepare(
			say("insert or replace into kv_%c values(?, ?)", *k));
		del[(unsigned char)*k] =
			prepare(say("delete from kv_%c where k = ?", *k));
	}
	for (size_t i = 0; ok && i < r->n; i++) {
		struct watch w;

		if (!r->v[i].n)
			continue;
		watch_begin(&w);
		ok = run("begin immediate");
		for (size_t k = 0; ok && k < r->v[i].n; k++)
			ok = write_pair(&r->v[i].v[k], put, del);
		ok = ok && run("commit");
		watch_end(&w, t, synced);
	}
	for (int i = 0; i < 256; i++) {
		sqlite3_finalize(put[i]);
		sqlite3_finalize(del[i]);
	}
	return ok;
}

/* --- importing ---------------------------------------------------------------------- */

/* Ten indexes and a log, as a person's record has here: number, names and how
 * they sound, birth date with each name, e-mail address, what was logged. */
static const char import_tables[] =
	"create table p(id integer primary key, no, given, family, born,"
	" town, email, given_sound, family_sound);"
	"create table log(seq integer primary key, at, act, person, who,"
	" payload);";
static const char import_indexes[] =
	"create unique index p_no on p(no);"
	"create index p_given on p(given); create index p_family on p(family);"
	"create index p_sounds on p(family_sound, given_sound);"
	"create index p_other on p(given_sound, family_sound);"
	"create index p_family_born on p(family_sound, born);"
	"create index p_given_born on p(given_sound, born);"
	"create index p_born on p(born); create index p_email on p(email);"
	"create index log_person on log(person, seq);";

static void
insert_row(sqlite3_stmt *p, sqlite3_stmt *log, const struct invented *row)
{
	const char *const cells[] = { row->no,	      row->given,
				      row->family,    row->born,
				      "London",	      row->email,
				      row->given + 1, row->family + 1 };

	for (int i = 0; i < 8; i++)
		sqlite3_bind_text(p, i + 1, cells[i], -1, SQLITE_STATIC);
	step_once(p);
	sqlite3_bind_int64(log, 1, sqlite3_last_insert_rowid(db));
	sqlite3_bind_text(log, 2, row->email, -1, SQLITE_STATIC);
	step_once(log);
}

static bool
insert_all(struct bench *b, int from, int rows, int step)
{
	sqlite3_stmt *p = prepare("insert into p(no, given, family, born, town,"
				  " email, given_sound, family_sound)"
				  " values(?, ?, ?, ?, ?, ?, ?, ?)");
	sqlite3_stmt *log = prepare("insert into log(at, act, person, who,"
				    " payload) values(0, 1, ?, 'me', ?)");
	struct invented row;
	bool ok = p && log && run("begin");

	for (int i = 0; ok && i < rows; i++) {
		invented_row(b, from + i, &row);
		insert_row(p, log, &row);
		if (step && i % step == step - 1)
			ok = run("commit") && run("begin");
	}
	sqlite3_finalize(p);
	sqlite3_finalize(log);
	return ok && run("commit");
}

/* Those who are there before, and the indexes. */
static bool
fill_before(struct bench *b, uint64_t people)
{
	return (!people || insert_all(b, PEOPLE_FROM, (int)people, 0)) &&
	       run(import_indexes) && run("pragma wal_checkpoint(truncate)");
}

double
peer_import(const struct bench *b, int rows, int step, uint64_t people)
{
	struct bench invented = { .random = INVENTED_SEED };
	sqlite3 *before = db;
	char path[sizeof(b->dir) + 32];
	double began, rate = 0;
	bool ok;

	if (!db)
		return 0;
	snprintf(path, sizeof(path), "%s.import", b->dir);
	unlink(path);
	ok = sqlite3_open(path, &db) == SQLITE_OK &&
	     run("pragma journal_mode = wal; pragma synchronous = full") &&
	     run(import_tables) && (!step || fill_before(&invented, people));
	began = now_us();
	if (ok && insert_all(&invented, 0, rows, step) &&
	    (step || run(import_indexes)))
		rate = rows / ((now_us() - began) / 1e6);
	sqlite3_close(db);
	unlink(path);
	db = before;
	return rate;
}

#else

double
peer_import(const struct bench *b, int rows, int step, uint64_t people)
{
	(void)b;
	(void)rows;
	(void)step;
	(void)people;
	return 0;
}

bool
peer_open(struct bench *b)
{
	(void)b;
	return false;
}

void
peer_close(void)
{
}

long
peer_work(const char *owner, struct times *t)
{
	(void)owner;
	(void)t;
	return -1;
}

long
peer_person(uint64_t person, struct times *t)
{
	(void)person;
	(void)t;
	return -1;
}

long
peer_find(const char *const *words, size_t n, struct times *t)
{
	(void)words;
	(void)n;
	(void)t;
	return -1;
}

bool
peer_save(const struct recording *r, struct times *t, struct times *synced)
{
	(void)r;
	(void)t;
	(void)synced;
	return false;
}

#endif
