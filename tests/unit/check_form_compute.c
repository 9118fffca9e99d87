/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules of a form make of answers. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "check_form_compute.h"
#include "form/load.h"

static const struct date tuesday = { 2026, 3, 3 };

static struct view *
look(const char *form, const char *text, struct eval_ctx *ctx)
{
	struct fields *f = arena_alloc(&compute_arena, sizeof(*f));

	*ctx = compute_context(form);
	*f = compute_answers(ctx->form, text);
	return form_view(ctx, f);
}

/* `name` or `name@row`. */
static const struct item *
item_at(const struct form *f, const char *where, size_t *row)
{
	size_t n = strcspn(where, "@");
	const struct item *it =
		form_item(f, arena_strndup(&compute_arena, where, n));

	ck_assert_msg(it != NULL, "no item %s", where);
	*row = where[n] ? strtoul(where + n + 1, NULL, 10) : NO_ROW;
	return it;
}

static const struct {
	const char *why, *answers, *item;
	bool hidden;
} shown[] = {
	{ "no condition: shown", "", "asked", false },
	{ "unknown hides", "", "why_not", true },
	{ "yes shows", "asked=no", "why_not", false },
	{ "no hides", "asked=yes", "why_not", true },
	{ "a hidden answer counts as none", "asked=yes; why_not=x", "why_more",
	  true },
	{ "an answer that shows counts", "asked=no; why_not=x", "why_more",
	  false },
	{ "a page hides what is in it", "", "start_on", true },
	{ "a page shows what is in it", "asked=yes", "start_on", false },
	{ "a page hides its groups", "amount=20", "note_in", true },
	{ "a group within it may hide", "asked=yes; amount=5", "note_in",
	  true },
	{ "a group that depends on a later page", "asked=yes; amount=20",
	  "note_in", false },
	{ "a calculation hides with its group", "amount=20", "twice", true },
	{ "in a row", "cost@0=1; cost@1=9", "rate@0", true },
	{ "in another row", "cost@0=1; cost@1=9", "rate@1", false },
	{ "a repeat hides", "visited_on@0=2026-03-01", "visited_on@0", true },
	{ "a repeat shows",
	  "asked=yes; "
	  "visited_on@0=2026-03-01",
	  "visited_on@0", false },
	{ "a row that is not there", "cost@0=1", "cost@3", true },
	{ "a retired question without answer", "", "gone", true },
	{ "a retired question with one", "gone=2024-01-01", "gone", false },
};

START_TEST(a_question_shows_when_it_applies)
{
	struct eval_ctx c;
	struct view *v = look("shown", shown[_i].answers, &c);
	size_t row;
	const struct item *it = item_at(c.form, shown[_i].item, &row);

	ck_assert_msg(view_hidden(v, it, row) == shown[_i].hidden, "%s",
		      shown[_i].why);
}
END_TEST

static const struct {
	const char *why, *answers, *item, *value;
} worked[] = {
	{ "of an answer", "amount=100", "tax", "20" },
	{ "of a calculation further down", "amount=100", "total", "120" },
	{ "of that again", "amount=100", "grade", "High" },
	{ "empty in, empty out", "", "total", "" },
	{ "an empty condition is not no", "", "grade", "" },
	{ "in a hidden group it is empty", "amount=100", "twice", "" },
	{ "in a group that shows", "asked=yes; amount=100", "twice", "200" },
	{ "a live one", "asked=yes; start_on=2026-03-01", "days_since",
	  "2 days" },
	{ "of a hidden answer", "start_on=2026-03-01", "days_since", "" },
	{ "in a row", "cost@0=10; rate@0=2", "sum_in@0", "20" },
	{ "of a hidden answer in a row", "cost@0=3; rate@0=2", "sum_in@0",
	  "3" },
	{ "over all rows", "cost@0=10; rate@0=2; cost@1=3", "parts_cost",
	  "23" },
	{ "of no rows", "", "parts_cost", "" },
	{ "rows counted", "cost@0=10; cost@1=3", "parts", "2" },
	{ "no rows counted", "", "parts", "0" },
	{ "a struck row does not count",
	  "cost@0=10; cost@1=3; "
	  "part@0=struck",
	  "parts", "1" },
	{ "nor what is in it",
	  "cost@0=10; cost@1=3; "
	  "part@0=struck",
	  "parts_cost", "3" },
	{ "rows of a hidden repeat", "visited_on@0=2026-03-01", "last_visit",
	  "" },
	{ "rows of one that shows",
	  "asked=yes; "
	  "visited_on@0=2026-03-01",
	  "last_visit", "01 Mar 2026" },
	{ "a score", "q1=yes; q2=yes; q3=yes", "list_score", "3" },
	{ "a hidden answer scores nothing", "q1=no; q2=yes; q3=yes",
	  "list_score", "1" },
	{ "nothing answered, no score", "", "list_score", "" },
};

START_TEST(a_calculation_gives_what_the_answers_say)
{
	struct eval_ctx c;
	struct view *v = look("shown", worked[_i].answers, &c);
	size_t row;
	const struct item *it = item_at(c.form, worked[_i].item, &row);
	struct value got = view_value(v, it, row);

	ck_assert_msg(strcmp(answer_format(&compute_arena, it, &got),
			     worked[_i].value) == 0,
		      "%s: got '%s'", worked[_i].why,
		      answer_format(&compute_arena, it, &got));
}
END_TEST

START_TEST(effective_answers_hold_calculations_but_neither_hidden_nor_shows)
{
	struct eval_ctx c;
	struct view *v = look("shown",
			      "asked=no; start_on=2026-03-01; "
			      "amount=100; cost@0=3; rate@0=2; cost@1=7; "
			      "part@1=struck; visited_on@0=2026-03-01",
			      &c);
	const struct fields *e = view_answers(v);
	const struct value *part = fields_get(e, "part");

	ck_assert_int_eq(fields_int(e, "total"), 120);
	ck_assert_ptr_null(fields_get(e, "start_on"));
	ck_assert_ptr_null(fields_get(e, "days_since"));
	ck_assert_ptr_null(fields_get(e, "twice"));
	ck_assert_ptr_null(fields_get(e, "visit"));
	ck_assert_uint_eq(part->rows.n, 2);
	ck_assert_ptr_null(fields_get(&part->rows.v[0].fields, "rate"));
	ck_assert_int_eq(fields_int(&part->rows.v[0].fields, "sum_in"), 3);
	ck_assert(part->rows.v[1].struck);
	ck_assert_uint_eq(part->rows.v[1].id, 101);
	ck_assert_uint_eq(view_rows(v, form_item(c.form, "part")), 2);
	for (size_t i = 1; i < e->n; i++)
		ck_assert(strcmp(e->v[i - 1].name, e->v[i].name) < 0);
	ck_assert_uint_eq(view_dropped(v), 3);
}
END_TEST

START_TEST(the_answers_given_are_left_as_they_are)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f =
		compute_answers(c.form, "asked=no; start_on=2026-03-01; "
					"cost@0=3; rate@0=2; q4=no,yes");
	struct fields before;

	fields_copy(&before, &compute_arena, &f);
	form_view(&c, &f);
	ck_assert(fields_equal(&f, &before));
}
END_TEST

START_TEST(answers_that_the_form_does_not_know_are_kept)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f = compute_answers(c.form, "asked=no");

	fields_set(&f, "aaa", value_text("first"));
	fields_set(&f, "zzz", value_text("last"));
	ck_assert_str_eq(fields_text(view_answers(form_view(&c, &f)), "aaa"),
			 "first");
	ck_assert_str_eq(fields_text(view_answers(form_view(&c, &f)), "zzz"),
			 "last");
}
END_TEST

START_TEST(defaults_fill_what_is_empty_and_nothing_else)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f = compute_answers(c.form, "asked=yes; copied=mine");

	form_defaults(&c, &f);
	ck_assert_int_eq(date_compare(fields_date(&f, "start_on"), tuesday), 0);
	ck_assert_str_eq(fields_text(&f, "copied"), "mine");
	ck_assert_str_eq(fields_text(&f, "who"), "s.patel");
	ck_assert_int_eq(fields_get(&f, "who")->type, VAL_USER);
	ck_assert_ptr_null(fields_get(&f, "total"));

	f = compute_answers(c.form, "");
	form_defaults(&c, &f);
	ck_assert_str_eq(fields_text(&f, "copied"), "Okafor");
}
END_TEST

/* A question that did not apply has its default waiting while a record is new:
 * nobody gave it, and nobody is told that it went. */
START_TEST(a_default_that_only_waited_is_no_answer_that_falls_away)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f = compute_answers(c.form, "asked=no");
	struct fields saved = compute_answers(c.form, "start_on=2026-03-03");

	form_defaults(&c, &f);
	ck_assert_ptr_nonnull(fields_get(&f, "start_on"));
	ck_assert_uint_eq(view_dropped(form_view(&c, &f)), 0);
	c.saved = &saved;
	ck_assert_uint_eq(view_dropped(form_view(&c, &f)), 1);
	c.saved = NULL;
	f = compute_answers(c.form, "asked=no; start_on=2026-02-01");
	ck_assert_uint_eq(view_dropped(form_view(&c, &f)), 1);
}
END_TEST

START_TEST(a_new_row_has_its_defaults)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f = compute_answers(c.form, "");
	struct row row = { .id = 1 };

	fields_init(&row.fields, &compute_arena);
	row_defaults(&c, &f, form_item(c.form, "part"), &row);
	ck_assert_int_eq(fields_get(&row.fields, "cost")->number, 2500000);
	fields_set(&row.fields, "cost", value_int(7));
	row_defaults(&c, &f, form_item(c.form, "part"), &row);
	ck_assert_int_eq(fields_int(&row.fields, "cost"), 7);
}
END_TEST

START_TEST(older_answers_take_their_present_name_and_type)
{
	struct eval_ctx c = compute_context("shown");
	struct fields f = compute_answers(c.form, "asked=no");
	const struct value *fruits;

	fields_set(&f, "old_name", value_text("kept"));
	fields_set(&f, "fruits", value_code("plum"));
	fields_set(&f, "spoken", value_int(12));
	ck_assert(form_adopt(c.form, &f));
	ck_assert_str_eq(fields_text(&f, "older"), "kept");
	ck_assert_ptr_null(fields_get(&f, "old_name"));
	fruits = fields_get(&f, "fruits");
	ck_assert_int_eq(fruits->type, VAL_CODES);
	ck_assert(value_has_code(fruits, "plum"));
	ck_assert_str_eq(fields_text(&f, "spoken"), "12");
	ck_assert(!form_adopt(c.form, &f));
}
END_TEST

START_TEST(a_checklist_tells_its_score_and_how_far_it_is)
{
	struct eval_ctx c;
	struct view *v = look("shown", "q1=yes; q2=no", &c);
	int64_t score, most;
	size_t answered, items;

	ck_assert(group_score(v, form_item(c.form, "list24"), &score, &most,
			      &answered, &items));
	ck_assert_int_eq(score, 1 * NUMBER_ONE);
	ck_assert_int_eq(most, 4 * NUMBER_ONE);
	ck_assert_uint_eq(answered, 2);
	ck_assert_uint_eq(items, 4);
	v = look("shown", "q1=no", &c);
	ck_assert(group_score(v, form_item(c.form, "list24"), &score, &most,
			      &answered, &items));
	ck_assert_int_eq(most, 3 * NUMBER_ONE);
	ck_assert_uint_eq(items, 3);
	ck_assert(!group_score(v, form_item(c.form, "inner"), &score, &most,
			       &answered, &items));
}
END_TEST

/* Faults as text: `name:kind` or `name@row:kind`, `!` before those that can
 * be kept. */
static const char *
faults_of(const struct view *v)
{
	static const char *const kinds[] = {
		[FAULT_REQUIRED] = "required",
		[FAULT_REQUIRED_SAVE] = "save",
		[FAULT_CONSTRAINT] = "constraint",
		[FAULT_WARNING] = "warning",
		[FAULT_CHECK] = "check",
		[FAULT_RETIRED] = "retired",
	};
	const struct view_fault *f;
	size_t n = view_faults(v, &f);
	const char *s = "";

	for (size_t i = 0; i < n; i++) {
		const char *row = f[i].row == NO_ROW
					  ? ""
					  : arena_printf(&compute_arena, "@%zu",
							 f[i].row);

		s = arena_printf(&compute_arena, "%s%s%s%s%s:%s", s,
				 i ? " " : "",
				 f[i].strength == STRENGTH_CHECK ? "!" : "",
				 f[i].item->name, row, kinds[f[i].fault]);
	}
	return s;
}

#define GOOD "got_on=2026-03-01; agency=housing; part_name@0=a; cost@0=1; "

static const struct {
	const char *why, *answers, *faults;
} faulty[] = {
	{ "nothing answered", "", "got_on:save agency:required part:required" },
	{ "all that is needed", GOOD, "" },
	{ "a constraint", GOOD "got_on=2026-04-01", "got_on:constraint" },
	{ "required where it shows", GOOD "agency=other",
	  "other_name:required" },
	{ "required by a condition", GOOD "agency=police", "reason:required" },
	{ "a condition that is answered", GOOD "agency=police; reason=x", "" },
	{ "a constraint comes before a warning", GOOD "years=130",
	  "years:constraint" },
	{ "a warning can be kept", GOOD "years=110", "!years:warning" },
	{ "a constraint that is unknown passes", "done_on=2026-03-01",
	  "got_on:save agency:required part:required" },
	{ "one code too many", GOOD "fruits=apple,plum", "fruits:constraint" },
	{ "a choice that the filter leaves out",
	  GOOD "main_fruit=apple; way=dried", "way:constraint" },
	{ "a choice that it offers", GOOD "main_fruit=plum; way=dried", "" },
	{ "a filter that is unknown is no fault", GOOD "way=dried", "" },
	{ "a retired code", GOOD "agency=trust", "agency:retired" },
	{ "a code of which the day is to come", GOOD "agency=hub",
	  "agency:constraint" },
	{ "a retired question is never required nor wrong",
	  GOOD "old_date=2020-01-01", "" },
	{ "in a row", GOOD "cost@0=101", "cost@0:constraint" },
	{ "an empty row", GOOD "cost@1=5", "part_name@1:required" },
	{ "row by row, in the order of the screen",
	  GOOD "cost@0=101; cost@1=102",
	  "cost@0:constraint "
	  "part_name@1:required cost@1:constraint" },
	{ "a struck row has no faults", GOOD "cost@1=500; part@1=struck", "" },
	{ "struck rows do not make up the number", GOOD "part@0=struck",
	  "part:required" },
	{ "too many rows",
	  GOOD "part_name@1=b; part_name@2=c;"
	       " part_name@3=d",
	  "part:constraint" },
	{ "a check of the whole record", GOOD "cost@0=0", "cost_known:check" },
	{ "a check that can be kept", GOOD "years=3; calls=4",
	  "!few_calls:check" },
	{ "what is hidden is not wrong", GOOD "ward=Maryport", "" },
	{ "what is shown is", GOOD "agency=hospital", "ward:required" },
	{ "a check of a page that shows", GOOD "agency=hospital; ward=Maryport",
	  "ward_short:check" },
};

START_TEST(the_most_of_a_text_is_read_from_its_constraint)
{
	struct eval_ctx c;

	look("words", "", &c);
	ck_assert_uint_eq(text_most(form_item(c.form, "told")), 12);
	ck_assert_uint_eq(text_most(form_item(c.form, "reason")), 0);
	ck_assert_uint_eq(text_most(form_item(c.form, "cost")), 0);
	ck_assert_uint_eq(text_most(form_item(c.form, "letter")), 0);
}
END_TEST

/* Where a form says nothing; where it says more of a line; a note. */
static const struct {
	const char *field;
	size_t n;
	const char *said; /* NULL: it may be so long */
} long_texts[] = {
	{ "address_line", 1000, NULL },
	{ "address_line", 1001,
	  "The address cannot be longer than 1000 characters; this has "
	  "1001." },
	{ "note_line", 20000, NULL },
	{ "note_line", 20001,
	  "The note cannot be longer than 20000 characters; this has "
	  "20001." },
	{ "wide_line", 1500, NULL },
	{ "wide_line", 1501,
	  "The charge cannot be longer than 1500 characters; this has "
	  "1501." },
};

START_TEST(no_text_is_longer_than_anybody_would_write_it)
{
	struct eval_ctx c = compute_context("words");
	struct fields f = compute_answers(c.form, "");
	const struct item *it = form_item(c.form, long_texts[_i].field);
	struct buf text = BUF_INIT;
	const struct view_fault *said;

	for (size_t i = 0; i < long_texts[_i].n; i++)
		buf_str(&text, "\xC3\xA9"); /* two bytes each */
	fields_set(&f, it->name, value_text(text.s));
	said = view_fault_of(form_view(&c, &f), it, NO_ROW);
	ck_assert((said != NULL) == (long_texts[_i].said != NULL));
	if (said)
		ck_assert_str_eq(said->message, long_texts[_i].said);
	buf_clear(&text);
}
END_TEST

START_TEST(faults_are_told_in_the_order_of_the_screen)
{
	struct eval_ctx c;
	struct view *v = look("faults", faulty[_i].answers, &c);

	ck_assert_msg(strcmp(faults_of(v), faulty[_i].faults) == 0,
		      "%s: got '%s'", faulty[_i].why, faults_of(v));
}
END_TEST

static const struct {
	const char *answers, *item, *message;
} said[] = {
	{ "", "got_on", "Enter the date of referral." },
	{ "", "agency", "Choose the referring agency." },
	{ "agency=other", "other_name", "Enter the name of agency." },
	{ "agency=police", "reason", "Say why the police ask." },
	{ "got_on=2026-04-01", "got_on",
	  "The date of referral cannot be after today." },
	{ "years=110", "years", "Older than 104. Is that right?" },
	{ "", "part", "Part: add at least 1." },
	{ "agency=hub", "agency",
	  "Neighbourhood hub is used from 01 Apr 2030. "
	  "Choose another answer." },
	{ "agency=trust", "agency",
	  "Primary care trust is no longer used. Choose Health visitor." },
	{ "agency=paper", "agency",
	  "By letter is no longer used. Choose another answer." },
	{ "main_fruit=apple; way=dried", "way",
	  "Check the way of eating: this choice is not offered now." },
	{ "got_on=2026-03-01; done_on=2026-02-01", "done_on",
	  "The date of the visit cannot be before the date of referral." },
	{ "years=130", "years", "The age must be from 0 to 120." },
	{ "calls=-1", "calls", "The calls cannot be less than 0." },
	{ "calls=100", "calls", "Check the calls: 100 or more is unusual." },
	{ "fruits=plum", "fruits",
	  "Check the fruits. It does not look right." },
	{ "cost@0=0", "cost_known", "Enter the cost of each part" },
};

static const struct {
	const char *answers, *item, *message;
} sentences[] = {
	{ "", "whose", "Enter the NHS number." },
	{ "", "the_name", "Enter the name of the doctor." },
	{ "", "agreed", "Answer the question \"Has the person agreed?\"" },
	{ "", "ordered", "Enter a date for \"Ordered\"." },
	{ "", "by_whom", "Choose an answer for \"Referred by\"." },
	{ "", "count_to", "Enter a number for \"Counted to\"." },
	{ "", "letter", "Attach the letter." },
	{ "", "worker", "Choose the worker." },
	{ "", "feels", "Choose an answer for \"Feels threatened\"." },
	{ "", "one_day", "Choose an answer for \"1 How often\"." },
	{ "", "closed_on", "Enter the date closed." },
	{ "", "until_on", "Enter a date for \"Until\"." },
	{ "", "words_said", "Fill in \"Concern, in their words\"." },
	{ "", "at_time", "Enter a time for \"Starts at\"." },
	{ "ordered=2026-04-01", "ordered",
	  "The answer to \"Ordered\" cannot be later than 14 days after "
	  "today." },
	{ "ordered=2026-03-01; the_day=2026-03-02", "ordered",
	  "The answer to \"Ordered\" cannot be before the day of the "
	  "visit." },
	{ "ordered=2026-03-01; first_day=2026-03-01", "ordered",
	  "The answer to \"Ordered\" cannot be the first day." },
	{ "first_day=2026-03-01; the_day=2026-03-01", "first_day",
	  "The first day must be after the day of the visit." },
	{ "first_day=2026-03-02", "first_day",
	  "The first day must be 01 Mar 2026." },
	{ "rung_at=2026-04-01T10:00", "rung_at",
	  "The answer to \"Rung at\" cannot be after now." },
	{ "cost=0", "cost", "The cost must be more than 0." },
	{ "cost=13", "cost", "Check the cost. It does not look right." },
	{ "cost=100", "cost", "The cost must be less than 100." },
	{ "cost=60.5", "cost", "Check the cost: more than 50 is unusual." },
	{ "score_in=29", "score_in", "The points must be from 0 to 28." },
	{ "score_in=10", "score_in",
	  "Check the points: outside 1 to 9 is unusual." },
	{ "reason=abc", "reason", "Check the reason. It does not look right." },
	{ "whose=9434765910", "whose",
	  "Check the NHS number: the digits do not add up." },
	{ "told=more than twelve", "told",
	  "The answer to \"What was told\" cannot be longer than 12 "
	  "characters." },
	{ "seen_on=2026-04-01", "seen_on",
	  "Check \"First seen on\": after today is unusual." },
	{ "main=plum", "main", "The main fruit cannot be Plum." },
	{ "main=apple; second=apple", "second",
	  "The second fruit cannot be the main fruit." },
	{ "second=plum; cost=1", "second",
	  "Check the second fruit against the other answers." },
	{ "born_here=1990-01-01", "born_here",
	  "The date of birth must be the date of birth." },
};

/* Words that no message may hold (wording of messages, rule 3). */
static const char *const unsaid[] = {
	"invalid", "illegal", "error",		 "failed", "please",
	"sorry",   "oops",    "must be a valid", "!",
};

START_TEST(a_sentence_is_made_from_the_label)
{
	struct eval_ctx c;
	struct view *v = look("words", sentences[_i].answers, &c);
	size_t row;
	const struct item *it = item_at(c.form, sentences[_i].item, &row);
	const struct view_fault *f = view_fault_of(v, it, row);

	ck_assert_ptr_nonnull(f);
	ck_assert_str_eq(f->message, sentences[_i].message);
}
END_TEST

START_TEST(a_fault_says_what_to_do)
{
	struct eval_ctx c;
	struct view *v = look("faults", said[_i].answers, &c);
	size_t row;
	const struct item *it = item_at(c.form, said[_i].item, &row);
	const struct view_fault *f = view_fault_of(v, it, row);

	ck_assert_ptr_nonnull(f);
	ck_assert_str_eq(f->message, said[_i].message);
}
END_TEST

START_TEST(a_retired_code_that_was_there_before_is_no_fault)
{
	struct eval_ctx c = compute_context("faults");
	struct fields f = compute_answers(c.form, GOOD "agency=trust; "
						       "supplier@0=trust");
	struct fields before = compute_answers(c.form, "agency=trust");

	ck_assert_str_eq(faults_of(form_view(&c, &f)),
			 "agency:retired supplier@0:retired");
	c.saved = &before;
	ck_assert_str_eq(faults_of(form_view(&c, &f)), "supplier@0:retired");
	before = compute_answers(c.form, "agency=housing; supplier@0=trust");
	ck_assert_str_eq(faults_of(form_view(&c, &f)), "agency:retired");
	c.today = date_of(2013, 3, 31);
	c.saved = NULL;
	f = compute_answers(c.form, GOOD "got_on=2013-03-01; "
					 "agency=trust; old_date=2013-01-01");
	ck_assert_str_eq(faults_of(form_view(&c, &f)), "");
}
END_TEST

START_TEST(what_is_required_is_known_whether_answered_or_not)
{
	struct eval_ctx c;
	struct view *v = look("faults", GOOD "agency=police", &c);

	ck_assert(view_required(v, form_item(c.form, "got_on"), NO_ROW));
	ck_assert(view_required(v, form_item(c.form, "reason"), NO_ROW));
	ck_assert(view_required(v, form_item(c.form, "part_name"), 0));
	ck_assert(!view_required(v, form_item(c.form, "ward"), NO_ROW));
	ck_assert(!view_required(v, form_item(c.form, "years"), NO_ROW));
}
END_TEST

static const struct {
	const char *why, *answers, *item, *offered;
} offers[] = {
	{ "retired ones are out, and those to come", "", "agency",
	  "police housing hospital health other" },
	{ "but for the one chosen", "agency=trust", "agency",
	  "police housing hospital health trust other" },
	{ "unknown hides", "", "way", "raw" },
	{ "the filter asks the choice", "main_fruit=apple", "way",
	  "raw baked" },
	{ "and its other answers", "main_fruit=plum", "way",
	  "raw baked dried" },
	{ "in a row", "supplier@0=police", "supplier@0",
	  "police housing hospital health other" },
	{ "no list, nothing to choose", "", "years", "" },
};

START_TEST(choices_are_offered_when_they_fit)
{
	struct eval_ctx c;
	struct view *v = look("faults", offers[_i].answers, &c);
	size_t row;
	const struct item *it = item_at(c.form, offers[_i].item, &row);
	const struct choice **ch;
	size_t n = choices_offered(v, it, row, &ch);
	const char *s = "";

	for (size_t i = 0; i < n; i++)
		s = arena_printf(&compute_arena, "%s%s%s", s, i ? " " : "",
				 ch[i]->code);
	ck_assert_msg(strcmp(s, offers[_i].offered) == 0, "%s: got '%s'",
		      offers[_i].why, s);
}
END_TEST

START_TEST(a_retired_choice_is_offered_where_it_was_before)
{
	struct eval_ctx c = compute_context("faults");
	struct fields f = compute_answers(c.form, "part_name@0=a");
	struct fields before = compute_answers(c.form, "supplier@0=trust");
	const struct item *it = form_item(c.form, "supplier");
	const struct choice **ch;

	ck_assert_uint_eq(choices_offered(form_view(&c, &f), it, 0, &ch), 5);
	c.saved = &before;
	ck_assert_uint_eq(choices_offered(form_view(&c, &f), it, 0, &ch), 6);
	ck_assert_str_eq(ch[4]->code, "trust");
}
END_TEST

static const char *const forms[] = { "shown", "faults", "words", "steps" };

/* A small generator, so that each run tries the same answers. */
static unsigned int
any(unsigned int *seed, unsigned int below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

static struct value
any_answer(const struct item *it, unsigned int *seed)
{
	switch (it->type) {
	case Q_TEXT:
		return value_text(any(seed, 2) ? "a" : "a long answer");
	case Q_INTEGER:
	case Q_DECIMAL:
		return value_int((int)any(seed, 160) - 20);
	case Q_DATE:
		return value_date(
			date_add_days(tuesday, (int)any(seed, 60) - 40));
	case Q_SELECT_ONE:
		return value_code(
			it->list->choices[any(seed, it->list->n)].code);
	default:
		return value_empty;
	}
}

static struct fields
any_answers(const struct form *f, unsigned int *seed)
{
	struct fields out;

	fields_init(&out, &compute_arena);
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		struct fields *to = &out;

		if (it->kind != ITEM_QUESTION || any(seed, 3) == 0)
			continue;
		if (it->repeat)
			to = compute_row(&out, it->repeat, any(seed, 3));
		fields_set(to, it->name, any_answer(it, seed));
	}
	return out;
}

static bool
polite(const char *message)
{
	for (size_t i = 0; i < COUNT(unsaid); i++) {
		const char *at = strcasestr(message, unsaid[i]);

		/* "terrorism" is a word of the field. */
		if (at && (at == message || !isalpha((unsigned char)at[-1])))
			return false;
	}
	return message[0] != '\0';
}

/* What is saved is what will be read: worked out again, it is the same. */
static void
check_any_answers(struct eval_ctx *c, unsigned int seed, int times)
{
	for (int k = 0; k < times; k++) {
		struct fields f = any_answers(c->form, &seed);
		struct view *v = form_view(c, &f);
		struct view *again = form_view(c, view_answers(v));
		const struct view_fault *faults;
		size_t n = view_faults(v, &faults);

		ck_assert(fields_equal(view_answers(v), view_answers(again)));
		ck_assert_str_eq(faults_of(v), faults_of(again));
		ck_assert_uint_eq(view_dropped(again), 0);
		for (size_t i = 0; i < n; i++)
			ck_assert_msg(polite(faults[i].message), "%s",
				      faults[i].message);
	}
}

START_TEST(effective_answers_are_their_own_effective_answers)
{
	struct eval_ctx c = compute_context(forms[_i]);

	check_any_answers(&c, 1, 100);
}
END_TEST

START_TEST(so_they_are_in_every_form_that_is_shipped)
{
	struct form_set *shipped = compute_read("forms");
	struct eval_ctx c = compute_context("steps");

	c.set = shipped;
	for (size_t i = 0; i < shipped->n_forms; i++) {
		const struct form *f = shipped->forms[i];

		c.form = f;
		c.state = f->n_states ? f->states[0].name : NULL;
		check_any_answers(&c, (unsigned int)i, 5);
	}
	form_set_free(&shipped);
}
END_TEST

static void
add_case(Suite *s)
{
	TCase *t = tcase_create("view");

	tcase_add_checked_fixture(t, compute_open, compute_close);
	tcase_add_loop_test(t, a_question_shows_when_it_applies, 0,
			    COUNT(shown));
	tcase_add_loop_test(t, a_calculation_gives_what_the_answers_say, 0,
			    COUNT(worked));
	tcase_add_test(
		t,
		effective_answers_hold_calculations_but_neither_hidden_nor_shows);
	tcase_add_test(t, the_answers_given_are_left_as_they_are);
	tcase_add_test(t, answers_that_the_form_does_not_know_are_kept);
	tcase_add_test(t, defaults_fill_what_is_empty_and_nothing_else);
	tcase_add_test(t,
		       a_default_that_only_waited_is_no_answer_that_falls_away);
	tcase_add_test(t, a_new_row_has_its_defaults);
	tcase_add_test(t, older_answers_take_their_present_name_and_type);
	tcase_add_test(t, a_checklist_tells_its_score_and_how_far_it_is);
	suite_add_tcase(s, t);
}

static void
add_faults(Suite *s)
{
	TCase *t = tcase_create("faults");

	tcase_add_checked_fixture(t, compute_open, compute_close);
	tcase_add_test(t, the_most_of_a_text_is_read_from_its_constraint);
	tcase_add_loop_test(t, no_text_is_longer_than_anybody_would_write_it, 0,
			    COUNT(long_texts));
	tcase_add_loop_test(t, faults_are_told_in_the_order_of_the_screen, 0,
			    COUNT(faulty));
	tcase_add_loop_test(t, a_fault_says_what_to_do, 0, COUNT(said));
	tcase_add_loop_test(t, a_sentence_is_made_from_the_label, 0,
			    COUNT(sentences));
	tcase_add_test(t, a_retired_code_that_was_there_before_is_no_fault);
	tcase_add_test(t, what_is_required_is_known_whether_answered_or_not);
	tcase_add_test(t, a_retired_choice_is_offered_where_it_was_before);
	tcase_add_loop_test(t,
			    effective_answers_are_their_own_effective_answers,
			    0, COUNT(forms));
	tcase_add_test(t, so_they_are_in_every_form_that_is_shipped);
	tcase_add_loop_test(t, choices_are_offered_when_they_fit, 0,
			    COUNT(offers));
	suite_add_tcase(s, t);
}

Suite *
suite_form_compute(void)
{
	Suite *s = suite_create("form/compute");

	add_case(s);
	add_faults(s);
	return s;
}
