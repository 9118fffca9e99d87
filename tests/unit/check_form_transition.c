/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which steps a case may take, and when its timers are due. */
#include <string.h>

#include "check_form_compute.h"

static const struct {
	const char *why, *step, *state, *answers;
	bool asked;
	const char *said; /* NULL: ready */
	const char *missing;
} steps[] = {
	{ "another state", "accept", "open", "", false,
	  "This can be done only from \"New\".", "" },
	{ "several states", "refuse", "done", "", false,
	  "This can be done only from \"New\" or \"Open\".", "" },
	{ "required answers are missing", "accept", "new", "", false,
	  "2 answers are needed first: Date of referral and Level.",
	  "got_on level" },
	{ "one of them is", "accept", "new", "got_on=2026-03-01", false,
	  "Choose the level.", "level" },
	{ "a condition that is unknown refuses", "accept", "new",
	  "got_on=2026-03-01; level=low", false,
	  "Record a safe way to call first.", "" },
	{ "all there", "accept", "new",
	  "got_on=2026-03-01; level=low; safe_way=by day", false, NULL, "" },
	{ "what is asked is not missing yet", "refuse", "new", "", false, NULL,
	  "" },
	{ "after the dialogue it is", "refuse", "new", "", true,
	  "Choose the outcome.", "outcome" },
	{ "an optional one is not", "refuse", "new", "outcome=plum", true, NULL,
	  "" },
	{ "a complete step wants all that is required", "finish", "open",
	  "seen_on=2026-03-02", false, "Enter the date of referral.",
	  "got_on" },
	{ "and no check against it", "finish", "open", "got_on=2026-03-01",
	  false, "Record when the person was first seen", "" },
	{ "and no answer out of its limits", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-02-01", false,
	  "The date first seen cannot be before the date of referral.", "" },
	{ "before the dialogue the condition may still be met", "finish",
	  "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; "
	  "row_done@0=",
	  false, NULL, "" },
	{ "a row that is not done, and a wrong answer", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; row_done@0=; "
	  "outcome=apple",
	  true, "Some tasks are not done.", "agreed" },
	{ "before the dialogue that answer may still change", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; row_done@0=; "
	  "outcome=apple",
	  false, NULL, "" },
	{ "and what that answer asks for may fall away", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; outcome=apple", false, NULL,
	  "" },
	{ "or stay", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; outcome=apple", true,
	  "Fill in \"Who agreed\".", "agreed" },
	{ "and a right answer", "finish", "open",
	  "got_on=2026-03-01; seen_on=2026-03-02; row_done@0=; outcome=plum",
	  true, NULL, "" },
	{ "no answer to come can meet it", "strict", "open", "", false,
	  "Not recorded yet: Level.", "" },
	{ "the first of several conditions", "several", "open", "level=low",
	  false, "Only where the level is high.", "" },
	{ "the one that what was answered is against", "several", "open",
	  "level=high; safe_way=by day; outcome=apple", true,
	  "It is not a plum.", "" },
	{ "one of them can", "strict", "open", "level=low", false, NULL, "" },
	{ "another does not", "strict", "open", "level=low; outcome=apple",
	  true, "Not everything that this step needs is recorded yet.", "" },
	{ "a date to come may be right", "dated", "open", "got_on=2026-03-01",
	  false, NULL, "" },
	{ "even one far away", "dated", "open", "got_on=2029-03-01", false,
	  NULL, "" },
	{ "a date given is not", "dated", "open",
	  "got_on=2026-03-01; done_on=2026-02-01", true,
	  "Not everything that this step needs is recorded yet.", "" },
	{ "nothing to compare it with", "dated", "open", "", false,
	  "Not recorded yet: Date of referral.", "" },
	{ "what does not apply in the target state is not missing", "shelve",
	  "open", "", false, NULL, "" },
	{ "nothing asked", "reopen", "done", "", false, NULL, "" },
};

static const char *
names_of(const struct item *const *v, size_t n)
{
	const char *s = "";

	for (size_t i = 0; i < n; i++)
		s = arena_printf(&compute_arena, "%s%s%s", s, i ? " " : "",
				 v[i]->name);
	return s;
}

START_TEST(a_step_is_taken_when_nothing_stands_against_it)
{
	struct eval_ctx c = compute_context("steps");
	struct fields f = compute_answers(c.form, steps[_i].answers);
	const struct transition *t = form_transition(c.form, steps[_i].step);
	const char *why = steps[_i].why, *said = steps[_i].said;
	struct transition_state s;

	c.state = steps[_i].state;
	transition_look(&c, &f, t, steps[_i].asked, &s);
	ck_assert_msg(s.ready == (said == NULL), "%s: %s", why, s.why);
	if (said)
		ck_assert_str_eq(s.why, said);
	else
		ck_assert_ptr_null(s.why);
	ck_assert_msg(strcmp(names_of(s.missing, s.n_missing),
			     steps[_i].missing) == 0,
		      "%s: missing %s", why, names_of(s.missing, s.n_missing));
	ck_assert(s.from_here || s.n_missing == 0);
}
END_TEST

/* Who agreed is asked only of an apple. */
START_TEST(a_step_asks_for_what_applies)
{
	struct eval_ctx c = compute_context("steps");
	const struct transition *t = form_transition(c.form, "settle");
	struct fields f = compute_answers(c.form, "");
	struct transition_state s;

	c.state = "open";
	transition_look(&c, &f, t, false, &s);
	ck_assert_uint_eq(s.n_asked, 1);
	f = compute_answers(c.form, "outcome=apple");
	transition_look(&c, &f, t, false, &s);
	ck_assert_uint_eq(s.n_asked, 2);
}
END_TEST

/* Most of what a step asks applies only from the state entered on. */
START_TEST(what_a_step_asks_begins_with_its_default)
{
	struct eval_ctx c = compute_context("steps");
	struct fields f = compute_answers(c.form, "got_on=2026-03-01");

	c.state = "done";
	transition_defaults(&c, form_transition(c.form, "dated"), &f);
	ck_assert_int_eq(date_compare(fields_date(&f, "done_on"),
				      fields_date(&f, "got_on")),
			 0);
	f = compute_answers(c.form, "got_on=2026-03-01; done_on=2026-03-05");
	transition_defaults(&c, form_transition(c.form, "dated"), &f);
	ck_assert_int_ne(date_compare(fields_date(&f, "done_on"),
				      fields_date(&f, "got_on")),
			 0);
	/* Not what does not apply, nor what may be left out. */
	transition_defaults(&c, form_transition(c.form, "settle"), &f);
	ck_assert_ptr_null(fields_get(&f, "agreed"));
	c.state = "refused";
	transition_defaults(&c, form_transition(c.form, "refuse"), &f);
	ck_assert_ptr_null(fields_get(&f, "remark"));
}
END_TEST

/* A sentence for each condition that does not hold, in their order; what an
 * answer to come may meet is none of them. */
START_TEST(each_condition_that_is_not_met_is_told)
{
	struct eval_ctx c = compute_context("steps");
	const struct transition *t = form_transition(c.form, "several");
	struct fields f = compute_answers(c.form, "row_done@0=");
	struct transition_state s;

	c.state = "open";
	transition_look(&c, &f, t, false, &s);
	ck_assert_uint_eq(s.n_unmet, 3);
	ck_assert_str_eq(s.unmet[0].why, "Only where the level is high.");
	ck_assert_str_eq(s.unmet[1].why, "Not recorded yet: Safe way to call.");
	ck_assert_str_eq(s.unmet[2].why, "Some tasks are not done.");
	f = compute_answers(c.form, "row_done@0=2026-03-01; level=high; "
				    "safe_way=by day");
	transition_look(&c, &f, t, false, &s);
	ck_assert_uint_eq(s.n_unmet, 0);
	ck_assert(s.ready);
	f = compute_answers(c.form, "level=high; safe_way=by day; "
				    "outcome=apple");
	transition_look(&c, &f, t, true, &s);
	ck_assert_uint_eq(s.n_unmet, 1);
	ck_assert(s.wrong);
}
END_TEST

static const struct {
	const char *why, *timer, *state, *answers;
	bool running;
	const char *due;
} timers[] = {
	{ "due in working days", "see", "new", "got_on=2026-03-27", true,
	  "2026-04-06" },
	{ "running without a date", "see", "new", "", true, "" },
	{ "done", "see", "new", "got_on=2026-03-27; seen_on=2026-03-30", false,
	  "" },
	{ "in another state", "see", "done", "got_on=2026-03-27", false, "" },
	{ "to the end of the month", "review", "open", "seen_on=2026-01-31",
	  true, "2026-02-28" },
	{ "at its hour", "call", "open", "seen_on=2026-03-02; call_at=14:30",
	  true, "2026-03-02 14:30" },
	{ "without an hour", "visit", "new", "got_on=2026-03-02", true,
	  "2026-03-02" },
	{ "an hour without a day", "call", "open", "call_at=14:30", true, "" },
};

START_TEST(a_timer_is_due_while_its_condition_holds)
{
	struct eval_ctx c = compute_context("steps");
	struct fields f = compute_answers(c.form, timers[_i].answers);
	const struct timer *t = NULL;
	struct value due;

	for (size_t i = 0; i < c.form->n_timers; i++)
		if (strcmp(c.form->timers[i].name, timers[_i].timer) == 0)
			t = &c.form->timers[i];
	c.answers = &f;
	c.state = timers[_i].state;
	ck_assert_msg(timer_due(&c, t, &due) == timers[_i].running, "%s",
		      timers[_i].why);
	ck_assert_msg(
		strcmp(value_format(&compute_arena, &due), timers[_i].due) == 0,
		"%s: due %s", timers[_i].why,
		value_format(&compute_arena, &due));
}
END_TEST

Suite *
suite_form_transition(void)
{
	Suite *s = suite_create("form/transition");
	TCase *t = tcase_create("transition");

	tcase_add_checked_fixture(t, compute_open, compute_close);
	tcase_add_test(t, a_step_asks_for_what_applies);
	tcase_add_test(t, what_a_step_asks_begins_with_its_default);
	tcase_add_test(t, each_condition_that_is_not_met_is_told);
	tcase_add_loop_test(t, a_step_is_taken_when_nothing_stands_against_it,
			    0, COUNT(steps));
	tcase_add_loop_test(t, a_timer_is_due_while_its_condition_holds, 0,
			    COUNT(timers));
	suite_add_tcase(s, t);
	return s;
}
