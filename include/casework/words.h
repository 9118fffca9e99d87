/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.h - the answer to a question of one line or more that was begun and
 * not given: how a task went, why a case is given away.
 *
 * Kept among the user's drafts until it is given or thrown away, by the
 * question and by what it is about, so that the same question asked again
 * finds it.  As with any draft, keeping it is no entry in the log.
 */
#ifndef CASEWORK_WORDS_H
#define CASEWORK_WORDS_H

#include "casework/session.h"

struct words {
	uint64_t about;	      /* the record in question; 0: none */
	const char *question; /* as it was asked */
	uint64_t draft;	      /* 0: nothing is kept */
	const char *text;
	int64_t kept_at;
};

/* Look whether words for this question about this record are kept, and fill
 * in the rest of `w` (in a); its draft is 0 when there are none. */
MUST_USE enum err words_find(struct session *s, struct arena *a,
			     struct words *w);
/* Keep w->text, or when it is blank forget what was kept.  Durable when it
 * returns ERR_OK. */
MUST_USE enum err words_keep(struct session *s, struct words *w);

#endif
