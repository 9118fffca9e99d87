/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A whole store exported and brought back: merges, records that name one
 * another before they are there, cases without a reference.
 */
#include "check_casework_import.h"

#include <stdio.h>
#include <stdlib.h>

#include "casework/export.h"
#include "casework/same.h"
#include "casework/work.h"

/* The small world, in which people name people and cases name cases of their
 * own and of the other programme; the yard's have no reference. */
static void
town(void)
{
	static const char *const roles[] = { "worker", "manager", "steward" };
	const char *forms;

	small_world();
	forms = text_with(small_forms(), "    version: 1\n",
			  "    version: 2\n");
	forms = text_with(forms, "role reader   Reader\n",
			  "role reader   Reader\nrole steward  Steward\n");
	forms = text_with(forms, "begin repeat diary",
			  "case yard earlier  Earlier\n"
			  "text since  What since?\n"
			  "    relevant: earlier is answered\n"
			  "case haven led_to  Led to\n"
			  "text closing  Last words\n"
			  "    relevant: state = 'done'\n"
			  "text alone  Words without a trip\n"
			  "    relevant: count(trip) > 0\n"
			  "calculate trips  Trips\n"
			  "    calculation: count(trip)\n"
			  "calculate early  Days too early\n"
			  "    calculation: got_on - ended_on()\n"
			  "calculate first_to  First trip\n"
			  "    calculation: first(trip.where_to)\n"
			  "begin repeat diary");
	forms = text_with(forms, "text line  Line\n",
			  "text line  Line\ncase yard heard  Heard\n");
	forms = text_with(forms, "person aunt  Aunt",
			  "case yard from_yard  From\nperson aunt  Aunt");
	forms = text_with(forms, "text safe  Safe contact\n",
			  "person kin  Kin\ntext safe  Safe contact\n");
	forms = arena_printf(&world.arena,
			     "%s\nform trip  Trip\n    of: yard\n"
			     "text where_to  Where to\n\n"
			     "form meeting  Meeting\n    version: 1\n"
			     "    programme: yard\n    opens: case\n"
			     "    about: nothing\n    read: worker\n"
			     "    write: worker\ntext topic  Topic\n"
			     "case meeting next  Next one\n"
			     "state held  Held\n    final: yes\n\n"
			     "form minute  Minute\n    of: meeting\n"
			     "text said  Said\n",
			     forms);
	ck_assert_int_eq(small_publish(forms), ERR_OK);
	world_sign_out();
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(user_grant(session_of("ada"), "ada", roles[i],
					    "*", NO_DATE),
				 ERR_OK);
	world_sign_out();
}

static void
leave_town(void)
{
	import_close();
}

static void
name_case(uint64_t record, const char *field, uint64_t other)
{
	struct edit *e = small_edit("ada", record);

	edit_set(e, form_item(e->form, field), NO_ROW, value_case(other));
	save_ok(e);
	edit_close(&e);
}

static void
name_person(uint64_t person, const char *field, uint64_t other)
{
	struct edit *e = small_edit("ada", person);

	answer_person(e, field, other);
	save_ok(e);
	edit_close(&e);
}

static void
write_text(uint64_t record, const char *field, const char *text)
{
	struct edit *e = small_edit("ada", record);

	answer(e, field, text);
	save_ok(e);
	edit_close(&e);
}

static void
hear(uint64_t yard, const char *line, uint64_t other)
{
	struct edit *e = small_edit("ada", yard);
	size_t row = edit_add_row(e, form_item(e->form, "diary"));

	edit_set(e, form_item(e->form, "line"), row, value_text(line));
	edit_set(e, form_item(e->form, "heard"), row, value_case(other));
	save_ok(e);
	edit_close(&e);
}

static void
add_child(const char *form, uint64_t of, const char *field, const char *text)
{
	struct edit *e = small_child("ada", form, of);

	answer(e, field, text);
	save_ok(e);
	edit_close(&e);
}

static uint64_t
meeting(const char *topic)
{
	struct session *s = session_of("ada");
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_case(s, form_find(session_forms(s), "meeting"), 0, &e),
		ERR_OK);
	answer(e, "topic", topic);
	id = save_ok(e);
	edit_close(&e);
	return id;
}

static void
raise_alert(uint64_t about, const char *text, struct date until)
{
	uint64_t id;

	ck_assert_int_eq(flag_raise(session_of("ada"), about, text, until, &id),
			 ERR_OK);
}

static void
resolve_alert(uint64_t about, const char *text, const char *note)
{
	uint64_t id;

	ck_assert_int_eq(
		flag_raise(session_of("ada"), about, text, NO_DATE, &id),
		ERR_OK);
	ck_assert_int_eq(flag_resolve(session_of("ada"), id, note), ERR_OK);
}

static uint64_t
add_task(uint64_t person, uint64_t case_id, const char *text)
{
	const struct task_new n = { .person = person,
				    .case_id = case_id,
				    .text = text,
				    .due = date_of(2026, 3, 9),
				    .minutes = case_id ? 615 : -1 };
	uint64_t id;

	ck_assert_int_eq(task_add(session_of("ada"), &n, &id), ERR_OK);
	return id;
}

static void
link_people(uint64_t one, uint64_t other, const char *type, bool unsafe)
{
	uint64_t id;

	ck_assert_int_eq(
		people_link(session_of("ada"), one, other, type, unsafe, &id),
		ERR_OK);
}

/* What stands beside people and cases; a link that was taken back. */
static void
stand_beside(const uint64_t p[4], const uint64_t y[3])
{
	uint64_t id;

	raise_alert(p[0], "Dog \"Rex\" in the yard", NO_DATE);
	raise_alert(p[0], "Visit in pairs", date_of(2026, 9, 1));
	raise_alert(y[1], "Ask for Ada", NO_DATE);
	resolve_alert(p[3], "Key safe", "the code was changed");
	add_task(p[3], 0, "Ring her sister");
	add_task(0, y[0], "Look at the roof");
	id = add_task(0, y[0], "Order slates");
	ck_assert_int_eq(task_finish(session_of("ada"), id, "forty"), ERR_OK);
	/* To who comes later and to who came before, twice to one of them. */
	link_people(p[2], p[3], "cousin", false);
	link_people(p[2], p[0], "aunt", false);
	link_people(p[2], p[3], "lodger", false);
	link_people(p[0], p[2], "threatened by", true);
	ck_assert_int_eq(people_link(session_of("ada"), p[3], p[0], "friend",
				     false, &id),
			 ERR_OK);
	ck_assert_int_eq(people_unlink(session_of("ada"), id, "not so"),
			 ERR_OK);
}

/* Whatever can be named is named by what came before it. */
static void
fill_town(void)
{
	struct session *s = session_of("ada");
	uint64_t p[4], y[3], h, m[2], alias;

	p[0] = new_person(s, "Efua", "Mensah", "1980-02-03");
	p[1] = new_person(s, "Efua", "Menza", "1980-02-03");
	p[2] = new_person(s, "Effie", "Mensah", NULL);
	p[3] = new_person(s, "Zofia", "Nowak", "1990-05-06");
	name_person(p[0], "kin", p[3]);
	/* The first into the second, that into the third. */
	ck_assert_int_eq(same_merge(s, p[1], p[0], "one", &alias), ERR_OK);
	ck_assert_int_eq(same_merge(s, p[2], p[1], "two", &alias), ERR_OK);
	for (size_t i = 0; i < 3; i++)
		y[i] = small_case("ada", "yard", p[i == 2 ? 3 : 0]);
	h = small_case("ada", "haven", p[3]);
	name_case(y[0], "earlier", y[2]);
	write_text(y[0], "since", "three moves");
	name_case(y[1], "led_to", h);
	name_case(h, "from_yard", y[2]);
	hear(y[0], "first", y[1]);
	hear(y[0], "second", y[2]);
	hear(y[2], "third", y[0]);
	add_child("yard.trip", y[1], "where_to", "Bow");
	add_child("yard.trip", y[0], "where_to", "Mile End");
	add_child("yard.trip", y[1], "where_to", "Leyton");
	add_child("person.note", p[3], "about", "open");
	add_child("person.note", p[3], "about", "shut");
	/* Closed: what was worked out and asked then stands. */
	write_text(y[1], "alone", "two of us");
	ck_assert_int_eq(small_move("ada", y[1], "finish"), ERR_OK);
	write_text(y[1], "closing", "all is well");
	m[0] = meeting("one");
	m[1] = meeting("two");
	name_case(m[0], "next", m[1]);
	add_child("meeting.minute", m[1], "said", "aye");
	stand_beside(p, y);
}

static const char *const forms[] = { "person",	      "person.note", "yard",
				     "haven",	      "yard.trip",   "meeting",
				     "meeting.minute" };
#define FORMS (sizeof(forms) / sizeof(forms[0]))

static void
export_all(char *out[FORMS], enum export_format format)
{
	for (size_t i = 0; i < FORMS; i++)
		out[i] = export_of("ada", forms[i], format, false);
}

static void
bring_all(char *in[FORMS], enum export_format format)
{
	for (size_t i = 0; i < FORMS; i++) {
		import_ok("ada", map_of(forms[i], format, false), in[i], true);
		ck_assert_msg(import_counts_now.created ==
				      import_counts_now.rows,
			      "%s: %s%s", forms[i], import_report.s,
			      import_rejects.s ? import_rejects.s : "");
	}
}

static void
same_all(char *first[FORMS], enum export_format format)
{
	for (size_t i = 0; i < FORMS; i++) {
		char *again = export_of("ada", forms[i], format, false);

		ck_assert_str_eq(again, first[i]);
		free(again);
	}
}

static void
free_all(char *v[FORMS])
{
	for (size_t i = 0; i < FORMS; i++)
		free(v[i]);
}

/* _i: as CSV, as lines of JSON. */
START_TEST(a_store_of_merges_and_names_comes_back_byte_for_byte)
{
	enum export_format format = _i ? EXPORT_JSONL : EXPORT_CSV;
	char *first[FORMS];

	fill_town();
	export_all(first, format);
	ck_assert_ptr_nonnull(strstr(first[2], "three moves"));
	ck_assert_ptr_nonnull(strstr(first[2], "all is well"));
	ck_assert_ptr_nonnull(strstr(first[2], "two of us"));
	ck_assert_ptr_nonnull(strstr(first[2], "-2 days"));
	world_close();
	town();
	bring_all(first, format);
	same_all(first, format);
	import_whole();
	ck_assert_uint_eq(stored_count(RECORD_FLAG), 4);
	ck_assert_uint_eq(stored_count(RECORD_LINK), 4);
	for (size_t i = 0; i < FORMS; i++) {
		import_ok("ada", map_of(forms[i], format, false), first[i],
			  true);
		ck_assert_uint_eq(import_counts_now.skipped,
				  import_counts_now.rows);
	}
	same_all(first, format);
	free_all(first);
}
END_TEST

START_TEST(what_is_brought_back_into_its_own_store_is_known)
{
	char *first[FORMS];

	fill_town();
	export_all(first, EXPORT_CSV);
	for (size_t i = 0; i < FORMS; i++) {
		import_ok("ada", map_of(forms[i], EXPORT_CSV, false), first[i],
			  true);
		ck_assert_msg(import_counts_now.skipped ==
				      import_counts_now.rows,
			      "%s: %s", forms[i], import_report.s);
	}
	same_all(first, EXPORT_CSV);
	free_all(first);
}
END_TEST

/* The alias by which somebody is another. */
static uint64_t
stored_alias(uint64_t other)
{
	struct txn *t = txn_begin_read(world.store);
	struct record *r;
	uint64_t after = 0, alias = 0;

	while (record_next(t, &world.arena, after, &r)) {
		after = r->id;
		if (r->kind == RECORD_ALIAS &&
		    fields_id(&r->fields, "other") == other)
			alias = r->id;
	}
	txn_abort(t);
	return alias;
}

START_TEST(a_merge_that_was_brought_back_is_one_and_can_be_undone)
{
	struct session *s;
	char *first[FORMS];
	uint64_t effie, menza, alias;

	fill_town();
	export_all(first, EXPORT_CSV);
	world_close();
	town();
	bring_all(first, EXPORT_CSV);
	s = session_of("ada");
	menza = stored_with("family", "Menza")->id;
	effie = stored_with("given", "Effie")->id;
	ck_assert_uint_eq(stored_count(RECORD_ALIAS), 2);
	ck_assert_int_eq(same_merge(s, effie, menza, NULL, &alias), ERR_EXISTS);
	alias = stored_alias(menza);
	ck_assert_int_eq(same_unmerge(s, alias, "two after all"), ERR_OK);
	ck_assert_int_eq(same_merge(s, effie, menza, NULL, &alias), ERR_OK);
	import_whole();
	free_all(first);
}
END_TEST

/* As on the day it was raised, not as on the day of the import. */
START_TEST(an_alert_comes_back_with_its_day_its_maker_and_its_person)
{
	const struct record *alert;
	char *first[FORMS];
	struct date raised;

	fill_town();
	export_all(first, EXPORT_CSV);
	raised = clock_today();
	world_close();
	town();
	clock_fix(clock_now() + INT64_C(5 * 86400));
	bring_all(first, EXPORT_CSV);
	alert = stored_with("text", "Visit in pairs");
	ck_assert_int_eq(date_compare(clock_date_of(alert->created_at), raised),
			 0);
	ck_assert_str_eq(alert->created_by, "ada");
	ck_assert_str_eq(fields_text(&stored_person(alert)->fields, "given"),
			 "Efua");
	free_all(first);
}
END_TEST

/* Into a town where nobody is yet, as batches 1 and 2. */
static void
bring_people_and_yards(char *first[])
{
	fill_town();
	export_all(first, EXPORT_CSV);
	world_close();
	town();
	import_ok("ada", map_of("person", EXPORT_CSV, false), first[0], true);
	import_ok("ada", map_of("yard", EXPORT_CSV, false), first[2], true);
}

START_TEST(what_stands_beside_goes_with_the_undoing_of_its_batch)
{
	struct import_undone out;
	char *first[FORMS];

	bring_people_and_yards(first);
	for (uint64_t batch = 2; batch >= 1; batch--) {
		ck_assert_int_eq(import_undo(session_of("ada"), batch, NULL,
					     NULL, NULL, &out),
				 ERR_OK);
		ck_assert_uint_eq(out.left, 0);
	}
	free_all(first);
	first[0] = export_of("ada", "person", EXPORT_CSV, false);
	ck_assert_ptr_null(strchr(first[0], '[')); /* the header alone */
	free(first[0]);
	import_whole();
}
END_TEST

START_TEST(a_cell_of_alerts_that_caseload_did_not_write_is_a_fault)
{
	char *people, *at;

	fill_town();
	people = export_of("ada", "person", EXPORT_CSV, false);
	world_close();
	town();
	at = strstr(people, "2026-09-01");
	ck_assert_ptr_nonnull(at);
	at[5] = '9'; /* no such month */
	import_ok("ada", map_of("person", EXPORT_CSV, false), people, true);
	ck_assert_uint_eq(import_counts_now.rejected, 1);
	ck_assert(import_told("These are no alerts, as caseload writes them."));
	free(people);
}
END_TEST

START_TEST(merges_are_put_back_by_a_steward_alone)
{
	char *people;

	fill_town();
	people = export_of("ada", "person", EXPORT_CSV, false);
	world_close();
	town();
	ck_assert_int_eq(user_revoke(session_of("ada"), "ada", "steward", "*"),
			 ERR_OK);
	world_sign_out();
	import_ok("ada", map_of("person", EXPORT_CSV, false), people, true);
	import_counted("2/0/0/0/0/2");
	ck_assert(import_told("I305"));
	free(people);
}
END_TEST

START_TEST(what_names_a_record_still_to_come_is_told_and_put_in_later)
{
	char *first[FORMS];

	bring_people_and_yards(first);
	ck_assert_uint_eq(import_counts_now.later - import_counts_now.joined,
			  1);
	ck_assert(import_told("left out until it is"));
	import_ok("ada", map_of("haven", EXPORT_CSV, false), first[3], true);
	ck_assert_uint_eq(import_counts_now.later, 0);
	ck_assert_uint_eq(import_counts_now.joined, 1);
	free_all(first);
}
END_TEST

START_TEST(what_was_put_in_later_goes_with_the_undoing_of_its_batch)
{
	struct import_undone out;
	char *first[FORMS], *again;

	bring_people_and_yards(first);
	again = export_of("ada", "yard", EXPORT_CSV, false);
	import_ok("ada", map_of("haven", EXPORT_CSV, false), first[3], true);
	ck_assert_int_eq(
		import_undo(session_of("ada"), 3, NULL, NULL, NULL, &out),
		ERR_OK);
	ck_assert_uint_eq(out.left, 0);
	free_all(first);
	first[0] = export_of("ada", "yard", EXPORT_CSV, false);
	ck_assert_str_eq(first[0], again);
	free(first[0]);
	free(again);
	import_whole();
}
END_TEST

Suite *
suite_casework_back(void)
{
	Suite *s = suite_create("brought back");
	TCase *t = tcase_create("brought back");

	tcase_add_checked_fixture(t, town, leave_town);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(
		t, a_store_of_merges_and_names_comes_back_byte_for_byte, 0, 2);
	tcase_add_test(t, what_is_brought_back_into_its_own_store_is_known);
	tcase_add_test(t,
		       a_merge_that_was_brought_back_is_one_and_can_be_undone);
	tcase_add_test(
		t, an_alert_comes_back_with_its_day_its_maker_and_its_person);
	tcase_add_test(t,
		       what_stands_beside_goes_with_the_undoing_of_its_batch);
	tcase_add_test(t,
		       a_cell_of_alerts_that_caseload_did_not_write_is_a_fault);
	tcase_add_test(t, merges_are_put_back_by_a_steward_alone);
	tcase_add_test(
		t, what_names_a_record_still_to_come_is_told_and_put_in_later);
	tcase_add_test(
		t, what_was_put_in_later_goes_with_the_undoing_of_its_batch);
	suite_add_tcase(s, t);
	return s;
}
