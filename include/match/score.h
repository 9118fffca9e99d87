/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score.h - is this the same person? Evidence for and against, in bits.
 *
 * Fellegi and Sunter's method: each field that both know gives log2(m/u),
 * where m is how often it agrees so for one and the same person, u how often
 * by chance for two.  The bits add up, beginning with -log2 of how many
 * people there are.  What only one of them knows gives nothing.  M bits mean
 * odds of 2^M to 1.
 *
 * Chance is not the only rival: people of one household share a family name,
 * an address and a telephone, and twins a birth date as well.  Where such
 * things agree, the evidence is also weighed against two people of one
 * household, and the better explanation stands (MATCH_HOUSEHOLD).
 */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "match/name.h"

/* One setting for everybody, in bits. */
enum {
	MATCH_LISTED = 0,  /* below: not worth a word */
	MATCH_SWEPT = 3,   /* what a sweep prints when it is not told else */
	MATCH_LIKELY = 7,  /* somebody is asked before a new record is made */
	MATCH_STRONG = 13, /* shown before everything else */
	MATCH_ATTACH = 15, /* unattended: at least this, */
	MATCH_AHEAD = 6	   /* and everybody else at least so far behind */
};

/* One name of a person, as words; the first n_family of them are those of
 * the family name. */
struct match_name {
	struct word *word[NAME_TOKENS_MOST];
	size_t n, n_family;
};

struct match_id {
	const char *kind; /* numbers of two kinds are not compared */
	const char *number;
};

/* What is known of one person; all texts folded or canonical, "" unknown.
 * Compared cards have their words from one list. */
struct match_card {
	const struct match_name *names; /* the first is the name itself */
	size_t n_names;
	struct date born; /* perhaps only a year or a month */
	const char *sex, *postcode, *house;
	struct word *code; /* the postcode as a word, with a # before it */
	struct word *street, *town;  /* or NULL */
	const char *const *contacts; /* telephones, e-mail addresses */
	size_t n_contacts;
	const struct match_id *ids;
	size_t n_ids;
};

/* `12 Usher Rd.`: 12 usher road.  A house: its numbers and words in one way. */
const char *match_street(struct arena *a, const char *typed);
const char *match_house(struct arena *a, const char *typed);
/* "" for the one that stands for no fixed abode. */
const char *match_postcode(const char *postcode);
/* Written where no date is known (the first of January 1900 or 1970): unset. */
struct date match_born(struct date d);

/* How common things are.  share() gives the part of all people who bear the
 * word, 0 when it is not known; it may be NULL.  It is asked once a word. */
struct names_memo;
struct match_rates {
	double people;
	double (*share)(const struct word *word, void *ctx);
	void *ctx;
	/* Of the later records of one person, how many have another address;
	 * and in bits, how much oftener two records that share a home are one
	 * person's than two people's. */
	double moved, home;
	/* Of pairs of words, what they were worth; or NULL. */
	struct names_memo *memo;
};
/* Where nothing is known of a file. */
#define MATCH_MOVED 0.15
#define MATCH_HOME 1.0

enum match_field {
	MATCH_NAME,
	MATCH_BORN,
	MATCH_SEX,
	MATCH_POSTCODE, /* or the town, where that says more */
	MATCH_HOUSE,
	MATCH_STREET,
	MATCH_CONTACT,
	MATCH_ID,
	MATCH_HOUSEHOLD, /* what is taken off because people who live together
			    share so much */
	MATCH_FIELDS
};
enum match_level { MATCH_UNKNOWN, MATCH_SAME, MATCH_NEAR, MATCH_OTHER };

struct match_score {
	double bits;		    /* all together */
	double field[MATCH_FIELDS]; /* 0: nothing to compare */
	enum match_level level[MATCH_FIELDS];
	double given, family; /* parts of the name's bits */
	enum match_level given_level, family_level;
	/* Same family name, birth date and home, first names unlike, no number
	 * agrees: perhaps twins.  Always shown, never joined unattended. */
	bool twins;
};
void match_score(const struct match_card *a, const struct match_card *b,
		 const struct match_rates *rates, struct match_score *out);

/* Two birth dates alone, in bits; MATCH_UNKNOWN when one is unset. */
enum match_level dates_compare(struct date a, struct date b, double *value);

/* Does a whole birth date or a number agree exactly? */
bool match_is_anchored(const struct match_card *a, const struct match_card *b,
		       const struct match_score *s);
/*
 * May a program attach to the likelier of two without asking? `next`: the
 * runner-up, NULL when there is none (leader advantage).
 */
bool match_may_attach(const struct match_score *first, bool anchored,
		      const struct match_score *next);

/* `same name, birth date; postcode alike; other contact`: what speaks for it
 * and against, strongest first. */
const char *match_why(struct arena *a, const struct match_score *s);
/* A line a field with its bits, for those who ask. */
const char *match_account(struct arena *a, const struct match_score *s);
/* `same`, `near`, `!` for a field that differs, "" where one does not know. */
const char *match_mark(enum match_level level);

#endif
