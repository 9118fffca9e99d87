/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form in words: what is asked, when, and what is checked. */
#include <string.h>

#include "form/expr.h"
#include "form/load.h"
#include "form/names.h"

enum { MOST_CHOICES = 14 }; /* longer lists are only counted */

struct page {
	const struct form *f;
	struct buf *out;
	struct arena tmp;
};

/* One line below a question: what it says, and the expression or text. */
static void
note(struct page *p, int depth, const char *what, const char *text)
{
	if (!text || !*text)
		return;
	buf_printf(p->out, "%*s%s%s%s\n", depth * 2 + 4, "", what,
		   *what ? " " : "", text);
}

static void
note_expr(struct page *p, int depth, const char *what, const struct expr *e)
{
	if (e)
		note(p, depth, what, expr_source(e));
}

static const char *
roles_text(struct page *p, role_set roles)
{
	const struct form_set *s = p->f->set;
	const char *text = "";

	for (size_t i = 0; i < s->n_roles; i++)
		if (roles >> i & 1)
			text = arena_printf(&p->tmp, "%s%s%s", text,
					    *text ? " " : "", s->roles[i].name);
	return *text ? text : "nobody";
}

static const char *
type_text(const struct item *it)
{
	static const char *const words[] = {
		[Q_NONE] = "",
		[Q_TEXT] = "text",
		[Q_INTEGER] = "whole number",
		[Q_DECIMAL] = "number",
		[Q_DATE] = "date",
		[Q_DATETIME] = "date and time",
		[Q_TIME] = "time",
		[Q_DURATION] = "length of time",
		[Q_PERSON] = "a person",
		[Q_USER] = "a user",
		[Q_ATTACHMENT] = "a file",
		[Q_SELECT_ONE] = "one of",
		[Q_SELECT_MULTIPLE] = "any of",
		[Q_CASE] = "a case",
	};

	if (it->kind == ITEM_CALCULATE)
		return "worked out";
	return it->kind == ITEM_SHOW ? "worked out when seen" : words[it->type];
}

static void
show_choices(struct page *p, int depth, const struct list *l)
{
	const char *text = "";

	if (l->n > MOST_CHOICES) {
		note(p, depth, "",
		     arena_printf(&p->tmp, "%zu choices of list %s (%s)", l->n,
				  l->name, l->label));
		return;
	}
	for (size_t i = 0; i < l->n; i++)
		text = arena_printf(
			&p->tmp, "%s%s%s (%s)%s", text, i ? ", " : "",
			l->choices[i].label, l->choices[i].code,
			date_is_set(l->choices[i].retired) ? " retired"
			: date_is_set(l->choices[i].from)
				? arena_printf(&p->tmp, " from %s",
					       date_format(&p->tmp,
							   l->choices[i].from,
							   DATE_SHORT))
				: "");
	note(p, depth, "choices:", text);
}

static void
show_required(struct page *p, int depth, const struct item *it)
{
	if (it->required == REQUIRED_SAVE)
		note(p, depth, "", "needed before it can be saved");
	else if (it->required == REQUIRED_FINISH)
		note(p, depth, "", "needed before it is finished");
	else if (it->required == REQUIRED_IF)
		note_expr(p, depth, "needed when", it->required_if);
}

static void
show_marks(struct page *p, int depth, const struct item *it)
{
	const struct {
		bool is;
		const char *word;
	} marks[] = {
		{ it->read_only, "not typed" },
		{ it->estimate, "may be about a month or year" },
		{ it->sensitive, "sensitive" },
		{ it->search, "found by search" },
		{ it->unique, "no two the same" },
		{ it->party, "the case stands with this person too" },
		{ it->unsafe, "nothing leads from this person to the case" },
		{ it->append_only, "rows are added, never changed" },
	};
	const char *text = "";

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (marks[i].is)
			text = arena_printf(&p->tmp, "%s%s%s", text,
					    *text ? ", " : "", marks[i].word);
	note(p, depth, "", text);
	if (date_is_set(it->retired))
		note(p, depth, "no longer asked from",
		     date_format(&p->tmp, it->retired, DATE_SHORT));
}

/* Said only where it differs from what is around. */
static void
show_access(struct page *p, int depth, const struct item *it)
{
	const struct item *in = item_around(it);
	bool answered = it->kind == ITEM_QUESTION;

	if (it->read != (in ? in->read : p->f->read))
		note(p, depth, "seen by", roles_text(p, it->read));
	if (!in || it->read_where != in->read_where)
		note_expr(p, depth, "seen only where", it->read_where);
	if (answered && it->write != it->read &&
	    it->write != (in ? in->write : p->f->write))
		note(p, depth, "written by", roles_text(p, it->write));
}

static void
show_rules(struct page *p, int depth, const struct item *it)
{
	note_expr(p, depth, "shown when", it->relevant);
	show_required(p, depth, it);
	note_expr(p, depth, "starts as", it->default_value);
	note_expr(p, depth, "is", it->calculation);
	note_expr(p, depth, "choices where", it->choice_filter);
	note_expr(p, depth, "must be so:", it->constraint);
	note(p, depth + 1, "else:", it->constraint_message);
	note_expr(p, depth, "asks why unless", it->warning);
	note(p, depth + 1, "else:", it->warning_message);
	show_marks(p, depth, it);
	show_access(p, depth, it);
	note(p, depth, "hint:", it->hint);
}

static int
depth_of(const struct item *it)
{
	int depth = it->page != NULL;

	for (const struct item *g = it->group; g; g = g->group)
		depth++;
	return depth + (it->repeat != NULL);
}

static void
show_repeat(struct page *p, int depth, const struct item *it)
{
	if (it->min > 0)
		note(p, depth, "",
		     arena_printf(&p->tmp, "at least %d rows", it->min));
	if (it->max >= 0)
		note(p, depth, "",
		     arena_printf(&p->tmp, "at most %d rows", it->max));
	if (it->order)
		note(p, depth, it->order_down ? "last first, by" : "by",
		     it->order);
}

static void
show_item(struct page *p, const struct item *it)
{
	static const char *const kinds[] = {
		[ITEM_PAGE] = "PAGE ",	 [ITEM_GROUP] = "GROUP ",
		[ITEM_REPEAT] = "ROWS ", [ITEM_NOTE] = "NOTE ",
		[ITEM_CHECK] = "CHECK ", [ITEM_QUESTION] = "",
		[ITEM_CALCULATE] = "",	 [ITEM_SHOW] = "",
	};
	int depth = depth_of(it);
	const char *type = type_text(it);

	if (it->kind == ITEM_PAGE)
		buf_char(p->out, '\n');
	buf_printf(p->out, "%*s%s%s", depth * 2, "", kinds[it->kind],
		   it->label);
	buf_printf(p->out, "  [%s%s%s]\n", it->name, *type ? ": " : "", type);
	if (it->list)
		show_choices(p, depth, it->list);
	if (it->case_form)
		note(p, depth, "of", it->case_form->name);
	if (it->kind == ITEM_REPEAT)
		show_repeat(p, depth, it);
	if (it->kind == ITEM_CHECK)
		note(p, depth, "",
		     it->severity == SEVERITY_ERROR ? "refuses finishing"
						    : "warns only");
	show_rules(p, depth, it);
}

static void
show_head(struct page *p)
{
	static const char *const kinds[] = {
		[FORM_PERSON] = "the form of a person",
		[FORM_CASE] = "a case form",
		[FORM_CHILD] = "a form of a case",
		[FORM_PERSON_CHILD] = "a form of a person",
	};
	static const char *const abouts[] = {
		[ABOUT_PERSON] = "one person",
		[ABOUT_PEOPLE] = "people",
		[ABOUT_NOTHING] = "nobody",
	};
	const struct form *f = p->f;

	buf_printf(p->out, "%s  [%s]\n", f->label, form_full_name(f));
	note(p, 0, kinds[f->kind],
	     arena_printf(&p->tmp, "version %d", f->version));
	note(p, 0, "programme", f->programme);
	if (f->kind == FORM_CASE) {
		note(p, 0, "about", abouts[f->about]);
		note(p, 0, "access",
		     f->access == ACCESS_CLOSED ? "closed" : "protected");
	}
	note(p, 0, "references like", f->reference);
	note(p, 0, "read by", roles_text(p, f->read));
	if (f->read_where && f->read_where_roles != f->read)
		note(p, 0, "of these only where",
		     roles_text(p, f->read_where_roles));
	note_expr(p, 0, "read only where", f->read_where);
	note(p, 0, "written by", roles_text(p, f->write));
	if (f->retention_from)
		note(p, 0, "kept",
		     arena_printf(&p->tmp, "%s after %s",
				  duration_format(&p->tmp, f->retention),
				  expr_source(f->retention_from)));
	for (size_t i = 0; i < f->n_children; i++)
		note(p, 0, "has", form_full_name(f->children[i]));
}

static const char *
states_text(struct page *p, uint64_t from)
{
	const char *text = "";

	for (size_t i = 0; i < p->f->n_states; i++)
		if (from >> i & 1)
			text = arena_printf(&p->tmp, "%s%s%s", text,
					    *text ? " " : "",
					    p->f->states[i].name);
	return text;
}

static void
show_states(struct page *p)
{
	const struct form *f = p->f;

	if (f->n_states > 0)
		buf_str(p->out, "\nSTATES\n");
	for (size_t i = 0; i < f->n_states; i++)
		buf_printf(p->out, "  %s  [%s]%s%s\n", f->states[i].label,
			   f->states[i].name, i == 0 ? " start" : "",
			   f->states[i].final ? " final" : "");
}

static void
show_tasks(struct page *p, const struct transition *t)
{
	const struct form_set *s = p->f->set;

	for (size_t i = 0; i < t->n_tasks; i++)
		note(p, 1, "task:",
		     arena_printf(&p->tmp, "%s, for %s, in %s",
				  t->tasks[i].text,
				  t->tasks[i].for_owner
					  ? "owner"
					  : s->roles[t->tasks[i].role].name,
				  duration_format(&p->tmp, t->tasks[i].in)));
	for (size_t i = 0; i < t->n_set; i++)
		note(p, 1, "sets",
		     arena_printf(&p->tmp, "%s to %s", t->set[i].item->name,
				  expr_source(t->set[i].value)));
	if (t->notify_owner)
		note(p, 1, "tells", "owner");
	if (t->notify)
		note(p, 1, "tells", roles_text(p, t->notify));
}

static void
show_transition(struct page *p, const struct transition *t)
{
	buf_printf(p->out, "  %s  [%s] %s -> %s\n", t->label, t->name,
		   states_text(p, t->from), p->f->states[t->to].name);
	note(p, 1, "by", roles_text(p, t->roles));
	for (size_t i = 0; i < t->n_when; i++) {
		note_expr(p, 1, "when", t->when[i].expr);
		note(p, 2, "else:", t->when[i].message);
	}
	for (size_t i = 0; i < t->n_ask; i++)
		note(p, 1, t->ask[i].optional ? "may ask" : "asks",
		     t->ask[i].item->name);
	for (size_t i = 0; i < t->n_require; i++)
		note(p, 1, "needs", t->require[i]->name);
	if (t->complete)
		note(p, 1, "", "everything needed must be answered");
	if (t->reason)
		note(p, 1, "", "a reason must be given");
	show_tasks(p, t);
}

static void
show_timer(struct page *p, const struct timer *t)
{
	buf_printf(p->out, "  %s  [%s]\n", t->label, t->name);
	note_expr(p, 1, "while", t->live);
	note_expr(p, 1, "due", t->due);
	note_expr(p, 1, "at", t->time);
	for (size_t i = 0; i < t->n_reminds; i++)
		note(p, 1, "reminds before:",
		     duration_format(&p->tmp, t->reminds[i]));
	if (t->has_escalate)
		note(p, 1, "tells after:",
		     arena_printf(&p->tmp, "%s: %s%s",
				  duration_format(&p->tmp, t->escalate),
				  t->escalate_owner ? "owner " : "",
				  t->escalate_to ? roles_text(p, t->escalate_to)
						 : ""));
}

static void
show_measure(struct page *p, const struct measure *m)
{
	static const char *const kinds[] = {
		[MEASURE_COUNT] = "",	      [MEASURE_SUM] = "sum of",
		[MEASURE_AVG] = "mean of",    [MEASURE_MEDIAN] = "middle of",
		[MEASURE_LEAST] = "least of", [MEASURE_MOST] = "most of",
	};

	buf_printf(p->out, "  %s  [%s]\n", m->label, m->name);
	note(p, 1, "of",
	     m->of_form	    ? m->of_form->name
	     : m->of_repeat ? m->of_repeat->name
			    : NULL);
	note_expr(p, 1, kinds[m->kind], m->value);
	note_expr(p, 1, "by", m->date);
	note_expr(p, 1, "open from", m->open_from);
	note_expr(p, 1, "open to", m->open_to);
	note_expr(p, 1, "where", m->where);
	note(p, 1, "also as percent of", m->percent_of);
}

static void
show_names(struct page *p, const char *what, const struct item *const *items,
	   size_t n)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		text = arena_printf(&p->tmp, "%s%s%s", text, i ? " " : "",
				    items[i]->name);
	note(p, 1, what, text);
}

static void
show_reports(struct page *p)
{
	static const char *const periods[] = {
		[PERIOD_NONE] = "",
		[PERIOD_MONTH] = "month",
		[PERIOD_QUARTER] = "quarter",
		[PERIOD_YEAR] = "year",
		[PERIOD_FIN_YEAR] = "financial year",
	};
	const struct form *f = p->f;

	for (size_t i = 0; i < f->n_reports; i++) {
		const struct report_def *r = &f->reports[i];

		buf_printf(p->out, "\nREPORT %s  [%s] each %s\n", r->label,
			   r->name, periods[r->period]);
		for (size_t k = 0; k < r->n_measures; k++)
			note(p, 1, "", r->measures[k]->label);
		show_names(p, "by", r->by, r->n_by);
	}
	for (size_t i = 0; i < f->n_sheets; i++) {
		const struct sheet *s = &f->sheets[i];

		buf_printf(p->out, "\nSHEET %s  [%s]\n", s->label, s->name);
		show_names(p, "prints", s->fields, s->n_fields);
		note(p, 1, "for", roles_text(p, s->read));
	}
}

static void
show_choice(struct arena *a, const struct list *l, const struct choice *c,
	    struct buf *out)
{
	buf_printf(out, "    %-16s %s", c->code, c->label);
	for (size_t i = 0; i < l->n_attributes; i++)
		if (*c->attributes[i])
			buf_printf(out, ", %s %s", l->attributes[i],
				   c->attributes[i]);
	if (c->has_score)
		buf_printf(out, ", score %s", number_format(a, c->score));
	if (date_is_set(c->from))
		buf_printf(out, ", from %s",
			   date_format(a, c->from, DATE_SHORT));
	if (date_is_set(c->retired))
		buf_printf(out, ", retired on %s",
			   date_format(a, c->retired, DATE_SHORT));
	if (c->replaced_by)
		buf_printf(out, ", replaced by %s", c->replaced_by);
	buf_str(out, "\n");
}

void
list_show(const struct list *l, struct buf *out)
{
	struct arena a = ARENA_INIT;

	buf_printf(out, "%s  [%s]\n    a list of %zu, %s:%d\n\n", l->label,
		   l->name, l->n, l->at.file, l->at.line);
	for (size_t i = 0; i < l->n; i++)
		show_choice(&a, l, &l->choices[i], out);
	arena_clear(&a);
}

void
form_show(const struct form *f, struct buf *out)
{
	struct page p = { .f = f, .out = out, .tmp = ARENA_INIT };

	show_head(&p);
	for (size_t i = 0; i < f->n; i++)
		show_item(&p, &f->items[i]);
	show_states(&p);
	if (f->n_transitions > 0)
		buf_str(out, "\nSTEPS\n");
	for (size_t i = 0; i < f->n_transitions; i++)
		show_transition(&p, &f->transitions[i]);
	if (f->n_timers > 0)
		buf_str(out, "\nDEADLINES\n");
	for (size_t i = 0; i < f->n_timers; i++)
		show_timer(&p, &f->timers[i]);
	if (f->n_measures > 0)
		buf_str(out, "\nFIGURES\n");
	for (size_t i = 0; i < f->n_measures; i++)
		show_measure(&p, &f->measures[i]);
	show_reports(&p);
	arena_clear(&p.tmp);
}
