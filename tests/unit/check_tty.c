/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of the tty layer; one suite a file. */
#include "check_tty.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/text.h"

static void
tell_char(struct buf *b, uint32_t c)
{
	char utf8[4];

	buf_add(b, utf8, utf8_put(utf8, c));
}

static void
tell(struct buf *b, const struct keypress *k)
{
	static const char *const names[] = {
		[K_ENTER] = "Enter",	 [K_TAB] = "Tab",
		[K_BACKTAB] = "Backtab", [K_BACKSPACE] = "Backspace",
		[K_DELETE] = "Delete",	 [K_INSERT] = "Insert",
		[K_UP] = "Up",		 [K_DOWN] = "Down",
		[K_LEFT] = "Left",	 [K_RIGHT] = "Right",
		[K_HOME] = "Home",	 [K_END] = "End",
		[K_PGUP] = "PgUp",	 [K_PGDN] = "PgDn",
		[K_ESC_ESC] = "Esc Esc",
	};

	switch (k->kind) {
	case K_CHAR:
		tell_char(b, k->code);
		break;
	case K_NAMED:
		ck_assert_uint_lt(k->code, COUNT(names));
		buf_printf(b, "<%s>", names[k->code]);
		break;
	case K_F:
		buf_printf(b, "<F%u>", (unsigned int)k->code);
		break;
	case K_CTRL:
		buf_printf(b, "<Ctrl-%c>", (char)k->code);
		break;
	case K_ESC:
		buf_str(b, "<Esc ");
		tell_char(b, k->code);
		buf_char(b, '>');
		break;
	case K_PASTE:
		buf_printf(b, "<paste %s>", k->text);
		break;
	case K_ESC_PENDING:
		buf_str(b, "<Esc...>");
		break;
	case K_NONE:
		buf_str(b, "<eaten>");
		break;
	default:
		ck_abort_msg("the decoder made a key of kind %d", (int)k->kind);
	}
}

char *
keys_of(const char *charset, const char *bytes, size_t n, size_t piece)
{
	struct decoder *d = decoder_new(charset);
	struct buf b = BUF_INIT;
	struct keypress k;

	buf_str(&b, "");
	for (size_t at = 0, len; at < n; at += len) {
		len = piece == 0 || piece > n - at ? n - at : piece;
		decoder_feed(d, bytes + at, len);
		while (decoder_next(d, &k))
			tell(&b, &k);
	}
	decoder_free(&d);
	return b.s;
}

int
main(void)
{
	SRunner *r = srunner_create(decode_suite());
	int failed;

	srunner_add_suite(r, decode_split_suite());
	srunner_add_suite(r, paste_suite());
	srunner_add_suite(r, loop_suite());
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
