/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_match_made.h - invented people of a borough, some of them recorded
 * twice or thrice with the slips that people make: typing, other spellings,
 * names exchanged or left out, dates turned, moved house, married.
 */
#ifndef CHECK_MATCH_MADE_H
#define CHECK_MATCH_MADE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"

#define MADE_TEXT 80
struct made {
	char truth[24]; /* polish1234: the origin of the name, and who */
	char given[MADE_TEXT], family[MADE_TEXT], house[MADE_TEXT],
		street[MADE_TEXT], town[MADE_TEXT], postcode[12], phone[16],
		email[MADE_TEXT * 2], number[12];
	const char *sex;
	struct date born;
};

struct making;
/* `households`: a third live with others who are in the set, twins and
 * fathers and sons of one name among them. */
struct making *making_new(size_t records, unsigned int seed, bool households);
/* The next record, in no order; false at the end. */
bool making_next(struct making *k, struct made *out);
void making_free(struct making **k);

#endif
