/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * answer_choose.c - a typed word as a choice of a list.
 *
 * A code or a whole label is looked for first, in the whole list, so that a
 * retired one in an import is understood (and found fault with later); then
 * the figure of which labels speak ("3 to 5"), where most of them speak of one;
 * then a number along the choices offered; then the beginning of one label.
 */
#include "form/view.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct offer {
	struct arena *arena;
	const struct list *list;
	const struct choice *const *v;
	size_t n;
	const char **why;
};

/* A label with a comma in it would read as two. */
static const char *
quoted(struct arena *a, const char *label)
{
	return strchr(label, ',') ? arena_printf(a, "\"%s\"", label) : label;
}

static const char *
list_labels(const struct offer *o, const struct choice *const *v, size_t n,
	    size_t most)
{
	const char **labels = arena_array(o->arena, n + 1, sizeof(*labels));

	for (size_t i = 0; i < n; i++)
		labels[i] = quoted(o->arena, v[i]->label);
	return words_join(o->arena, labels, n, "or", most);
}

static const struct choice *
not_understood(const struct offer *o)
{
	size_t length = 0;

	for (size_t i = 0; i < o->n; i++)
		length += strlen(o->v[i]->label) + 2;
	if (o->n == 0)
		*o->why = "There is nothing to choose from yet. Leave it "
			  "empty.";
	else if (length <= 64)
		*o->why = arena_printf(o->arena, "Choose %s.",
				       list_labels(o, o->v, o->n, o->n));
	else
		*o->why = arena_printf(o->arena,
				       "Choose from the list: a "
				       "number from 1 to %zu, or the first "
				       "letters.",
				       o->n);
	return NULL;
}

/* Code as written, then label, then code however it is written. */
static const struct choice *
whole_word(const struct offer *o, const char *s, const char *fold)
{
	const struct choice *ch = list_choice(o->list, s);

	for (size_t i = 0; !ch && i < o->n; i++)
		if (strcmp(text_fold(o->arena, o->v[i]->label), fold) == 0)
			ch = o->v[i];
	for (size_t i = 0; !ch && i < o->list->n; i++)
		if (strcmp(text_fold(o->arena, o->list->choices[i].label),
			   fold) == 0)
			ch = &o->list->choices[i];
	for (size_t i = 0; !ch && i < o->list->n; i++)
		if (strcmp(text_fold(o->arena, o->list->choices[i].code),
			   fold) == 0)
			ch = &o->list->choices[i];
	return ch;
}

static bool
begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static bool
is_unknown(const char *label)
{
	return begins(label, "not known") || begins(label, "unknown") ||
	       begins(label, "not sure");
}

/*
 * One letter for the answers given most: y and n for the codes `yes` and
 * `no`, also where "No" and "Not known" begin alike; u and ? for the answer
 * that says that it is not known, which leaves n to "Not met".
 */
static const struct choice *
one_letter(const struct offer *o, const char *fold)
{
	const char *code = strcmp(fold, "y") == 0   ? "yes"
			   : strcmp(fold, "n") == 0 ? "no"
						    : NULL;
	bool unknown = strcmp(fold, "u") == 0 || strcmp(fold, "?") == 0;
	const struct choice *only = NULL;
	size_t n_only = 0;

	for (size_t i = 0; i < o->n; i++) {
		const char *label = text_fold(o->arena, o->v[i]->label);

		if (code && strcmp(o->v[i]->code, code) == 0)
			return o->v[i];
		if (unknown && is_unknown(label))
			return o->v[i];
		if (fold[0] == 'n' && fold[1] == '\0' && begins(label, "n") &&
		    !is_unknown(label)) {
			only = o->v[i];
			n_only++;
		}
	}
	return n_only == 1 ? only : NULL;
}

static bool
read_figure(const char **s, unsigned long *out)
{
	size_t digits = strspn(*s, "0123456789");

	if (digits == 0 || digits > 6)
		return false;
	*out = strtoul(*s, NULL, 10);
	*s += digits;
	return true;
}

/* "3", "3 to 5", "3 or 4", "6 or more", "14 or fewer".  False: the label does
 * not begin with a figure. */
static bool
label_spans(const char *label, unsigned long *from, unsigned long *to)
{
	const char *s = label;

	if (!read_figure(&s, from))
		return false;
	*to = *from;
	if (begins(s, " to ") || begins(s, " or ")) {
		const char *second = s + 4;
		unsigned long n;

		if (read_figure(&second, &n))
			*to = n;
	}
	if (strstr(s, "or more") || strstr(s, "or over"))
		*to = ULONG_MAX;
	else if (strstr(s, "or fewer") || strstr(s, "or under"))
		*from = 0;
	return true;
}

/*
 * In a list of amounts the amount is typed, not its place in the list.  Only
 * where at least half the labels are amounts: elsewhere one of them may well
 * begin with a figure.
 */
static size_t
by_amount(const struct offer *o, unsigned long n, const struct choice **like)
{
	size_t amounts = 0, n_like = 0;

	for (size_t i = 0; i < o->n; i++) {
		const char *label = text_fold(o->arena, o->v[i]->label);
		unsigned long from, to;
		bool spans = label_spans(label, &from, &to);

		amounts += spans;
		if (spans ? n >= from && n <= to
			  : n == 0 && begins(label, "none"))
			like[n_like++] = o->v[i];
	}
	return 2 * amounts >= o->n ? n_like : 0;
}

static const struct choice *
several_like(const struct offer *o, const struct choice **like, size_t n)
{
	*o->why = arena_printf(o->arena, "Write more letters: %s.",
			       list_labels(o, like, n, 3));
	return NULL;
}

/* False: not a number, or none of these. */
static bool
by_number(const struct offer *o, const char *s, const struct choice **out)
{
	const struct choice **like =
		arena_array(o->arena, o->n + 1, sizeof(*like));
	unsigned long i;
	size_t n;

	if (!read_figure(&s, &i) || *s)
		return false;
	n = by_amount(o, i, like);
	if (n == 0 && (i < 1 || i > o->n))
		return false;
	if (n > 1)
		*out = several_like(o, like, n);
	else
		*out = n == 1 ? like[0] : o->v[i - 1];
	return true;
}

static const struct choice *
by_beginning(const struct offer *o, const char *fold)
{
	const struct choice **like =
		arena_array(o->arena, o->n + 1, sizeof(*like));
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		if (begins(text_fold(o->arena, o->v[i]->label), fold))
			like[n++] = o->v[i];
	if (n == 1)
		return like[0];
	if (n == 0)
		return not_understood(o);
	return several_like(o, like, n);
}

static const struct choice *
choose_one(const struct offer *o, const char *s)
{
	const char *fold = text_fold(o->arena, s);
	const struct choice *ch = whole_word(o, s, fold);

	if (!ch)
		ch = one_letter(o, fold);
	if (ch || by_number(o, s, &ch))
		return ch;
	return by_beginning(o, fold);
}

/* The chosen ones in the order of their list. */
static struct value
codes_of(const struct offer *o, const bool *on)
{
	const char **codes =
		arena_array(o->arena, o->list->n + 1, sizeof(*codes));
	struct value out = value_empty;
	size_t n = 0;

	for (size_t i = 0; i < o->list->n; i++)
		if (on[i])
			codes[n++] = o->list->choices[i].code;
	if (n == 0)
		return out;
	out.type = VAL_CODES;
	out.codes.v = codes;
	out.codes.n = n;
	return out;
}

/* Of several words the one that is not understood is named. */
static bool
blame(const struct offer *o, const char *all, const char *word)
{
	if (strcmp(all, word) != 0)
		*o->why = arena_printf(o->arena, "\"%s\": %s", word, *o->why);
	return false;
}

/* Parted by commas or semicolons, unless the whole is one answer. */
static bool
choose_several(const struct offer *o, const char *s, struct value *out)
{
	bool *on = arena_array(o->arena, o->list->n + 1, sizeof(*on));
	const struct choice *ch = whole_word(o, s, text_fold(o->arena, s));
	const char *part = s;

	if (ch)
		part = "";
	while (true) {
		size_t n = strcspn(part, ",;");
		char *word = arena_strndup(o->arena, part, n);

		if (!text_blank(word)) {
			word = text_stored(o->arena, word, true);
			ch = choose_one(o, word);
			if (!ch)
				return blame(o, s, word);
		}
		if (ch)
			on[ch - o->list->choices] = true;
		ch = NULL;
		if (!part[n])
			break;
		part += n + 1;
	}
	*out = codes_of(o, on);
	return true;
}

bool
answer_choose(struct arena *a, const struct item *it,
	      const struct choice *const *offered, size_t n, const char *typed,
	      struct value *out, const char **why)
{
	struct offer o = { a, it->list, offered, n, why };
	const struct choice *ch;
	const char *s;

	*out = value_empty;
	*why = NULL;
	if (text_blank(typed))
		return true;
	s = text_stored(a, typed, true);
	if (it->type == Q_SELECT_MULTIPLE)
		return choose_several(&o, s, out);
	ch = choose_one(&o, s);
	if (ch)
		*out = value_code(ch->code);
	return ch != NULL;
}
