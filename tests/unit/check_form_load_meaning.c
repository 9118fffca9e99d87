/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the definitions hold once whole.form has been read. */
#include <string.h>

#include "check_form_load.h"
#include "form/expr.h"

static struct form_set *set;
static const struct form *episode;

static void
load_whole(void)
{
	const char *const files[] = { "base.form", "whole.form" };
	struct problems p;

	set = load_files(&p, files, COUNT(files));
	ck_assert_msg(set && p.n == 0, "%s", printed(&p));
	episode = form_find(set, "episode");
	ck_assert_ptr_nonnull(episode);
}

static const struct item *
item(const char *name)
{
	const struct item *it = form_item(episode, name);

	ck_assert_msg(it != NULL, "%s", name);
	return it;
}

static role_set
roles(const char *names)
{
	role_set set_of = 0;

	if (strstr(names, "duty"))
		set_of |= (role_set)1 << form_role(set, "duty");
	if (strstr(names, "manager"))
		set_of |= (role_set)1 << form_role(set, "manager");
	if (strstr(names, "analyst"))
		set_of |= (role_set)1 << form_role(set, "analyst");
	return set_of;
}

START_TEST(things_are_found_by_name)
{
	const struct form *session = form_find(set, "episode.session");

	ck_assert_ptr_eq(form_find(set, "person"), set->person);
	ck_assert_ptr_eq(form_child(episode, "session"), session);
	ck_assert_ptr_eq(session->of, episode);
	ck_assert_ptr_null(form_find(set, "session"));
	ck_assert_ptr_null(form_find(set, "other"));
	ck_assert_str_eq(form_full_name(session), "episode.session");
	ck_assert_str_eq(form_full_name(episode), "episode");
	ck_assert_ptr_null(form_item(episode, "held_on"));
	ck_assert_ptr_null(form_item(episode, "first"));
	ck_assert_int_eq(form_state(episode, "open"), 1);
	ck_assert_int_eq(form_state(episode, "going"), -1);
	ck_assert_str_eq(form_transition(episode, "close")->label, "Close");
	ck_assert_ptr_null(form_transition(episode, "open"));
	ck_assert_int_eq(form_role(set, "nobody"), -1);
	ck_assert_str_eq(form_setting(set, "strict")->default_code, "yes");
	ck_assert_str_eq(form_setting(set, "step")->default_code, "dk");
	ck_assert_ptr_eq(form_item_means(set->person, MEANS_birth_date),
			 form_item(set->person, "born"));
	ck_assert_ptr_null(form_item_means(set->person, MEANS_email));
	ck_assert_str_eq(means_name(MEANS_birth_date), "birth_date");
	ck_assert_uint_eq(set->n_programmes, 1);
	ck_assert_str_eq(set->programmes[0], "trial");
}
END_TEST

START_TEST(a_form_has_its_properties)
{
	ck_assert_int_eq(episode->kind, FORM_CASE);
	ck_assert_int_eq(episode->about, ABOUT_PERSON);
	ck_assert_int_eq(episode->access, ACCESS_CLOSED);
	ck_assert_int_eq(episode->version, 7);
	ck_assert_str_eq(episode->programme, "trial");
	ck_assert_str_eq(episode->reference, "EP-{yyyy}-{seq5}");
	ck_assert_str_eq(episode->label, "Episode of treatment");
	ck_assert_int_eq(episode->retention.n, 72);
	ck_assert_int_eq(episode->retention.unit, DUR_MONTHS);
	ck_assert_ptr_nonnull(episode->retention_from);
	ck_assert_uint_eq(episode->n_summary, 2);
	ck_assert_str_eq(episode->summary[1], "risk");
	ck_assert_str_eq(episode->order, "received_on");
	ck_assert(episode->order_down);
	ck_assert_uint_eq(episode->n_was, 2);
	ck_assert_str_eq(episode->was[1], "old_spell");
	ck_assert_uint_eq(episode->n_dropped, 1);
	ck_assert_str_eq(episode->dropped[0], "gone");
	ck_assert_str_eq(episode->at.file, "whole.form");
	ck_assert_int_eq(episode->at.line, 20);
}
END_TEST

START_TEST(a_child_has_what_its_case_has)
{
	const struct form *session = form_child(episode, "session");

	ck_assert_int_eq(session->kind, FORM_CHILD);
	ck_assert_int_eq(session->version, 7);
	ck_assert_str_eq(session->programme, "trial");
	ck_assert_int_eq(session->access, ACCESS_CLOSED);
	ck_assert_uint_eq(session->read, roles("duty manager analyst"));
	ck_assert_uint_eq(session->write, roles("duty"));
	ck_assert_uint_eq(episode->n_children, 1);
}
END_TEST

START_TEST(a_list_has_choices_and_attributes)
{
	const struct list *l = form_list(set, "substance");
	const struct choice *heroin = list_choice(l, "heroin");
	const struct choice *opium = list_choice(l, "opium");

	ck_assert_uint_eq(l->n, 3);
	ck_assert_str_eq(l->choices[0].code, "alcohol");
	ck_assert_int_eq(list_attribute(l, "law"), 1);
	ck_assert_int_eq(list_attribute(l, "lawn"), -1);
	ck_assert_str_eq(l->choices[0].attributes[0], "");
	ck_assert_str_eq(l->choices[0].attributes[1], "none of it");
	ck_assert_str_eq(heroin->attributes[0], "smoke inject");
	ck_assert_str_eq(l->choices[2].code, "opium");
	ck_assert_str_eq(l->choices[2].attributes[0], ""); /* it has none */
	ck_assert_str_eq(l->choices[2].attributes[1], "");
	ck_assert(heroin->has_score);
	ck_assert_int_eq(heroin->score, 2500000);
	ck_assert(!opium->has_score);
	ck_assert_str_eq(opium->replaced_by, "heroin");
	ck_assert_int_eq(opium->retired.y, 2020);
	ck_assert_ptr_null(list_choice(l, "Opium"));
}
END_TEST

START_TEST(questions_have_their_properties)
{
	const struct item *received = item("received_on");

	ck_assert_int_eq(received->kind, ITEM_QUESTION);
	ck_assert_int_eq(received->type, Q_DATE);
	ck_assert_int_eq(received->required, REQUIRED_SAVE);
	ck_assert_ptr_nonnull(received->default_value);
	ck_assert_ptr_nonnull(received->constraint);
	ck_assert_ptr_null(received->warning);
	ck_assert_uint_eq(received->n_was, 2);
	ck_assert_str_eq(received->was[1], "started");
	ck_assert_int_eq(item("what")->required, REQUIRED_FINISH);
	ck_assert_int_eq(item("main")->required, REQUIRED_IF);
	ck_assert_ptr_nonnull(item("main")->required_if);
	ck_assert_int_eq(item("why")->required, REQUIRED_NO);
	ck_assert_int_eq(item("why")->look, LOOK_MULTILINE);
	ck_assert(item("why")->sensitive);
	ck_assert(item("client")->party && !item("client")->unsafe);
	ck_assert(item("other")->unsafe && !item("other")->party);
	ck_assert_ptr_eq(item("before")->case_form, episode);
	ck_assert_int_eq(item("others")->retired.y, 2026);
	ck_assert_ptr_eq(item("main")->list, form_list(set, "substance"));
	ck_assert_ptr_eq(item("risk")->list, form_list(set, "yes_no_unknown"));
	ck_assert_int_eq(item("risks")->look, LOOK_TABLE_LIST);
	ck_assert_int_eq(item("sane")->severity, SEVERITY_WARNING);
	ck_assert(item_has_value(item("risk")));
	ck_assert(!item_has_value(item("thanks")));
	ck_assert(!item_has_value(item("work")));
}
END_TEST

START_TEST(each_line_knows_what_it_stands_in)
{
	const struct item *work = item("work"), *first = &episode->items[0];
	const struct item *second = item("done_on")->page;

	ck_assert_int_eq(first->kind, ITEM_PAGE);
	ck_assert_ptr_null(first->page);
	ck_assert_ptr_eq(item("r1")->page, first);
	ck_assert_ptr_eq(item("r1")->group, item("risks"));
	ck_assert_ptr_null(item("score_all")->group);
	ck_assert_ptr_eq(item("done_on")->repeat, work);
	ck_assert_ptr_null(item("main")->repeat);
	ck_assert_str_eq(second->name, "second");
	ck_assert_uint_eq(first->last, item("days")->index);
	ck_assert_uint_eq(second->last, episode->n - 1);
	ck_assert_uint_eq(item("risks")->last, item("r2")->index);
	ck_assert_uint_eq(work->last, item("done_on")->index);
	ck_assert_uint_eq(item("main")->last, item("main")->index);
	ck_assert_int_eq(work->min, 1);
	ck_assert_int_eq(work->max, 4);
	ck_assert(work->append_only);
	ck_assert_str_eq(work->key[0], "what");
	ck_assert_uint_eq(work->n_summary, 2);
	ck_assert_str_eq(work->order, "done_on");
	ck_assert(!work->order_down);
	ck_assert_int_eq(item("main")->min, -1);
	for (size_t i = 0; i < episode->n; i++)
		ck_assert_uint_eq(episode->items[i].index, i);
}
END_TEST

START_TEST(roles_are_handed_down_and_narrowed)
{
	ck_assert_uint_eq(item("received_on")->read, roles("duty manager"));
	ck_assert_uint_eq(item("received_on")->write, roles("duty manager"));
	ck_assert_uint_eq(item("r1")->read, roles("manager"));
	ck_assert_uint_eq(item("r1")->write, roles("manager"));
	ck_assert_uint_eq(item("main")->read, roles("duty manager analyst"));
	ck_assert_ptr_null(item("r1")->read_where);
	ck_assert_ptr_nonnull(item("r2")->read_where);
	ck_assert_uint_eq(episode->sheets[0].read, roles("duty"));
}
END_TEST

START_TEST(what_is_worked_out_is_kept_from_whoever_may_not_read_its_parts)
{
	ck_assert_uint_eq(item("score_all")->read, roles("manager"));
	ck_assert_uint_eq(item("score_all")->write, 0);
	ck_assert_uint_eq(item("days")->read, roles("duty manager"));
}
END_TEST

START_TEST(a_measure_is_a_count_or_one_figure_of_many)
{
	static const struct {
		const char *key;
		enum measure_kind kind;
	} v[] = {
		{ "sum", MEASURE_SUM },	      { "avg", MEASURE_AVG },
		{ "median", MEASURE_MEDIAN }, { "least", MEASURE_LEAST },
		{ "most", MEASURE_MOST },
	};
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < COUNT(v); i++) {
		const struct form_set *s = load_good(arena_printf(
			&a,
			"form t  T\n    version: 1\n    programme: p\n"
			"    opens: case\n    read: duty\ndate d  D\n"
			"integer n  N\nstate new  New\n    final: yes\n"
			"measure m  M\n    date: d\n    %s: n + 1\n",
			v[i].key));
		const struct form *f = form_find(s, "t");

		ck_assert_int_eq(f->measures[0].kind, v[i].kind);
		ck_assert_ptr_nonnull(f->measures[0].value);
	}
	arena_clear(&a);
}
END_TEST

START_TEST(a_condition_of_reading_is_handed_down)
{
	const struct form_set *s =
		load_good("form t  T\n    version: 1\n    programme: p\n"
			  "    opens: case\n    read: duty\ntext a  A\n"
			  "begin group g  G\n    read: duty where a = 'x'\n"
			  "integer b  B\nend group g\ncalculate c  C\n"
			  "    calculation: b + 1\nstate new  New\n"
			  "    final: yes\n");
	const struct form *f = form_find(s, "t");

	ck_assert_ptr_nonnull(form_item(f, "g")->read_where);
	ck_assert_ptr_eq(form_item(f, "b")->read_where,
			 form_item(f, "g")->read_where);
	ck_assert_ptr_eq(form_item(f, "c")->read_where,
			 form_item(f, "g")->read_where);
	ck_assert_ptr_null(form_item(f, "a")->read_where);
}
END_TEST

static size_t
rank(const char *name)
{
	size_t index = item(name)->index;

	for (size_t i = 0; i < episode->n_compute; i++)
		if (episode->compute_order[i] == index)
			return i;
	ck_abort_msg("%s is never worked out", name);
	return 0;
}

START_TEST(each_line_is_worked_out_after_what_it_needs)
{
	static const char *const pairs[][2] = {
		{ "late", "risk" },	   { "days", "late" },
		{ "work", "days" },	   { "r2", "score_all" },
		{ "risks", "r1" },	   { "what", "done_on" },
		{ "received_on", "work" }, { "work", "what" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++)
		ck_assert_msg(rank(pairs[i][0]) < rank(pairs[i][1]),
			      "%s before %s", pairs[i][0], pairs[i][1]);
	ck_assert_uint_eq(episode->n_compute, episode->n - 1);
}
END_TEST

START_TEST(a_calculation_has_the_type_of_what_it_names_further_down)
{
	ck_assert_int_eq(expr_type(item("late")->calculation).type, VAL_NUMBER);
	ck_assert_int_eq(expr_type(item("days")->calculation).type, VAL_NUMBER);
}
END_TEST

START_TEST(transitions_say_what_follows)
{
	const struct transition *t = form_transition(episode, "accept");

	ck_assert_uint_eq(t->from, 1);
	ck_assert_int_eq(t->to, 1);
	ck_assert_uint_eq(t->roles, roles("duty manager"));
	ck_assert_uint_eq(t->n_when, 1);
	ck_assert_str_eq(t->when[0].message, "Say when");
	ck_assert_uint_eq(t->n_ask, 2);
	ck_assert(!t->ask[0].optional && t->ask[1].optional);
	ck_assert_ptr_eq(t->ask[1].item, item("why"));
	ck_assert_uint_eq(t->n_require, 2);
	ck_assert(t->complete && !t->reason);
	ck_assert_uint_eq(t->n_set, 1);
	ck_assert_ptr_eq(t->set[0].item, item("why"));
	ck_assert_uint_eq(t->n_tasks, 2);
	ck_assert_str_eq(t->tasks[0].text, "Ring 'them' up");
	ck_assert(t->tasks[0].for_owner && !t->tasks[1].for_owner);
	ck_assert_int_eq(t->tasks[0].in.unit, DUR_WORKDAYS);
	ck_assert_int_eq(t->tasks[1].role, form_role(set, "manager"));
	ck_assert_int_eq(t->tasks[1].in.n, 14);
	ck_assert(t->notify_owner);
	ck_assert_uint_eq(t->notify, roles("manager"));
	t = form_transition(episode, "close");
	ck_assert_uint_eq(t->from, 3);
	ck_assert(t->reason);
	ck_assert(episode->states[2].final && !episode->states[1].final);
	ck_assert_str_eq(episode->states[1].was[0], "going");
}
END_TEST

START_TEST(timers_remind_and_escalate)
{
	const struct timer *t = &episode->timers[0];

	ck_assert_uint_eq(episode->n_timers, 1);
	ck_assert_ptr_nonnull(t->live);
	ck_assert_ptr_nonnull(t->due);
	ck_assert(t->has_escalate && !t->escalate_owner);
	ck_assert_uint_eq(t->n_reminds, 1);
	ck_assert_int_eq(t->reminds[0].n, 2);
	ck_assert_int_eq(t->escalate.n, 1);
	ck_assert_uint_eq(t->escalate_to, roles("manager"));
}
END_TEST

START_TEST(figures_and_prints_name_their_fields)
{
	const struct measure *m = episode->measures;
	const struct report_def *r = &episode->reports[0];

	ck_assert_uint_eq(episode->n_measures, 4);
	ck_assert_ptr_eq(m[1].of_form, form_child(episode, "session"));
	ck_assert_ptr_nonnull(m[1].where);
	ck_assert_ptr_eq(m[2].of_repeat, item("work"));
	ck_assert_str_eq(m[2].percent_of, "all");
	ck_assert_ptr_null(m[3].date);
	ck_assert_ptr_nonnull(m[3].open_to);
	ck_assert_int_eq(r->period, PERIOD_QUARTER);
	ck_assert_ptr_eq(r->measures[1], &m[1]);
	ck_assert_ptr_eq(r->by[0], item("main"));
	ck_assert_int_eq(r->suppress, 5);
	ck_assert_uint_eq(episode->sheets[0].n_fields, 2);
	ck_assert_ptr_eq(episode->sheets[0].fields[1], item("work"));
}
END_TEST

START_TEST(definitions_keep_nothing_of_the_callers_text)
{
	char text[] = "list a  Alpha\nchoice b  Beta\n";
	struct form_source file = { "t.form", text, sizeof(text) - 1 };
	struct arena a = ARENA_INIT;
	struct problems p;
	struct form_set *s;

	problems_init(&p, &a);
	ck_assert_int_eq(form_set_load(&s, &file, 1, &p), ERR_OK);
	memset(text, 'x', sizeof(text));
	arena_clear(&a);
	ck_assert_str_eq(form_list(s, "a")->label, "Alpha");
	ck_assert_str_eq(list_choice(form_list(s, "a"), "b")->label, "Beta");
	ck_assert_str_eq(form_list(s, "a")->at.file, "t.form");
	form_set_free(&s);
	form_set_free(&s);
}
END_TEST

/* 25 December 2026 is a Friday, and closed with the Monday after. */
static const struct {
	int from, n, to; /* days of December 2026, January 32.. */
} added[] = {
	{ 21, 0, 21 },	{ 21, 1, 22 }, { 24, 1, 29 },
	{ 24, 2, 30 },	{ 26, 0, 26 }, { 26, 1, 29 },
	{ 29, -1, 24 }, { 19, 1, 21 }, { 18, 5, 29 },
};

START_TEST(working_days_pass_over_what_is_closed)
{
	struct date from = date_of(2026, 12, added[_i].from);
	struct date to = date_of(2026, 12, added[_i].to);
	const struct calendar *c = set->calendar;

	ck_assert_int_eq(date_compare(calendar_add(c, from, added[_i].n), to),
			 0);
	ck_assert_int_eq(calendar_between(c, from, to), added[_i].n);
	ck_assert_int_eq(calendar_between(c, to, from), -added[_i].n);
	ck_assert(added[_i].n == 0 || calendar_open(c, to));
}
END_TEST

START_TEST(without_a_calendar_only_weekends_are_closed)
{
	struct date friday = date_of(2026, 12, 25);

	ck_assert(calendar_open(NULL, friday));
	ck_assert(!calendar_open(set->calendar, friday));
	ck_assert(!calendar_open(NULL, date_add_days(friday, 1)));
	ck_assert_int_eq(
		calendar_between(NULL, friday, date_add_days(friday, 365)),
		260);
}
END_TEST

TCase *
load_meaning_case(void)
{
	TCase *t = tcase_create("definitions");

	tcase_add_checked_fixture(t, load_whole, NULL);
	tcase_add_test(t, things_are_found_by_name);
	tcase_add_test(t, a_form_has_its_properties);
	tcase_add_test(t, a_child_has_what_its_case_has);
	tcase_add_test(t, a_list_has_choices_and_attributes);
	tcase_add_test(t, questions_have_their_properties);
	tcase_add_test(t, each_line_knows_what_it_stands_in);
	tcase_add_test(t, roles_are_handed_down_and_narrowed);
	tcase_add_test(
		t,
		what_is_worked_out_is_kept_from_whoever_may_not_read_its_parts);
	tcase_add_test(t, a_measure_is_a_count_or_one_figure_of_many);
	tcase_add_test(t, a_condition_of_reading_is_handed_down);
	tcase_add_test(t, each_line_is_worked_out_after_what_it_needs);
	tcase_add_test(
		t, a_calculation_has_the_type_of_what_it_names_further_down);
	tcase_add_test(t, transitions_say_what_follows);
	tcase_add_test(t, timers_remind_and_escalate);
	tcase_add_test(t, figures_and_prints_name_their_fields);
	tcase_add_test(t, definitions_keep_nothing_of_the_callers_text);
	tcase_add_loop_test(t, working_days_pass_over_what_is_closed, 0,
			    COUNT(added));
	tcase_add_test(t, without_a_calendar_only_weekends_are_closed);
	return t;
}
