/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The columns of a map: which field each fills, and what its words mean.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "exchange/map_parts.h"

#define COLUMN_LAST 65536 /* of a line, in characters */

/* The field that a statement names; its name stands at `at`. */
static const struct item *
target(struct mapping *mp, const struct map_statement *st, struct map_column *c,
       const char *name, struct place at)
{
	static const char person[] = "person.";
	const struct form *f = mp->m->form;
	struct nearest near = { .wanted = name };
	const struct item *it;
	const char *repeat = "", *hint;

	if (strncmp(name, person, strlen(person)) == 0) {
		name += strlen(person);
		f = mp->m->person_form;
		near.wanted = name;
	}
	c->row = map_row_target(mp, st, at, &name, &repeat);
	near.wanted = name;
	it = f ? form_item(f, name) : NULL;
	if (it && c->row && (!it->repeat || strcmp(it->repeat->name, repeat)))
		map_fault(&mp->lines, at, st->source, NULL,
			  "'%s' is no field of the rows of '%s'", name, repeat);
	if (it || !f) {
		if (!f)
			map_fault(&mp->lines, at, st->source, NULL,
				  "this import is not about a person");
		return it;
	}
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].kind == ITEM_QUESTION)
			map_nearer(&near, f->items[i].name);
	if (f != mp->m->person_form && mp->m->person_form &&
	    form_item(mp->m->person_form, name))
		hint = arena_printf(mp->a, "write person.%s", name);
	else
		hint = map_did_you_mean(mp, &near);
	map_fault(&mp->lines, at, st->source, hint, "'%s' has no field '%s'",
		  f->name, name);
	return NULL;
}

/* Why a column cannot fill this field; NULL: it can. */
static const char *
unfit(const struct import_map *m, const struct map_column *c)
{
	const struct item *it = c->item;

	if (m->restore && c->row)
		return "a file of caseload's has the rows of a repeat in one "
		       "cell";
	if (m->restore && !it->repeat &&
	    (it->kind == ITEM_QUESTION || it->kind == ITEM_REPEAT ||
	     it->kind == ITEM_CALCULATE))
		return NULL;
	if (it->kind != ITEM_QUESTION)
		return "only a question can be filled in";
	if (it->repeat && !c->row)
		return "a field in rows needs the number of its row, as in "
		       "'kid[1].kid_name'";
	if (c->row && c->always)
		return "a row is filled by columns alone";
	if (it->read_only)
		return "this field is read only";
	if (date_is_set(it->retired))
		return "this field is retired";
	switch (it->type) {
	case Q_PERSON:
	case Q_CASE:
	case Q_USER:
	case Q_ATTACHMENT:
		return "a field of this type cannot be filled from a list";
	default:
		return NULL;
	}
}

static const char *
word_target(struct mapping *mp, const struct map_column *c,
	    const struct map_property *p, const char *to)
{
	const struct list *l = c->item->list;
	struct nearest near = { .wanted = to };

	if (strcmp(to, "-") == 0)
		return NULL;
	if (!l || list_choice(l, to))
		return to;
	for (size_t i = 0; i < l->n; i++)
		map_nearer(&near, l->choices[i].code);
	map_value_fault(mp, p, map_did_you_mean(mp, &near),
			"'%s' is not in list '%s'", to, l->name);
	return NULL;
}

/* MPS = police, "LBTH Homes" = housing, * = other */
static void
read_words(struct mapping *mp, struct map_column *c,
	   const struct map_property *p)
{
	struct map_word *words =
		arena_array(mp->a, strlen(p->value) + 1, sizeof(*words));
	const char *s = p->value;

	c->words = words;
	while (*(s += strspn(s, " "))) {
		bool quoted = *s == '"';
		size_t n = strcspn(s, "=,");
		const char *from =
			quoted ? map_word_read(mp->a, &s, "=,")
			       : text_stored(mp->a, arena_strndup(mp->a, s, n),
					     true);
		const char *to;

		s += quoted ? strspn(s, " ") : n;
		to = from && *s == '=' ? (s++, map_word_read(mp->a, &s, ","))
				       : NULL;
		s += strspn(s, " ");
		if (!to || !to[0] || (*s && *s != ',')) {
			map_value_fault(mp, p, NULL,
					"expected words, as in "
					"'Yes = yes, \"Not known\" = dk'");
			return;
		}
		s += *s == ',';
		to = word_target(mp, c, p, to);
		if (!quoted && strcmp(from, "*") == 0) {
			c->has_other = true;
			c->other = to;
			continue;
		}
		words[c->n_words].from = text_fold(mp->a, from);
		words[c->n_words++].to = to;
	}
}

/* at: 12..20 */
static void
read_places(struct mapping *mp, struct map_column *c,
	    const struct map_property *p)
{
	char *end;

	c->first = strtoul(p->value, &end, 10);
	c->last = strncmp(end, "..", 2) ? c->first : strtoul(end + 2, &end, 10);
	if (!mp->m->fixed)
		map_fault(&mp->lines, p->at, p->source,
			  "write 'layout: fixed' below the import",
			  "'at' is for columns at fixed places");
	else if (*end || !c->first || c->last < c->first ||
		 c->last > COLUMN_LAST)
		map_value_fault(mp, p, NULL, "expected places, as in '12..20'");
}

static void
read_column_property(struct mapping *mp, struct map_column *c,
		     const struct map_property *p)
{
	if (strcmp(p->key, "map") == 0) {
		if (c->item)
			read_words(mp, c, p);
	} else if (strcmp(p->key, "dates") == 0) {
		map_dates_value(mp, p, &c->dates);
		if (c->item && c->item->type != Q_DATE &&
		    c->item->type != Q_DATETIME)
			map_fault(&mp->lines, p->at, p->source, NULL,
				  "'%s' is no date", c->item->name);
	} else if (strcmp(p->key, "blank") == 0) {
		c->clear = map_blank_value(mp, p);
	} else if (strcmp(p->key, "rows") == 0) {
		map_rows_value(mp, p);
	} else if (strcmp(p->key, "at") == 0) {
		read_places(mp, c, p);
	} else if (strcmp(p->key, "unclear") == 0) {
		if (strcmp(p->value, "blank") && strcmp(p->value, "reject"))
			map_value_fault(mp, p, NULL,
					"expected 'reject' or 'blank'");
		c->lenient = strcmp(p->value, "blank") == 0;
	} else {
		map_fault(&mp->lines, p->at, p->source, NULL,
			  "'%s' is not a property of column", p->key);
	}
}

static void
column_twice(struct mapping *mp, const struct map_statement *st,
	     const struct map_column *c)
{
	struct import_map *m = mp->m;

	for (size_t i = 0; i < m->n; i++) {
		if (!c->always && !m->columns[i].always &&
		    map_same_column(mp->a, m->columns[i].header, st->name))
			map_fault(&mp->lines, st->at, st->source, NULL,
				  "column '%s' is written twice", st->name);
		if (c->item && m->columns[i].item == c->item &&
		    m->columns[i].row == c->row)
			map_fault(&mp->lines, st->rest_at, st->source, NULL,
				  "column '%s' fills '%s' already",
				  m->columns[i].header, c->item->name);
	}
}

static void
fill_field(struct mapping *mp, const struct map_statement *st,
	   struct map_column *c, const char *name, struct place at)
{
	const char *why;

	c->item = target(mp, st, c, name, at);
	why = c->item ? unfit(mp->m, c) : NULL;
	if (why)
		map_fault(&mp->lines, at, st->source, NULL, "%s", why);
}

/* @reference and the like: of the record itself. */
static void
fill_head(struct mapping *mp, const struct map_statement *st,
	  struct map_column *c)
{
	static const char *const names[] = {
		[HEAD_REFERENCE] = "@reference", [HEAD_STATE] = "@state",
		[HEAD_STATES] = "@states",	 [HEAD_OWNER] = "@owner",
		[HEAD_SAME] = "@same_as",	 [HEAD_FINISHED] = "@finished",
		[HEAD_ALERTS] = "@alerts",	 [HEAD_TASKS] = "@tasks",
		[HEAD_LINKS] = "@links",
	};

	for (size_t i = HEAD_REFERENCE; i <= HEAD_LINKS; i++)
		if (strcmp(st->rest, names[i]) == 0)
			c->head = (enum map_head)i;
	if (!c->head)
		map_fault(&mp->lines, st->rest_at, st->source, NULL,
			  "expected @reference, @state, @states, @owner, "
			  "@same_as, @finished, @alerts, @tasks or @links");
	else if (!mp->m->restore)
		map_fault(&mp->lines, st->rest_at, st->source, NULL,
			  "only a map with 'restore: yes' can fill this");
}

static void
need_places(struct mapping *mp, const struct map_statement *st,
	    const struct map_column *c)
{
	if (mp->m->fixed && !c->always && !c->first)
		map_fault(&mp->lines, st->at, st->source, "as in 'at: 12..20'",
			  "the column '%s' has no 'at:'", c->header);
}

static void
add_column(struct mapping *mp, const struct map_statement *st,
	   struct map_column *c)
{
	for (const struct map_property *p = st->first; p; p = p->next)
		read_column_property(mp, c, p);
	column_twice(mp, st, c);
	mp->m->columns[mp->m->n++] = *c;
}

static void
read_one(struct mapping *mp, const struct map_statement *st)
{
	struct map_column c = { .header = st->name,
				.at = st->at,
				.dates = mp->dates,
				.clear = mp->clear };

	if (!st->rest[0])
		map_fault(&mp->lines, st->at, st->source,
			  "write - for a column that is not wanted",
			  "expected a field after the column");
	else if (st->rest[0] == '@')
		fill_head(mp, st, &c);
	else if (strcmp(st->rest, "-"))
		fill_field(mp, st, &c, st->rest, st->rest_at);
	add_column(mp, st, &c);
	need_places(mp, st, &mp->m->columns[mp->m->n - 1]);
}

void
map_column_read(struct mapping *mp, const struct map_statement *st)
{
	size_t n = map_rows_of(st), errors = mp->lines.problems->errors;

	if (n <= 1) {
		read_one(mp, st);
		return;
	}
	/* What is wrong with one is wrong with all. */
	for (size_t i = 1; i <= n && mp->lines.problems->errors == errors;
	     i++) {
		struct map_statement one = map_row_statement(mp, st, i);

		read_one(mp, &one);
	}
}

/* What every row says without a column: tried here, so that a wrong code is
 * a fault of the map and not of each row. */
void
map_always_read(struct mapping *mp, const struct map_statement *st)
{
	struct map_column c = { .header = st->name,
				.at = st->at,
				.always = st->rest,
				.dates = mp->dates };
	struct cell_fault why;
	struct value v;

	fill_field(mp, st, &c, st->name, st->at);
	if (!st->rest[0])
		map_fault(&mp->lines, st->rest_at, st->source, NULL,
			  "expected what every row says");
	else if (c.item && !cell_value(mp->a, &c, st->rest, &v, &why))
		map_fault(&mp->lines, st->rest_at, st->source, NULL,
			  "'%s' does not fit '%s': %s", st->rest, c.item->name,
			  why.message);
	if (c.item)
		add_column(mp, st, &c);
}
