/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every terminal's spelling, whatever TERM says. */
#include "check_tty.h"

#include <stdlib.h>
#include <string.h>

struct spelling {
	const char *from, *bytes, *keys;
};

static const struct spelling function_keys[] = {
	{ "xterm F1", "\033OP", "<F1>" },
	{ "xterm F4", "\033OS", "<F4>" },
	{ "xterm F5", "\033[15~", "<F5>" },
	{ "xterm F10", "\033[21~", "<F10>" },
	{ "xterm F12", "\033[24~", "<F12>" },
	{ "PuTTY and rxvt F1", "\033[11~", "<F1>" },
	{ "PuTTY and rxvt F4", "\033[14~", "<F4>" },
	{ "VT220 F6 to F9", "\033[17~\033[18~\033[19~\033[20~",
	  "<F6><F7><F8><F9>" },
	{ "F11, which nothing uses", "\033[23~", "<F11>" },
	{ "Linux console F1 to F5", "\033[[A\033[[B\033[[C\033[[D\033[[E",
	  "<F1><F2><F3><F4><F5>" },
	{ "the same with a letter that is none", "\033[[Z", "<eaten>" },
	{ "VT100 PF1 to PF4", "\033OP\033OQ\033OR\033OS", "<F1><F2><F3><F4>" },
	{ "with CSI for SS3", "\033[P\033[Q\033[R\033[S", "<F1><F2><F3><F4>" },
	{ "with the 8-bit SS3", "\217P", "<F1>" },
	{ "Esc and a digit", "\0331\0332\0339\0330", "<F1><F2><F9><F10>" },
	{ "xterm Shift-F1", "\033[1;2P", "<eaten>" },
	{ "xterm Ctrl-F5", "\033[15;5~", "<eaten>" },
	{ "Konsole Shift-F3", "\033O2R", "<eaten>" },
	{ "rxvt Shift-F3 and Ctrl-F3", "\033[23$\033[13^", "<eaten><eaten>" },
};

static const struct spelling moving_keys[] = {
	{ "arrows", "\033[A\033[B\033[C\033[D", "<Up><Down><Right><Left>" },
	{ "arrows in application mode", "\033OA\033OB\033OC\033OD",
	  "<Up><Down><Right><Left>" },
	{ "arrows with the 8-bit CSI", "\233A\233B", "<Up><Down>" },
	{ "arrows with CSI as a character", "\302\233A", "<Up>" },
	{ "xterm Home and End", "\033[H\033[F", "<Home><End>" },
	{ "the same in application mode", "\033OH\033OF", "<Home><End>" },
	{ "PuTTY and Linux Home and End", "\033[1~\033[4~", "<Home><End>" },
	{ "rxvt Home and End", "\033[7~\033[8~", "<Home><End>" },
	{ "paging", "\033[5~\033[6~", "<PgUp><PgDn>" },
	{ "Insert and Delete", "\033[2~\033[3~", "<Insert><Delete>" },
	{ "Shift-Tab", "\033[Z", "<Backtab>" },
	{ "Shift-Tab of the Linux console", "\033\t", "<Backtab>" },
	{ "Ctrl-Left is Left", "\033[1;5D", "<Left>" },
	{ "Tab and Enter", "\t\r", "<Tab><Enter>" },
	{ "Enter as line feed", "\n", "<Enter>" },
	{ "backspace, DEL", "\177", "<Backspace>" },
	{ "backspace, BS", "\b", "<Backspace>" },
	{ "Enter and Tab of the keypad", "\033OM\033OI", "<Enter><Tab>" },
	{ "digits of the keypad", "\033Op\033Oq\033Oy", "019" },
	{ "signs of the keypad", "\033Oj\033Ok\033Ol\033Om\033On\033Oo\033OX",
	  "*+,-./=" },
};

static const struct spelling other_keys[] = {
	{ "Ctrl and a letter", "\001\003\023\032",
	  "<Ctrl-A><Ctrl-C><Ctrl-S><Ctrl-Z>" },
	{ "Ctrl and what is no letter", "\034\035\036\037",
	  "<Ctrl-\\><Ctrl-]><Ctrl-^><Ctrl-_>" },
	{ "Esc and a letter", "\033m\033l", "<Esc m><Esc l>" },
	{ "Esc and a letter of two bytes", "\033\320\274", "<Esc \u043C>" },
	{ "Esc Esc", "\033\033", "<Esc Esc>" },
	{ "Esc Esc and a letter", "\033\033a", "<Esc Esc>a" },
	{ "Esc alone waits", "\033", "<Esc...>" },
	{ "Esc and a control", "\033\003", "<eaten>" },
	{ "ASCII", "Aa ~", "Aa ~" },
	{ "two, three and four bytes", "\303\251\340\246\225\360\237\230\200",
	  "\u00E9\u0995\U0001F600" },
	{ "marks come by themselves", "e\314\201", "e\u0301" },
};

static const struct spelling nothing[] = {
	{ "NUL", "\0a", "<eaten>a" },
	{ "a number that is no key", "\033[99~", "<eaten>" },
	{ "a letter that is no key", "\033[x\033Oz", "<eaten><eaten>" },
	{ "kitty's spelling of letters", "\033[97;5u", "<eaten>" },
	{ "xterm's modifyOtherKeys", "\033[27;5;105~", "<eaten>" },
	{ "a mouse that nobody asked for", "\033[<0;12;7M\033[<0;12;7m",
	  "<eaten><eaten>" },
	{ "focus in and out", "\033[I", "<eaten>" },
	{ "what kind of terminal it is", "\033[?62;1;6c\033[>0;136;0c",
	  "<eaten><eaten>" },
	{ "where the cursor is", "\033[24;80R", "<eaten>" },
	{ "which mode is set", "\033[?2026;2$y", "<eaten>" },
	{ "a colour, ended by BEL", "\033]11;rgb:0000/0000/0000\aa",
	  "<eaten>a" },
	{ "a colour, ended by ST", "\033]11;rgb:0000/0000/0000\033\\a",
	  "<eaten>a" },
	{ "a name and version", "\033P>|XTerm(379)\033\\a", "<eaten>a" },
	{ "an answer broken off", "\033]11;rgb:\rb", "<eaten><Enter>b" },
	{ "an answer and then a key", "\033]11;rgb:\033[Ab", "<eaten><Up>b" },
	{ "Alt-Up of rxvt", "\033\033[A", "<eaten>" },
	{ "a sequence broken off by Enter", "\033[1\ra", "<eaten><Enter>a" },
	{ "a sequence broken off by another", "\033[1;\033[Bc",
	  "<eaten><Down>c" },
	{ "a sequence broken off by a letter of two bytes", "\033[1;\303\251a",
	  "<eaten><eaten>a" },
	{ "a byte that begins nothing", "\377\376\200a",
	  "<eaten><eaten><eaten>a" },
	{ "a letter cut short", "\303a", "<eaten>a" },
	{ "a letter in too many bytes", "\300\257a", "<eaten><eaten>a" },
	{ "half of a pair of UTF-16", "\355\240\200a",
	  "<eaten><eaten><eaten>a" },
	{ "a C1 control as a character", "\302\205a", "<eaten>a" },
};

static void
check_spelling(const struct spelling *s)
{
	size_t n = s->bytes[0] ? strlen(s->bytes) : 2; /* NUL and a letter */
	char *got = keys_of(NULL, s->bytes, n, 0);

	ck_assert_msg(strcmp(got, s->keys) == 0, "%s: got %s, want %s", s->from,
		      got, s->keys);
	free(got);
}

START_TEST(function_keys_are_known_in_every_spelling)
{
	check_spelling(&function_keys[_i]);
}
END_TEST

START_TEST(moving_keys_are_known_in_every_spelling)
{
	check_spelling(&moving_keys[_i]);
}
END_TEST

START_TEST(letters_and_controls_are_what_was_pressed)
{
	check_spelling(&other_keys[_i]);
}
END_TEST

START_TEST(what_is_no_key_types_nothing)
{
	check_spelling(&nothing[_i]);
}
END_TEST

START_TEST(a_very_long_sequence_types_nothing)
{
	char bytes[3000] = "\033[";
	char *got;

	for (size_t i = 2; i + 2 < sizeof(bytes); i++)
		bytes[i] = i % 2 ? ';' : '1';
	strcpy(bytes + sizeof(bytes) - 2, "m");
	got = keys_of(NULL, bytes, sizeof(bytes) - 1, 7);
	ck_assert_str_eq(got, "<eaten>");
	free(got);
}
END_TEST

static const struct {
	const char *why, *bytes;
	uint32_t click; /* 0: none */
} clicks[] = {
	{ "a click", "\033[<0;12;7M", 6 << 16 | 11 },
	{ "the same with the 8-bit CSI", "\233<0;12;7M", 6 << 16 | 11 },
	{ "far out", "\033[<0;300;200M", 199 << 16 | 299 },
	{ "the button let go", "\033[<0;12;7m", 0 },
	{ "another button", "\033[<2;12;7M", 0 },
	{ "the wheel", "\033[<64;12;7M", 0 },
	{ "with Ctrl", "\033[<16;12;7M", 0 },
	{ "nowhere", "\033[<0;0;0M", 0 },
	{ "too short", "\033[<0;12M", 0 },
	{ "the old report, whose bytes type nothing", "\033[M !!", 0 },
};

START_TEST(a_click_is_told_once_it_is_asked_for)
{
	struct decoder *d = decoder_new(NULL);
	struct keypress k;

	decoder_mouse(d, true);
	decoder_feed(d, clicks[_i].bytes, strlen(clicks[_i].bytes));
	ck_assert_msg(decoder_next(d, &k), "%s", clicks[_i].why);
	ck_assert_msg(k.kind == (clicks[_i].click ? K_CLICK : K_NONE) &&
			      k.code == clicks[_i].click,
		      "%s: kind %d, code %x", clicks[_i].why, (int)k.kind,
		      (unsigned)k.code);
	ck_assert_msg(!decoder_next(d, &k), "%s: more comes", clicks[_i].why);
	decoder_free(&d);
}
END_TEST

static const struct {
	const char *charset, *bytes, *keys;
} charsets[] = {
	{ "ISO-8859-1", "caf\351", "caf\u00E9" },
	{ "ISO-8859-2", "\243\363d\274", "\u0141\u00F3d\u017A" },
	{ "KOI8-R", "\315", "\u043C" },
	{ "ISO-8859-1", "\233A", "<Up>" },
	{ "US-ASCII", "a\351b", "ab" },
	{ "ANSI_X3.4-1968", "a\303\251b", "ab" },
	{ "US-ASCII", "\23318~\217P", "<F7><F1>" },
	{ "US-ASCII", "\305\233a\340\246\233b", "ab" },
	{ "UTF-8", "\303\251", "\u00E9" },
	{ "no such charset", "\303\251", "\u00E9" },
};

START_TEST(letters_come_in_the_terminal_s_own_charset)
{
	const char *bytes = charsets[_i].bytes;
	char *got = keys_of(charsets[_i].charset, bytes, strlen(bytes), 0);

	ck_assert_msg(strcmp(got, charsets[_i].keys) == 0,
		      "%s: got %s, want %s", charsets[_i].charset, got,
		      charsets[_i].keys);
	free(got);
}
END_TEST

START_TEST(a_letter_that_the_charset_has_not_is_told_once)
{
	struct decoder *d = decoder_new("US-ASCII");

	decoder_feed(d, "a\233A", 3); /* a key in one byte is no letter */
	ck_assert(!decoder_take_dropped(d));
	decoder_feed(d, "a\303\251b", 4);
	ck_assert(decoder_take_dropped(d));
	ck_assert(!decoder_take_dropped(d));
	decoder_free(&d);
}
END_TEST

Suite *
decode_suite(void)
{
	Suite *s = suite_create("decode");
	TCase *t = tcase_create("spellings");

	tcase_add_loop_test(t, function_keys_are_known_in_every_spelling, 0,
			    COUNT(function_keys));
	tcase_add_loop_test(t, moving_keys_are_known_in_every_spelling, 0,
			    COUNT(moving_keys));
	tcase_add_loop_test(t, a_click_is_told_once_it_is_asked_for, 0,
			    COUNT(clicks));
	tcase_add_loop_test(t, letters_and_controls_are_what_was_pressed, 0,
			    COUNT(other_keys));
	tcase_add_loop_test(t, what_is_no_key_types_nothing, 0, COUNT(nothing));
	tcase_add_test(t, a_very_long_sequence_types_nothing);
	tcase_add_loop_test(t, letters_come_in_the_terminal_s_own_charset, 0,
			    COUNT(charsets));
	tcase_add_test(t, a_letter_that_the_charset_has_not_is_told_once);
	suite_add_tcase(s, t);
	return s;
}
