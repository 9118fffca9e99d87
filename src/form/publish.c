/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/publish.h"

#include <stdarg.h>
#include <string.h>

#include "form/expr.h"
#include "form/names.h"

struct compare {
	struct arena *a;
	const struct form_set *old, *new_set;
	const struct holdings *held;
	struct verdicts *out;
	size_t cap;
};

static void __attribute__((format(printf, 5, 6)))
rule(struct compare *c, enum ruling ruling, const char *form, const char *name,
     const char *fmt, ...)
{
	struct verdicts *out = c->out;
	va_list ap;

	if (out->n == c->cap) {
		c->cap = c->cap ? c->cap * 2 : 32;
		out->v = arena_grow(c->a, out->v, out->n, c->cap,
				    sizeof(*out->v));
	}
	va_start(ap, fmt);
	out->v[out->n++] = (struct verdict){ ruling, arena_strdup(c->a, form),
					     arena_strdup(c->a, name),
					     arena_vprintf(c->a, fmt, ap) };
	va_end(ap);
	out->refused += ruling == RULING_REFUSED;
	out->warned += ruling == RULING_WARNED;
}

/* `1,204 records hold`, `1 case is`. */
static const char *
count_words(struct compare *c, uint64_t n, const char *one, const char *many)
{
	const char *text = number_format(c->a, (int64_t)n * NUMBER_ONE);
	size_t len = strlen(text);
	char *out = arena_alloc(c->a, len + len / 3 + 1), *to = out;

	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			*to++ = ',';
		*to++ = text[i];
	}
	return arena_printf(c->a, "%s %s", out, n == 1 ? one : many);
}

static const struct item *
successor(const struct form *f, const char *name)
{
	const struct item *it = form_item(f, name);

	for (size_t i = 0; !it && i < f->n; i++)
		if (was_called(f->items[i].was, f->items[i].n_was, name))
			it = &f->items[i];
	return it;
}

static bool
same_text(const char *s, const char *t)
{
	return strcmp(s ? s : "", t ? t : "") == 0;
}

static bool
same_expr(const struct expr *e, const struct expr *f)
{
	return same_text(e ? expr_source(e) : NULL, f ? expr_source(f) : NULL);
}

/* --- fields ------------------------------------------------------------ */

/* A stored result has the type of what it is worked out from. */
static enum value_type
stored_type(const struct item *it)
{
	if (it->kind == ITEM_CALCULATE && it->list)
		return VAL_CODE;
	if (it->kind == ITEM_CALCULATE)
		return expr_type(it->calculation).type;
	return question_value_type(it->type);
}

static bool
widens(const struct item *from, const struct item *to)
{
	enum value_type was = stored_type(from), is = stored_type(to);

	if (from->type == Q_DECIMAL && to->type == Q_INTEGER)
		return false;
	return was == is || is == VAL_TEXT ||
	       (was == VAL_CODE && is == VAL_CODES);
}

static void
compare_codes(struct compare *c, const char *form, const struct item *from,
	      const struct item *to)
{
	if (!from->list || !to->list)
		return;
	for (size_t i = 0; i < from->list->n; i++) {
		const char *code = from->list->choices[i].code;
		uint64_t n;

		if (list_choice(to->list, code))
			continue;
		n = c->held->with_code(form, from->name, code, c->held->ctx);
		if (n == 0)
			continue;
		rule(c, RULING_REFUSED, form, code,
		     "%s '%s' in '%s'; keep the choice, with retired: and a "
		     "day under it",
		     count_words(c, n, "record holds", "records hold"), code,
		     from->name);
	}
}

static void
compare_type(struct compare *c, const char *form, const struct item *from,
	     const struct item *to)
{
	bool moved = (from->repeat != NULL) != (to->repeat != NULL);
	const char *words;
	uint64_t n;

	if (widens(from, to) && !moved)
		return;
	n = c->held->with_field(form, from->name, c->held->ctx);
	if (n == 0)
		return;
	words = count_words(c, n, "record holds", "records hold");
	if (moved)
		rule(c, RULING_REFUSED, form, from->name,
		     "%s '%s', which cannot go %s a repeat; make a new field",
		     words, from->name, to->repeat ? "into" : "out of");
	else
		rule(c, RULING_REFUSED, form, from->name,
		     "%s '%s' with another type; make a new field", words,
		     from->name);
}

static void
compare_field(struct compare *c, const char *form, const struct item *from,
	      const struct item *to)
{
	if (strcmp(from->name, to->name) != 0)
		rule(c, RULING_ALLOWED, form, from->name,
		     "is now called '%s'; old answers are read under it",
		     to->name);
	if (date_is_set(to->retired) && !date_is_set(from->retired))
		rule(c, RULING_ALLOWED, form, to->name,
		     "is retired; shown where it was answered");
	else if (date_is_set(from->retired) && !date_is_set(to->retired))
		rule(c, RULING_WARNED, form, to->name,
		     "was retired and comes back; it must mean the same");
	if (!same_expr(from->calculation, to->calculation))
		rule(c, RULING_ALLOWED, form, to->name,
		     "is worked out anew when an open record is next saved");
	if (!same_expr(from->constraint, to->constraint))
		rule(c, RULING_ALLOWED, form, to->name,
		     "has another constraint; it is checked on change");
	compare_type(c, form, from, to);
	compare_codes(c, form, from, to);
}

static void
lose_field(struct compare *c, const char *form, const struct form *now,
	   const struct item *from)
{
	bool dropped = was_called(now->dropped, now->n_dropped, from->name);
	uint64_t n = c->held->with_field(form, from->name, c->held->ctx);
	const char *words = count_words(c, n, "record holds", "records hold");

	if (n == 0)
		rule(c, RULING_ALLOWED, form, from->name,
		     "is gone; no record holds it");
	else if (dropped)
		rule(c, RULING_WARNED, form, from->name,
		     "%s '%s', which is dropped", words, from->name);
	else
		rule(c, RULING_REFUSED, form, from->name,
		     "%s '%s'; keep it, with retired: and a day under it; or "
		     "write was: %s under its new name, or drop %s",
		     words, from->name, from->name, from->name);
}

static bool
predecessor(const struct form *f, const struct item *it)
{
	if (form_item(f, it->name))
		return true;
	for (size_t i = 0; i < it->n_was; i++)
		if (form_item(f, it->was[i]))
			return true;
	return false;
}

/* A name that once meant something else. */
static bool
was_used(const struct form *f, const char *name)
{
	if (was_called(f->dropped, f->n_dropped, name))
		return true;
	for (size_t i = 0; i < f->n; i++)
		if (was_called(f->items[i].was, f->items[i].n_was, name))
			return true;
	return false;
}

static void
compare_fields(struct compare *c, const struct form *from,
	       const struct form *to)
{
	const char *form = form_full_name(from);

	for (size_t i = 0; i < to->n; i++) {
		const struct item *it = &to->items[i];

		if (!item_has_value(it) || predecessor(from, it))
			continue;
		if (was_used(from, it->name))
			rule(c, RULING_WARNED, form, it->name,
			     "was the name of another field; "
			     "use a new name for a new meaning");
		else
			rule(c, RULING_ALLOWED, form, it->name,
			     "is new; empty in old records");
	}
	for (size_t i = 0; i < from->n; i++) {
		const struct item *it = &from->items[i];
		const struct item *now = successor(to, it->name);

		if (!item_has_value(it))
			continue;
		if (now && item_has_value(now))
			compare_field(c, form, it, now);
		else
			lose_field(c, form, to, it);
	}
}

/* --- states and forms -------------------------------------------------- */

static void
compare_states(struct compare *c, const struct form *from,
	       const struct form *to)
{
	const char *form = form_full_name(from);

	for (size_t i = 0; i < from->n_states; i++) {
		const char *name = from->states[i].name, *now = NULL;
		uint64_t n;

		if (form_state(to, name) >= 0)
			continue;
		for (size_t k = 0; k < to->n_states; k++)
			if (was_called(to->states[k].was, to->states[k].n_was,
				       name))
				now = to->states[k].name;
		n = c->held->in_state(form, name, c->held->ctx);
		if (now)
			rule(c, RULING_ALLOWED, form, name,
			     "is now the state '%s'", now);
		else if (n > 0)
			rule(c, RULING_REFUSED, form, name,
			     "%s in state '%s'; "
			     "write was: %s under another state",
			     count_words(c, n, "case is", "cases are"), name,
			     name);
		else
			rule(c, RULING_ALLOWED, form, name,
			     "is gone; no case is in this state");
	}
}

static void
compare_version(struct compare *c, const struct form *from,
		const struct form *to)
{
	const char *form = form_full_name(from);

	if (from->kind == FORM_CHILD || from->kind == FORM_PERSON_CHILD)
		return;
	if (to->version < from->version)
		rule(c, RULING_REFUSED, form, "",
		     "has version %d, but %d is published; write version: %d",
		     to->version, from->version, from->version + 1);
	else if (to->version == from->version &&
		 to->names->print != from->names->print)
		rule(c, RULING_REFUSED, form, "",
		     "has changed since version %d was published; write "
		     "version: %d",
		     from->version, from->version + 1);
}

static void
compare_form(struct compare *c, const struct form *from, const struct form *to)
{
	const char *form = form_full_name(from);
	bool other = strcmp(from->programme, to->programme) != 0;

	compare_version(c, from, to);
	if (strcmp(form, form_full_name(to)) != 0)
		rule(c, RULING_ALLOWED, form, "", "is now called '%s'",
		     form_full_name(to));
	if ((from->kind != to->kind || other) &&
	    c->held->of_form(form, c->held->ctx) > 0)
		rule(c, RULING_REFUSED, form, "",
		     other ? "has records and cannot go to another programme"
			   : "has records and cannot become another kind of "
			     "form");
	compare_fields(c, from, to);
	compare_states(c, from, to);
}

static const struct form *
renamed_among(const struct form *const *forms, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (was_called(forms[i]->was, forms[i]->n_was, name))
			return forms[i];
	return NULL;
}

/* The form of the new set that goes on with this one, or NULL. */
static const struct form *
next_of(struct compare *c, const struct form *from)
{
	const struct form_set *s = c->new_set;
	const struct form *of = NULL, *to;

	if (from->kind == FORM_PERSON)
		return s->person;
	if (from->kind == FORM_CASE) {
		to = form_find(s, from->name);
		return to ? to
			  : renamed_among((const struct form *const *)s->forms,
					  s->n_forms, from->name);
	}
	of = from->of ? next_of(c, from->of) : s->person;
	if (!of)
		return NULL;
	to = form_child(of, from->name);
	return to ? to
		  : renamed_among(of->children, of->n_children, from->name);
}

static void
lose_form(struct compare *c, const struct form *from)
{
	const char *form = form_full_name(from);
	uint64_t n = c->held->of_form(form, c->held->ctx);

	if (n > 0)
		rule(c, RULING_REFUSED, form, "",
		     "is gone, but there are %s of it; "
		     "write was: %s under another form",
		     count_words(c, n, "record", "records"), from->name);
	else
		rule(c, RULING_ALLOWED, form, "",
		     "is gone; there is no record of it");
}

void
form_compare(struct arena *a, const struct form_set *old,
	     const struct form_set *new_set, const struct holdings *held,
	     struct verdicts *out)
{
	struct compare c = { a, old, new_set, held, out, 0 };
	struct names known;

	*out = (struct verdicts){ 0 };
	names_init(&known, a);
	for (size_t i = 0; i < old->n_forms; i++) {
		const struct form *to = next_of(&c, old->forms[i]);

		if (to)
			names_add(&known, form_full_name(to), NULL);
	}
	for (size_t i = 0; i < new_set->n_forms; i++) {
		const char *name = form_full_name(new_set->forms[i]);

		if (names_add(&known, name, NULL))
			rule(&c, RULING_ALLOWED, name, "", "is a new form");
	}
	for (size_t i = 0; i < old->n_forms; i++) {
		const struct form *to = next_of(&c, old->forms[i]);

		if (to)
			compare_form(&c, old->forms[i], to);
		else
			lose_form(&c, old->forms[i]);
	}
}
