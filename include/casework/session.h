/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session.h - somebody at work: the store, the published forms, the user.
 *
 * Every function of casework takes a session.  The user comes from the
 * caller; only `app` asks the kernel who it is.  Grants are read afresh in
 * each transaction, so a role that has ended ends at once.  What a user may
 * not see answers ERR_NOT_FOUND, never ERR_DENIED; ERR_DENIED is for acts
 * upon what they can see but may not change.
 */
#ifndef CASEWORK_SESSION_H
#define CASEWORK_SESSION_H

#include <stdbool.h>

#include "base/err.h"
#include "form/form.h"
#include "form/load.h"
#include "store/store.h"

struct session;
struct verdicts; /* form/publish.h */

/* Open a session on a store whose forms are published.  `from`: SSH client
 * or terminal, as claimed.  ERR_NOT_FOUND: no such user (or ended);
 * ERR_INVALID: no forms published yet.  The store stays the caller's. */
MUST_USE enum err session_open(struct session **out, struct store *st,
			       const char *user, const char *from);
/* Logs the end (`lost`: the line was lost) and frees. */
void session_close(struct session **s, bool lost);
/* When the user's last session ended by a lost line, UTC; 0 when it ended
 * otherwise. */
int64_t session_lost_at(struct session *s);

const struct form_set *session_forms(const struct session *s);
const char *session_user(const struct session *s);
struct store *session_store(const struct session *s);
bool session_is_admin(const struct session *s);
/* Did the last act find that its user is one no more? */
bool session_has_ended(const struct session *s);
/* Was something refused (ERR_CONFLICT) because other forms were published
 * since it was opened?  It can only be closed and opened again. */
bool session_is_outdated(const struct session *s);

/* The case forms that the user may open (write in), in order of title. */
size_t session_case_forms(struct session *s, struct arena *a,
			  const struct form ***out);
/* Does the user hold any role in the programme? Others do not exist for
 * them. */
bool session_in_programme(struct session *s, const char *programme);

/* --- Making a store, publishing forms ---------------------------------- */

/* Publish a checked set: its texts are kept by hash, for ever. The first
 * publication into an empty store needs no user; later ones the
 * administrator.  ERR_INVALID: faults in p, or a verdict that would lose
 * answers.  Also renews programme numbers. */
MUST_USE enum err forms_publish(struct store *st, const char *user,
				const struct form_source *files, size_t n,
				struct problems *p);
/* What would become of the records if a set were published: a verdict for each
 * change that matters to them, in a.  Nothing is changed.  ERR_INVALID when
 * nothing is published. */
MUST_USE enum err forms_judge(struct store *st, struct arena *a,
			      const struct form_set *new_set,
			      struct verdicts *out);
/* The published set; ERR_INVALID when nothing is published. */
MUST_USE enum err forms_load(struct store *st, struct form_set **out);
/* The published texts. */
MUST_USE enum err forms_texts(struct store *st, struct arena *a,
			      struct form_source **out, size_t *n);

/* Make `user` the administrator of a store that has no users; `embedded`
 * gives every role of the published forms in every programme as well. */
MUST_USE enum err store_make_admin(struct store *st, const char *user,
				   const char *name, bool embedded);

/* --- Users -------------------------------------------------------------- */

struct grant {
	const char *role, *programme; /* programme "*": all */
	struct date until;	      /* unset: no end */
};
struct user {
	const char *login, *name;
	bool admin, ended;
	const struct grant *grants;
	size_t n;
};
/* May the user look after the store as a whole?  ERR_DENIED, which is logged,
 * for all but its administrator. */
MUST_USE enum err user_may_keep(struct session *s);
MUST_USE enum err user_add(struct session *s, const char *login,
			   const char *name, bool admin);
/* A user becomes an administrator besides what they are: ERR_EXISTS when they
 * are one; ERR_NOT_FOUND. */
MUST_USE enum err user_promote(struct session *s, const char *login);
MUST_USE enum err user_grant(struct session *s, const char *login,
			     const char *role, const char *programme,
			     struct date until);
MUST_USE enum err user_revoke(struct session *s, const char *login,
			      const char *role, const char *programme);
/* ERR_INVALID: nobody else is an administrator. */
MUST_USE enum err user_end(struct session *s, const char *login);
/* All users (administrators), or those who share a programme (others). */
MUST_USE enum err user_list(struct session *s, struct arena *a,
			    struct user **out, size_t *n);

/* A setting of the site (ruling 23), and of one person's screen. */
MUST_USE enum err setting_set(struct session *s, const char *name,
			      const char *code);
/* As it is at this site, given or not; in a.  ERR_NOT_FOUND: no such one. */
MUST_USE enum err setting_get(struct session *s, struct arena *a,
			      const char *name, const char **code);
const char *preference_get(struct session *s, struct arena *a,
			   const char *name);
MUST_USE enum err preference_set(struct session *s, const char *name,
				 const char *value);

/* How many minutes without a key the user's screen may stay open at most:
 * what the administrator allowed them, else everybody, else LOCK_USUAL.
 * Longer for somebody who needs it is what WCAG 2.2.1 asks. */
#define LOCK_USUAL 10
#define LOCK_LONGEST 480
#define LOCK_EVERYBODY "*"
int lock_most(struct session *s);
/* For the administrator; logged.  ERR_INVALID: not 1 to LOCK_LONGEST;
 * ERR_NOT_FOUND: no such user. */
MUST_USE enum err lock_allow(struct session *s, const char *login, int minutes);

#endif
