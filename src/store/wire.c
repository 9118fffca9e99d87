/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/wire.h"

#include "base/text.h"

static void
put(struct buf *b, uint64_t v, size_t n)
{
	unsigned char out[8];

	for (size_t i = n; i-- > 0; v >>= 8)
		out[i] = (unsigned char)v;
	buf_add(b, out, n);
}

void
wire_put_u8(struct buf *b, uint8_t v)
{
	put(b, v, 1);
}

void
wire_put_u16(struct buf *b, uint16_t v)
{
	put(b, v, 2);
}

void
wire_put_u32(struct buf *b, uint32_t v)
{
	put(b, v, 4);
}

void
wire_put_u64(struct buf *b, uint64_t v)
{
	put(b, v, 8);
}

void
wire_put_text(struct buf *b, const char *s)
{
	if (!s)
		s = "";
	buf_add(b, s, strlen(s) + 1);
}

struct wire
wire_read(struct bytes b)
{
	const unsigned char *p = b.p;

	return (struct wire){ p, p ? p + b.n : p, false };
}

/* The next n bytes, or NULL past the end. */
static const unsigned char *
take(struct wire *w, size_t n)
{
	const unsigned char *p = w->p;

	if (w->bad || (size_t)(w->end - w->p) < n) {
		w->bad = true;
		return NULL;
	}
	w->p += n;
	return p;
}

uint8_t
wire_u8(struct wire *w)
{
	const unsigned char *p = take(w, 1);

	return p ? *p : 0;
}

uint16_t
wire_u16(struct wire *w)
{
	const unsigned char *p = take(w, 2);

	return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

uint32_t
wire_u32(struct wire *w)
{
	const unsigned char *p = take(w, 4);

	return p ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			       (uint32_t)p[2] << 8 | p[3]
		 : 0;
}

uint64_t
wire_u64(struct wire *w)
{
	uint64_t high = wire_u32(w), low = wire_u32(w);

	return w->bad ? 0 : high << 32 | low;
}

const char *
wire_text(struct wire *w, struct arena *a)
{
	const unsigned char *zero = NULL;
	const char *s;
	size_t n;

	if (!w->bad && w->p < w->end)
		zero = memchr(w->p, 0, (size_t)(w->end - w->p));
	if (!zero) {
		w->bad = true;
		return "";
	}
	n = (size_t)(zero - w->p);
	s = (const char *)take(w, n + 1);
	if (n == 0)
		return "";
	if (!utf8_valid(s, n, NULL)) {
		w->bad = true;
		return "";
	}
	return arena_memdup(a, s, n);
}

void
wire_raw(struct wire *w, void *out, size_t n)
{
	const unsigned char *p = take(w, n);

	if (p)
		memcpy(out, p, n);
	else
		memset(out, 0, n);
}

bool
wire_ok(const struct wire *w)
{
	return !w->bad;
}

struct bytes
wire_rest(const struct wire *w)
{
	return bytes_of(w->p, (size_t)(w->end - w->p));
}
