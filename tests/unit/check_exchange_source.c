/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_exchange.h"

#include <string.h>
#include <unistd.h>

#include "base/charset.h"

static struct arena arena;

static void
clear_arena(void)
{
	arena_clear(&arena);
}

static struct source *
open_text(const char *s, size_t n, const char *encoding, char delimiter)
{
	int fd = file_of(s, n);
	struct source *src;
	const char *why;
	enum code code;
	enum err e =
		source_open(&src, &arena, fd, encoding, delimiter, &code, &why);

	ck_assert_msg(e == ERR_OK, "%s", why);
	return src;
}

static const struct {
	const char *why, *in;
	size_t n;
	const char *charset;
	uint64_t line, byte;
} charsets[] = {
#define IN(s) s, sizeof(s) - 1
	{ "ASCII is UTF-8", IN("a,b\n1,2\n"), "UTF-8", 0, 0 },
	{ "UTF-8 is UTF-8", IN("a,b\nZo\xC3\xAB,2\n"), "UTF-8", 0, 0 },
	{ "a mark decides",
	  IN("\xEF\xBB\xBF"
	     "a,b\n1,2\n"),
	  "UTF-8", 0, 0 },
	{ "a byte that is none", IN("a,b\nx,Zo\xEB\n"), "WINDOWS-1252", 2, 5 },
	{ "a character cut short at the end", IN("a,b\nx,\xE2\x82"),
	  "WINDOWS-1252", 2, 3 },
	{ "an overlong form", IN("a,b\n\xC0\xAF,2\n"), "WINDOWS-1252", 2, 1 },
	{ "two bytes a character, little end first",
	  IN("\xFF\xFE"
	     "a\0,\0b\0\n\0"
	     "1\0,\0002\0\n\0"),
	  "UTF-16LE", 0, 0 },
	{ "and big end first",
	  IN("\xFE\xFF"
	     "\0a\0,\0b\0\n"
	     "\0001\0,\0002\0\n"),
	  "UTF-16BE", 0, 0 },
};

static const char *
text_of(struct source *s, const struct csv_row *r, size_t i)
{
	const char *out;
	unsigned char bad;

	ck_assert_uint_lt(i, r->n);
	ck_assert(source_text(s, &arena, r->cells[i], &out, &bad));
	return out;
}

/* Four bytes a character, and the mark decides over what the map says. */
START_TEST(a_mark_of_four_bytes_decides)
{
	static const char little[] = "\xFF\xFE\0\0a\0\0\0,\0\0\0b\0\0\0"
				     "\n\0\0\0"
				     "1\0\0\0,\0\0\0"
				     "2\0\0\0";
	static const char big[] = "\0\0\xFE\xFF\0\0\0a\0\0\0,\0\0\0b"
				  "\0\0\0\n\0\0\0"
				  "1\0\0\0,\0\0\0"
				  "2";
	struct source *s = _i ? open_text(big, sizeof(big) - 1, "utf-8", 0)
			      : open_text(little, sizeof(little) - 1, NULL, 0);

	ck_assert_str_eq(s->charset, _i ? "UTF-32BE" : "UTF-32LE");
	ck_assert_uint_eq(s->n, 2);
	ck_assert_str_eq(s->header[1], "b");
	source_close(&s);
}
END_TEST

static const struct {
	const char *charset, *in;
	size_t n;
	const char *where;
} wrong[] = {
	{ "UTF-16LE",
	  IN("a\0,\0b\0\n\0"
	     "1\0,\0\0\xD8x\0"),
	  "line 2, column 3 (byte 00)" },
	{ "UTF-7", IN("a,b\nxy,z\n1,\xFF\n"), "line 3, column 3 (byte FF)" },
};

START_TEST(the_byte_that_is_no_character_is_named_by_line_and_column)
{
	int fd = file_of(wrong[_i].in, wrong[_i].n);
	struct source *s;
	const char *why;
	enum code code;

	ck_assert_int_eq(source_open(&s, &arena, fd, wrong[_i].charset, ',',
				     &code, &why),
			 ERR_INVALID);
	ck_assert_int_eq(code, CODE_ENCODING);
	ck_assert_msg(strstr(why, wrong[_i].where) != NULL, "%s", why);
	close(fd);
}
END_TEST

/* Pieces end in the middle of characters and of shifts between alphabets. */
START_TEST(a_long_file_of_a_charset_with_shifts_is_read_in_pieces)
{
	struct buf utf8 = BUF_INIT, in = BUF_INIT;
	struct charset *c;
	struct source *s;
	struct csv_row r;
	size_t n = 0;

	buf_str(&utf8, "a,b\n");
	for (int i = 0; i < 9000; i++)
		buf_printf(&utf8, "%d,\xE6\x97\xA5\xE6\x9C\xAC\n", i);
	ck_assert_int_eq(
		charset_open(&c, _i ? "UTF-7" : "ISO-2022-JP", "UTF-8", false),
		ERR_OK);
	ck_assert_int_eq(charset_convert(c, buf_bytes(&utf8), &in, NULL),
			 ERR_OK);
	charset_close(&c);
	s = open_text(in.s, in.n, _i ? "UTF-7" : "ISO-2022-JP", ',');
	while (source_next(s, &arena, &r) == ERR_OK) {
		ck_assert_uint_eq(r.n, 2);
		ck_assert_uint_eq(r.cells[1].n, 6);
		n++;
	}
	ck_assert_uint_eq(n, 9000);
	source_close(&s);
	buf_clear(&utf8);
	buf_clear(&in);
}
END_TEST

static const struct fixed_place places[] = { { 1, 4 }, { 5, 12 }, { 15, 17 } };
static const char *const place_names[] = { "nr", "name", "more" };

/* _i: by characters of UTF-8, by bytes of another charset. */
START_TEST(columns_at_fixed_places_are_cut_there)
{
	static const char utf8[] = "0012Zo\xC3\xAB Nur  xabc\r\n\r\n0013Al\n";
	static const char bytes[] = "0012Zo\xEB Nur  xabc\r\n\r\n0013Al\n";
	int fd = _i ? file_of(bytes, sizeof(bytes) - 1)
		    : file_of(utf8, sizeof(utf8) - 1);
	struct source *s;
	struct csv_row r;
	const char *why;
	enum code code;

	ck_assert_int_eq(source_open_fixed(&s, &arena, fd,
					   _i ? "windows-1252" : NULL,
					   place_names, places, 3, &code, &why),
			 ERR_OK);
	for (int pass = 0; pass < 2; pass++) {
		ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
		ck_assert_uint_eq(r.number, 1);
		ck_assert_str_eq(text_of(s, &r, 0), "0012");
		ck_assert_str_eq(text_of(s, &r, 1), "Zo\xC3\xAB Nur");
		ck_assert_str_eq(text_of(s, &r, 2), "abc");
		ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
		ck_assert_uint_eq(r.line, 3);
		ck_assert_str_eq(text_of(s, &r, 1), "Al");
		ck_assert_str_eq(text_of(s, &r, 2), "");
		ck_assert_int_eq(source_next(s, &arena, &r), ERR_NOT_FOUND);
		ck_assert_int_eq(source_rewind(s), ERR_OK);
	}
	source_close(&s);
	close(fd);
}
END_TEST

START_TEST(lines_of_json_are_rows)
{
	static const char text[] =
		"{\"a\":\"x, \\\"y\\\"\",\"b\":12.5,\"c\":[\"p\",\"q\"]}\n\n"
		"{\"c\":null,\"a\":\"two\\nlines\",\"b\":[{\"k\":1}]}\n";
	struct source *s = open_text(text, sizeof(text) - 1, NULL, 0);
	struct csv_row r;

	ck_assert_uint_eq(s->n, 3);
	ck_assert_str_eq(s->header[2], "c");
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert_str_eq(text_of(s, &r, 0), "x, \"y\"");
	ck_assert_str_eq(text_of(s, &r, 1), "12.5");
	ck_assert_str_eq(text_of(s, &r, 2), "p;q");
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert_str_eq(text_of(s, &r, 0), "two\nlines");
	ck_assert_str_eq(text_of(s, &r, 1), "[{\"k\":1}]");
	ck_assert_str_eq(text_of(s, &r, 2), "");
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_NOT_FOUND);
	source_close(&s);
}
END_TEST

static const char *const no_json[] = {
	"{\"a\":1}\n{\"a\":1,\"b\":2}\n",
	"{\"a\":1}\n{\"b\":1}\n",
	"{\"a\":1}\n[1]\n",
	"{\"a\":1}\n{\"a\":\n",
};

START_TEST(a_line_that_is_no_object_like_the_first_is_told_apart)
{
	struct source *s = open_text(no_json[_i], strlen(no_json[_i]), NULL, 0);
	const char *line = strchr(no_json[_i], '\n') + 1;
	struct csv_row r;

	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert(!r.unlike);
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert(r.unlike);
	ck_assert_uint_eq(r.line, 2);
	ck_assert_mem_eq(r.raw.p, line, r.raw.n);
	ck_assert_uint_eq(r.raw.n, strlen(line) - 1);
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_NOT_FOUND);
	source_close(&s);
}
END_TEST

static const struct {
	const char *begins, *say;
} no_lists[] = {
	{ "PK\3\4\24", "This is a workbook (xlsx, ods) or an archive (zip)" },
	{ "\xD0\xCF\x11\xE0\xA1", "This is a workbook (xls)" },
	{ "\x1F\x8B\b", "This file is compressed (gzip)" },
	{ "%PDF-1.4\n%", "This is a PDF" },
	{ "<HTML><body>", "This is a web page" },
	{ "<?xml version", "This is XML" },
};

START_TEST(what_is_no_list_is_called_what_it_is)
{
	int fd = file_of(no_lists[_i].begins, strlen(no_lists[_i].begins));
	struct source *s;
	enum code code;
	const char *why;

	ck_assert_int_eq(source_open(&s, &arena, fd, NULL, 0, &code, &why),
			 ERR_INVALID);
	ck_assert_int_eq(code, CODE_NO_LIST);
	ck_assert_ptr_nonnull(strstr(why, no_lists[_i].say));
	close(fd);
}
END_TEST

START_TEST(a_file_whose_first_line_is_no_object_is_refused)
{
	static const char text[] = "{\"a\":\n{\"a\":1}\n";
	int fd = file_of(text, sizeof(text) - 1);
	struct source *s;
	const char *why;
	enum code code;

	ck_assert_int_eq(source_open(&s, &arena, fd, NULL, 0, &code, &why),
			 ERR_INVALID);
	ck_assert_int_eq(code, CODE_NOT_JSON);
	ck_assert_ptr_nonnull(strstr(why, "Line 1"));
	close(fd);
}
END_TEST

/* _i: as it is sent, and rejected once before. */
static const char *const json_rejects[][2] = {
	{ "{\"a\": \"x\",  \"b\":1.50}\n",
	  "{\"a\": \"x\",  \"b\":1.50,\"_line\":1,\"_code\":\"I206\","
	  "\"_column\":\"b\",\"_value\":\"1.50\",\"_message\":\"No \\\"day\\\".\""
	  "}\n" },
	{ "{\"a\":\"\xC3\xA9\",\"_line\":7,\"b\":2,\"_code\":\"I206\"}\n",
	  "{\"a\":\"\xC3\xA9\",\"b\":2,\"_line\":1,\"_code\":\"I206\","
	  "\"_column\":\"b\",\"_value\":\"1.50\",\"_message\":\"No \\\"day\\\".\""
	  "}\n" },
	{ "{\"a\":\"\xE9\",\"b\":2}\n",
	  "{\"a\":\"\xE9\",\"b\":2,\"_line\":1,\"_code\":\"I206\","
	  "\"_column\":\"b\",\"_value\":\"1.50\",\"_message\":\"No \\\"day\\\".\""
	  "}\n" },
};

START_TEST(rejected_lines_of_json_stay_lines_of_json)
{
	const char *in = json_rejects[_i][0];
	struct source *s = open_text(in, strlen(in), NULL, 0);
	struct row_fault fault = { CODE_NO_SUCH_DAY, 1, "1.50", "No \"day\"." };
	struct buf out = BUF_INIT;
	struct csv_row r;

	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->header[i], "b") == 0)
			fault.column = i;
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	rejects_header(s, &out);
	rejects_row(s, &out, &r, &fault, 1);
	rejects_encode(s, &out, true);
	ck_assert_str_eq(out.s, json_rejects[_i][1]);
	buf_clear(&out);
	source_close(&s);
}
END_TEST

/* _i: little end first, big end first. */
START_TEST(two_bytes_a_character_without_a_mark_are_asked_for_not_guessed)
{
	static const char text[] = "ref,given\nr1,Zofia\n";
	char pairs[2 * sizeof(text)] = { 0 };
	struct source *s;
	const char *why;
	enum code code;
	int fd;

	for (size_t i = 0; i < sizeof(text) - 1; i++)
		pairs[2 * i + (size_t)_i] = text[i];
	fd = file_of(pairs, 2 * (sizeof(text) - 1));
	ck_assert_int_eq(source_open(&s, &arena, fd, NULL, 0, &code, &why),
			 ERR_INVALID);
	ck_assert_int_eq(code, CODE_ENCODING);
	ck_assert_ptr_nonnull(
		strstr(why, _i ? "encoding: utf-16be" : "encoding: utf-16le"));
	close(fd);
	s = open_text(pairs, 2 * (sizeof(text) - 1),
		      _i ? "utf-16be" : "utf-16le", 0);
	ck_assert_str_eq(s->header[1], "given");
	source_close(&s);
}
END_TEST

START_TEST(what_is_utf_8_and_declared_otherwise_is_told)
{
	static const char text[] = "ref,given\nr1,Zo\xC3\xAB\n";
	static const char as_declared[] = "ref,given\nr1,Zo\xEB\n";
	struct source *s = open_text(text, sizeof(text) - 1, "windows-1252", 0);

	ck_assert_ptr_nonnull(
		strstr(source_told(s, &arena), "though it is valid UTF-8"));
	source_close(&s);
	s = open_text(as_declared, sizeof(as_declared) - 1, "windows-1252", 0);
	ck_assert_ptr_null(strstr(source_told(s, &arena), "though"));
	source_close(&s);
}
END_TEST

/* The header alone tells, whatever the rows do. */
START_TEST(what_alone_parts_the_header_parts_the_columns)
{
	static const char text[] = "ref,given,born\nr1\nr2,a,b,c\nr3;x,y\n";
	struct source *s = open_text(text, sizeof(text) - 1, NULL, 0);

	ck_assert_int_eq(s->delimiter, ',');
	ck_assert_uint_eq(s->n, 3);
	source_close(&s);
}
END_TEST

START_TEST(the_charset_is_decided_by_the_bytes)
{
	struct source *s = open_text(charsets[_i].in, charsets[_i].n, NULL, 0);

	ck_assert_msg(!strcmp(s->charset, charsets[_i].charset), "%s: %s",
		      charsets[_i].why, s->charset);
	ck_assert_uint_eq(s->doubt_line, charsets[_i].line);
	ck_assert_uint_eq(s->doubt_byte, charsets[_i].byte);
	ck_assert_uint_eq(s->n, 2);
	ck_assert_str_eq(s->header[0], "a");
	ck_assert_str_eq(s->header[1], "b");
	source_close(&s);
}
END_TEST

/* A character of three bytes across each place where a reading may end. */
START_TEST(a_character_cut_by_a_reading_is_whole)
{
	struct buf in = BUF_INIT;
	struct source *s;

	buf_str(&in, "a,b\n");
	while (in.n < 65536 - (size_t)_i)
		buf_char(&in, in.n % 64 ? 'x' : '\n');
	for (int i = 0; i < 40000; i++)
		buf_str(&in, "\xE2\x82\xAC");
	s = open_text(in.s, in.n, NULL, ',');
	ck_assert_str_eq(s->charset, "UTF-8");
	ck_assert_uint_eq(s->doubt_line, 0);
	source_close(&s);
	buf_clear(&in);
}
END_TEST

static const struct {
	const char *why, *in;
	char delimiter; /* 0: refused */
	enum code code;
} delimiters[] = {
	{ "commas", "a,b,c\n1,2,3\n", ',', 0 },
	{ "semicolons, with decimal commas", "a;b\n1,5;2,5\n", ';', 0 },
	{ "tabs", "a\tb\n1\t2, 3\n", '\t', 0 },
	{ "upright strokes", "a|b|c\n1|2|3\n", '|', 0 },
	{ "a comma inside quotation marks is none", "\"a,b\";c\n\"1,2\";3\n",
	  ';', 0 },
	{ "a row cut short does not hide it", "a,b,c\n1,2,3\n1\n4,5,6\n", ',',
	  0 },
	{ "a header alone", "a,b\n", ',', 0 },
	{ "one column", "a\n1\n2\n", ',', 0 },
	{ "two that fit alike are not decided", "a,b;c\n1,2;3\n", 0,
	  CODE_DELIMITER },
	{ "nothing there", "", 0, CODE_NO_ROWS },
	{ "nothing but line ends", "\n\r\n\n", 0, CODE_NO_ROWS },
};

START_TEST(what_parts_the_columns_is_found_or_asked_for)
{
	const char *in = delimiters[_i].in, *why;
	int fd = file_of(in, strlen(in));
	struct source *s;
	enum code code;
	enum err e = source_open(&s, &arena, fd, NULL, 0, &code, &why);

	if (delimiters[_i].delimiter) {
		ck_assert_msg(e == ERR_OK, "%s: %s", delimiters[_i].why, why);
		ck_assert_int_eq(s->delimiter, delimiters[_i].delimiter);
	} else {
		ck_assert_int_eq(e, ERR_INVALID);
		ck_assert_int_eq(code, delimiters[_i].code);
		ck_assert_ptr_null(s);
	}
	source_close(&s);
	close(fd);
}
END_TEST

START_TEST(cells_come_as_utf8_whatever_the_file)
{
	static const struct {
		const char *in;
		size_t n;
		const char *enc;
	} v[] = {
		{ IN("a,b\nZo\xC3\xAB,\xE2\x82\xAC\n"), NULL },
		{ IN("a,b\nZo\xEB,\x80\n"), NULL },
		{ IN("a,b\nZo\xEB,\xA4\n"), "ISO-8859-15" },
		{ IN("\xFF\xFE"
		     "a\0,\0b\0\n\0Z\0o\0\xEB\0,\0\xAC\x20\n\0"),
		  NULL },
	};
	struct source *s = open_text(v[_i].in, v[_i].n, v[_i].enc, ',');
	struct csv_row r;

	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert_str_eq(text_of(s, &r, 0), "Zo\xC3\xAB");
	ck_assert_str_eq(text_of(s, &r, 1), "\xE2\x82\xAC");
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_NOT_FOUND);
	source_close(&s);
}
END_TEST

START_TEST(a_byte_that_is_no_character_is_told)
{
	static const struct {
		const char *in;
		size_t n;
		const char *enc;
		unsigned char bad;
	} v[] = {
		{ IN("a,b\n\x81,x\n"), NULL, 0x81 },
		{ IN("a,b\nZo\xEB,x\n"), "UTF-8", 0xEB },
		{ IN("a,b\nx\0y,x\n"), NULL, 0 },
	};
	struct source *s = open_text(v[_i].in, v[_i].n, v[_i].enc, ',');
	struct csv_row r;
	const char *out;
	unsigned char bad = 1;

	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert(!source_text(s, &arena, r.cells[0], &out, &bad));
	ck_assert_uint_eq(bad, v[_i].bad);
	source_close(&s);
}
END_TEST

START_TEST(a_file_can_be_read_again_unless_it_changed)
{
	int fd = file_of(IN("a,b\n1,2\n3,4\n"));
	struct source *s;
	struct csv_row r;
	const char *why;
	enum code code;

	ck_assert_int_eq(source_open(&s, &arena, fd, NULL, 0, &code, &why),
			 ERR_OK);
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert_int_eq(source_rewind(s), ERR_OK);
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	ck_assert_str_eq(text_of(s, &r, 0), "1");
	ck_assert_int_eq(pwrite(fd, "5,6\n", 4, 12), 4);
	ck_assert_int_eq(source_rewind(s), ERR_CONFLICT);
	source_close(&s);
	close(fd);
}
END_TEST

START_TEST(what_cannot_be_read_twice_is_copied_first)
{
	int p[2];
	struct source *s;
	struct csv_row r;
	const char *why;
	enum code code;

	ck_assert_int_eq(pipe(p), 0);
	ck_assert_int_eq(write(p[1], "a;b\n1;2\n", 8), 8);
	close(p[1]);
	ck_assert_int_eq(source_open(&s, &arena, p[0], NULL, 0, &code, &why),
			 ERR_OK);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
		ck_assert_str_eq(text_of(s, &r, 1), "2");
		ck_assert_int_eq(source_rewind(s), ERR_OK);
	}
	source_close(&s);
	close(p[0]);
}
END_TEST

/* --- rejects ---------------------------------------------------------- */

static const struct row_fault a_fault = { CODE_NO_SUCH_DAY, 1, "x",
					  "There is no such day." };

static char *
rejects_of(struct source *s)
{
	struct buf out = BUF_INIT;
	struct csv_row r;
	char *text;

	rejects_header(s, &out);
	while (source_next(s, &arena, &r) == ERR_OK)
		rejects_row(s, &out, &r, &a_fault, 1);
	rejects_encode(s, &out, true);
	text = arena_strndup(&arena, out.s, out.n);
	buf_clear(&out);
	return text;
}

#define OURS(d) "_line" d "_code" d "_column" d "_value" d "_message"
static const struct {
	const char *why, *in, *out;
} rejects[] = {
	{ "bytes as they were", "a,b\r\n\"1\",Zo\xEB\r\n",
	  "a,b," OURS(",") "\r\n\"1\",Zo\xEB,2,I206,b,x,"
			   "There is no such day.\r\n" },
	{ "the file's own delimiter", "a;b\n1;2\n",
	  "a;b;" OURS(";") "\n1;2;2;I206;b;x;There is no such day.\n" },
	{ "what was cut short is marked", "a,b,c\n1,2,3\n1\n",
	  "a,b,c," OURS(
		  ",") "\n1,2,3,2,I206,b,x,There is no such day.\n"
		       "1,#MISSING,#MISSING,3,I206,b,x,There is no such day.\n" },
	{ "columns of ours are written anew",
	  "a,b," OURS(",") "\n1,2,9,I1,c,d,e\n",
	  "a,b," OURS(",") "\n1,2,2,I206,b,x,There is no such day.\n" },
	{ "an open quotation mark does no harm", "a,b\n1,2\n3,\"4\n",
	  "a,b," OURS(
		  ",") "\n1,2,2,I206,b,x,There is no such day.\n"
		       "\"3,\"\"4\",#MISSING,3,I206,b,x,There is no such day.\n" },
};

START_TEST(rejects_are_the_rows_and_why)
{
	struct source *s =
		open_text(rejects[_i].in, strlen(rejects[_i].in), NULL, 0);
	const char *got = rejects_of(s);

	ck_assert_msg(!strcmp(got, rejects[_i].out), "%s:\n%s", rejects[_i].why,
		      got);
	source_close(&s);
}
END_TEST

START_TEST(a_value_without_a_place_in_the_charset_is_a_question_mark)
{
	struct source *s = open_text(IN("a,b\nZo\xEB,2\n"), NULL, 0);
	const struct row_fault f = { CODE_REFUSED, 0, "Zo\xC3\xAB \xE0\xA6\x95",
				     "why" };
	struct buf out = BUF_INIT;
	struct csv_row r;

	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	rejects_row(s, &out, &r, &f, 1);
	ck_assert_str_eq(out.s, "Zo\xEB,2,2,I308,a,Zo\xEB ?,why\n");
	buf_clear(&out);
	source_close(&s);
}
END_TEST

START_TEST(rejects_of_two_bytes_a_character_are_so_too)
{
	static const char in[] = "\xFF\xFE"
				 "a\0,\0b\0\n\0"
				 "1\0,\0\xEB\0\n\0";
	struct source *s = open_text(in, sizeof(in) - 1, NULL, ',');
	struct buf out = BUF_INIT;
	struct source *again;
	struct csv_row r;

	rejects_header(s, &out);
	ck_assert_int_eq(source_next(s, &arena, &r), ERR_OK);
	rejects_row(s, &out, &r, &a_fault, 1);
	rejects_encode(s, &out, true);
	again = open_text(out.s, out.n, NULL, 0);
	ck_assert_str_eq(again->charset, "UTF-16LE");
	ck_assert_uint_eq(again->n, 7);
	ck_assert_int_eq(source_next(again, &arena, &r), ERR_OK);
	ck_assert_str_eq(text_of(again, &r, 1), "\xC3\xAB");
	source_close(&again);
	source_close(&s);
	buf_clear(&out);
}
END_TEST

/* --- files of others -------------------------------------------------- */

static const struct {
	const char *name, *charset;
	char delimiter;
	size_t columns, rows;
} files[] = {
	{ "csv/spanish_chars.cp1252.csv", "WINDOWS-1252", ',', 8, 116 },
	{ "csv/external-secondary-comma-complex.csv", "UTF-8", ',', 3, 0 },
	{ "csv/external-secondary-semicolon-complex.csv", "UTF-8", ';', 3, 0 },
	{ "csv/external-secondary-csv-bom.csv", "UTF-8", ',', 8, 0 },
	{ "import/febrl1.csv", "UTF-8", ',', 11, 1000 },
	{ "import/fake_1000.csv", "UTF-8", ',', 7, 1000 },
	{ "import/police-domestic-abuse-week.csv", "WINDOWS-1252", ',', 13,
	  60 },
};

START_TEST(files_of_others_are_read)
{
	int fd = test_file(files[_i].name);
	struct source *s;
	struct csv_row r;
	const char *why;
	enum code code;
	size_t n = 0;
	enum err e = source_open(&s, &arena, fd, NULL, 0, &code, &why);

	ck_assert_msg(e == ERR_OK, "%s: %s", files[_i].name, why);
	ck_assert_str_eq(s->charset, files[_i].charset);
	ck_assert_int_eq(s->delimiter, files[_i].delimiter);
	ck_assert_uint_eq(s->n, files[_i].columns);
	while ((e = source_next(s, &arena, &r)) == ERR_OK) {
		n++;
		for (size_t i = 0; i < r.n; i++)
			text_of(s, &r, i);
	}
	ck_assert_int_eq(e, ERR_NOT_FOUND);
	if (files[_i].rows)
		ck_assert_uint_eq(n, files[_i].rows);
	else
		ck_assert_uint_gt(n, 0);
	source_close(&s);
	close(fd);
}
END_TEST

#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

Suite *
suite_exchange_source(void)
{
	Suite *s = suite_create("source");
	TCase *t = tcase_create("source");

	tcase_add_checked_fixture(t, NULL, clear_arena);
	tcase_add_loop_test(t, the_charset_is_decided_by_the_bytes, 0,
			    COUNT(charsets));
	tcase_add_loop_test(t, a_mark_of_four_bytes_decides, 0, 2);
	tcase_add_loop_test(
		t,
		two_bytes_a_character_without_a_mark_are_asked_for_not_guessed,
		0, 2);
	tcase_add_test(t, what_is_utf_8_and_declared_otherwise_is_told);
	tcase_add_test(t, what_alone_parts_the_header_parts_the_columns);
	tcase_add_test(t, lines_of_json_are_rows);
	tcase_add_loop_test(t, what_is_no_list_is_called_what_it_is, 0,
			    COUNT(no_lists));
	tcase_add_test(t, a_file_whose_first_line_is_no_object_is_refused);
	tcase_add_loop_test(t, rejected_lines_of_json_stay_lines_of_json, 0,
			    COUNT(json_rejects));
	tcase_add_loop_test(
		t, a_line_that_is_no_object_like_the_first_is_told_apart, 0,
		COUNT(no_json));
	tcase_add_loop_test(
		t, the_byte_that_is_no_character_is_named_by_line_and_column, 0,
		COUNT(wrong));
	tcase_add_loop_test(
		t, a_long_file_of_a_charset_with_shifts_is_read_in_pieces, 0,
		2);
	tcase_add_loop_test(t, columns_at_fixed_places_are_cut_there, 0, 2);
	tcase_add_loop_test(t, a_character_cut_by_a_reading_is_whole, 0, 4);
	tcase_add_loop_test(t, what_parts_the_columns_is_found_or_asked_for, 0,
			    COUNT(delimiters));
	tcase_add_loop_test(t, cells_come_as_utf8_whatever_the_file, 0, 4);
	tcase_add_loop_test(t, a_byte_that_is_no_character_is_told, 0, 3);
	tcase_add_test(t, a_file_can_be_read_again_unless_it_changed);
	tcase_add_test(t, what_cannot_be_read_twice_is_copied_first);
	tcase_add_loop_test(t, rejects_are_the_rows_and_why, 0, COUNT(rejects));
	tcase_add_test(
		t, a_value_without_a_place_in_the_charset_is_a_question_mark);
	tcase_add_test(t, rejects_of_two_bytes_a_character_are_so_too);
	tcase_add_loop_test(t, files_of_others_are_read, 0, COUNT(files));
	suite_add_tcase(s, t);
	return s;
}
