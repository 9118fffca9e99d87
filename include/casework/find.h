/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find.h - one box that finds a person.
 *
 * Names in any order, partial, without accents, sounding alike; dates and
 * years of birth; references; postcodes; phone numbers; identifiers; and any
 * case field marked `search: yes`.  Only what the user may see is found or
 * counted.
 */
#ifndef CASEWORK_FIND_H
#define CASEWORK_FIND_H

#include "base/arena.h"
#include "casework/brief.h"
#include "casework/session.h"

#define FIND_MOST 200

struct found {
	struct person_brief *people; /* closest first, with cases beneath */
	size_t n;
	bool more; /* the list stopped at FIND_MOST */
};
/* An empty or blank text finds nobody.  `most`: how many are wanted with
 * briefs filled in (at most FIND_MOST). */
MUST_USE enum err find_people(struct session *s, struct arena *a,
			      const char *text, size_t most, struct found *out);
/* Log a search once it paused or led somewhere (ruling 11). */
MUST_USE enum err find_logged(struct session *s, const char *text);

/* The answers that a new person's form begins with, from what was typed in
 * the box: words to names, a date to the birth date, a phone to the phone. */
void find_prefill(struct session *s, struct arena *a, const char *text,
		  struct fields *out);

/* A case by its reference; ERR_NOT_FOUND also for one that may not be seen. */
MUST_USE enum err find_case(struct session *s, const char *ref, uint64_t *id);

/* From so many bits somebody is asked before a new person is saved; from so
 * many they are told while they type. */
enum { ALIKE_LIKELY = 7, ALIKE_STRONG = 13 };

/* Possible duplicates of a person about to be saved, likeliest first, with
 * bits; only visible ones.  Hidden matches go to the steward's queue when
 * the person is saved (edit_save does that). */
struct likeness {
	struct person_brief person;
	int bits;	     /* Fellegi-Sunter weight, rounded */
	const char *why;     /* name, birth date, postcode ... */
	const char *account; /* a line a field, with its bits */
	bool twins;	     /* perhaps: never joined unattended */
	bool may_attach;     /* the first alone: so much ahead, and
					   so sure, that a program may take it
					   to be them without asking */
};
MUST_USE enum err find_alike(struct session *s, struct arena *a,
			     const struct fields *answers, uint64_t but_not,
			     struct likeness **out, size_t *n);

#endif
