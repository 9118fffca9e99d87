/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/key.h"

/*
 * A text part ends here at the latest, so that the numbers which follow it
 * (an id that makes the key the only one of its kind) always fit.
 */
#define TEXT_END (KEY_MAX - 64)
#define SIGN_BIT (UINT64_C(1) << 63)

static void
add(struct key *k, const void *p, size_t n)
{
	if (n == 0 || n > (size_t)(KEY_MAX - k->n))
		return;
	memcpy(k->b + k->n, p, n);
	k->n = (uint16_t)(k->n + n);
}

static void
add_number(struct key *k, uint64_t v, size_t n)
{
	unsigned char b[8];

	for (size_t i = n; i-- > 0; v >>= 8)
		b[i] = (unsigned char)v;
	add(k, b, n);
}

void
key_start(struct key *k)
{
	k->n = 0;
}

void
key_u8(struct key *k, uint8_t v)
{
	add(k, &v, 1);
}

void
key_u32(struct key *k, uint32_t v)
{
	add_number(k, v, 4);
}

void
key_u64(struct key *k, uint64_t v)
{
	add_number(k, v, 8);
}

void
key_i64(struct key *k, int64_t v)
{
	add_number(k, (uint64_t)v ^ SIGN_BIT, 8);
}

void
key_date(struct key *k, struct date d)
{
	key_u32(k, (uint32_t)(uint16_t)d.y << 16 | (uint32_t)d.m << 8 | d.d);
}

void
key_prefix(struct key *k, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	size_t room = k->n < TEXT_END - 1 ? TEXT_END - 1 - (size_t)k->n : 0;

	if (n > room) /* cut, between two characters */
		for (n = room; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80;)
			n--;
	add(k, s, n);
}

void
key_text(struct key *k, const char *s)
{
	key_prefix(k, s);
	key_u8(k, 0);
}

void
key_raw(struct key *k, struct bytes b)
{
	size_t room = KEY_MAX - (size_t)k->n;

	add(k, b.p, b.n < room ? b.n : room);
}

struct bytes
key_bytes(const struct key *k)
{
	return bytes_of(k->b, k->n);
}

void
key_after(struct key *k)
{
	while (k->n > 0 && k->b[k->n - 1] == 0xFF)
		k->n--;
	if (k->n > 0)
		k->b[k->n - 1]++;
}

struct key_reader
key_read(struct bytes b)
{
	const unsigned char *p = b.p;

	return (struct key_reader){ p, p ? p + b.n : p };
}

/* As read_number() of eight: ids are most of what is read. */
static bool
read_eight(struct key_reader *r, uint64_t *v)
{
	const unsigned char *p = r->p;

	*v = 0;
	if ((size_t)(r->end - p) < 8)
		return false;
	*v = (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 |
	     (uint64_t)p[2] << 40 | (uint64_t)p[3] << 32 |
	     (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 | (uint64_t)p[6] << 8 |
	     p[7];
	r->p += 8;
	return true;
}

static bool
read_number(struct key_reader *r, uint64_t *v, size_t n)
{
	*v = 0;
	if ((size_t)(r->end - r->p) < n)
		return false;
	while (n-- > 0)
		*v = *v << 8 | *r->p++;
	return true;
}

bool
key_read_u8(struct key_reader *r, uint8_t *v)
{
	uint64_t n;
	bool ok = read_number(r, &n, 1);

	*v = (uint8_t)n;
	return ok;
}

bool
key_read_u32(struct key_reader *r, uint32_t *v)
{
	uint64_t n;
	bool ok = read_number(r, &n, 4);

	*v = (uint32_t)n;
	return ok;
}

bool
key_read_u64(struct key_reader *r, uint64_t *v)
{
	return read_eight(r, v);
}

bool
key_read_i64(struct key_reader *r, int64_t *v)
{
	uint64_t n;
	bool ok = read_number(r, &n, 8);

	*v = ok ? (int64_t)(n ^ SIGN_BIT) : 0;
	return ok;
}

bool
key_read_date(struct key_reader *r, struct date *d)
{
	uint32_t n;
	bool ok = key_read_u32(r, &n);

	*d = date_of((int)(n >> 16), (int)(n >> 8 & 0xFF), (int)(n & 0xFF));
	return ok;
}

bool
key_read_text(struct key_reader *r, const char **s)
{
	const unsigned char *zero = NULL;

	if (r->p < r->end)
		zero = memchr(r->p, 0, (size_t)(r->end - r->p));
	*s = zero ? (const char *)r->p : "";
	if (!zero)
		return false;
	r->p = zero + 1;
	return true;
}
