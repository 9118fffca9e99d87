/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/token.h"

#include <cbor.h>

#define DEPTH_MAX 32

static void
set(void *ctx, enum token_kind kind, uint64_t n, const unsigned char *p)
{
	struct token *t = ctx;

	*t = (struct token){ kind, n, p };
}

static void
on_uint8(void *ctx, uint8_t n)
{
	set(ctx, TOKEN_UINT, n, NULL);
}

static void
on_uint16(void *ctx, uint16_t n)
{
	set(ctx, TOKEN_UINT, n, NULL);
}

static void
on_uint32(void *ctx, uint32_t n)
{
	set(ctx, TOKEN_UINT, n, NULL);
}

static void
on_uint64(void *ctx, uint64_t n)
{
	set(ctx, TOKEN_UINT, n, NULL);
}

static void
on_negint8(void *ctx, uint8_t n)
{
	set(ctx, TOKEN_NEGINT, n, NULL);
}

static void
on_negint16(void *ctx, uint16_t n)
{
	set(ctx, TOKEN_NEGINT, n, NULL);
}

static void
on_negint32(void *ctx, uint32_t n)
{
	set(ctx, TOKEN_NEGINT, n, NULL);
}

static void
on_negint64(void *ctx, uint64_t n)
{
	set(ctx, TOKEN_NEGINT, n, NULL);
}

static void
on_bytes(void *ctx, cbor_data p, size_t n)
{
	set(ctx, TOKEN_BYTES, n, p);
}

static void
on_text(void *ctx, cbor_data p, size_t n)
{
	set(ctx, TOKEN_TEXT, n, p);
}

static void
on_array(void *ctx, size_t n)
{
	set(ctx, TOKEN_ARRAY, n, NULL);
}

static void
on_map(void *ctx, size_t n)
{
	set(ctx, TOKEN_MAP, n, NULL);
}

static void
on_tag(void *ctx, uint64_t n)
{
	set(ctx, TOKEN_TAG, n, NULL);
}

static void
on_float(void *ctx, float n)
{
	(void)n;
	set(ctx, TOKEN_FLOAT, 0, NULL);
}

static void
on_double(void *ctx, double n)
{
	(void)n;
	set(ctx, TOKEN_FLOAT, 0, NULL);
}

static void
on_bool(void *ctx, bool n)
{
	set(ctx, TOKEN_BOOL, n, NULL);
}

static void
on_null(void *ctx)
{
	set(ctx, TOKEN_NULL, 0, NULL);
}

static void
on_undefined(void *ctx)
{
	set(ctx, TOKEN_UNDEFINED, 0, NULL);
}

static void
on_open(void *ctx)
{
	set(ctx, TOKEN_OPEN, 0, NULL);
}

static void
on_break(void *ctx)
{
	set(ctx, TOKEN_BREAK, 0, NULL);
}

static const struct cbor_callbacks callbacks = {
	.uint8 = on_uint8,
	.uint16 = on_uint16,
	.uint32 = on_uint32,
	.uint64 = on_uint64,
	.negint8 = on_negint8,
	.negint16 = on_negint16,
	.negint32 = on_negint32,
	.negint64 = on_negint64,
	.byte_string = on_bytes,
	.byte_string_start = on_open,
	.string = on_text,
	.string_start = on_open,
	.array_start = on_array,
	.indef_array_start = on_open,
	.map_start = on_map,
	.indef_map_start = on_open,
	.tag = on_tag,
	.float2 = on_float,
	.float4 = on_float,
	.float8 = on_double,
	.undefined = on_undefined,
	.null = on_null,
	.boolean = on_bool,
	.indef_break = on_break,
};

struct token_reader
token_read(struct bytes b)
{
	const unsigned char *p = b.p;

	return (struct token_reader){ p, p ? p + b.n : p };
}

/* What nearly all tokens are, without the way through libcbor: a head of one
 * byte, or of one or two more. */
static bool
read_short(struct token_reader *r, struct token *out)
{
	static const enum token_kind kinds[8] = {
		[0] = TOKEN_UINT, [3] = TOKEN_TEXT, [4] = TOKEN_ARRAY,
		[5] = TOKEN_MAP,  [6] = TOKEN_TAG,
	};
	unsigned int major = *r->p >> 5, n = *r->p & 31u;
	size_t room = (size_t)(r->end - r->p) - 1;
	size_t more = n < 24 ? 0 : n - 23; /* bytes of the head */
	const unsigned char *p = r->p + 1 + more;

	if (major == 1 || major == 2 || major == 7 || more > 2 || more > room)
		return false;
	if (more > 0)
		n = more == 1 ? p[-1] : (unsigned int)p[-2] << 8 | p[-1];
	if (major == 3 && n > room - more)
		return false;
	set(out, kinds[major], n, major == 3 ? p : NULL);
	r->p = p + (major == 3 ? n : 0);
	return true;
}

bool
token_next(struct token_reader *r, struct token *out)
{
	struct cbor_decoder_result res;

	if (r->p == r->end)
		return false;
	if (read_short(r, out))
		return true;
	res = cbor_stream_decode(r->p, (size_t)(r->end - r->p), &callbacks,
				 out);
	if (res.status != CBOR_DECODER_FINISHED)
		return false;
	r->p += res.read;
	return true;
}

bool
token_room(const struct token_reader *r, uint64_t n)
{
	return n <= (uint64_t)(r->end - r->p);
}

static bool skip(struct token_reader *r, const struct token *t, int depth);

static bool
skip_items(struct token_reader *r, uint64_t n, int depth)
{
	struct token t;

	if (!token_room(r, n))
		return false;
	while (n-- > 0)
		if (!token_next(r, &t) || !skip(r, &t, depth))
			return false;
	return true;
}

static bool
skip_to_break(struct token_reader *r, int depth)
{
	struct token t;

	while (token_next(r, &t)) {
		if (t.kind == TOKEN_BREAK)
			return true;
		if (!skip(r, &t, depth))
			return false;
	}
	return false;
}

static bool
skip(struct token_reader *r, const struct token *t, int depth)
{
	if (depth > DEPTH_MAX)
		return false;
	switch (t->kind) {
	case TOKEN_BREAK:
		return false;
	case TOKEN_TAG:
		return skip_items(r, 1, depth + 1);
	case TOKEN_ARRAY:
		return skip_items(r, t->n, depth + 1);
	case TOKEN_MAP:
		return token_room(r, t->n) &&
		       skip_items(r, 2 * t->n, depth + 1);
	case TOKEN_OPEN:
		return skip_to_break(r, depth + 1);
	default:
		return true;
	}
}

bool
token_skip(struct token_reader *r, const struct token *t)
{
	return skip(r, t, 0);
}
