/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_exchange.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "form/load.h"

static const char forms[] = "role duty  Duty officer\n"
			    "list agency  Agency\n"
			    "choice police  Police\n"
			    "choice housing  Housing\n"
			    "choice other  Other\n"
			    "form person  Person\n"
			    "    version: 1\n"
			    "    subject: person\n"
			    "    read: duty\n"
			    "    write: duty\n"
			    "text given  Given name\n"
			    "    means: given_name\n"
			    "text family  Family name\n"
			    "    means: family_name\n"
			    "date born  Born\n"
			    "    means: birth_date\n"
			    "form referral  Referral\n"
			    "    version: 1\n"
			    "    programme: help\n"
			    "    opens: case\n"
			    "    read: duty\n"
			    "    write: duty\n"
			    "date received_on  Received\n"
			    "select_one agency referred_by  Who\n"
			    "text note_text  Note\n"
			    "user worker  Worker\n"
			    "begin repeat visit  Visits\n"
			    "    key: kept_on\n"
			    "date kept_on  On\n"
			    "text kept_by  By\n"
			    "end repeat visit\n"
			    "calculate twice  Twice\n"
			    "    calculation: 2 * 2\n"
			    "state open  Open\n"
			    "    final: yes\n"
			    "form meeting  Meeting\n"
			    "    version: 1\n"
			    "    programme: help\n"
			    "    opens: case\n"
			    "    about: nothing\n"
			    "    read: duty\n"
			    "    write: duty\n"
			    "date held_on  Held\n"
			    "state open  Open\n"
			    "    final: yes\n";

static struct arena arena;
static struct form_set *set;
static struct problems problems;

static void
load_forms(void)
{
	const struct form_source f = { "t.form", forms, strlen(forms) };
	struct buf b = BUF_INIT;
	enum err e;

	problems_init(&problems, &arena);
	e = form_set_load(&set, &f, 1, &problems);
	if (e != ERR_OK)
		problems_print(&problems, &b);
	ck_assert_msg(e == ERR_OK, "%s", b.s);
	problems_init(&problems, &arena);
}

static void
clear_all(void)
{
	form_set_free(&set);
	arena_clear(&arena);
}

static struct import_map *
read_map(const char *text)
{
	struct import_map *m;
	struct buf b = BUF_INIT;
	enum err e = map_read(&m, &arena, set, "t.map", text, strlen(text),
			      &problems);

	if (e != ERR_OK)
		problems_print(&problems, &b);
	ck_assert_msg(e == ERR_OK, "%s", b.s);
	return m;
}

#define HEAD                                                                   \
	"# a map\n"                                                            \
	"import weekly  Weekly list\n"                                         \
	"    form:   referral\n"                                               \
	"    source: police\n"                                                 \
	"    key:    URN\n"                                                    \
	"    person: match\n"

START_TEST(a_numbered_column_is_as_many_as_there_are_rows)
{
	struct import_map *m =
		read_map(HEAD "column URN note_text\n"
			      "column \"Visit # on\" visit[#].kept_on\n"
			      "    rows: 2\n    dates: dd/mm/yyyy\n"
			      "column By visit[2].kept_by\n");

	ck_assert_uint_eq(m->n, 4);
	ck_assert_str_eq(m->columns[1].header, "Visit 1 on");
	ck_assert_uint_eq(m->columns[1].row, 1);
	ck_assert_str_eq(m->columns[2].header, "Visit 2 on");
	ck_assert_uint_eq(m->columns[2].row, 2);
	ck_assert_str_eq(m->columns[2].item->name, "kept_on");
	ck_assert_str_eq(m->columns[2].dates.pattern, "dd/mm/yyyy");
	ck_assert_uint_eq(m->columns[3].row, 2);
}
END_TEST

START_TEST(a_map_says_what_each_column_is)
{
	struct import_map *m = read_map(
		HEAD
		"    on_exists: skip\n"
		"    blank: clear\n"
		"    encoding: windows-1252\n"
		"    delimiter: semicolon\n"
		"    dates: dd/mm/yyyy\n"
		"    stop_if: rejected > 10% or updated > 500\n"
		"column URN          note_text\n"
		"column \"Date Rec'd\" received_on\n"
		"    blank: keep\n"
		"column DOB          person.born\n"
		"    dates: dd/mm/yy 1930..2029\n"
		"column Agency       referred_by\n"
		"    map: MPS = police, \"LBTH Homes\" = housing, N/K = -,\n"
		"       | * = other\n"
		"column Officer      -\n");

	ck_assert_str_eq(m->name, "weekly");
	ck_assert_str_eq(m->label, "Weekly list");
	ck_assert_str_eq(m->form->name, "referral");
	ck_assert_ptr_eq(m->person_form, set->person);
	ck_assert_str_eq(m->source, "police");
	ck_assert_uint_eq(m->keys[0], 0);
	ck_assert_int_eq(m->person, PERSON_MATCH);
	ck_assert_int_eq(m->on_exists, EXISTS_SKIP);
	ck_assert_str_eq(m->encoding, "windows-1252");
	ck_assert_int_eq(m->delimiter, ';');
	ck_assert_uint_eq(m->n_stop, 2);
	ck_assert_int_eq(m->stop[0].outcome, OUTCOME_REJECTED);
	ck_assert(m->stop[0].percent && m->stop[0].above == 10);
	ck_assert(!m->stop[1].percent && m->stop[1].above == 500);
	ck_assert_uint_eq(m->n, 5);
	ck_assert(m->columns[0].clear && !m->columns[1].clear);
	ck_assert_str_eq(m->columns[1].header, "Date Rec'd");
	ck_assert_str_eq(m->columns[1].dates.pattern, "dd/mm/yyyy");
	ck_assert_str_eq(m->columns[2].dates.pattern, "dd/mm/yy");
	ck_assert_int_eq(m->columns[2].dates.from, 1930);
	ck_assert_ptr_eq(m->columns[2].item, form_item(set->person, "born"));
	ck_assert_uint_eq(m->columns[3].n_words, 3);
	ck_assert_str_eq(m->columns[3].words[1].from, "lbth homes");
	ck_assert_str_eq(m->columns[3].words[1].to, "housing");
	ck_assert_ptr_null(m->columns[3].words[2].to);
	ck_assert(m->columns[3].has_other);
	ck_assert_str_eq(m->columns[3].other, "other");
	ck_assert_ptr_null(m->columns[4].item);
}
END_TEST

START_TEST(what_every_row_says_needs_no_column)
{
	static const char *const header[] = { "URN", "When" };
	size_t place[4];
	struct import_map *m = read_map(HEAD "column URN  note_text\n"
					     "always referred_by  police\n"
					     "column When received_on\n"
					     "    unclear: blank\n");

	ck_assert_uint_eq(m->n, 3);
	ck_assert_str_eq(m->columns[1].always, "police");
	ck_assert_ptr_eq(m->columns[1].item, form_item(m->form, "referred_by"));
	ck_assert(m->columns[2].lenient && !m->columns[0].lenient);
	ck_assert_uint_eq(map_place(m, header, 2, place, NULL, NULL), 0);
	ck_assert_uint_eq(place[2], 1);
}
END_TEST

START_TEST(a_person_may_be_known_by_a_column)
{
	struct import_map *m = read_map(
		"import weekly\n    form: referral\n    source: police\n"
		"    key: URN\n    person: key \"Person No\"\n"
		"column URN note_text\ncolumn \"person no.\" -\n");

	ck_assert_int_eq(m->person, PERSON_KEY);
	ck_assert_uint_eq(m->person_key, 1);
	ck_assert_ptr_null(m->encoding);
	ck_assert_int_eq(m->delimiter, 0);
	ck_assert_int_eq(m->on_exists, EXISTS_UPDATE);
}
END_TEST

static const struct {
	const char *text;
	int line, col;
	const char *message; /* a part of it */
	const char *hint;    /* NULL: not looked at */
} faults[] = {
	{ "", 1, 1, "has no 'import'", NULL },
	{ HEAD "column URN note_text\nalways refered_by police\n", 8, 1,
	  "no field 'refered_by'", "did you mean 'referred_by'?" },
	{ HEAD "column URN note_text\nalways referred_by polite\n", 8, 20,
	  "'polite' does not fit 'referred_by'", NULL },
	{ HEAD "column URN note_text\nalways referred_by\n", 8, 19,
	  "expected what every row says", NULL },
	{ HEAD "column URN note_text\nalways note_text x\n", 8, 18,
	  "fills 'note_text' already", NULL },
	{ HEAD "column URN note_text\n    unclear: perhaps\n", 8, 14,
	  "expected 'reject' or 'blank'", NULL },
	{ HEAD "colum URN note_text\n", 7, 1, "'import', 'column' or 'always'",
	  NULL },
	{ HEAD "column URN note_tex\n", 7, 12, "no field 'note_tex'",
	  "did you mean 'note_text'?" },
	{ HEAD "column URN person.givven\n", 7, 12,
	  "'person' has no field 'givven'", "did you mean 'given'?" },
	{ HEAD "column URN given\n", 7, 12, "has no field 'given'",
	  "write person.given" },
	{ HEAD "column URN\n", 7, 1, "expected a field", NULL },
	{ HEAD "column URN twice\n", 7, 12, "only a question", NULL },
	{ HEAD "column URN kept_on\n", 7, 12, "in rows", NULL },
	{ HEAD "column URN visit[0].kept_on\n", 7, 12,
	  "expected a row and a field", NULL },
	{ HEAD "column URN visit[1]kept_on\n", 7, 12,
	  "expected a row and a field", NULL },
	{ HEAD "column URN visit[#].kept_on\n", 7, 12,
	  "expected a row and a field", NULL },
	{ HEAD "column URN visit[1].note_text\n", 7, 12,
	  "'note_text' is no field of the rows of 'visit'", NULL },
	{ HEAD "column URN visit[1].kept_onn\n", 7, 12, "no field 'kept_onn'",
	  NULL },
	{ HEAD "column URN visit[1].kept_by\n", 7, 1,
	  "no column fills what row 1 of 'visit' is known again by", NULL },
	{ HEAD "column URN -\ncolumn A visit[1].kept_on\n"
	       "column B visit[1].kept_on\n",
	  9, 10, "fills 'kept_on' already", NULL },
	{ HEAD "column URN -\nalways visit[1].kept_on 2026-03-02\n", 8, 1,
	  "a row is filled by columns alone", NULL },
	{ HEAD "column URN -\ncolumn A visit[#].kept_on\n    rows: 3\n", 9, 11,
	  "'rows' needs a #", NULL },
	{ HEAD "column URN note_text\n    rows: 100\n", 8, 11, "from 2 to 99",
	  NULL },
	{ HEAD "column URN worker\n", 7, 12, "of this type", NULL },
	{ HEAD "column URN note_text\ncolumn urn. -\n", 8, 1, "written twice",
	  NULL },
	{ HEAD "column URN note_text\ncolumn B note_text\n", 8, 10,
	  "fills 'note_text' already", NULL },
	{ HEAD "column \"URN note_text\n", 7, 22, "not closed", NULL },
	{ HEAD "column B note_text\n", 5, 13, "no column is called 'URN'",
	  NULL },
	{ HEAD "column URN referred_by\n    map: MPS = pollice\n", 8, 10,
	  "'pollice' is not in list 'agency'", "did you mean 'police'?" },
	{ HEAD "column URN referred_by\n    map: MPS police\n", 8, 10,
	  "expected words", NULL },
	{ HEAD "column URN note_text\n    dates: dd/mm/yyyy\n", 8, 5,
	  "'note_text' is no date", NULL },
	{ HEAD "column URN received_on\n    dates: dd/mm/yy\n", 8, 12,
	  "hundred years", NULL },
	{ HEAD "    dattes: dd/mm/yyyy\ncolumn URN note_text\n", 7, 5,
	  "'dattes' is not a property", "did you mean 'dates'?" },
	{ HEAD "    key: URN\ncolumn URN note_text\n", 7, 5,
	  "'key' is written twice", NULL },
	{ HEAD "    on_exists: replace\ncolumn URN note_text\n", 7, 16,
	  "'update', 'skip' or 'reject'", NULL },
	{ HEAD "    stop_if: many\ncolumn URN note_text\n", 7, 14,
	  "expected limits", NULL },
	{ HEAD "    stop_if: rejected > 5 and updated > 3\n"
	       "column URN note_text\n",
	  7, 14, "expected limits", NULL },
	{ HEAD "    encoding: klingon\ncolumn URN note_text\n", 7, 15,
	  "'klingon' is not known", NULL },
	{ HEAD "\tblank: keep\ncolumn URN note_text\n", 7, 1, "a tab", NULL },
	{ HEAD "column URN note_text\nimport other\n", 8, 1, "one import",
	  NULL },
	{ "import w\n    form: refferal\n    source: x\n    key: URN\n"
	  "    person: new\ncolumn URN note_text\n",
	  2, 11, "no form is called", "did you mean 'referral'?" },
	{ "import w\n    form: referral\n    source: x\n    person: new\n"
	  "column URN note_text\n",
	  1, 1, "no 'key:'", NULL },
	{ "import w\n    form: referral\n    source: x\n    key: URN\n"
	  "column URN note_text\n",
	  1, 1, "no 'person:'", NULL },
	{ "import w\n    form: meeting\n    source: x\n    key: URN\n"
	  "    person: new\ncolumn URN -\n",
	  5, 13, "not about one person", NULL },
	{ "import w\n    form: meeting\n    source: x\n    key: URN\n"
	  "column URN person.given\n",
	  5, 12, "not about a person", NULL },
	{ "import w\n    form: referral\n    source: Met Police\n"
	  "    key: URN\n    person: new\ncolumn URN note_text\n",
	  3, 13, "a short name", NULL },
	{ "    form: referral\n", 1, 5, "below a statement", NULL },
};

START_TEST(a_fault_of_a_map_is_told_at_its_place)
{
	struct import_map *m;
	struct buf b = BUF_INIT;
	bool found = false;
	enum err e = map_read(&m, &arena, set, "t.map", faults[_i].text,
			      strlen(faults[_i].text), &problems);

	ck_assert_int_eq(e, ERR_INVALID);
	for (size_t i = 0; i < problems.n; i++) {
		const struct problem *p = &problems.v[i];

		if (p->at.line != faults[_i].line ||
		    p->at.col != faults[_i].col ||
		    !strstr(p->message, faults[_i].message))
			continue;
		found = true;
		if (faults[_i].hint)
			ck_assert_str_eq(p->hint ? p->hint : "",
					 faults[_i].hint);
	}
	problems_print(&problems, &b);
	ck_assert_msg(found, "%s: want %d:%d %s; got\n%s", faults[_i].text,
		      faults[_i].line, faults[_i].col, faults[_i].message, b.s);
	buf_clear(&b);
}
END_TEST

/* --- the header of a file --------------------------------------------- */

struct told {
	enum code code[8];
	const char *column[8];
	size_t n;
};

static void
tell(enum code code, const char *column, void *ctx)
{
	struct told *t = ctx;

	t->code[t->n] = code;
	t->column[t->n++] = arena_strdup(&arena, column);
}

static const struct {
	const char *header[6];
	enum code code;
	const char *column;
} headers[] = {
	{ { "URN", "Date Rec'd", "Officer" }, 0, NULL },
	{ { "urn.", " DATE RECD ", "officer" }, 0, NULL },
	{ { "Date Recd", "URN", "Officer", "_line", "_x" }, 0, NULL },
	{ { "URN", "Date Rec'd" }, 0, NULL },
	{ { "URN", "Officer" }, CODE_MISSING_COLUMN, "Date Rec'd" },
	{ { "URN", "Date Rec'd", "Officer", "More" },
	  CODE_EXTRA_COLUMN,
	  "More" },
	{ { "URN", "Date Rec'd", "Officer", "urn" }, CODE_COLUMN_TWICE, "urn" },
	{ { "URN", "Date Rec'd", "Officer", "..." },
	  CODE_COLUMN_UNNAMED,
	  "..." },
	{ { "URN", "Date Rec'd", "", "Officer" },
	  CODE_COLUMN_UNNAMED,
	  "Column 3" },
};

START_TEST(the_columns_of_a_file_are_found_by_their_letters)
{
	struct import_map *m = read_map(
		HEAD "column URN note_text\ncolumn \"Date Rec'd\" received_on\n"
		     "column Officer -\n");
	struct told told = { .n = 0 };
	size_t n = 0, place[3], faults_found;

	while (headers[_i].header[n])
		n++;
	faults_found = map_place(m, headers[_i].header, n, place, tell, &told);
	ck_assert_uint_eq(faults_found, told.n);
	if (!headers[_i].code) {
		ck_assert_uint_eq(told.n, 0);
		ck_assert(strncasecmp(headers[_i].header[place[0]], "urn", 3) ==
			  0);
		ck_assert(
			strncasecmp(headers[_i].header[place[1]] +
					    (headers[_i].header[place[1]][0] ==
					     ' '),
				    "date", 4) == 0);
		return;
	}
	ck_assert_uint_eq(told.n, 1);
	ck_assert_int_eq(told.code[0], headers[_i].code);
	ck_assert_str_eq(told.column[0], headers[_i].column);
}
END_TEST

/* A blank label, a double one, a row of no cells, two cut short, one too
 * long: each is told. */
START_TEST(a_file_full_of_faults_has_all_of_them_told)
{
	struct import_map *m = read_map(
		"import x\n    form: referral\n    source: x\n    key: id\n"
		"    person: new\ncolumn id note_text\ncolumn name -\n");
	static const size_t cells[] = { 2, 2, 5 };
	struct told told = { .n = 0 };
	struct source *s;
	struct csv_row r;
	size_t place[2], n = 0;
	const char *why;
	enum code code;
	int fd = test_file("csv/frictionless-invalid.csv");

	ck_assert_int_eq(source_open(&s, &arena, fd, NULL, ',', &code, &why),
			 ERR_OK);
	ck_assert_uint_eq(map_place(m, s->header, s->n, place, tell, &told), 2);
	ck_assert_int_eq(told.code[0], CODE_COLUMN_UNNAMED);
	ck_assert_int_eq(told.code[1], CODE_COLUMN_TWICE);
	while (source_next(s, &arena, &r) == ERR_OK)
		ck_assert_uint_eq(r.n, cells[n++]);
	ck_assert_uint_eq(n, 3);
	source_close(&s);
	close(fd);
}
END_TEST

#define COUNT(v) ((int)(sizeof(v) / sizeof((v)[0])))

Suite *
suite_exchange_map(void)
{
	Suite *s = suite_create("maps");
	TCase *t = tcase_create("maps");

	tcase_add_checked_fixture(t, load_forms, clear_all);
	tcase_add_test(t, a_map_says_what_each_column_is);
	tcase_add_test(t, a_numbered_column_is_as_many_as_there_are_rows);
	tcase_add_test(t, what_every_row_says_needs_no_column);
	tcase_add_test(t, a_person_may_be_known_by_a_column);
	tcase_add_loop_test(t, a_fault_of_a_map_is_told_at_its_place, 0,
			    COUNT(faults));
	tcase_add_loop_test(t, the_columns_of_a_file_are_found_by_their_letters,
			    0, COUNT(headers));
	tcase_add_test(t, a_file_full_of_faults_has_all_of_them_told);
	suite_add_tcase(s, t);
	return s;
}
