/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * publish.h - may a new set of forms take the place of the published one?
 *
 * The two are compared form by form, field by field, and each change that
 * matters to records gets a verdict.  No record is read here: the caller
 * tells how many hold what.  What would lose answers is refused; what is
 * merely unwise is warned of; labels, hints, order and pages are free and get
 * no row.
 */
#ifndef FORM_PUBLISH_H
#define FORM_PUBLISH_H

#include "base/arena.h"
#include "form/form.h"

/* How many records hold what.  `form` is a full name of the published set,
 * `field` may be a row's; ctx is the last argument of each. */
struct holdings {
	uint64_t (*of_form)(const char *form, void *ctx);
	uint64_t (*with_field)(const char *form, const char *field, void *ctx);
	uint64_t (*with_code)(const char *form, const char *field,
			      const char *code, void *ctx);
	uint64_t (*in_state)(const char *form, const char *state, void *ctx);
	void *ctx;
};

enum ruling { RULING_ALLOWED, RULING_WARNED, RULING_REFUSED };

struct verdict {
	enum ruling ruling;
	const char *form; /* full name, of the old or new set */
	const char *name; /* field, state or code; "" the form */
	const char *sentence;
};

struct verdicts {
	struct verdict *v;
	size_t n;
	size_t refused, warned; /* of them */
};

/* Compare.  The rows live in a: new forms first, then what has become of each
 * published one. */
void form_compare(struct arena *a, const struct form_set *old,
		  const struct form_set *new_set, const struct holdings *held,
		  struct verdicts *out);

#endif
