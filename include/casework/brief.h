/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * brief.h - what lists and headings show of a person, a case, a line of
 * work: already checked against what the user may see, texts ready to draw.
 */
#ifndef CASEWORK_BRIEF_H
#define CASEWORK_BRIEF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "form/form.h"
#include "store/record.h"

struct flag_brief {
	uint64_t id;
	const char *text, *by;
	struct date on, until; /* until unset: open end */
};

struct case_brief {
	uint64_t id, person;
	const char *ref; /* DRG-2026-00412 */
	const struct form *form;
	const char *title; /* of the programme's form */
	const char *state, *state_label;
	bool closed;
	const char *owner; /* login or "" */
	const char *name;  /* whom it is about: only my_cases()
					   fills it in; else "" */
	struct date opened, state_since;
};

struct person_brief {
	uint64_t id;
	const char *ref;	/* P-018842 */
	const char *name;	/* Kowalski, Bartosz */
	const char *full_name;	/* KOWALSKI, Bartosz */
	const char *own_script; /* name in its own script, or "" */
	struct date born;
	int age;		  /* -1 not known */
	const char *address;	  /* one line; "ADDRESS SECRET" when so */
	const char *why;	  /* in a search: sounds, begins, ref ... */
	const char *safe_contact; /* shown before numbers; "" for none */
	const struct flag_brief *flags;
	size_t n_flags;
	const struct case_brief *cases; /* those the user may see */
	size_t n_cases;
};

#endif
