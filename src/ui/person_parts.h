/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person_parts.h - the inside of the person screen, shared by the files that
 * make it: screen_person.c (reading, drawing, keys) and person_acts.c (what
 * F10 offers).
 */
#ifndef UI_PERSON_PARTS_H
#define UI_PERSON_PARTS_H

#include "casework/casefile.h"
#include "ui/begin.h"
#include "ui/chronology.h"

enum person_part { PART_CASES, PART_LINKS, PART_EVENTS, PARTS };

struct person {
	struct screen s;
	uint64_t id;
	struct person_file f;
	struct case_brief *cases; /* open ones first */
	enum person_part part;
	struct browse cases_b, links_b;
	struct chronology events;
	struct begin begin;
	uint64_t other; /* being linked */
	bool unsafe;
};

static inline const struct person *
person_of(const struct screen *s)
{
	return (const struct person *)s;
}

/* screen_ops.commands, .command and .ask; person_add() asks what to add. */
size_t person_commands(const struct screen *s, struct arena *a,
		       struct command **out);
enum reply person_command(struct screen *s, int id);
bool person_ask(struct screen *s, uint64_t about, const char *question);
enum reply person_add(struct person *p);

#endif
