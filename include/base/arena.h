/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arena.h - memory that is given back all at once.
 *
 * Every screen and every call into casework works in an arena; leaving frees
 * it.  An arena made with ARENA_INIT or zeroed memory is empty and ready.
 * Running out of memory does not return: the hook set with oom_hook() is
 * called first (it keeps the draft), then the program stops.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *top;
	size_t next_size;
};
/* clang-format off */
#define ARENA_INIT { 0 }
/* clang-format on */

/* Zeroed memory of n bytes, aligned for any type; lives until the arena is
 * cleared.  arena_array() checks the multiplication. */
void *arena_alloc(struct arena *a, size_t n);
void *arena_array(struct arena *a, size_t count, size_t size);

/* A longer copy of an array: old holds n of size bytes; room for want. The
 * old memory stays valid (and is not reused). */
void *arena_grow(struct arena *a, const void *old, size_t n, size_t want,
		 size_t size);

char *arena_strdup(struct arena *a, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* With a NUL behind it, as struct buf has. */
void *arena_memdup(struct arena *a, const void *p, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

/* Give everything back; the arena is empty and may be used again.
 * arena_wipe() overwrites first: for note text and what was typed. */
void arena_clear(struct arena *a);
void arena_wipe(struct arena *a);
/* Empty it, but keep a block for what comes next: for work in many small
 * steps. */
void arena_reset(struct arena *a);

/* Called once when memory runs out, before the program stops. A reserve of
 * 256 KiB is freed first so that the hook can work. */
void oom_hook(void (*hook)(void));

/* Pages of freed memory go back to the kernel: for after work that needed much
 * more than what remains.  Takes about 0.1 ms a megabyte. */
void memory_trim(void);

/* malloc family that never returns NULL (stops through the hook). */
void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

#endif
