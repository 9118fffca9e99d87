/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * beside.h - alerts, tasks and links of a person or a case, as one cell each
 * of the files that caseload writes and reads back.
 */
#ifndef CASEWORK_BESIDE_H
#define CASEWORK_BESIDE_H

#include "casework/internal.h"

struct beside {
	struct txn *t;
	struct session *s;
	const struct who *w;
	struct arena *a;
};

/* Those of a kind (RECORD_FLAG, RECORD_TASK, RECORD_LINK) that the user may
 * see and that were not withdrawn; "" for none. */
const char *beside_format(const struct beside *b, const struct record *of,
			  enum record_kind kind);

struct beside_read {
	struct record *v; /* without an id, not in the store yet */
	const char **to;  /* of links: what the other person is called */
	size_t n;
};
/* A cell that is not blank.  False: caseload did not write it. */
bool beside_read(struct arena *a, enum record_kind kind, const char *text,
		 struct beside_read *out);
/* One of them, of this person or case, as when it was made; other: of a
 * link. */
void beside_put(struct txn *t, struct session *s, struct arena *a,
		const struct record *of, struct record *r, uint64_t other);

#endif
