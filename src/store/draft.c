/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A draft's value (layout 1), after its key 44, user text, draft u64:
 *
 *	u8 layout, u64 record, u32 base revision, u64 person, u64 case,
 *	i64 kept at, text form, title, field, purpose,
 *	a CBOR map: the answers; a CBOR map: texts not yet understood
 *
 * A new note on person 258 in case 259, kept at 1772449200, cursor in
 * `text`, nothing answered, `3 fe` typed into `seen`:
 *
 *	01  00 00 00 00 00 00 00 00  00 00 00 00
 *	00 00 00 00 00 00 01 02  00 00 00 00 00 00 01 03
 *	00 00 00 00 69 A5 6D B0
 *	6E 6F 74 65 00  4E 6F 74 65 00  74 65 78 74 00
 *	72 65 63 6F 72 64 00
 *	A0  A1 64 73 65 65 6E 64 33 20 66 65
 */
#include "store/draft.h"

#include <stdlib.h>

#include "store/codec.h"
#include "store/layout.h"
#include "store/record.h"
#include "store/txn.h"
#include "store/wire.h"

#define DRAFT_LAYOUT 1

static void
draft_key(struct key *k, const char *user)
{
	key_table(k, TABLE_DRAFT);
	key_text(k, user);
}

static void
encode(const struct draft *d, struct buf *out)
{
	wire_put_u8(out, DRAFT_LAYOUT);
	wire_put_u64(out, d->record);
	wire_put_u32(out, d->base_revision);
	wire_put_u64(out, d->person);
	wire_put_u64(out, d->case_id);
	wire_put_u64(out, (uint64_t)d->kept_at);
	wire_put_text(out, d->form);
	wire_put_text(out, d->title);
	wire_put_text(out, d->at_field);
	wire_put_text(out, d->purpose);
	fields_encode(&d->fields, out);
	fields_encode(&d->typed, out);
}

static enum err
decode(struct arena *a, struct bytes in, struct draft *out)
{
	struct wire w = wire_read(in);
	uint8_t layout = wire_u8(&w);
	struct token_reader r;

	if (layout > DRAFT_LAYOUT)
		return ERR_NEWER;
	out->record = wire_u64(&w);
	out->base_revision = wire_u32(&w);
	out->person = wire_u64(&w);
	out->case_id = wire_u64(&w);
	out->kept_at = (int64_t)wire_u64(&w);
	out->form = wire_text(&w, a);
	out->title = wire_text(&w, a);
	out->at_field = wire_text(&w, a);
	out->purpose = wire_text(&w, a);
	if (!wire_ok(&w) || layout == 0)
		return ERR_CORRUPT;
	r = token_read(wire_rest(&w));
	if (!codec_read_fields(&r, a, &out->fields) ||
	    !codec_read_fields(&r, a, &out->typed) || r.p != r.end)
		return ERR_CORRUPT;
	return ERR_OK;
}

void
draft_put(struct txn *t, struct draft *d)
{
	struct key k;

	if (d->id == 0) {
		key_named(&k, TABLE_OWN, OWN_DRAFT);
		d->id = txn_draw(t, key_bytes(&k));
	}
	if (t->err != ERR_OK)
		return;
	buf_reset(&t->scratch);
	encode(d, &t->scratch);
	draft_key(&k, d->user);
	key_u64(&k, d->id);
	txn_put(t, key_bytes(&k), buf_bytes(&t->scratch));
}

struct draft *
draft_get(struct txn *t, struct arena *a, const char *user, uint64_t id)
{
	struct draft *d;
	struct bytes value;
	struct key k;

	draft_key(&k, user);
	key_u64(&k, id);
	if (!txn_get(t, key_bytes(&k), &value))
		return NULL;
	d = arena_alloc(a, sizeof(*d));
	d->id = id;
	d->user = arena_strdup(a, user);
	txn_fail(t, decode(a, value, d));
	return t->err == ERR_OK ? d : NULL;
}

void
draft_forget(struct txn *t, const char *user, uint64_t id)
{
	struct key k;

	draft_key(&k, user);
	key_u64(&k, id);
	txn_del(t, key_bytes(&k));
}

static int
newest_first(const void *a, const void *b)
{
	const struct draft *x = a, *y = b;

	if (x->kept_at != y->kept_at)
		return x->kept_at > y->kept_at ? -1 : 1;
	return (x->id < y->id) - (x->id > y->id);
}

/* The number that ends a draft's key, after `before` bytes. */
static uint64_t
id_of_key(struct bytes key, size_t before)
{
	struct key_reader r;
	uint64_t id = 0;

	r = key_read(bytes_of((const char *)key.p + before, key.n - before));
	return key_read_u64(&r, &id) ? id : 0;
}

size_t
draft_list(struct txn *t, struct arena *a, const char *user, struct draft **out)
{
	struct draft *list = NULL;
	struct txn_scan *s;
	struct bytes key, value;
	struct key from, to;
	size_t n = 0, cap = 0;

	draft_key(&from, user);
	draft_key(&to, user);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), false);
	while (txn_scan_next(t, s, &key, &value)) {
		if (n == cap) {
			cap = cap == 0 ? 8 : 2 * cap;
			list = arena_grow(a, list, n, cap, sizeof(*list));
		}
		list[n] = (struct draft){ .id = id_of_key(key, from.n) };
		list[n].user = arena_strdup(a, user);
		txn_fail(t, decode(a, value, &list[n]));
		n++;
	}
	txn_scan_close(&s);
	if (t->err != ERR_OK)
		n = 0;
	if (n > 1)
		qsort(list, n, sizeof(*list), newest_first);
	*out = list;
	return n;
}
