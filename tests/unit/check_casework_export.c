/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Exports: what is written, for whom, and that it comes back as it was.
 */
#include "check_casework_import.h"

#include <stdio.h>
#include <stdlib.h>

#include "casework/export.h"
#include "exchange/rows.h"

static struct buf written;

static bool
keep(struct bytes part, void *ctx)
{
	buf_add(ctx, part.p, part.n);
	return true;
}

static enum err
export_as(const char *login, struct export_options *o, struct exported *out)
{
	o->write = keep;
	o->ctx = &written;
	buf_reset(&written);
	return export_run(session_of(login), &world.arena, o, out);
}

/* A copy that outlives the world. */
char *
export_of(const char *login, const char *form, enum export_format format,
	  bool raw)
{
	struct export_options o = { .form = form,
				    .format = format,
				    .raw = raw };
	struct exported out;

	ck_assert_msg(export_as(login, &o, &out) == ERR_OK, "%s", form);
	return xstrdup(written.s ? written.s : "");
}

const char *
map_of(const char *form, enum export_format format, bool raw)
{
	struct export_options o = { .form = form,
				    .raw = raw,
				    .format = format };
	struct buf b = BUF_INIT;
	const char *why, *out;

	ck_assert_int_eq(
		export_map(session_of("ada"), &world.arena, &o, &b, &why),
		ERR_OK);
	out = arena_strdup(&world.arena, b.s);
	buf_clear(&b);
	return out;
}

/* The yard's world, in which the administrator works too. */
static void
yard(void)
{
	import_world();
	world_sign_out(); /* whoever came before the forms were changed */
	ck_assert_int_eq(
		user_grant(session_of("ada"), "ada", "worker", "*", NO_DATE),
		ERR_OK);
}

static void
close_yard(void)
{
	buf_clear(&written);
	import_close();
}

static void
add_line(const char *who, uint64_t of, const char *text)
{
	struct edit *e = small_edit(who, of);
	const struct item *repeat = form_item(e->form, "diary");
	size_t row = edit_add_row(e, repeat);

	edit_set(e, form_item(e->form, "line"), row, value_text(text));
	save_ok(e);
	edit_close(&e);
}

/* People, cases with rows and in every state, and child records. */
static void
fill_yard(void)
{
	struct edit *e;
	uint64_t c;

	import_ok("otto", MAP("    person: new\n"),
		  ONE "r2,\"O'Neil, \"\"Zo\"\"\",=1+2,1990-05-06,+44 20,n2,"
		      "\"''=two\"\n"
		      "r3,\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF,-,,,n3,@x\n",
		  true);
	import_counted("3/0/0/0/0/0");
	c = stored_with("number", "n2")->id;
	add_line("otto", c, "first, \"quoted\"");
	add_line("otto", c, "- second");
	ck_assert_int_eq(case_assign(session_of("otto"), c, "otto", NULL),
			 ERR_OK);
	ck_assert_int_eq(
		small_move("otto", stored_with("number", "n1")->id, "finish"),
		ERR_OK);
	c = small_case("wanda", "haven", stored_with("number", "n3")->person);
	for (int i = 0; i < 3; i++) {
		e = small_child("wanda", "haven.visit", c);
		answer(e, "on", i ? "2026-03-02" : "2026-03-01");
		answer(e, "thanks", "=SUM(A1)");
		if (i == 1)
			answer_person(e, "seen_harm",
				      stored_with("number", "n1")->person);
		save_ok(e);
		edit_close(&e);
	}
}

#define FORMS 4
static const char *const forms[FORMS] = { "person", "yard", "haven",
					  "haven.visit" };

/* _i: with cells defused, raw, and as lines of JSON. */
START_TEST(what_is_exported_comes_back_as_it_was)
{
	char *first[FORMS], *again;
	bool raw = _i == 1;
	enum export_format format = _i == 2 ? EXPORT_JSONL : EXPORT_CSV;

	fill_yard();
	for (size_t i = 0; i < FORMS; i++)
		first[i] = export_of("ada", forms[i], format, raw);
	ck_assert(strstr(first[1], "begun") && strstr(first[1], "done"));
	world_close();
	yard();
	for (size_t i = 0; i < FORMS; i++) {
		import_ok("ada", map_of(forms[i], format, raw), first[i], true);
		ck_assert_msg(import_counts_now.created ==
				      import_counts_now.rows,
			      "%s: %s%s", forms[i], import_report.s,
			      import_rejects.s ? import_rejects.s : "");
	}
	for (size_t i = 0; i < FORMS; i++) {
		again = export_of("ada", forms[i], format, raw);
		ck_assert_str_eq(again, first[i]);
		free(again);
	}
	import_whole();
	for (size_t i = 0; i < FORMS; i++) {
		import_ok("ada", map_of(forms[i], format, raw), first[i], true);
		ck_assert_uint_eq(import_counts_now.skipped,
				  import_counts_now.rows);
		free(first[i]);
	}
}
END_TEST

/* Strings that break programs, each as a name and as a text of a case.  What
 * is no text (controls, or nothing but space) is not kept in the first place. */
static const char *
hostile_lines(const char *name, size_t *n)
{
	const char *src = getenv("srcdir");
	struct form_source f;
	struct buf b = BUF_INIT;
	const char *out;

	ck_assert_int_eq(form_read_file(&world.arena,
					arena_printf(&world.arena,
						     "%s/tests/data/hostile/%s",
						     src ? src : ".", name),
					&f),
			 ERR_OK);
	buf_str(&b, HEAD);
	*n = 0;
	for (const char *p = f.text; p < f.text + f.n;) {
		size_t len = strcspn(p, "\r\n");
		struct bytes line = bytes_of(p, len);

		p += len + strspn(p + len, "\r\n");
		if (!len)
			continue;
		buf_printf(&b, "r%zu,x,", ++*n);
		cell_write(&b, line, ',');
		buf_printf(&b, ",,,n%zu,", *n);
		cell_write(&b, line, ',');
		buf_char(&b, '\n');
	}
	out = arena_strndup(&world.arena, b.s, b.n);
	buf_clear(&b);
	return out;
}

static const char *const hostile[] = { "naughty-strings.txt",
				       "csv-formula-payloads.txt" };

START_TEST(strings_that_break_programs_come_back_as_they_were)
{
	char *people, *cases, *again;
	size_t n;

	import_ok("ada", MAP("    person: new\n"),
		  hostile_lines(hostile[_i], &n), true);
	ck_assert_uint_gt(n, 5);
	ck_assert_uint_gt(import_counts_now.created, n * 8 / 10);
	people = export_of("ada", "person", EXPORT_CSV, false);
	cases = export_of("ada", "yard", EXPORT_CSV, false);
	for (const char *p = cases; (p = strchr(p, '\n')); p++)
		ck_assert(!strchr("=+-@\t", p[1]) || p[1] == '\0');
	world_close();
	yard();
	import_ok("ada", map_of("person", EXPORT_CSV, false), people, true);
	ck_assert_uint_eq(import_counts_now.created, import_counts_now.rows);
	import_ok("ada", map_of("yard", EXPORT_CSV, false), cases, true);
	ck_assert_uint_eq(import_counts_now.created, import_counts_now.rows);
	again = export_of("ada", "person", EXPORT_CSV, false);
	ck_assert_str_eq(again, people);
	free(again);
	again = export_of("ada", "yard", EXPORT_CSV, false);
	ck_assert_str_eq(again, cases);
	free(again);
	free(people);
	free(cases);
}
END_TEST

START_TEST(a_new_reference_does_not_meet_one_that_was_brought_back)
{
	char *people, *cases;

	fill_yard();
	people = export_of("ada", "person", EXPORT_CSV, false);
	cases = export_of("ada", "yard", EXPORT_CSV, false);
	world_close();
	yard();
	import_ok("ada", map_of("person", EXPORT_CSV, false), people, true);
	import_ok("ada", map_of("yard", EXPORT_CSV, false), cases, true);
	import_ok("otto", MAP("    person: new\n"),
		  HEAD "r9,Kofi,Annan,1960-02-03,,n9,x\n", true);
	import_counted("1/0/0/0/0/0");
	ck_assert_str_eq(stored_with("number", "n9")->ref, "YRD-00004");
	free(people);
	free(cases);
}
END_TEST

START_TEST(a_cell_that_begins_as_a_formula_is_defused)
{
	char *csv;

	fill_yard();
	csv = export_of("ada", "person", EXPORT_CSV, false);
	ck_assert_ptr_nonnull(strstr(csv, ",'=1+2,"));
	ck_assert_ptr_nonnull(strstr(csv, ",'+44 20"));
	free(csv);
	csv = export_of("ada", "person", EXPORT_CSV, true);
	ck_assert_ptr_nonnull(strstr(csv, ",=1+2,"));
	free(csv);
	csv = export_of("ada", "yard", EXPORT_CSV, false);
	ck_assert_ptr_nonnull(strstr(csv, ",''=two"));
	free(csv);
}
END_TEST

START_TEST(only_what_its_reader_may_see_is_exported)
{
	struct export_options haven = { .form = "haven" };
	struct export_options visits = { .form = "haven.visit" };
	struct export_options nothing = { .form = "heaven" };
	struct exported out;
	char *csv;

	fill_yard();
	ck_assert_int_eq(export_as("otto", &haven, &out), ERR_NOT_FOUND);
	ck_assert_int_eq(export_as("otto", &visits, &out), ERR_NOT_FOUND);
	ck_assert_int_eq(export_as("otto", &nothing, &out), ERR_NOT_FOUND);
	csv = export_of("wanda", "haven", EXPORT_CSV, false);
	ck_assert_ptr_null(strstr(csv, "secret_word"));
	free(csv);
	csv = export_of("otto", "person", EXPORT_CSV, false);
	ck_assert_ptr_nonnull(strstr(csv, "Mensah"));
	free(csv);
}
END_TEST

START_TEST(a_programmes_people_are_those_of_its_cases)
{
	struct export_options o = { .form = "haven", .people = true };
	struct exported out;

	fill_yard();
	ck_assert_int_eq(export_as("wanda", &o, &out), ERR_OK);
	ck_assert_uint_eq(out.rows, 1);
	ck_assert_ptr_null(strstr(written.s, "Mensah"));
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_NOT_FOUND);
}
END_TEST

START_TEST(an_export_stands_in_the_log_before_it_is_read)
{
	struct export_options o = { .form = "yard", .reason = "the audit" };
	struct exported out;
	struct log_entry last;
	struct fields p;
	struct txn *t;

	fill_yard();
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_OK);
	t = txn_begin_read(world.store);
	ck_assert(log_get(t, &world.arena, log_last(t), &last));
	ck_assert(log_payload(t, &world.arena, last.seq, &p));
	txn_abort(t);
	ck_assert_int_eq(last.act, ACT_EXPORTED);
	ck_assert_str_eq(fields_text(&p, "text"), "yard as CSV: the audit");
}
END_TEST

START_TEST(lines_of_json_have_types)
{
	char *lines;

	fill_yard();
	lines = export_of("ada", "haven", EXPORT_JSONL, false);
	ck_assert_ptr_nonnull(strstr(lines, "\"visits\":3"));
	ck_assert_ptr_nonnull(strstr(lines, "\"record.state\":\"open\""));
	ck_assert_ptr_nonnull(strstr(lines, "\"remark\":null"));
	free(lines);
}
END_TEST

START_TEST(columns_are_chosen_and_have_widths)
{
	static const char *const columns[] = { "number", "record.state" };
	static const size_t widths[] = { 4, 7 };
	struct export_options o = { .form = "yard",
				    .format = EXPORT_FIXED,
				    .columns = columns,
				    .n_columns = 2,
				    .widths = widths };
	static const size_t narrow[] = { 4, 3 };
	struct exported out;

	fill_yard();
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_OK);
	ck_assert_str_eq(written.s, "n1  done   \r\nn2  begun  \r\n"
				    "n3  begun  \r\n");
	o.widths = narrow;
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_INVALID);
	ck_assert_ptr_nonnull(strstr(out.why, "record.state"));
}
END_TEST

START_TEST(columns_of_fixed_width_come_back)
{
	static const char *const columns[] = { "record.key", "record.reference",
					       "given", "born" };
	static const size_t widths[] = { 10, 10, 20, 10 };
	struct export_options o = { .form = "person",
				    .format = EXPORT_FIXED,
				    .columns = columns,
				    .n_columns = 4,
				    .widths = widths };
	struct exported out;
	struct buf map = BUF_INIT;
	const char *why, *text;
	char *first;

	fill_yard();
	ck_assert_int_eq(export_as("ada", &o, &out), ERR_OK);
	first = xstrdup(written.s);
	ck_assert_int_eq(
		export_map(session_of("ada"), &world.arena, &o, &map, &why),
		ERR_OK);
	world_close();
	yard();
	text = map.s;
	import_ok("ada", text, first, true);
	ck_assert_uint_eq(import_counts_now.created, 3);
	ck_assert_int_eq(export_as("ada", &o, &out), ERR_OK);
	ck_assert_str_eq(written.s, first);
	buf_clear(&map);
	free(first);
}
END_TEST

START_TEST(what_the_charset_has_not_is_counted)
{
	struct export_options o = { .form = "person",
				    .charset = "WINDOWS-1252" };
	struct exported out;

	fill_yard();
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_OK);
	ck_assert_uint_eq(out.lost, 4);
	ck_assert_ptr_nonnull(strstr(written.s, "????"));
	o.charset = "no-such";
	ck_assert_int_eq(export_as("otto", &o, &out), ERR_INVALID);
}
END_TEST

/* _i: each as it is named; UTF-16 and UTF-32 begin with one mark. */
static const char *const wide[] = { "UTF-16", "utf-16le", "UTF-32",
				    "windows-1252" };

START_TEST(a_file_in_another_charset_comes_back_as_it_was)
{
	struct export_options o = { .form = "person", .charset = wide[_i] };
	struct import_options io = { .map_name = "back.map",
				     .file_name = "back.csv",
				     .commit = true,
				     .rejects = &import_rejects,
				     .report = &import_report };
	struct buf map = BUF_INIT, file = BUF_INIT;
	struct exported out;
	const char *why;
	char *first;

	import_ok("otto", MAP("    person: new\n"),
		  ONE "r2,Zo\xC3\xAB,Nowak,1990-05-06,,n2,b\n", true);
	first = export_of("ada", "person", EXPORT_CSV, false);
	ck_assert_int_eq(export_as("ada", &o, &out), ERR_OK);
	buf_add(&file, written.s, written.n);
	ck_assert_int_eq(
		export_map(session_of("ada"), &world.arena, &o, &map, &why),
		ERR_OK);
	world_close();
	yard();
	io.map_text = map.s;
	io.map_size = map.n;
	io.fd = import_file(file.s, file.n);
	problems_init(&import_problems, &world.arena);
	ck_assert_int_eq(import_run(session_of("ada"), &io, &import_problems,
				    &import_counts_now),
			 ERR_OK);
	import_counted("2/0/0/0/0/0");
	buf_clear(&map);
	buf_clear(&file);
	map.s = export_of("ada", "person", EXPORT_CSV, false);
	ck_assert_str_eq(map.s, first);
	free(map.s);
	free(first);
}
END_TEST

START_TEST(a_reference_that_is_there_rejects_its_row_and_no_more)
{
	char *people;
	const char *key, *twice;

	import_ok("otto", MAP("    person: new\n"), ONE, true);
	people = export_of("ada", "person", EXPORT_CSV, false);
	key = strchr(people, '\n') + 1;
	twice = arena_printf(&world.arena, "%sX%sP-999999,P-999999%s", people,
			     key, strchr(strchr(key, ',') + 1, ','));
	import_ok("ada", map_of("person", EXPORT_CSV, false), twice, true);
	import_counted("1/0/0/0/1/1");
	ck_assert(import_told("is here already"));
	import_whole();
	free(people);
}
END_TEST

START_TEST(only_the_administrator_puts_back_what_was_exported)
{
	char *csv;

	fill_yard();
	csv = export_of("otto", "yard", EXPORT_CSV, false);
	ck_assert_int_eq(
		import_of("otto", map_of("yard", EXPORT_CSV, false), csv, true),
		ERR_INVALID);
	ck_assert(import_told("I305"));
	free(csv);
}
END_TEST

Suite *
suite_casework_export(void)
{
	Suite *s = suite_create("exports");
	TCase *t = tcase_create("exports");

	tcase_add_checked_fixture(t, yard, close_yard);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, what_is_exported_comes_back_as_it_was, 0, 3);
	tcase_add_loop_test(
		t, strings_that_break_programs_come_back_as_they_were, 0, 2);
	tcase_add_test(t,
		       a_new_reference_does_not_meet_one_that_was_brought_back);
	tcase_add_test(t, a_cell_that_begins_as_a_formula_is_defused);
	tcase_add_test(t, only_what_its_reader_may_see_is_exported);
	tcase_add_test(t, a_programmes_people_are_those_of_its_cases);
	tcase_add_test(t, an_export_stands_in_the_log_before_it_is_read);
	tcase_add_test(t, lines_of_json_have_types);
	tcase_add_test(t, columns_are_chosen_and_have_widths);
	tcase_add_test(t, columns_of_fixed_width_come_back);
	tcase_add_test(t, what_the_charset_has_not_is_counted);
	tcase_add_loop_test(t, a_file_in_another_charset_comes_back_as_it_was,
			    0, 4);
	tcase_add_test(t,
		       a_reference_that_is_there_rejects_its_row_and_no_more);
	tcase_add_test(t, only_the_administrator_puts_back_what_was_exported);
	suite_add_tcase(s, t);
	return s;
}
