/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the statements of a map mean.
 */
#include "exchange/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "exchange/cell.h"
#include "exchange/map_lines.h"

struct mapping {
	struct map_lines lines;
	struct arena *a;
	const struct form_set *set;
	struct import_map *m;
	struct date_shape dates;	/* of the import: for its columns */
	bool clear;
	const char *key, *person_key;
	const struct map_property *key_at, *person_at;
};

static void __attribute__((format(printf, 4, 5)))
value_fault(struct mapping *mp, const struct map_property *p,
	    const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	map_fault(&mp->lines, p->value_at, p->source, hint, "%s",
		  arena_vprintf(mp->a, fmt, ap));
	va_end(ap);
}

/* `did you mean`: the nearest of the words within two edits. */
struct nearest {
	const char *wanted, *best;
	int distance;
};

static void
nearer(struct nearest *n, const char *word)
{
	int d = text_distance(n->wanted, word, 2);

	if (d <= 2 && (!n->best || d < n->distance)) {
		n->best = word;
		n->distance = d;
	}
}

static const char *
did_you_mean(struct mapping *mp, const struct nearest *n)
{
	return n->best ? arena_printf(mp->a, "did you mean '%s'?", n->best)
		       : NULL;
}

/* --- properties of the import --------------------------------------------- */

static void
read_form(struct mapping *mp, const struct map_property *p)
{
	struct nearest near = { .wanted = p->value };
	const struct form *f = form_find(mp->set, p->value);

	for (size_t i = 0; !f && i < mp->set->n_forms; i++)
		if (mp->set->forms[i]->kind <= FORM_CASE)
			nearer(&near, mp->set->forms[i]->name);
	if (!f)
		value_fault(mp, p, did_you_mean(mp, &near),
			    "no form is called '%s'", p->value);
	else if (f->kind != FORM_PERSON && f->kind != FORM_CASE)
		value_fault(mp, p, NULL,
			    "only people and cases can be imported");
	else
		mp->m->form = f;
}

static void
read_source(struct mapping *mp, const struct map_property *p)
{
	if (strspn(p->value, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
	    strlen(p->value) || strlen(p->value) > 40 || !p->value[0])
		value_fault(mp, p, NULL, "a source is a short name, as in "
			    "'met_police'");
	mp->m->source = p->value;
}

static void
read_key(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value;

	mp->key = map_word_read(mp->a, &s, "");
	mp->key_at = p;
}

static void
read_person(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value;
	const char *word = map_word_read(mp->a, &s, "");

	mp->person_at = p;
	if (word && !strcmp(word, "match")) {
		mp->m->person = PERSON_MATCH;
	} else if (word && !strcmp(word, "new")) {
		mp->m->person = PERSON_NEW;
	} else if (word && !strcmp(word, "key")) {
		mp->m->person = PERSON_KEY;
		mp->person_key = map_word_read(mp->a, &s, "");
		if (!mp->person_key || !mp->person_key[0])
			value_fault(mp, p, NULL,
				    "expected a column, as in 'key COLUMN'");
	} else {
		value_fault(mp, p, NULL,
			    "expected 'match', 'new' or 'key COLUMN'");
	}
}

static void
read_exists(struct mapping *mp, const struct map_property *p)
{
	static const char *const words[] = { "update", "skip", "reject" };

	for (size_t i = 0; i < 3; i++)
		if (strcmp(p->value, words[i]) == 0) {
			mp->m->on_exists = (enum map_exists)i;
			return;
		}
	value_fault(mp, p, NULL, "expected 'update', 'skip' or 'reject'");
}

static bool
blank_value(struct mapping *mp, const struct map_property *p)
{
	if (strcmp(p->value, "clear") && strcmp(p->value, "keep"))
		value_fault(mp, p, NULL, "expected 'keep' or 'clear'");
	return strcmp(p->value, "clear") == 0;
}

static void
read_blank(struct mapping *mp, const struct map_property *p)
{
	mp->clear = blank_value(mp, p);
}

static void
read_encoding(struct mapping *mp, const struct map_property *p)
{
	struct charset *c;

	if (strcmp(p->value, "auto") == 0)
		return;
	mp->m->encoding = p->value;
	if (charset_open(&c, "UTF-8", p->value, false) == ERR_OK)
		charset_close(&c);
	else
		value_fault(mp, p, "as in 'utf-8' or 'windows-1252'",
			    "the encoding '%s' is not known", p->value);
}

static void
read_delimiter(struct mapping *mp, const struct map_property *p)
{
	static const struct { const char *word; char sign; } signs[] = {
		{ "auto", 0 }, { "comma", ',' }, { "semicolon", ';' },
		{ "tab", '\t' }, { "pipe", '|' },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(p->value, signs[i].word) == 0) {
			mp->m->delimiter = signs[i].sign;
			return;
		}
	value_fault(mp, p, NULL,
		    "expected 'auto', 'comma', 'semicolon', 'tab' or 'pipe'");
}

/* dd/mm/yyyy, or dd/mm/yy 1930..2029 */
static void
dates_value(struct mapping *mp, const struct map_property *p,
	    struct date_shape *out)
{
	const char *s = p->value, *why;
	struct date_shape d = { .pattern = map_word_read(mp->a, &s, "") };
	char *end;

	s += strspn(s, " ");
	if (*s) {
		d.from = (int)strtol(s, &end, 10);
		d.to = strncmp(end, "..", 2) ? 0
					     : (int)strtol(end + 2, NULL, 10);
	}
	why = d.pattern ? date_shape_fault(&d) : "a date shape is missing";
	if (why)
		value_fault(mp, p, NULL, "%s", why);
	else
		*out = d;
}

static void
read_dates(struct mapping *mp, const struct map_property *p)
{
	dates_value(mp, p, &mp->dates);
}

static int
outcome_named(const char *word)
{
	for (int i = 0; i < OUTCOME_COUNT; i++)
		if (strcmp(outcome_text((enum outcome)i), word) == 0)
			return i;
	return -1;
}

/* rejected > 10% */
static bool
read_stop(struct mapping *mp, const char **s)
{
	struct map_stop stop = { 0 };
	int o = outcome_named(map_word_read(mp->a, s, ">"));
	char *end;

	*s += strspn(*s, " ");
	if (o < 0 || **s != '>' || mp->m->n_stop == STOPS_MOST)
		return false;
	(*s)++;
	*s += strspn(*s, " ");
	if (**s < '0' || **s > '9')
		return false;
	stop.outcome = (enum outcome)o;
	stop.above = strtoull(*s, &end, 10);
	stop.percent = *end == '%';
	*s = end + stop.percent;
	mp->m->stop[mp->m->n_stop++] = stop;
	return true;
}

static void
read_stops(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value;
	bool fine = *s != '"' && read_stop(mp, &s);

	while (fine) {
		const char *word = map_word_read(mp->a, &s, "");

		if (word && !word[0])
			return;
		fine = word && !strcmp(word, "or") && !strchr(s, '"') &&
		       read_stop(mp, &s);
	}
	value_fault(mp, p, NULL, "expected limits, as in 'rejected > 10%% or "
		    "updated > 500'");
}

static const struct {
	const char *key;
	void (*read)(struct mapping *mp, const struct map_property *p);
} properties[] = {
	{ "form", read_form },		 { "source", read_source },
	{ "key", read_key },		 { "person", read_person },
	{ "on_exists", read_exists },	 { "blank", read_blank },
	{ "encoding", read_encoding },	 { "delimiter", read_delimiter },
	{ "dates", read_dates },	 { "stop_if", read_stops },
};
#define N_PROPERTIES (sizeof(properties) / sizeof(properties[0]))

static void
read_property(struct mapping *mp, const struct map_property *p)
{
	struct nearest near = { .wanted = p->key };

	for (size_t i = 0; i < N_PROPERTIES; i++) {
		if (strcmp(properties[i].key, p->key) == 0) {
			properties[i].read(mp, p);
			return;
		}
		nearer(&near, properties[i].key);
	}
	map_fault(&mp->lines, p->at, p->source, did_you_mean(mp, &near),
		  "'%s' is not a property of import", p->key);
}

static void
need(struct mapping *mp, const struct map_statement *st, const void *there,
     const char *what)
{
	if (!there)
		map_fault(&mp->lines, st->at, st->source, NULL,
			  "the import has no '%s:'", what);
}

static void
read_import(struct mapping *mp, const struct map_statement *st)
{
	struct import_map *m = mp->m;

	m->name = st->name;
	m->label = st->rest;
	for (const struct map_property *p = st->first; p; p = p->next)
		read_property(mp, p);
	need(mp, st, m->form, "form");
	need(mp, st, m->source, "source");
	need(mp, st, mp->key, "key");
	if (!m->form)
		return;
	if (m->form->kind == FORM_PERSON || m->form->about == ABOUT_PERSON) {
		m->person_form = mp->set->person;
		need(mp, st, mp->person_at, "person");
	} else if (mp->person_at) {
		value_fault(mp, mp->person_at, NULL,
			    "the cases of '%s' are not about one person",
			    m->form->name);
	}
}

/* --- columns -------------------------------------------------------------- */

static const struct item *
target(struct mapping *mp, const struct map_statement *st)
{
	static const char person[] = "person.";
	const struct form *f = mp->m->form;
	const char *name = st->rest;
	struct nearest near = { .wanted = name };
	const struct item *it;

	if (strncmp(name, person, strlen(person)) == 0) {
		name += strlen(person);
		f = mp->m->person_form;
		near.wanted = name;
	}
	it = f ? form_item(f, name) : NULL;
	if (it || !f) {
		if (!f)
			map_fault(&mp->lines, st->rest_at, st->source, NULL,
				  "this import is not about a person");
		return it;
	}
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].kind == ITEM_QUESTION)
			nearer(&near, f->items[i].name);
	map_fault(&mp->lines, st->rest_at, st->source,
		  did_you_mean(mp, &near), "'%s' has no field '%s'", f->name,
		  name);
	return NULL;
}

/* Why a column cannot fill this field; NULL: it can. */
static const char *
unfit(const struct item *it)
{
	if (it->kind != ITEM_QUESTION)
		return "only a question can be filled in";
	if (it->repeat)
		return "a field in rows cannot be filled from one line";
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
		nearer(&near, l->choices[i].code);
	value_fault(mp, p, did_you_mean(mp, &near), "'%s' is not in list '%s'",
		    to, l->name);
	return NULL;
}

/* MPS = police, "LBTH Homes" = housing, * = other */
static void
read_words(struct mapping *mp, struct map_column *c,
	   const struct map_property *p)
{
	struct map_word *words = arena_array(mp->a, strlen(p->value) + 1,
					     sizeof(*words));
	const char *s = p->value;

	c->words = words;
	while (*(s += strspn(s, " "))) {
		bool quoted = *s == '"';
		size_t n = strcspn(s, "=,");
		const char *from = quoted ? map_word_read(mp->a, &s, "=,")
			: text_stored(mp->a, arena_strndup(mp->a, s, n), true);
		const char *to;

		s += quoted ? strspn(s, " ") : n;
		to = from && *s == '=' ? (s++, map_word_read(mp->a, &s, ","))
				       : NULL;
		s += strspn(s, " ");
		if (!to || !to[0] || (*s && *s != ',')) {
			value_fault(mp, p, NULL, "expected words, as in "
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

static void
read_column_property(struct mapping *mp, struct map_column *c,
		     const struct map_property *p)
{
	if (strcmp(p->key, "map") == 0) {
		if (c->item)
			read_words(mp, c, p);
	} else if (strcmp(p->key, "dates") == 0) {
		dates_value(mp, p, &c->dates);
		if (c->item && c->item->type != Q_DATE &&
		    c->item->type != Q_DATETIME)
			map_fault(&mp->lines, p->at, p->source, NULL,
				  "'%s' is no date", c->item->name);
	} else if (strcmp(p->key, "blank") == 0) {
		c->clear = blank_value(mp, p);
	} else {
		map_fault(&mp->lines, p->at, p->source, NULL,
			  "'%s' is not a property of column", p->key);
	}
}

/* Names of columns are alike when their letters and figures are. */
static char *
plain_name(struct arena *a, const char *s)
{
	char *out = text_fold(a, s), *w = out;

	for (const char *p = out; *p; p++)
		if ((*p & 0x80) || (*p >= '0' && *p <= '9') ||
		    (*p >= 'a' && *p <= 'z'))
			*w++ = *p;
	*w = '\0';
	return out;
}

static bool
same_column(struct arena *a, const char *s, const char *t)
{
	return strcmp(plain_name(a, s), plain_name(a, t)) == 0;
}

static void
column_twice(struct mapping *mp, const struct map_statement *st,
	     const struct map_column *c)
{
	struct import_map *m = mp->m;

	for (size_t i = 0; i < m->n; i++) {
		if (same_column(mp->a, m->columns[i].header, st->name))
			map_fault(&mp->lines, st->at, st->source, NULL,
				  "column '%s' is written twice", st->name);
		if (c->item && m->columns[i].item == c->item)
			map_fault(&mp->lines, st->rest_at, st->source, NULL,
				  "column '%s' fills '%s' already",
				  m->columns[i].header, c->item->name);
	}
}

static void
read_column(struct mapping *mp, const struct map_statement *st)
{
	struct import_map *m = mp->m;
	struct map_column c = { .header = st->name, .at = st->at,
		.dates = mp->dates, .clear = mp->clear };
	const char *why;

	if (!st->rest[0]) {
		map_fault(&mp->lines, st->at, st->source,
			  "write - for a column that is not wanted",
			  "expected a field after the column");
	} else if (strcmp(st->rest, "-")) {
		c.item = target(mp, st);
		why = c.item ? unfit(c.item) : NULL;
		if (why)
			map_fault(&mp->lines, st->rest_at, st->source, NULL,
				  "%s", why);
	}
	for (const struct map_property *p = st->first; p; p = p->next)
		read_column_property(mp, &c, p);
	column_twice(mp, st, &c);
	m->columns[m->n++] = c;
}

static size_t
find_column(struct mapping *mp, const char *name,
	    const struct map_property *at)
{
	for (size_t i = 0; i < mp->m->n; i++)
		if (same_column(mp->a, mp->m->columns[i].header, name))
			return i;
	value_fault(mp, at, NULL, "no column is called '%s'", name);
	return 0;
}

static void
read_columns(struct mapping *mp)
{
	const struct map_statement *st;
	size_t n = 0;

	for (st = mp->lines.first; st; st = st->next)
		n += !st->is_import;
	mp->m->columns = arena_array(mp->a, n + 1, sizeof(*mp->m->columns));
	for (st = mp->lines.first; st; st = st->next)
		if (!st->is_import)
			read_column(mp, st);
	if (mp->key)
		mp->m->key = find_column(mp, mp->key, mp->key_at);
	if (mp->person_key && mp->person_key[0])
		mp->m->person_key = find_column(mp, mp->person_key,
						mp->person_at);
}

enum err
map_read(struct import_map **out, struct arena *a, const struct form_set *set,
	 const char *name, const char *text, size_t size, struct problems *p)
{
	struct mapping mp = { .a = a, .set = set,
		.lines = { .arena = a, .file = name, .problems = p } };
	const struct map_statement *st;
	bool some = false;

	*out = mp.m = arena_alloc(a, sizeof(*mp.m));
	map_lines_read(&mp.lines, text, size);
	for (st = mp.lines.first; st; st = st->next) {
		if (!st->is_import)
			continue;
		if (some)
			map_fault(&mp.lines, st->at, st->source, NULL,
				  "a map has one import");
		else
			read_import(&mp, st);
		some = true;
	}
	if (!some)
		map_fault(&mp.lines, (struct place){ name, 1, 1 }, NULL, NULL,
			  "the map has no 'import'");
	else if (mp.m->form)
		read_columns(&mp);
	return p->errors ? ERR_INVALID : ERR_OK;
}

/* --- the header of a file ------------------------------------------------- */

static size_t
place_of(struct arena *a, const struct import_map *m, const char *header)
{
	for (size_t i = 0; i < m->n; i++)
		if (same_column(a, m->columns[i].header, header))
			return i;
	return NO_COLUMN;
}

/* A column that is not wanted may also not be there. */
static bool
is_needed(const struct import_map *m, size_t i)
{
	return m->columns[i].item || i == m->key ||
	       (m->person == PERSON_KEY && i == m->person_key);
}

size_t
map_place(const struct import_map *m, const char *const *header, size_t n,
	  size_t *place,
	  void (*fault)(enum code code, const char *column, void *ctx),
	  void *ctx)
{
	struct arena a = ARENA_INIT;
	size_t faults = 0;

	for (size_t i = 0; i < m->n; i++)
		place[i] = NO_COLUMN;
	for (size_t i = 0; i < n; i++) {
		size_t at = place_of(&a, m, header[i]);
		enum code code = CODE_NONE;

		if (header[i][0] == '_')
			continue;
		if (!plain_name(&a, header[i])[0])
			code = CODE_COLUMN_UNNAMED;
		else if (at == NO_COLUMN)
			code = CODE_EXTRA_COLUMN;
		else if (place[at] != NO_COLUMN)
			code = CODE_COLUMN_TWICE;
		else
			place[at] = i;
		if (code)
			fault(code, header[i], ctx);
		faults += code != CODE_NONE;
	}
	for (size_t i = 0; i < m->n; i++)
		if (place[i] == NO_COLUMN && is_needed(m, i)) {
			fault(CODE_MISSING_COLUMN, m->columns[i].header, ctx);
			faults++;
		}
	arena_clear(&a);
	return faults;
}
