/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answers of one record, sorted by name. */
#include "base/value.h"

#include <string.h>

void
fields_init(struct fields *f, struct arena *a)
{
	*f = (struct fields){ .arena = a };
}

/* Where name is (true), or where it would stand. */
static bool
find(const struct fields *f, const char *name, size_t *at)
{
	size_t low = 0, high = f->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const char *other = f->v[mid].name;
		int c = (unsigned char)*name - (unsigned char)*other;

		if (c == 0) /* most differ in their first letter */
			c = strcmp(name, other);
		if (c == 0) {
			*at = mid;
			return true;
		}
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	*at = low;
	return false;
}

const struct value *
fields_get(const struct fields *f, const char *name)
{
	size_t at;

	return find(f, name, &at) ? &f->v[at].value : NULL;
}

static void
remove_at(struct fields *f, size_t at)
{
	f->n--;
	memmove(f->v + at, f->v + at + 1, (f->n - at) * sizeof(*f->v));
}

static void
insert_at(struct fields *f, size_t at, const char *name, struct value v)
{
	if (f->n == f->cap) {
		f->cap = f->cap != 0 ? f->cap * 2 : 8;
		f->v = arena_grow(f->arena, f->v, f->n, f->cap, sizeof(*f->v));
	}
	memmove(f->v + at + 1, f->v + at, (f->n - at) * sizeof(*f->v));
	f->v[at] = (struct field){ name, v };
	f->n++;
}

void
fields_set_shared(struct fields *f, const char *name, struct value v)
{
	size_t at = f->n;
	bool found = false;

	/* Records are read in order, so that most names come after the last. */
	if (f->n == 0 || strcmp(f->v[f->n - 1].name, name) >= 0)
		found = find(f, name, &at);
	if (value_is_empty(&v)) {
		if (found)
			remove_at(f, at);
	} else if (found) {
		f->v[at].value = v;
	} else {
		insert_at(f, at, name, v);
	}
}

void
fields_set(struct fields *f, const char *name, struct value v)
{
	size_t at;

	if (value_is_empty(&v)) {
		fields_set_shared(f, name, value_empty);
		return;
	}
	v = value_copy(f->arena, &v);
	if (find(f, name, &at))
		f->v[at].value = v;
	else
		insert_at(f, at, arena_strdup(f->arena, name), v);
}

void
fields_copy(struct fields *to, struct arena *a, const struct fields *from)
{
	struct fields copy = { .n = from->n, .cap = from->n, .arena = a };

	copy.v = arena_array(a, from->n, sizeof(*copy.v));
	for (size_t i = 0; i < from->n; i++) {
		copy.v[i].name = arena_strdup(a, from->v[i].name);
		copy.v[i].value = value_copy(a, &from->v[i].value);
	}
	*to = copy;
}

const char *
fields_text(const struct fields *f, const char *name)
{
	const struct value *v = fields_get(f, name);

	if (v == NULL ||
	    (v->type != VAL_TEXT && v->type != VAL_CODE && v->type != VAL_USER))
		return "";
	return v->text;
}

int64_t
fields_int(const struct fields *f, const char *name)
{
	const struct value *v = fields_get(f, name);

	return v != NULL && v->type == VAL_NUMBER ? v->number / NUMBER_ONE : 0;
}

uint64_t
fields_id(const struct fields *f, const char *name)
{
	const struct value *v = fields_get(f, name);

	if (v == NULL || (v->type != VAL_PERSON && v->type != VAL_CASE))
		return 0;
	return v->id;
}

struct date
fields_date(const struct fields *f, const char *name)
{
	const struct value *v = fields_get(f, name);

	if (v == NULL || (v->type != VAL_DATE && v->type != VAL_DATETIME))
		return NO_DATE;
	return v->date;
}
