/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the words of a form do to a record that is saved: each property in a
 * case of its own, from the text of the form to what stands in the store.
 */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t who, job;

static const char rules[] = "role worker   Worker\n"
			    "role manager  Manager\n"
			    "role reader   Reader\n"
			    "\n"
			    "list yes_no Yes or no\n"
			    "choice yes Yes\n"
			    "choice no No\n"
			    "\n"
			    "list way Way\n"
			    "    attributes: use\n"
			    "choice foot On foot\n"
			    "    use: near\n"
			    "choice bus By bus\n"
			    "    use: far\n"
			    "choice tram By tram\n"
			    "    use: far\n"
			    "    retired: 2026-01-01\n"
			    "    replaced_by: bus\n"
			    "choice boat By boat\n"
			    "    use: far\n"
			    "    retired: 2026-06-01\n"
			    "\n"
			    "list span Span\n"
			    "choice near Near\n"
			    "choice far Far\n"
			    "\n"
			    "form person  Person\n"
			    "    subject: person\n"
			    "    version: 1\n"
			    "    read:    worker manager reader\n"
			    "    write:   worker manager\n"
			    "text given  Given name\n"
			    "    means: given_name\n"
			    "text family  Family name\n"
			    "    means: family_name\n"
			    "date born  Born\n"
			    "    estimate: yes\n"
			    "\n"
			    "form yard  Yard\n"
			    "    version: 1\n"
			    "    programme: yard\n"
			    "    opens: case\n"
			    "    reference: YRD-{seq3}\n"
			    "    read: worker manager\n"
			    "    write: worker manager\n"
			    "date got_on  Got on\n"
			    "    required: save\n"
			    "    default: today()\n"
			    "text must  Must\n"
			    "    required: yes\n"
			    "    required_message: Say what must be\n"
			    "text why  Why\n"
			    "text note  Note\n"
			    "text fixed  Fixed\n"
			    "    read_only: yes\n"
			    "text leaving  Leaving soon\n"
			    "    retired: 2026-06-01\n"
			    "text gone  Gone already\n"
			    "    retired: 2026-01-01\n"
			    "select_one span span  Span\n"
			    "select_one way way  Way\n"
			    "    choice_filter: use = span\n"
			    "text boat_name  Name of the boat\n"
			    "    relevant: way = 'boat'\n"
			    "begin repeat stop  Stops\n"
			    "    key: stop_no\n"
			    "    order: stop_no desc\n"
			    "    min: 2\n"
			    "    max: 3\n"
			    "integer stop_no  Number\n"
			    "    default: 7\n"
			    "end repeat stop\n"
			    "calculate top_stop  First by order\n"
			    "    calculation: first(stop.stop_no)\n"
			    "calculate seen_last  Last seen\n"
			    "    calculation: last(visit.visit_no)\n"
			    "show age_now  Days open\n"
			    "    calculation: today() - got_on\n"
			    "check both  Say why when a note is given\n"
			    "    constraint: note is empty or why is answered\n"
			    "    severity: error\n"
			    "state begun  Begun\n"
			    "state going  Going\n"
			    "state held  Held\n"
			    "state done  Done\n"
			    "    final: yes\n"
			    "transition go  Go\n"
			    "    from: begun held\n"
			    "    to: going\n"
			    "    role: worker\n"
			    "    ask: why note?\n"
			    "    require: span\n"
			    "    when: why != 'never'\n"
			    "    when_message: Never is no reason\n"
			    "    set: fixed = 'set by going'\n"
			    "    task: 'Look in' for owner in 2wd\n"
			    "    task: 'Ring round' for manager in 1d\n"
			    "    notify: owner manager\n"
			    "transition hold  Hold\n"
			    "    from: going\n"
			    "    to: held\n"
			    "    role: worker\n"
			    "    reason: yes\n"
			    "transition finish  Finish\n"
			    "    from: going\n"
			    "    to: done\n"
			    "    role: worker\n"
			    "    complete: yes\n"
			    "\n"
			    "form visit  Visit\n"
			    "    of: yard\n"
			    "    order: visit_no desc\n"
			    "integer visit_no  Number\n";

static void
rules_world(void)
{
	static const struct {
		const char *login, *role;
	} users[] = { { "wim", "worker" },
		      { "mo", "manager" },
		      { "wes", "worker" } };
	struct edit *e;

	clock_fix(1772535600); /* Tuesday 3 March 2026, 11:00 UTC */
	snprintf(world.dir, sizeof(world.dir), "/tmp/check-casework-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(world.dir));
	ck_assert_int_eq(store_open(&world.store, world.dir, STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(small_publish(rules), ERR_OK);
	ck_assert_int_eq(store_make_admin(world.store, "ada", "Ada", false),
			 ERR_OK);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(user_add(session_of("ada"), users[i].login,
					  users[i].login, false),
				 ERR_OK);
		ck_assert_int_eq(user_grant(session_of("ada"), users[i].login,
					    users[i].role, "yard", NO_DATE),
				 ERR_OK);
	}
	who = new_person(session_of("wim"), "Bill", "Sykes", NULL);
	ck_assert_int_eq(
		edit_new_case(
			session_of("wim"),
			form_find(session_forms(session_of("wim")), "yard"),
			who, &e),
		ERR_OK);
	job = save_ok(e);
	edit_close(&e);
}

static const char *
text_of(const char *field)
{
	return fields_text(&small_stored(job)->fields, field);
}

/* Change one answer; what the save said. */
static enum err
put(const char *field, const char *typed, enum save_how how)
{
	struct edit *e = small_edit("wim", job);
	struct saved out;
	enum err err;

	answer(e, field, typed);
	err = edit_save(e, how, NULL, &out);
	edit_close(&e);
	return err;
}

/* Take a transition with what its dialogue asks. */
static enum err
move(const char *name, const char *const given[][2], const char *reason,
     const char **said)
{
	struct session *s = session_of("wim");
	const struct form *f = form_find(session_forms(s), "yard");
	struct saved out = { .why = NULL };
	struct edit *e;
	enum err err =
		edit_begin_transition(s, job, form_transition(f, name), &e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; given && given[i][0]; i++)
		answer(e, given[i][0], given[i][1]);
	err = edit_save(e, SAVE_RECORD, reason, &out);
	if (said)
		*said = out.why ? arena_strdup(&world.arena, out.why) : "";
	edit_close(&e);
	return err;
}

static const char *const because[][2] = { { "why", "agreed" }, { NULL, NULL } };

static void
going(void)
{
	ck_assert_int_eq(put("span", "far", SAVE_RECORD), ERR_OK);
	ck_assert_int_eq(move("go", because, NULL, NULL), ERR_OK);
}

START_TEST(a_default_is_filled_in_once)
{
	struct edit *e;

	ck_assert_int_eq(
		date_compare(fields_date(&small_stored(job)->fields, "got_on"),
			     clock_today()),
		0);
	ck_assert_int_eq(put("got_on", "2026-02-01", SAVE_RECORD), ERR_OK);
	e = small_edit("wim", job);
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(fields_date(&small_stored(job)->fields, "got_on").m,
			 2);
}
END_TEST

START_TEST(what_is_required_to_save_is_and_the_rest_to_finish)
{
	struct edit *e = small_edit("wim", job);
	const struct view_fault *v;
	struct saved out;
	size_t said = 0;

	for (size_t i = 0; i < view_faults(e->view, &v); i++)
		said += !strcmp(v[i].message, "Say what must be");
	ck_assert_uint_eq(said, 1);
	answer(e, "got_on", "");
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	edit_close(&e);
	ck_assert_int_eq(put("why", "x", SAVE_RECORD), ERR_OK);
}
END_TEST

START_TEST(a_transition_wants_what_it_asks_and_requires_and_its_when)
{
	static const char *const never[][2] = { { "why", "never" },
						{ NULL, NULL } };
	const char *said;

	ck_assert_int_eq(move("go", because, NULL, &said), ERR_INVALID);
	ck_assert_int_eq(put("span", "far", SAVE_RECORD), ERR_OK);
	ck_assert_int_eq(move("go", NULL, NULL, &said), ERR_INVALID);
	ck_assert_int_eq(move("go", never, NULL, &said), ERR_INVALID);
	ck_assert_str_eq(said, "Never is no reason");
	ck_assert_str_eq(small_stored(job)->state, "begun");
	ck_assert_str_eq(text_of("why"), "");
	/* `note?` may be left out. */
	ck_assert_int_eq(move("go", because, NULL, &said), ERR_OK);
	ck_assert_str_eq(small_stored(job)->state, "going");
	ck_assert_str_eq(text_of("why"), "agreed");
}
END_TEST

START_TEST(a_transition_sets_and_gives_tasks_and_notices_in_one_commit)
{
	struct worklist w;
	size_t n = 0;

	going();
	ck_assert_str_eq(text_of("fixed"), "set by going");
	ck_assert_int_eq(worklist_read(session_of("wim"), &world.arena,
				       WORK_MINE, 0, &w),
			 ERR_OK);
	ck_assert_uint_eq(w.n, 1);
	ck_assert_str_eq(w.v[0].doing, "Look in");
	ck_assert_int_eq(date_compare(w.v[0].due, date_of(2026, 3, 5)), 0);
	/* wim is the owner and knows; the managers are told. */
	ck_assert_int_eq(
		worklist_read(session_of("mo"), &world.arena, WORK_MINE, 0, &w),
		ERR_OK);
	for (size_t i = 0; i < w.n; i++)
		n += !strcmp(w.v[i].doing, "Ring round") ||
		     !strcmp(w.v[i].doing, "To note: Going");
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(w.n, 2);
	small_whole();
}
END_TEST

START_TEST(a_reason_is_asked_where_the_form_says_so)
{
	struct change *h;
	size_t n, kept = 0;
	const char *said;

	going();
	ck_assert_int_eq(move("hold", NULL, "", &said), ERR_INVALID);
	ck_assert_str_eq(said, "Say why.");
	ck_assert_int_eq(move("hold", NULL, "In hospital", &said), ERR_OK);
	ck_assert_int_eq(
		record_history(session_of("wim"), &world.arena, job, &h, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++)
		kept += h[i].reason && !strcmp(h[i].reason, "In hospital");
	ck_assert_uint_ge(kept, 1);
}
END_TEST

START_TEST(a_complete_transition_wants_every_required_answer_and_check)
{
	const struct item *stop;
	struct edit *e;

	going();
	ck_assert_int_eq(move("finish", NULL, NULL, NULL), ERR_INVALID);
	e = small_edit("wim", job);
	stop = form_item(e->form, "stop");
	answer(e, "must", "all of it");
	edit_add_row(e, stop);
	save_ok(e); /* one row of two: kept, not finished */
	edit_close(&e);
	ck_assert_int_eq(move("finish", NULL, NULL, NULL), ERR_INVALID);
	e = small_edit("wim", job);
	edit_add_row(e, stop);
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(move("finish", NULL, NULL, NULL), ERR_OK);
	ck_assert(small_stored(job)->flags & RECORD_CLOSED);
}
END_TEST

START_TEST(a_check_of_the_whole_stops_finishing_and_never_a_save)
{
	const struct item *stop;
	struct edit *e;

	going();
	e = small_edit("wim", job);
	stop = form_item(e->form, "stop");
	answer(e, "must", "x");
	answer(e, "why", "");
	answer(e, "note", "odd");
	edit_add_row(e, stop);
	edit_add_row(e, stop);
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(move("finish", NULL, NULL, NULL), ERR_INVALID);
	ck_assert_int_eq(put("why", "so", SAVE_RECORD), ERR_OK);
	ck_assert_int_eq(move("finish", NULL, NULL, NULL), ERR_OK);
}
END_TEST

START_TEST(rows_have_a_most_and_a_default_and_an_order)
{
	struct edit *e = small_edit("wim", job);
	const struct item *stop = form_item(e->form, "stop");
	const struct item *no = form_item(e->form, "stop_no");
	const struct view_fault *v;
	size_t too_many = 0, n;

	edit_add_row(e, stop);
	ck_assert_int_eq((int)(edit_get(e, no, 0)->number / NUMBER_ONE), 7);
	edit_add_row(e, stop);
	edit_set(e, no, 1, value_int(12));
	edit_add_row(e, stop);
	edit_set(e, no, 2, value_int(9));
	save_ok(e);
	ck_assert_int_eq(
		(int)fields_int(&small_stored(job)->fields, "top_stop"), 12);
	edit_add_row(e, stop);
	n = view_faults(e->view, &v);
	for (size_t i = 0; i < n; i++)
		too_many += v[i].item == stop && v[i].fault == FAULT_CONSTRAINT;
	ck_assert_uint_eq(too_many, 1);
	edit_close(&e);
}
END_TEST

START_TEST(children_are_read_in_the_order_of_their_form)
{
	static const char *const numbers[] = { "3", "8", "5" };

	for (size_t i = 0; i < 3; i++) {
		struct edit *e = small_child("wim", "yard.visit", job);

		answer(e, "visit_no", numbers[i]);
		save_ok(e);
		edit_close(&e);
	}
	ck_assert_int_eq(
		(int)fields_int(&small_stored(job)->fields, "seen_last"), 3);
}
END_TEST

static size_t
offered(struct edit *e, const char *code)
{
	const struct choice **v;
	size_t n = choices_offered(e->view, form_item(e->form, "way"), NO_ROW,
				   &v),
	       seen = 0;

	for (size_t i = 0; i < n; i++)
		seen += !strcmp(v[i]->code, code);
	return seen;
}

START_TEST(choices_are_those_of_the_filter_less_the_retired)
{
	struct edit *e = small_edit("wim", job);

	ck_assert_uint_eq(offered(e, "foot") + offered(e, "bus"), 0);
	answer(e, "span", "far");
	ck_assert_uint_eq(offered(e, "foot"), 0);
	ck_assert_uint_eq(offered(e, "bus"), 1);
	ck_assert_uint_eq(offered(e, "tram"), 0);
	ck_assert_uint_eq(offered(e, "boat"), 1);
	answer(e, "way", "boat");
	save_ok(e);
	edit_close(&e);
	/* Retired meanwhile: kept where it was chosen, not offered anew. */
	clock_fix(clock_now() + 120 * (int64_t)86400);
	e = small_edit("wim", job);
	ck_assert_uint_eq(offered(e, "boat"), 1);
	answer(e, "note", "n");
	save_ok(e);
	edit_set(e, form_item(e->form, "way"), NO_ROW, value_code("bus"));
	save_ok(e);
	ck_assert_uint_eq(offered(e, "boat"), 0);
	edit_close(&e);
}
END_TEST

START_TEST(a_retired_code_newly_chosen_is_refused)
{
	struct edit *e = small_edit("wim", job);
	struct saved out;

	answer(e, "span", "far");
	edit_set(e, form_item(e->form, "way"), NO_ROW, value_code("tram"));
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	edit_close(&e);
	ck_assert_str_eq(text_of("way"), "");
}
END_TEST

START_TEST(a_field_is_asked_until_the_day_it_retires)
{
	struct edit *e = small_edit("wim", job);
	const struct item *leaving = form_item(e->form, "leaving");

	ck_assert(edit_may_write(e, leaving));
	ck_assert(!view_hidden(e->view, leaving, NO_ROW));
	ck_assert(!edit_may_write(e, form_item(e->form, "gone")));
	ck_assert(view_hidden(e->view, form_item(e->form, "gone"), NO_ROW));
	answer(e, "leaving", "still here");
	save_ok(e);
	edit_close(&e);
	clock_fix(clock_now() + 120 * (int64_t)86400);
	e = small_edit("wim", job);
	ck_assert(!edit_may_write(e, form_item(e->form, "leaving")));
	ck_assert(!view_hidden(e->view, form_item(e->form, "leaving"), NO_ROW));
	save_ok(e);
	edit_close(&e);
	ck_assert_str_eq(text_of("leaving"), "still here");
}
END_TEST

START_TEST(what_is_only_read_is_not_written_by_hand)
{
	struct edit *e;

	going();
	e = small_edit("wim", job);
	ck_assert(!edit_may_write(e, form_item(e->form, "fixed")));
	edit_set(e, form_item(e->form, "fixed"), NO_ROW, value_text("by hand"));
	save_ok(e);
	edit_close(&e);
	ck_assert_str_eq(text_of("fixed"), "set by going");
}
END_TEST

START_TEST(a_hidden_answer_goes_at_the_save_and_stays_in_history)
{
	struct edit *e = small_edit("wim", job);
	struct saved out;
	struct change *h;
	size_t n, kept = 0;

	answer(e, "span", "far");
	answer(e, "way", "boat");
	answer(e, "boat_name", "Ark");
	save_ok(e);
	answer(e, "way", "bus");
	/* On the screen it is kept, so that a slip costs nothing. */
	ck_assert_str_eq(
		edit_get(e, form_item(e->form, "boat_name"), NO_ROW)->text,
		"Ark");
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_OK);
	ck_assert_uint_eq(out.dropped, 1);
	edit_close(&e);
	ck_assert_str_eq(text_of("boat_name"), "");
	ck_assert_int_eq(
		record_history(session_of("wim"), &world.arena, job, &h, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++)
		kept += h[i].item && !strcmp(h[i].item->name, "boat_name") &&
			!strcmp(h[i].old, "Ark");
	ck_assert_uint_eq(kept, 1);
}
END_TEST

START_TEST(a_show_is_never_stored)
{
	struct edit *e = small_edit("wim", job);

	answer(e, "note", "n");
	save_ok(e);
	edit_close(&e);
	ck_assert_ptr_null(fields_get(&small_stored(job)->fields, "age_now"));
}
END_TEST

START_TEST(a_date_is_estimated_where_the_form_lets_it)
{
	struct edit *e = small_edit("wim", who);
	struct value v;
	const char *why;

	answer(e, "born", "~1984");
	save_ok(e);
	edit_close(&e);
	e = small_edit("wim", job);
	ck_assert(!answer_parse(&world.arena, form_item(e->form, "got_on"),
				"~1984", clock_today(), &v, &why));
	edit_close(&e);
}
END_TEST

START_TEST(what_is_others_to_write_stays_empty_too)
{
	const char *v2 = text_with(rules, "form yard  Yard\n    version: 1\n",
				   "form yard  Yard\n    version: 2\n");
	struct edit *e;

	world_sign_out();
	ck_assert_int_eq(
		small_publish(text_with(v2, "text note  Note\n",
					"text note  Note\ntext theirs  Theirs\n"
					"    write: manager\n")),
		ERR_OK);
	e = small_edit("wim", job);
	edit_set(e, form_item(e->form, "theirs"), NO_ROW, value_text("mine"));
	save_ok(e);
	edit_close(&e);
	ck_assert_str_eq(text_of("theirs"), "");
	e = small_edit("mo", job);
	answer(e, "theirs", "so be it");
	save_ok(e);
	edit_close(&e);
	ck_assert_str_eq(text_of("theirs"), "so be it");
}
END_TEST

/* Each save notes the version that it used. */
START_TEST(a_record_keeps_the_version_it_was_saved_by)
{
	ck_assert_uint_eq(small_stored(job)->form_version, 1);
	world_sign_out();
	ck_assert_int_eq(
		small_publish(text_with(
			text_with(rules, "form yard  Yard\n    version: 1\n",
				  "form yard  Yard\n    version: 2\n"),
			"text why  Why\n", "text why  Why is it?\n")),
		ERR_OK);
	ck_assert_uint_eq(small_stored(job)->form_version, 1);
	ck_assert_int_eq(put("note", "x", SAVE_RECORD), ERR_OK);
	ck_assert_uint_eq(small_stored(job)->form_version, 2);
}
END_TEST

START_TEST(publishing_refuses_what_would_lose_answers)
{
	const char *v2 = text_with(rules, "form yard  Yard\n    version: 1\n",
				   "form yard  Yard\n    version: 2\n");

	ck_assert_int_eq(put("note", "kept", SAVE_RECORD), ERR_OK);
	world_sign_out();
	/* The version must rise with any change. */
	ck_assert_int_eq(small_publish(text_with(rules, "text why  Why\n",
						 "text why  Why is it?\n")),
			 ERR_INVALID);
	/* A field that has answers; a state that a case is in. */
	ck_assert_int_eq(
		small_publish(text_with(
			text_with(text_with(v2, "text note  Note\n", ""),
				  " note?", ""),
			"note is empty or why is answered", "why is answered")),
		ERR_INVALID);
	ck_assert_int_eq(small_publish(text_with(v2, "state begun  Begun\n",
						 "state start  Start\n")),
			 ERR_INVALID);
	/* Another type. */
	ck_assert_int_eq(small_publish(text_with(v2, "text note  Note\n",
						 "integer note  Note\n")),
			 ERR_INVALID);
	ck_assert_str_eq(text_of("note"), "kept");
}
END_TEST

Suite *
suite_casework_rules(void)
{
	Suite *s = suite_create("rules");
	TCase *t = tcase_create("each property");

	tcase_add_checked_fixture(t, rules_world, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_default_is_filled_in_once);
	tcase_add_test(t, what_is_required_to_save_is_and_the_rest_to_finish);
	tcase_add_test(
		t, a_transition_wants_what_it_asks_and_requires_and_its_when);
	tcase_add_test(
		t, a_transition_sets_and_gives_tasks_and_notices_in_one_commit);
	tcase_add_test(t, a_reason_is_asked_where_the_form_says_so);
	tcase_add_test(
		t, a_complete_transition_wants_every_required_answer_and_check);
	tcase_add_test(t,
		       a_check_of_the_whole_stops_finishing_and_never_a_save);
	tcase_add_test(t, rows_have_a_most_and_a_default_and_an_order);
	tcase_add_test(t, children_are_read_in_the_order_of_their_form);
	tcase_add_test(t, choices_are_those_of_the_filter_less_the_retired);
	tcase_add_test(t, a_retired_code_newly_chosen_is_refused);
	tcase_add_test(t, a_field_is_asked_until_the_day_it_retires);
	tcase_add_test(t, what_is_only_read_is_not_written_by_hand);
	tcase_add_test(t, what_is_others_to_write_stays_empty_too);
	tcase_add_test(t,
		       a_hidden_answer_goes_at_the_save_and_stays_in_history);
	tcase_add_test(t, a_show_is_never_stored);
	tcase_add_test(t, a_date_is_estimated_where_the_form_lets_it);
	tcase_add_test(t, a_record_keeps_the_version_it_was_saved_by);
	tcase_add_test(t, publishing_refuses_what_would_lose_answers);
	suite_add_tcase(s, t);
	return s;
}
