/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A row that caseload wrote may name a record that comes later: in the same
 * file, or in another that names it in turn.  What cannot be found yet is
 * left out and remembered, and put in when that record is imported:
 *
 *	meta import/later/to/NAME   ids of the records that wait for it
 *	meta import/later/of/ID     the cells of one, by field, as JSON; a
 *				    merge's keeper under "@same_as", the cell
 *				    of links under "@links"
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "casework/beside.h"
#include "casework/import_parts.h"
#include "casework/same_parts.h"

#define SAME_AS "@same_as"
#define LINKS "@links"

static const char *
stored_text(struct importing *im, struct arena *a, const char *place)
{
	struct bytes b = key_stored(im, a, place);

	return arena_strndup(a, b.n ? b.p : "", b.n);
}

static void
store_text(struct importing *im, const char *place, const char *text)
{
	struct txn *t = session_begin(im->s, true);

	meta_put(t, place, bytes_str(text));
	if (session_end(im->s, t) != ERR_OK)
		im->err = ERR_IO;
}

/* --- read --------------------------------------------------------------------- */

/* Whose cells are read, and which name counts as not there. */
struct reading {
	struct importing *im;
	const char *but_not;
	struct import_row *row; /* that hears what is missing; or NULL */
	bool missing;
};

static uint64_t
find_name(const char *name, void *ctx)
{
	const struct reading *g = ctx;

	return g->but_not && strcmp(name, g->but_not) == 0
		       ? 0
		       : ref_find(g->im, name);
}

static void
add_missing(struct import_row *r, const char *name)
{
	for (size_t i = 0; i < r->n_missing; i++)
		if (strcmp(r->missing[i], name) == 0)
			return;
	r->missing = arena_grow(r->arena, r->missing, r->n_missing,
				r->n_missing + 1, sizeof(*r->missing));
	r->missing[r->n_missing++] = arena_strdup(r->arena, name);
}

static bool
is_later(const char *name, void *ctx)
{
	struct reading *g = ctx;

	g->missing = true;
	if (g->row)
		add_missing(g->row, name);
	return true;
}

static bool
read_cell(struct reading *g, struct arena *a, const struct item *it,
	  const char *text, struct value *out, struct cell_fault *why)
{
	const struct own_names names = { .find = find_name,
					 .later = is_later,
					 .ctx = g };

	g->missing = false;
	return own_value(a, it, text, &names, out, why);
}

void
restore_value(struct importing *im, struct import_row *r, size_t column)
{
	const struct map_column *c = &im->m->columns[column];
	struct reading g = { .im = im, .row = r };
	struct cell_fault why;

	r->values[column] = value_empty;
	if (c->item && !read_cell(&g, r->arena, c->item, r->cells[column],
				  &r->values[column], &why))
		row_fault(r, why.code, im->place[column], r->cells[column],
			  why.message);
	r->later[column] = g.missing;
}

/* Rows above this one may have brought what it names. */
void
later_look_again(struct importing *im, struct import_row *r)
{
	r->n_missing = r->n_later = r->n_joined = 0;
	for (size_t i = 0; i < im->m->n; i++)
		if (r->later[i])
			restore_value(im, r, i);
}

/* --- remembered ------------------------------------------------------------------ */

static bool
merge_now(struct importing *im, uint64_t keeper, uint64_t other)
{
	const struct import_mark mark = { .batch = im->batch };
	enum err e;

	im->s->import = mark.batch ? &mark : NULL;
	e = same_restore(im->s, keeper, other);
	im->s->import = NULL;
	if (e != ERR_OK && e != ERR_EXISTS && e != ERR_DENIED)
		im->err = e;
	return e == ERR_OK || e == ERR_EXISTS;
}

static void
restore_merge(struct importing *im, struct import_row *r)
{
	const char *keeper = r->same_as;
	uint64_t id = keeper[0] ? ref_find(im, keeper) : 0;

	if (keeper[0] && !id)
		add_missing(r, keeper);
	r->n_later += keeper[0] && !(id && merge_now(im, id, r->record));
}

/* --- what stands beside it ------------------------------------------------- */

static void
put_beside(struct importing *im, uint64_t of, struct record *r, uint64_t other)
{
	const struct import_mark mark = { .batch = im->batch };
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(im->s, true);
	const struct record *owner = record_get_header(t, &a, of);
	enum err e;

	im->s->import = mark.batch ? &mark : NULL;
	if (owner)
		beside_put(t, im->s, &a, owner, r, other);
	im->s->import = NULL;
	e = session_end(im->s, t);
	if (e != ERR_OK)
		im->err = e;
	arena_clear(&a);
}

static void
restore_beside(struct importing *im, struct import_row *r,
	       enum record_kind kind, const char *cell)
{
	struct beside_read in;

	if (!cell[0] || !beside_read(r->arena, kind, cell, &in))
		return;
	for (size_t i = 0; i < in.n && im->err == ERR_OK; i++) {
		uint64_t other = in.to[i][0] ? ref_find(im, in.to[i]) : 0;

		if (kind != RECORD_LINK || other) {
			put_beside(im, r->record, &in.v[i], other);
			continue;
		}
		add_missing(r, in.to[i]);
		r->n_later++;
	}
}

/* The links of a record that go to the row's; those that wait still. */
static size_t
join_links(struct importing *im, struct import_row *r, uint64_t id,
	   const char *cell)
{
	struct beside_read in;
	size_t still = 0;

	if (!beside_read(r->arena, RECORD_LINK, cell, &in))
		return 0;
	for (size_t i = 0; i < in.n && im->err == ERR_OK; i++) {
		if (strcmp(in.to[i], r->key) == 0) {
			put_beside(im, id, &in.v[i], r->record);
			r->n_joined++;
		} else {
			still += !ref_find(im, in.to[i]);
		}
	}
	return still;
}

static const char *
cells_format(struct importing *im, struct import_row *r)
{
	json_t *o = json_object();
	const char *out;
	char *dump;

	for (size_t i = 0; i < im->m->n; i++) {
		const struct item *it = im->m->columns[i].item;

		if (it && r->cells[i][0])
			json_object_set_new(o, it->name,
					    json_string(r->cells[i]));
	}
	if (r->same_as[0])
		json_object_set_new(o, SAME_AS, json_string(r->same_as));
	if (r->links[0])
		json_object_set_new(o, LINKS, json_string(r->links));
	dump = json_dumps(o, JSON_COMPACT);
	out = arena_strdup(r->arena, dump ? dump : "");
	free(dump);
	json_decref(o);
	return out;
}

static void
remember(struct importing *im, struct import_row *r)
{
	struct arena *a = r->arena;

	for (size_t i = 0; i < r->n_missing; i++) {
		const char *place =
			arena_printf(a, "import/later/to/%s", r->missing[i]);
		const char *ids = stored_text(im, a, place);

		store_text(im, place,
			   arena_printf(a, "%s%s%llu", ids, ids[0] ? " " : "",
					(unsigned long long)r->record));
	}
	store_text(im,
		   arena_printf(a, "import/later/of/%llu",
				(unsigned long long)r->record),
		   cells_format(im, r));
}

/* --- put in ------------------------------------------------------------------------ */

struct joining {
	struct importing *im;
	struct import_row *r; /* that brought the name */
	struct edit *e;
	size_t changed, still; /* answers; that wait for another name */
};

/* What stands there must be as it was left, or be blank: what follows from an
 * answer that was not there was left out with it. */
static void
join_cell(struct joining *j, const char *field, const char *text)
{
	struct reading before = { .im = j->im, .but_not = j->r->key };
	struct reading now = { .im = j->im };
	const struct item *it = form_item(j->e->form, field);
	const struct value *is;
	struct value was, v;
	struct cell_fault why;

	if (!it || !read_cell(&before, j->r->arena, it, text, &was, &why) ||
	    !read_cell(&now, j->r->arena, it, text, &v, &why))
		return;
	j->still += now.missing;
	is = fields_get(&j->e->answers, field);
	if (value_is_empty(&v) || (is && !value_equal(is, &was)) ||
	    (is && value_equal(is, &v)))
		return;
	fields_set(&j->e->answers, field, v);
	j->changed++;
	j->r->n_joined += before.missing && !now.missing;
}

static void
save_joined(struct joining *j)
{
	const struct import_mark mark = { .batch = j->im->batch };
	const struct restored none = { .ref = "", .state = "", .owner = "" };
	struct session *s = j->im->s;
	struct saved out;
	enum err e;

	j->e->restored = &none;
	j->e->lenient = true;
	j->e->changed = true;
	edit_view(j->e);
	s->import = mark.batch ? &mark : NULL;
	e = edit_save(j->e, SAVE_RECORD, "named in an import", &out);
	s->import = NULL;
	if (e == ERR_FULL || e == ERR_IO || e == ERR_CORRUPT)
		j->im->err = e;
}

static void
join_answers(struct joining *j, uint64_t id, json_t *cells)
{
	const char *field;
	json_t *text;

	if (edit_open(j->im->s, id, &j->e) != ERR_OK)
		return;
	json_object_foreach(cells, field, text)
		join_cell(j, field, json_string_value(text));
	if (j->changed && j->e->may_write)
		save_joined(j);
	edit_close(&j->e);
}

static void
join(struct importing *im, struct import_row *r, uint64_t id)
{
	struct joining j = { .im = im, .r = r };
	const char *place = arena_printf(r->arena, "import/later/of/%llu",
					 (unsigned long long)id);
	json_error_t why;
	json_t *cells = json_loads(stored_text(im, r->arena, place), 0, &why);
	const char *keeper = json_string_value(json_object_get(cells, SAME_AS));
	const char *links = json_string_value(json_object_get(cells, LINKS));

	if (keeper && strcmp(keeper, r->key) == 0)
		r->n_joined += merge_now(im, r->record, id);
	else
		j.still += keeper && !ref_find(im, keeper);
	if (links)
		j.still += join_links(im, r, id, links);
	json_object_del(cells, SAME_AS);
	json_object_del(cells, LINKS);
	if (json_object_size(cells) && im->err == ERR_OK)
		join_answers(&j, id, cells);
	json_decref(cells);
	if (!j.still)
		store_text(im, place, "");
}

void
later_settle(struct importing *im, struct import_row *r)
{
	const char *place =
		arena_printf(r->arena, "import/later/to/%s", r->key);
	const char *ids = stored_text(im, r->arena, place);
	char *end;

	for (size_t i = 0; i < im->m->n; i++)
		r->n_later += r->later[i];
	restore_merge(im, r);
	restore_beside(im, r, RECORD_FLAG, r->alerts);
	restore_beside(im, r, RECORD_TASK, r->tasks);
	restore_beside(im, r, RECORD_LINK, r->links);
	if (r->n_missing)
		remember(im, r);
	if (!ids[0])
		return;
	for (; *ids && im->err == ERR_OK; ids = end + (*end == ' '))
		join(im, r, strtoull(ids, &end, 10));
	store_text(im, place, "");
}
