/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A batch undone: the log walked backwards from its newest entry to the one
 * before the batch began, and each change that carries its number put back.
 *
 * Newest first, a case goes before the person whom it is about.  What was
 * changed or worked on since stays as it is and is told.  How far it came
 * stands with the batch, so that an undo that is cut off goes on.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/import_parts.h"
#include "store/lock.h"

#define HOLD_MS 40
#define GAP_NS 2000000
#define ENTRIES_MOST 2000 /* looked at in one commit */
#define LINES_TOLD 500

struct undoing {
	struct session *s;
	struct txn *t;
	struct arena *a; /* of this commit */
	struct buf *report;
	struct import_undone *out;
	uint64_t number, id;	 /* the batch and its record */
	uint64_t at, from, last; /* entry to come, the one to stop at, begun */
	uint64_t told;
	const char *reason;
};

static void __attribute__((format(printf, 2, 3)))
tell(struct undoing *u, const char *fmt, ...)
{
	va_list ap;

	u->out->left++;
	if (!u->report || u->told++ >= LINES_TOLD)
		return;
	va_start(ap, fmt);
	buf_printf(u->report, "%s\n", arena_vprintf(u->a, fmt, ap));
	va_end(ap);
}

static const char *
name_of(struct undoing *u, const struct record *r)
{
	const struct form *f = form_of_record(u->s, r);

	if (r->ref[0])
		return r->ref;
	return f ? f->label : "a record";
}

/* --- what was remembered under the row's key ---------------------------- */

static struct bytes
from_hex(struct arena *a, const char *hex)
{
	size_t n = strlen(hex) / 2;
	unsigned char *out = arena_alloc(a, n + 1);

	for (size_t i = 0; i < n; i++) {
		const char two[3] = { hex[2 * i], hex[2 * i + 1], '\0' };

		out[i] = (unsigned char)strtoul(two, NULL, 16);
	}
	return bytes_of(out, n);
}

static void
restore_key(struct undoing *u, const struct record *r, const struct fields *p)
{
	const char *place = fields_text(p, "import_key");
	uint64_t record = 0;
	struct key_reader in;
	struct bytes now;

	if (!place[0] || !meta_get(u->t, u->a, place, &now))
		return;
	in = key_read(now);
	key_read_u64(&in, &record);
	if (record == r->id)
		meta_put(u->t, place,
			 from_hex(u->a, fields_text(p, "import_was")));
}

/* --- what the batch made ------------------------------------------------ */

struct worked {
	struct undoing *u;
	bool on;
};

static bool
is_work(enum act act)
{
	switch (act) {
	case ACT_OPENED:
	case ACT_SEARCHED:
	case ACT_REFUSED:
	case ACT_EXPORTED:
	case ACT_PRINTED:
	case ACT_UNMASKED:
	case ACT_DRAFT_DROPPED:
	case ACT_REMINDED:
	case ACT_ESCALATED:
		return false;
	default:
		return true;
	}
}

/* An entry that is neither the batch's nor of its undoing. */
static bool
look_at_work(uint64_t seq, void *ctx)
{
	struct worked *w = ctx;
	struct undoing *u = w->u;
	struct log_entry e;
	struct fields p;

	if (!log_get(u->t, u->a, seq, &e) || !is_work(e.act))
		return true;
	if (!log_payload(u->t, u->a, seq, &p) ||
	    ((uint64_t)fields_int(&p, "batch") != u->number &&
	     (uint64_t)fields_int(&p, "undo") != u->number))
		w->on = true;
	return !w->on;
}

/* A record that stands with another: a child, a flag, a case of a person. */
static bool
stands(struct undoing *u, uint64_t id, uint64_t but_not)
{
	const struct record *r =
		id == but_not ? NULL : record_get_header(u->t, u->a, id);

	return r && !(r->flags & RECORD_WITHDRAWN);
}

static bool
has_more(struct undoing *u, const struct record *r)
{
	bool is_case = r->kind == RECORD_CASE, some = false;
	struct bytes key, posting;
	struct index_scan *scan;
	struct key k;

	if (!is_case && r->kind != RECORD_PERSON)
		return false;
	key_start(&k);
	key_u64(&k, r->id);
	scan = index_scan_prefix(u->t, is_case ? IX_OF_CASE : IX_OF_PERSON,
				 key_bytes(&k), false);
	while (!some && index_scan_next(scan, &key, &posting)) {
		struct key_reader in =
			key_read(bytes_of((const char *)key.p + key.n - 8, 8));
		uint64_t id = 0;

		key_read_u64(&in, &id);
		some = stands(u, id, r->id);
	}
	index_scan_close(&scan);
	return some;
}

static bool
was_worked_on(struct undoing *u, const struct record *r)
{
	struct worked w = { .u = u };

	log_walk(u->t, LOG_OF_RECORD, r->id, look_at_work, &w);
	return w.on || has_more(u, r);
}

static void
withdraw(struct undoing *u, const struct record *r)
{
	struct record now = *r;

	fields_copy(&now.fields, u->a, &r->fields);
	now.flags |= RECORD_WITHDRAWN;
	if (r->kind == RECORD_CASE) {
		now.flags |= RECORD_CLOSED;
		case_tasks_end(u->t, u->s, r->id);
	}
	change_record(u->t, u->s, r, &now,
		      &(struct note){ ACT_WITHDREW, u->reason, NULL });
	if (r->case_id)
		case_renew(u->t, u->s, r->case_id);
	work_renew_own(u->t, u->s, &now);
	if (r->kind == RECORD_PERSON)
		reach_renew(u->t, u->s, r->id);
	else if (r->person && form_of_record(u->s, r))
		reach_renew(u->t, u->s, r->person);
}

static void
undo_made(struct undoing *u, const struct record *r, const struct fields *p)
{
	if (r->kind == RECORD_IMPORT_ROW || r->kind == RECORD_TASK) {
		/* One that came in as done was done elsewhere. */
		if (!(r->flags & RECORD_FINISHED) || r->revision == 1)
			withdraw(u, r);
	} else if (was_worked_on(u, r)) {
		tell(u, "%s: somebody worked on it since; it stays.",
		     name_of(u, r));
	} else {
		withdraw(u, r);
		restore_key(u, r, p);
		u->out->withdrawn++;
	}
}

/* --- what it changed ----------------------------------------------------- */

/* Worked out, or the program's own: follows by itself. */
static bool
is_answer(const struct form *f, const char *name)
{
	const struct item *it = f ? form_item(f, name) : NULL;

	return name[0] != '_' && (!it || it->kind != ITEM_CALCULATE);
}

static bool
put_back(struct undoing *u, const struct record *r, struct record *now,
	 const struct fields *p, const char *name)
{
	const struct form *f = form_of_record(u->s, r);
	const struct item *it = f ? form_item(f, name) : NULL;
	const struct value *is = fields_get(&r->fields, name);
	const struct value *set =
		fields_get(p, arena_printf(u->a, "new:%s", name));
	const struct value *was =
		fields_get(p, arena_printf(u->a, "old:%s", name));

	if (!value_equal(is ? is : &value_empty, set ? set : &value_empty)) {
		tell(u, "%s, %s: changed since; it stays.", name_of(u, r),
		     it ? it->label : name);
		return false;
	}
	fields_set(&now->fields, name, was ? *was : value_empty);
	return true;
}

/* Each field of a payload once: as old:NAME, or as new:NAME alone. */
static bool
put_all_back(struct undoing *u, const struct record *r, struct record *now,
	     const struct fields *p)
{
	const struct form *f = form_of_record(u->s, r);
	bool some = false;

	for (size_t i = 0; i < p->n; i++) {
		const char *name = p->v[i].name;
		bool is_new = strncmp(name, "new:", 4) == 0;

		if (!is_new && strncmp(name, "old:", 4) != 0)
			continue;
		name += 4;
		if (!is_answer(f, name) ||
		    (is_new &&
		     fields_get(p, arena_printf(u->a, "old:%s", name))))
			continue;
		some |= put_back(u, r, now, p, name);
	}
	return some;
}

static void
undo_changed(struct undoing *u, const struct record *r, const struct fields *p)
{
	struct record now = *r;

	fields_copy(&now.fields, u->a, &r->fields);
	if (!put_all_back(u, r, &now, p))
		return;
	change_record(u->t, u->s, r, &now,
		      &(struct note){ ACT_CHANGED, u->reason, NULL });
	if (r->case_id)
		case_renew(u->t, u->s, r->case_id);
	work_renew_own(u->t, u->s, &now);
	if (r->kind == RECORD_PERSON)
		reach_renew(u->t, u->s, r->id);
	restore_key(u, r, p);
	u->out->restored++;
}

static void
undo_entry(struct undoing *u, uint64_t seq)
{
	struct log_entry e;
	struct fields p;
	const struct record *r;

	if (!log_get(u->t, u->a, seq, &e) || !e.record ||
	    !log_payload(u->t, u->a, seq, &p) ||
	    (uint64_t)fields_int(&p, "batch") != u->number)
		return;
	r = record_now(u->t, u->s, u->a, e.record);
	if (!r || r->flags & RECORD_WITHDRAWN || r->kind == RECORD_IMPORT)
		return;
	if (e.revision == 1)
		undo_made(u, r, &p);
	else if (e.act == ACT_CHANGED || e.act == ACT_FINISHED)
		undo_changed(u, r, &p);
}

/* --- all of it ------------------------------------------------------------ */

static void
note_batch(struct undoing *u, const char *state)
{
	struct record *r = record_get(u->t, u->a, u->id);

	if (!r) {
		txn_fail(u->t, ERR_CORRUPT);
		return;
	}
	r->state = state;
	fields_set(&r->fields, "told", value_empty);
	fields_set(&r->fields, "undo_from", value_int((int64_t)u->last));
	fields_set(&r->fields, "undo_at", value_int((int64_t)u->at));
	fields_set(&r->fields, "restored",
		   value_int((int64_t)u->out->restored));
	fields_set(&r->fields, "withdrawn",
		   value_int((int64_t)u->out->withdrawn));
	fields_set(&r->fields, "left", value_int((int64_t)u->out->left));
	record_put(u->t, r);
	if (strcmp(state, "undone") == 0)
		log_act(u->t, u->s, ACT_IMPORT_UNDONE, 0, 0, u->id,
			arena_printf(u->a,
				     "batch %llu: %llu put back, %llu "
				     "withdrawn, %llu left",
				     (unsigned long long)u->number,
				     (unsigned long long)u->out->restored,
				     (unsigned long long)u->out->withdrawn,
				     (unsigned long long)u->out->left));
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* As many entries as fit into the time that the store may be held. */
static enum err
undo_some(struct undoing *u)
{
	struct import_mark mark = { .undo = u->number };
	struct arena a = ARENA_INIT;
	int64_t began;
	enum err e;

	u->a = &a;
	session_batch_begin(u->s);
	u->t = u->s->batch;
	u->s->import = &mark;
	began = milliseconds();
	for (int n = 0; n < ENTRIES_MOST && u->at > u->from &&
			milliseconds() - began < HOLD_MS;
	     n++)
		undo_entry(u, u->at--);
	note_batch(u, u->at > u->from ? "undoing" : "undone");
	u->s->import = NULL;
	e = session_batch_commit(u->s);
	arena_clear(&a);
	return e;
}

/* Where to begin, or to go on.  False: it is undone. */
static enum err
begin(struct undoing *u, struct arena *a, const char **source, bool *done)
{
	struct txn *t = session_begin(u->s, false);
	const struct who *w = who_now(t, u->s);
	const struct record *r = w ? batch_record(t, a, u->number) : NULL;
	const struct fields *f = r ? &r->fields : NULL;

	*done = true;
	*source = "";
	if (!r || !who_sees(t, w, r)) {
		txn_fail(t, ERR_NOT_FOUND);
		return session_end(u->s, t);
	}
	if (u->s->set->person && !who_writes_form(w, u->s->set->person))
		txn_fail(t, ERR_DENIED);
	u->id = r->id;
	u->from = (uint64_t)fields_int(f, "from");
	u->last = u->at = log_last(t);
	if (strcmp(r->state, "undoing") == 0) {
		u->last = (uint64_t)fields_int(f, "undo_from");
		u->at = (uint64_t)fields_int(f, "undo_at");
	}
	u->out->restored = (uint64_t)fields_int(f, "restored");
	u->out->withdrawn = (uint64_t)fields_int(f, "withdrawn");
	u->out->left = (uint64_t)fields_int(f, "left");
	*source = fields_text(f, "source");
	*done = strcmp(r->state, "undone") == 0;
	return session_end(u->s, t);
}

static enum err
undo_all(struct undoing *u,
	 bool (*progress)(const struct import_progress *, void *), void *ctx)
{
	const struct timespec gap = { 0, GAP_NS };
	enum err e = ERR_OK;

	while (e == ERR_OK && u->at > u->from) {
		const struct import_progress p = {
			.doing = "Undoing",
			.rows = u->out->restored + u->out->withdrawn,
			.bytes = u->last - u->at,
			.of = u->last - u->from,
		};

		if (progress && !progress(&p, ctx))
			return ERR_CONFLICT;
		e = undo_some(u);
		nanosleep(&gap, NULL);
	}
	return e;
}

enum err
import_undo(struct session *s, uint64_t batch, struct buf *report,
	    bool (*progress)(const struct import_progress *, void *), void *ctx,
	    struct import_undone *out)
{
	struct arena a = ARENA_INIT;
	struct undoing u = {
		.s = s, .number = batch, .report = report, .out = out
	};
	struct store_lock *lock = NULL;
	const char *source;
	bool done;
	enum err e;

	*out = (struct import_undone){ 0 };
	u.reason = arena_printf(&a, "batch %llu undone",
				(unsigned long long)batch);
	e = begin(&u, &a, &source, &done);
	if (e == ERR_OK && !done)
		e = source_lock(s, source, &lock);
	if (e == ERR_OK && !done)
		e = begin(&u, &a, &source, &done); /* now that it is ours */
	out->before = e == ERR_OK && done;
	if (e == ERR_OK && !done)
		e = undo_all(&u, progress, ctx);
	if (report && u.told > LINES_TOLD)
		buf_printf(report, "and %llu more\n",
			   (unsigned long long)(u.told - LINES_TOLD));
	store_unlock(&lock);
	arena_clear(&a);
	return e;
}
