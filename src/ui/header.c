/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/header.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

#define ADDRESS_SECRET "ADDRESS SECRET" /* as casework words it */
#define SAFE_WIDTH 65			/* columns of its text */
#define SAFE_MOST 3			/* rows of it */
#define NARROW 79			/* columns of the smallest window */
#define GAP 2				/* columns between the parts of a row */

static bool
has_safe_contact(const struct person_brief *p)
{
	return p->safe_contact != NULL && p->safe_contact[0] != '\0';
}

/* The safe contact is never cut short for want of a row: it may take three,
 * as wide as the smallest window so that they are as many in any. */
static int
safe_rows(const struct person_brief *p)
{
	const char *text = p->safe_contact;
	size_t len;
	int n = 0;

	for (; text[0] != '\0' && n < SAFE_MOST; n++)
		text += text_line(text, SAFE_WIDTH, &len);
	return n;
}

static const char *
who_it_is(struct arena *a, const struct person_brief *p)
{
	struct buf b = BUF_INIT;
	const char *line;

	buf_str(&b, p->full_name);
	if (date_is_set(p->born))
		buf_printf(&b, "  born %s",
			   date_format(a, p->born, DATE_SHORT));
	if (date_is_set(p->born) && p->age >= 0)
		buf_printf(&b, " (%d)", p->age);
	buf_printf(&b, "  %s", p->ref);
	line = arena_strdup(a, b.s);
	buf_clear(&b);
	return line;
}

static const char *
alert_line(struct arena *a, const struct person_brief *p)
{
	struct buf b = BUF_INIT;
	const char *line;

	buf_str(&b, "ALERT");
	for (size_t i = 0; i < p->n_flags; i++)
		buf_printf(&b, "%s  %s", i > 0 ? ";" : "", p->flags[i].text);
	line = arena_strdup(a, b.s);
	buf_clear(&b);
	return line;
}

/* What stands right of the name when a safe contact takes the next row: the
 * alerts, and that the address is secret.  NULL when that is more than there
 * is room for in the smallest window: an alert is never cut for it. */
static const char *
alert_beside(struct arena *a, const struct person_brief *p)
{
	int room = NARROW - utf8_width(who_it_is(a, p)) - GAP;
	const char *text;

	if (p->n_flags == 0 || !has_safe_contact(p))
		return NULL;
	text = alert_line(a, p);
	if (strcmp(p->address, ADDRESS_SECRET) == 0)
		text = arena_printf(a, "%s  %s", ADDRESS_SECRET, text);
	return utf8_width(text) <= room ? text : NULL;
}

/* Alerts stand on a row of their own, unless there is room for them beside
 * the name of somebody whose safe contact takes one. */
int
person_header_rows(const struct person_brief *p)
{
	struct arena a = ARENA_INIT;
	int rows = 2;

	if (p->id == 0)
		return 0;
	if (has_safe_contact(p))
		rows += safe_rows(p);
	rows += p->n_flags > 0 && alert_beside(&a, p) == NULL;
	arena_clear(&a);
	return rows;
}

static void
draw_beside(struct canvas *c, const struct person_brief *p, const char *alert,
	    int row, int from)
{
	const char *text = alert != NULL ? alert : p->address;
	bool loud = alert != NULL || strcmp(p->address, ADDRESS_SECRET) == 0;
	int width = c->cols - 1 - from;

	if (text == NULL || text[0] == '\0' || width < 8)
		return;
	if (utf8_width(text) < width && loud)
		from = c->cols - 1 - utf8_width(text);
	canvas_text_cut(c, row, from, width, loud ? STYLE_ALERT : STYLE_PLAIN,
			text);
}

int
person_header(struct canvas *c, const struct person_brief *p, int row)
{
	struct arena a = ARENA_INIT;
	int used, last = c->cols - 1;
	const char *beside;

	if (p->id == 0)
		return row;
	beside = alert_beside(&a, p);
	used = canvas_text_cut(c, row, 0, last, STYLE_PERSON, who_it_is(&a, p));
	draw_beside(c, p, beside, row, used + GAP);
	row++;
	if (has_safe_contact(p)) {
		used = canvas_text(c, row, 0, last, STYLE_ALERT,
				   "SAFE CONTACT");
		row += canvas_wrap(c, row, used + GAP, SAFE_WIDTH, SAFE_MOST,
				   STYLE_ALERT, p->safe_contact);
	}
	if (p->n_flags > 0 && beside == NULL) {
		canvas_text_cut(c, row, 0, last, STYLE_ALERT,
				alert_line(&a, p));
		row++;
	}
	canvas_rule(c, row, 0, last);
	arena_clear(&a);
	return row + 1;
}
