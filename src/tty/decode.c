/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spellings: xterm's control sequences (ctlseqs), the VT220 manual's editing
 * keys, console_codes(4) for the Linux console, and what PuTTY and rxvt send.
 */
#include "tty/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/text.h"

#define ESCAPE 0x1B
#define CSI_8BIT 0x9B /* as a byte, or as U+009B */
#define SS3_8BIT 0x8F
#define SEQUENCE_MOST 4096
#define PASTE_MOST (256 * 1024)

struct decoder {
	struct buf in; /* bytes not yet understood */
	size_t at;     /* of in: where the next key begins */
	struct buf paste;
	bool pasting, told;	 /* told: the lone Esc was announced */
	bool mouse;		 /* clicks may come */
	struct charset *charset; /* NULL: UTF-8 */
	unsigned char last;	 /* byte fed, of another charset */
	bool dropped;		 /* a letter that its charset has not */
	struct buf converted;
};

struct decoder *
decoder_new(const char *charset)
{
	struct decoder *d = xcalloc(1, sizeof(*d));

	if (charset && strcmp(charset, "UTF-8") != 0 &&
	    charset_open(&d->charset, "UTF-8", charset, false) != ERR_OK)
		d->charset = NULL;
	return d;
}

void
decoder_free(struct decoder **d)
{
	if (!*d)
		return;
	if ((*d)->charset)
		charset_close(&(*d)->charset);
	buf_clear(&(*d)->in);
	buf_clear(&(*d)->paste);
	buf_clear(&(*d)->converted);
	free(*d);
	*d = NULL;
}

/*
 * A byte above ASCII in the terminal's charset.  What cannot be converted
 * types nothing; only the controls that begin a sequence stay, unless they
 * come within what seems to be a letter of UTF-8.
 */
static void
feed_high(struct decoder *d, const unsigned char *p)
{
	size_t bad;

	buf_reset(&d->converted);
	if (charset_convert(d->charset, bytes_of(p, 1), &d->converted, &bad) ==
	    ERR_OK)
		buf_add(&d->in, d->converted.s, d->converted.n);
	else if ((*p == CSI_8BIT || *p == SS3_8BIT) && d->last < 0x80)
		buf_add(&d->in, p, 1);
	else
		d->dropped = true;
}

static void
feed_converted(struct decoder *d, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i] < 0x80)
			buf_add(&d->in, &p[i], 1);
		else
			feed_high(d, &p[i]);
		d->last = p[i];
	}
}

void
decoder_feed(struct decoder *d, const void *bytes, size_t n)
{
	if (d->at) {
		struct buf rest = BUF_INIT;

		buf_add(&rest, d->in.s + d->at, d->in.n - d->at);
		buf_clear(&d->in);
		d->in = rest;
		d->at = 0;
	}
	if (d->charset)
		feed_converted(d, bytes, n);
	else
		buf_add(&d->in, bytes, n);
}

bool
decoder_take_dropped(struct decoder *d)
{
	bool dropped = d->dropped;

	d->dropped = false;
	return dropped;
}

void
decoder_mouse(struct decoder *d, bool on)
{
	d->mouse = on;
}

static bool
give(struct keypress *out, enum keypress_kind kind, uint32_t code)
{
	*out = (struct keypress){ kind, code, NULL };
	return true;
}

/* --- what sequences mean --------------------------------------------------- */

/* ESC [ NUMBER ~ */
static const struct {
	int number;
	enum keypress_kind kind;
	uint32_t code;
} tilde[] = {
	{ 1, K_NAMED, K_HOME },	  { 2, K_NAMED, K_INSERT },
	{ 3, K_NAMED, K_DELETE }, { 4, K_NAMED, K_END },
	{ 5, K_NAMED, K_PGUP },	  { 6, K_NAMED, K_PGDN },
	{ 7, K_NAMED, K_HOME },	  { 8, K_NAMED, K_END },
	{ 11, K_F, 1 },		  { 12, K_F, 2 },
	{ 13, K_F, 3 },		  { 14, K_F, 4 },
	{ 15, K_F, 5 },		  { 17, K_F, 6 },
	{ 18, K_F, 7 },		  { 19, K_F, 8 },
	{ 20, K_F, 9 },		  { 21, K_F, 10 },
	{ 23, K_F, 11 },	  { 24, K_F, 12 },
};

/* ESC [ LETTER, ESC O LETTER (also with numbers between). */
static const struct {
	char final;
	enum keypress_kind kind;
	uint32_t code;
} letters[] = {
	{ 'A', K_NAMED, K_UP },
	{ 'B', K_NAMED, K_DOWN },
	{ 'C', K_NAMED, K_RIGHT },
	{ 'D', K_NAMED, K_LEFT },
	{ 'H', K_NAMED, K_HOME },
	{ 'F', K_NAMED, K_END },
	{ 'Z', K_NAMED, K_BACKTAB },
	{ 'P', K_F, 1 },
	{ 'Q', K_F, 2 },
	{ 'R', K_F, 3 },
	{ 'S', K_F, 4 },
};

/* ESC O LETTER of the keypad in application mode. */
static const struct {
	char final;
	enum keypress_kind kind;
	uint32_t code;
} keypad[] = {
	{ 'M', K_NAMED, K_ENTER }, { 'I', K_NAMED, K_TAB },
	{ 'X', K_CHAR, '=' },	   { 'j', K_CHAR, '*' },
	{ 'k', K_CHAR, '+' },	   { 'l', K_CHAR, ',' },
	{ 'm', K_CHAR, '-' },	   { 'n', K_CHAR, '.' },
	{ 'o', K_CHAR, '/' },	   { 'p', K_CHAR, '0' },
	{ 'q', K_CHAR, '1' },	   { 'r', K_CHAR, '2' },
	{ 's', K_CHAR, '3' },	   { 't', K_CHAR, '4' },
	{ 'u', K_CHAR, '5' },	   { 'v', K_CHAR, '6' },
	{ 'w', K_CHAR, '7' },	   { 'x', K_CHAR, '8' },
	{ 'y', K_CHAR, '9' },
};

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

/* A function key together with Shift, Ctrl or Alt (`more` numbers stood in its
 * sequence) is not used: it is spelled differently everywhere, and with a
 * second number F3 is a report of where the cursor stands. */
static bool
give_key(struct keypress *out, enum keypress_kind kind, uint32_t code,
	 bool more)
{
	if (kind == K_F && more)
		return give(out, K_NONE, 0);
	return give(out, kind, code);
}

static bool
give_letter(struct keypress *out, char final, bool more)
{
	for (size_t i = 0; i < COUNT(letters); i++)
		if (letters[i].final == final)
			return give_key(out, letters[i].kind, letters[i].code,
					more);
	return give(out, K_NONE, 0);
}

static bool
give_tilde(struct decoder *d, struct keypress *out, int number, bool more)
{
	if (number == 200 && !more) {
		d->pasting = true;
		buf_reset(&d->paste);
		return give(out, K_NONE, 0);
	}
	for (size_t i = 0; i < COUNT(tilde); i++)
		if (tilde[i].number == number)
			return give_key(out, tilde[i].kind, tilde[i].code,
					more);
	return give(out, K_NONE, 0);
}

static bool
give_keypad(struct keypress *out, char final, bool more)
{
	for (size_t i = 0; i < COUNT(keypad); i++)
		if (keypad[i].final == final)
			return give(out, keypad[i].kind, keypad[i].code);
	return give_letter(out, final, more);
}

/* --- reading sequences ----------------------------------------------------- */

/* Bytes of the present key from offset i on; -1 when they have not come. */
static int
byte_at(const struct decoder *d, size_t i)
{
	return d->at + i < d->in.n ? (unsigned char)d->in.s[d->at + i] : -1;
}

static bool
take(struct decoder *d, size_t n)
{
	d->at += n;
	d->told = false;
	return true;
}

/* A byte that can be no part of a sequence ends it and is eaten with it, but
 * a control is a key of its own. */
static bool
break_off(struct decoder *d, size_t i, int c, struct keypress *out)
{
	take(d, c < 0x20 ? i : i + 1);
	return give(out, K_NONE, 0);
}

/* The Linux console: ESC [ [ A is F1. */
static bool
read_console(struct decoder *d, size_t skip, struct keypress *out)
{
	int c = byte_at(d, skip);

	if (c < 0)
		return false;
	if (c < 0x40 || c > 0x7E)
		return break_off(d, skip, c, out);
	take(d, skip + 1);
	return c >= 'A' && c <= 'E' ? give(out, K_F, (uint32_t)(c - 'A' + 1))
				    : give(out, K_NONE, 0);
}

/* What stood between the introducer and the last byte. */
struct parameters {
	int number;    /* the first one */
	int all[3], n; /* the first three, and how many were begun after it */
	bool more;     /* than one number */
	bool private;  /* an answer of the terminal's, no key */
};

static void
read_parameter(struct parameters *p, int c)
{
	if (c >= '0' && c <= '9' && p->n < 3 && p->all[p->n] < 10000)
		p->all[p->n] = p->all[p->n] * 10 + c - '0';
	p->n += c == ';';
	p->number = p->all[0];
	if (c >= '0' && c <= '9')
		return;
	if (c >= '<' && c <= '?')
		p->private = true;
	else
		p->more = true;
}

/* xterm's SGR report, ESC [ < button ; column ; row M: the first button alone,
 * when it goes down. */
static bool
give_click(struct keypress *out, const struct parameters *p, int final)
{
	if (final != 'M' || p->n != 2 || p->number != 0 || p->all[1] < 1 ||
	    p->all[2] < 1)
		return give(out, K_NONE, 0);
	return give(out, K_CLICK,
		    (uint32_t)(p->all[2] - 1) << 16 |
			    (uint32_t)(p->all[1] - 1));
}

/* A terminal that knows no SGR reports: ESC [ M and three bytes, eaten. */
static bool
read_old_click(struct decoder *d, size_t i, struct keypress *out)
{
	if (byte_at(d, i + 3) < 0)
		return false;
	take(d, i + 4);
	return give(out, K_NONE, 0);
}

/* A control sequence whose introducer is `skip` bytes: parameters, then one
 * final byte, which from rxvt with Shift is `$`. */
static bool
read_csi(struct decoder *d, size_t skip, struct keypress *out)
{
	struct parameters p = { 0 };
	size_t i = skip;
	int c = byte_at(d, i);

	if (c == '[')
		return read_console(d, i + 1, out);
	for (; c >= 0x20 && c < 0x40 && i < SEQUENCE_MOST;
	     c = byte_at(d, ++i)) {
		if (c == '$' && !p.private)
			break;
		read_parameter(&p, c);
	}
	if (c < 0)
		return false;
	if (c != '$' && (c < 0x40 || c > 0x7E))
		return break_off(d, i, c, out);
	if (d->mouse && c == 'M' && i == skip)
		return read_old_click(d, i, out);
	take(d, i + 1);
	if (d->mouse && p.private)
		return give_click(out, &p, c);
	if (p.private || c == '$')
		return give(out, K_NONE, 0);
	if (c == '~')
		return give_tilde(d, out, p.number, p.more);
	return give_letter(out, (char)c, p.more);
}

/* ESC O: one letter; from some terminals a number before it tells of Shift,
 * Ctrl and Alt. */
static bool
read_ss3(struct decoder *d, size_t skip, struct keypress *out)
{
	size_t i = skip;
	int c = byte_at(d, i);

	while (((c >= '0' && c <= '9') || c == ';') && i < SEQUENCE_MOST)
		c = byte_at(d, ++i);
	if (c < 0)
		return false;
	if (c < 0x20 || c > 0x7E)
		return break_off(d, i, c, out);
	take(d, i + 1);
	return give_keypad(out, (char)c, i > skip);
}

/* Does a terminal's answer to somebody's question begin here: ESC ] and a
 * number, ESC P and what such answers begin with?  Typed by hand, neither
 * would be followed by that at once. */
static bool
is_answer(const struct decoder *d)
{
	int kind = byte_at(d, 1), c = byte_at(d, 2);

	if (kind == ']')
		return c >= '0' && c <= '9';
	return kind == 'P' && c > 0 && strchr("0123456789>!", c) != NULL;
}

/* Up to BEL, to ESC \, or to any other control, which stands for itself. */
static bool
read_answer(struct decoder *d, struct keypress *out)
{
	size_t i = 2;
	int c;

	while ((c = byte_at(d, i)) >= 0x20 && i < SEQUENCE_MOST)
		i++;
	if (c < 0 || (c == ESCAPE && byte_at(d, i + 1) < 0))
		return false;
	if (c == ESCAPE && byte_at(d, i + 1) == '\\')
		i++;
	else if (c != '\a' && c < 0x20)
		i--;
	take(d, i + 1);
	return give(out, K_NONE, 0);
}

/* Esc Esc cancels at once; only when `[` or `O` already wait behind it is it
 * a key pressed together with Alt (rxvt), which is eaten. */
static bool
read_esc_esc(struct decoder *d, struct keypress *out)
{
	int c = byte_at(d, 2);

	if (c == '[' || c == 'O') {
		struct keypress alt;

		d->at++;
		if (c == '[' ? read_csi(d, 2, &alt) : read_ss3(d, 2, &alt))
			return give(out, K_NONE, 0);
		d->at--;
		return false;
	}
	take(d, 2);
	return give(out, K_NAMED, K_ESC_ESC);
}

static bool read_character(struct decoder *d, size_t skip, struct keypress *out,
			   enum keypress_kind kind);

static bool
read_escape(struct decoder *d, struct keypress *out)
{
	int c = byte_at(d, 1);

	if (c < 0) {
		if (d->told)
			return false;
		d->told = true;
		return give(out, K_ESC_PENDING, 0);
	}
	if (c == ESCAPE)
		return read_esc_esc(d, out);
	if (c == '[')
		return read_csi(d, 2, out);
	if (c == 'O')
		return read_ss3(d, 2, out);
	if (is_answer(d))
		return read_answer(d, out);
	if (c >= '0' && c <= '9') {
		take(d, 2);
		return give(out, K_F, c == '0' ? 10 : (uint32_t)(c - '0'));
	}
	if (c == '\t') { /* the Linux console's Shift-Tab */
		take(d, 2);
		return give(out, K_NAMED, K_BACKTAB);
	}
	if (c < 0x20 || c == 0x7F) {
		take(d, 2);
		return give(out, K_NONE, 0);
	}
	return read_character(d, 1, out, K_ESC);
}

static bool
read_control(struct decoder *d, int c, struct keypress *out)
{
	take(d, 1);
	switch (c) {
	case '\r':
	case '\n':
		return give(out, K_NAMED, K_ENTER);
	case '\t':
		return give(out, K_NAMED, K_TAB);
	case '\b':
	case 0x7F:
		return give(out, K_NAMED, K_BACKSPACE);
	case 0:
		return give(out, K_NONE, 0);
	default:
		return give(out, K_CTRL, (uint32_t)c + '@');
	}
}

/* Bytes that a UTF-8 character beginning with c has; 0: it cannot begin one. */
static size_t
utf8_length(int c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xC2 && c < 0xE0)
		return 2;
	if (c >= 0xE0 && c < 0xF0)
		return 3;
	return c >= 0xF0 && c < 0xF5 ? 4 : 0;
}

static bool
read_character(struct decoder *d, size_t skip, struct keypress *out,
	       enum keypress_kind kind)
{
	size_t n = utf8_length(byte_at(d, skip));
	const char *p = d->in.s + d->at + skip;
	uint32_t code;

	for (size_t i = 1; i < n; i++) {
		int c = byte_at(d, skip + i);

		if (c < 0)
			return false;
		if ((c & 0xC0) != 0x80)
			n = 0;
	}
	if (!n || !utf8_valid(p, n, NULL)) {
		take(d, skip + 1);
		return give(out, K_NONE, 0);
	}
	code = utf8_next(&p);
	if (code == CSI_8BIT && kind == K_CHAR)
		return read_csi(d, n, out);
	if (code == SS3_8BIT && kind == K_CHAR)
		return read_ss3(d, n, out);
	take(d, skip + n);
	if (code >= 0x80 && code < 0xA0)
		return give(out, K_NONE, 0);
	return give(out, kind, code);
}

/* --- paste -------------------------------------------------------------------- */

/* What was pasted, as text: valid UTF-8, newlines as \n, no other controls. */
static void
clean_paste(struct decoder *d)
{
	struct buf out = BUF_INIT;
	const char *p = d->paste.s ? d->paste.s : "";
	char c4[4];

	for (uint32_t c, last = 0; (c = utf8_next(&p)) != 0; last = c) {
		if (c == '\r' || (c == '\n' && last != '\r'))
			buf_char(&out, '\n');
		else if (c == '\t')
			buf_char(&out, ' ');
		else if (c >= 0x20 && c != 0x7F && c != 0xFFFD &&
			 !(c >= 0x80 && c < 0xA0))
			buf_add(&out, c4, utf8_put(c4, c));
	}
	buf_clear(&d->paste);
	d->paste = out;
}

static bool
read_paste(struct decoder *d, struct keypress *out)
{
	static const char end[] = "\033[201~";

	while (d->at < d->in.n) {
		size_t left = d->in.n - d->at;
		size_t n = left < sizeof(end) - 1 ? left : sizeof(end) - 1;

		if (memcmp(d->in.s + d->at, end, n) == 0) {
			if (n < sizeof(end) - 1)
				return false;
			take(d, n);
			d->pasting = false;
			clean_paste(d);
			*out = (struct keypress){ K_PASTE, 0,
						  d->paste.s ? d->paste.s
							     : "" };
			return true;
		}
		if (d->paste.n < PASTE_MOST && d->in.s[d->at])
			buf_char(&d->paste, d->in.s[d->at]);
		d->at++;
	}
	return false;
}

bool
decoder_next(struct decoder *d, struct keypress *out)
{
	int c = byte_at(d, 0);

	if (d->pasting)
		return read_paste(d, out);
	if (c < 0)
		return false;
	if (c == ESCAPE)
		return read_escape(d, out);
	if (c < 0x20 || c == 0x7F)
		return read_control(d, c, out);
	if (c == CSI_8BIT) /* begins no character of UTF-8 */
		return read_csi(d, 1, out);
	if (c == SS3_8BIT)
		return read_ss3(d, 1, out);
	return read_character(d, 0, out, K_CHAR);
}

bool
decoder_esc_alone(struct decoder *d, struct keypress *out)
{
	if (d->pasting || byte_at(d, 0) != ESCAPE || byte_at(d, 1) >= 0)
		return false;
	take(d, 1);
	return give(out, K_NAMED, K_ESC_ESC);
}
