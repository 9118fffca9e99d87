/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An import from its map to its last batch.  A dry pass comes first, also
 * before a commit: it does everything, and each batch is given up at its end.
 */
#include "casework/import.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casework/import_parts.h"

/* Nobody else can save while a batch is written: it is made smaller when it
 * takes longer than this, so that they do not notice. */
#define BATCH_MS 50
#define BATCH_ROWS 100
#define BATCH_ROWS_LEAST 10
#define BATCH_BYTES (1024 * 1024)

/* --- before any row --------------------------------------------------- */

/* Every field must be one that the user may write on a screen too. */
static enum err
check_rights(struct importing *im)
{
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	size_t refused = 0;

	if (w &&
	    (!who_writes_form(w, im->m->form) ||
	     (im->m->person_form && !who_writes_form(w, im->m->person_form))))
		txn_fail(t, ERR_DENIED);
	for (size_t i = 0; w && i < im->m->n; i++) {
		const struct map_column *c = &im->m->columns[i];

		if (!c->item || who_writes_item(w, c->item))
			continue;
		report_refusal(
			im, CODE_NOT_WRITABLE,
			arena_printf(
				&im->arena,
				"Column %s: the field '%s' is not yours to write.",
				c->header, c->item->label));
		refused++;
	}
	TRY(session_end(im->s, t));
	return refused ? ERR_INVALID : ERR_OK;
}

static enum err
open_source(struct importing *im)
{
	enum code code;
	const char *why;
	enum err e =
		source_open(&im->src, &im->arena, im->o->fd, im->m->encoding,
			    im->m->delimiter, &code, &why);

	if (e == ERR_INVALID)
		report_refusal(im, code ? code : CODE_NOT_CSV,
			       code ? why :
				      "This is no file of rows and "
				      "columns.");
	return e;
}

static void
header_fault(enum code code, const char *column, void *ctx)
{
	struct importing *im = ctx;

	report_refusal(
		im, code,
		arena_printf(&im->arena, "%s: %s.", column, code_text(code)));
}

static enum err
place_columns(struct importing *im)
{
	im->place = arena_array(&im->arena, im->m->n + 1, sizeof(*im->place));
	return map_place(im->m, im->src->header, im->src->n, im->place,
			 header_fault, im) ?
		       ERR_INVALID :
		       ERR_OK;
}

/* What a reader that gave up, or a file that moved, is called. */
static enum err
file_fault(struct importing *im, enum err e)
{
	if (e == ERR_CONFLICT) {
		report_refusal(im, CODE_FILE_CHANGED,
			       "The file changed while "
			       "it was read. Wait until it is whole.");
		return ERR_INVALID;
	}
	if (e == ERR_INVALID)
		report_refusal(im, CODE_NOT_CSV,
			       "Too many quotation marks "
			       "in this file are never closed.");
	return e;
}

/* --- batches ---------------------------------------------------------- */

struct batch {
	struct arena arena;
	struct import_row rows[BATCH_ROWS];
	size_t n;
};

/* True while there may be more. */
static bool
batch_read(struct importing *im, struct batch *b)
{
	size_t bytes = 0;

	b->n = 0;
	while (b->n < im->batch_rows && bytes < BATCH_BYTES) {
		struct import_row *r = &b->rows[b->n];
		enum err e;

		*r = (struct import_row){ .arena = &b->arena };
		e = source_next(im->src, &b->arena, &r->raw);
		if (e == ERR_NOT_FOUND)
			return false;
		if (e != ERR_OK) {
			im->err = file_fault(im, e);
			return false;
		}
		row_read(im, r);
		bytes += r->raw.raw.n;
		b->n++;
	}
	return true;
}

static void
batch_abort(struct session *s)
{
	struct txn *t = s->batch;

	s->batch = NULL;
	txn_abort(t);
}

/* Do the rows once; the store is as before unless all went well. */
static enum err
batch_try(struct importing *im, struct batch *b)
{
	im->spoiled = false;
	im->first_new = 0;
	session_batch_begin(im->s);
	for (size_t i = 0; i < b->n && im->err == ERR_OK && !im->spoiled; i++)
		row_do(im, &b->rows[i]);
	if (im->commit && im->err == ERR_OK && !im->spoiled)
		return session_batch_commit(im->s);
	batch_abort(im->s);
	return im->err;
}

/* Again without a row that had to be taken back; once more when the store
 * had to grow. */
static void
batch_do(struct importing *im, struct batch *b)
{
	bool grown = false;
	enum err e;

	for (;;) {
		e = batch_try(im, b);
		if (e == ERR_FULL && !grown) {
			grown = true;
			im->err = ERR_OK;
			continue;
		}
		if (e != ERR_OK || !im->spoiled)
			break;
	}
	im->err = e;
	for (size_t i = 0; i < b->n && e == ERR_OK; i++)
		report_row(im, &b->rows[i]);
}

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
batch_measure(struct importing *im, int64_t took)
{
	im->batches++;
	if (took > BATCH_MS && im->batch_rows > BATCH_ROWS_LEAST)
		im->batch_rows /= 2;
	else if (took < BATCH_MS / 3 && im->batch_rows * 2 <= BATCH_ROWS)
		im->batch_rows *= 2;
}

static enum err
pass(struct importing *im)
{
	bool more = true;

	im->batch_rows = BATCH_ROWS;
	im->batches = 0;
	while (more && im->err == ERR_OK) {
		struct batch *b = xcalloc(1, sizeof(*b));
		int64_t began;

		more = batch_read(im, b);
		began = milliseconds();
		if (im->err == ERR_OK && b->n)
			batch_do(im, b);
		batch_measure(im, milliseconds() - began);
		arena_wipe(&b->arena);
		free(b);
		if (im->o->progress)
			im->o->progress(im->counts.rows, im->counts.rejected,
					im->o->ctx);
	}
	return im->err;
}

/* --- all -------------------------------------------------------------- */

static uint64_t
count_of(const struct import_counts *c, enum outcome o)
{
	switch (o) {
	case OUTCOME_CREATED:
		return c->created;
	case OUTCOME_UPDATED:
		return c->updated;
	case OUTCOME_UNCHANGED:
		return c->unchanged;
	case OUTCOME_QUEUED:
		return c->queued;
	case OUTCOME_SKIPPED:
		return c->skipped;
	default:
		return c->rejected;
	}
}

/* Rejects put right are few, and no measure of what the partner sends. */
static bool
is_rejects_file(const struct importing *im)
{
	for (size_t i = 0; i < im->src->n; i++)
		if (header_is_ours(im->src->header[i]))
			return true;
	return false;
}

/* Has the dry pass gone beyond a limit of the map? */
static bool
is_stopped(struct importing *im)
{
	bool rejects = is_rejects_file(im);

	for (size_t i = 0; i < im->m->n_stop; i++) {
		const struct map_stop *s = &im->m->stop[i];
		uint64_t n = count_of(&im->counts, s->outcome);
		uint64_t rows = im->counts.rows;

		if (s->percent ? rejects || n * 100 <= s->above * rows :
				 n <= s->above)
			continue;
		im->stopped = arena_printf(
			&im->arena,
			"%llu of %llu rows "
			"%s: more than the map allows (%llu%s). Nothing is "
			"written then.",
			(unsigned long long)n, (unsigned long long)rows,
			outcome_text(s->outcome), (unsigned long long)s->above,
			s->percent ? "%" : "");
		return true;
	}
	return false;
}

static enum err
number_batch(struct importing *im)
{
	struct txn *t = session_begin(im->s, true);

	im->batch = counter_next(t, "import/batch");
	return session_end(im->s, t);
}

static enum err
log_batch(struct importing *im)
{
	const struct import_counts *c = &im->counts;
	struct txn *t = session_begin(im->s, true);

	log_act(t, im->s, ACT_IMPORTED, 0, 0, 0,
		arena_printf(
			&im->arena,
			"%s, batch %llu: %llu rows, %llu created, %llu updated, "
			"%llu rejected",
			im->m->name, (unsigned long long)im->batch,
			(unsigned long long)c->rows,
			(unsigned long long)c->created,
			(unsigned long long)c->updated,
			(unsigned long long)c->rejected));
	return session_end(im->s, t);
}

/* What the dry pass counted and told gives way to what is written. */
static void
forget_pass(struct importing *im)
{
	im->counts = (struct import_counts){ 0 };
	im->tallies = NULL;
	im->n_tallies = im->cap_tallies = 0;
	im->doubts = NULL;
	im->n_doubts = 0;
	if (im->o->rejects)
		buf_reset(im->o->rejects);
}

static enum err
commit(struct importing *im)
{
	enum err e = file_fault(im, source_rewind(im->src));

	TRY(e);
	forget_pass(im);
	TRY(number_batch(im));
	im->commit = true;
	e = pass(im);
	if (log_batch(im) != ERR_OK)
		report("an import could not be logged");
	return e;
}

static enum err
run(struct importing *im)
{
	enum err e;

	TRY(check_rights(im));
	TRY(open_source(im));
	TRY(place_columns(im));
	e = keys_scan(im);
	TRY(file_fault(im, e));
	TRY(file_fault(im, source_rewind(im->src)));
	TRY(pass(im));
	if (is_stopped(im) && im->o->commit) {
		report_write(im);
		return ERR_INVALID;
	}
	e = im->o->commit ? commit(im) : ERR_OK;
	if (e != ERR_INVALID)
		report_write(im);
	return e;
}

enum err
import_run(struct session *s, const struct import_options *o,
	   struct problems *p, struct import_counts *out)
{
	struct importing im = { .s = s, .o = o };
	struct import_map *m;
	enum err e = map_read(&m, &im.arena, session_forms(s), o->map_name,
			      o->map_text, o->map_size, p);

	im.m = m;
	if (e == ERR_OK)
		e = run(&im);
	*out = im.counts;
	source_close(&im.src);
	arena_clear(&im.arena);
	return e;
}
