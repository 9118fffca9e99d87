/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the statements of a map mean.
 */
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/text.h"
#include "exchange/cell.h"
#include "exchange/map_parts.h"

void
map_value_fault(struct mapping *mp, const struct map_property *p,
		const char *hint, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	map_fault(&mp->lines, p->value_at, p->source, hint, "%s",
		  arena_vprintf(mp->a, fmt, ap));
	va_end(ap);
}

void
map_nearer(struct nearest *n, const char *word)
{
	int d = text_distance(n->wanted, word, 2);

	if (d <= 2 && (!n->best || d < n->distance)) {
		n->best = word;
		n->distance = d;
	}
}

const char *
map_did_you_mean(struct mapping *mp, const struct nearest *n)
{
	return n->best ? arena_printf(mp->a, "did you mean '%s'?", n->best)
		       : NULL;
}

/* --- properties of the import ----------------------------------------- */

static void
read_form(struct mapping *mp, const struct map_property *p)
{
	struct nearest near = { .wanted = p->value };
	const struct form *f = form_find(mp->set, p->value);

	for (size_t i = 0; !f && i < mp->set->n_forms; i++)
		if (mp->set->forms[i]->kind <= FORM_CASE)
			map_nearer(&near, mp->set->forms[i]->name);
	if (!f)
		map_value_fault(mp, p, map_did_you_mean(mp, &near),
				"no form is called '%s'", p->value);
	else
		mp->m->form = f;
}

static void
read_source(struct mapping *mp, const struct map_property *p)
{
	if (strspn(p->value, "abcdefghijklmnopqrstuvwxyz0123456789_") !=
		    strlen(p->value) ||
	    strlen(p->value) > 40 || !p->value[0])
		map_value_fault(mp, p, NULL,
				"a source is a short name, as in "
				"'met_police'");
	mp->m->source = p->value;
}

static void
read_key(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value, *word;

	mp->key_at = p;
	while ((word = map_word_read(mp->a, &s, "")) && word[0] &&
	       mp->n_keys < KEYS_MOST)
		mp->keys[mp->n_keys++] = word;
	if (!word || word[0] || !mp->n_keys)
		map_value_fault(mp, p, NULL,
				"expected one column to %d that a row is known "
				"by",
				KEYS_MOST);
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
			map_value_fault(
				mp, p, NULL,
				"expected a column, as in 'key COLUMN'");
	} else {
		map_value_fault(mp, p, NULL,
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
	map_value_fault(mp, p, NULL, "expected 'update', 'skip' or 'reject'");
}

bool
map_blank_value(struct mapping *mp, const struct map_property *p)
{
	if (strcmp(p->value, "clear") && strcmp(p->value, "keep"))
		map_value_fault(mp, p, NULL, "expected 'keep' or 'clear'");
	return strcmp(p->value, "clear") == 0;
}

static void
read_blank(struct mapping *mp, const struct map_property *p)
{
	mp->clear = map_blank_value(mp, p);
}

static void
read_encoding(struct mapping *mp, const struct map_property *p)
{
	struct charset *c;

	if (strcmp(p->value, "auto") == 0)
		return;
	mp->m->encoding = p->value;
	/* What iconv may be told behind // would drop bytes in silence. */
	if (!strchr(p->value, '/') &&
	    charset_open(&c, "UTF-8", p->value, false) == ERR_OK)
		charset_close(&c);
	else
		map_value_fault(mp, p, "as in 'utf-8' or 'windows-1252'",
				"the encoding '%s' is not known", p->value);
}

static void
read_delimiter(struct mapping *mp, const struct map_property *p)
{
	static const struct {
		const char *word;
		char sign;
	} signs[] = {
		{ "auto", 0 },	 { "comma", ',' }, { "semicolon", ';' },
		{ "tab", '\t' }, { "pipe", '|' },
	};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(p->value, signs[i].word) == 0) {
			mp->m->delimiter = signs[i].sign;
			return;
		}
	map_value_fault(
		mp, p, NULL,
		"expected 'auto', 'comma', 'semicolon', 'tab' or 'pipe'");
}

/* dd/mm/yyyy, or dd/mm/yy 1930..2029 */
void
map_dates_value(struct mapping *mp, const struct map_property *p,
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
		map_value_fault(mp, p, NULL, "%s", why);
	else
		*out = d;
}

static void
read_case(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value;

	mp->case_at = p;
	mp->m->case_of_person = strcmp(p->value, "of person") == 0;
	if (!mp->m->case_of_person)
		mp->case_key = map_word_read(mp->a, &s, "");
}

static void
read_date_column(struct mapping *mp, const struct map_property *p)
{
	const char *s = p->value;

	mp->date = map_word_read(mp->a, &s, "");
	mp->date_at = p;
}

static void
read_layout(struct mapping *mp, const struct map_property *p)
{
	mp->m->fixed = strcmp(p->value, "fixed") == 0;
	if (!mp->m->fixed && strcmp(p->value, "delimited"))
		map_value_fault(mp, p, NULL, "expected 'delimited' or 'fixed'");
}

static void
read_restore(struct mapping *mp, const struct map_property *p)
{
	mp->m->restore = strcmp(p->value, "yes") == 0;
	if (!mp->m->restore && strcmp(p->value, "no"))
		map_value_fault(mp, p, NULL, "expected 'yes' or 'no'");
}

static void
read_cells(struct mapping *mp, const struct map_property *p)
{
	mp->m->raw = strcmp(p->value, "raw") == 0;
	if (!mp->m->raw && strcmp(p->value, "clean"))
		map_value_fault(mp, p, NULL, "expected 'clean' or 'raw'");
}

static void
read_dates(struct mapping *mp, const struct map_property *p)
{
	map_dates_value(mp, p, &mp->dates);
}

static int
outcome_named(const char *word)
{
	for (int i = 0; i < OUTCOME_COUNT && word; i++)
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
	bool fine = read_stop(mp, &s);

	while (fine) {
		const char *word = map_word_read(mp->a, &s, "");

		if (word && !word[0])
			return;
		fine = word && !strcmp(word, "or") && read_stop(mp, &s);
	}
	map_value_fault(mp, p, NULL,
			"expected limits, as in 'rejected > 10%% or "
			"updated > 500'");
}

static const struct {
	const char *key;
	void (*read)(struct mapping *mp, const struct map_property *p);
} properties[] = {
	{ "form", read_form },	       { "source", read_source },
	{ "key", read_key },	       { "person", read_person },
	{ "on_exists", read_exists },  { "blank", read_blank },
	{ "encoding", read_encoding }, { "delimiter", read_delimiter },
	{ "dates", read_dates },       { "stop_if", read_stops },
	{ "case", read_case },	       { "date", read_date_column },
	{ "layout", read_layout },     { "restore", read_restore },
	{ "cells", read_cells },
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
		map_nearer(&near, properties[i].key);
	}
	map_fault(&mp->lines, p->at, p->source, map_did_you_mean(mp, &near),
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

/* Whom, or what case, the rows are about. */
static void
need_of_form(struct mapping *mp, const struct map_statement *st)
{
	struct import_map *m = mp->m;
	enum form_kind kind = m->form->kind;

	if (kind == FORM_CHILD && !m->case_of_person)
		need(mp, st, mp->case_key, "case");
	else if (kind == FORM_CHILD)
		m->person_form = mp->set->person;
	if (kind != FORM_CHILD && mp->case_at)
		map_value_fault(mp, mp->case_at, NULL,
				"'%s' is not a form of a case", m->form->name);
	if (m->case_of_person && m->person_form) {
		m->person = PERSON_MATCH;
		if (m->form->of->about != ABOUT_PERSON)
			map_value_fault(mp, mp->case_at, NULL,
					"the cases of '%s' are not about one "
					"person",
					m->form->of->name);
		if (mp->person_at)
			map_value_fault(mp, mp->person_at, NULL,
					"with 'case: of person' they are "
					"matched");
		return;
	}
	if (kind == FORM_PERSON_CHILD && mp->person_at &&
	    m->person != PERSON_KEY)
		map_value_fault(mp, mp->person_at, NULL,
				"expected 'key COLUMN': the person is there "
				"already");
	if (kind == FORM_PERSON || kind == FORM_PERSON_CHILD ||
	    (kind == FORM_CASE && m->form->about == ABOUT_PERSON)) {
		m->person_form = mp->set->person;
		need(mp, st, mp->person_at, "person");
	} else if (mp->person_at) {
		map_value_fault(mp, mp->person_at, NULL,
				"the rows of '%s' are not about one person",
				m->form->name);
	}
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
	need(mp, st, mp->key_at, "key");
	if (!m->form)
		return;
	need_of_form(mp, st);
}

static size_t
find_column(struct mapping *mp, const char *name, const struct map_property *at)
{
	for (size_t i = 0; i < mp->m->n; i++)
		if (!mp->m->columns[i].always &&
		    map_same_column(mp->a, mp->m->columns[i].header, name))
			return i;
	map_value_fault(mp, at, NULL, "no column is called '%s'", name);
	return 0;
}

/* The column of the row's date fills a date. */
static void
find_date(struct mapping *mp)
{
	size_t i = find_column(mp, mp->date, mp->date_at);
	const struct item *it = i < mp->m->n ? mp->m->columns[i].item : NULL;

	if (it && (it->type == Q_DATE || it->type == Q_DATETIME))
		mp->m->date_column = i;
	else if (it)
		map_value_fault(mp, mp->date_at, NULL, "'%s' is no date",
				it->name);
}

static void
read_columns(struct mapping *mp)
{
	const struct map_statement *st;
	size_t n = 0;

	for (st = mp->lines.first; st; st = st->next)
		n += st->is_import ? 0 : map_rows_of(st);
	mp->m->columns = arena_array(mp->a, n + 1, sizeof(*mp->m->columns));
	for (st = mp->lines.first; st; st = st->next)
		if (st->is_always)
			map_always_read(mp, st);
		else if (!st->is_import)
			map_column_read(mp, st);
	mp->m->keys = arena_array(mp->a, KEYS_MOST, sizeof(*mp->m->keys));
	for (size_t i = 0; i < mp->n_keys; i++)
		mp->m->keys[mp->m->n_keys++] =
			find_column(mp, mp->keys[i], mp->key_at);
	if (mp->person_key && mp->person_key[0])
		mp->m->person_key =
			find_column(mp, mp->person_key, mp->person_at);
	mp->m->case_key = NO_COLUMN;
	if (mp->case_key)
		mp->m->case_key = find_column(mp, mp->case_key, mp->case_at);
	map_rows_check(mp);
	mp->m->date_column = NO_COLUMN;
	if (mp->date)
		find_date(mp);
}

enum err
map_read(struct import_map **out, struct arena *a, const struct form_set *set,
	 const char *name, const char *text, size_t size, struct problems *p)
{
	struct mapping mp = {
		.a = a,
		.set = set,
		.lines = { .arena = a, .file = name, .problems = p }
	};
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
