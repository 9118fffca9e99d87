/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every section of every form at 80 by 24, as it opens: no label is cut.  Those
 * of the forms named below are compared with a file each, one section after
 * another.
 */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "form/compute.h"

static const char *const kept[] = {
	"person",
	"prevent_case",
	"prevent_panel",
	"sanctuary",
	"prevent_case.decision",
	"prevent_case.agreement",
	"prevent_case.framework",
	"prevent_case.plan",
	"prevent_case.session",
	"sanctuary.marac",
	"sanctuary.court",
	"sanctuary.review",
};

enum { SECTIONS_MOST = 40, PAGES_MOST = 12 };

static bool
last_section(const char *screen)
{
	const char *at = strstr(screen, "section ");
	int here = 0, of = 0;

	return !at || sscanf(at, "section %d of %d", &here, &of) != 2 ||
	       here == of;
}

/* One section, from its top to its end. */
static void
draw_section(struct buf *all)
{
	char *got = screen_text();

	buf_str(all, got);
	for (int i = 0; i < PAGES_MOST && strstr(got, "PgDn for more"); i++) {
		press("PgDn");
		free(got);
		got = screen_text();
		buf_str(all, got);
	}
	free(got);
}

static void
draw_all(struct buf *all)
{
	char *got;
	bool last;

	for (int i = 0; i < SECTIONS_MOST; i++) {
		got = screen_text();
		last = last_section(got);
		free(got);
		draw_section(all);
		if (last)
			return;
		press("F6");
	}
	ck_abort_msg("F6 never comes to the last section");
}

static void
check_labels(const struct form *f, const struct edit *e, const char *all)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];

		if (it->kind != ITEM_QUESTION || it->repeat ||
		    view_hidden(e->view, it, NO_ROW))
			continue;
		ck_assert_msg(strstr(all, it->label) != NULL,
			      "%s: the label '%s' is cut in\n%s", f->name,
			      it->label, all);
	}
}

/* A Prevent case, for what hangs from one. */
static uint64_t
prevent_case(void)
{
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(edit_new_case(stage.session,
				       form_find(session_forms(stage.session),
						 "prevent_case"),
				       stage.mensah, &e),
			 ERR_OK);
	answer(e, "sector", "police");
	id = save_ok(e, SAVE_RECORD);
	edit_close(&e);
	return id;
}

static enum err
begin(const struct form *f, struct edit **e)
{
	struct session *s = stage.session;

	if (f->kind == FORM_PERSON)
		return edit_new_person(s, NULL, e);
	if (f->kind == FORM_CASE)
		return edit_new_case(
			s, f, f->about == ABOUT_PERSON ? stage.mensah : 0, e);
	if (strcmp(f->of->name, "sanctuary") == 0)
		return edit_new_child(s, f, stage.khatun_case, e);
	return edit_new_child(s, f, prevent_case(), e);
}

START_TEST(each_section_shows_its_labels_whole)
{
	const struct form *f =
		form_find(session_forms(stage.session), kept[_i]);
	struct buf all = BUF_INIT;
	struct edit *e;
	struct screen *s;
	char name[96];

	ck_assert_msg(f != NULL, "no form %s", kept[_i]);
	ck_assert_int_eq(begin(f, &e), ERR_OK);
	s = screen_form(stage.ui, e);
	ck_assert_ptr_nonnull(s);
	ui_push(stage.ui, s);
	draw_all(&all);
	check_labels(f, e, all.s);
	snprintf(name, sizeof(name), "opens-%s", kept[_i]);
	expect_text(name, all.s);
	buf_clear(&all);
}
END_TEST

static void
open_begun(const char *form, struct edit **e)
{
	ck_assert_int_eq(
		begin(form_find(session_forms(stage.session), form), e),
		ERR_OK);
}

/* F2 at 80 columns, on records whose names and rules are long. */
START_TEST(what_saving_says_is_said_whole)
{
	struct edit *e;

	open_begun("sanctuary.scoring", &e);
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("F2");
	expect_on_row(23, "Saved unfinished: 3 answers are still needed.");
	open_begun("prevent_case.agreement", &e);
	answer(e, "agr_state", "given");
	answer(e, "agr_how", "signed");
	answer(e, "agr_by", "self");
	answer(e, "agr_age", "16");
	answer(e, "agr_capacity", "presumed");
	answer(e, "agr_told", "channel");
	ui_push(stage.ui, screen_form(stage.ui, e));
	press("F2");
	expect_somewhere("Under 18 and by themselves: say why it holds");
	expect_on_row(23, "Is that right as it is? F2 again keeps it.");
}
END_TEST

Suite *
suite_screens_opens(void)
{
	Suite *s = suite_create("opens");
	TCase *t = tcase_create("opens");

	tcase_add_checked_fixture(t, stage_open, stage_close);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, each_section_shows_its_labels_whole, 0,
			    COUNT(kept));
	tcase_add_test(t, what_saving_says_is_said_whole);
	suite_add_tcase(s, t);
	return s;
}
