/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Answers as CBOR (RFC 8949), deterministic as in its section 4.2: shortest
 * heads, nothing without a length, the names of a map in bytewise order of
 * their encoding (a shorter name before a longer one).
 *
 *	text          text string
 *	number        integer; else tag 4, [exponent, mantissa], no more
 *	              digits than needed: 2.5 is [-1, 25]
 *	condition     false, true; unknown is undefined
 *	date          tag 1004 (RFC 8943), text 2026-03-02
 *	date, part    tag CA01, text 2026-03 or 2026: known to month or year
 *	time          tag CA02, minutes since midnight
 *	date, time    tag CA03, [text 2026-03-02, minutes], local
 *	duration      tag CA04, [count, unit]: 0 minutes, 1 days,
 *	              2 working days, 3 months
 *	code          tag CA05, text
 *	codes         tag CA06, array of text
 *	user          tag CA07, text: a login
 *	person, case  tag CA08, CA09, number of the record
 *	attachment    tag CA0A, text: name of a kept file
 *	rows          tag CA0B, array of [id, struck, map]
 *
 * The tags CAxx are our own.  An item with a tag that is not listed here (or
 * one of another kind: bytes, floats, null) is stepped over, its name with
 * it.  Example: outcome (code) `done`, hours 2.5, seen 2 March 2026:
 *
 *	A3                                        map of 3
 *	64 73 65 65 6E                            "seen"
 *	   D9 03 EC 6A 32 30 32 36 2D 30 33 2D 30 32   1004("2026-03-02")
 *	65 68 6F 75 72 73                         "hours"
 *	   C4 82 20 18 19                         4([-1, 25])
 *	67 6F 75 74 63 6F 6D 65                   "outcome"
 *	   D9 CA 05 64 64 6F 6E 65                CA05("done")
 */
#include "store/codec.h"

#include <cbor.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/field_order.h"
#include "store/record.h"

#define TAG_FRACTION 4u
#define TAG_DATE 1004u
#define TAG_DATE_PART 0xCA01u
#define TAG_TIME 0xCA02u
#define TAG_DATETIME 0xCA03u
#define TAG_DURATION 0xCA04u
#define TAG_CODE 0xCA05u
#define TAG_CODES 0xCA06u
#define TAG_USER 0xCA07u
#define TAG_PERSON 0xCA08u
#define TAG_CASE 0xCA09u
#define TAG_ATTACHMENT 0xCA0Au
#define TAG_ROWS 0xCA0Bu

#define ROWS_DEEP 4 /* a form nests no rows; leave some room */

/* --- writing ---------------------------------------------------------- */

static void
put_int(struct buf *b, int64_t n)
{
	unsigned char head[9];

	if (n >= 0)
		buf_add(b, head, cbor_encode_uint((uint64_t)n, head, 9));
	else
		buf_add(b, head,
			cbor_encode_negint((uint64_t)(-1 - n), head, 9));
}

static void
put_uint(struct buf *b, uint64_t n)
{
	unsigned char head[9];

	buf_add(b, head, cbor_encode_uint(n, head, sizeof(head)));
}

static void
put_text(struct buf *b, const char *s)
{
	size_t n = strlen(s);
	unsigned char head[9];

	buf_add(b, head, cbor_encode_string_start(n, head, sizeof(head)));
	buf_add(b, s, n);
}

static void
put_array(struct buf *b, size_t n)
{
	unsigned char head[9];

	buf_add(b, head, cbor_encode_array_start(n, head, sizeof(head)));
}

static void
put_map(struct buf *b, size_t n)
{
	unsigned char head[9];

	buf_add(b, head, cbor_encode_map_start(n, head, sizeof(head)));
}

static void
put_tag(struct buf *b, uint64_t tag)
{
	unsigned char head[9];

	buf_add(b, head, cbor_encode_tag(tag, head, sizeof(head)));
}

static void
put_bool(struct buf *b, bool yes)
{
	unsigned char head[9];

	buf_add(b, head, cbor_encode_bool(yes, head, sizeof(head)));
}

static void
put_number(struct buf *b, int64_t millionths)
{
	int exponent = -6;

	if (millionths % NUMBER_ONE == 0) {
		put_int(b, millionths / NUMBER_ONE);
		return;
	}
	for (; millionths % 10 == 0; exponent++)
		millionths /= 10;
	put_tag(b, TAG_FRACTION);
	put_array(b, 2);
	put_int(b, exponent);
	put_int(b, millionths);
}

static void
put_cond(struct buf *b, enum tri cond)
{
	unsigned char head[9];

	if (cond == TRI_UNKNOWN)
		buf_add(b, head, cbor_encode_undef(head, sizeof(head)));
	else
		put_bool(b, cond == TRI_YES);
}

/* `n` digits of v, 0 <= v. */
static void
digits_of(char *p, int v, int n)
{
	for (; n-- > 0; v /= 10)
		p[n] = (char)('0' + v % 10);
}

/* As many parts as are known; printf would cost more than all the rest. */
static void
put_date_text(struct buf *b, struct date d)
{
	char s[] = "yyyy-mm-dd";

	digits_of(s, d.y, 4);
	digits_of(s + 5, d.m, 2);
	digits_of(s + 8, d.d, 2);
	if (d.d == 0)
		s[d.m != 0 ? 7 : 4] = '\0';
	put_text(b, s);
}

static void
put_duration(struct buf *b, struct duration d)
{
	put_array(b, 2);
	put_int(b, d.n);
	put_uint(b, (uint64_t)d.unit);
}

static void
put_codes(struct buf *b, const struct value *v)
{
	put_array(b, v->codes.n);
	for (size_t i = 0; i < v->codes.n; i++)
		put_text(b, v->codes.v[i]);
}

static void put_fields(struct buf *b, const struct fields *f);

static void
put_rows(struct buf *b, const struct value *v)
{
	put_array(b, v->rows.n);
	for (size_t i = 0; i < v->rows.n; i++) {
		put_array(b, 3);
		put_uint(b, v->rows.v[i].id);
		put_bool(b, v->rows.v[i].struck);
		put_fields(b, &v->rows.v[i].fields);
	}
}

/* A year before 1 or after 9999 has no text of its own. */
static bool
date_writable(struct date d)
{
	return d.y > 0 && d.y <= 9999;
}

/* Is there something to write?  Empty answers are left out. */
static bool
writable(const struct value *v)
{
	switch (v->type) {
	case VAL_EMPTY:
		return false;
	case VAL_TEXT:
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		return v->text != NULL;
	case VAL_DATE:
	case VAL_DATETIME:
		return date_writable(v->date);
	default:
		return true;
	}
}

/* Of values that CBOR has no type for. */
static const uint64_t tags[] = {
	[VAL_TIME] = TAG_TIME,
	[VAL_DATETIME] = TAG_DATETIME,
	[VAL_DURATION] = TAG_DURATION,
	[VAL_CODE] = TAG_CODE,
	[VAL_CODES] = TAG_CODES,
	[VAL_USER] = TAG_USER,
	[VAL_PERSON] = TAG_PERSON,
	[VAL_CASE] = TAG_CASE,
	[VAL_ATTACHMENT] = TAG_ATTACHMENT,
	[VAL_ROWS] = TAG_ROWS,
};

static void
put_value(struct buf *b, const struct value *v)
{
	if (tags[v->type] != 0)
		put_tag(b, tags[v->type]);
	switch (v->type) {
	case VAL_EMPTY:
		break;
	case VAL_TEXT:
	case VAL_CODE:
	case VAL_USER:
	case VAL_ATTACHMENT:
		put_text(b, v->text);
		break;
	case VAL_NUMBER:
		put_number(b, v->number);
		break;
	case VAL_COND:
		put_cond(b, v->cond);
		break;
	case VAL_DATE:
		put_tag(b, v->date.d != 0 ? TAG_DATE : TAG_DATE_PART);
		put_date_text(b, v->date);
		break;
	case VAL_TIME:
		put_int(b, v->minutes);
		break;
	case VAL_DATETIME:
		put_array(b, 2);
		put_date_text(b, v->date);
		put_int(b, v->minutes);
		break;
	case VAL_DURATION:
		put_duration(b, v->duration);
		break;
	case VAL_CODES:
		put_codes(b, v);
		break;
	case VAL_PERSON:
	case VAL_CASE:
		put_uint(b, v->id);
		break;
	case VAL_ROWS:
		put_rows(b, v);
		break;
	}
}

/* A field to be written, and the length of its name. */
struct name {
	size_t n;
	const struct field *field;
};

/* The order of encoded names: the head, which grows with the length, first. */
static int
by_encoding(const void *a, const void *b)
{
	const struct name *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return memcmp(x->field->name, y->field->name, x->n);
}

static void
put_fields(struct buf *b, const struct fields *f)
{
	struct name *names = xmalloc((f->n + 1) * sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++)
		if (writable(&f->v[i].value))
			names[n++] =
				(struct name){ strlen(f->v[i].name), &f->v[i] };
	qsort(names, n, sizeof(*names), by_encoding);
	put_map(b, n);
	for (size_t i = 0; i < n; i++) {
		put_text(b, names[i].field->name);
		put_value(b, &names[i].field->value);
	}
	free(names);
}

void
fields_encode(const struct fields *f, struct buf *out)
{
	put_fields(out, f);
}

/* --- reading ---------------------------------------------------------- */

static bool
expect(struct token_reader *r, enum token_kind kind, struct token *t)
{
	return token_next(r, t) && t->kind == kind;
}

static bool
read_array(struct token_reader *r, uint64_t n)
{
	struct token t;

	return expect(r, TOKEN_ARRAY, &t) && t.n == n;
}

static bool
token_int(const struct token *t, int64_t *out)
{
	if (t->n > INT64_MAX)
		return false;
	if (t->kind == TOKEN_UINT)
		*out = (int64_t)t->n;
	else if (t->kind == TOKEN_NEGINT)
		*out = -1 - (int64_t)t->n;
	else
		return false;
	return true;
}

static bool
read_int(struct token_reader *r, int64_t least, int64_t most, int64_t *out)
{
	struct token t;

	return token_next(r, &t) && token_int(&t, out) && *out >= least &&
	       *out <= most;
}

static bool
token_text(const struct token *t, struct arena *a, const char **out)
{
	const char *s = (const char *)t->p;

	if (t->kind != TOKEN_TEXT || (t->n > 0 && !utf8_valid(s, t->n, NULL)))
		return false;
	*out = t->n == 0 ? "" : arena_memdup(a, s, t->n);
	return true;
}

/* `n` digits; false when there are fewer or others. */
static bool
digits(const unsigned char *p, size_t n, int *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return false;
		*out = *out * 10 + (p[i] - '0');
	}
	return true;
}

/* 2026-03-02, 2026-03, 2026: `parts` of them; 0 for as many as there are. */
static bool
read_date_text(struct token_reader *r, struct date *out, int parts)
{
	int y, m = 0, d = 0;
	struct token t;

	if (!expect(r, TOKEN_TEXT, &t))
		return false;
	if (parts == 0)
		parts = t.n == 4 ? 1 : t.n == 7 ? 2 : 3;
	if (t.n != (uint64_t)(1 + 3 * parts) || !digits(t.p, 4, &y) || y == 0)
		return false;
	if (parts > 1 && (t.p[4] != '-' || !digits(t.p + 5, 2, &m)))
		return false;
	if (parts > 2 && (t.p[7] != '-' || !digits(t.p + 8, 2, &d)))
		return false;
	*out = date_of(y, m, d);
	return true;
}

/* What reading one value needs. */
struct reading {
	struct token_reader *r;
	struct arena *arena;
	int depth;
};

static bool
read_fraction(struct reading *in, struct value *out)
{
	int64_t exponent, number;

	if (!read_array(in->r, 2) || !read_int(in->r, -6, 6, &exponent) ||
	    !read_int(in->r, INT64_MIN, INT64_MAX, &number))
		return false;
	for (; exponent > -6; exponent--)
		if (__builtin_mul_overflow(number, 10, &number))
			return false;
	out->number = number;
	return true;
}

static bool
read_date(struct reading *in, struct value *out)
{
	return read_date_text(in->r, &out->date, 3);
}

static bool
read_date_part(struct reading *in, struct value *out)
{
	return read_date_text(in->r, &out->date, 0);
}

static bool
read_minutes(struct reading *in, struct value *out)
{
	int64_t n;

	if (!read_int(in->r, INT32_MIN, INT32_MAX, &n))
		return false;
	out->minutes = (int32_t)n;
	return true;
}

static bool
read_datetime(struct reading *in, struct value *out)
{
	return read_array(in->r, 2) && read_date_text(in->r, &out->date, 0) &&
	       read_minutes(in, out);
}

static bool
read_duration(struct reading *in, struct value *out)
{
	int64_t unit;

	if (!read_array(in->r, 2) ||
	    !read_int(in->r, INT64_MIN, INT64_MAX, &out->duration.n) ||
	    !read_int(in->r, DUR_MINUTES, DUR_MONTHS, &unit))
		return false;
	out->duration.unit = (enum dur_unit)unit;
	return true;
}

static bool
read_text(struct reading *in, struct value *out)
{
	struct token t;

	return token_next(in->r, &t) && token_text(&t, in->arena, &out->text);
}

static bool
read_codes(struct reading *in, struct value *out)
{
	const char **codes;
	struct token t;

	if (!expect(in->r, TOKEN_ARRAY, &t) || !token_room(in->r, t.n))
		return false;
	codes = arena_array(in->arena, t.n, sizeof(*codes));
	out->codes.v = codes;
	out->codes.n = t.n;
	for (size_t i = 0; i < out->codes.n; i++)
		if (!token_next(in->r, &t) ||
		    !token_text(&t, in->arena, &codes[i]))
			return false;
	return true;
}

static bool
read_id(struct reading *in, struct value *out)
{
	struct token t;

	if (!expect(in->r, TOKEN_UINT, &t))
		return false;
	out->id = t.n;
	return true;
}

static bool read_fields(struct reading *in, struct fields *out);

static bool
read_row(struct reading *in, struct row *out)
{
	struct token id, struck;

	if (!read_array(in->r, 3) || !expect(in->r, TOKEN_UINT, &id) ||
	    !expect(in->r, TOKEN_BOOL, &struck))
		return false;
	out->id = id.n;
	out->struck = struck.n != 0;
	return read_fields(in, &out->fields);
}

static bool
read_rows(struct reading *in, struct value *out)
{
	struct token t;

	if (in->depth >= ROWS_DEEP || !expect(in->r, TOKEN_ARRAY, &t) ||
	    !token_room(in->r, t.n))
		return false;
	out->rows.n = t.n;
	out->rows.v = arena_array(in->arena, t.n, sizeof(struct row));
	in->depth++;
	for (size_t i = 0; i < out->rows.n; i++)
		if (!read_row(in, &out->rows.v[i]))
			return false;
	in->depth--;
	return true;
}

static const struct {
	uint64_t tag;
	enum value_type type;
	bool (*read)(struct reading *in, struct value *out);
} tagged[] = {
	{ TAG_CODE, VAL_CODE, read_text },
	{ TAG_DATE, VAL_DATE, read_date },
	{ TAG_CODES, VAL_CODES, read_codes },
	{ TAG_FRACTION, VAL_NUMBER, read_fraction },
	{ TAG_DATE_PART, VAL_DATE, read_date_part },
	{ TAG_TIME, VAL_TIME, read_minutes },
	{ TAG_DATETIME, VAL_DATETIME, read_datetime },
	{ TAG_DURATION, VAL_DURATION, read_duration },
	{ TAG_USER, VAL_USER, read_text },
	{ TAG_PERSON, VAL_PERSON, read_id },
	{ TAG_CASE, VAL_CASE, read_id },
	{ TAG_ATTACHMENT, VAL_ATTACHMENT, read_text },
	{ TAG_ROWS, VAL_ROWS, read_rows },
};

static bool
read_tagged(struct reading *in, const struct token *t, struct value *out)
{
	for (size_t i = 0; i < sizeof(tagged) / sizeof(tagged[0]); i++) {
		if (tagged[i].tag != t->n)
			continue;
		out->type = tagged[i].type;
		return tagged[i].read(in, out);
	}
	return token_skip(in->r, t);
}

static bool
set_whole(const struct token *t, struct value *out)
{
	int64_t n;

	out->type = VAL_NUMBER;
	return token_int(t, &n) &&
	       !__builtin_mul_overflow(n, NUMBER_ONE, &out->number);
}

/* What is not known leaves out empty. */
static bool
read_value(struct reading *in, struct value *out)
{
	struct token t;

	memset(out, 0, sizeof(*out));
	if (!token_next(in->r, &t))
		return false;
	switch (t.kind) {
	case TOKEN_TEXT:
		out->type = VAL_TEXT;
		return token_text(&t, in->arena, &out->text);
	case TOKEN_UINT:
	case TOKEN_NEGINT:
		return set_whole(&t, out);
	case TOKEN_BOOL:
		out->type = VAL_COND;
		out->cond = t.n != 0 ? TRI_YES : TRI_NO;
		return true;
	case TOKEN_UNDEFINED:
		out->type = VAL_COND;
		out->cond = TRI_UNKNOWN;
		return true;
	case TOKEN_TAG:
		return read_tagged(in, &t, out);
	default:
		return token_skip(in->r, &t);
	}
}

/* A name that is not kept for all is copied for this record. */
static bool
token_name(const struct token *t, struct arena *a, const char **out, bool *kept)
{
	*out = t->kind == TOKEN_TEXT ? field_name_kept((const char *)t->p, t->n)
				     : NULL;
	if (*out)
		return true;
	*kept = false;
	return token_text(t, a, out);
}

/* In memory names stand in the order of strcmp(); none may come twice. */
static bool
read_fields(struct reading *in, struct fields *out)
{
	struct token t;
	uint64_t pairs;
	bool kept = true;

	*out = (struct fields){ .arena = in->arena };
	if (!expect(in->r, TOKEN_MAP, &t) || !token_room(in->r, t.n))
		return false;
	pairs = t.n;
	if (pairs == 0)
		return true;
	out->v = arena_array(in->arena, pairs, sizeof(*out->v));
	out->cap = pairs;
	while (pairs-- > 0) {
		struct field *f = &out->v[out->n];

		if (!token_next(in->r, &t) ||
		    !token_name(&t, in->arena, &f->name, &kept) ||
		    !read_value(in, &f->value))
			return false;
		if (f->value.type != VAL_EMPTY)
			out->n++;
	}
	return field_order(out, kept);
}

bool
codec_read_fields(struct token_reader *r, struct arena *a, struct fields *out)
{
	struct reading in = { r, a, 0 };

	if (read_fields(&in, out))
		return true;
	*out = (struct fields){ .arena = a };
	return false;
}

enum err
fields_decode(struct arena *a, struct bytes in, struct fields *out)
{
	struct token_reader r = token_read(in);

	if (codec_read_fields(&r, a, out) && r.p == r.end)
		return ERR_OK;
	*out = (struct fields){ .arena = a };
	return ERR_CORRUPT;
}

/* The names that are wanted, by their lengths. */
struct some {
	const char *const *names;
	size_t n, longest;
	unsigned char length[ANSWERS_WANTED_MOST];
};

static void
some_of(const char *const *names, size_t n, struct some *out)
{
	*out = (struct some){ .names = names, .n = n };
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(names[i]);

		out->length[i] = len < UCHAR_MAX ? (unsigned char)len : 0;
		out->longest = len > out->longest ? len : out->longest;
	}
}

/* Which of them a token is; NULL when none. */
static const char *
wanted_name(const struct some *some, const struct token *t)
{
	for (size_t i = 0; i < some->n; i++)
		if (some->length[i] == t->n &&
		    memcmp(some->names[i], t->p, t->n) == 0)
			return some->names[i];
	return NULL;
}

/* The value is read when the name is wanted, else stepped over. */
static bool
read_if_wanted(struct reading *in, const struct token *t,
	       const struct some *some, struct fields *out)
{
	const char *name = wanted_name(some, t);
	struct token first;
	struct value v;

	if (!name)
		return token_next(in->r, &first) && token_skip(in->r, &first);
	if (!read_value(in, &v))
		return false;
	fields_set_shared(out, name, v);
	return true;
}

enum err
fields_decode_some(struct arena *a, struct bytes in, const char *const *names,
		   size_t n, struct fields *out)
{
	struct token_reader r = token_read(in);
	struct reading reading = { &r, a, 0 };
	struct some some;
	struct token t;
	bool good;

	if (n > ANSWERS_WANTED_MOST)
		return fields_decode(a, in, out);
	some_of(names, n, &some);
	*out = (struct fields){ .arena = a };
	good = expect(&r, TOKEN_MAP, &t) && token_room(&r, t.n);
	out->cap = good && t.n < n ? (size_t)t.n : n;
	out->v = arena_array(a, out->cap, sizeof(*out->v));
	for (uint64_t pairs = good ? t.n : 0; good && pairs > 0; pairs--) {
		good = expect(&r, TOKEN_TEXT, &t);
		/* The shorter names stand first: none of these is to come. */
		if (good && t.n > some.longest)
			return ERR_OK;
		good = good && read_if_wanted(&reading, &t, &some, out);
	}
	if (good && r.p == r.end)
		return ERR_OK;
	*out = (struct fields){ .arena = a };
	return ERR_CORRUPT;
}
