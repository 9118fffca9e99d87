/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented answers: drawn by type, then drawn again wherever a rule of the
 * form says that they will not do.
 */
#include <string.h>

#include "base/random.h"
#include "casework/practice_parts.h"

#define ROUNDS 14

struct answering {
	struct edit *e;
	const struct practice_world *w;
	struct practice_name name;
	unsigned int round;
};

static int
between(int low, int high)
{
	return low + (int)random_below((uint32_t)(high - low + 1));
}

/* --- by type ---------------------------------------------------------------------- */

static struct value
draw_date(const struct answering *g, const struct item *it)
{
	struct date today = clock_today(), d;

	if (it->means == MEANS_birth_date)
		return value_date(
			date_add_days(today, -between(18 * 366, 75 * 365)));
	/* Most dates on a form are of today or shortly before; later rounds
	 * try other stretches for what the first would not fit. */
	switch (g->round % 7) {
	case 0:
		d = date_add_days(today, -between(0, 5));
		break;
	case 1:
		d = date_add_days(today, between(3, 28));
		break;
	case 2:
		d = today;
		break;
	case 3:
		d = date_add_days(today, between(1, 60));
		break;
	case 4:
		d = date_add_days(today, -between(5, 400));
		break;
	case 5:
		d = date_add_days(today, between(60, 500));
		break;
	default:
		d = date_add_days(today, -between(400, 12000));
	}
	return value_date(d);
}

static struct value
draw_number(const struct answering *g)
{
	static const int most[] = { 3, 20, 1, 9, 60, 200, 100 };
	unsigned int i = g->round % (sizeof(most) / sizeof(most[0]));

	return value_int(between(g->round == 2 ? 0 : 1, most[i]));
}

struct value
practice_means(struct arena *a, const struct practice_name *name, enum means m)
{
	switch (m) {
	case MEANS_given_name:
	case MEANS_known_as:
		return value_text(name->given);
	case MEANS_family_name:
		return value_text(name->family);
	case MEANS_house:
		return value_text(arena_printf(a, "%d", between(1, 160)));
	case MEANS_street:
		return value_text(practice_street());
	case MEANS_postcode:
		return value_text(practice_postcode());
	case MEANS_phone:
		return value_text(practice_number(a, ID_PHONE));
	case MEANS_email:
		return value_text(practice_number(a, ID_EMAIL));
	case MEANS_nhs:
		return value_text(practice_number(a, ID_NHS));
	case MEANS_nino:
		return value_text(practice_number(a, ID_NINO));
	case MEANS_pnc:
		return value_text(practice_number(a, ID_PNC));
	case MEANS_cro:
		return value_text(practice_number(a, ID_CRO));
	case MEANS_crn:
		return value_text(practice_number(a, ID_CRN));
	case MEANS_uprn:
		return value_text(
			arena_printf(a, "60%08u", random_below(100000000)));
	case MEANS_source_id:
		return value_text(
			arena_printf(a, "Q%07u", random_below(10000000)));
	default:
		return value_empty;
	}
}

struct value
practice_looked_for(struct arena *a, const struct item *it)
{
	struct practice_name other;

	if (!it->repeat)
		return value_text(
			arena_printf(a, "R%06u", random_below(1000000)));
	practice_name(&other);
	return value_text(other.given);
}

static struct value
draw_text(const struct answering *g, const struct item *it)
{
	struct arena *a = &g->e->arena;
	struct value v = practice_means(a, &g->name, it->means);

	/* The same name in another script cannot be drawn: left out. */
	if (!value_is_empty(&v) || it->means == MEANS_own_script)
		return v;
	if (!g->round && it->search && it->form->kind == FORM_PERSON)
		return practice_looked_for(a, it);
	/* Words were refused: a number with a check of its own that no
	 * `means` names. */
	if (g->round && it->look != LOOK_MULTILINE)
		return value_text(practice_number(
			a, (enum identifier)((g->round - 1) % ID_COUNT)));
	return value_text(practice_text(a, it->look == LOOK_MULTILINE));
}

static struct value
draw_choice(const struct answering *g, const struct item *it, size_t row)
{
	const struct choice **v;
	size_t n = choices_offered(g->e->view, it, row, &v);
	struct value out = { .type = VAL_CODES };
	const char **codes;

	if (!n)
		return value_empty;
	if (it->type == Q_SELECT_ONE) {
		/* The first ones more often: lists begin with the usual. */
		size_t i = random_below((uint32_t)n);
		bool again = i && !g->round && random_below(3) == 0;

		if (again)
			i = random_below((uint32_t)i);
		/* Few addresses are secret, though yes comes first. */
		if (it->means == MEANS_secret)
			i = again ? 0 : n - 1;
		return value_code(v[i]->code);
	}
	codes = arena_array(&g->e->arena, 1, sizeof(*codes));
	codes[0] = v[random_below((uint32_t)n)]->code;
	out.codes.v = codes;
	out.codes.n = 1;
	return out;
}

static struct value
draw_person(const struct answering *g)
{
	const struct practice_world *w = g->w;
	uint64_t id = w->n_people
			      ? w->people[random_below((uint32_t)w->n_people)]
			      : 0;

	return value_person(id == g->e->person ? 0 : id);
}

static struct value
draw_value(const struct answering *g, const struct item *it, size_t row)
{
	switch (it->type) {
	case Q_TEXT:
		return draw_text(g, it);
	case Q_INTEGER:
	case Q_DECIMAL:
		return draw_number(g);
	case Q_DATE:
		return draw_date(g, it);
	case Q_DATETIME: {
		struct value d = draw_date(g, it);

		return value_datetime(d.date, g->round % 2
						      ? between(0, 480)
						      : between(540, 1020));
	}
	case Q_TIME:
		return value_time(between(540, 1020));
	case Q_DURATION:
		return value_duration(
			(struct duration){ between(1, 30), DUR_DAYS });
	case Q_SELECT_ONE:
	case Q_SELECT_MULTIPLE:
		return draw_choice(g, it, row);
	case Q_PERSON:
		return draw_person(g);
	case Q_USER:
		return value_user(g->w->n_users
					  ? g->w->users[random_below(
						    (uint32_t)g->w->n_users)]
					  : "");
	case Q_NONE:
	case Q_ATTACHMENT:
	case Q_CASE:
		break;
	}
	return value_empty;
}

/* --- a whole form ------------------------------------------------------------------- */

/* What only stands in a repeat or group that is wanted is answered every
 * other time: a condition may ask for a row that lacks something. */
static bool
wanted(const struct item *it, const struct item *const *only, size_t n)
{
	bool inside = false;

	if (!only)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (only[i] == it)
			return true;
		inside |= only[i] == it->repeat || only[i] == it->group;
	}
	return inside && (it->required || random_below(2));
}

static bool
answerable(const struct item *it)
{
	return it->kind == ITEM_QUESTION && !it->read_only &&
	       !item_retired(it) && it->type != Q_ATTACHMENT &&
	       it->type != Q_CASE;
}

/* Put a value without working the rules out each time. */
static void
put_value(struct edit *e, const struct item *it, size_t row, struct value v)
{
	struct fields *f = &e->answers;
	const struct value *rows;

	if (it->repeat) {
		rows = fields_get(&e->answers, it->repeat->name);
		if (!rows || rows->type != VAL_ROWS || row >= rows->rows.n)
			return;
		f = &rows->rows.v[row].fields;
	}
	fields_set(f, it->name, v);
	e->changed = true;
}

/* A row that a step asks for may be there, and lack an answer only. */
static unsigned int
row_share(const struct answering *g, const struct item *repeat)
{
	return view_rows(g->e->view, repeat) ? 30 : 100;
}

/* The first row that lacks this answer, else the last of n. */
static size_t
row_without(const struct answering *g, const struct item *it, size_t n)
{
	size_t row = 0;

	while (row < n - 1 && (view_struck(g->e->view, it->repeat, row) ||
			       edit_get(g->e, it, row)))
		row++;
	return row;
}

static void
first_round(struct answering *g, unsigned int share,
	    const struct item *const *only, size_t n_only)
{
	const struct form *f = g->e->form;

	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		size_t row = NO_ROW;

		if (it->kind == ITEM_REPEAT && wanted(it, only, n_only) &&
		    random_below(100) < (only ? row_share(g, it) : share / 2)) {
			edit_add_row(g->e, it);
			continue;
		}
		if (!answerable(it) || !wanted(it, only, n_only) || it->unsafe)
			continue;
		if (it->repeat) {
			size_t n = view_rows(g->e->view, it->repeat);

			if (!n)
				continue;
			row = only ? row_without(g, it, n) : n - 1;
		}
		if (!only && it->required != REQUIRED_SAVE &&
		    it->means == MEANS_NONE && random_below(100) >= share)
			continue;
		if (!only && edit_get(g->e, it, row))
			continue; /* a default stands */
		put_value(g->e, it, row, draw_value(g, it, row));
	}
	edit_view(g->e);
}

static bool
is_missing(const struct view_fault *f)
{
	return f->fault == FAULT_REQUIRED || f->fault == FAULT_REQUIRED_SAVE;
}

/* What is missing is drawn as the first round would; what was refused, as no
 * round before. */
static struct value
draw_again(const struct answering *g, const struct view_fault *f)
{
	struct answering first = *g;

	first.round = 0;
	return draw_value(is_missing(f) ? &first : g, f->item, f->row);
}

/* Draw again what a rule refuses or misses; what cannot be put right by
 * drawing is left empty.  False: nothing was at fault. */
static bool
next_round(struct answering *g, bool last)
{
	const struct view_fault *faults;
	size_t n = view_faults(g->e->view, &faults);
	bool some = false;

	for (size_t i = 0; i < n; i++) {
		const struct view_fault *f = &faults[i];

		if (f->fault == FAULT_CHECK || !answerable(f->item))
			continue;
		if (last && is_missing(f))
			continue;
		put_value(g->e, f->item, f->row,
			  last ? value_empty : draw_again(g, f));
		some = true;
	}
	if (some)
		edit_view(g->e);
	return some;
}

void
practice_answer(struct edit *e, const struct practice_world *w,
		unsigned int share, const struct item *const *only,
		size_t n_only)
{
	struct answering g = { .e = e, .w = w };

	practice_name(&g.name);
	e->lenient = true;
	first_round(&g, share, only, n_only);
	for (g.round = 1; g.round < ROUNDS; g.round++)
		if (!next_round(&g, false))
			return;
	next_round(&g, true);
}
