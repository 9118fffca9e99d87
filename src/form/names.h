/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * names.h - finding things by name (private to the form layer).
 *
 * A table keeps its names in the order in which they were added, so that
 * suggestions do not depend on the hash.  It lives in the arena given and
 * borrows the names.
 */
#ifndef FORM_NAMES_H
#define FORM_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "form/form.h"

struct name_entry {
	const char *name;
	void *what;
	uint32_t hash;
};

struct names {
	struct arena *arena;
	struct name_entry *v;
	size_t n, cap;
	uint32_t *slots; /* index into v, plus one; 0 is free */
	size_t n_slots;	 /* a power of two */
};

void names_init(struct names *t, struct arena *a);
/* False, and nothing is done, when the name is there already. */
bool names_add(struct names *t, const char *name, void *what);
/* NULL when there is none; t may be NULL. */
void *names_get(const struct names *t, const char *name);
/* The name within two edits that is nearest (of several the first added), or
 * NULL. */
const char *names_nearest(const struct names *t, const char *name);

struct form_build;
struct item;

/* What struct form points to for its lookups. */
struct form_names {
	struct names items; /* all but pages */
	struct names pages, states, transitions, timers, measures, reports;
	struct names sheets, children;
	const char *full;	   /* `caseform.child` */
	const struct item **slots; /* with a value, by level and name */
	size_t n_slots;
	const struct item *means[MEANS_COUNT]; /* the first of each */
	uint64_t print;		  /* of all that it says, and its children */
	struct form_build *build; /* only while loading */
};

/* What struct form_set points to. */
struct set_names {
	struct names roles, lists, settings;
	struct names forms; /* person and case forms */
	struct names full;  /* every form by its full name */
};

/* load_access.c: the innermost page, group or repeat around it, or NULL. */
const struct item *item_around(const struct item *it);

#endif
