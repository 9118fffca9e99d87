/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A log entry (layout 1), at key 4C, number u64; its BLAKE2b hash of 32
 * bytes runs over exactly these bytes, and stands in the entry after it (the
 * newest one's in the head, `S log`):
 *
 *	u8 layout, u64 number, i64 at, u16 act, u64 person, u64 case,
 *	u64 record, u32 revision, text who, text from,
 *	32 bytes hash of the payload (zeroes: none was written),
 *	32 bytes hash of the entry before (zeroes in the first)
 *
 * The first entry of a store: `ama` on tty `pts/4` opened (act 2) person
 * 258 at 1772449200, no payload:
 *
 *	01  00 00 00 00 00 00 00 01  00 00 00 00 69 A5 6D B0  00 02
 *	00 00 00 00 00 00 01 02  00 00 00 00 00 00 00 00
 *	00 00 00 00 00 00 00 00  00 00 00 00
 *	61 6D 61 00  70 74 73 2F 34 00
 *	00 (64 times)
 *
 * A payload, at key 50, number u64, is a CBOR sequence: 16 random bytes, so
 * that nobody can find out by trying what an erased payload said; then a
 * map, as in codec.c:
 *
 *	50 8D 01 ... 7A   A1 66 72 65 61 73 6F 6E 64 63 61 6C 6C
 */
#include "store/log.h"

#include <sodium.h>

#include "base/random.h"
#include "store/codec.h"
#include "store/layout.h"
#include "store/record.h"
#include "store/txn.h"
#include "store/wire.h"

#define ENTRY_LAYOUT 1
#define SALT 16
#define SALT_HEAD (0x40 + SALT) /* CBOR: a byte string of 16 */

struct head {
	uint64_t seq;
	unsigned char hash[LOG_HASH];
};

static const unsigned char no_hash[LOG_HASH];

const char *
act_text(enum act a)
{
	static const char *const texts[] = { [ACT_NONE] = "",
#define X(name, text) [ACT_##name] = text,
					     ACT_LIST(X)
#undef X
	};

	return (unsigned int)a < ACT_COUNT ? texts[a] : "";
}

static void
hash_of(struct bytes b, unsigned char out[LOG_HASH])
{
	crypto_generichash(out, LOG_HASH, b.p, b.n, NULL, 0);
}

static struct head
get_head(struct txn *t)
{
	struct head head = { 0 };
	struct bytes value;
	struct wire w;
	struct key k;

	key_named(&k, TABLE_OWN, OWN_LOG);
	if (!txn_get(t, key_bytes(&k), &value))
		return head;
	w = wire_read(value);
	head.seq = wire_u64(&w);
	wire_raw(&w, head.hash, LOG_HASH);
	if (!wire_ok(&w))
		txn_fail(t, ERR_CORRUPT);
	return head;
}

static void
put_head(struct txn *t, const struct head *head)
{
	struct key k;

	buf_reset(&t->scratch);
	wire_put_u64(&t->scratch, head->seq);
	buf_add(&t->scratch, head->hash, LOG_HASH);
	key_named(&k, TABLE_OWN, OWN_LOG);
	txn_put(t, key_bytes(&k), buf_bytes(&t->scratch));
}

static void
encode(const struct log_entry *e, struct buf *out)
{
	wire_put_u8(out, ENTRY_LAYOUT);
	wire_put_u64(out, e->seq);
	wire_put_u64(out, (uint64_t)e->at);
	wire_put_u16(out, (uint16_t)e->act);
	wire_put_u64(out, e->person);
	wire_put_u64(out, e->case_id);
	wire_put_u64(out, e->record);
	wire_put_u32(out, e->revision);
	wire_put_text(out, e->who);
	wire_put_text(out, e->from);
	buf_add(out, e->payload_hash, LOG_HASH);
	buf_add(out, e->before, LOG_HASH);
}

static enum err
decode(struct arena *a, struct bytes in, struct log_entry *out)
{
	struct wire w = wire_read(in);
	uint8_t layout = wire_u8(&w);

	if (layout > ENTRY_LAYOUT)
		return ERR_NEWER;
	out->seq = wire_u64(&w);
	out->at = (int64_t)wire_u64(&w);
	out->act = (enum act)wire_u16(&w);
	out->person = wire_u64(&w);
	out->case_id = wire_u64(&w);
	out->record = wire_u64(&w);
	out->revision = wire_u32(&w);
	out->who = wire_text(&w, a);
	out->from = wire_text(&w, a);
	wire_raw(&w, out->payload_hash, LOG_HASH);
	wire_raw(&w, out->before, LOG_HASH);
	if (!wire_ok(&w) || layout == 0 || wire_rest(&w).n != 0)
		return ERR_CORRUPT;
	return ERR_OK;
}

static void
put_payload(struct txn *t, struct log_entry *e, const struct fields *payload)
{
	unsigned char salt[SALT];
	struct key k;

	random_bytes(salt, sizeof(salt));
	buf_reset(&t->scratch);
	wire_put_u8(&t->scratch, SALT_HEAD);
	buf_add(&t->scratch, salt, sizeof(salt));
	fields_encode(payload, &t->scratch);
	hash_of(buf_bytes(&t->scratch), e->payload_hash);
	key_numbered(&k, TABLE_PAYLOAD, e->seq);
	txn_put(t, key_bytes(&k), buf_bytes(&t->scratch));
}

static void
put_about(struct txn *t, enum table table, uint64_t id, uint64_t seq)
{
	struct key k;

	if (id == 0)
		return;
	key_numbered(&k, table, id);
	key_u64(&k, seq);
	txn_put(t, key_bytes(&k), bytes_of("", 0));
}

uint64_t
log_append(struct txn *t, const struct log_entry *e,
	   const struct fields *payload)
{
	struct log_entry entry = *e;
	struct head head = get_head(t);
	struct key k;

	if (t->err != ERR_OK || (t->over && !t->loads))
		return 0;
	entry.seq = head.seq + 1;
	memcpy(entry.before, head.hash, LOG_HASH);
	memset(entry.payload_hash, 0, LOG_HASH);
	if (payload)
		put_payload(t, &entry, payload);
	buf_reset(&t->scratch);
	encode(&entry, &t->scratch);
	key_numbered(&k, TABLE_LOG, entry.seq);
	txn_put(t, key_bytes(&k), buf_bytes(&t->scratch));
	head.seq = entry.seq;
	hash_of(buf_bytes(&t->scratch), head.hash);
	put_head(t, &head);
	put_about(t, TABLE_LOG_OF_RECORD, entry.record, entry.seq);
	put_about(t, TABLE_LOG_OF_PERSON, entry.person, entry.seq);
	return t->err == ERR_OK ? entry.seq : 0;
}

bool
log_get(struct txn *t, struct arena *a, uint64_t seq, struct log_entry *out)
{
	struct bytes value;
	struct key k;

	memset(out, 0, sizeof(*out));
	key_numbered(&k, TABLE_LOG, seq);
	if (!txn_get(t, key_bytes(&k), &value))
		return false;
	txn_fail(t, decode(a, value, out));
	return t->err == ERR_OK;
}

static bool
decode_payload(struct arena *a, struct bytes in, struct fields *out)
{
	struct token_reader r = token_read(in);
	struct token salt;

	return token_next(&r, &salt) && salt.kind == TOKEN_BYTES &&
	       codec_read_fields(&r, a, out) && r.p == r.end;
}

bool
log_payload(struct txn *t, struct arena *a, uint64_t seq, struct fields *out)
{
	struct bytes value;
	struct key k;

	*out = (struct fields){ .arena = a };
	key_numbered(&k, TABLE_PAYLOAD, seq);
	if (!txn_get(t, key_bytes(&k), &value))
		return false;
	if (!decode_payload(a, value, out))
		txn_fail(t, ERR_CORRUPT);
	return t->err == ERR_OK;
}

void
log_forget(struct txn *t, uint64_t seq)
{
	struct key k;

	key_numbered(&k, TABLE_PAYLOAD, seq);
	txn_del(t, key_bytes(&k));
}

uint64_t
log_last(struct txn *t)
{
	return get_head(t).seq;
}

void
log_walk(struct txn *t, enum log_about about, uint64_t id,
	 bool (*each)(uint64_t seq, void *ctx), void *ctx)
{
	enum table table = about == LOG_OF_RECORD ? TABLE_LOG_OF_RECORD
						  : TABLE_LOG_OF_PERSON;
	struct txn_scan *s;
	struct bytes key, value;
	struct key_reader r;
	struct key from, to;
	uint64_t seq;

	key_numbered(&from, table, id);
	key_numbered(&to, table, id);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), true);
	while (txn_scan_next(t, s, &key, &value)) {
		r = key_read(
			bytes_of((const char *)key.p + from.n, key.n - from.n));
		if (!key_read_u64(&r, &seq) || !each(seq, ctx))
			break;
	}
	txn_scan_close(&s);
}

/* --- proof ------------------------------------------------------------ */

#define VERIFY_STEP 5000 /* entries a read transaction */

/* Where a walk along the chain has come to. */
struct walk {
	struct arena arena;
	uint64_t seq;		      /* the last that fitted */
	unsigned char hash[LOG_HASH]; /* its hash */
	bool done;
};

static bool
payload_fits(struct txn *t, const struct log_entry *e)
{
	unsigned char hash[LOG_HASH];
	struct bytes value;
	struct key k;

	key_numbered(&k, TABLE_PAYLOAD, e->seq);
	if (!txn_get(t, key_bytes(&k), &value))
		return true; /* none, or erased */
	hash_of(value, hash);
	return memcmp(hash, e->payload_hash, LOG_HASH) == 0;
}

/* Read entry seq and its hash. */
static bool
read_entry(struct txn *t, struct walk *w, uint64_t seq, struct log_entry *out,
	   unsigned char hash[LOG_HASH])
{
	struct bytes value;
	struct key k;

	key_numbered(&k, TABLE_LOG, seq);
	if (!txn_get(t, key_bytes(&k), &value) ||
	    decode(&w->arena, value, out) != ERR_OK || out->seq != seq)
		return false;
	hash_of(value, hash);
	return true;
}

/*
 * Entry seq does not hold the hash of the one before it: which of the two
 * was changed?  When what follows vouches for seq, the one before.
 */
static uint64_t
changed_one(struct txn *t, struct walk *w, uint64_t seq,
	    const unsigned char hash[LOG_HASH])
{
	struct head head = get_head(t);
	unsigned char unused[LOG_HASH];
	struct log_entry after;
	const unsigned char *vouched = head.hash;

	if (seq == 1)
		return seq;
	if (seq < head.seq) {
		if (!read_entry(t, w, seq + 1, &after, unused))
			return seq;
		vouched = after.before;
	}
	return memcmp(hash, vouched, LOG_HASH) == 0 ? seq - 1 : seq;
}

/* One entry on; 0, or the number of what does not fit. */
static uint64_t
walk_one(struct txn *t, struct walk *w)
{
	uint64_t seq = w->seq + 1;
	unsigned char hash[LOG_HASH];
	struct log_entry e;

	if (!read_entry(t, w, seq, &e, hash))
		return seq;
	if (memcmp(e.before, w->hash, LOG_HASH) != 0)
		return changed_one(t, w, seq, hash);
	if (!payload_fits(t, &e))
		return seq;
	memcpy(w->hash, hash, LOG_HASH);
	w->seq = seq;
	return 0;
}

/* The end must be where the head says, and nothing may stand behind it. */
static uint64_t
check_end(struct txn *t, struct walk *w, const struct head *head)
{
	struct bytes value;
	struct key k;

	w->done = true;
	if (memcmp(w->hash, head->hash, LOG_HASH) != 0)
		return head->seq;
	key_numbered(&k, TABLE_LOG, head->seq + 1);
	return txn_get(t, key_bytes(&k), &value) ? head->seq + 1 : 0;
}

static uint64_t
walk_some(struct txn *t, struct walk *w)
{
	struct head head = get_head(t);
	uint64_t bad = 0;

	for (int i = 0; i < VERIFY_STEP && bad == 0; i++) {
		if (t->err != ERR_OK)
			break;
		if (w->seq == head.seq)
			return check_end(t, w, &head);
		bad = walk_one(t, w);
	}
	return bad;
}

enum err
log_verify(struct store *s, uint64_t *count, uint64_t *bad)
{
	struct walk w = { .arena = ARENA_INIT };
	enum err err = ERR_OK;

	*bad = 0;
	memcpy(w.hash, no_hash, LOG_HASH);
	while (err == ERR_OK && *bad == 0 && !w.done) {
		struct txn *t = txn_begin_read(s);

		*bad = walk_some(t, &w);
		err = txn_commit(t);
		arena_clear(&w.arena);
	}
	*count = w.seq;
	return err == ERR_OK && *bad != 0 ? ERR_CORRUPT : err;
}
