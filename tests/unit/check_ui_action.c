/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys to actions, and actions to words. */
#include "check_ui.h"

#include <string.h>

static const struct {
	const char *why;
	struct keypress key;
	enum action action;
} key_cases[] = {
	{ "F2 saves", { K_F, 2, NULL }, ACTION_SAVE },
	{ "so does Ctrl-O", { K_CTRL, 'O', NULL }, ACTION_SAVE },
	{ "and Ctrl-S, from habit", { K_CTRL, 'S', NULL }, ACTION_SAVE },
	{ "small control letters too", { K_CTRL, 's', NULL }, ACTION_SAVE },
	{ "F12 cancels", { K_F, 12, NULL }, ACTION_CANCEL },
	{ "so does Ctrl-C", { K_CTRL, 'C', NULL }, ACTION_CANCEL },
	{ "Esc Esc cancels", { K_NAMED, K_ESC_ESC, NULL }, ACTION_CANCEL_ESC },
	{ "Esc m reads the message",
	  { K_ESC, 'm', NULL },
	  ACTION_READ_MESSAGE },
	{ "Esc l locks", { K_ESC, 'l', NULL }, ACTION_LOCK },
	{ "Enter", { K_NAMED, K_ENTER, NULL }, ACTION_ENTER },
	{ "a letter types", { K_CHAR, 'm', NULL }, ACTION_NONE },
	{ "F11 is left to the terminal", { K_F, 11, NULL }, ACTION_NONE },
	{ "Ctrl-Q does nothing", { K_CTRL, 'Q', NULL }, ACTION_NONE },
	{ "what is not known does nothing", { K_NONE, 0, NULL }, ACTION_NONE },
};

START_TEST(keys_mean_actions)
{
	enum action got = action_of(&key_cases[_i].key);

	ck_assert_msg(got == key_cases[_i].action, "%s: got %s",
		      key_cases[_i].why, action_text(got));
}
END_TEST

/* An action's own first key leads back to it: no earlier row takes it. */
START_TEST(no_key_means_two_things)
{
#define X(name, word, text, k1, k2, k3) { k1, k2, k3 },
	static const struct keypress keys[][3] = { ACTION_LIST(X) };
#undef X

	for (size_t a = 0; a < COUNT(keys); a++)
		for (size_t i = 0; i < 3; i++)
			ck_assert_msg(keys[a][i].kind == K_NONE ||
					      action_of(&keys[a][i]) ==
						      (enum action)(a + 1),
				      "key %zu of %s", i + 1,
				      action_text((enum action)(a + 1)));
}
END_TEST

static const struct {
	enum action action;
	const char *key;
} name_cases[] = {
	{ ACTION_SAVE, "F2" },
	{ ACTION_ACTIONS, "F10" },
	{ ACTION_PREV_PART, "Ctrl-P" },
	{ ACTION_LOCK, "Esc l" },
	{ ACTION_ENTER, "Enter" },
	{ ACTION_PAGE_DOWN, "PgDn" },
	{ ACTION_NONE, "" },
};

START_TEST(keys_are_named_as_on_the_keyboard)
{
	ck_assert_str_eq(action_key(name_cases[_i].action), name_cases[_i].key);
}
END_TEST

START_TEST(every_action_has_words)
{
	for (int a = 1; a < ACTION_COUNT; a++)
		ck_assert_msg(strlen(action_text((enum action)a)) > 0,
			      "action %d", a);
}
END_TEST

Suite *
suite_ui_action(void)
{
	Suite *s = suite_create("ui: actions");
	TCase *t = tcase_create("keys");

	tcase_add_loop_test(t, keys_mean_actions, 0, COUNT(key_cases));
	tcase_add_test(t, no_key_means_two_things);
	tcase_add_loop_test(t, keys_are_named_as_on_the_keyboard, 0,
			    COUNT(name_cases));
	tcase_add_test(t, every_action_has_words);
	suite_add_tcase(s, t);
	return s;
}
