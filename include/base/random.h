/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * random.h - random bytes from the system; or, for a practice store that
 * must come out the same each time, from a seed.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fill p with n bytes that nobody can guess (or seeded ones). */
void random_bytes(void *p, size_t n);
/* 0 .. below-1, evenly. */
uint32_t random_below(uint32_t below);
/* From now on, bytes follow from the seed alone (practice, tests). Also
 * governs the salts of the log. */
void random_seed(uint64_t seed);
/* Back to the system's. */
void random_unseed(void);

#endif
