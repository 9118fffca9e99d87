/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an import has to tell at its end: faults and notes, counted, each with
 * a few samples.  It goes back when rows do not stand, and is kept with the
 * batch, so that an import that was cut off tells of the whole file.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

struct tally *
told_tally(struct importing *im, enum note_kind kind, enum code code,
	   const char *column)
{
	struct tally *t;

	for (size_t i = 0; i < im->n_tallies; i++) {
		t = &im->tallies[i];
		if (t->kind == kind && t->code == code &&
		    strcmp(t->column, column) == 0)
			return t;
	}
	if (im->n_tallies == im->cap_tallies) {
		size_t cap = im->cap_tallies ? im->cap_tallies * 2 : 16;

		im->tallies = arena_grow(&im->arena, im->tallies, im->n_tallies,
					 cap, sizeof(*im->tallies));
		im->cap_tallies = cap;
	}
	t = &im->tallies[im->n_tallies++];
	*t = (struct tally){ .kind = kind, .code = code, .column = column };
	return t;
}

void
told_keep(const struct importing *im, struct told *out)
{
	*out = (struct told){ .counts = im->counts,
			      .n_tallies = im->n_tallies,
			      .n_doubts = im->n_doubts };
	out->tallies = xcalloc(im->n_tallies + 1, sizeof(*out->tallies));
	for (size_t i = 0; i < im->n_tallies; i++)
		out->tallies[i] = im->tallies[i];
}

void
told_end(struct importing *im, struct told *t, bool stands)
{
	if (!stands) {
		im->counts = t->counts;
		im->n_tallies = t->n_tallies;
		im->n_doubts = t->n_doubts;
		for (size_t i = 0; i < t->n_tallies; i++)
			im->tallies[i] = t->tallies[i];
	}
	free(t->tallies);
	t->tallies = NULL;
}

/* --- kept with the batch ---------------------------------------------------- */

/* {"kind":0,"code":206,"column":"Born","count":7,
 *  "samples":[[12,"31/02/1990","There is no such day."]]} */
static json_t *
tally_json(const struct tally *t)
{
	json_t *samples = json_array();

	for (size_t i = 0; i < SAMPLES && i < t->count; i++)
		json_array_append_new(
			samples, json_pack("[I,s,s]", (json_int_t)t->line[i],
					   t->value[i], t->message[i]));
	return json_pack("{s:i,s:i,s:s,s:I,s:o}", "kind", (int)t->kind, "code",
			 (int)t->code, "column", t->column, "count",
			 (json_int_t)t->count, "samples", samples);
}

const char *
told_format(const struct importing *im, struct arena *a)
{
	json_t *tallies = json_array(), *doubts = json_array(), *all;
	const char *out;
	char *dump;

	for (size_t i = 0; i < im->n_tallies; i++)
		json_array_append_new(tallies, tally_json(&im->tallies[i]));
	for (size_t i = 0; i < im->n_doubts && i < DOUBTS_TOLD; i++)
		json_array_append_new(doubts, json_string(im->doubts[i]));
	all = json_pack("{s:o,s:I,s:o}", "tallies", tallies, "in_doubt",
			(json_int_t)im->n_doubts, "doubts", doubts);
	dump = json_dumps(all, JSON_COMPACT);
	out = arena_strdup(a, dump ? dump : "");
	free(dump);
	json_decref(all);
	return out;
}

static void
read_tally(struct importing *im, json_t *o)
{
	const char *column, *value, *message;
	int kind, code;
	json_int_t count, line;
	json_t *samples, *s;
	struct tally *t;
	size_t i;

	if (json_unpack(o, "{s:i,s:i,s:s,s:I,s:o}", "kind", &kind, "code",
			&code, "column", &column, "count", &count, "samples",
			&samples) != 0 ||
	    kind < 0 || kind >= NOTE_KINDS)
		return;
	t = told_tally(im, (enum note_kind)kind, (enum code)code,
		       arena_strdup(&im->arena, column));
	t->count = (uint64_t)count;
	for (i = 0; i < SAMPLES; i++)
		t->value[i] = t->message[i] = "";
	json_array_foreach(samples, i, s)
	{
		if (i >= SAMPLES ||
		    json_unpack(s, "[I,s,s]", &line, &value, &message) != 0)
			break;
		t->line[i] = (uint64_t)line;
		t->value[i] = arena_strdup(&im->arena, value);
		t->message[i] = arena_strdup(&im->arena, message);
	}
}

void
told_read(struct importing *im, const char *text)
{
	json_error_t e;
	json_t *all = json_loads(text, 0, &e), *tally, *doubts, *d;
	size_t i;

	if (!all)
		return;
	json_array_foreach(json_object_get(all, "tallies"), i, tally)
		read_tally(im, tally);
	im->n_doubts =
		(size_t)json_integer_value(json_object_get(all, "in_doubt"));
	im->doubts = arena_array(&im->arena, DOUBTS_TOLD, sizeof(*im->doubts));
	doubts = json_object_get(all, "doubts");
	for (i = 0; i < DOUBTS_TOLD; i++)
		im->doubts[i] = "";
	json_array_foreach(doubts, i,
			   d) if (i < DOUBTS_TOLD && json_is_string(d))
		im->doubts[i] = arena_strdup(&im->arena, json_string_value(d));
	json_decref(all);
}
