/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_import.c - any bytes as a partner's file, and as a map.
 *
 * Every row must be read to its end, every cell become a value or a fault,
 * and the rejects written of all rows must have as many rows when they are
 * read again.  Built with clang's -fsanitize=fuzzer this is a libFuzzer
 * target; with -DFUZZ_MAIN it is a program that reads the files named.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/cell.h"
#include "exchange/map.h"
#include "exchange/own.h"
#include "exchange/source.h"
#include "form/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char forms[] = "role duty  Duty\n"
			    "list answers  Answers\n"
			    "choice yes  Yes\n"
			    "choice no  No\n"
			    "form person  Person\n"
			    "    version: 1\n"
			    "    subject: person\n"
			    "    read: duty\n"
			    "text given  Given\n"
			    "date born  Born\n"
			    "    estimate: yes\n"
			    "integer n  N\n"
			    "decimal d  D\n"
			    "datetime dt  DT\n"
			    "time t  T\n"
			    "duration l  L\n"
			    "select_one answers o  O\n"
			    "select_multiple answers m  M\n"
			    "begin repeat r  R\n"
			    "text line  Line\n"
			    "date on  On\n"
			    "end repeat r\n";

static int
file_of(const void *s, size_t n)
{
	FILE *f = tmpfile();
	int fd;

	assert(f && fwrite(s, 1, n, f) == n);
	fflush(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

static const char *
no_ref(uint64_t id, void *ctx)
{
	(void)id;
	(void)ctx;
	return "";
}

static uint64_t
nobody(const char *ref, void *ctx)
{
	(void)ref;
	(void)ctx;
	return 0;
}

/* As caseload wrote it: what is read is written so that it reads the same. */
static void
try_own(struct arena *a, const struct form *f, const char *text)
{
	const struct own_names names = { no_ref, nobody, NULL };
	struct cell_fault why;
	struct value v, again;

	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		if (it->repeat || !own_value(a, it, text, &names, &v, &why))
			continue;
		assert(own_value(a, it, own_text(a, it, &v, &names), &names,
				 &again, &why));
		assert(value_equal(&v, &again));
	}
}

/* A cell as a value of every field, and in several shapes of date. */
static void
try_cell(struct arena *a, const struct form *f, const char *text)
{
	static const struct date_shape shapes[] = {
		{ NULL, 0, 0 },		  { "dd/mm/yyyy", 0, 0 },
		{ "yyyymmdd", 0, 0 },	  { "d mmm yyyy", 0, 0 },
		{ "ddmmyy", 1930, 2029 },
	};
	struct cell_fault why;
	const char *clean;
	struct value v;

	assert(strcmp(cell_bare(cell_armour(a, text)), text) == 0);
	try_own(a, f, text);
	if (!cell_clean(a, text, &clean, &why)) {
		assert(why.code != CODE_NONE);
		return;
	}
	for (size_t i = 0; i < f->n; i++)
		for (size_t k = 0; k < 5; k++) {
			const struct map_column c = { .item = &f->items[i],
						      .dates = shapes[k] };

			if (!cell_value(a, &c, clean, &v, &why))
				assert(why.code != CODE_NONE);
			else if (v.type == VAL_DATE)
				assert(date_first(v.date).y > 0);
		}
}

/* How many rows; their rejects go to out (when it is there). */
static size_t
read_rows(struct source *s, const struct form *f, struct buf *out)
{
	const struct row_fault fault = { CODE_REFUSED, 0, "x", "why" };
	struct csv_row row;
	size_t n = 0;

	for (;; n++) {
		struct arena a = ARENA_INIT;
		const char *text;
		unsigned char bad;

		if (source_next(s, &a, &row) != ERR_OK) {
			arena_clear(&a);
			return n;
		}
		for (size_t i = 0; i < row.n; i++)
			if (source_text(s, &a, row.cells[i], &text, &bad))
				try_cell(&a, f, text);
		if (out)
			rejects_row(s, out, &row, &fault, 1);
		arena_clear(&a);
	}
}

static void
try_file(const struct form *f, const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct buf out = BUF_INIT;
	struct source *s, *again;
	const char *why;
	enum code code;
	size_t n;
	int fd = file_of(data, size), fd2;

	if (source_open(&s, &a, fd, NULL, 0, &code, &why) == ERR_OK) {
		rejects_header(s, &out);
		n = read_rows(s, f, &out);
		rejects_encode(s, &out, true);
		fd2 = file_of(out.s, out.n);
		if (n && source_open(&again, &a, fd2, s->charset, s->delimiter,
				     &code, &why) == ERR_OK) {
			assert(read_rows(again, f, NULL) == n);
			source_close(&again);
		}
		close(fd2);
		source_close(&s);
	}
	close(fd);
	buf_clear(&out);
	arena_clear(&a);
}

static void
try_fixed(const uint8_t *data, size_t size)
{
	static const struct fixed_place places[] = { { 1, 3 },
						     { 2, 9 },
						     { 40, 41 } };
	static const char *const names[] = { "a", "b", "c" };
	struct arena a = ARENA_INIT;
	struct source *s;
	struct csv_row row;
	const char *why;
	enum code code;
	int fd = file_of(data, size);

	if (source_open_fixed(&s, &a, fd, NULL, names, places, 3, &code,
			      &why) == ERR_OK) {
		while (source_next(s, &a, &row) == ERR_OK)
			for (size_t i = 0; i < row.n; i++)
				assert(row.cells[i].n <= row.raw.n);
		source_close(&s);
	}
	close(fd);
	arena_clear(&a);
}

static void
try_map(const struct form_set *set, const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct import_map *m;
	struct problems p;
	struct buf out = BUF_INIT;

	problems_init(&p, &a);
	if (map_read(&m, &a, set, "t.map", (const char *)data, size, &p) !=
	    ERR_OK)
		assert(p.errors > 0);
	problems_print(&p, &out);
	buf_clear(&out);
	arena_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct form_set *set;
	const struct form_source f = { "t.form", forms, sizeof(forms) - 1 };
	struct arena a = ARENA_INIT;
	struct problems p;

	problems_init(&p, &a);
	if (!set && form_set_load(&set, &f, 1, &p) != ERR_OK)
		abort();
	arena_clear(&a);
	try_file(set->person, data, n);
	try_fixed(data, n);
	try_map(set, data, n);
	return 0;
}

#ifdef FUZZ_MAIN
int
main(int argc, char **argv)
{
	static uint8_t bytes[1 << 20];

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");
		size_t n = f ? fread(bytes, 1, sizeof(bytes), f) : 0;

		if (f)
			fclose(f);
		LLVMFuzzerTestOneInput(bytes, n);
	}
	return 0;
}
#endif
