/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an import tells: counts that add up, why rows were rejected, who is in
 * doubt.
 */
#include <stdlib.h>
#include <string.h>

#include "casework/import_parts.h"

#define TALLIES_TOLD 20
#define VALUE_TOLD 40 /* columns of a sample */
#define VALUE_KEPT 200
#define MESSAGE_KEPT 400

/* A cell may be as long as its row. */
static const char *
sample(struct importing *im, const char *text, size_t most)
{
	size_t n = strlen(text);

	if (n > most)
		for (n = most; n && (text[n] & 0xC0) == 0x80; n--)
			;
	return arena_strndup(&im->arena, text, n);
}

static void
count_one(struct importing *im, struct tally *t, uint64_t line,
	  const char *value, const char *message)
{
	if (t->count < SAMPLES) {
		t->line[t->count] = line;
		t->value[t->count] = sample(im, value, VALUE_KEPT);
		t->message[t->count] = sample(im, message, MESSAGE_KEPT);
	}
	t->count++;
}

static void
count_faults(struct importing *im, const struct import_row *r)
{
	for (size_t i = 0; i < r->n_faults; i++) {
		const struct row_fault *f = &r->faults[i];
		const char *column = f->column < im->src->n
					     ? im->src->header[f->column]
					     : "";

		count_one(im, told_tally(im, NOTE_FAULT, f->code, column),
			  r->raw.line, f->value, f->message);
	}
}

static void
count_notes(struct importing *im, const struct import_row *r)
{
	for (size_t i = 0; i < r->n_notes; i++) {
		size_t c = r->notes[i].column;

		count_one(im,
			  told_tally(im, r->notes[i].kind, CODE_NONE,
				     im->m->columns[c].header),
			  r->raw.line, r->cells[c], "");
	}
}

static void
count_outcome(struct import_counts *c, enum outcome o)
{
	uint64_t *const at[] = {
		[OUTCOME_CREATED] = &c->created,
		[OUTCOME_UPDATED] = &c->updated,
		[OUTCOME_UNCHANGED] = &c->unchanged,
		[OUTCOME_QUEUED] = &c->queued,
		[OUTCOME_SKIPPED] = &c->skipped,
		[OUTCOME_REJECTED] = &c->rejected,
	};

	c->rows++;
	++*at[o];
}

static void
keep_doubt(struct importing *im, const struct import_row *r)
{
	if (!im->doubts)
		im->doubts = arena_array(&im->arena, DOUBTS_TOLD,
					 sizeof(*im->doubts));
	if (im->n_doubts < DOUBTS_TOLD)
		im->doubts[im->n_doubts] = arena_printf(
			&im->arena, "I%d line %llu, %s: %s", CODE_DOUBTFUL,
			(unsigned long long)r->raw.line, r->key, r->doubt);
	im->n_doubts++;
}

void
report_row(struct importing *im, const struct import_row *r)
{
	count_outcome(&im->counts, r->outcome);
	if (r->outcome == OUTCOME_REJECTED) {
		count_faults(im, r);
		return;
	}
	im->counts.people_created += r->person_created;
	im->counts.people_attached += r->person_attached;
	im->counts.later += r->n_later;
	im->counts.joined += r->n_joined;
	count_notes(im, r);
	if (r->outcome == OUTCOME_QUEUED)
		keep_doubt(im, r);
}

/* --- the text --------------------------------------------------------- */

static void
add_sample(struct buf *out, const char *value)
{
	const char *end = value + utf8_fit(value, VALUE_TOLD);

	buf_char(out, '"');
	for (const char *p = value; p < end; p++)
		buf_char(out, *p == '\n' ? ' ' : *p);
	buf_str(out, *end ? "...\"" : "\"");
}

static void
write_counts(struct importing *im, struct buf *out)
{
	const struct import_counts *c = &im->counts;
	const uint64_t n[] = {
		[OUTCOME_CREATED] = c->created,
		[OUTCOME_UPDATED] = c->updated,
		[OUTCOME_UNCHANGED] = c->unchanged,
		[OUTCOME_QUEUED] = c->queued,
		[OUTCOME_SKIPPED] = c->skipped,
		[OUTCOME_REJECTED] = c->rejected,
	};

	buf_printf(out, "\n%10llu rows read\n", (unsigned long long)c->rows);
	for (int i = 0; i < OUTCOME_COUNT; i++)
		buf_printf(out, "%10llu %s\n", (unsigned long long)n[i],
			   outcome_text((enum outcome)i));
	if (im->m->person_form)
		buf_printf(out, "People: %llu new, %llu known already.\n",
			   (unsigned long long)c->people_created,
			   (unsigned long long)c->people_attached);
	if (c->later || c->joined)
		buf_printf(out,
			   "Answers that name a record not imported yet: %llu "
			   "left out until it is, %llu put in since.\n",
			   (unsigned long long)c->later,
			   (unsigned long long)c->joined);
}

static int
most_first(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return strcmp(x->column, y->column);
}

static void
write_fault(const struct tally *t, struct buf *out)
{
	buf_printf(out, "I%d %s%s%s: %llu\n", (int)t->code,
		   t->column[0] ? t->column : "row", ", ", code_text(t->code),
		   (unsigned long long)t->count);
	for (size_t i = 0; i < SAMPLES && i < t->count; i++) {
		buf_printf(out, "     line %llu ",
			   (unsigned long long)t->line[i]);
		if (t->value[i][0]) {
			add_sample(out, t->value[i]);
			buf_char(out, ' ');
		}
		buf_printf(out, "%s\n", t->message[i]);
	}
}

static void
write_note(const struct tally *t, struct buf *out)
{
	buf_printf(out, "     %s: %llu, first on line %llu\n", t->column,
		   (unsigned long long)t->count,
		   (unsigned long long)t->line[0]);
}

static void
write_tallies(struct importing *im, struct buf *out)
{
	static const char *const heading[] = {
		[NOTE_FAULT] = "Why rows were rejected:",
		[NOTE_HIDDEN] = "Not kept, because the form does not ask it "
				"then:",
		[NOTE_APART] = "Not taken over, because the person's record "
			       "says something else:",
		[NOTE_UNCLEAR] = "Left blank, as the map says, because it "
				 "could not be read:",
		[NOTE_CHANGED] = "Answers changed in records known already:",
	};

	if (im->n_tallies)
		qsort(im->tallies, im->n_tallies, sizeof(*im->tallies),
		      most_first);
	for (int k = 0; k < NOTE_KINDS; k++) {
		size_t told = 0;

		for (size_t i = 0; i < im->n_tallies; i++) {
			const struct tally *t = &im->tallies[i];

			if ((int)t->kind != k || told == TALLIES_TOLD)
				continue;
			if (told++ == 0)
				buf_printf(out, "\n%s\n", heading[k]);
			if (k == NOTE_FAULT)
				write_fault(t, out);
			else
				write_note(t, out);
		}
	}
}

static void
write_doubts(struct importing *im, struct buf *out)
{
	if (!im->n_doubts)
		return;
	buf_str(out, "\nPerhaps somebody known already; these rows wait for "
		     "a person to decide, and are not written:\n");
	for (size_t i = 0; i < im->n_doubts && i < DOUBTS_TOLD; i++)
		buf_printf(out, "%s\n", im->doubts[i]);
	if (im->n_doubts > DOUBTS_TOLD)
		buf_printf(out, "and %zu more\n", im->n_doubts - DOUBTS_TOLD);
}

static void
write_heading(struct importing *im, struct buf *out)
{
	const char *name = im->o->file_name ? im->o->file_name : "the file";

	buf_printf(out, "%s%s%s\n%s: %s\n", im->m->name,
		   im->m->label[0] ? "  " : "", im->m->label, name,
		   source_told(im->src, &im->arena));
}

void
report_write(struct importing *im)
{
	struct buf *out = im->o->report;

	if (!out)
		return;
	write_heading(im, out);
	write_counts(im, out);
	if (im->resumed)
		buf_printf(out,
			   "It went on behind row %llu, where it had "
			   "stopped; what follows is told of the whole "
			   "file.\n",
			   (unsigned long long)im->resumed_at);
	if (im->commit)
		buf_printf(out, "This is batch %llu.\n",
			   (unsigned long long)im->batch);
	write_tallies(im, out);
	write_doubts(im, out);
	if (im->stopped)
		buf_printf(out, "\nI%d %s\n", (int)im->stop_code, im->stopped);
}

void
report_refusal(struct importing *im, enum code code, const char *why)
{
	if (im->o->report)
		buf_printf(im->o->report, "I%d %s\n", (int)code, why);
}
