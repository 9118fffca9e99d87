/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parts.h - what the files of match share. */
#ifndef MATCH_PARTS_H
#define MATCH_PARTS_H

#include <math.h>
#include <stdint.h>

#include "match/score.h"

static inline double
bits(double m, double u)
{
	return log2(m / u);
}

struct names_compared {
	double value, given, family;
	enum match_level level, given_level, family_level;
};
/* The best of all names of both; false when one has none. */
bool names_compare(const struct match_card *a, const struct match_card *b,
		   const struct match_rates *r, struct names_compared *best);

/* Are all given names of the one unlike all of the other, though not so unlike
 * that they count as different? */
bool given_unlike(const struct match_card *a, const struct match_card *b);
/* Is a given name of the one a short form of one of the other? */
bool given_short_form(const struct match_card *a, const struct match_card *b);

/* A word of a name that is met again, or is alike to another. */
double word_most(const struct match_rates *r, struct word *w);
/* Never more than so many bits, whomever the card's names are compared with;
 * `apart`: parts of a name may have been written together. */
double names_most(const struct match_card *c, const struct match_rates *r,
		  double *apart);
/* Remembers what pairs of words are worth, for a sweep; free it. */
struct names_memo *names_memo_new(void);

/* What can be told of a card without looking at it again: enough to see that
 * two cannot reach so many bits. */
enum { GIST_WORDS = 4, GIST_CONTACTS = 3, GIST_NUMBERS = 8 };
struct gist_number {
	uint64_t characters;
	uint32_t kind, number; /* hashes */
};
struct gist_text {
	uint32_t no; /* 0: not known */
	uint32_t letters;
	uint32_t sound[2];   /* hashes; 0: none */
	unsigned char chars; /* 0: too many, or not all of them ASCII */
	bool nick;	     /* it has short forms or is one */
};
struct card_gist {
	struct date born;
	uint64_t code_characters, mail_characters; /* 0: no e-mail */
	struct gist_text word[GIST_WORDS], town, street;
	uint32_t code, house;		 /* 0: not known */
	uint32_t contact[GIST_CONTACTS]; /* hashes; 0: none */
	struct gist_number number[GIST_NUMBERS];
	struct gist_text all_words; /* of the only name */
	float word_bits[GIST_WORDS];
	float code_bits, town_bits, name_bits, apart_bits;
	char sex, mail_first, mail_last;
	unsigned char mail_chars;
	bool plain; /* a given and a family name, neither weak */
	bool more_contacts, more_numbers;
	unsigned char numbers;
	unsigned char words; /* of its name; 255: it has several */
};
void gist_of(const struct match_card *c, const struct match_rates *r,
	     struct card_gist *out);
bool gists_may_reach(const struct card_gist *a, const struct card_gist *b,
		     double prior, double least);
/* The most that all but name, birth date and sex could add. */
double gists_rest(const struct card_gist *a, const struct card_gist *b);
/* match_score(), given up early (false) where it cannot reach `least`. */
bool score_reaches(const struct match_card *a, const struct match_card *b,
		   double rest, const struct match_rates *rates, double least,
		   struct match_score *out);

/* The part of all people who bear the word; `unknown` where nobody knows. Asked
 * once, then kept with the word. */
double word_share(const struct match_rates *r, struct word *w, double unknown);

/* What streets, towns and names must have by Jaro's measure to be alike by Winkler's,
 * with the same four first letters. */
#define STREET_JARO 0.866
#define TOWN_JARO 0.80
#define WORDS_JARO 0.75

/* What the same postcode, the same town is worth. */
double code_most(const struct match_rates *r, struct word *code);
double town_most(const struct match_rates *r, struct word *town);

/* One character put in, left out or changed, or two neighbours exchanged? */
bool one_slip(const char *a, const char *b);

/* Area, house and street, with those who moved. */
void score_where(const struct match_card *a, const struct match_card *b,
		 const struct match_rates *r, struct match_score *s);
bool share_a_home(const struct match_score *s);

struct shared_contacts {
	bool phone, mail;
};
/* Takes off what two of one household would share as well; tells twins. */
void weigh_household(const struct match_card *a, const struct match_card *b,
		     const struct match_rates *r, struct shared_contacts shared,
		     struct match_score *s);

/* What pairs of a file tell of it; see learn.c. */
struct learning {
	size_t one_person, moved; /* of one name and birth date */
	size_t once, families;	  /* of one home */
};
void learn_from_birth(struct learning *l, const struct match_card *a,
		      const struct match_card *b, const struct match_rates *r);
void learn_from_home(struct learning *l, const struct match_card *a,
		     const struct match_card *b, const struct match_rates *r);
void learned(const struct learning *l, struct match_rates *r);

#endif
