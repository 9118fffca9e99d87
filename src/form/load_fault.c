/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/loader.h"

#include <stdarg.h>
#include <string.h>

static void
add(struct load *l, struct place at, const char *source, bool warning,
    const char *hint, const char *fmt, va_list ap)
{
	problems_add(l->p, at, source, warning, arena_vprintf(l->tmp, fmt, ap),
		     hint);
}

void
fault_statement(struct load *l, const struct statement *st, const char *hint,
		const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, st->at, st->source, false, hint, fmt, ap);
	va_end(ap);
}

static struct place
name_place(const struct statement *st)
{
	struct place at = st->at;

	at.col = st->name_col;
	return at;
}

void
fault_name(struct load *l, const struct statement *st, const char *hint,
	   const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, name_place(st), st->source, false, hint, fmt, ap);
	va_end(ap);
}

void
warn_name(struct load *l, const struct statement *st, const char *hint,
	  const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, name_place(st), st->source, true, hint, fmt, ap);
	va_end(ap);
}

void
fault_key(struct load *l, const struct property *p, const char *hint,
	  const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, p->at, p->source, false, hint, fmt, ap);
	va_end(ap);
}

void
fault_value(struct load *l, const struct property *p, size_t offset,
	    const char *hint, const char *fmt, ...)
{
	const char *source;
	struct place at = property_place(p, offset, &source);
	va_list ap;

	va_start(ap, fmt);
	add(l, at, source, false, hint, fmt, ap);
	va_end(ap);
}

void
warn_value(struct load *l, const struct property *p, size_t offset,
	   const char *hint, const char *fmt, ...)
{
	const char *source;
	struct place at = property_place(p, offset, &source);
	va_list ap;

	va_start(ap, fmt);
	add(l, at, source, true, hint, fmt, ap);
	va_end(ap);
}

void *
room_for_one(struct arena *a, void *v, size_t n, size_t size)
{
	if (n & (n - 1))
		return v; /* there is room up to a power of two */
	return arena_grow(a, v, n, n ? n * 2 : 1, size);
}

const char *
did_you_mean(struct load *l, const struct names *t, const char *word)
{
	size_t n = strlen(word);
	const char *best;

	if (too_many(l))
		return NULL;
	if (n > 1 && word[n - 1] == ',')
		return "part the names by spaces, without commas";
	best = names_nearest(t, word);
	return best ? arena_printf(l->tmp, "did you mean '%s'?", best) : NULL;
}

bool
next_word(struct load *l, const struct property *p, size_t *pos,
	  struct word *out)
{
	const char *s = p->value + *pos, *end;

	while (*s == ' ')
		s++;
	if (*s == '\0')
		return false;
	end = s + strcspn(s, " ");
	out->s = arena_strndup(l->tmp, s, (size_t)(end - s));
	out->offset = (size_t)(s - p->value);
	*pos = (size_t)(end - p->value);
	return true;
}

bool
only_word(struct load *l, const struct property *p, struct word *out)
{
	size_t pos = 0;
	struct word more;

	if (!next_word(l, p, &pos, out))
		return false; /* load_match() has reported it */
	if (!next_word(l, p, &pos, &more))
		return true;
	fault_value(l, p, more.offset, NULL, "'%s' takes one word", p->key);
	return false;
}
