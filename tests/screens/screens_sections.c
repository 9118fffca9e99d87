/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every section of every form, at 80 by 24, with all that can ever be asked
 * on it: the forms are read with their `relevant:` left out.  One file a form
 * (expected/sections-FORM.txt) holds its sections one below the other, each
 * row of a repeat opened once.  Beside that, whatever the files say: no label,
 * no name of a section and no hint is cut.
 */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define FORMS_MOST 100
#define LEFT 24	    /* the list of sections */
#define NAME_END 16 /* the last column of a section's name */
#define LINE_END 78 /* the last column of a line */
#define TOP 3	    /* rows of the page: what is between title ... */
#define FOOT 21	    /* ... and hint */
#define HINT 22
#define STEPS_MOST 400 /* through one form */

/* --- The stage: a store in which everything is asked ----------------------- */

static bool
is_property(const char *line, size_t n, const char *name)
{
	size_t blank = strspn(line, " \t");

	return blank > 0 && blank + strlen(name) < n &&
	       strncmp(line + blank, name, strlen(name)) == 0;
}

/* The text without `relevant:` and the lines that continue it. */
static void
ask_everything(struct arena *a, struct form_source *f)
{
	char *out = arena_alloc(a, f->n + 1), *to = out;
	const char *s = f->text, *end = f->text + f->n;
	bool within = false;

	while (s < end) {
		const char *next = memchr(s, '\n', (size_t)(end - s));
		size_t n = next != NULL ? (size_t)(next + 1 - s)
					: (size_t)(end - s);

		within = is_property(s, n, "relevant:") ||
			 (within && is_property(s, n, "|"));
		if (!within) {
			memcpy(to, s, n);
			to += n;
		}
		s += n;
	}
	f->text = out;
	f->n = (size_t)(to - out);
}

/* Those that are not in force before a site copies them, too. */
static struct form_source *
every_form(struct arena *a, size_t *n)
{
	const char *src = getenv("srcdir");
	const char *dir = arena_printf(a, "%s/forms", src != NULL ? src : ".");
	struct form_source *own, *more, *out;
	size_t n_own, n_more;

	ck_assert_int_eq(form_read_dir(a, dir, &own, &n_own), ERR_OK);
	ck_assert_int_eq(form_read_dir(a, arena_printf(a, "%s/more", dir),
				       &more, &n_more),
			 ERR_OK);
	*n = n_own + n_more;
	out = arena_array(a, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++) {
		out[i] = i < n_own ? own[i] : more[i - n_own];
		ask_everything(a, &out[i]);
	}
	return out;
}

static void
everything_open(void)
{
	struct form_source *files;
	struct problems p;
	size_t n;

	clock_fix(INT64_C(1772535600));
	snprintf(stage.dir, sizeof(stage.dir), "/tmp/check-screens-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(stage.dir));
	problems_init(&p, &stage.arena);
	files = every_form(&stage.arena, &n);
	ck_assert_int_eq(store_open(&stage.store, stage.dir, STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(forms_publish(stage.store, NULL, files, n, &p),
			 ERR_OK);
	ck_assert_int_eq(
		store_make_admin(stage.store, "n.begum", "Nasima Begum", true),
		ERR_OK);
	ck_assert_int_eq(
		session_open(&stage.session, stage.store, "n.begum", "test"),
		ERR_OK);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_home(stage.ui));
}

/* --- A record of each form ------------------------------------------------- */

/* Something that can stand in an answer without which nothing is kept. */
static void
fill(struct edit *e, const struct item *it)
{
	const struct choice **v;

	switch (it->type) {
	case Q_SELECT_ONE:
		if (choices_offered(e->view, it, NO_ROW, &v) > 0)
			edit_set(e, it, NO_ROW, value_code(v[0]->code));
		break;
	case Q_DATE:
		edit_set(e, it, NO_ROW, value_date(clock_today()));
		break;
	case Q_INTEGER:
		edit_set(e, it, NO_ROW, value_int(1));
		break;
	case Q_TEXT:
		edit_set(e, it, NO_ROW, value_text("x"));
		break;
	default:
		break;
	}
}

static uint64_t
keep(struct edit *e)
{
	uint64_t id;

	for (size_t i = 0; i < e->form->n; i++) {
		const struct item *it = &e->form->items[i];

		if (it->kind == ITEM_QUESTION && it->repeat == NULL &&
		    view_required(e->view, it, NO_ROW) &&
		    it->required == REQUIRED_SAVE &&
		    edit_get(e, it, NO_ROW) == NULL)
			fill(e, it);
	}
	id = save_ok(e, SAVE_RECORD);
	edit_close(&e);
	return id;
}

static uint64_t
a_person(void)
{
	struct edit *e;

	ck_assert_int_eq(edit_new_person(stage.session, NULL, &e), ERR_OK);
	answer(e, "given", "Efua");
	answer(e, "family", "Mensah");
	answer(e, "born", "4/5/1991");
	return keep(e);
}

static struct edit *
begin(const struct form *f)
{
	struct edit *e = NULL;
	uint64_t person = 0;
	enum err err;

	if (f->kind != FORM_PERSON &&
	    (f->kind != FORM_CASE || f->about == ABOUT_PERSON))
		person = a_person();
	switch (f->kind) {
	case FORM_PERSON:
		err = edit_new_person(stage.session, NULL, &e);
		break;
	case FORM_CASE:
		err = edit_new_case(stage.session, f, person, &e);
		break;
	case FORM_PERSON_CHILD:
		err = edit_new_child(stage.session, f, person, &e);
		break;
	default:
		err = edit_new_child(stage.session, f, keep(begin(f->of)), &e);
	}
	ck_assert_msg(err == ERR_OK, "%s: %s", form_full_name(f),
		      err_text(err));
	return e;
}

/* --- Looking ------------------------------------------------------------------ */

struct walk {
	const struct form *form;
	struct buf text;   /* for the file */
	char section[160]; /* heading of the one that is shown */
	size_t parts;	   /* screens of it */
};

/* The rows of the screen, as they are: in v from 1. */
static char *
rows_of_screen(char *v[25])
{
	char *dump = canvas_dump(ui_draw(stage.ui)), *s = dump;

	for (int i = 1; i <= 24; i++) {
		v[i] = s;
		s = strchr(s, '\n');
		*s++ = '\0';
	}
	return dump;
}

/* The character that stands in a column, counted from 0. */
static uint32_t
in_column(const char *row, int col)
{
	uint32_t ch = 0;

	for (int at = 0; at <= col && *row != '\0';) {
		int width;

		ch = utf8_next(&row);
		width = utf8_char_width(ch);
		if (at + width > col)
			return ch;
		at += width;
	}
	return 0;
}

static void
check_cut(const struct walk *w, char *v[25])
{
	bool list = strstr(v[TOP + 1], "Sections") != NULL ||
		    strstr(v[TOP], "Sections") != NULL;

	for (int i = TOP; i <= FOOT; i++) {
		ck_assert_msg(in_column(v[i], LINE_END) != '>', "%s: cut: %s",
			      form_full_name(w->form), v[i]);
		ck_assert_msg(!list || in_column(v[i], NAME_END) != '>',
			      "%s: the name of a section is cut: %s",
			      form_full_name(w->form), v[i]);
	}
	ck_assert_msg(in_column(v[HINT], LINE_END) != '>',
		      "%s: a hint is cut: %s", form_full_name(w->form),
		      v[HINT]);
}

/* What tells one section from the next: its heading, without "PgDn". */
static void
heading(char *v[25], char *out, size_t size)
{
	const char *s = "";

	for (int i = TOP; i <= TOP + 3; i++) {
		const char *at = strstr(v[i], "section ");

		if (at != NULL)
			s = at;
	}
	snprintf(out, size, "%s", s);
}

static void
add_screen(struct walk *w, char *v[25])
{
	w->parts++;
	buf_printf(&w->text, "%s, screen %zu\n",
		   w->section[0] != '\0' ? w->section : "the only section",
		   w->parts);
	for (int i = TOP; i <= HINT; i++) {
		size_t n = strlen(v[i]);

		while (n > 0 && v[i][n - 1] == ' ')
			n--;
		buf_printf(&w->text, "%.*s\n", (int)n, v[i]);
	}
	buf_str(&w->text, "\n");
}

/* Is the page as it was, but for where the focus is? */
static bool
same_page(char *a[25], char *b[25])
{
	for (int i = TOP; i <= FOOT; i++) {
		const char *x = a[i], *y = b[i];

		if (strlen(x) != strlen(y))
			return false;
		for (; *x != '\0'; x++, y++)
			if (*x != *y && *x != '>' && *y != '>')
				return false;
	}
	return true;
}

/* On the heading of rows that has none: F8 begins one. */
static bool
open_rows(char *v[25])
{
	const struct canvas *c = ui_draw(stage.ui);
	int row = c->cur_row + 1;

	if (row < TOP || row > FOOT ||
	    strstr(v[row], "none yet, F8 adds one") == NULL)
		return false;
	press("F8");
	return true;
}

/* One step of the walk with Tab.  False at the last field of the last one. */
static bool
look(struct walk *w, char *before[25])
{
	char *v[25], section[160], *dump = rows_of_screen(v);
	bool last = strstr(v[HINT + 1], "That was the last field") != NULL;

	heading(v, section, sizeof(section));
	check_cut(w, v);
	if (strcmp(section, w->section) != 0 || w->text.n == 0) {
		snprintf(w->section, sizeof(w->section), "%s", section);
		w->parts = 0;
	}
	if (w->parts == 0 || !same_page(before, v))
		add_screen(w, v);
	for (int i = 1; i <= 24; i++) {
		free(before[i]);
		before[i] = strdup(v[i]);
	}
	if (!open_rows(v))
		press("Tab");
	free(dump);
	return !last;
}

static void
walk(struct walk *w)
{
	struct edit *e = begin(w->form);
	char *before[25] = { NULL };
	int steps = 0;

	ui_push(stage.ui, screen_form(stage.ui, e));
	while (look(w, before))
		ck_assert_msg(++steps < STEPS_MOST, "%s has no end",
			      form_full_name(w->form));
	for (int i = 1; i <= 24; i++)
		free(before[i]);
}

/* --- Every form ---------------------------------------------------------------- */

static const struct form_set *
forms_everything(void)
{
	return session_forms(stage.session);
}

START_TEST(every_section_of_every_form_is_as_it_was_read)
{
	const struct form_set *set = forms_everything();
	struct walk w = { .text = BUF_INIT };
	char name[200];

	if ((size_t)_i >= set->n_forms)
		return;
	w.form = set->forms[_i];
	walk(&w);
	snprintf(name, sizeof(name), "sections-%s", form_full_name(w.form));
	expect_text(name, w.text.s);
	buf_clear(&w.text);
}
END_TEST

/* What no walk sees: hints that give way to a list, long names of sections. */
START_TEST(no_hint_and_no_name_of_a_section_is_too_long)
{
	const struct form_set *set = forms_everything();

	ck_assert_uint_le(set->n_forms, FORMS_MOST);
	for (size_t i = 0; i < set->n_forms; i++)
		for (size_t k = 0; k < set->forms[i]->n; k++) {
			const struct item *it = &set->forms[i]->items[k];
			const char *name = it->label;
			size_t len;

			ck_assert_msg(it->hint == NULL ||
					      utf8_width(it->hint) <=
						      LINE_END + 1,
				      "%s.%s: %s", form_full_name(it->form),
				      it->name, it->hint);
			if (it->kind != ITEM_PAGE)
				continue;
			name += text_line(name, NAME_END - 3, &len);
			name += text_line(name, NAME_END - 3, &len);
			ck_assert_msg(name[0] == '\0', "%s: section '%s'",
				      form_full_name(it->form), it->label);
		}
}
END_TEST

Suite *
suite_screens_sections(void)
{
	Suite *s = suite_create("sections");
	TCase *t = tcase_create("sections");

	tcase_add_checked_fixture(t, everything_open, stage_close);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, every_section_of_every_form_is_as_it_was_read, 0,
			    FORMS_MOST);
	tcase_add_test(t, no_hint_and_no_name_of_a_section_is_too_long);
	suite_add_tcase(s, t);
	return s;
}
