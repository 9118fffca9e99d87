/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expressions as the layers above use them: what they look at, how settings
 * are read, where faults stand, and what happens when there is little to look
 * at or answers are of another type than they should be.
 */
#include "check_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "form/expr.h"
#include "form/load.h"

static struct form_set *set;
static struct arena arena;

static char *
expr_file(const char *name)
{
	const char *dir = getenv("srcdir");

	return arena_printf(&arena, "%s/tests/data/expr/%s",
			    dir != NULL ? dir : ".", name);
}

static void
read_form(void)
{
	struct form_source source;
	struct problems p;

	problems_init(&p, &arena);
	ck_assert_int_eq(
		form_read_file(&arena, expr_file("expr.form"), &source),
		ERR_OK);
	ck_assert_int_eq(form_set_load(&set, &source, 1, &p), ERR_OK);
}

static void
forget_form(void)
{
	form_set_free(&set);
	arena_clear(&arena);
}

static struct expr *
compile_as(const char *form, enum expr_use use, const char *text)
{
	struct expr_text whole = expr_text_alone(text);
	struct expr_scope scope = { .set = set,
				    .form = form_find(set, form),
				    .use = use };
	struct problems p;

	problems_init(&p, &arena);
	return expr_compile(&arena, &whole, &scope, &p);
}

static struct expr *
compile(const char *form, const char *text)
{
	return compile_as(form, USE_FREE, text);
}

static const struct {
	const char *form, *text;
	const char *items; /* form.name, in the order found */
	bool live, person, children;
} looks[] = {
	{ "trial", "1 + 1", "", false, false, false },
	{ "trial", "calls + calls * cost", "trial.calls trial.cost", false,
	  false, false },
	{ "trial", "today() > received_on", "trial.received_on", true, false,
	  false },
	{ "trial", "worker_in_charge = user()", "trial.worker_in_charge", true,
	  false, false },
	{ "trial", "person.born is empty", "person.born", false, true, false },
	{ "trial", "open_days > 3d", "trial.open_days", true, false, false },
	{ "trial", "sum(visit.fee where kept = 'yes')",
	  "trial.visit trial.fee trial.kept", false, false, false },
	{ "trial", "count(session where minutes > calls)",
	  "session.minutes trial.calls", false, false, true },
	{ "trial", "score(inner)", "trial.q5", false, false, false },
	{ "trial", "count_empty(inner)", "trial.q4 trial.q5", false, false,
	  false },
	{ "trial", "max(session.session_age)", "session.session_age", true,
	  false, true },
	{ "trial", "entered('closed') is answered and state = 'closed'", "",
	  false, false, false },
	{ "trial.session", "held_on >= case.received_on",
	  "session.held_on trial.received_on", false, false, false },
	{ "trial.session", "sms = 'yes'", "", false, false, false },
};

START_TEST(an_expression_knows_what_it_looks_at)
{
	struct expr *e = compile(looks[_i].form, looks[_i].text);
	const struct item *const *items;
	struct buf got = BUF_INIT;
	size_t n;

	ck_assert_ptr_nonnull(e);
	n = expr_items(e, &items);
	for (size_t i = 0; i < n; i++)
		buf_printf(&got, "%s%s.%s", i > 0 ? " " : "",
			   items[i]->form->name, items[i]->name);
	ck_assert_str_eq(got.s != NULL ? got.s : "", looks[_i].items);
	ck_assert_int_eq(expr_is_live(e), looks[_i].live);
	ck_assert_int_eq(expr_looks_at_person(e), looks[_i].person);
	ck_assert_int_eq(expr_looks_at_children(e), looks[_i].children);
	buf_clear(&got);
}
END_TEST

static const struct {
	const char *text;
	enum value_type type;
	const char *list;
	bool state;
} types[] = {
	{ "calls", VAL_NUMBER, NULL, false },
	{ "closed_on - received_on", VAL_DURATION, NULL, false },
	{ "wait", VAL_DURATION, NULL, false },
	{ "band", VAL_CODE, "level", false },
	{ "paints", VAL_CODES, "colour", false },
	{ "state", VAL_CODE, NULL, true },
	{ "'text'", VAL_TEXT, NULL, false },
	{ "if(calls > 1, risk, 'low')", VAL_CODE, "level", false },
	{ "total", VAL_NUMBER, NULL, false },
	{ "last(session.held_on)", VAL_DATE, NULL, false },
	{ "calls > 1", VAL_COND, NULL, false },
	{ "seen_at + 2h", VAL_DATETIME, NULL, false },
};

START_TEST(an_expression_has_one_type)
{
	struct expr *e = compile("trial", types[_i].text);
	struct expr_type t;

	ck_assert_ptr_nonnull(e);
	t = expr_type(e);
	ck_assert_int_eq(t.type, types[_i].type);
	ck_assert_int_eq(t.state, types[_i].state);
	ck_assert_pstr_eq(t.list != NULL ? t.list->name : NULL, types[_i].list);
}
END_TEST

/* A text over three lines: each fault stands in its own. */
START_TEST(a_fault_stands_in_its_own_line)
{
	struct expr_text text = {
		.text = "cals > 1 and agreed = 'n'",
		.part = { { 0, { "f.form", 3, 15 }, "    when: cals > 1" },
			  { 9, { "f.form", 4, 7 }, "    | and agreed =" },
			  { 22, { "f.form", 5, 7 }, "    | 'n'" } },
		.n_parts = 3,
	};
	struct expr_scope scope = { .set = set,
				    .form = form_find(set, "trial"),
				    .use = USE_WHEN };
	struct problems p;

	problems_init(&p, &arena);
	ck_assert_ptr_null(expr_compile(&arena, &text, &scope, &p));
	ck_assert_uint_eq(p.n, 2);
	ck_assert_int_eq(p.v[0].at.line, 3);
	ck_assert_int_eq(p.v[0].at.col, 15);
	ck_assert_str_eq(p.v[0].source, "    when: cals > 1");
	ck_assert_int_eq(p.v[1].at.line, 5);
	ck_assert_int_eq(p.v[1].at.col, 7);
	ck_assert_str_eq(p.v[1].source, "    | 'n'");
}
END_TEST

static const char *const bad_settings[] = {
	"calls",
	"calls=three",
	"calls=1.0000001",
	"nothing=1",
	"received_on=2/3/26",
	"received_on=2026-02-30",
	"agreed=maybe",
	"paints=red pink",
	"state=shut",
	"entered.shut=2026-03-02",
	"entered.closed=x",
	"visit[0].fee=1",
	"visit[1].fees=1",
	"visit[1]fee=1",
	"visit[x].fee=1",
	"visit[99999].fee=1",
	"vist[1].fee=1",
	"fee=1",
	"session[1].nothing=1",
	"quiz=1",
	"person.nothing=1",
	"person.alias_name=x",
	"case.calls=1",
	"sms=maybe",
	"tone=pink",
	"opens_at=25:00",
	"seen_at=2026-03-02",
	"lasts=soon",
	"neighbour=Bob",
	"open_days=3d",
	"=1",
	"today=now",
	"",
};

START_TEST(a_setting_that_does_not_fit_is_refused)
{
	struct fields given;

	fields_init(&given, &arena);
	ck_assert_msg(!expr_setting(form_find(set, "trial"), &arena,
				    bad_settings[_i], &given),
		      "'%s'", bad_settings[_i]);
	ck_assert_uint_eq(given.n, 0);
}
END_TEST

START_TEST(a_setting_with_nothing_in_it_makes_the_field_empty)
{
	const struct form *f = form_find(set, "trial");
	struct fields given;

	fields_init(&given, &arena);
	ck_assert(expr_setting(f, &arena, "calls=3", &given));
	ck_assert_int_eq(fields_int(&given, "calls"), 3);
	ck_assert(expr_setting(f, &arena, "calls=", &given));
	ck_assert_ptr_null(fields_get(&given, "calls"));
}
END_TEST

START_TEST(settings_need_no_form_for_the_clock_and_the_user)
{
	struct fields given;
	struct eval_ctx ctx;

	fields_init(&given, &arena);
	ck_assert(expr_setting(NULL, &arena, "today=2026-03-02", &given));
	ck_assert(expr_setting(NULL, &arena, "user=ann", &given));
	ck_assert(!expr_setting(NULL, &arena, "calls=3", &given));
	expr_context(&ctx, NULL, NULL, &given, &arena);
	ck_assert_int_eq(date_compare(ctx.today, date_of(2026, 3, 2)), 0);
	ck_assert_str_eq(ctx.user, "ann");
}
END_TEST

START_TEST(keywords_and_functions_cannot_name_a_field)
{
	static const char *const reserved[] = {
		"and",	 "or",	     "not",   "is",    "in",	 "mod",
		"empty", "answered", "where", "state", "person", "case",
		"count", "sum",	     "avg",   "min",   "max",	 "first",
		"last",	 "today",    "if",    "sure",  "score",	 "valid_email",
	};

	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		ck_assert_msg(expr_reserved(reserved[i]), "%s", reserved[i]);
	ck_assert(!expr_reserved("received_on"));
	ck_assert(!expr_reserved("code"));
}
END_TEST

/* A row that has been struck stays in the record and counts for nothing. */
START_TEST(a_struck_row_does_not_count)
{
	struct expr *e = compile("trial", "sum(visit.fee)");
	struct row rows[2] = { { .id = 1 }, { .id = 2, .struck = true } };
	struct value v = { .type = VAL_ROWS };
	struct fields answers;
	struct eval_ctx ctx = { .set = set,
				.answers = &answers,
				.arena = &arena };

	for (int i = 0; i < 2; i++) {
		fields_init(&rows[i].fields, &arena);
		fields_set(&rows[i].fields, "fee", value_int(i + 1));
	}
	v.rows.v = rows;
	v.rows.n = 2;
	fields_init(&answers, &arena);
	fields_set(&answers, "visit", v);
	v = expr_eval(e, &ctx);
	ck_assert_int_eq(v.number, NUMBER_ONE);
}
END_TEST

START_TEST(the_last_entry_into_a_state_counts)
{
	struct expr *e = compile("trial", "entered('running')");
	struct state_entry entered[] = {
		{ "running", date_of(2026, 1, 5) },
		{ "closed", date_of(2026, 2, 5) },
		{ "running", date_of(2026, 3, 5) },
	};
	struct eval_ctx ctx = { .entered = entered,
				.n_entered = 3,
				.arena = &arena };
	struct value v = expr_eval(e, &ctx);

	ck_assert_int_eq(v.type, VAL_DATE);
	ck_assert_int_eq(date_compare(v.date, date_of(2026, 3, 5)), 0);
}
END_TEST

START_TEST(a_new_case_begins_with_the_last_one_in_that_state)
{
	static const struct {
		const char *text;
		enum value_type type;
	} two[] = {
		{ "last_case('closed')", VAL_CASE },
		{ "last_case_on('closed')", VAL_DATE },
	};
	const struct case_before before[] = {
		{ 7, "closed", date_of(2026, 1, 5) },
		{ 9, "closed", date_of(2026, 3, 5) },
		{ 8, "running", date_of(2026, 4, 5) },
	};
	const struct eval_ctx ctx = { .before = before,
				      .n_before = 3,
				      .arena = &arena };

	for (size_t i = 0; i < sizeof(two) / sizeof(two[0]); i++) {
		struct value v = expr_eval(
			compile_as("trial", USE_DEFAULT, two[i].text), &ctx);

		ck_assert_int_eq(v.type, two[i].type);
		if (v.type == VAL_CASE)
			ck_assert_uint_eq(v.id, 9);
		else
			ck_assert_int_eq(
				date_compare(v.date, date_of(2026, 3, 5)), 0);
	}
}
END_TEST

START_TEST(what_is_no_condition_is_unknown_to_a_test)
{
	struct eval_ctx ctx = { .arena = &arena };

	ck_assert_int_eq(expr_test(compile("trial", "1 = 1"), &ctx), TRI_YES);
	ck_assert_int_eq(expr_test(compile("trial", "1 = 2"), &ctx), TRI_NO);
	ck_assert_int_eq(expr_test(compile("trial", "calls = 2"), &ctx),
			 TRI_UNKNOWN);
	ck_assert_int_eq(expr_test(compile("trial", "calls"), &ctx),
			 TRI_UNKNOWN);
	ck_assert_int_eq(expr_test(NULL, &ctx), TRI_UNKNOWN);
}
END_TEST

/* Answers of every type in every field, as old records may have them. */
static void
fill(struct fields *out, const struct form *f, unsigned int turn)
{
	static const char *const codes[] = { "red", "yes" };
	struct value values[] = {
		value_empty,
		value_text("some text"),
		value_int(3),
		value_date(date_of(2026, 3, 2)),
		value_date(date_of(2026, 0, 0)),
		value_time(600),
		value_datetime(date_of(2026, 3, 2), 5),
		value_duration((struct duration){ 3, DUR_MONTHS }),
		value_code("high"),
		value_user("ann"),
		value_person(7),
		value_case(8),
		value_number(INT64_MIN),
		value_number(INT64_MAX),
		value_duration((struct duration){ INT64_MAX, DUR_DAYS }),
		value_duration((struct duration){ INT64_MIN, DUR_WORKDAYS }),
		{ .type = VAL_CODES, .codes = { codes, 2 } },
		{ .type = VAL_ATTACHMENT, .text = "a.pdf" },
	};
	size_t n = sizeof(values) / sizeof(values[0]);

	for (size_t i = 0; i < f->n; i++)
		if (item_has_value(&f->items[i]))
			fields_set(out, f->items[i].name,
				   values[(i * 7 + turn) % n]);
}

static void
evaluate_oddly(const struct expr *e, unsigned int turn)
{
	struct fields trial, session;
	struct row rows[2] = { { .id = 1 }, { .id = 2 } };
	struct value visits = { .type = VAL_ROWS, .rows = { rows, 2 } };
	struct child_answers child = { form_find(set, "trial.session"),
				       &session, 1 };
	struct eval_ctx ctx = { .set = set,
				.answers = &trial,
				.person = &trial,
				.settings = &trial,
				.children = &child,
				.n_children = 1,
				.today = date_of(2026, 3, 2),
				.state = "high",
				.arena = &arena };
	struct value v;

	fields_init(&trial, &arena);
	fields_init(&session, &arena);
	fill(&session, child.form, turn);
	for (int i = 0; i < 2; i++) {
		fields_init(&rows[i].fields, &arena);
		fill(&rows[i].fields, form_find(set, "trial"), turn + 1);
	}
	fill(&trial, form_find(set, "trial"), turn);
	fields_set(&trial, "visit", visits);
	v = expr_eval(e, &ctx);
	ck_assert_ptr_nonnull(expr_print(&arena, &v));
}

/* Every good expression of the files that names a field of the case. */
static void
each_line(const char *file, void (*what)(const struct expr *))
{
	FILE *f = fopen(expr_file(file), "r");
	char line[4096];
	int good = 0;

	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f) != NULL) {
		struct expr *e;

		line[strcspn(line, "\n")] = '\0';
		e = *line != '#' ? compile("trial", line) : NULL;
		if (e == NULL)
			continue;
		what(e);
		good++;
	}
	fclose(f);
	ck_assert_int_gt(good, 10);
}

static void
with_nothing(const struct expr *e)
{
	struct eval_ctx ctx = { .arena = &arena };
	struct value v = expr_eval(e, &ctx);

	ck_assert_ptr_nonnull(expr_print(&arena, &v));
}

static void
with_anything(const struct expr *e)
{
	for (unsigned int turn = 0; turn < 18; turn++)
		evaluate_oddly(e, turn);
}

static const char *const files[] = {
	"compare.txt", "logic.txt", "date.txt",	  "duration.txt", "text.txt",
	"choice.txt",  "group.txt", "rows.txt",	  "children.txt", "names.txt",
	"empty.txt",   "state.txt", "number.txt",
};

START_TEST(an_expression_that_sees_nothing_still_has_a_value)
{
	each_line(files[_i], with_nothing);
}
END_TEST

START_TEST(an_answer_of_another_type_does_no_harm)
{
	each_line(files[_i], with_anything);
}
END_TEST

/* What is typed by people has every fault: cut short, doubled, out of order. */
START_TEST(broken_text_gives_a_fault_or_a_value_and_nothing_else)
{
	static const char whole[] =
		"if(sure(count(visit where kept = 'yes' and fee in 1..20) > 0)"
		" or not selected(paints, 'red'), received_on + 5wd, "
		"max(session.held_on where attended is not empty)) - 2026-03-02"
		" >= 14d and label(paint) != concat(\"a\", 'b''c') or . < -1.5";
	char text[2 * sizeof(whole)];

	for (size_t i = 0; i < sizeof(whole); i++) {
		struct expr *e;

		snprintf(text, sizeof(text), "%.*s", (int)i, whole);
		e = compile("trial", text);
		if (e != NULL)
			with_nothing(e);
		compile("trial", whole + i);
		snprintf(text, sizeof(text), "%.*s%s", (int)i, whole,
			 whole + (i * 31) % sizeof(whole));
		compile("trial", text);
	}
}
END_TEST

Suite *
suite_form_expr_use(void)
{
	Suite *s = suite_create("expressions in use");
	TCase *tc = tcase_create("use");
	int n = sizeof(files) / sizeof(files[0]);

	tcase_add_checked_fixture(tc, read_form, forget_form);
	tcase_add_loop_test(tc, an_expression_knows_what_it_looks_at, 0,
			    sizeof(looks) / sizeof(looks[0]));
	tcase_add_loop_test(tc, an_expression_has_one_type, 0,
			    sizeof(types) / sizeof(types[0]));
	tcase_add_test(tc, a_fault_stands_in_its_own_line);
	tcase_add_loop_test(tc, a_setting_that_does_not_fit_is_refused, 0,
			    sizeof(bad_settings) / sizeof(bad_settings[0]));
	tcase_add_test(tc, a_setting_with_nothing_in_it_makes_the_field_empty);
	tcase_add_test(tc, settings_need_no_form_for_the_clock_and_the_user);
	tcase_add_test(tc, keywords_and_functions_cannot_name_a_field);
	tcase_add_test(tc, a_struck_row_does_not_count);
	tcase_add_test(tc, the_last_entry_into_a_state_counts);
	tcase_add_test(tc, a_new_case_begins_with_the_last_one_in_that_state);
	tcase_add_test(tc, what_is_no_condition_is_unknown_to_a_test);
	tcase_add_loop_test(
		tc, an_expression_that_sees_nothing_still_has_a_value, 0, n);
	tcase_add_loop_test(tc, an_answer_of_another_type_does_no_harm, 0, n);
	tcase_add_test(tc,
		       broken_text_gives_a_fault_or_a_value_and_nothing_else);
	suite_add_tcase(s, tc);
	return s;
}
