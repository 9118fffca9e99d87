/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What must be true after a step.  All is looked at with the eyes of the one
 * who acts, unless a line names another login.
 */
#include "check_casework_life.h"

#include "casework/work.h"

static const struct nick *
subject(struct life *l, enum nick_kind kind, const char *what)
{
	if (!l->last || l->last->kind != kind)
		life_fault(l, "write whose: expect NAME ...; it must be %s",
			   what);
	return l->last;
}

static struct case_file
the_case(struct life *l)
{
	const struct nick *n = subject(l, NICK_CASE, "a case");
	struct case_file c;
	enum err err = case_open(life_session(l), l->a, n->id, &c);

	if (err != ERR_OK)
		life_fault(l, "%s cannot open %s: %s", l->user, n->name,
			   err_text(err));
	return c;
}

/* --- the step before ------------------------------------------------------------- */

static void
expect_refused(struct life *l)
{
	const char *part = life_word(l);

	life_end(l);
	if (!l->refused)
		life_fault(l, "expected: refused; found: it was done");
	l->refused_told = true;
	if (part && !strstr(l->refused, part))
		life_fault(l, "expected: refused, '%s'; found: refused, %s",
			   part, l->refused);
}

/* --- states and steps -------------------------------------------------------------- */

static void
expect_state(struct life *l)
{
	const char *want = life_need(l, "a state");
	struct case_file c = the_case(l);

	if (form_state(c.form, want) < 0)
		life_fault(l, "%s has no state %s", c.form->name, want);
	if (life_takes(l, "since")) {
		struct date d = life_date(l, life_need(l, "a date"));

		if (date_compare(d, c.brief.state_since) != 0)
			life_fault(l, "expected: since %s; found: since %s",
				   date_format(l->a, d, DATE_ISO),
				   date_format(l->a, c.brief.state_since,
					       DATE_ISO));
	}
	life_end(l);
	if (strcmp(want, c.brief.state) != 0)
		life_fault(l, "expected: state %s; found: state %s", want,
			   c.brief.state);
}

static void
expect_owner(struct life *l)
{
	const char *want = life_need(l, "a login, or nobody");
	struct case_file c = the_case(l);

	life_end(l);
	if (strcmp(c.brief.owner[0] ? c.brief.owner : "nobody", want) != 0)
		life_fault(l, "expected: owner %s; found: owner %s", want,
			   c.brief.owner[0] ? c.brief.owner : "nobody");
}

static const struct offer *
offer_of(struct life *l, const struct case_file *c, const char *name)
{
	if (!form_transition(c->form, name))
		life_fault(l, "%s has no step %s", c->form->name, name);
	for (size_t i = 0; i < c->n_offers; i++)
		if (strcmp(c->offers[i].transition->name, name) == 0)
			return &c->offers[i];
	return NULL;
}

/* What stands against a step: a sentence and what is missing by name. */
static const char *
against(struct life *l, const struct offer *o)
{
	const char *s = "";

	if (!o)
		return "it is no step from this state";
	if (!o->may)
		return arena_printf(l->a, "only for: %s", o->who_can);
	if (o->state.ready)
		return NULL;
	if (o->state.why)
		s = o->state.why;
	for (size_t i = 0; i < o->state.n_missing; i++)
		s = arena_printf(l->a, "%s%s%s (%s)", s, s[0] ? "; " : "",
				 o->state.missing[i]->label,
				 o->state.missing[i]->name);
	for (size_t i = 0; i < o->state.n_unmet; i++)
		s = arena_printf(l->a, "%s; %s", s, o->state.unmet[i].why);
	return s;
}

static void
expect_offers(struct life *l)
{
	const char *name = life_need(l, "a step");
	struct case_file c = the_case(l);
	const char *why = against(l, offer_of(l, &c, name));

	life_end(l);
	if (why)
		life_fault(l, "expected: %s is offered; found: %s", name, why);
}

static void
expect_cannot(struct life *l)
{
	const char *name = life_need(l, "a step"), *part = life_word(l);
	struct case_file c = the_case(l);
	const char *why = against(l, offer_of(l, &c, name));

	life_end(l);
	if (!why)
		life_fault(l,
			   "expected: %s cannot be done; found: it is "
			   "offered",
			   name);
	if (part && !strstr(why, part))
		life_fault(l, "expected: %s cannot be done, '%s'; found: %s",
			   name, part, why);
}

/* --- what is due -------------------------------------------------------------------- */

static const char *
due_words(struct life *l, const struct due *d)
{
	return arena_printf(
		l->a, "%s %s%s%s, %s%s%s", d->timer ? d->timer->name : "task",
		d->timer ? "" : d->text, date_is_set(d->due) ? " due " : "",
		date_is_set(d->due) ? date_format(l->a, d->due, DATE_ISO)
				    : " without date",
		d->left, d->owner[0] ? ", for " : "", d->owner);
}

static const char *
all_dues(struct life *l, const struct case_file *c)
{
	const char *s = "";

	for (size_t i = 0; i < c->n_dues; i++)
		s = arena_printf(l->a, "%s\n        %s", s,
				 due_words(l, &c->dues[i]));
	return s[0] ? s : "nothing due";
}

/* The words after the name of a timer or task: [due DATE [TIME]] [overdue]
 * [without date] [for LOGIN], all of one and the same line. */
struct due_want {
	bool has_due, overdue, dateless;
	struct date due;
	int minutes;
	const char *owner;
};

static struct due_want
due_want(struct life *l)
{
	struct due_want w = { .minutes = -1 };
	const char *word;

	while ((word = life_word(l))) {
		if (strcmp(word, "due") == 0) {
			w.has_due = true;
			w.due = life_date(l, life_need(l, "a date"));
		} else if (strcmp(word, "at") == 0) {
			w.minutes = life_time(l, life_need(l, "a time"));
		} else if (strcmp(word, "overdue") == 0) {
			w.overdue = true;
		} else if (strcmp(word, "without") == 0 &&
			   life_takes(l, "date")) {
			w.dateless = true;
		} else if (strcmp(word, "for") == 0) {
			w.owner = life_need(l, "a login");
		} else {
			life_fault(l, "'%s' is not understood here", word);
		}
	}
	return w;
}

static bool
due_fits(const struct due *d, const struct due_want *w)
{
	return (!w->has_due || date_compare(d->due, w->due) == 0) &&
	       (!w->overdue || (date_is_set(d->due) && d->days_left < 0)) &&
	       (!w->dateless || !date_is_set(d->due)) &&
	       (w->minutes < 0 || d->minutes == w->minutes) &&
	       (!w->owner || strcmp(d->owner, w->owner) == 0);
}

static bool
is_timer(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_timers; i++)
		if (strcmp(f->timers[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < f->n_children; i++)
		if (is_timer(f->children[i], name))
			return true;
	return false;
}

static void
expect_due(struct life *l, bool timer, bool none)
{
	const char *name = life_need(l, timer ? "a timer" : "a task's text");
	struct due_want w = due_want(l);
	struct case_file c = the_case(l);
	bool found = false;

	if (timer && !is_timer(c.form, name))
		life_fault(l, "%s has no timer %s", c.form->name, name);
	for (size_t i = 0; i < c.n_dues; i++) {
		const struct due *d = &c.dues[i];

		if (timer ? d->timer && strcmp(d->timer->name, name) == 0
			  : d->task && strstr(d->text, name))
			found |= due_fits(d, &w);
	}
	if (found == none)
		life_fault(l, "expected: %s; found: %s",
			   none ? "nothing like it" : "this", all_dues(l, &c));
}

/* --- lists of texts ------------------------------------------------------------------- */

/* has "..." or lacks "...", of lines gathered in text. */
static void
expect_in(struct life *l, const char *text)
{
	bool has = life_takes(l, "has");
	const char *part;

	if (!has && !life_takes(l, "lacks"))
		life_fault(l, "write: has \"TEXT\", or lacks \"TEXT\"");
	part = life_need(l, "a text");
	life_end(l);
	if ((strstr(text, part) != NULL) != has)
		life_fault(l, "expected: %s '%s'; found: %s",
			   has ? "has" : "lacks", part,
			   text[0] ? text : "nothing");
}

/* worklist|team-list|unowned of LOGIN has|lacks "text" */
static void
expect_worklist(struct life *l, enum work_whose whose)
{
	struct worklist w;
	const char *s = "", *login = l->user;
	enum err err;

	if (life_takes(l, "of"))
		login = life_need(l, "a login");
	err = worklist_read(life_session_of(l, login), l->a, whose, 0, &w);
	if (err != ERR_OK)
		life_fault(l, "%s", err_text(err));
	for (size_t i = 0; i < w.n; i++)
		s = arena_printf(
			l->a, "%s\n        %s %s: %s%s%s, due %s", s,
			w.v[i].ref, w.v[i].name, w.v[i].doing,
			w.v[i].note[0] ? ", " : "", w.v[i].note,
			date_is_set(w.v[i].due)
				? date_format(l->a, w.v[i].due, DATE_ISO)
				: "no date");
	expect_in(l, s);
}

static void
expect_chronology(struct life *l)
{
	const struct event *v;
	struct person_file p;
	const char *s = "";
	size_t n;

	if (l->last && l->last->kind == NICK_PERSON) {
		if (person_open(life_session(l), l->a, l->last->id, &p) !=
		    ERR_OK)
			life_fault(l, "%s cannot open %s", l->user,
				   l->last->name);
		v = p.events;
		n = p.n_events;
	} else {
		struct case_file c = the_case(l);

		v = c.events;
		n = c.n_events;
	}
	for (size_t i = 0; i < n; i++)
		s = arena_printf(
			l->a, "%s\n        %s %s: %s%s%s", s,
			date_format(l->a, clock_date_of(v[i].at), DATE_ISO),
			v[i].who, v[i].what, v[i].summary[0] ? ", " : "",
			v[i].summary);
	expect_in(l, s);
}

static void
expect_history(struct life *l)
{
	struct change *v;
	const char *s = "";
	size_t n;

	if (!l->last || record_history(life_session(l), l->a, l->last->id, &v,
				       &n) != ERR_OK)
		life_fault(l, "%s sees no history here", l->user);
	for (size_t i = 0; i < n; i++)
		s = arena_printf(
			l->a, "%s\n        %s %s %s: %s %s -> %s", s, v[i].who,
			v[i].act, v[i].reason ? v[i].reason : "",
			v[i].field ? v[i].field : "", v[i].old ? v[i].old : "",
			v[i].new ? v[i].new : "");
	expect_in(l, s);
}

static void
expect_flag(struct life *l, bool none)
{
	const char *part = life_need(l, "a text"), *s = "";
	const struct flag_brief *v;
	struct person_file p;
	size_t n;

	life_end(l);
	if (l->last && l->last->kind == NICK_PERSON) {
		if (person_open(life_session(l), l->a, l->last->id, &p) !=
		    ERR_OK)
			life_fault(l, "%s cannot open %s", l->user,
				   l->last->name);
		v = p.brief.flags;
		n = p.brief.n_flags;
	} else {
		struct case_file c = the_case(l);

		v = c.flags;
		n = c.n_flags;
	}
	for (size_t i = 0; i < n; i++)
		s = arena_printf(l->a, "%s%s; ", s, v[i].text);
	if ((strstr(s, part) != NULL) == none)
		life_fault(l, "expected: %s '%s'; found: %s",
			   none ? "no flag" : "a flag", part,
			   s[0] ? s : "no flag");
}

/* --- who sees what ---------------------------------------------------------------------- */

static bool
seen_by(struct life *l, const struct nick *n, const char *login)
{
	struct session *s = life_session_of(l, login);
	struct person_file p;
	struct case_file c;
	struct edit *e = NULL;
	enum err err;

	if (n->kind == NICK_PERSON) {
		err = person_open(s, l->a, n->id, &p);
	} else if (n->kind == NICK_CASE) {
		err = case_open(s, l->a, n->id, &c);
	} else {
		err = edit_open(s, n->id, &e);
		edit_close(&e);
	}
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		life_fault(l, "%s is told: %s", login, err_text(err));
	return err == ERR_OK;
}

static void
expect_seen(struct life *l, bool seen)
{
	const char *login = life_need(l, "a login");

	life_end(l);
	if (!l->last)
		life_fault(l, "write whom: expect NAME ...");
	if (seen_by(l, l->last, login) != seen)
		life_fault(l, "expected: %s is %s %s; found: the contrary",
			   l->last->name, seen ? "seen by" : "hidden from",
			   login);
}

/* finds "text" / does-not-find "text" [by LOGIN]: is the person among what
 * the box gives? */
static void
expect_found(struct life *l, bool want)
{
	const struct nick *n = subject(l, NICK_PERSON, "a person");
	const char *text = life_need(l, "a text"), *login = l->user;
	struct found f;
	bool found = false;

	if (life_takes(l, "by"))
		login = life_need(l, "a login");
	life_end(l);
	if (find_people(life_session_of(l, login), l->a, text, FIND_MOST, &f) !=
	    ERR_OK)
		life_fault(l, "the search ended");
	for (size_t i = 0; i < f.n; i++)
		found |= f.people[i].id == n->id;
	if (found != want)
		life_fault(l,
			   "expected: '%s' %s %s for %s; found: the "
			   "contrary, among %zu",
			   text, want ? "finds" : "does not find", n->name,
			   login, f.n);
}

/* --- answers ------------------------------------------------------------------------------ */

static struct edit *
opened(struct life *l)
{
	struct edit *e;
	enum err err;

	if (!l->last)
		life_fault(l, "write whose: expect NAME FIELD ...");
	err = edit_open(life_session(l), l->last->id, &e);
	l->edit = e;
	if (err != ERR_OK)
		life_fault(l, "%s cannot open %s: %s", l->user, l->last->name,
			   err_text(err));
	return e;
}

static void
expect_rows(struct life *l)
{
	struct edit *e = opened(l);
	const struct item *it =
		life_field(l, e->form, life_need(l, "a repeat"));
	size_t n = 0, all = view_rows(e->view, it);
	int64_t want;

	life_takes(l, "=");
	want = life_number(l, life_need(l, "how many"));
	life_end(l);
	for (size_t i = 0; i < all; i++)
		n += !view_struck(e->view, it, i);
	edit_close(&l->edit);
	if ((int64_t)n != want)
		life_fault(l, "expected: %lld rows; found: %zu",
			   (long long)want, n);
}

static void
expect_fault(struct life *l, bool none)
{
	struct edit *e = opened(l);
	const char *part = life_word(l), *s = "";
	const struct view_fault *f;
	size_t n = view_faults(e->view, &f);

	life_end(l);
	for (size_t i = 0; i < n; i++)
		s = arena_printf(l->a, "%s\n        %s (%s): %s", s,
				 f[i].item->label ? f[i].item->label : "",
				 f[i].item->name, f[i].message);
	edit_close(&l->edit);
	if ((part ? strstr(s, part) != NULL : s[0] != '\0') == none)
		life_fault(l, "expected: %s '%s'; found: %s",
			   none ? "no fault" : "a fault", part ? part : "",
			   s[0] ? s : "no fault");
}

static void
expect_reads(struct life *l, bool want)
{
	struct edit *e = opened(l);
	const struct item *it = life_field(l, e->form, life_need(l, "a field"));
	bool may = edit_may_read(e, it);

	life_end(l);
	edit_close(&l->edit);
	if (may != want)
		life_fault(l, "expected: %s %s %s; found: the contrary",
			   l->user, want ? "reads" : "cannot read", it->name);
}

static void
expect_choice(struct life *l, struct edit *e, const struct item *it, size_t row,
	      bool want)
{
	const char *code = life_need(l, "a code");
	const struct choice **v;
	size_t n = choices_offered(e->view, it, row, &v);
	bool found = false;

	life_end(l);
	if (!it->list || !list_choice(it->list, code))
		life_fault(l, "%s has no choice %s", it->name, code);
	for (size_t i = 0; i < n; i++)
		found |= strcmp(v[i]->code, code) == 0;
	if (found != want)
		life_fault(l, "expected: %s %s %s; found: the contrary",
			   it->name, want ? "offers" : "does not offer", code);
}

/* `is` or `is not`, then one of these words. */
static void
expect_is(struct life *l, struct edit *e, const struct item *it, size_t row)
{
	bool yes = !life_takes(l, "not"), is;
	const char *word = life_need(l, "empty, asked or needed");
	struct value v = view_value(e->view, it, row);

	life_end(l);
	if (strcmp(word, "empty") == 0)
		is = value_is_empty(&v);
	else if (strcmp(word, "answered") == 0)
		is = !value_is_empty(&v);
	else if (strcmp(word, "asked") == 0)
		is = !view_hidden(e->view, it, row);
	else if (strcmp(word, "needed") == 0)
		is = view_required(e->view, it, row);
	else
		life_fault(l, "write: empty, answered, asked or needed");
	if (is != yes)
		life_fault(l, "expected: %s %s %s; found: the contrary (%s)",
			   it->name, yes ? "is" : "is not", word,
			   life_shown(l, it, &v));
}

/* FIELD [in row N] = VALUE | is [not] ... | offers CODE | lacks CODE */
static void
expect_answer(struct life *l, const char *name)
{
	struct edit *e = opened(l);
	const struct item *it = life_field(l, e->form, name);
	size_t row = NO_ROW;
	struct value v;
	const char *want;

	if (life_takes(l, "in")) {
		if (!life_takes(l, "row") || !it->repeat)
			life_fault(l, "write: %s in row 1 = ...", name);
		row = (size_t)life_number(l, life_need(l, "which")) - 1;
		if (row >= view_rows(e->view, it->repeat))
			life_fault(l, "there are %zu rows",
				   view_rows(e->view, it->repeat));
	} else if (it->repeat) {
		life_fault(l, "write which: %s in row 1 ...", name);
	}
	if (life_takes(l, "is")) {
		expect_is(l, e, it, row);
	} else if (life_takes(l, "offers")) {
		expect_choice(l, e, it, row, true);
	} else if (life_takes(l, "lacks")) {
		expect_choice(l, e, it, row, false);
	} else if (life_takes(l, "=")) {
		v = view_value(e->view, it, row);
		want = life_rest(l);
		if (!life_says(l, it, &v, want))
			life_fault(l, "expected: %s = %s; found: %s", name,
				   want, life_shown(l, it, &v));
	} else {
		life_fault(l, "write: %s = VALUE, or: is empty", name);
	}
	edit_close(&l->edit);
}

static void
expect_no(struct life *l)
{
	const char *word = life_need(l, "timer, task, flag or fault");

	if (strcmp(word, "timer") == 0)
		expect_due(l, true, true);
	else if (strcmp(word, "task") == 0)
		expect_due(l, false, true);
	else if (strcmp(word, "flag") == 0)
		expect_flag(l, true);
	else if (strcmp(word, "fault") == 0)
		expect_fault(l, true);
	else
		life_fault(l, "'no %s' is not understood", word);
}

static void
expect_timer(struct life *l)
{
	expect_due(l, true, false);
}

static void
expect_task(struct life *l)
{
	expect_due(l, false, false);
}

static void
expect_a_flag(struct life *l)
{
	expect_flag(l, false);
}

static void
expect_a_fault(struct life *l)
{
	expect_fault(l, false);
}

static void
expect_seen_by(struct life *l)
{
	if (!life_takes(l, "by"))
		life_fault(l, "write: seen by LOGIN");
	expect_seen(l, true);
}

static void
expect_hidden_from(struct life *l)
{
	if (!life_takes(l, "from"))
		life_fault(l, "write: hidden from LOGIN");
	expect_seen(l, false);
}

static void
expect_found_by(struct life *l)
{
	expect_found(l, true);
}

static void
expect_lost(struct life *l)
{
	if (!life_takes(l, "found"))
		life_fault(l, "write: not found \"TEXT\"");
	expect_found(l, false);
}

static void
expect_can_read(struct life *l)
{
	expect_reads(l, true);
}

static void
expect_cannot_read(struct life *l)
{
	expect_reads(l, false);
}

static void
expect_mine(struct life *l)
{
	expect_worklist(l, WORK_MINE);
}

static void
expect_team(struct life *l)
{
	expect_worklist(l, WORK_TEAM);
}

static void
expect_unowned(struct life *l)
{
	expect_worklist(l, WORK_UNOWNED);
}

static const struct {
	const char *word;
	life_step *look;
} looks[] = { { "refused", expect_refused },
	      { "state", expect_state },
	      { "owner", expect_owner },
	      { "offers", expect_offers },
	      { "cannot", expect_cannot },
	      { "timer", expect_timer },
	      { "task", expect_task },
	      { "no", expect_no },
	      { "flag", expect_a_flag },
	      { "fault", expect_a_fault },
	      { "rows", expect_rows },
	      { "reads", expect_can_read },
	      { "cannot-read", expect_cannot_read },
	      { "worklist", expect_mine },
	      { "team-list", expect_team },
	      { "unowned", expect_unowned },
	      { "chronology", expect_chronology },
	      { "history", expect_history },
	      { "seen", expect_seen_by },
	      { "hidden", expect_hidden_from },
	      { "found", expect_found_by },
	      { "not", expect_lost } };

/* expect [NAME] WHAT */
void
step_expect(struct life *l)
{
	const char *word = life_need(l, "what");
	const struct nick *n = life_find(l, word);

	if (n) {
		l->last = n;
		word = life_need(l, "what");
	}
	if (strcmp(word, "refused") != 0)
		life_tell_refusal(l);
	for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++)
		if (strcmp(looks[i].word, word) == 0) {
			looks[i].look(l);
			return;
		}
	expect_answer(l, word);
}
