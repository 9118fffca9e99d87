/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A record's value (layout 1), after its key 52, id u64:
 *
 *	u8 layout, u8 kind, u32 flags, u32 form version, u32 revision,
 *	u64 person, u64 case, i64 created, i64 changed,
 *	text form, reference, state, owner, created by, changed by,
 *	a CBOR map: the answers (see codec.c)
 *
 * A note of person 258 in case 259, revision 1, finished, both times
 * 1772449200 (2 March 2026, 11:00 UTC), form `note`, created and changed by
 * `ama`, with the code `call` in the field `kind`:
 *
 *	01 03 00 00 00 01 00 00 00 07 00 00 00 01
 *	00 00 00 00 00 00 01 02  00 00 00 00 00 00 01 03
 *	00 00 00 00 69 A5 6D B0  00 00 00 00 69 A5 6D B0
 *	6E 6F 74 65 00  00  00  00  61 6D 61 00  61 6D 61 00
 *	A1 64 6B 69 6E 64 D9 CA 05 64 63 61 6C 6C
 */
#include "store/record.h"

#include "store/codec.h"
#include "store/layout.h"
#include "store/txn.h"
#include "store/wire.h"

#define RECORD_LAYOUT 1

uint64_t
record_new_id(struct txn *t)
{
	struct key k;

	key_named(&k, TABLE_OWN, OWN_ID);
	return txn_draw(t, key_bytes(&k));
}

void
record_skip_ids(struct txn *t, uint64_t n)
{
	struct key k;

	key_named(&k, TABLE_OWN, OWN_ID);
	txn_put_u64(t, key_bytes(&k), txn_get_u64(t, key_bytes(&k)) + n);
}

void
record_encode(const struct record *r, struct buf *out)
{
	wire_put_u8(out, RECORD_LAYOUT);
	wire_put_u8(out, (uint8_t)r->kind);
	wire_put_u32(out, r->flags);
	wire_put_u32(out, r->form_version);
	wire_put_u32(out, r->revision);
	wire_put_u64(out, r->person);
	wire_put_u64(out, r->case_id);
	wire_put_u64(out, (uint64_t)r->created_at);
	wire_put_u64(out, (uint64_t)r->changed_at);
	wire_put_text(out, r->form);
	wire_put_text(out, r->ref);
	wire_put_text(out, r->state);
	wire_put_text(out, r->owner);
	wire_put_text(out, r->created_by);
	wire_put_text(out, r->changed_by);
	fields_encode(&r->fields, out);
}

static struct record *
read_header(struct arena *a, uint64_t id, struct wire *w)
{
	struct record *r = arena_alloc(a, sizeof(*r));

	r->id = id;
	r->kind = (enum record_kind)wire_u8(w);
	r->flags = wire_u32(w);
	r->form_version = wire_u32(w);
	r->revision = wire_u32(w);
	r->person = wire_u64(w);
	r->case_id = wire_u64(w);
	r->created_at = (int64_t)wire_u64(w);
	r->changed_at = (int64_t)wire_u64(w);
	r->form = wire_text(w, a);
	r->ref = wire_text(w, a);
	r->state = wire_text(w, a);
	r->owner = wire_text(w, a);
	r->created_by = wire_text(w, a);
	r->changed_by = wire_text(w, a);
	r->fields.arena = a;
	return r;
}

static bool
is_kind(enum record_kind kind)
{
	return kind >= RECORD_PERSON && kind <= RECORD_IMPORT_ROW;
}

/* What of the answers is wanted: all, or those of some names. */
struct wanted {
	bool all;
	const char *const *names;
	size_t n;
};
static const struct wanted all_answers = { .all = true }, no_answers;

static enum err
decode(struct arena *a, uint64_t id, struct bytes in,
       const struct wanted *wanted, struct record **out)
{
	struct wire w = wire_read(in);
	uint8_t layout = wire_u8(&w);
	struct record *r;

	*out = NULL;
	if (layout > RECORD_LAYOUT)
		return ERR_NEWER;
	r = read_header(a, id, &w);
	if (!wire_ok(&w) || layout == 0 || !is_kind(r->kind))
		return ERR_CORRUPT;
	if (wanted->all)
		TRY(fields_decode(a, wire_rest(&w), &r->fields));
	else if (wanted->n)
		TRY(fields_decode_some(a, wire_rest(&w), wanted->names,
				       wanted->n, &r->fields));
	*out = r;
	return ERR_OK;
}

enum err
record_decode(struct arena *a, uint64_t id, struct bytes in,
	      struct record **out)
{
	return decode(a, id, in, &all_answers, out);
}

static struct record *
get(struct txn *t, struct arena *a, uint64_t id, const struct wanted *wanted)
{
	struct record *r = NULL;
	struct bytes value;
	struct key k;

	key_numbered(&k, TABLE_RECORD, id);
	if (txn_get(t, key_bytes(&k), &value))
		txn_fail(t, decode(a, id, value, wanted, &r));
	return r;
}

struct record *
record_get(struct txn *t, struct arena *a, uint64_t id)
{
	return get(t, a, id, &all_answers);
}

struct record *
record_get_header(struct txn *t, struct arena *a, uint64_t id)
{
	return get(t, a, id, &no_answers);
}

struct record *
record_get_answers(struct txn *t, struct arena *a, uint64_t id,
		   const char *const *names, size_t n)
{
	const struct wanted some = { .names = names, .n = n };

	return get(t, a, id, &some);
}

void
record_put(struct txn *t, const struct record *r)
{
	struct key k;

	if (t->err != ERR_OK)
		return;
	if (r->id == 0 || !is_kind(r->kind)) {
		txn_fail(t, ERR_INVALID);
		return;
	}
	buf_reset(&t->scratch);
	record_encode(r, &t->scratch);
	key_numbered(&k, TABLE_RECORD, r->id);
	txn_put(t, key_bytes(&k), buf_bytes(&t->scratch));
}

void
record_del(struct txn *t, uint64_t id)
{
	struct key k;

	key_numbered(&k, TABLE_RECORD, id);
	txn_del(t, key_bytes(&k));
}

static uint64_t
id_of_key(struct bytes key)
{
	struct key_reader r = key_read(key);
	uint8_t table;
	uint64_t id;

	return key_read_u8(&r, &table) && key_read_u64(&r, &id) ? id : 0;
}

bool
record_next(struct txn *t, struct arena *a, uint64_t after, struct record **out)
{
	struct txn_scan *s;
	struct bytes key, value;
	struct key from, to;

	*out = NULL;
	if (after == UINT64_MAX)
		return false;
	key_numbered(&from, TABLE_RECORD, after + 1);
	key_table(&to, TABLE_RECORD);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), false);
	if (txn_scan_next(t, s, &key, &value))
		txn_fail(t, record_decode(a, id_of_key(key), value, out));
	txn_scan_close(&s);
	return *out != NULL;
}
