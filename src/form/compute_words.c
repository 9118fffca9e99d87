/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compute_words.c - sentences for faults whose form gives none.
 *
 * They are made from the label as it stands on the screen.  A label that
 * names a thing is spoken of ("Enter the date of referral."); any other, a
 * question, a participle, half a sentence, is quoted instead.  In doubt it is
 * quoted: that is never wrong, only less like speech.
 */
#include "form/view.h"

#include <string.h>

/* Where one of these stands the label is no name of a thing: anywhere, */
static const char *const in_sentences[] = {
	"am",  "are",  "can",	"could", "did",	 "do",	  "does",    "had",
	"has", "have", "how",	"if",	 "is",	 "shall", "should",  "them",
	"us",  "was",  "were",	"what",	 "when", "where", "whether", "which",
	"who", "whom", "whose", "why",	 "will", "would", NULL
};
/* at the beginning or the end, */
static const char *const at_edges[] = {
	"after", "again", "at",	  "because", "before", "between", "by",
	"due",	 "ends",  "for",  "from",    "in",     "into",	  "of",
	"off",	 "on",	  "over", "since",   "starts", "to",	  "under",
	"until", "up",	  "with", NULL
};
/* after the first word, */
static const char *const seconds[] = { "again", "at",	"by",  "in", "into",
				       "off",	"on",	"out", "to", "under",
				       "up",	"with", NULL };
/* after a first word that is like a participle, or like a verb. */
static const char *const participle_seconds[] = { "and", "or", NULL };
static const char *const plural_seconds[] = { "of", NULL };

static bool
one_of(const char *const *words, const char *s, size_t n)
{
	for (; *words; words++)
		if (strlen(*words) == n && strncasecmp(*words, s, n) == 0)
			return true;
	return false;
}

static bool
ends(const char *s, size_t n, const char *with)
{
	size_t k = strlen(with);

	return n > k + 1 && strncmp(s + n - k, with, k) == 0;
}

static bool
begins_with_letter(const char *s)
{
	return (s[0] >= 'A' && s[0] <= 'Z') || (s[0] >= 'a' && s[0] <= 'z');
}

/* Does the first word, of n letters, begin the name of a thing? */
static bool
begins_thing(const char *label, size_t n)
{
	const char *second = label + n + (label[n] == ' ');
	size_t k = strcspn(second, " ");

	if (!begins_with_letter(label) || one_of(at_edges, label, n))
		return false;
	if (!*second)
		return !ends(label, n, "ed") && !ends(label, n, "ing");
	if (one_of(seconds, second, k) || ends(label, n, "ly"))
		return false;
	if (ends(label, n, "ed") || ends(label, n, "n"))
		return !one_of(participle_seconds, second, k);
	if (ends(label, n, "s") && !ends(label, n, "ss") &&
	    !ends(label, n, "'s"))
		return one_of(plural_seconds, second, k);
	return true;
}

static bool
names_thing(const char *label)
{
	size_t n = strcspn(label, " "), k = n;
	const char *word = label;

	if (!begins_thing(label, n) || strpbrk(label, ",:;?!("))
		return false;
	for (; *word; word += k + (word[k] == ' ')) {
		k = strcspn(word, " ");
		if (one_of(in_sentences, word, k))
			return false;
		if (!word[k])
			break;
	}
	if (one_of(at_edges, word, k))
		return false;
	return !ends(word, k, "ed") || strncasecmp(label, "date ", 5) == 0;
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

const char *
words_subject(struct arena *a, const char *label)
{
	char *s;

	if (!names_thing(label))
		return arena_printf(a, "The answer to \"%s\"", label);
	s = arena_strdup(a, words_thing(a, label));
	s[0] = 'T';
	return s;
}

static bool
is_chosen(const struct item *it)
{
	return it->type == Q_SELECT_ONE || it->type == Q_SELECT_MULTIPLE ||
	       it->type == Q_PERSON || it->type == Q_CASE || it->type == Q_USER;
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

/* Does the rule look at more than the answer itself? */
static bool
looks_further(const struct item *it, const struct expr *e)
{
	const struct item *const *on;
	size_t n = expr_items(e, &on);

	for (size_t i = 0; i < n; i++)
		if (on[i] != it)
			return true;
	return false;
}

const char *
words_constraint(const struct eval_ctx *ctx, const struct item *it)
{
	const char *said = words_limit(ctx, it, it->constraint, false);
	const char *thing = words_thing(ctx->arena, it->label);

	if (said)
		return said;
	if (looks_further(it, it->constraint))
		return arena_printf(ctx->arena,
				    "Check %s against the other "
				    "answers.",
				    thing);
	return arena_printf(ctx->arena, "Check %s. It does not look right.",
			    thing);
}

const char *
words_warning(const struct eval_ctx *ctx, const struct item *it)
{
	const char *said = words_limit(ctx, it, it->warning, true);

	return said ? said
		    : arena_printf(ctx->arena, "Check %s. It is unusual.",
				   words_thing(ctx->arena, it->label));
}

const char *
words_retired(struct arena *a, const struct item *it, const struct choice *ch)
{
	const struct choice *now =
		ch->replaced_by ? list_choice(it->list, ch->replaced_by) : NULL;

	if (now)
		return arena_printf(a, "%s is no longer used. Choose %s.",
				    ch->label, now->label);
	return arena_printf(a, "%s is no longer used. Choose another answer.",
			    ch->label);
}

const char *
words_to_come(struct arena *a, const struct choice *ch)
{
	return arena_printf(a, "%s is used from %s. Choose another answer.",
			    ch->label, date_format(a, ch->from, DATE_SHORT));
}

const char *
words_too_long(struct arena *a, const struct item *it, size_t n, size_t most)
{
	return arena_printf(a,
			    "%s cannot be longer than %zu characters; this has "
			    "%zu.",
			    words_subject(a, it->label), most, n);
}

const char *
words_not_offered(struct arena *a, const struct item *it)
{
	return arena_printf(a, "Check %s: this choice is not offered now.",
			    words_thing(a, it->label));
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
