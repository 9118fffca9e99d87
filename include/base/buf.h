/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf.h - bytes: a borrowed run of them, and a run that grows.
 *
 * struct bytes borrows; struct buf owns and always keeps a NUL after its
 * last byte, so that buf.s can be read as a string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const void *p;
	size_t n;
};

static inline struct bytes
bytes_of(const void *p, size_t n)
{
	return (struct bytes){ p, n };
}

static inline struct bytes
bytes_str(const char *s)
{
	return (struct bytes){ s, strlen(s) };
}

/* memcmp order, a shorter run before a longer one that begins with it. */
int bytes_compare(struct bytes a, struct bytes b);
bool bytes_equal(struct bytes a, struct bytes b);

struct buf {
	char *s;
	size_t n;
	size_t cap;
};
/* clang-format off */
#define BUF_INIT { 0 }
/* clang-format on */

void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void buf_reset(struct buf *b); /* empty, memory kept */
void buf_clear(struct buf *b); /* memory given back */
struct bytes buf_bytes(const struct buf *b);

#endif
