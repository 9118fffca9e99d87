/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An import from its map to its last batch.  A dry pass does everything, but
 * over a scratch file instead of in the store: each row meets the rows before
 * it there, as it will when they are written.
 */
#include "casework/import.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "casework/import_parts.h"
#include "casework/keep.h"
#include "store/lock.h"

/* Nobody else can save while a group of rows is written: it has so many rows
 * that this takes 50 ms, and no more than 500; a third as long, and with
 * a longer gap between two groups, while others are seen to save. */
#define HOLD_AIM_MS 50
#define HOLD_ROWS_MS 35 /* of it for the rows; the rest is the disk's */
#define HOLD_OTHERS 3	/* that part of it while others save */
#define GROUP_ROWS 500
#define GROUP_ROWS_FIRST 50
#define GROUP_ROWS_LEAST 5
#define GROUP_BYTES (1024 * 1024)
#define GAP_NS 1000000
#define GAP_LONG_NS 10000000
#define OTHERS_GROUPS 100
#define IDS_APART 1000000

/* --- before any row --------------------------------------------------- */

/* Every field must be one that the user may write on a screen too. */
static enum err
check_rights(struct importing *im)
{
	struct txn *t = session_begin(im->s, false);
	const struct who *w = who_now(t, im->s);
	size_t refused = 0;

	if (w && (!who_writes_form(w, im->m->form) ||
		  (im->m->person_form && !im->m->case_of_person &&
		   !who_writes_form(w, im->m->person_form))))
		txn_fail(t, ERR_DENIED);
	if (w && im->m->restore && !w->admin) {
		report_refusal(im, CODE_NOT_WRITABLE,
			       "What caseload wrote is put back as it was by "
			       "the store's administrator alone.");
		refused++;
	}
	im->may_merge = w && who_is_steward(w, -1);
	for (size_t i = 0; w && i < im->m->n; i++) {
		const struct map_column *c = &im->m->columns[i];

		if (!c->item || c->item->kind == ITEM_CALCULATE ||
		    who_writes_item(w, c->item) ||
		    (im->m->case_of_person &&
		     c->item->form == im->m->person_form))
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

/* The map names the columns and their places. */
static enum err
open_fixed(struct importing *im, enum code *code, const char **why)
{
	const struct import_map *m = im->m;
	const char **names = arena_array(&im->arena, m->n + 1, sizeof(*names));
	struct fixed_place *places =
		arena_array(&im->arena, m->n + 1, sizeof(*places));
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct map_column *c = &m->columns[i];

		if (c->always)
			continue;
		names[n] = c->header;
		places[n++] = (struct fixed_place){ c->first, c->last };
	}
	return source_open_fixed(&im->src, &im->arena, im->o->fd, m->encoding,
				 names, places, n, code, why);
}

static enum err
open_source(struct importing *im)
{
	enum code code;
	const char *why;
	enum err e = im->m->fixed ? open_fixed(im, &code, &why)
				  : source_open(&im->src, &im->arena, im->o->fd,
						im->m->encoding,
						im->m->delimiter, &code, &why);

	if (e == ERR_INVALID)
		report_refusal(im, code ? code : CODE_NOT_CSV,
			       code ? why
				    : "This is no file of rows and "
				      "columns.");
	return e;
}

static const char *
header_remedy(enum code code)
{
	switch (code) {
	case CODE_MISSING_COLUMN:
		return "Ask for it, or take it out of the map.";
	case CODE_EXTRA_COLUMN:
		return "Write it into the map, with - if it is not wanted.";
	case CODE_COLUMN_TWICE:
		return "Give each a name of its own in the file's first line.";
	default:
		return "Give it a name in the file's first line.";
	}
}

static void
header_fault(enum code code, const char *column, void *ctx)
{
	struct importing *im = ctx;

	report_refusal(im, code,
		       arena_printf(&im->arena, "%s: %s. %s", column,
				    code_text(code), header_remedy(code)));
}

static enum err
place_columns(struct importing *im)
{
	im->place = arena_array(&im->arena, im->m->n + 1, sizeof(*im->place));
	return map_place(im->m, im->src->header, im->src->n, im->place,
			 header_fault, im)
		       ? ERR_INVALID
		       : ERR_OK;
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

static int64_t
milliseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum err
write_at(struct importing *im, const struct buf *b, uint64_t at)
{
	size_t done = 0;

	while (done < b->n) {
		ssize_t n = pwrite(im->o->rejects_fd, b->s + done, b->n - done,
				   (off_t)(at + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			im->stop_code = CODE_REJECTS;
			im->stopped = arena_printf(
				&im->arena,
				"The rejected rows cannot be written: %s. "
				"Put that right; the same command goes on "
				"from there.",
				strerror(errno));
			return ERR_IO;
		}
		done += (size_t)n;
	}
	return ERR_OK;
}

enum err
source_lock(struct session *s, const char *source, struct store_lock **out)
{
	struct buf name = BUF_INIT;
	enum err e;

	buf_printf(&name, "import/%s", source);
	e = store_lock(s->store, name.s, out);
	buf_clear(&name);
	return e;
}

static const char *
hex_of(struct arena *a, crypto_generichash_state *h)
{
	unsigned char hash[32];
	char hex[65];

	crypto_generichash_final(h, hash, sizeof(hash));
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return arena_strdup(a, hex);
}

static void
hash_part(struct bytes part, void *ctx)
{
	crypto_generichash_update(ctx, part.p, part.n);
}

/* By which an import that was cut off is known again. */
static enum err
hash_file(struct importing *im)
{
	crypto_generichash_state h;

	crypto_generichash_init(&h, NULL, 0, 32);
	TRY(source_bytes(im->src, hash_part, &h));
	im->file_hash = hex_of(&im->arena, &h);
	crypto_generichash_init(&h, NULL, 0, 32);
	hash_part(bytes_of(im->o->map_text, im->o->map_size), &h);
	im->map_hash = hex_of(&im->arena, &h);
	return ERR_OK;
}

/* --- groups of rows, a commit each --------------------------------------- */

struct group {
	struct arena arena;
	struct import_row rows[GROUP_ROWS];
	size_t n, from, to; /* read; and of these, in this commit */
	uint64_t last;	    /* number of the last row that was read */
};

/* The next row that is not done yet. */
static enum err
next_row(struct importing *im, struct group *g, struct csv_row *out)
{
	for (;;) {
		struct arena skipped = ARENA_INIT;
		enum err e;

		if (g->last >= im->row) {
			e = source_next(im->src, &g->arena, out);
			g->last = out->number;
			return e;
		}
		e = source_next(im->src, &skipped, out);
		g->last = out->number;
		arena_clear(&skipped);
		if (e != ERR_OK)
			return e;
	}
}

/* True while there may be more. */
static bool
group_read(struct importing *im, struct group *g)
{
	size_t bytes = 0;

	g->n = g->from = g->to = 0;
	while (g->n < im->group_rows && bytes < GROUP_BYTES) {
		struct import_row *r = &g->rows[g->n];
		enum err e;

		*r = (struct import_row){ .arena = &g->arena };
		e = next_row(im, g, &r->raw);
		if (e == ERR_NOT_FOUND)
			return false;
		if (e != ERR_OK) {
			im->err = file_fault(im, e);
			return false;
		}
		row_read(im, r);
		bytes += r->raw.raw.n + r->raw.whole;
		g->n++;
	}
	return true;
}

/* The rejects of these rows, where they belong: written again at the same
 * place when the rows must be done again. */
static enum err
write_rejects(struct importing *im, const struct group *g)
{
	buf_reset(&im->rejects);
	for (size_t i = g->from; i < g->to; i++) {
		const struct import_row *r = &g->rows[i];

		if (r->outcome != OUTCOME_REJECTED)
			continue;
		if (!im->rejects_at && !im->rejects.n)
			rejects_header(im->src, &im->rejects);
		rejects_row(im->src, &im->rejects, &r->raw, r->faults,
			    r->n_faults);
	}
	rejects_encode(im->src, &im->rejects, im->rejects_at == 0);
	if (!im->o->rejects_fd)
		return ERR_OK;
	return write_at(im, &im->rejects, im->rejects_at);
}

/* How far the batch is and what it has to tell, in the commit of these rows. */
static void
note_group(struct importing *im, struct group *g)
{
	uint64_t row = im->row, rejects = im->rejects_at;
	struct txn *t = session_begin(im->s, true);

	for (size_t i = g->from; i < g->to; i++) {
		struct import_row *r = &g->rows[i];

		digest_row(im, r);
		im->row = r->raw.number;
	}
	im->rejects_at += im->rejects.n;
	batch_note(im, t, "running");
	im->row = row;
	im->rejects_at = rejects;
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
}

/* Has somebody else written since the last group? */
static void
look_for_others(struct importing *im)
{
	uint64_t last = log_last(im->s->batch);

	if (im->log_seen && last != im->log_seen)
		im->others = OTHERS_GROUPS;
	else if (im->others)
		im->others--;
	im->log_seen = last;
}

/* As many as there is time for: the others are the next commit's. */
static void
do_rows(struct importing *im, struct group *g)
{
	int64_t most = HOLD_ROWS_MS / (im->others ? HOLD_OTHERS : 1);

	g->to = g->from;
	while (g->to < g->n && im->err == ERR_OK && !im->spoiled &&
	       (g->to == g->from || !im->commit ||
		milliseconds() - im->began < most))
		row_do(im, &g->rows[g->to++]);
}

/* Do the rows once; the store is as before unless all went well. */
static enum err
group_try(struct importing *im, struct group *g)
{
	im->spoiled = false;
	session_batch_begin(im->s);
	im->began = milliseconds();
	if (im->commit)
		look_for_others(im);
	do_rows(im, g);
	if (im->err == ERR_OK && !im->spoiled)
		im->err = write_rejects(im, g);
	for (size_t i = g->from; i < g->to; i++)
		report_row(im, &g->rows[i]);
	if (im->commit && im->err == ERR_OK && !im->spoiled)
		note_group(im, g);
	if (im->err == ERR_OK && !im->spoiled) {
		if (im->commit)
			im->log_seen = log_last(im->s->batch);
		return session_batch_commit(im->s);
	}
	session_batch_abort(im->s);
	return im->err;
}

static void
group_done(struct importing *im, struct group *g)
{
	im->row = g->rows[g->to - 1].raw.number;
	g->from = g->to;
	im->rejects_at += im->rejects.n;
	if (im->o->rejects && im->rejects.n)
		buf_add(im->o->rejects, im->rejects.s, im->rejects.n);
}

/* Again without a row that had to be taken back, and when the store or the
 * scratch had to grow. */
static void
group_do(struct importing *im, struct group *g)
{
	bool grown = false;
	struct told told;
	enum err e;

	for (;;) {
		told_keep(im, &told);
		e = group_try(im, g);
		told_end(im, &told, e == ERR_OK && !im->spoiled);
		if (e == ERR_FULL && !grown) {
			grown = true;
			im->err = ERR_OK;
			continue;
		}
		if (e != ERR_OK || !im->spoiled)
			break;
	}
	im->err = e;
	if (e == ERR_OK)
		group_done(im, g);
}

/* Others save while nothing is held: the lock of the store knows no queue, so
 * that whoever waits for it must be given the time to wake up. */
static void
let_others_in(const struct importing *im)
{
	const struct timespec gap = { 0, im->others ? GAP_LONG_NS : GAP_NS };

	nanosleep(&gap, NULL);
}

/* So many rows that the next group holds the lock for the time it may. */
static void
group_measure(struct importing *im, size_t n, int64_t took)
{
	size_t aim = HOLD_AIM_MS / (im->others ? HOLD_OTHERS : 1);
	size_t fit = took > 0 ? n * aim / (size_t)took : n * 2;

	if (fit > im->group_rows * 2)
		fit = im->group_rows * 2;
	im->group_rows = fit < GROUP_ROWS_LEAST ? GROUP_ROWS_LEAST
			 : fit > GROUP_ROWS	? GROUP_ROWS
						: fit;
}

static void
tell_progress(struct importing *im)
{
	const struct import_progress p = {
		.doing = im->doing,
		.rows = im->counts.rows,
		.rejected = im->counts.rejected,
		.bytes = source_at(im->src),
		.of = source_size(im->src),
	};

	if (im->o->progress && !im->o->progress(&p, im->o->ctx))
		im->cancelled = true;
}

/* The rows that were read, in one commit or in several. */
static void
do_group(struct importing *im, struct group *g)
{
	while (g->from < g->n && im->err == ERR_OK && !im->cancelled) {
		size_t first = g->from;

		group_do(im, g);
		group_measure(im, g->from - first, milliseconds() - im->began);
		if (im->commit)
			let_others_in(im);
		tell_progress(im);
	}
}

static enum err
pass(struct importing *im)
{
	struct group *g = xcalloc(1, sizeof(*g));
	bool more = true;

	im->group_rows = GROUP_ROWS_FIRST;
	while (more && im->err == ERR_OK && !im->cancelled) {
		more = group_read(im, g);
		if (im->err == ERR_OK)
			do_group(im, g);
		if (im->err == ERR_OK && im->others)
			im->err = load_end(im);
		more |= g->from < g->n;
		arena_wipe(&g->arena);
	}
	im->cancelled &= more;
	free(g);
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

		if (s->percent ? rejects || n * 100 <= s->above * rows
			       : n <= s->above)
			continue;
		im->stop_code = CODE_STOPPED;
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

/* What the dry pass counted and told gives way to what is written. */
static void
forget_pass(struct importing *im)
{
	im->counts = (struct import_counts){ 0 };
	im->tallies = NULL;
	im->n_tallies = im->cap_tallies = 0;
	im->doubts = NULL;
	im->n_doubts = 0;
	im->row = im->rejects_at = im->first_new = 0;
	if (im->o->rejects)
		buf_reset(im->o->rejects);
}

/* The file of rejects has what the batch says, and no more.  One that is
 * shorter is another: it begins anew. */
static enum err
cut_rejects(struct importing *im)
{
	int fd = im->o->rejects_fd;
	struct stat st;

	if (fd && fstat(fd, &st) == 0 && (uint64_t)st.st_size < im->rejects_at)
		im->rejects_at = 0;
	if (!fd || ftruncate(fd, (off_t)im->rejects_at) == 0)
		return ERR_OK;
	report("import: the rejects cannot be cut: errno %d", errno);
	return ERR_IO;
}

static enum err
commit(struct importing *im)
{
	enum err e = file_fault(im, source_rewind(im->src)), ended;

	TRY(e);
	TRY(cut_rejects(im));
	if (!im->resumed)
		TRY(batch_begin(im));
	im->commit = true;
	im->doing = "Importing";
	TRY(load_begin(im));
	e = pass(im);
	ended = load_end(im);
	if (e == ERR_OK)
		e = ended;
	if (e == ERR_OK &&
	    batch_end(im, im->cancelled ? "stopped" : "finished") != ERR_OK)
		report("the end of an import could not be logged");
	return e;
}

/* Over a scratch file, with ids that others will hardly draw meanwhile. */
static enum err
pass_over(struct importing *im)
{
	struct scratch *scratch;
	enum err e;

	TRY(scratch_open(&scratch));
	im->s->scratch = scratch;
	session_batch_begin(im->s);
	record_skip_ids(im->s->batch, IDS_APART);
	e = session_batch_commit(im->s);
	if (e == ERR_OK)
		e = pass(im);
	im->s->scratch = NULL;
	scratch_close(&scratch);
	return e;
}

/* The pass that writes nothing: asked for by itself, or to hold against the
 * limits of the map.  An import that goes on was held against them before. */
static enum err
dry_pass(struct importing *im)
{
	if (im->o->commit && (im->resumed || !im->m->n_stop))
		return ERR_OK;
	im->doing = im->o->commit ? "Checking" : "Trying";
	TRY(cut_rejects(im));
	TRY(pass_over(im));
	if (!im->o->commit || im->cancelled)
		return ERR_OK;
	if (is_stopped(im)) {
		report_write(im);
		return ERR_INVALID;
	}
	forget_pass(im);
	return ERR_OK;
}

static enum err
run_locked(struct importing *im)
{
	enum err e;

	if (im->o->commit)
		TRY(batch_resume(im));
	e = keys_scan(im);
	TRY(file_fault(im, e));
	TRY(file_fault(im, source_rewind(im->src)));
	TRY(dry_pass(im));
	e = im->o->commit && !im->cancelled ? commit(im) : ERR_OK;
	if (e != ERR_INVALID)
		report_write(im);
	return e == ERR_OK && im->cancelled ? ERR_CONFLICT : e;
}

/* A first load that was killed since this store was opened left its indexes by
 * half. */
static enum err
make_whole(struct importing *im)
{
	uint64_t n;
	bool behind;

	TRY(store_is_behind(im->s->store, &behind));
	return behind ? store_rebuild(im->s->store, &n, NULL, NULL) : ERR_OK;
}

static enum err
run(struct importing *im)
{
	struct store_lock *lock = NULL;
	enum err e;

	TRY(make_whole(im));
	TRY(check_rights(im));
	TRY(open_source(im));
	TRY(place_columns(im));
	if (im->o->commit) {
		TRY(hash_file(im));
		TRY(store_lock(im->s->store, LOAD_LOCK, &lock));
		store_unlock(&lock); /* nobody fills the store just now */
		TRY(source_lock(im->s, im->m->source, &lock));
	}
	e = run_locked(im);
	store_unlock(&lock);
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
	s->unseen = true;
	if (e == ERR_OK)
		e = run(&im);
	s->unseen = false;
	*out = im.counts;
	buf_clear(&im.rejects);
	source_close(&im.src);
	arena_clear(&im.arena);
	return e;
}
