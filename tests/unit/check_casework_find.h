/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check_casework_find.h - people to find, for the tests of finding and of
 * possible duplicates.
 */
#ifndef CHECK_CASEWORK_FIND_H
#define CHECK_CASEWORK_FIND_H

#include "check_casework.h"

/* The people whom know_people() registers, in their order. */
#define KNOWN_MOST 16
extern uint64_t known_ids[KNOWN_MOST];
void know_people(void);

/* Somebody whose only case is in a closed programme. */
uint64_t hidden_person(const char *given, const char *family);
/* Her case names the one who does her harm. */
uint64_t guarded_person(uint64_t *perp);

#endif
