/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * practice_parts.h - what the files that invent people share.
 */
#ifndef CASEWORK_PRACTICE_PARTS_H
#define CASEWORK_PRACTICE_PARTS_H

#include "casework/internal.h"
#include "form/identifier.h"

struct practice_name {
	const char *given, *family;
	bool woman;
};
void practice_name(struct practice_name *out);
const char *practice_street(void);
const char *practice_postcode(void);
const char *practice_text(struct arena *a, bool several);
const char *practice_number(struct arena *a, enum identifier kind);

/* What may be put into `person` and `user` questions; the last user is the
 * one whose practice it is. */
struct practice_world {
	uint64_t *people;
	size_t n_people;
	const char *const *users;
	size_t n_users;
};

/*
 * Answer the questions of an edit so that its rules hold: `share` of a
 * hundred of those that may be left out, all of the required ones.
 * `only`: just these items (NULL: all).
 */
void practice_answer(struct edit *e, const struct practice_world *w,
		     unsigned int share, const struct item *const *only,
		     size_t n_only);

/* An answer to a question of the person form that means this; empty where
 * nothing can be invented. */
struct value practice_means(struct arena *a, const struct practice_name *name,
			    enum means m);
/* What people are looked for by, though it means nothing: in rows a name they
 * also have, else somebody else's number for them.  Words would make a thousand
 * people one. */
struct value practice_looked_for(struct arena *a, const struct item *it);

/*
 * Copy a person and all that is theirs, each time as somebody else; `now` is
 * the real time.  Within a batch of the session.
 */
MUST_USE enum err practice_clone(struct session *s,
				 const struct practice_world *w, uint64_t model,
				 uint64_t copies, int64_t now);

/*
 * The items on which a transition depends, through calculations and what
 * makes questions apply; of the case and of its children alike.  `children`:
 * child records count, be they only counted.
 */
struct practice_needs {
	struct arena *a;
	const struct item **v;
	size_t n, cap;
	bool children;
};
void practice_needs(struct arena *a, const struct form *f,
		    const struct transition *t,
		    const struct transition_state *st,
		    struct practice_needs *out);
/* The same of what a timer waits for; `due`: and of what its day hangs on. */
void practice_needs_timer(struct arena *a, const struct timer *t, bool due,
			  struct practice_needs *out);
/* Those that are of this form, less a question here and there; false: it is
 * not looked at. */
bool practice_needs_of(const struct practice_needs *n, const struct form *f,
		       const struct item ***out, size_t *count);

#endif
