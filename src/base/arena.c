/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * The sanitizers see an arena as one large piece of memory.  Under them the
 * unused part of a block is poisoned, so that running past the end of one
 * allocation is found like any other overrun.
 */
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define GUARD 16
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
#define GUARD 0
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#endif

enum {
	FIRST_SIZE = 2048,
	LARGEST_SIZE = 256 * 1024,
	RESERVE_SIZE = 64 * 1024,
	RESERVE_BLOCKS = 4
};

/* used <= size; bytes are zeroed as they are given out. */
struct arena_block {
	struct arena_block *below;
	size_t size;
	size_t used;
	alignas(max_align_t) char mem[];
};

static void (*hook_on_oom)(void);

/*
 * In blocks that malloc() takes from its heap: freed, they join up there for
 * the hook.  A larger one would be a mapping, and go back to the kernel.
 */
static void *reserve[RESERVE_BLOCKS];

static _Noreturn void
stop_without_memory(void)
{
	static const char text[] = "caseload: out of memory\n";
	void (*hook)(void) = hook_on_oom;

	/* Cleared first: a hook that runs out as well must not recurse. */
	hook_on_oom = NULL;
	for (size_t i = 0; i < RESERVE_BLOCKS; i++) {
		free(reserve[i]);
		reserve[i] = NULL;
	}
	if (hook != NULL)
		hook();
	/* Where standard error is gone there is nobody left to tell. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EXIT_FAILURE);
	_exit(EXIT_FAILURE);
}

void
oom_hook(void (*hook)(void))
{
	hook_on_oom = hook;
	for (size_t i = 0; hook != NULL && i < RESERVE_BLOCKS; i++) {
		if (reserve[i] != NULL)
			continue;
		reserve[i] = malloc(RESERVE_SIZE);
		/* Written to, or the kernel would only promise the pages. */
		if (reserve[i] != NULL)
			memset(reserve[i], 1, RESERVE_SIZE);
	}
}

void
memory_trim(void)
{
#ifdef __GLIBC__
	malloc_trim(0);
#endif
}

void *
xmalloc(size_t n)
{
	void *p = malloc(n != 0 ? n : 1);

	if (p == NULL)
		stop_without_memory();
	return p;
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n != 0 ? n : 1, size != 0 ? size : 1);

	if (p == NULL)
		stop_without_memory();
	return p;
}

void *
xrealloc(void *p, size_t n)
{
	void *q = realloc(p, n != 0 ? n : 1);

	if (q == NULL)
		stop_without_memory();
	return q;
}

char *
xstrdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(xmalloc(n), s, n);
}

static size_t
aligned(size_t n)
{
	size_t unit = alignof(max_align_t);

	if (n > SIZE_MAX / 2)
		stop_without_memory();
	return (n + unit - 1) / unit * unit;
}

static struct arena_block *
new_block(size_t size)
{
	struct arena_block *b = xmalloc(sizeof(*b) + size);

	*b = (struct arena_block){ .size = size };
	HIDE(b->mem, size);
	return b;
}

/*
 * Memory larger than a quarter of the next block gets one of its own, put
 * below the top, so that the room left in the top block is still used.
 */
static void *
alloc_own(struct arena *a, size_t need, size_t n)
{
	struct arena_block *b = new_block(need);

	b->used = need;
	if (a->top == NULL) {
		a->top = b;
	} else {
		b->below = a->top->below;
		a->top->below = b;
	}
	SHOW(b->mem, n);
	return b->mem;
}

/* Not zeroed. */
static void *
take(struct arena *a, size_t n)
{
	struct arena_block *b = a->top;
	size_t need = aligned(n != 0 ? n : 1) + GUARD;
	void *p;

	if (b != NULL)
		b->used = aligned(b->used); /* behind a text */
	if (b == NULL || b->size - b->used < need) {
		if (a->next_size == 0)
			a->next_size = FIRST_SIZE;
		if (need > a->next_size / 4)
			return alloc_own(a, need, n);
		b = new_block(a->next_size);
		b->below = a->top;
		a->top = b;
		if (a->next_size < LARGEST_SIZE)
			a->next_size *= 2;
	}
	p = b->mem + b->used;
	b->used += need;
	SHOW(p, n);
	return p;
}

/* Texts are most of what an arena holds: they stand close together.  The
 * sanitizers see only what begins aligned. */
static char *
take_text(struct arena *a, size_t n)
{
	struct arena_block *b = a->top;
	char *p;

	if (GUARD > 0 || b == NULL || b->size - b->used < n)
		return take(a, n);
	p = b->mem + b->used;
	b->used += n;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		stop_without_memory();
	return arena_alloc(a, n);
}

void *
arena_grow(struct arena *a, const void *old, size_t n, size_t want, size_t size)
{
	void *p = arena_array(a, want > n ? want : n, size);

	if (n != 0 && size != 0)
		memcpy(p, old, n * size);
	return p;
}

void *
arena_memdup(struct arena *a, const void *p, size_t n)
{
	char *copy = take(a, n + 1);

	if (n != 0)
		memcpy(copy, p, n);
	copy[n] = '\0';
	return copy;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *copy = take_text(a, len + 1);

	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	size_t n = s != NULL ? strlen(s) + 1 : 0;

	return s != NULL ? memcpy(take_text(a, n), s, n) : NULL;
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char most[256]; /* nearly all are shorter */
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(most, sizeof(most), fmt, again);
	va_end(again);
	if (n < 0)
		return arena_strdup(a, "");
	if ((size_t)n < sizeof(most))
		return memcpy(take_text(a, (size_t)n + 1), most, (size_t)n + 1);
	s = take_text(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	return s;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

static void
give_back(struct arena *a, bool wipe)
{
	struct arena_block *b, *below;

	for (b = a->top; b != NULL; b = below) {
		below = b->below;
		SHOW(b->mem, b->size);
		if (wipe)
			explicit_bzero(b->mem, b->used);
		free(b);
	}
	*a = (struct arena)ARENA_INIT;
}

void
arena_clear(struct arena *a)
{
	give_back(a, false);
}

void
arena_wipe(struct arena *a)
{
	give_back(a, true);
}

void
arena_reset(struct arena *a)
{
	struct arena_block *b = a->top, *below;

	if (b == NULL)
		return;
	for (struct arena_block *i = b->below; i != NULL; i = below) {
		below = i->below;
		SHOW(i->mem, i->size);
		free(i);
	}
	b->below = NULL;
	SHOW(b->mem, b->used);
	HIDE(b->mem, b->size);
	b->used = 0;
}
