/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the parts of the case screen stand, and drawing them.
 */
#include <string.h>

#include "base/text.h"
#include "ui/case_parts.h"
#include "ui/header.h"

#define LABEL_COL 10
#define SUMMARY_MOST 2 /* rows of it */
#define SUMMARY_GAP 3  /* columns between its parts */

/* The summary's parts, side by side as long as they fit; counts the rows, and
 * draws them where there is a canvas. */
static int
summary_rows(const struct casescreen *k, struct canvas *c, int row, int width)
{
	int rows = 0, used = 0;

	for (size_t i = 0; i < k->f.n_summary; i++) {
		const char *part = k->f.summary[i];
		int w = utf8_width(part);

		if (rows == 0 || used + SUMMARY_GAP + w > width) {
			if (rows == SUMMARY_MOST)
				break;
			rows++;
			used = 0;
		} else {
			used += SUMMARY_GAP;
		}
		if (c != NULL)
			canvas_text_cut(c, row + rows - 1, LABEL_COL + used,
					width - used, STYLE_PLAIN, part);
		used += w;
	}
	return rows;
}

/* Hand out the rows that are free: one each, then to those that want more,
 * what may be done first. */
static void
share_rows(int rows, const int want[PARTS], int height[PARTS])
{
	static const enum case_part order[PARTS] = { PART_OFFERS, PART_DUES,
						     PART_EVENTS };
	bool given = true;

	for (int i = 0; i < PARTS; i++)
		height[i] = 1;
	rows -= PARTS;
	while (rows > 0 && given) {
		given = false;
		for (int i = 0; i < PARTS && rows > 0; i++) {
			if (height[order[i]] >= want[order[i]])
				continue;
			height[order[i]]++;
			rows--;
			given = true;
		}
	}
	if (rows > 0)
		height[PART_EVENTS] += rows;
}

void
case_lay_out(const struct casescreen *k, struct case_layout *l)
{
	const int want[PARTS] = { (int)k->f.n_dues, (int)k->f.n_offers,
				  (int)k->f.n_events };
	int foot = ui_foot(k->s.ui) - 1, width = ui_cols(k->s.ui) - 1;
	int row = 1 + person_header_rows(&k->f.person);

	l->state_row = row;
	l->summary_rows = summary_rows(k, NULL, 0, width - LABEL_COL);
	row += 1 + l->summary_rows;
	/* A heading each, and a blank row before it. */
	share_rows(foot - row - 2 * PARTS, want, l->height);
	for (int i = 0; i < PARTS; i++) {
		row += 2;
		l->row[i] = row;
		row += l->height[i];
	}
	if (k->whole) {
		l->row[PART_EVENTS] = l->state_row + l->summary_rows + 5;
		l->height[PART_EVENTS] = foot - l->row[PART_EVENTS];
	}
}

static void
draw_state(const struct casescreen *k, struct canvas *c,
	   const struct case_layout *l)
{
	const struct case_brief *b = &k->f.brief;
	struct arena a = ARENA_INIT;
	int end = c->cols - 1;

	canvas_text(c, l->state_row, 0, LABEL_COL, STYLE_HEADING, "State");
	canvas_text_cut(c, l->state_row, LABEL_COL, end - 30 - LABEL_COL,
			b->closed ? STYLE_PLAIN : STYLE_GOOD, b->state_label);
	canvas_text(c, l->state_row, end - 28, 18, STYLE_PLAIN,
		    arena_printf(&a, "since %s",
				 date_format(&a, b->state_since, DATE_SHORT)));
	canvas_right(c, l->state_row, end, STYLE_PLAIN,
		     b->owner[0] ? b->owner : "no owner");
	if (l->summary_rows > 0)
		canvas_text(c, l->state_row + 1, 0, LABEL_COL, STYLE_HEADING,
			    "Summary");
	summary_rows(k, c, l->state_row + 1, end - LABEL_COL);
	arena_clear(&a);
}

/* The heading of a part; says where one is in a list longer than its rows. */
static void
draw_heading(struct canvas *c, int row, const char *text,
	     const struct browse *b, int height)
{
	struct arena a = ARENA_INIT;
	size_t first = browse_first(b, height);

	canvas_text(c, row, 0, c->cols, STYLE_HEADING, text);
	if (b->n > (size_t)height)
		canvas_printf(c, row, utf8_width(text) + 2, 20, STYLE_PLAIN,
			      "%zu-%zu of %zu", first + 1,
			      first + (size_t)height, b->n);
	arena_clear(&a);
}

static enum style
due_style(const struct due *d)
{
	if (!date_is_set(d->due) || d->days_left > 0)
		return STYLE_PLAIN;
	return d->days_left < 0 ? STYLE_ALERT : STYLE_WARN;
}

static void
draw_due(struct canvas *c, int row, const struct due *d, bool marked)
{
	struct arena a = ARENA_INIT;
	int end = c->cols - 1, left = end - 16, when = left - 23;
	const char *day =
		date_is_set(d->due) ? date_format(&a, d->due, DATE_LONG) : "";
	const char *text = d->of[0] != '\0'
				   ? arena_printf(&a, "%s: %s", d->text, d->of)
				   : d->text;

	if (d->minutes >= 0)
		day = arena_printf(&a, "%s %s", day,
				   time_format(&a, d->minutes));
	canvas_text_cut(c, row, 2, when - 4,
			marked ? STYLE_SELECTED : STYLE_PLAIN, text);
	canvas_text(c, row, when, 22, STYLE_PLAIN, day);
	canvas_text_cut(c, row, left, 16, due_style(d), d->left);
	table_mark(c, row, marked);
	arena_clear(&a);
}

static void
draw_dues(const struct casescreen *k, struct canvas *c,
	  const struct case_layout *l)
{
	int row = l->row[PART_DUES], height = l->height[PART_DUES];
	size_t first = browse_first(&k->dues, height);

	draw_heading(c, row - 1, "Due", &k->dues, height);
	canvas_text(c, row - 1, c->cols - 40, 6, STYLE_HEADING, "When");
	canvas_text(c, row - 1, c->cols - 17, 6, STYLE_HEADING, "Left");
	for (size_t i = first; i < k->dues.n && height-- > 0; i++, row++)
		draw_due(c, row, &k->f.dues[i],
			 k->part == PART_DUES && i == k->dues.at);
	if (k->dues.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN, "Nothing is due.");
}

static void
draw_offers(const struct casescreen *k, struct canvas *c,
	    const struct case_layout *l)
{
	int row = l->row[PART_OFFERS], height = l->height[PART_OFFERS];
	int at = c->cols > 110 ? 44 : 34;
	size_t first = browse_first(&k->offers, height);
	struct arena a = ARENA_INIT;

	draw_heading(c, row - 1, "What may be done now", &k->offers, height);
	for (size_t i = first; i < k->offers.n && height-- > 0; i++, row++) {
		const struct offer *o = &k->f.offers[i];
		bool marked = k->part == PART_OFFERS && i == k->offers.at;
		bool ready = o->may && o->state.ready;

		canvas_text_cut(c, row, 2, at - 4,
				marked ? STYLE_SELECTED : STYLE_PLAIN,
				o->transition->label);
		canvas_text_cut(c, row, at, c->cols - at,
				ready ? STYLE_GOOD : STYLE_HINT,
				case_step_text(o, &a));
		table_mark(c, row, marked);
	}
	if (k->offers.n == 0)
		canvas_text(c, row, 2, c->cols, STYLE_PLAIN,
			    "Nothing: this case has ended.");
	arena_clear(&a);
}

void
case_draw(const struct screen *s, struct canvas *c)
{
	const struct casescreen *k = case_of(s);
	struct case_layout l;

	case_lay_out(k, &l);
	person_header(c, &k->f.person, 1);
	draw_state(k, c, &l);
	if (k->whole) {
		chronology_draw(&k->events, c, l.row[PART_EVENTS] - 3,
				ui_foot(s->ui) - 1, true, true);
		return;
	}
	draw_dues(k, c, &l);
	draw_offers(k, c, &l);
	chronology_draw(&k->events, c, l.row[PART_EVENTS] - 1,
			ui_foot(s->ui) - 1, k->part == PART_EVENTS, false);
}
