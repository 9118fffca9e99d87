/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers as they are shown and as they are typed.  Persons, cases and users
 * are known to casework; all else to the form layer.
 */
#include <string.h>

#include "base/text.h"
#include "casework/casefile.h"
#include "casework/find.h"
#include "ui/form_parts.h"

#define NOT_TO_SEE "(not yours to see)"

bool
form_is_chosen(const struct item *it)
{
	return it->type == Q_SELECT_ONE || it->type == Q_SELECT_MULTIPLE ||
	       it->type == Q_PERSON || it->type == Q_USER || it->type == Q_CASE;
}

bool
form_rewrites(const struct item *it)
{
	return it->type != Q_TEXT && it->type != Q_SELECT_MULTIPLE;
}

/* What came with the record is hidden until it is asked for. */
bool
form_masked(const struct form_screen *f, const struct item *it, size_t row)
{
	const struct value *v;

	/* How contact is safe stands in the heading of the case anyway. */
	if (!it->sensitive || it->means == MEANS_safe_contact ||
	    f->unmasked[it->index])
		return false;
	v = edit_get(f->edit, it, row);
	return v != NULL && !value_is_empty(v);
}

static const char *
pointed_to(const struct form_screen *f, struct arena *a, const struct value *v)
{
	const char *name = record_named(f->edit->session, a, v->id);

	return name != NULL ? name : NOT_TO_SEE;
}

const char *
form_shown_text(const struct form_screen *f, struct arena *a,
		const struct item *it, size_t row)
{
	struct value v = view_value(f->edit->view, it, row);

	if (v.type == VAL_PERSON || v.type == VAL_CASE)
		return pointed_to(f, a, &v);
	if (v.type == VAL_USER)
		return user_named(f->edit->session, a, f->edit->case_id,
				  v.text);
	return answer_format(a, it, &v);
}

const char *
form_edit_text(const struct form_screen *f, struct arena *a,
	       const struct item *it, size_t row)
{
	const char *typed = edit_get_typed(f->edit, it, row);
	const struct value *v = edit_get(f->edit, it, row);

	if (typed != NULL)
		return typed;
	if (v == NULL || value_is_empty(v))
		return "";
	if (v->type == VAL_PERSON || v->type == VAL_CASE)
		return pointed_to(f, a, v);
	if (v->type == VAL_USER)
		return user_named(f->edit->session, a, f->edit->case_id,
				  v->text);
	return answer_edit(a, it, v);
}

const char *
form_value_text(const struct edit *e, struct arena *a, const struct item *it,
		const struct value *v)
{
	const char *name;

	if (value_is_empty(v))
		return "(empty)";
	if (it == NULL)
		return value_format(a, v);
	if (it->kind == ITEM_REPEAT)
		return arena_printf(a, "%zu row%s", v->rows.n,
				    v->rows.n == 1 ? "" : "s");
	if (v->type == VAL_PERSON || v->type == VAL_CASE) {
		name = record_named(e->session, a, v->id);
		return name != NULL ? name : NOT_TO_SEE;
	}
	if (v->type == VAL_USER)
		return user_named(e->session, a, e->case_id, v->text);
	return answer_format(a, it, v);
}

/* --- What was understood -------------------------------------------- */

static const char *
echo_date(struct arena *a, const struct item *it, struct date d,
	  const char *typed)
{
	static const char *const days[] = { "",		 "Monday",   "Tuesday",
					    "Wednesday", "Thursday", "Friday",
					    "Saturday",	 "Sunday" };
	int age = date_age(d, clock_today());

	if (strcmp(date_format(a, d, DATE_SHORT), typed) != 0)
		return date_format(a, d,
				   date_is_whole(d) ? DATE_LONG : DATE_SHORT);
	if (it->means == MEANS_birth_date && age >= 0)
		return arena_printf(a, "%d year%s", age, age == 1 ? "" : "s");
	return date_is_whole(d) ? days[date_weekday(d)] : "";
}

/* In words, of what has no word for it: a date, a number, a person.  Lists have
 * a choice of their own where it can be answered. */
bool
form_not_known(const struct item *it, const char *typed)
{
	static const char *const words[] = { "not known", "unknown", "nk" };
	bool is = false;

	if (it->type != Q_TEXT && it->type != Q_ATTACHMENT &&
	    it->type != Q_SELECT_ONE && it->type != Q_SELECT_MULTIPLE)
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			is |= text_same(typed, words[i]);
	return is;
}

const char *
form_echo(const struct form_screen *f, struct arena *a, const struct item *it,
	  size_t row, const char *typed)
{
	struct value v;
	const char *why, *text;

	if (form_not_known(it, typed))
		return "not known, and left empty";
	if (it->type == Q_TEXT || it->type == Q_PERSON || it->type == Q_USER ||
	    it->type == Q_CASE || text_blank(typed) ||
	    !form_parse(f, a, it, row, typed, &v, &why) || value_is_empty(&v))
		return "";
	if (v.type == VAL_DATE)
		return echo_date(a, it, v.date, typed);
	text = answer_format(a, it, &v);
	return strcmp(text, typed) == 0 ||
			       strcmp(answer_edit(a, it, &v), typed) == 0
		       ? ""
		       : text;
}

/* --- What was typed ------------------------------------------------- */

/* A person's number alone: a name could be somebody else's. */
static bool
parse_person(const struct form_screen *f, struct arena *a, const char *typed,
	     struct value *out, const char **why)
{
	struct found found = { 0 };

	if (find_people(f->edit->session, a, typed, 2, &found) == ERR_OK)
		for (size_t i = 0; i < found.n; i++)
			if (text_same(found.people[i].ref, typed)) {
				*out = value_person(found.people[i].id);
				return true;
			}
	*why = "Press F4 to find the person, or write their number.";
	return false;
}

static bool
parse_case(const struct form_screen *f, struct arena *a, const struct item *it,
	   const char *typed, struct value *out, const char **why)
{
	uint64_t id;

	if (find_case(f->edit->session, typed, &id) == ERR_OK) {
		*out = value_case(id);
		return true;
	}
	*why = arena_printf(a,
			    "Write the reference of the case%s%s, or "
			    "choose with F4.",
			    it->case_form ? ": " : "",
			    it->case_form ? it->case_form->label : "");
	return false;
}

static bool
begins_like(struct arena *a, const char *text, const char *with)
{
	const char *t = text_fold(a, text), *w = text_fold(a, with);

	return strncmp(t, w, strlen(w)) == 0;
}

bool
form_goes_on(const struct form_screen *f, const struct item *it, size_t row)
{
	const char *typed = edit_get_typed(f->edit, it, row);
	const struct choice **offered;
	struct arena a = ARENA_INIT;
	bool on = false;
	size_t n;

	if (typed == NULL || it->type != Q_SELECT_ONE)
		return false;
	n = choices_offered(f->edit->view, it, row, &offered);
	for (size_t i = 0; i < n && !on; i++)
		on = begins_like(&a, offered[i]->label, typed);
	arena_wipe(&a);
	return on;
}

/* A login as it is, else the beginning of one login or name. */
static bool
parse_user(const struct form_screen *f, struct arena *a, const char *typed,
	   struct value *out, const char **why)
{
	struct user *users, *like = NULL;
	size_t n, found = 0;

	if (user_list(f->edit->session, a, &users, &n) != ERR_OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(users[i].login, typed) == 0) {
			*out = value_user(typed);
			return true;
		}
		if (users[i].ended || (!begins_like(a, users[i].login, typed) &&
				       !begins_like(a, users[i].name, typed)))
			continue;
		like = &users[i];
		found++;
	}
	if (found == 1) {
		*out = value_user(like->login);
		return true;
	}
	*why = found > 1 ? "Write more letters, or choose with F4."
			 : "Nobody by that name works here. F4 lists "
			   "everybody.";
	return false;
}

bool
form_parse(const struct form_screen *f, struct arena *a, const struct item *it,
	   size_t row, const char *typed, struct value *out, const char **why)
{
	const struct choice **offered;
	const char *s = text_stored(a, typed, true);
	size_t n;

	*out = value_empty;
	*why = NULL;
	if (text_blank(s) || form_not_known(it, s))
		return true;
	*why = form_note_too_long(f, a, it, row, s);
	if (*why != NULL)
		return false;
	switch (it->type) {
	case Q_SELECT_ONE:
	case Q_SELECT_MULTIPLE:
		n = choices_offered(f->edit->view, it, row, &offered);
		return answer_choose(a, it, offered, n, s, out, why);
	case Q_PERSON:
		return parse_person(f, a, s, out, why);
	case Q_CASE:
		return parse_case(f, a, it, s, out, why);
	case Q_USER:
		return parse_user(f, a, s, out, why);
	default:
		return answer_parse(a, it, s, clock_today(), out, why);
	}
}
