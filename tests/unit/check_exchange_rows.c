/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_exchange.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
	const char *why;
	const char *in;
	const char *out;   /* cells in <>, rows ended by ; */
	const char *lines; /* on which the rows begin */
} cases[] = {
	{ "plain rows", "a,b\n1,2\n", "<a><b>;<1><2>;", "1 2 " },
	{ "the last line need not end", "a,b\n1,2", "<a><b>;<1><2>;", "1 2 " },
	{ "a carriage return belongs to the line's end", "a\r\nb\r\n",
	  "<a>;<b>;", "1 2 " },
	{ "old line ends", "a,b\rc,d\r", "<a><b>;<c><d>;", "1 2 " },
	{ "empty lines are no rows", "\n\na\n\r\n  \nb\n", "<a>;<b>;", "3 6 " },
	{ "empty cells are cells", ",\n,,\n", "<><>;<><><>;", "1 2 " },
	{ "a line break in a cell", "a,\"x\ny\",b\nc\n", "<a><x\ny><b>;<c>;",
	  "1 3 " },
	{ "and one of two bytes", "\"x\r\n\r\ny\"\r\nc\r\n",
	  "<x\r\n\r\ny>;<c>;", "1 4 " },
	{ "a quotation mark in a quoted cell", "\"say \"\"no\"\"\"\n",
	  "<say \"no\">;", "1 " },
	{ "a quotation mark in a plain cell", "5\" pipe,b\n", "<5\" pipe><b>;",
	  "1 " },
	{ "a delimiter in a quoted cell", "\"a,b\",c\n", "<a,b><c>;", "1 " },
	{ "an open quotation mark takes its own line only", "a,\"b\nc,d\ne,f\n",
	  "!<a,\"b>;<c><d>;<e><f>;", "1 2 3 " },
	{ "also on the last line", "a,b\nc,\"d\n", "<a><b>;!<c,\"d>;", "1 2 " },
	{ "nothing at all", "", "", "" },
	{ "nothing but line ends", "\r\n\n\n", "", "" },
};

static void
print_row(const struct csv_row *r, struct buf *out, struct buf *lines)
{
	if (r->open_quote)
		buf_char(out, '!');
	for (size_t i = 0; i < r->n; i++) {
		buf_char(out, '<');
		buf_add(out, r->cells[i].p, r->cells[i].n);
		buf_char(out, '>');
	}
	buf_char(out, ';');
	buf_printf(lines, "%llu ", (unsigned long long)r->line);
}

START_TEST(rows_are_what_their_lines_say)
{
	int fd = file_of(cases[_i].in, strlen(cases[_i].in));
	struct rows *r = rows_open(fd, 0, ',');
	struct buf out = BUF_INIT, lines = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct csv_row row;
	uint64_t number = 0;
	enum err e;

	while ((e = rows_next(r, &a, &row)) == ERR_OK) {
		ck_assert_uint_eq(row.number, number++);
		print_row(&row, &out, &lines);
	}
	ck_assert_int_eq(e, ERR_NOT_FOUND);
	ck_assert_msg(!strcmp(out.s ? out.s : "", cases[_i].out), "%s: %s",
		      cases[_i].why, out.s);
	ck_assert_msg(!strcmp(lines.s ? lines.s : "", cases[_i].lines),
		      "%s: lines %s", cases[_i].why, lines.s);
	rows_close(&r);
	buf_clear(&out);
	buf_clear(&lines);
	arena_clear(&a);
	close(fd);
}
END_TEST

/* Put together again, the rows' own bytes are the file. */
START_TEST(a_row_keeps_its_bytes)
{
	static const char in[] = "a, b ,\"c\"\r\n1,\"x\r\ny\",  \r\n"
				 "\xE9,\"\"\"\",z\r\n";
	int fd = file_of(in, strlen(in));
	struct rows *r = rows_open(fd, 0, ',');
	struct buf out = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct csv_row row;

	while (rows_next(r, &a, &row) == ERR_OK) {
		ck_assert(row.crlf);
		buf_add(&out, row.raw.p, row.raw.n);
		buf_str(&out, "\r\n");
	}
	ck_assert_str_eq(out.s, in);
	rows_close(&r);
	buf_clear(&out);
	arena_clear(&a);
	close(fd);
}
END_TEST

/* Rows longer together than one reading, and cut by its end anywhere. */
START_TEST(a_long_file_is_read_in_pieces)
{
	struct buf in = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct rows *r;
	struct csv_row row;
	size_t n = 0;
	int fd;

	for (int i = 0; i < 20000; i++)
		buf_printf(&in, "%d,\"two\r\nlines, %d\",x\r\n", i, i);
	fd = file_of(in.s, in.n);
	r = rows_open(fd, 0, ',');
	while (rows_next(r, &a, &row) == ERR_OK) {
		char want[40];

		ck_assert_uint_eq(row.n, 3);
		ck_assert_uint_eq(row.line, 2 * n + 1);
		snprintf(want, sizeof(want), "two\r\nlines, %zu", n++);
		ck_assert_uint_eq(row.cells[1].n, strlen(want));
		ck_assert_mem_eq(row.cells[1].p, want, strlen(want));
		arena_clear(&a);
	}
	ck_assert_uint_eq(n, 20000);
	rows_close(&r);
	buf_clear(&in);
	close(fd);
}
END_TEST

/* _i: plain, in quotation marks, at the end of the file, at fixed places. */
START_TEST(a_row_too_long_for_memory_is_told_and_the_next_one_whole)
{
	static const struct fixed_place places[] = { { 1, 3 }, { 4, 6 } };
	struct buf text = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct csv_row row;
	struct rows *r;
	int fd;

	buf_str(&text, _i == 3 ? "abcdef\n" : "abc,def\n");
	buf_str(&text, _i == 1 ? "\"" : "");
	while (text.n < 3000000)
		buf_str(&text, "0123456789, \xC3\xA9");
	buf_str(&text, _i == 1 ? "\"\n" : _i == 2 ? "" : "\n");
	buf_str(&text, _i == 3 ? "ghijkl\n" : _i == 2 ? "" : "ghi,jkl\n");
	fd = file_of(text.s, text.n);
	r = _i == 3 ? rows_open_fixed(fd, 0, true, places, 2)
		    : rows_open(fd, 0, ',');
	ck_assert_int_eq(rows_next(r, &a, &row), ERR_OK);
	ck_assert_int_eq(rows_next(r, &a, &row), ERR_OK);
	ck_assert(row.too_long);
	ck_assert_uint_eq(row.line, 2);
	ck_assert_uint_le(row.raw.n, 1000);
	if (_i != 2) {
		ck_assert_int_eq(rows_next(r, &a, &row), ERR_OK);
		ck_assert(!row.too_long);
		ck_assert_uint_eq(row.line, 3);
		ck_assert_uint_eq(row.n, 2);
		ck_assert_mem_eq(row.cells[1].p, "jkl", 3);
	}
	ck_assert_int_eq(rows_next(r, &a, &row), ERR_NOT_FOUND);
	rows_close(&r);
	arena_clear(&a);
	buf_clear(&text);
	close(fd);
}
END_TEST

START_TEST(what_is_full_of_open_quotation_marks_is_given_up)
{
	struct buf in = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct csv_row row;
	struct rows *r;
	size_t n = 0;
	enum err e;
	int fd;

	for (int i = 0; i < 41; i++)
		buf_str(&in, "a\",\"b\"c\n\"x\n");
	fd = file_of(in.s, in.n);
	r = rows_open(fd, 0, ',');
	while ((e = rows_next(r, &a, &row)) == ERR_OK)
		n++;
	ck_assert_int_eq(e == ERR_INVALID || e == ERR_NOT_FOUND, 1);
	ck_assert_uint_le(n, 82);
	rows_close(&r);
	buf_clear(&in);
	arena_clear(&a);
	close(fd);
}
END_TEST

START_TEST(a_cell_is_written_so_that_it_reads_the_same)
{
	static const char *const cells[] = {
		"plain",  "",	"a,b", "say \"no\"", "two\nlines",
		" space", "\"", "a;b", "=1+1",	     "\r",
	};
	struct buf out = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct csv_row row;
	struct rows *r;
	int fd;

	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		if (i)
			buf_char(&out, ',');
		cell_write(&out, bytes_str(cells[i]), ',');
	}
	fd = file_of(out.s, out.n);
	r = rows_open(fd, 0, ',');
	ck_assert_int_eq(rows_next(r, &a, &row), ERR_OK);
	ck_assert_uint_eq(row.n, sizeof(cells) / sizeof(cells[0]));
	for (size_t i = 0; i < row.n; i++)
		ck_assert(bytes_equal(row.cells[i], bytes_str(cells[i])));
	rows_close(&r);
	buf_clear(&out);
	arena_clear(&a);
	close(fd);
}
END_TEST

/* --- csv-spectrum: each file with its answer -------------------------- */

static const char *const spectrum[] = {
	"comma_in_quotes",
	"empty",
	"empty_crlf",
	"escaped_quotes",
	"json",
	"newlines",
	"newlines_crlf",
	"quotes_and_newlines",
	"simple",
	"simple_crlf",
	"utf8",
};

static void
compare_row(const char *name, const struct csv_row *header,
	    const struct csv_row *row, json_t *want)
{
	for (size_t i = 0; i < header->n; i++) {
		char key[64];
		const char *value;

		snprintf(key, sizeof(key), "%.*s", (int)header->cells[i].n,
			 (const char *)header->cells[i].p);
		value = json_string_value(json_object_get(want, key));
		ck_assert_msg(value != NULL, "%s: no %s", name, key);
		ck_assert_msg(i < row->n && bytes_equal(row->cells[i],
							bytes_str(value)),
			      "%s: %s is '%.*s', not '%s'", name, key,
			      (int)row->cells[i].n,
			      (const char *)row->cells[i].p, value);
	}
}

static json_t *
answers_of(const char *name)
{
	char path[128];
	json_t *j;
	int fd;

	snprintf(path, sizeof(path), "csv/spectrum/%s.json", name);
	fd = test_file(path);
	j = json_loadfd(fd, 0, NULL);
	close(fd);
	ck_assert_ptr_nonnull(j);
	return j;
}

START_TEST(the_files_of_csv_spectrum_read_as_their_answers_say)
{
	json_t *want = answers_of(spectrum[_i]);
	struct arena a = ARENA_INIT;
	struct csv_row header, row;
	struct rows *r;
	char path[128];
	size_t n = 0;
	int fd;

	snprintf(path, sizeof(path), "csv/spectrum/%s.csv", spectrum[_i]);
	fd = test_file(path);
	r = rows_open(fd, 0, ',');
	ck_assert_int_eq(rows_next(r, &a, &header), ERR_OK);
	while (rows_next(r, &a, &row) == ERR_OK)
		compare_row(spectrum[_i], &header, &row,
			    json_array_get(want, n++));
	ck_assert_uint_eq(n, json_array_size(want));
	rows_close(&r);
	json_decref(want);
	arena_clear(&a);
	close(fd);
}
END_TEST

Suite *
suite_exchange_rows(void)
{
	Suite *s = suite_create("rows");
	TCase *t = tcase_create("rows");

	tcase_add_loop_test(t, rows_are_what_their_lines_say, 0,
			    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(t, a_row_keeps_its_bytes);
	tcase_add_test(t, a_long_file_is_read_in_pieces);
	tcase_add_loop_test(
		t, a_row_too_long_for_memory_is_told_and_the_next_one_whole, 0,
		4);
	tcase_add_test(t, what_is_full_of_open_quotation_marks_is_given_up);
	tcase_add_test(t, a_cell_is_written_so_that_it_reads_the_same);
	tcase_add_loop_test(t,
			    the_files_of_csv_spectrum_read_as_their_answers_say,
			    0, (int)(sizeof(spectrum) / sizeof(spectrum[0])));
	suite_add_tcase(s, t);
	return s;
}
