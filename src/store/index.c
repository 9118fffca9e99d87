/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Index entries: key 58, index u8, the caller's key; value the posting.
 * Entry `smith`, record 258, of index 3, with an empty posting:
 *
 *	58 03 73 6D 69 74 68 00 00 00 00 00 00 00 01 02
 */
#include "store/index.h"

#include <stdlib.h>

#include "store/layout.h"
#include "store/txn.h"

#define HEAD 2 /* table and index */

/* One byte pair longer than a key of the caller's may be. */
struct entry_key {
	size_t n;
	unsigned char b[HEAD + KEY_MAX];
};

struct index_scan {
	struct txn *txn;
	struct txn_scan *engine;
	struct entry_key key;
	struct buf posting;
};

static struct bytes
entry_key(struct entry_key *k, uint8_t index, struct bytes key)
{
	size_t n = key.n < KEY_MAX ? key.n : KEY_MAX;

	k->b[0] = TABLE_INDEX;
	k->b[1] = index;
	if (n > 0)
		memcpy(k->b + HEAD, key.p, n);
	k->n = HEAD + n;
	return bytes_of(k->b, k->n);
}

/* Two long keys must not become one. */
static bool
fits(struct txn *t, struct bytes key)
{
	if (key.n > KEY_MAX)
		txn_fail(t, ERR_INVALID);
	return key.n <= KEY_MAX;
}

void
index_put(struct txn *t, uint8_t index, struct bytes key, struct bytes posting)
{
	struct entry_key k;

	if (fits(t, key))
		txn_put(t, entry_key(&k, index, key), posting);
}

void
index_del(struct txn *t, uint8_t index, struct bytes key)
{
	struct entry_key k;

	if (fits(t, key))
		txn_del(t, entry_key(&k, index, key));
}

bool
index_has(struct txn *t, uint8_t index, struct bytes key)
{
	struct bytes posting;
	struct entry_key k;

	return key.n <= KEY_MAX &&
	       txn_get(t, entry_key(&k, index, key), &posting);
}

bool
index_get(struct txn *t, uint8_t index, struct key *key)
{
	struct bytes posting;
	struct entry_key k;

	if (!txn_get(t, entry_key(&k, index, key_bytes(key)), &posting) ||
	    posting.n > KEY_MAX)
		return false;
	key_start(key);
	key_raw(key, posting);
	return true;
}

void
index_keep(struct txn *t, uint8_t index)
{
	txn_keep_index(t, index);
}

/* The first key behind all entries of an index. */
static struct bytes
index_end(struct key *k, uint8_t index)
{
	key_table(k, TABLE_INDEX);
	key_u8(k, index);
	key_after(k);
	return key_bytes(k);
}

struct index_scan *
index_scan_open(struct txn *t, uint8_t index, struct bytes from,
		struct bytes to, bool backwards)
{
	struct index_scan *s = xmalloc(sizeof(*s));
	struct entry_key first, last;
	struct key end;
	struct bytes until;

	until = to.n == 0 ? index_end(&end, index)
			  : entry_key(&last, index, to);
	s->txn = t;
	s->posting = (struct buf)BUF_INIT;
	s->engine = txn_scan_open(t, entry_key(&first, index, from), until,
				  backwards);
	return s;
}

struct index_scan *
index_scan_prefix(struct txn *t, uint8_t index, struct bytes prefix,
		  bool backwards)
{
	struct key to;

	key_start(&to);
	key_raw(&to, prefix);
	key_after(&to);
	return index_scan_open(t, index, prefix, key_bytes(&to), backwards);
}

bool
index_scan_look(struct index_scan *s, struct bytes *key, struct bytes *posting)
{
	*key = *posting = bytes_of(NULL, 0);
	if (!txn_scan_next(s->txn, s->engine, key, posting) || key->n < HEAD)
		return false;
	*key = bytes_of((const char *)key->p + HEAD, key->n - HEAD);
	return true;
}

bool
index_scan_next(struct index_scan *s, struct bytes *key, struct bytes *posting)
{
	struct bytes k, v;

	*key = *posting = bytes_of(NULL, 0);
	if (!index_scan_look(s, &k, &v))
		return false;
	s->key.n = k.n < KEY_MAX ? k.n : KEY_MAX;
	memcpy(s->key.b, k.p, s->key.n);
	buf_reset(&s->posting);
	buf_add(&s->posting, v.p, v.n);
	*key = bytes_of(s->key.b, s->key.n);
	*posting = buf_bytes(&s->posting);
	return true;
}

void
index_scan_close(struct index_scan **s)
{
	if (!*s)
		return;
	txn_scan_close(&(*s)->engine);
	buf_clear(&(*s)->posting);
	free(*s);
	*s = NULL;
}

bool
index_clear(struct txn *t, unsigned int most)
{
	struct key from, to;
	struct txn_scan *s;
	struct bytes key, value;
	struct entry_key gone;
	bool left;

	key_table(&from, TABLE_INDEX);
	key_table(&to, TABLE_INDEX);
	key_after(&to);
	s = txn_scan_open(t, key_bytes(&from), key_bytes(&to), false);
	while ((left = txn_scan_next(t, s, &key, &value)) && most-- > 0) {
		gone.n = key.n < sizeof(gone.b) ? key.n : sizeof(gone.b);
		memcpy(gone.b, key.p, gone.n);
		txn_del(t, bytes_of(gone.b, gone.n));
	}
	txn_scan_close(&s);
	return left && txn_err(t) == ERR_OK;
}
