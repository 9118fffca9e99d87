/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the tty layer share. */
#ifndef CHECK_TTY_H
#define CHECK_TTY_H

#include <check.h>
#include <stddef.h>

#include "tty/decode.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

/* The keys that n bytes make, in words: "a", "<Up>", "<F1>", "<Ctrl-A>",
 * "<Esc m>", "<paste TEXT>", "<eaten>", "<Esc...>".  Fed in pieces of `piece`
 * bytes; 0: all at once.  malloc'd. */
char *keys_of(const char *charset, const char *bytes, size_t n, size_t piece);

Suite *decode_suite(void);
Suite *decode_split_suite(void);
Suite *paste_suite(void);
Suite *loop_suite(void);

#endif
