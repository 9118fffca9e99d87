/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two names compared: any word of one with any of the other, the strongest
 * pairs first.
 *
 * u of an exact word is its own share of all people, so that common names
 * weigh little.
 */
#include <math.h>
#include <string.h>

#include "match/likeness.h"
#include "match/parts.h"

enum { FULL_WORDS = 2 }; /* that disagree; further ones count half */

/*
 * How words that are not the same are alike, the commonest slip first: one
 * letter put in, left out, changed, or two exchanged; two such in a long
 * word; another spelling of one sound; a short form; alike by Jaro and
 * Winkler's measure.  u: of random pairs in lists of English, Polish, German
 * and Bengali names.
 */
enum { TWO_SLIPS_FROM = 6 }; /* letters */
static const double exact_m = 0.80, slip_m = 0.14, slips_m = 0.025,
		    sound_m = 0.05, nick_m = 0.04, close_m = 0.03,
		    near_m = 0.02, other_m = 0.05;
static const double slip_u = 0.0012, slips_u = 0.002, sound_u = 0.005,
		    nick_u = 0.004, close_u = 0.003, near_u = 0.004;
/* A slip away from a common name stand many slips; two common names that are
 * one letter apart are two names. */
static const double slips_of_common = 0.15, both_common = 2;
static const double close_from = 0.92, near_from = 0.85, unlike_below = 0.90;
static const double share_unknown = 0.002, share_least = 0.0003;
static const double crossed = 1.5; /* given name met as family name */
static const double weak_most = 1.5, weak_other = -0.5;
static const double initial_same = 1.5, initial_other = -1.5;
/* What an agreement must be worth before all parts of a name run together are
 * tried: `anna maria` and `annamaria`. */
static const double joined_less = 2.0;

double
word_share(const struct match_rates *r, struct word *w, double unknown)
{
	if (w->share < 0) {
		double share = r->share ? r->share(w, r->ctx) : 0;

		w->share = share > 0 ? share : unknown;
	}
	return w->share;
}

static double
share_of(const struct match_rates *r, struct word *w)
{
	return fmax(word_share(r, w, share_unknown), share_least);
}

static bool
share_a_nick(const struct word *a, const struct word *b)
{
	for (int i = 0; i < NICK_GROUPS && a->nicks[i]; i++)
		if (memchr(b->nicks, a->nicks[i], NICK_GROUPS))
			return true;
	return false;
}

/* An edit changes two letters at most. */
static bool
slips_apart(const struct word *a, const struct word *b, int slips)
{
	int longer = a->chars - b->chars;

	if (!a->chars || !b->chars)
		return slips == 1 ? one_slip(a->text, b->text)
				  : edits_within(a->text, b->text, 2);
	if (longer > slips || longer < -slips ||
	    __builtin_popcount(a->letters ^ b->letters) > 2 * slips)
		return false;
	if (slips == 1)
		return one_slip(a->text, b->text);
	return a->chars >= TWO_SLIPS_FROM && b->chars >= TWO_SLIPS_FROM &&
	       edits_within(a->text, b->text, 2);
}

static double
unlike_words(struct word *a, struct word *b, const struct match_rates *r)
{
	double x = share_of(r, a), y = share_of(r, b);
	double rare = fmin(x, y), common = fmax(x, y), jw = 0, best = 0;
	bool sound = name_sounds_alike(&a->sound, &b->sound);

	if (slips_apart(a, b, 1))
		return bits(slip_m, fmax(fmax(slip_u, slips_of_common * common),
					 sound ? rare : both_common * rare));
	if (slips_apart(a, b, 2))
		best = bits(slips_m, fmax(slips_u, rare));
	if (sound)
		best = fmax(best, bits(sound_m, fmax(sound_u, rare)));
	if (share_a_nick(a, b))
		best = fmax(best, bits(nick_m, fmax(nick_u, rare)));
	/* 0.85 with the same four first letters needs 0.75 of Jaro. */
	if (best == 0 && words_may_reach(a, b, WORDS_JARO))
		jw = jaro_winkler(a->text, b->text);
	if (jw >= close_from)
		best = bits(close_m, fmax(close_u, rare));
	else if (jw >= near_from)
		best = bits(near_m, fmax(near_u, rare));
	return best;
}

/* Pairs of words come again and again: each place holds the last that fell
 * on it. */
enum { MEMO_BITS = 18 };
struct names_memo {
	struct {
		uint64_t pair;
		double value;
	} at[1 << MEMO_BITS];
};

struct names_memo *
names_memo_new(void)
{
	return xcalloc(1, sizeof(struct names_memo));
}

static double
unlike(struct word *a, struct word *b, const struct match_rates *r)
{
	uint64_t pair = a->no < b->no
				? (uint64_t)(a->no + 1) << 32 | (b->no + 1)
				: (uint64_t)(b->no + 1) << 32 | (a->no + 1);
	size_t i = (size_t)(pair * UINT64_C(0x9E3779B97F4A7C15) >>
			    (64 - MEMO_BITS));

	if (!r->memo)
		return unlike_words(a, b, r);
	if (r->memo->at[i].pair != pair) {
		r->memo->at[i].value = unlike_words(a, b, r);
		r->memo->at[i].pair = pair;
	}
	return r->memo->at[i].value;
}

struct pairing {
	size_t i, k;
	double value;
	bool exact, weak;
};

/* Few are told apart by a word that goes before or after many names; what is
 * all there is of a given name is one of its own. */
static bool
is_weak(const struct match_name *n, size_t i)
{
	bool alone = i >= n->n_family && n->n_family && n->n == n->n_family + 1;

	return n->word[i]->weak && !alone;
}

static bool
tells_little(const struct match_name *n, size_t i)
{
	return is_weak(n, i) || (n->word[i]->fore && n->n > 2);
}

static struct pairing
compare_words(const struct match_name *a, size_t i, const struct match_name *b,
	      size_t k, const struct match_rates *r)
{
	struct word *x = a->word[i], *y = b->word[k];
	struct pairing p = { i, k, 0, x == y, false };

	if (x->initial || y->initial) {
		p.value = x->text[0] == y->text[0] ? initial_same : 0;
		p.exact = false;
		return p;
	}
	p.value = x == y ? bits(exact_m, share_of(r, x)) : unlike(x, y, r);
	p.weak = tells_little(a, i) || tells_little(b, k);
	if (p.weak)
		p.value = fmin(p.value, weak_most);
	if (p.value > 0 && (i < a->n_family) != (k < b->n_family) &&
	    a->n_family && b->n_family)
		p.value = fmax(p.value - crossed, 0.1);
	return p;
}

struct comparing {
	const struct match_name *a, *b;
	bool used_a[NAME_TOKENS_MOST], used_b[NAME_TOKENS_MOST];
	struct names_compared *out;
	size_t pairs, exact, in_family, in_given;
};

/* Where a given name is met as a family name, the first such pair stands for
 * the family name: relatives share it, whichever way round it is written. */
static bool
is_of_family(const struct comparing *c, const struct pairing *p)
{
	bool a = p->i < c->a->n_family, b = p->k < c->b->n_family;

	return a == b ? a : !c->in_family;
}

/* Further words of one part follow from the first: `de la cruz`.  Brothers
 * share a father's name: their own tells whether the given name is the same.
 */
static void
take_pair(struct comparing *c, const struct pairing *p)
{
	bool family = is_of_family(c, p);
	size_t *in = family ? &c->in_family : &c->in_given;
	double v = *in ? p->value / 2 : p->value;
	enum match_level level = p->exact ? MATCH_SAME : MATCH_NEAR;
	enum match_level *is =
		family ? &c->out->family_level : &c->out->given_level;

	c->used_a[p->i] = c->used_b[p->k] = true;
	c->exact += p->exact;
	c->pairs++;
	(*in)++;
	if (!p->weak &&
	    (*is == MATCH_UNKNOWN || (family ? level < *is : level > *is)))
		*is = level;
	if (family)
		c->out->family += v;
	else
		c->out->given += v;
}

static void
pair_up(struct comparing *c, const struct match_rates *r)
{
	struct pairing all[NAME_TOKENS_MOST * NAME_TOKENS_MOST];
	size_t n = 0;

	for (size_t i = 0; i < c->a->n; i++)
		for (size_t k = 0; k < c->b->n; k++) {
			all[n] = compare_words(c->a, i, c->b, k, r);
			n += all[n].value > 0;
		}
	for (;;) {
		const struct pairing *best = NULL;

		for (size_t p = 0; p < n; p++)
			if (!c->used_a[all[p].i] && !c->used_b[all[p].k] &&
			    (!best || all[p].value > best->value))
				best = &all[p];
		if (!best)
			break;
		take_pair(c, best);
	}
}

/* The first word left over, of the family name or of the others; NULL. */
static struct word *
left_over(const struct match_name *n, const bool *used, bool family, bool *weak)
{
	size_t from = family ? 0 : n->n_family;
	size_t to = family ? n->n_family : n->n;

	for (size_t i = from; i < to; i++)
		if (!used[i]) {
			*weak |= is_weak(n, i);
			return n->word[i];
		}
	return NULL;
}

/* Each has a word that the other lacks: what else agrees in this part of the
 * name (a father's name, say) does not make it one name. */
static void
disagree(const struct word *x, const struct word *y, bool weak,
	 struct comparing *c, double *sum, enum match_level *level)
{
	bool initial = x->initial || y->initial;

	if (weak)
		*sum += weak_other;
	else if (initial)
		*sum += initial_other;
	else
		*sum += bits(other_m, 1) / (c->pairs < FULL_WORDS ? 1 : 2);
	if (!weak && !initial)
		*level = MATCH_OTHER;
	c->pairs++;
}

/* Words left over on both sides disagree; those that only one side has say
 * nothing. */
static void
count_against(struct comparing *c)
{
	struct names_compared *out = c->out;
	bool fw = false, gw = false;
	struct word *fa = left_over(c->a, c->used_a, true, &fw);
	struct word *fb = left_over(c->b, c->used_b, true, &fw);
	struct word *ga = left_over(c->a, c->used_a, false, &gw);
	struct word *gb = left_over(c->b, c->used_b, false, &gw);

	if (fa && fb)
		disagree(fa, fb, fw, c, &out->family, &out->family_level);
	if (ga && gb)
		disagree(ga, gb, gw, c, &out->given, &out->given_level);
	else if (!(fa && fb) && ((fa && gb) || (ga && fb)))
		disagree(fa ? fa : ga, fa ? gb : fb, fw || gw, c, &out->given,
			 &out->given_level);
}

static enum match_level
level_of(const struct comparing *c)
{
	const struct names_compared *out = c->out;

	if (out->given_level == MATCH_OTHER || out->family_level == MATCH_OTHER)
		return MATCH_OTHER;
	if (c->exact && c->exact == c->pairs)
		return MATCH_SAME;
	return c->pairs ? MATCH_NEAR : MATCH_OTHER;
}

static double
run_together_bits(void)
{
	return 2 * bits(exact_m, share_unknown) - joined_less;
}

/* All words in a row, without spaces. */
static bool
run_together(const struct match_name *a, const struct match_name *b)
{
	const char *p = a->word[0]->text, *q = b->word[0]->text;
	size_t i = 0, k = 0;

	for (;;) {
		while (!*p && ++i < a->n)
			p = a->word[i]->text;
		while (!*q && ++k < b->n)
			q = b->word[k]->text;
		if (!*p || !*q)
			return !*p && !*q;
		if (*p++ != *q++)
			return false;
	}
}

static void
compare_names(const struct match_name *a, const struct match_name *b,
	      const struct match_rates *r, struct names_compared *out)
{
	struct comparing c = { .a = a, .b = b, .out = out };

	*out = (struct names_compared){ .given_level = MATCH_UNKNOWN,
					.family_level = MATCH_UNKNOWN };
	pair_up(&c, r);
	count_against(&c);
	out->level = level_of(&c);
	out->value = out->given + out->family;
	if (a->n != b->n && out->level != MATCH_SAME && run_together(a, b)) {
		out->given = run_together_bits() - out->family;
		out->value = out->given + out->family;
		out->level = out->given_level = MATCH_NEAR;
	}
}

bool
names_compare(const struct match_card *a, const struct match_card *b,
	      const struct match_rates *r, struct names_compared *best)
{
	struct names_compared one;
	bool any = false;

	for (size_t i = 0; i < a->n_names; i++)
		for (size_t k = 0; k < b->n_names; k++) {
			if (!a->names[i].n || !b->names[k].n)
				continue;
			compare_names(&a->names[i], &b->names[k], r, &one);
			if (!any || one.value > best->value)
				*best = one;
			any = true;
		}
	return any;
}

double
word_most(const struct match_rates *r, struct word *w)
{
	double share = share_of(r, w);

	if (w->initial)
		return initial_same;
	return fmax(bits(exact_m, share),
		    fmax(bits(slip_m, fmax(slip_u, slips_of_common * share)),
			 bits(sound_m, sound_u)));
}

/* One word each of the given and the family name counts in full. */
static double
name_most(const struct match_rates *r, const struct match_name *n)
{
	double best = 0, second = 0, sum = 0;

	for (size_t k = 0; k < n->n; k++) {
		double v = word_most(r, n->word[k]);

		sum += v / 2;
		if (v > best) {
			second = best;
			best = v;
		} else if (v > second) {
			second = v;
		}
	}
	return sum + best / 2 + second / 2;
}

double
names_most(const struct match_card *c, const struct match_rates *r,
	   double *apart)
{
	double most = 0;

	for (size_t i = 0; i < c->n_names; i++)
		most = fmax(most, name_most(r, &c->names[i]));
	*apart = fmax(most, c->n_names ? run_together_bits() : 0);
	return most;
}

static bool
is_like(const struct word *x, const struct word *y)
{
	return x == y || x->initial || y->initial || slips_apart(x, y, 1) ||
	       name_sounds_alike(&x->sound, &y->sound) || share_a_nick(x, y) ||
	       jaro_winkler(x->text, y->text) >= unlike_below;
}

/* Is there a given word of the one and one of the other for which it holds? */
static bool
given_pair(const struct match_card *a, const struct match_card *b,
	   bool (*holds)(const struct word *x, const struct word *y))
{
	for (size_t n = 0; n < a->n_names; n++)
		for (size_t m = 0; m < b->n_names; m++) {
			const struct match_name *x = &a->names[n];
			const struct match_name *y = &b->names[m];

			for (size_t i = x->n_family; i < x->n; i++)
				for (size_t k = y->n_family; k < y->n; k++)
					if (holds(x->word[i], y->word[k]))
						return true;
		}
	return false;
}

bool
given_unlike(const struct match_card *a, const struct match_card *b)
{
	return !given_pair(a, b, is_like);
}

bool
given_short_form(const struct match_card *a, const struct match_card *b)
{
	return given_pair(a, b, share_a_nick);
}
