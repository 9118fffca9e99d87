/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A list of questions answered with single keys, and at the foot of the
 * page what they come to: the score, how many of each answer, and what the
 * form works out from them.
 */
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "ui/form_parts.h"

#define BANDS_MOST 4
#define DEPTH_MOST 8 /* calculations upon calculations */

bool
form_is_mark(const struct form_screen *f, const struct item *it)
{
	(void)f;
	return it->type == Q_SELECT_ONE && it->group != NULL &&
	       it->repeat == NULL && it->group->look == LOOK_TABLE_LIST &&
	       it->look != LOOK_MINIMAL;
}

/* --- Answering ------------------------------------------------------ */

/*
 * Choices that score 0, 1, 2 and so on go by that number: it stands on the
 * published sheet from which they are copied.  The choice of a figure then; -1
 * elsewhere.
 */
static int
by_score(const struct choice *const *offered, size_t n, uint32_t ch)
{
	for (size_t i = 0; i < n; i++)
		if (!offered[i]->has_score ||
		    offered[i]->score != (int64_t)i * NUMBER_ONE)
			return -1;
	return ch >= '0' && ch - '0' < n && n <= 10 ? (int)(ch - '0') : -1;
}

/* The one key that gives this choice: its score where they go by that, a
 * letter if it is this choice's alone, else its number. */
static const char *
key_of(struct arena *a, const struct item *it,
       const struct choice *const *offered, size_t n, size_t i)
{
	const char *label = text_fold(a, offered[i]->label), *why;
	const char *letters[] = {
		arena_strndup(a, label,
			      text_cluster_next(label, strlen(label), 0)),
		"u"
	};
	struct value v;

	if (by_score(offered, n, '0') == 0)
		return arena_printf(a, "%zu", i);
	for (size_t k = 0; k < 2; k++)
		if (answer_choose(a, it, offered, n, letters[k], &v, &why) &&
		    v.type == VAL_CODE && strcmp(v.text, offered[i]->code) == 0)
			return letters[k];
	return arena_printf(a, "%zu", i + 1);
}

const char *
form_mark_keys(const struct form_screen *f, struct arena *a,
	       const struct item *it, size_t row)
{
	const struct choice **offered;
	size_t n = choices_offered(f->edit->view, it, row, &offered);
	struct buf b = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s %s", i > 0 ? "   " : "",
			   key_of(a, it, offered, n, i), offered[i]->label);
	text = arena_strdup(a, b.n > 0 ? b.s : "");
	buf_clear(&b);
	return text;
}

/* What a key means; false: nothing. */
static bool
mark_of(struct arena *a, const struct item *it,
	const struct choice *const *offered, size_t n, uint32_t ch,
	struct value *out)
{
	char key[5] = "";
	const char *why;

	if (ch >= '0' && ch <= '9' && by_score(offered, n, '0') == 0) {
		int i = by_score(offered, n, ch);

		*out = i >= 0 ? value_code(offered[i]->code) : value_empty;
		return i >= 0;
	}
	key[utf8_put(key, ch)] = '\0';
	return answer_choose(a, it, offered, n, key, out, &why);
}

void
form_mark_type(struct form_screen *f, uint32_t ch)
{
	const struct item *it = f->focus.item;
	struct arena a = ARENA_INIT;
	const struct choice **offered;
	struct value v;
	size_t n = choices_offered(f->edit->view, it, f->focus.row, &offered);

	if (ch == ' ') {
		form_put(f, it, f->focus.row, value_empty);
	} else if (mark_of(&a, it, offered, n, ch, &v)) {
		form_put(f, it, f->focus.row, v);
		form_move(f, 1, false);
	} else {
		ui_say(f->screen.ui, "One key answers: %s",
		       form_mark_keys(f, &a, it, f->focus.row));
	}
	arena_clear(&a);
}

/* --- What follows from them ----------------------------------------- */

static bool
looks_at(const struct item *it, const struct item *group, int depth)
{
	const struct item *const *items;
	size_t n;

	if (it->calculation == NULL || depth == 0)
		return false;
	n = expr_items(it->calculation, &items);
	for (size_t i = 0; i < n; i++)
		if (items[i] == group || items[i]->group == group ||
		    looks_at(items[i], group, depth - 1))
			return true;
	return false;
}

/* Calculations that give a choice of a list, as a risk level is one. */
static size_t
bands(const struct form_screen *f, struct arena *a, const struct item *group,
      const char **out)
{
	const struct form *form = f->edit->form;
	size_t n = 0;

	for (size_t i = 0; i < form->n && n < BANDS_MOST; i++) {
		const struct item *it = &form->items[i];

		if (it->kind == ITEM_CALCULATE && it->list != NULL &&
		    form_shows(f, it, NO_ROW) &&
		    looks_at(it, group, DEPTH_MOST))
			out[n++] =
				arena_printf(a, "%s: %s", it->label,
					     form_shown_text(f, a, it, NO_ROW));
	}
	return n;
}

/* Side by side from (row, col), on to the next row where one does not fit;
 * returns the rows used.  c may be NULL. */
static int
draw_bands(struct canvas *c, int row, int col, int width, const char *const *v,
	   size_t n)
{
	int at = 0, used = n > 0;

	for (size_t i = 0; i < n; i++) {
		int w = utf8_width(v[i]);

		if (at > 0 && at + w > width) {
			at = 0;
			used++;
		}
		if (c != NULL)
			canvas_text_cut(c, row + used - 1, col + at, width - at,
					STYLE_WARN, v[i]);
		at += w + 3;
	}
	return used;
}

/* How often each choice was given: `Yes 14, No 4, Not known 1, open 5`. */
static const char *
tally(const struct form_screen *f, struct arena *a, const struct item *group)
{
	const struct form *form = f->edit->form;
	const struct list *list = NULL;
	struct buf b = BUF_INIT;
	const char *text;
	size_t *counts = NULL, open = 0;

	for (size_t i = group->index + 1; i <= group->last; i++) {
		const struct item *it = &form->items[i];
		struct value v;

		if (!form_is_mark(f, it) || !form_shows(f, it, NO_ROW))
			continue;
		if (list == NULL) {
			list = it->list;
			counts = arena_array(a, list->n + 1, sizeof(*counts));
		}
		v = view_value(f->edit->view, it, NO_ROW);
		open += value_is_empty(&v);
		for (size_t k = 0; k < list->n && it->list == list; k++)
			counts[k] += value_has_code(&v, list->choices[k].code);
	}
	for (size_t k = 0; list != NULL && k < list->n; k++)
		if (counts[k] > 0)
			buf_printf(&b, "%s %zu, ", list->choices[k].label,
				   counts[k]);
	buf_printf(&b, "open %zu", open);
	text = arena_strdup(a, b.s);
	buf_clear(&b);
	return text;
}

static const struct item *
group_shown(const struct form_screen *f, const struct form_layout *l)
{
	const struct item *first = NULL;

	for (size_t i = 0; i < l->n; i++) {
		if (l->v[i].kind != LINE_MARK)
			continue;
		if (first == NULL || l->v[i].item == f->focus.item)
			first = l->v[i].item->group;
	}
	return first;
}

static void
draw_score(const struct form_screen *f, struct canvas *c,
	   const struct form_layout *l, const struct item *group, int row)
{
	struct arena a = ARENA_INIT;
	int col = l->col + MARGIN, width = l->width - MARGIN, used = 0;
	int64_t score, most;
	size_t answered, items;

	if (group_score(f->edit->view, group, &score, &most, &answered, &items))
		used = canvas_printf(c, row, col, width, STYLE_HEADING,
				     "Score %s of %s", number_format(&a, score),
				     number_format(&a, most)) +
		       3;
	canvas_text_cut(c, row, col + used, width - used, STYLE_PLAIN,
			tally(f, &a, group));
	arena_clear(&a);
}

/* Rule, score and counts, and what follows from them. */
int
form_score_foot(const struct form_screen *f, struct canvas *c,
		const struct form_layout *l, int foot)
{
	struct arena a = ARENA_INIT;
	const struct item *group = group_shown(f, l);
	int col = l->col + MARGIN, width = l->width - MARGIN, rows;
	const char *v[BANDS_MOST];
	size_t n;

	if (group == NULL)
		return 0;
	n = bands(f, &a, group, v);
	rows = 2 + draw_bands(NULL, 0, col, width, v, n);
	if (c != NULL) {
		canvas_rule(c, foot - rows, l->col, l->width);
		draw_score(f, c, l, group, foot - rows + 1);
		draw_bands(c, foot - rows + 2, col, width, v, n);
	}
	arena_clear(&a);
	return rows;
}
