/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Batches, as records.
 *
 * A batch (RECORD_IMPORT) has the fields batch, map, label, source, form,
 * file, hash (of the file's bytes), map_hash, row (the last that is done),
 * rejects (bytes written of the file of rejects), the counts by their names,
 * digest and told (what is to be told at its end, until then),
 * from (the log's last entry before it), and its state in the header:
 * running, finished, stopped, undoing, undone.  The map's text stands in meta
 * under import/map/HASH.  How far it is, is written without an entry in the
 * log: the entries are those of its rows.
 *
 * IX_IMPORT, where the numbers are u64:
 *	B batch                    -> id of its record
 *	W batch, row               -> id of the row that waits
 *	K source 00 form 00 key 00 -> id of the row that waits under that key
 */
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"
#include "store/lock.h"

/* --- index and predicate ---------------------------------------------- */

static void
give(entry_fn *each, void *ctx, const struct key *k, uint64_t id)
{
	struct key p;

	key_start(&p);
	key_u64(&p, id);
	each(IX_IMPORT, key_bytes(k), key_bytes(&p), ctx);
}

void
import_entries(const struct record *r, entry_fn *each, void *ctx)
{
	struct key k;

	key_start(&k);
	if (r->kind == RECORD_IMPORT) {
		key_u8(&k, 'B');
		key_u64(&k, (uint64_t)fields_int(&r->fields, "batch"));
		give(each, ctx, &k, r->id);
		return;
	}
	if (r->flags & (RECORD_FINISHED | RECORD_WITHDRAWN))
		return;
	key_u8(&k, 'W');
	key_u64(&k, (uint64_t)fields_int(&r->fields, "batch"));
	key_u64(&k, (uint64_t)fields_int(&r->fields, "row"));
	give(each, ctx, &k, r->id);
	import_wait_key(&k, fields_text(&r->fields, "source"),
			fields_text(&r->fields, "form"),
			fields_text(&r->fields, "key"));
	give(each, ctx, &k, r->id);
}

void
import_wait_key(struct key *k, const char *source, const char *form,
		const char *key)
{
	key_start(k);
	key_u8(k, 'K');
	key_text(k, source);
	key_text(k, form);
	key_text(k, key);
}

bool
who_sees_import(struct txn *t, const struct who *w, const struct record *r)
{
	struct arena a = ARENA_INIT;
	const struct record *whole = record_get(t, &a, r->id);
	const struct form *f =
		whole ? form_called(w->s->set,
				    fields_text(&whole->fields, "form"))
		      : NULL;
	bool sees = f && who_writes_form(w, f);

	arena_clear(&a);
	return sees;
}

/* --- finding one ------------------------------------------------------ */

uint64_t
import_index_id(struct txn *t, const struct key *k)
{
	struct bytes key, posting;
	struct index_scan *scan =
		index_scan_prefix(t, IX_IMPORT, key_bytes(k), false);
	uint64_t id = 0;

	if (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);

		key_read_u64(&r, &id);
	}
	index_scan_close(&scan);
	return id;
}

struct record *
batch_record(struct txn *t, struct arena *a, uint64_t number)
{
	struct key k;
	uint64_t id;

	key_start(&k);
	key_u8(&k, 'B');
	key_u64(&k, number);
	id = import_index_id(t, &k);
	return id ? record_get(t, a, id) : NULL;
}

static uint64_t
count_waiting(struct txn *t, uint64_t batch)
{
	struct bytes key, posting;
	struct index_scan *scan;
	uint64_t n = 0;
	struct key k;

	key_start(&k);
	key_u8(&k, 'W');
	key_u64(&k, batch);
	scan = index_scan_prefix(t, IX_IMPORT, key_bytes(&k), false);
	while (index_scan_next(scan, &key, &posting))
		n++;
	index_scan_close(&scan);
	return n;
}

/* clang-format off */
#define COUNTS(X)                                                  \
	X(rows) X(created) X(updated) X(unchanged) X(queued)       \
	X(skipped) X(rejected) X(people_created) X(people_attached) \
	X(later) X(joined)
/* clang-format on */

void
batch_counts(const struct record *r, struct import_counts *out)
{
#define X(name) out->name = (uint64_t)fields_int(&r->fields, #name);
	COUNTS(X)
#undef X
}

/* Of a process that is gone: nobody holds the lock of its source. */
static bool
is_cut_off(const struct session *s, const struct record *r)
{
	struct buf name = BUF_INIT;
	bool locked;

	if (strcmp(r->state, "running") != 0)
		return false;
	buf_printf(&name, "import/%s", fields_text(&r->fields, "source"));
	locked = store_is_locked(s->store, name.s);
	buf_clear(&name);
	return !locked;
}

static void
describe(struct txn *t, const struct session *s, const struct record *r,
	 struct import_batch *out)
{
	const struct fields *f = &r->fields;
	const struct form *form = form_called(s->set, fields_text(f, "form"));

	*out = (struct import_batch){
		.number = (uint64_t)fields_int(f, "batch"),
		.map = fields_text(f, "map"),
		.label = fields_text(f, "label"),
		.source = fields_text(f, "source"),
		.file = fields_text(f, "file"),
		.charset = fields_text(f, "charset"),
		.by = r->created_by,
		.form = form ? form->label : "",
		.state = is_cut_off(s, r) ? "cut off" : r->state,
		.at = r->created_at,
		.restored = (uint64_t)fields_int(f, "restored"),
		.withdrawn = (uint64_t)fields_int(f, "withdrawn"),
		.left = (uint64_t)fields_int(f, "left"),
	};
	batch_counts(r, &out->counts);
	out->waiting = count_waiting(t, out->number);
}

/* The ids of all batches, newest first. */
static size_t
all_batches(struct txn *t, struct arena *a, uint64_t **out)
{
	struct bytes key, posting;
	struct index_scan *scan;
	size_t n = 0, cap = 0;
	struct key k;

	*out = NULL;
	key_start(&k);
	key_u8(&k, 'B');
	scan = index_scan_prefix(t, IX_IMPORT, key_bytes(&k), true);
	while (index_scan_next(scan, &key, &posting)) {
		struct key_reader r = key_read(posting);

		if (n == cap) {
			cap = cap ? cap * 2 : 64;
			*out = arena_grow(a, *out, n, cap, sizeof(**out));
		}
		key_read_u64(&r, &(*out)[n++]);
	}
	index_scan_close(&scan);
	return n;
}

enum err
import_batches(struct session *s, struct arena *a, bool waiting,
	       struct import_batch **out, size_t *n)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	uint64_t *ids;
	size_t all = w ? all_batches(t, a, &ids) : 0;

	*n = 0;
	*out = arena_array(a, all + 1, sizeof(**out));
	for (size_t i = 0; i < all; i++) {
		const struct record *r = record_get(t, a, ids[i]);

		if (!r || !who_sees(t, w, r))
			continue;
		describe(t, s, r, &(*out)[*n]);
		*n += !waiting || (*out)[*n].waiting > 0;
	}
	return session_end(s, t);
}

enum err
import_batch_get(struct session *s, struct arena *a, uint64_t number,
		 struct import_batch *out)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct record *r = w ? batch_record(t, a, number) : NULL;

	if (!r || !who_sees(t, w, r))
		txn_fail(t, ERR_NOT_FOUND);
	else
		describe(t, s, r, out);
	return session_end(s, t);
}

/* --- writing one ------------------------------------------------------ */

static void
put_counts(struct fields *f, const struct import_counts *c)
{
#define X(name) fields_set(f, #name, value_int((int64_t)c->name));
	COUNTS(X)
#undef X
}

static void
describe_new(struct importing *im, struct record *r)
{
	struct fields *f = &r->fields;
	const struct import_map *m = im->m;
	const char *file = im->o->file_name ? im->o->file_name : "";
	const char *slash = strrchr(file, '/');

	fields_set(f, "batch", value_int((int64_t)im->batch));
	fields_set(f, "map", value_text(m->name));
	fields_set(f, "label", value_text(m->label));
	fields_set(f, "source", value_text(m->source));
	fields_set(f, "form", value_text(form_full_name(m->form)));
	fields_set(f, "file", value_text(slash ? slash + 1 : file));
	if (im->src && im->src->charset)
		fields_set(f, "charset", value_text(im->src->charset));
	fields_set(f, "hash", value_text(im->file_hash));
	fields_set(f, "map_hash", value_text(im->map_hash));
}

/* Its record is made, and said in the log, before any row is. */
enum err
batch_begin(struct importing *im)
{
	struct txn *t = session_begin(im->s, true);
	struct record r = { .kind = RECORD_IMPORT,
			    .form = "",
			    .ref = "",
			    .owner = "",
			    .state = "running" };
	const char *map =
		arena_printf(&im->arena, "import/map/%s", im->map_hash);

	im->batch = counter_next(t, "import/batch");
	r.id = im->batch_id = record_new_id(t);
	fields_init(&r.fields, &im->arena);
	describe_new(im, &r);
	fields_set(&r.fields, "from", value_int((int64_t)log_last(t)));
	meta_put(t, map, bytes_of(im->o->map_text, im->o->map_size));
	change_record(t, im->s, NULL, &r,
		      &(struct note){
			      ACT_IMPORTED, NULL,
			      arena_printf(&im->arena, "%s, batch %llu, begun",
					   im->m->name,
					   (unsigned long long)im->batch) });
	return session_end(im->s, t);
}

/* How far it is: in the commit of the rows that brought it there. */
void
batch_note(struct importing *im, struct txn *t, const char *state)
{
	struct arena a = ARENA_INIT;
	struct record *r = record_get(t, &a, im->batch_id);

	if (!r) {
		txn_fail(t, ERR_CORRUPT);
	} else {
		put_counts(&r->fields, &im->counts);
		/* Samples are of the partner's cells: kept no longer than the
		 * import may have to go on. */
		fields_set(&r->fields, "told",
			   strcmp(state, "finished")
				   ? value_text(told_format(im, &a))
				   : value_empty);
		fields_set(&r->fields, "row", value_int((int64_t)im->row));
		fields_set(&r->fields, "rejects",
			   value_int((int64_t)im->rejects_at));
		fields_set(&r->fields, "digest",
			   value_text(digest_format(im, &a)));
		r->state = state;
		r->changed_at = clock_now();
		record_put(t, r);
	}
	arena_clear(&a);
}

/* The end of it, said in the log. */
enum err
batch_end(struct importing *im, const char *state)
{
	const struct import_counts *c = &im->counts;
	struct txn *t = session_begin(im->s, true);

	batch_note(im, t, state);
	digest_send(im, t);
	log_act(t, im->s, ACT_IMPORTED, 0, 0, im->batch_id,
		arena_printf(
			&im->arena,
			"%s, batch %llu, %s: %llu rows, %llu created, %llu "
			"updated, %llu waiting, %llu rejected",
			im->m->name, (unsigned long long)im->batch, state,
			(unsigned long long)c->rows,
			(unsigned long long)c->created,
			(unsigned long long)c->updated,
			(unsigned long long)c->queued,
			(unsigned long long)c->rejected));
	return session_end(im->s, t);
}

/* One of the same file by the same map that did not come to its end: by a
 * process that is gone, since we hold the lock of the source. */
enum err
batch_resume(struct importing *im)
{
	struct txn *t = session_begin(im->s, false);
	uint64_t *ids;
	size_t n = all_batches(t, &im->arena, &ids);

	for (size_t i = 0; i < n && !im->batch_id; i++) {
		struct arena a = ARENA_INIT;
		const struct record *r = record_get(t, &a, ids[i]);
		const struct fields *f = r ? &r->fields : NULL;

		if (f && !strcmp(fields_text(f, "source"), im->m->source) &&
		    !strcmp(fields_text(f, "hash"), im->file_hash) &&
		    !strcmp(fields_text(f, "map_hash"), im->map_hash) &&
		    (!strcmp(r->state, "running") ||
		     !strcmp(r->state, "stopped"))) {
			im->batch_id = r->id;
			im->batch = (uint64_t)fields_int(f, "batch");
			im->row = (uint64_t)fields_int(f, "row");
			im->rejects_at = (uint64_t)fields_int(f, "rejects");
			im->resumed = true;
			im->resumed_at = im->row;
			batch_counts(r, &im->counts);
			digest_read(im, fields_text(f, "digest"));
			told_read(im, fields_text(f, "told"));
		}
		arena_clear(&a);
	}
	return session_end(im->s, t);
}
