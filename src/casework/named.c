/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a person or a case is called, for an answer that points to it.
 */
#include "casework/find_parts.h"

const char *
record_named(struct session *s, struct arena *a, uint64_t id)
{
	struct txn *t = session_begin(s, false);
	const struct who *w = who_now(t, s);
	const struct record *r = id ? record_now(t, s, a, id) : NULL;
	const char *name = NULL;

	if (r && w && r->kind == RECORD_PERSON && who_sees(t, w, r))
		r = record_now(t, s, a, same_shown(t, w, id));
	if (r && w && who_sees(t, w, r)) {
		struct fields f = readable_fields(t, w, a, r);

		name = r->kind == RECORD_PERSON ? person_name(s, a, &f, false)
						: arena_strdup(a, r->ref);
	}
	return session_end(s, t) == ERR_OK ? name : NULL;
}
