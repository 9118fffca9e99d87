/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Looking after a store: checking it, making its indexes anew.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casework/same_parts.h"
#include "casework/work_index.h"
#include "store/lock.h"

#define RECORDS_A_STEP 400
#define ENTRIES_A_STEP 2000
#define FAULTS_MOST 200
#define IX_FIRST IX_REF
#define IX_LAST IX_ALIAS

/* How many entries an index has, and the sum of their hashes: two sets of
 * entries agree when both do. */
struct index_sum {
	uint64_t count, hash;
};

struct checking {
	struct session *s;
	struct index_sum expected[IX_LAST + 1];
	struct txn *t;
	struct buf *out;
	struct store_checked *sum;
	struct words *words; /* how common names should be */
	uint32_t counted;    /* people among them */
	uint64_t record;     /* the one being looked at */
	const char *ref;
};

static void __attribute__((format(printf, 2, 3)))
fault(struct checking *c, const char *fmt, ...)
{
	char line[400];
	va_list ap;

	c->sum->faults++;
	if (c->sum->faults > FAULTS_MOST)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	buf_printf(c->out, "%s\n", line);
}

/* FNV-1a, 64 bits, over key and posting. */
static void
add_entry(struct index_sum *sum, struct bytes key, struct bytes posting)
{
	const struct bytes part[2] = { key, posting };
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (int i = 0; i < 2; i++)
		for (size_t k = 0; k < part[i].n; k++) {
			h ^= ((const unsigned char *)part[i].p)[k];
			h *= UINT64_C(0x100000001b3);
		}
	sum->count++;
	sum->hash += h;
}

static void
expect_entry(uint8_t index, struct bytes key, struct bytes posting, void *ctx)
{
	struct checking *c = ctx;
	struct bytes k, p = { 0 };
	struct index_scan *scan;

	add_entry(&c->expected[index], key, posting);
	scan = index_scan_prefix(c->t, index, key, false);
	if (!index_scan_next(scan, &k, &p) || !bytes_equal(k, key))
		fault(c, "index %u: no entry for record %llu (%s)", index,
		      (unsigned long long)c->record, c->ref);
	else if (!bytes_equal(p, posting))
		fault(c,
		      "index %u: the entry for record %llu (%s) says "
		      "something else",
		      index, (unsigned long long)c->record, c->ref);
	index_scan_close(&scan);
}

static bool
is_there(struct checking *c, uint64_t id)
{
	struct arena a = ARENA_INIT;
	bool there = record_get_header(c->t, &a, id) != NULL;

	arena_clear(&a);
	return there;
}

static void
check_codes(struct checking *c, const struct item *it, const struct value *v)
{
	size_t n = v->type == VAL_CODES ? v->codes.n : 1;

	for (size_t i = 0; i < n; i++) {
		const char *code =
			v->type == VAL_CODES ? v->codes.v[i] : v->text;

		if (!list_choice(it->list, code))
			fault(c,
			      "record %llu (%s): '%s' is not in the list "
			      "of %s",
			      (unsigned long long)c->record, c->ref, code,
			      it->name);
	}
}

static bool
type_fits(const struct item *it, const struct value *v)
{
	if (it->kind == ITEM_REPEAT)
		return v->type == VAL_ROWS;
	if (it->kind == ITEM_QUESTION)
		return v->type == question_value_type(it->type);
	return v->type != VAL_ROWS;
}

/* Names that the form does not know are kept (a field taken out). */
static void
check_answers(struct checking *c, const struct fields *f,
	      const struct form *form)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct value *v = &f->v[i].value;
		const struct item *it = form_item(form, f->v[i].name);

		if (!it)
			continue;
		if (!type_fits(it, v)) {
			fault(c,
			      "record %llu (%s): the answer to %s is not "
			      "of its kind",
			      (unsigned long long)c->record, c->ref, it->name);
			continue;
		}
		if (it->list && (v->type == VAL_CODE || v->type == VAL_CODES))
			check_codes(c, it, v);
		if ((v->type == VAL_PERSON || v->type == VAL_CASE) &&
		    !is_there(c, v->id))
			fault(c,
			      "record %llu (%s): %s points to what is not "
			      "there",
			      (unsigned long long)c->record, c->ref, it->name);
		for (size_t k = 0; v->type == VAL_ROWS && k < v->rows.n; k++)
			check_answers(c, &v->rows.v[k].fields, form);
	}
}

/* Do its answers fit its form: known names with the type the form gives? */
static void
check_fields(struct checking *c, const struct record *r, const struct form *f)
{
	check_answers(c, &r->fields, f);
	if (r->kind == RECORD_CASE && f->n_states &&
	    form_state(f, r->state) < 0)
		fault(c, "record %llu (%s): no state '%s' in its form",
		      (unsigned long long)r->id, c->ref, r->state);
}

/* The timers that should run, case by case and record by record. */
static void
check_timers(struct checking *c, struct arena *a, const struct record *r,
	     const struct form *f)
{
	struct eval_ctx ctx;

	if (r->kind == RECORD_CASE) {
		context_read(c->t, c->s, a, f, r, r->person, r->id, &ctx);
		ctx.answers = view_answers(form_view(&ctx, &r->fields));
	}
	work_entries_timers(c->t, c->s, a, r,
			    r->kind == RECORD_CASE ? &ctx : NULL, expect_entry,
			    c);
}

static void
check_record(struct checking *c, struct arena *a, const struct record *r)
{
	const struct form *f = form_of_record(c->s, r);

	c->record = r->id;
	c->ref = r->ref[0] ? r->ref : "no reference";
	c->sum->people += r->kind == RECORD_PERSON;
	c->sum->cases += r->kind == RECORD_CASE;
	c->sum->children += r->kind == RECORD_CHILD;
	c->sum->others += r->kind > RECORD_CHILD;
	if (r->form[0] && !f)
		fault(c, "record %llu (%s): no form '%s' is published",
		      (unsigned long long)r->id, c->ref, r->form);
	if (r->case_id && r->case_id != r->id &&
	    !record_get_header(c->t, a, r->case_id))
		fault(c, "record %llu (%s): its case is not there",
		      (unsigned long long)r->id, c->ref);
	if (r->person && r->person != r->id && !is_there(c, r->person))
		fault(c, "record %llu (%s): its person is not there",
		      (unsigned long long)r->id, c->ref);
	record_entries_once(c->s, a, r, expect_entry, c);
	if (r->kind == RECORD_PERSON)
		reach_entry(c->t, c->s, r->id, expect_entry, c);
	common_expect(c->s, c->words, &c->counted, r);
	if (f) {
		struct record now = *r;

		fields_copy(&now.fields, a, &r->fields);
		record_adopt(c->s->set, &now);
		check_fields(c, &now, f);
		if (r->kind == RECORD_CASE || has_own_timers(r, f))
			check_timers(c, a, &now, f);
	}
}

static enum err
each_record(struct store *st,
	    void (*step)(struct txn *, struct arena *, const struct record *,
			 void *),
	    void *ctx, bool write, void (*progress)(uint64_t, void *),
	    void *progress_ctx, uint64_t *count)
{
	uint64_t after = 0, done = 0;
	bool more = true;
	enum err e = ERR_OK;

	while (more) {
		struct arena a = ARENA_INIT;
		struct txn *t =
			write ? txn_begin_write(st) : txn_begin_read(st);
		struct record *r;
		int64_t began = monotonic_ms();
		size_t n = 0;

		while (n < RECORDS_A_STEP &&
		       (!write || n == 0 || monotonic_ms() - began < STEP_MS)) {
			if (!record_next(t, &a, after, &r)) {
				more = false;
				break;
			}
			step(t, &a, r, ctx);
			after = r->id;
			n++;
		}
		e = txn_commit(t);
		arena_clear(&a);
		done += n;
		if (progress)
			progress(done, progress_ctx);
		if (e != ERR_OK)
			break;
	}
	*count = done;
	return e;
}

static void
check_step(struct txn *t, struct arena *a, const struct record *r, void *ctx)
{
	struct checking *c = ctx;

	c->t = t;
	check_record(c, a, r);
}

/* Of these the entries were expected, one by one, as records were read. */
static bool
is_expected(uint8_t index)
{
	return index != IX_QUEUE && index != IX_PAIR && index != IX_COMMON;
}

static void
check_index(struct checking *c, struct txn *t, uint8_t index)
{
	struct index_sum found = { 0 };
	struct bytes key, posting;
	uint64_t all = 0;
	const struct index_sum *want = &c->expected[index];
	struct index_scan *scan = index_scan_open(t, index, bytes_of("", 0),
						  bytes_of("", 0), false);

	while (index_scan_next(scan, &key, &posting)) {
		all++;
		if (is_expected(index))
			add_entry(&found, key, posting);
	}
	index_scan_close(&scan);
	c->sum->index_entries += all;
	if (found.count != want->count || found.hash != want->hash)
		fault(c, "index %u: %llu entries where %llu belong", index,
		      (unsigned long long)found.count,
		      (unsigned long long)want->count);
}

/* What people said of two records, and no record does. */
static void
check_kept(struct checking *c, struct txn *t, uint8_t index, const char *what)
{
	size_t wrong = same_kept_faults(t, index);

	if (wrong)
		fault(c,
		      "index %u: %zu of the pairs %s cannot be read, or are "
		      "not two people of this store",
		      index, wrong, what);
}

static void
check_indexes(struct store *st, struct checking *c)
{
	struct txn *t = txn_begin_read(st);
	size_t wrong;

	for (uint8_t ix = IX_FIRST; ix <= IX_LAST; ix++)
		check_index(c, t, ix);
	check_kept(c, t, IX_PAIR, "said to be different");
	check_kept(c, t, IX_QUEUE, "that wait for a steward");
	wrong = common_faults(t, c->words, c->counted);
	if (wrong)
		fault(c,
		      "index %u: %zu counts of names are not those of the "
		      "people",
		      IX_COMMON, wrong);
	txn_abort(t);
}

enum err
store_check(struct store *st, struct buf *out, struct store_checked *sum,
	    void (*progress)(uint64_t done, void *ctx), void *ctx)
{
	struct checking c = { .out = out, .sum = sum, .ref = "" };
	struct arena names = ARENA_INIT;
	uint64_t count;
	enum err e;

	*sum = (struct store_checked){ 0 };
	TRY(session_open_system(&c.s, st, "check"));
	c.words = words_new(&names);
	e = each_record(st, check_step, &c, false, progress, ctx, &count);
	if (e == ERR_OK)
		check_indexes(st, &c);
	arena_clear(&names);
	session_free(&c.s);
	if (e != ERR_OK)
		return e;
	e = log_verify(st, &sum->log_entries, &sum->log_bad);
	if (e == ERR_CORRUPT) {
		fault(&c, "log: entry %llu does not fit the one before",
		      (unsigned long long)sum->log_bad);
		e = ERR_OK;
	}
	if (e == ERR_OK)
		e = log_check_index(st, &count);
	if (e == ERR_OK && count)
		fault(&c,
		      "log: %llu entries are not found by their record or "
		      "person, or are found where they are not",
		      (unsigned long long)count);
	return e;
}

/* --- rebuilding -------------------------------------------------------------------- */

static void
index_step(struct txn *t, struct arena *a, const struct record *r, void *ctx)
{
	(void)a;
	index_record(t, ctx, NULL, r);
}

static void
renew_own(struct txn *t, struct session *s, uint64_t id)
{
	struct arena a = ARENA_INIT;
	const struct record *r = record_now(t, s, &a, id);

	if (r)
		work_renew_own(t, s, r);
	arena_clear(&a);
}

/* Second pass: what depends on more than one record. */
static void
renew_step(struct txn *t, struct arena *a, const struct record *r, void *ctx)
{
	(void)a;
	if (r->kind == RECORD_PERSON)
		reach_renew(t, ctx, r->id);
	if (r->kind == RECORD_CASE)
		case_renew(t, ctx, r->id);
	if (r->kind == RECORD_CHILD && !r->case_id)
		renew_own(t, ctx, r->id);
}

/* Not worked out from records: what was said of two people, and what waits
 * for a steward. */
static bool
is_kept(uint8_t index)
{
	return index == IX_QUEUE || index == IX_PAIR;
}

/* Takes out at most ENTRIES_A_STEP; how many it were. */
static size_t
clear_some(struct txn *t, uint8_t index)
{
	struct arena a = ARENA_INIT;
	struct bytes *keys = arena_array(&a, ENTRIES_A_STEP, sizeof(*keys));
	struct bytes key, posting;
	size_t n = 0;
	struct index_scan *scan = index_scan_open(t, index, bytes_of("", 0),
						  bytes_of("", 0), false);

	while (n < ENTRIES_A_STEP && index_scan_next(scan, &key, &posting))
		keys[n++] = bytes_of(arena_memdup(&a, key.p, key.n), key.n);
	index_scan_close(&scan);
	for (size_t i = 0; i < n; i++)
		index_del(t, index, keys[i]);
	arena_clear(&a);
	return n;
}

static enum err
clear_indexes(struct store *st)
{
	enum err e = ERR_OK;

	for (uint8_t ix = IX_FIRST; ix <= IX_LAST && e == ERR_OK; ix++) {
		size_t n = is_kept(ix) ? 0 : ENTRIES_A_STEP;

		while (n == ENTRIES_A_STEP && e == ERR_OK) {
			struct txn *t = txn_begin_write(st);

			n = clear_some(t, ix);
			e = txn_commit(t);
		}
	}
	return e;
}

/* --- the shape of the indexes ------------------------------------------------- */

/* Raised with each index that is added and each entry that is made otherwise.
 *	1  up to version 0.1, when nothing was noted
 *	2  counters of names, merged people, batches of imports */
#define INDEX_SHAPE 3
#define META_SHAPE "indexes/shape"

void
indexes_note_shape(struct txn *t)
{
	static const char shape = INDEX_SHAPE;

	meta_put(t, META_SHAPE, bytes_of(&shape, 1));
}

#define SHAPE_LOADING 0

void
indexes_note_loading(struct txn *t)
{
	static const char shape = SHAPE_LOADING;

	meta_put(t, META_SHAPE, bytes_of(&shape, 1));
}

/* Is somebody at it still? */
static bool
is_loading(struct store *st)
{
	struct store_lock *lock;
	enum err e = store_lock(st, LOAD_LOCK, &lock);

	store_unlock(&lock);
	return e == ERR_EXISTS;
}

/* --- rebuilding, from its first mark to its last --------------------------- */

#define REBUILD_LOCK "rebuild"

bool
store_being_rebuilt(struct store *st)
{
	return store_is_locked(st, REBUILD_LOCK);
}

static enum err
note(struct store *st, void (*what)(struct txn *t))
{
	struct txn *t = txn_begin_write(st);

	what(t);
	return txn_commit(t);
}

static enum err
rebuild(struct store *st, struct session *s, uint64_t *records,
	void (*progress)(uint64_t done, void *ctx), void *ctx)
{
	enum err e = clear_indexes(st);

	if (e == ERR_OK)
		e = each_record(st, index_step, s, true, progress, ctx,
				records);
	if (e == ERR_OK)
		e = each_record(st, renew_step, s, true, progress, ctx,
				records);
	return e == ERR_OK ? log_rebuild_index(st) : e;
}

/* Until it has ended the store says that its indexes are not whole: one that
 * was killed is done again when the store is opened next.  A first load says
 * itself when they are. */
enum err
store_rebuild(struct store *st, uint64_t *records,
	      void (*progress)(uint64_t done, void *ctx), void *ctx)
{
	struct store_lock *lock;
	struct session *s;
	enum err e;

	TRY(store_lock(st, REBUILD_LOCK, &lock));
	e = session_open_system(&s, st, "rebuild");
	if (e == ERR_OK) {
		e = note(st, indexes_note_loading);
		if (e == ERR_OK)
			e = rebuild(st, s, records, progress, ctx);
		if (e == ERR_OK && !is_loading(st))
			e = note(st, indexes_note_shape);
		session_free(&s);
	}
	store_unlock(&lock);
	return e;
}

enum err
store_is_behind(struct store *st, bool *behind)
{
	struct txn *t = txn_begin_read(st);
	struct arena a = ARENA_INIT;
	struct bytes noted;
	unsigned char shape = 1;

	if (meta_get(t, &a, META_SHAPE, &noted) && noted.n == 1)
		shape = *(const unsigned char *)noted.p;
	/* Nothing to make anew where no forms were published yet. */
	*behind = shape < INDEX_SHAPE && forms_are_published(t, &a);
	if (shape == SHAPE_LOADING && is_loading(st))
		*behind = false;
	if (shape > INDEX_SHAPE)
		txn_fail(t, ERR_NEWER);
	arena_clear(&a);
	return txn_commit(t);
}
