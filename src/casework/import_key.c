/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was imported before, under its source's own reference.
 */
#include <string.h>

#include "casework/import_parts.h"

/* FNV-1a. */
static uint64_t
hash64(uint64_t h, const char *s)
{
	for (; *s; s++) {
		h ^= (unsigned char)*s;
		h *= UINT64_C(0x100000001b3);
	}
	return h;
}

static uint32_t
hash32(const char *s)
{
	uint64_t h = hash64(UINT64_C(0xcbf29ce484222325), s);

	return (uint32_t)(h ^ h >> 32);
}

struct key_hash
key_hash(const char *key)
{
	return (struct key_hash){ hash64(UINT64_C(0xcbf29ce484222325), key),
				  hash64(UINT64_C(0x9e3779b97f4a7c15), key) };
}

const char *
key_place(const struct importing *im, struct arena *a, const char *form,
	  const char *key)
{
	return arena_printf(a, "import/%s/%s/%s", im->m->source, form, key);
}

struct bytes
key_stored(struct importing *im, struct arena *a, const char *place)
{
	struct txn *t = session_begin(im->s, false);
	struct bytes b = bytes_of(NULL, 0);

	if (!meta_get(t, a, place, &b))
		b = bytes_of(NULL, 0);
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return b;
}

bool
key_find(struct importing *im, struct arena *a, const char *form,
	 const char *key, struct known *out)
{
	struct txn *t = session_begin(im->s, false);
	struct key_reader r;
	struct bytes b;
	bool found;

	*out = (struct known){ 0 };
	found = meta_get(t, a, key_place(im, a, form, key), &b);
	if (found) {
		r = key_read(b);
		found = key_read_u64(&r, &out->record) &&
			key_read_u64(&r, &out->batch);
		out->cells = bytes_of(r.p, (size_t)(r.end - r.p));
	}
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
	return found;
}

/* Of the field that a column fills: worked out once. */
static uint32_t
field_hash(struct importing *im, size_t column)
{
	if (!im->field_hashes) {
		im->field_hashes = arena_array(&im->arena, im->m->n + 1,
					       sizeof(*im->field_hashes));
		for (size_t i = 0; i < im->m->n; i++) {
			const struct map_column *c = &im->m->columns[i];

			if (c->item)
				im->field_hashes[i] = hash32(arena_printf(
					&im->arena,
					c->row ? "%s.%s[%zu]" : "%s.%s",
					c->item->form->name, c->item->name,
					c->row));
		}
	}
	return im->field_hashes[column];
}

static void
add_u32(struct buf *b, uint32_t v)
{
	const unsigned char bytes[4] = { (unsigned char)(v >> 24),
					 (unsigned char)(v >> 16),
					 (unsigned char)(v >> 8),
					 (unsigned char)v };

	buf_add(b, bytes, sizeof(bytes));
}

static void
add_u64(struct buf *b, uint64_t v)
{
	add_u32(b, (uint32_t)(v >> 32));
	add_u32(b, (uint32_t)v);
}

static void
add_cells(struct importing *im, const struct import_row *r, struct buf *out)
{
	for (size_t i = 0; i < im->m->n; i++)
		if (im->m->columns[i].item) {
			add_u32(out, field_hash(im, i));
			add_u32(out, hash32(r->cells[i]));
		}
}

void
key_remember(struct importing *im, const struct import_row *r, const char *form,
	     const char *key, uint64_t record)
{
	struct txn *t = session_begin(im->s, true);
	struct buf b = BUF_INIT;
	enum err e;

	add_u64(&b, record);
	add_u64(&b, im->batch);
	add_cells(im, r, &b);
	meta_put(t, key_place(im, r->arena, form, key), buf_bytes(&b));
	buf_clear(&b);
	e = session_end(im->s, t);
	if (e != ERR_OK)
		im->err = e;
}

bool
key_same(struct importing *im, const struct import_row *r,
	 const struct known *k)
{
	struct buf b = BUF_INIT;
	bool same;

	add_cells(im, r, &b);
	same = bytes_equal(buf_bytes(&b), k->cells);
	buf_clear(&b);
	return same;
}

bool
key_same_cell(struct importing *im, const struct import_row *r,
	      const struct known *k, size_t column)
{
	uint32_t want = field_hash(im, column);
	struct key_reader in = key_read(k->cells);
	uint32_t field, cell;

	while (key_read_u32(&in, &field) && key_read_u32(&in, &cell))
		if (field == want)
			return cell == hash32(r->cells[column]);
	return false;
}
