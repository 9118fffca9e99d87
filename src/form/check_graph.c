/* SPDX-License-Identifier: GPL-3.0-or-later */
/* States and transitions as a graph: no state without a way in, none without
 * a way out but the final ones.  And what hangs on them: timers. */
#include <string.h>

#include "form/loader.h"

static void
needs(struct load *l, const struct statement *st, const char *key,
      const char *hint)
{
	if (statement_lacks(st, key))
		fault_name(l, st, hint,
			   "%s '%s' has no %s:", keyword_text(st->kw), st->name,
			   key);
}

/* Who may take the step must be able to answer what it asks. */
static void
check_asked(struct load *l, const struct statement *st,
	    const struct transition *t)
{
	const struct property *p = statement_property(st, "ask");

	for (size_t i = 0; i < t->n_ask; i++) {
		const struct item *it = t->ask[i].item;

		if (it->read_only)
			fault_value(l, p, 0, NULL,
				    "'%s' is read only and cannot be asked",
				    it->name);
		else if (t->roles & ~it->write && it->write &&
			 !t->ask[i].optional)
			warn_value(l, p, 0, NULL,
				   "not everybody in role: may write '%s'",
				   it->name);
	}
}

static void
check_transition(struct load *l, const struct statement *st)
{
	const struct property *p = statement_property(st, "when_message");

	needs(l, st, "from", NULL);
	needs(l, st, "to", NULL);
	needs(l, st, "role", "name the roles that may do it");
	check_asked(l, st, st->made);
	if (p && !statement_property(st, "when"))
		warn_value(l, p, 0, NULL, "there is no when: for this message");
}

/* Which states can be come to from the first? */
static uint64_t
reached(const struct form *f)
{
	uint64_t seen = 1, before = 0;

	while (seen != before) {
		before = seen;
		for (size_t i = 0; i < f->n_transitions; i++)
			if (f->transitions[i].from & seen &&
			    f->transitions[i].to >= 0)
				seen |= UINT64_C(1) << f->transitions[i].to;
	}
	return seen;
}

static uint64_t
left(const struct form *f)
{
	uint64_t from = 0;

	for (size_t i = 0; i < f->n_transitions; i++)
		from |= f->transitions[i].from;
	return from;
}

static void
check_state(struct load *l, const struct statement *st, uint64_t in,
	    uint64_t out)
{
	const struct form *f = st->build->form;
	const struct state *s = st->made;
	uint64_t bit = UINT64_C(1) << (s - f->states);

	if (st->build->states_wrong)
		return;
	if (!(in & bit))
		fault_name(l, st, NULL, "state '%s' can never be reached",
			   s->name);
	if (!(out & bit) && !s->final)
		fault_name(l, st, "write final: yes, or a transition from it",
			   "state '%s' has no way out", s->name);
}

static void
check_graph_of(struct load *l, struct form_build *b)
{
	uint64_t in = reached(b->form), out = left(b->form);

	if (b->form->kind == FORM_CASE && !b->kind_wrong &&
	    b->form->n_states == 0)
		fault_name(l, b->st, "the first state is where a case starts",
			   "form '%s' has no state", b->form->name);
	for (const struct statement *st = b->st->next; st && st->kw != KW_FORM;
	     st = st->next) {
		if (st->build != b || !st->made)
			continue;
		if (st->kw == KW_STATE)
			check_state(l, st, in, out);
		else if (st->kw == KW_TRANSITION)
			check_transition(l, st);
		else if (st->kw == KW_TIMER) {
			needs(l, st, "while", "say while it runs");
			needs(l, st, "due", "say when it is due");
		}
	}
}

void
check_graph(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next)
		check_graph_of(l, b);
}
