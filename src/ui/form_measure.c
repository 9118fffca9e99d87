/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How wide the columns of a page are, how high its lines, where each stands.
 */
#include "base/text.h"
#include "ui/form_parts.h"

#define LEFT_NARROW 24 /* the list of sections at 80 columns */
#define LEFT_WIDE 34
#define WIDE 120
#define FIELD_LEAST 12 /* beside a label that is longer than most */
#define STRETCH 2      /* columns given so that all labels align */
#define LABEL_MOST 46
#define TEXT_LEAST 3 /* rows of an answer of several lines */
#define TEXT_MOST 6
#define TEXT_TALL 12 /* in a window of more than TALL rows */
#define TALL 32
#define FIX_MOST 2    /* rows of a fix under its field */
#define PAGE_MOST 100 /* columns of a page */

static bool
has_label_column(const struct form_line *ln)
{
	return ln->kind == LINE_FIELD || ln->kind == LINE_SHOWN ||
	       ln->kind == LINE_MARK;
}

static bool
is_long_text(const struct form_line *ln)
{
	return ln->kind == LINE_REASON ||
	       (ln->kind == LINE_FIELD && ln->item->type == Q_TEXT &&
		ln->item->look == LOOK_MULTILINE);
}

/* Before the label: the number of a mark, or what shows that it is a row's. */
int
form_indent(const struct form_line *ln)
{
	return ln->kind == LINE_MARK || ln->item->repeat != NULL ? 4 : 0;
}

/* The label's columns, with what is before it. */
static int
label_columns(const struct form_line *ln)
{
	return utf8_width(ln->item->label) + form_indent(ln);
}

/* Columns that a field wants, with what is echoed or marked beside it. */
static int
wanted(const struct form_line *ln)
{
	static const int by_type[] = {
		[Q_NONE] = 12,
		[Q_TEXT] = 21,
		[Q_INTEGER] = 10,
		[Q_DECIMAL] = 14,
		[Q_DATE] = 18,
		[Q_DATETIME] = 21,
		[Q_TIME] = 8,
		[Q_DURATION] = 14,
		[Q_PERSON] = 22,
		[Q_USER] = 20,
		[Q_ATTACHMENT] = 21,
		[Q_SELECT_ONE] = 22,
		[Q_SELECT_MULTIPLE] = 22,
		[Q_CASE] = 20,
	};

	return ln->kind == LINE_MARK ? FIELD_LEAST : by_type[ln->item->type];
}

static bool
is_aligned(const struct form_line *ln)
{
	return has_label_column(ln) && !is_long_text(ln);
}

/* As many labels as can be stand in one column; a longer one pushes its own
 * field to the right. */
static void
measure_labels(struct form_layout *l)
{
	int room = l->width - MARGIN - 2, most = LABEL_MOST, longest = 0;

	for (size_t i = 0; i < l->n; i++)
		if (is_aligned(&l->v[i]) && room - wanted(&l->v[i]) < most)
			most = room - wanted(&l->v[i]);
	for (size_t i = 0; i < l->n; i++) {
		int w = is_aligned(&l->v[i]) ? label_columns(&l->v[i]) : 0;

		l->v[i].own_label = w > room - FIELD_LEAST;
		if (w > longest)
			longest = w;
		if (w > l->label_width && w <= most)
			l->label_width = w;
	}
	if (longest <= most + STRETCH)
		l->label_width = longest;
	if (l->label_width < FIELD_LEAST)
		l->label_width = FIELD_LEAST;
}

static void
measure_columns(const struct form_screen *f, struct form_layout *l,
		size_t sections)
{
	int cols = ui_cols(f->screen.ui);

	l->left = sections < 2 ? 0 : cols >= WIDE ? LEFT_WIDE : LEFT_NARROW;
	l->col = l->left;
	l->width = cols - 1 - l->col;
	if (l->width > PAGE_MOST)
		l->width = PAGE_MOST;
	measure_labels(l);
}

/* Always on the row of the label, where it is read. */
int
form_field_col(const struct form_layout *l, const struct form_line *ln)
{
	int w = ln->own_label ? 0 : label_columns(ln);

	if (w < l->label_width)
		w = l->label_width;
	return l->col + MARGIN + w + 2;
}

/* Sentences are read at ease in no more columns than these. */
#define PROSE_MOST 76

int
form_prose_width(const struct form_layout *l, int indent)
{
	int width = l->width - MARGIN - indent;

	return width < PROSE_MOST ? width : PROSE_MOST;
}

int
form_text_width(const struct form_layout *l)
{
	return form_prose_width(l, 0);
}

int
form_field_width(const struct form_layout *l, const struct form_line *ln)
{
	static const int by_type[] = {
		[Q_NONE] = 40,
		[Q_TEXT] = 50,
		[Q_INTEGER] = 8,
		[Q_DECIMAL] = 12,
		[Q_DATE] = 13,
		[Q_DATETIME] = 19,
		[Q_TIME] = 7,
		[Q_DURATION] = 12,
		[Q_PERSON] = 40,
		[Q_USER] = 24,
		[Q_ATTACHMENT] = 50,
		[Q_SELECT_ONE] = 44,
		[Q_SELECT_MULTIPLE] = 44,
		[Q_CASE] = 24,
	};
	const struct item *it = ln->item;
	int room = l->col + l->width - form_field_col(l, ln);
	int width = by_type[it->type];

	if (it->type == Q_DATE && it->estimate)
		width = 16;
	if (form_is_chosen(it))
		room -= 4;
	return width < room ? width : room;
}

static int
wrapped(const char *text, int width, int most)
{
	size_t len;
	int lines = 0;

	while (*text != '\0' && lines < most) {
		text += text_line(text, width, &len);
		lines++;
	}
	return lines;
}

/* Of a text that is not being typed in. */
static int
kept_rows(const struct form_screen *f, const struct form_line *ln, int width,
	  int most)
{
	struct arena a = ARENA_INIT;
	struct line tmp;
	int rows;

	line_init(&tmp, form_edit_text(f, &a, ln->item, ln->row), true);
	rows = line_count(&tmp, width, most);
	line_clear(&tmp);
	arena_wipe(&a);
	return rows;
}

static int
text_rows(const struct form_screen *f, const struct form_layout *l,
	  const struct form_line *ln)
{
	int rows, most = ui_rows(f->screen.ui) > TALL ? TEXT_TALL : TEXT_MOST;
	int width = form_text_width(l);

	if (ln->kind == LINE_REASON)
		rows = line_count(&f->reason, width, most);
	else if (f->has_input && f->focus.item == ln->item &&
		 f->focus.row == ln->row)
		rows = line_count(&f->input, width, most);
	else
		rows = kept_rows(f, ln, width, most);
	rows++; /* one to go on in */
	return rows < TEXT_LEAST ? TEXT_LEAST : rows > most ? most : rows;
}

static int
fix_rows(const struct form_screen *f, const struct form_layout *l,
	 const struct form_line *ln)
{
	struct arena a = ARENA_INIT;
	const char *fix;
	bool soft;
	int rows = 0;

	if (ln->kind != LINE_FIELD && ln->kind != LINE_MARK)
		return 0;
	fix = form_fault(f, &a, ln->item, ln->row, &soft);
	if (fix != NULL)
		rows = wrapped(fix, form_prose_width(l, 2), FIX_MOST);
	arena_wipe(&a);
	return rows;
}

/* A line for each thing that the step does, and air. */
static int
what_rows(const struct edit *e)
{
	return 2 + (int)e->transition->n_tasks + (e->tasks_stay > 0);
}

static int
line_height(const struct form_screen *f, const struct form_layout *l,
	    const struct form_line *ln)
{
	int height = 1;

	if (is_long_text(ln))
		height = 1 + text_rows(f, l, ln);
	else if (ln->kind == LINE_NOTE || ln->kind == LINE_CHECK)
		height = wrapped(ln->item->label, form_prose_width(l, 0), 4);
	else if (ln->kind == LINE_WHAT)
		height = what_rows(f->edit);
	else if (ln->own_label)
		height = 2;
	return height + fix_rows(f, l, ln);
}

static const struct item *
repeat_of(const struct form_line *ln)
{
	if (ln->item == NULL)
		return NULL;
	return ln->item->kind == ITEM_REPEAT ? ln->item : ln->item->repeat;
}

/* Before a heading, and around the rows of a repeat. */
static bool
wants_air(const struct form_layout *l, size_t i)
{
	return i > 0 && (l->v[i].kind == LINE_HEADING ||
			 repeat_of(&l->v[i]) != repeat_of(&l->v[i - 1]));
}

static void
measure_rows(const struct form_screen *f, struct form_layout *l)
{
	int top = 0;

	for (size_t i = 0; i < l->n; i++) {
		top += wants_air(l, i);
		l->v[i].top = top;
		l->v[i].height = line_height(f, l, &l->v[i]);
		top += l->v[i].height;
	}
	l->height = top;
}

void
form_measure(const struct form_screen *f, struct form_layout *l,
	     size_t sections)
{
	measure_columns(f, l, sections);
	measure_rows(f, l);
}
