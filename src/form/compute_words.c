/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compute_words.c - sentences for faults whose form gives none.
 *
 * They are made from the label as it stands on the screen.  A label that
 * names a thing is spoken of ("Enter the date of referral."); one that is a
 * question or a bare participle is quoted instead, because no article fits.
 */
#include "form/view.h"

#include <string.h>

static const char *const asking[] = {
	"am", "are", "can", "could", "did", "do", "does", "had", "has", "have",
	"how", "if", "is", "shall", "should", "was", "were", "what", "when",
	"where", "whether", "which", "who", "whom", "whose", "why", "will",
	"would", NULL
};

static const char *const joining[] = {
	"at", "because", "between", "by", "for", "from", "in", "into", "of",
	"off", "on", "since", "to", "under", "until", "up", "with", NULL
};

static bool
one_of(const char *const *words, const char *s, size_t n)
{
	for (; *words; words++)
		if (strlen(*words) == n && strncasecmp(*words, s, n) == 0)
			return true;
	return false;
}

static bool
ends_ed(const char *s, size_t n)
{
	return n > 3 && strncmp(s + n - 2, "ed", 2) == 0;
}

static bool
names_thing(const char *label)
{
	size_t n = strlen(label), first = strcspn(label, " ");
	const char *second = label + first + (label[first] == ' ');
	const char *last = strrchr(label, ' ');

	if (n == 0 || label[n - 1] == '?')
		return false;
	if (one_of(asking, label, first))
		return false;
	if (last && one_of(joining, last + 1, strlen(last + 1)))
		return false;
	return !(ends_ed(label, first) &&
		 (!*second || one_of(joining, second, strcspn(second, " "))));
}

/* A first letter becomes small, unless the word is all capitals. */
const char *
words_thing(struct arena *a, const char *label)
{
	char *s, *l;

	if (!names_thing(label))
		return arena_printf(a, "\"%s\"", label);
	s = arena_printf(a, "the %s", label);
	l = s + strlen("the ");
	if (strncasecmp(l, "the ", 4) == 0)
		l = s = l;
	if (l[0] >= 'A' && l[0] <= 'Z' && l[1] >= 'a' && l[1] <= 'z')
		l[0] += 'a' - 'A';
	return s;
}

/* As a subject at the beginning of a sentence. */
static const char *
subject(struct arena *a, const struct item *it)
{
	char *s;

	if (!names_thing(it->label))
		return arena_printf(a, "The answer to \"%s\"", it->label);
	s = arena_strdup(a, words_thing(a, it->label));
	s[0] = 'T';
	return s;
}

static bool
is_chosen(const struct item *it)
{
	return it->type == Q_SELECT_ONE || it->type == Q_SELECT_MULTIPLE ||
	       it->type == Q_PERSON || it->type == Q_CASE ||
	       it->type == Q_USER;
}

static const char *
kind_of_answer(const struct item *it)
{
	switch (it->type) {
	case Q_INTEGER:
	case Q_DECIMAL:
		return "Enter a number for";
	case Q_DATE:
		return "Enter a date for";
	case Q_DATETIME:
		return "Enter a date and time for";
	case Q_TIME:
		return "Enter a time for";
	case Q_ATTACHMENT:
		return "Attach a file for";
	default:
		return is_chosen(it) ? "Choose an answer for" : "Fill in";
	}
}

const char *
words_required(struct arena *a, const struct item *it)
{
	size_t n = strlen(it->label);

	if (n > 0 && it->label[n - 1] == '?')
		return arena_printf(a, "Answer the question \"%s\"", it->label);
	if (!names_thing(it->label))
		return arena_printf(a, "%s \"%s\".", kind_of_answer(it),
				    it->label);
	if (it->type == Q_ATTACHMENT)
		return arena_printf(a, "Attach %s.", words_thing(a, it->label));
	return arena_printf(a, "%s %s.", is_chosen(it) ? "Choose" : "Enter",
			    words_thing(a, it->label));
}

const char *
words_constraint(const struct eval_ctx *ctx, const struct item *it)
{
	struct arena *a = ctx->arena;
	const char *limit = words_limit(ctx, it, it->constraint, false);

	if (limit)
		return arena_printf(a, "%s %s.", subject(a, it), limit);
	return arena_printf(a, "%s does not fit the other answers. %s.",
			    subject(a, it),
			    is_chosen(it) ? "Choose another" : "Check it");
}

const char *
words_warning(const struct eval_ctx *ctx, const struct item *it)
{
	struct arena *a = ctx->arena;
	const char *limit = words_limit(ctx, it, it->warning, true);

	return arena_printf(a, "%s %s. Is it right?", subject(a, it),
			    limit ? limit : "is unusual");
}

const char *
words_retired(struct arena *a, const struct item *it, const struct choice *ch)
{
	const struct choice *now = ch->replaced_by ?
		list_choice(it->list, ch->replaced_by) : NULL;

	if (now)
		return arena_printf(a, "%s is no longer used. Choose %s.",
				    ch->label, now->label);
	return arena_printf(a, "%s is no longer used. Choose another answer.",
			    ch->label);
}

const char *
words_not_offered(struct arena *a, const struct item *it)
{
	return arena_printf(a, "%s is not among the choices offered now. "
			    "Choose again.", subject(a, it));
}

const char *
words_rows(struct arena *a, const struct item *repeat, bool too_few)
{
	if (too_few)
		return arena_printf(a, "%s: add at least %d.", repeat->label,
				    repeat->min);
	return arena_printf(a, "%s: there is room for %d. Take some away.",
			    repeat->label, repeat->max);
}

const char *
words_join(struct arena *a, const char *const *v, size_t n, const char *last,
	   size_t most)
{
	char *s = arena_strdup(a, "");
	size_t shown = n > most ? most : n;

	for (size_t i = 0; i < shown; i++) {
		const char *sep = i == 0 ? "" : ", ";

		if (i > 0 && i == n - 1)
			sep = arena_printf(a, " %s ", last);
		s = arena_printf(a, "%s%s%s", s, sep, v[i]);
	}
	if (shown < n)
		s = arena_printf(a, "%s and %zu more", s, n - shown);
	return s;
}
