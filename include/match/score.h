/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * score.h - is this the same person? Evidence for and against, in bits.
 *
 * Fellegi and Sunter's method: each field that both know gives log2(m/u),
 * where m is how often it agrees so for one and the same person, u how often
 * by chance for two.  The bits add up, beginning with -log2 of how many
 * people there are.  What only one of them knows gives nothing.  M bits mean
 * odds of 2^M to 1.
 */
#ifndef MATCH_SCORE_H
#define MATCH_SCORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "match/name.h"

/* One name of a person, as tokens; the first n_family of them are those of
 * the family name. */
struct match_name {
	const char *token[NAME_TOKENS_MOST];
	size_t n, n_family;
};

struct match_id {
	const char *kind; /* numbers of two kinds are not compared */
	const char *number;
};

/* What is known of one person; all texts folded or canonical, "" unknown. */
struct match_card {
	const struct match_name *names; /* the first is the name itself */
	size_t n_names;
	struct date born; /* perhaps only a year or a month */
	const char *sex, *postcode, *house, *street;
	const char *const *contacts; /* telephones, e-mail addresses */
	size_t n_contacts;
	const struct match_id *ids;
	size_t n_ids;
};

/* How common things are.  share() gives the part of all people who bear the
 * token, 0 when it is not known; it may be NULL. */
struct match_rates {
	double people;
	double (*share)(const char *token, void *ctx);
	void *ctx;
};

enum match_field {
	MATCH_NAME,
	MATCH_BORN,
	MATCH_SEX,
	MATCH_POSTCODE,
	MATCH_HOUSE,
	MATCH_STREET,
	MATCH_CONTACT,
	MATCH_ID,
	MATCH_FIELDS
};
enum match_level { MATCH_UNKNOWN, MATCH_SAME, MATCH_NEAR, MATCH_OTHER };

struct match_score {
	double bits;		    /* all together */
	double field[MATCH_FIELDS]; /* 0: nothing to compare */
	enum match_level level[MATCH_FIELDS];
};
void match_score(const struct match_card *a, const struct match_card *b,
		 const struct match_rates *rates, struct match_score *out);

/* `same name, birth date; postcode alike; other contact`: what speaks for it
 * and against, strongest first. */
const char *match_why(struct arena *a, const struct match_score *s);
/* A line a field with its bits, for those who ask. */
const char *match_account(struct arena *a, const struct match_score *s);

#endif
