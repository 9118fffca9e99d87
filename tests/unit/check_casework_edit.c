/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_casework.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "casework/words.h"

static uint64_t person, sanc;

static void
a_case(void)
{
	world_open();
	person = new_person(session_of("sara"), "Amina", "Begum", "1/2/1990");
	sanc = new_sanctuary(session_of("sara"), person);
}

static struct edit *
begin_edit(const char *who, uint64_t record)
{
	struct edit *e;

	ck_assert_int_eq(edit_open(session_of(who), record, &e), ERR_OK);
	return e;
}

static const char *
stored_text(uint64_t record, const char *field)
{
	struct txn *t = txn_begin_read(world.store);
	const struct record *r = record_get(t, &world.arena, record);
	const char *s =
		arena_strdup(&world.arena, fields_text(&r->fields, field));

	txn_abort(t);
	return s;
}

START_TEST(a_draft_is_kept_and_resumed_and_goes_with_its_save)
{
	struct session *s = session_of("sara");
	struct edit *e, *again;
	struct draft_brief *d;
	size_t n;

	ck_assert_int_eq(edit_new_person(s, NULL, &e), ERR_OK);
	answer(e, "given", "Małgorzata");
	edit_set_typed(e, form_item(e->form, "born"), NO_ROW, "31/31/31");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	edit_close(&e);

	ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(d[0].title, "Person, new, MAŁGORZATA");
	ck_assert_uint_eq(d[0].fields, 2);
	ck_assert_int_eq(edit_resume(s, d[0].id, &again), ERR_OK);
	ck_assert_str_eq(fields_text(&again->answers, "given"), "Małgorzata");
	ck_assert_str_eq(
		edit_get_typed(again, form_item(again->form, "born"), NO_ROW),
		"31/31/31");
	edit_set_typed(again, form_item(again->form, "born"), NO_ROW, NULL);
	answer(again, "family", "Nowak");
	save_ok(again);
	edit_close(&again);
	ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(a_draft_says_how_many_fields_it_changes)
{
	struct session *s = session_of("sara");
	struct edit *e = begin_edit("sara", sanc), *other;
	struct draft_brief *d;
	size_t n;

	answer(e, "referrer_ref", "CAD 1");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	other = begin_edit("mona", sanc);
	answer(other, "referrer_name", "J. Smith");
	answer(other, "referrer_ref", "CAD 2");
	save_ok(other);
	edit_close(&other);
	/* Against what it began from, not what others saved since. */
	ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(d[0].fields, 1);
	ck_assert_str_eq(d[0].changed_by, "mona");
	edit_close(&e);
}
END_TEST

START_TEST(a_draft_is_private_to_its_user)
{
	struct draft_brief *d;
	struct edit *e = begin_edit("sara", sanc), *other;
	size_t n;
	uint64_t id;

	answer(e, "referrer_ref", "CAD 1");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	id = e->draft;
	edit_close(&e);
	ck_assert_int_eq(draft_briefs(session_of("mona"), &world.arena, &d, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(edit_resume(session_of("mona"), id, &other),
			 ERR_NOT_FOUND);
}
END_TEST

/* A line hangs; the same person comes in again and goes on; then the first
 * window's end is noticed. */
START_TEST(two_windows_on_one_draft_do_not_write_over_each_other)
{
	struct session *s = session_of("sara");
	struct edit *e = begin_edit("sara", sanc), *again;
	struct draft_brief *d;
	size_t n;

	answer(e, "referrer_ref", "CAD 1");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	answer(e, "referrer_ref", "CAD 12");
	ck_assert_int_eq(edit_resume(s, e->draft, &again), ERR_OK);
	clock_fix(clock_now() + 60);
	answer(again, "referrer_ref", "CAD 77");
	ck_assert_int_eq(edit_keep(again), ERR_OK);
	ck_assert_uint_eq(again->draft, e->draft);
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	ck_assert_uint_ne(again->draft, e->draft);
	ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 2);
	edit_close(&e);
	ck_assert_int_eq(edit_resume(s, again->draft, &e), ERR_OK);
	ck_assert_str_eq(fields_text(&e->answers, "referrer_ref"), "CAD 77");
	edit_close(&again);
	edit_close(&e);
}
END_TEST

START_TEST(an_answer_not_given_is_a_draft_of_who_wrote_it)
{
	struct words w = { .about = sanc, .question = "Why?\n\nSay it." };
	struct words mine = w, theirs = w;
	struct draft_brief *d;
	struct edit *e;
	size_t n;

	w.text = "the lock";
	ck_assert_int_eq(words_keep(session_of("sara"), &w), ERR_OK);
	ck_assert_int_eq(words_find(session_of("sara"), &world.arena, &mine),
			 ERR_OK);
	ck_assert_uint_eq(mine.draft, w.draft);
	ck_assert_str_eq(mine.text, "the lock");
	ck_assert_int_eq(words_find(session_of("mona"), &world.arena, &theirs),
			 ERR_OK);
	ck_assert_uint_eq(theirs.draft, 0);
	ck_assert_int_eq(draft_briefs(session_of("sara"), &world.arena, &d, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(d->words, "the lock");
	ck_assert_uint_eq(d->case_id, sanc);
	ck_assert_int_eq(edit_resume(session_of("sara"), w.draft, &e),
			 ERR_NOT_FOUND);
	mine.text = "";
	ck_assert_int_eq(words_keep(session_of("sara"), &mine), ERR_OK);
	ck_assert_int_eq(draft_briefs(session_of("sara"), &world.arena, &d, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(words_about_what_is_seen_no_more_wait_unseen)
{
	struct words w = { .about = sanc, .question = "Why?", .text = "lock" };
	struct draft_brief *d;
	size_t n;

	ck_assert_int_eq(words_keep(session_of("sara"), &w), ERR_OK);
	ck_assert_int_eq(user_revoke(session_of("ada"), "sara", "caseworker",
				     "sanctuary"),
			 ERR_OK);
	ck_assert_int_eq(draft_briefs(session_of("sara"), &world.arena, &d, &n),
			 ERR_OK);
	ck_assert_uint_eq(n, 0);
	w.text = "lock and bolt";
	ck_assert_int_eq(words_keep(session_of("sara"), &w), ERR_OK);
}
END_TEST

START_TEST(a_text_that_is_not_understood_is_not_saved_away)
{
	struct edit *e = begin_edit("sara", person);
	struct saved out;

	edit_set_typed(e, form_item(e->form, "born"), NO_ROW, "soon");
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_INVALID);
	ck_assert_uint_ge(out.faults, 1);
	ck_assert_str_eq(edit_get_typed(e, form_item(e->form, "born"), NO_ROW),
			 "soon");
	edit_close(&e);
}
END_TEST

START_TEST(fields_that_only_one_changed_are_merged)
{
	struct edit *sara = begin_edit("sara", sanc);
	struct edit *mona = begin_edit("mona", sanc);
	struct saved out;

	answer(sara, "referrer_ref", "CAD 4471");
	save_ok(sara);
	answer(mona, "received_on", "2026-03-01");
	ck_assert_int_eq(edit_save(mona, SAVE_RECORD, NULL, &out), ERR_OK);
	ck_assert_uint_eq(out.n_merged, 1);
	ck_assert_str_eq(out.merged[0]->name, "referrer_ref");
	ck_assert_str_eq(out.merged_by, "sara");
	ck_assert_str_eq(stored_text(sanc, "referrer_ref"), "CAD 4471");
	edit_close(&sara);
	edit_close(&mona);
}
END_TEST

/* _i: whose value is chosen. */
START_TEST(a_field_that_both_changed_is_chosen)
{
	struct edit *sara = begin_edit("sara", sanc);
	struct edit *mona = begin_edit("mona", sanc);
	struct saved out;

	answer(sara, "referrer_ref", "theirs");
	save_ok(sara);
	answer(mona, "referrer_ref", "mine");
	ck_assert_int_eq(edit_keep(mona), ERR_OK);
	ck_assert_int_eq(edit_save(mona, SAVE_RECORD, NULL, &out),
			 ERR_CONFLICT);
	ck_assert_uint_eq(out.n_clashes, 1);
	ck_assert_str_eq(out.clashes[0].theirs.text, "theirs");
	ck_assert_str_eq(out.clashes[0].mine.text, "mine");
	ck_assert_str_eq(out.clashes[0].by, "sara");
	ck_assert_str_eq(stored_text(sanc, "referrer_ref"), "theirs");
	out.clashes[0].take_theirs = _i == 0;
	edit_settle(mona, &out);
	save_ok(mona);
	ck_assert_str_eq(stored_text(sanc, "referrer_ref"),
			 _i == 0 ? "theirs" : "mine");
	edit_close(&sara);
	edit_close(&mona);
}
END_TEST

START_TEST(a_resumed_draft_meets_what_was_saved_meanwhile)
{
	struct edit *mona = begin_edit("mona", sanc), *sara;
	struct saved out;
	uint64_t draft;

	answer(mona, "referrer_ref", "mine");
	ck_assert_int_eq(edit_keep(mona), ERR_OK);
	draft = mona->draft;
	edit_close(&mona);
	sara = begin_edit("sara", sanc);
	answer(sara, "referrer_ref", "theirs");
	save_ok(sara);
	edit_close(&sara);
	ck_assert_int_eq(edit_resume(session_of("mona"), draft, &mona), ERR_OK);
	ck_assert_int_eq(edit_save(mona, SAVE_RECORD, NULL, &out),
			 ERR_CONFLICT);
	ck_assert_str_eq(out.clashes[0].mine.text, "mine");
	edit_close(&mona);
}
END_TEST

START_TEST(a_transition_is_one_commit_with_state_and_history)
{
	struct session *s = session_of("sara");
	const struct form *f = form_find(session_forms(s), "sanctuary");
	struct arena a = ARENA_INIT;
	struct case_file c;
	struct edit *e;
	struct saved out;
	enum err err;

	ck_assert_int_eq(
		edit_begin_transition(s, sanc, form_transition(f, "start"), &e),
		ERR_OK);
	err = edit_save(e, SAVE_RECORD, NULL, &out);
	if (err == ERR_INVALID) {
		/* What it asks for first is told in a sentence. */
		ck_assert_ptr_nonnull(out.why);
		ck_assert_uint_ge(out.faults, 1);
	} else {
		ck_assert_int_eq(err, ERR_OK);
		ck_assert_int_eq(case_open(s, &a, sanc, &c), ERR_OK);
		ck_assert_str_eq(c.brief.state, "triage");
		ck_assert_uint_eq(
			fields_get(&c.record->fields, "_states")->rows.n, 2);
	}
	edit_close(&e);
	arena_clear(&a);
}
END_TEST

/* Begun, left, and begun anew: what was kept the first time is of no use. */
START_TEST(a_step_that_is_taken_takes_its_drafts_with_it)
{
	struct session *s = session_of("sara");
	const struct transition *t = form_transition(
		form_find(session_forms(s), "sanctuary"), "start");
	struct edit *e;
	struct draft_brief *d;
	size_t n;

	e = begin_edit("sara", sanc);
	answer(e, "safe_contact", "Text only");
	answer(e, "perp_home", "no");
	save_ok(e);
	edit_close(&e);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(edit_begin_transition(s, sanc, t, &e), ERR_OK);
		answer(e, "referrer_ref", "first");
		if (i == 1)
			save_ok(e);
		else
			ck_assert_int_eq(edit_keep(e), ERR_OK);
		edit_close(&e);
		ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
		ck_assert_uint_eq(n, i == 0);
	}
}
END_TEST

START_TEST(a_transition_is_refused_to_those_without_its_role)
{
	struct session *s = session_of("sara");
	const struct form *f = form_find(session_forms(s), "sanctuary");
	struct edit *e;

	ck_assert_int_eq(edit_begin_transition(
				 s, sanc, form_transition(f, "decline_it"), &e),
			 ERR_DENIED);
	ck_assert_int_eq(edit_begin_transition(
				 s, sanc, form_transition(f, "sign_off"), &e),
			 ERR_CONFLICT);
}
END_TEST

START_TEST(history_gives_each_old_and_new_value)
{
	struct edit *e = begin_edit("sara", sanc);
	struct change *c;
	size_t n, hits = 0;

	answer(e, "referrer_ref", "first");
	save_ok(e);
	answer(e, "referrer_ref", "second");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(
		record_history(session_of("mona"), &world.arena, sanc, &c, &n),
		ERR_OK);
	for (size_t i = 0; i < n; i++)
		if (strcmp(c[i].new, "second") == 0) {
			ck_assert_str_eq(c[i].old, "first");
			ck_assert_str_eq(c[i].who, "sara");
			hits++;
		}
	ck_assert_uint_eq(hits, 1);
	for (hits = 0; hits < n && strcmp(c[hits].new, "Received"); hits++)
		;
	ck_assert_uint_lt(hits, n);
	ck_assert_str_eq(c[hits].field, "");
}
END_TEST

static void
add_work(struct edit *e, const char *measure, const char *place)
{
	const struct form *f = e->form;
	size_t row = edit_add_row(e, form_item(f, "work"));

	edit_set(e, form_item(f, "item"), row, value_code(measure));
	edit_set(e, form_item(f, "place_at"), row, value_text(place));
}

/* The contractor learns where, how to get in and what to fit: not whose home it
 * is, nor why. */
START_TEST(a_sheet_prints_its_fields_and_nothing_else)
{
	static const char *const told[] = { "Flat 3, 90", "Globe Road",
					    "Ring twice", "Hinge bolts",
					    "Front door" };
	static const char *const kept[] = { "hit her", "Amina", "Khatun",
					    "Sanctuary", "SAN-" };
	struct session *s = session_of("sara");
	struct edit *e = begin_edit("sara", sanc);
	struct arena *a = &world.arena;
	struct case_file c;
	const char *text;

	answer(e, "sec_house", "Flat 3, 90");
	answer(e, "sec_street", "Globe Road");
	answer(e, "access_how", "Ring twice");
	answer(e, "story", "He hit her");
	add_work(e, "M05", "Front door");
	save_ok(e);
	edit_close(&e);
	ck_assert_int_eq(case_open(s, a, sanc, &c), ERR_OK);
	ck_assert_uint_eq(c.n_sheets, 1);
	ck_assert_str_eq(c.sheets[0]->name, "job");
	ck_assert_int_eq(case_sheet(s, a, sanc, "job", &text), ERR_OK);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		ck_assert_ptr_nonnull(strstr(text, told[i]));
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		ck_assert_ptr_null(strstr(text, kept[i]));
	ck_assert_int_eq(case_sheet(s, a, sanc, "other", &text), ERR_NOT_FOUND);
}
END_TEST

START_TEST(no_room_on_the_disk_keeps_the_draft_and_the_store)
{
	struct rlimit small = { 1 << 20, RLIM_INFINITY }, old;
	struct edit *e = begin_edit("sara", sanc);
	struct session *s = session_of("sara");
	struct draft_brief *d;
	struct saved out;
	size_t n;
	char *big = arena_alloc(&world.arena, 3 << 20);
	enum err err;

	signal(SIGXFSZ, SIG_IGN);
	answer(e, "referrer_ref", "before");
	ck_assert_int_eq(edit_keep(e), ERR_OK);
	memset(big, 'x', (3 << 20) - 1);
	/* What no form names is kept, and is no text with a limit. */
	fields_set(&e->answers, "of_an_older_form", value_text(big));
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	err = edit_save(e, SAVE_RECORD, NULL, &out);
	setrlimit(RLIMIT_FSIZE, &old);
	ck_assert_msg(err == ERR_FULL, "%s", err_text(err));
	edit_close(&e);
	ck_assert_int_eq(draft_briefs(s, &world.arena, &d, &n), ERR_OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(edit_resume(s, d[0].id, &e), ERR_OK);
	ck_assert_str_eq(fields_text(&e->answers, "referrer_ref"), "before");
	save_ok(e);
	edit_close(&e);
}
END_TEST

START_TEST(who_may_only_read_changes_nothing)
{
	struct edit *e;
	struct saved out;

	ck_assert_int_eq(edit_open(session_of("ann"), sanc, &e), ERR_OK);
	ck_assert(!e->may_write);
	fields_set(&e->answers, "referrer_ref", value_text("forged"));
	ck_assert_int_eq(edit_save(e, SAVE_RECORD, NULL, &out), ERR_DENIED);
	ck_assert_str_eq(stored_text(sanc, "referrer_ref"), "");
	edit_close(&e);
}
END_TEST

Suite *
suite_casework_edit(void)
{
	Suite *s = suite_create("edits");
	TCase *t = tcase_create("saving");

	tcase_add_checked_fixture(t, a_case, world_close);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_draft_is_kept_and_resumed_and_goes_with_its_save);
	tcase_add_test(t, a_draft_says_how_many_fields_it_changes);
	tcase_add_test(t, a_draft_is_private_to_its_user);
	tcase_add_test(t,
		       two_windows_on_one_draft_do_not_write_over_each_other);
	tcase_add_test(t, an_answer_not_given_is_a_draft_of_who_wrote_it);
	tcase_add_test(t, words_about_what_is_seen_no_more_wait_unseen);
	tcase_add_test(t, a_text_that_is_not_understood_is_not_saved_away);
	tcase_add_test(t, fields_that_only_one_changed_are_merged);
	tcase_add_loop_test(t, a_field_that_both_changed_is_chosen, 0, 2);
	tcase_add_test(t, a_resumed_draft_meets_what_was_saved_meanwhile);
	tcase_add_test(t, a_transition_is_one_commit_with_state_and_history);
	tcase_add_test(t, a_step_that_is_taken_takes_its_drafts_with_it);
	tcase_add_test(t, a_transition_is_refused_to_those_without_its_role);
	tcase_add_test(t, history_gives_each_old_and_new_value);
	tcase_add_test(t, a_sheet_prints_its_fields_and_nothing_else);
	tcase_add_test(t, no_room_on_the_disk_keeps_the_draft_and_the_store);
	tcase_add_test(t, who_may_only_read_changes_nothing);
	suite_add_tcase(s, t);
	return s;
}
