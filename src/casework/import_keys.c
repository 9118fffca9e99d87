/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which references stand twice in a file, in constant memory: their hashes
 * are sorted a million at a time, written out, and the runs merged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/temp.h"
#include "casework/import_parts.h"

#define RUN_MOST 1000000
#define MERGED_AT_ONCE 1024

/* A run that was written out, and the part of it that is being merged. */
struct run {
	long at, end; /* hashes of the file */
	struct key_hash part[MERGED_AT_ONCE];
	size_t next, n;
};

struct scanned {
	struct key_hash *v;
	size_t n, cap, n_all;
	FILE *out; /* without a name; NULL while all fit into memory */
	size_t runs;
	long written;
	long *ends; /* of each run */
	struct arena *a;
	struct key_hash *twice;
	size_t n_twice, cap_twice;
};

static void
add_twice(struct scanned *s, const struct key_hash *h)
{
	if (s->n_twice && hash_order(&s->twice[s->n_twice - 1], h) == 0)
		return;
	if (s->n_twice == s->cap_twice) {
		size_t cap = s->cap_twice ? s->cap_twice * 2 : 64;

		s->twice = arena_grow(s->a, s->twice, s->n_twice, cap,
				      sizeof(*s->twice));
		s->cap_twice = cap;
	}
	s->twice[s->n_twice++] = *h;
}

static void
sort_run(struct scanned *s)
{
	if (s->n)
		qsort(s->v, s->n, sizeof(*s->v), hash_order);
}

static enum err
write_run(struct scanned *s)
{
	sort_run(s);
	if (!s->out)
		s->out = temp_file();
	if (!s->out || fwrite(s->v, sizeof(*s->v), s->n, s->out) != s->n) {
		enum err e = temp_err();

		report("import: no room for a temporary file");
		return e;
	}
	s->ends = arena_grow(s->a, s->ends, s->runs, s->runs + 1,
			     sizeof(*s->ends));
	s->written += (long)s->n;
	s->ends[s->runs++] = s->written;
	s->n = 0;
	return ERR_OK;
}

static enum err
add_hash(struct scanned *s, struct key_hash h)
{
	if (s->n == RUN_MOST)
		TRY(write_run(s));
	if (s->n == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 1024;
		if (s->cap > RUN_MOST)
			s->cap = RUN_MOST;
		s->v = xrealloc(s->v, s->cap * sizeof(*s->v));
	}
	s->v[s->n++] = h;
	s->n_all++;
	return ERR_OK;
}

/* --- merging ------------------------------------------------------------- */

static const struct key_hash *
run_first(struct scanned *s, struct run *r)
{
	size_t want = (size_t)(r->end - r->at);

	if (r->next < r->n)
		return &r->part[r->next];
	if (!want)
		return NULL;
	want = want < MERGED_AT_ONCE ? want : MERGED_AT_ONCE;
	if (fseek(s->out, r->at * (long)sizeof(*r->part), SEEK_SET) != 0 ||
	    fread(r->part, sizeof(*r->part), want, s->out) != want)
		return NULL;
	r->at += (long)want;
	r->next = 0;
	r->n = want;
	return &r->part[0];
}

static struct run *
least(struct scanned *s, struct run *runs)
{
	struct run *best = NULL;

	for (size_t i = 0; i < s->runs; i++) {
		const struct key_hash *h = run_first(s, &runs[i]);

		if (h && (!best || hash_order(h, &best->part[best->next]) < 0))
			best = &runs[i];
	}
	return best;
}

static void
merge_runs(struct scanned *s)
{
	struct run *runs = xcalloc(s->runs, sizeof(*runs)), *r;
	struct key_hash last = { 0 };
	bool some = false;

	for (size_t i = 0; i < s->runs; i++) {
		runs[i].at = i ? s->ends[i - 1] : 0;
		runs[i].end = s->ends[i];
	}
	while ((r = least(s, runs))) {
		const struct key_hash *h = &r->part[r->next++];

		if (some && hash_order(&last, h) == 0)
			add_twice(s, h);
		last = *h;
		some = true;
	}
	free(runs);
}

/* --- the file --------------------------------------------------------------- */

static enum err
scan_row(struct importing *im, struct scanned *seen, struct import_row *r)
{
	const char *key;

	if (r->raw.open_quote || r->raw.too_long || row_is_blank(r))
		return ERR_OK;
	r->cells = arena_array(r->arena, im->m->n + 1, sizeof(*r->cells));
	for (size_t i = 0; i < im->m->n_keys; i++)
		r->cells[im->m->keys[i]] = row_cell(im, r, im->m->keys[i]);
	key = row_key(im, r);
	return key[0] ? add_hash(seen, key_hash(key)) : ERR_OK;
}

static enum err
find_twice(struct scanned *s)
{
	if (s->runs) {
		TRY(write_run(s));
		merge_runs(s);
		return ERR_OK;
	}
	sort_run(s);
	for (size_t i = 1; i < s->n; i++)
		if (hash_order(&s->v[i - 1], &s->v[i]) == 0)
			add_twice(s, &s->v[i]);
	return ERR_OK;
}

enum err
keys_scan(struct importing *im)
{
	struct scanned seen = { .a = &im->arena };
	struct arena a = ARENA_INIT;
	enum err e = ERR_OK;

	while (e == ERR_OK) {
		struct import_row r = { .arena = &a };

		e = source_next(im->src, &a, &r.raw);
		if (e == ERR_OK)
			e = scan_row(im, &seen, &r);
		arena_clear(&a);
	}
	if (e == ERR_NOT_FOUND)
		e = find_twice(&seen);
	im->n_rows = seen.n_all;
	im->twice = seen.twice;
	im->n_twice = seen.n_twice;
	if (seen.out)
		fclose(seen.out);
	free(seen.v);
	return e;
}
