/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The only file, with no exception, that includes curses.h.
 *
 * curses itself sends only what differs; comparing canvases first keeps a
 * key press from touching 1,920 cells.  clear() is never called but to paint
 * again what a stranger has written over.
 */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

/* curses.h claims these words. */
#undef lines
#undef columns

#include "base/arena.h"
#include "base/charset.h"
#include "base/text.h"
#include "tty/paint.h"

#define STAND_IN "vt100" /* known everywhere */
#define RULE 0x2500u	 /* what rules are made of */

#define JOIN_MOST 16 /* columns between words of one style */
#define LEAD_MOST 3  /* blanks before a list's first column */
#define FEW_ROWS 8   /* a mark that moves, and what is told of the marked row */

/*
 * Plain text in a row that has colour, in a colour of its own that looks like
 * none: from red to this costs 5 bytes, from red to no colour 11, which on a
 * full list of what is overdue is 80.  Where no colour costs 3, by
 * forget_colour_off(), there is no need.
 */
#define STYLE_BESIDE STYLE_COUNT

/* A rule on a row of its own: blanks, underlined; below a heading the heading,
 * underlined. */
#define STYLE_RULE (STYLE_COUNT + 1)
#define STYLE_RULED (STYLE_COUNT + 2)
#define LOOKS (STYLE_COUNT + 3)

struct paint {
	SCREEN *screen;
	struct canvas *shown; /* NULL: not known */
	bool colour, plain, ascii;
	bool stands_in;		/* STAND_IN, for a type that is not known */
	bool underline;		/* for rules */
	bool hushed;		/* by forget_colour_off() */
	struct charset *narrow; /* UTF-8 to ASCII */
	attr_t attr[LOOKS];
	short pair[LOOKS];
};

/*
 * Each meaning's attribute and colour; the word in the text says it too.
 * What has a colour has its attribute only where there are none: both
 * together cost 26 bytes at each place, which on a full list is 130 too many.
 */
static const struct {
	attr_t attr;
	short colour; /* -1: the terminal's own */
} looks[STYLE_COUNT] = {
	[STYLE_PLAIN] = { A_NORMAL, -1 },
	[STYLE_TITLE] = { A_REVERSE, -1 },
	[STYLE_KEYBAR] = { A_REVERSE, -1 },
	[STYLE_HEADING] = { A_BOLD, -1 },
	[STYLE_PERSON] = { A_BOLD, -1 },
	[STYLE_ALERT] = { A_BOLD, COLOR_RED },
	[STYLE_WARN] = { A_NORMAL, COLOR_MAGENTA },
	[STYLE_GOOD] = { A_NORMAL, COLOR_GREEN },
	[STYLE_FIELD] = { A_NORMAL, -1 },
	[STYLE_FOCUS] = { A_BOLD, -1 },
	/* Not bold: a move would send two references, 70 bytes for 25.  The
	 * mark before it is, and the cursor stands there. */
	[STYLE_SELECTED] = { A_NORMAL, -1 },
	[STYLE_TAG] = { A_NORMAL, COLOR_CYAN },
	[STYLE_HINT] = { A_NORMAL, -1 },
	[STYLE_MESSAGE] = { A_BOLD, -1 },
};

/*
 * A rule of U+2500 is three bytes a column, 200 of the first screen; screen
 * readers speak each.  An underlined blank is one byte, and silent.  Not where
 * underlining shows as a colour, which blanks do not have (ncv, terminfo(5)):
 * there it is a hyphen.  PuTTY's description says that it is so, and its
 * underlining is a line all the same.
 */
static bool
can_underline(const struct paint *p)
{
	const char *smul = tigetstr("smul");
	int ncv = tigetnum("ncv");

	return smul && smul != (char *)-1 && !p->plain && !p->ascii &&
	       (ncv < 0 || !(ncv & 2) || !strncmp(termname(), "putty", 5));
}

static void
cut_out(char *s, const char *part)
{
	char *at = s && s != (char *)-1 ? strstr(s, part) : NULL;
	size_t n = strlen(part);

	if (at)
		memmove(at, at + n, strlen(at + n) + 1);
}

/*
 * The alternate character set is never switched on, so it need not be switched
 * off with each attribute: three bytes each time.  curses has the terminal's
 * description in memory of its own; what tigetstr() gives is what it uses.
 */
static void
forget_alternate_set(void)
{
	static const char *const on_or_off[] = {
		"%?%p9%t\016%e\017%;",
		"%?%p9%t\033(0%e\033(B%;",
	};

	/* The console's other font, likewise. */
	cut_out(tigetstr("sgr"), ";10");
	cut_out(tigetstr("sgr0"), "\033(B");
	cut_out(tigetstr("sgr0"), "\017");
	for (size_t i = 0; i < sizeof(on_or_off) / sizeof(on_or_off[0]); i++)
		cut_out(tigetstr("sgr"), on_or_off[i]);
}

static bool
is_string(const char *name, const char *want)
{
	const char *s = tigetstr(name);

	return s && s != (char *)-1 && !strcmp(s, want);
}

/*
 * Attributes switched off, and every set of them, begin with a zero that takes
 * the colour away too (ECMA-48, SGR 0): nothing need be sent for the colour
 * itself.  No style has both, or this would not do.  Without a background that
 * curses believes in it would send "\033[39m" of its own accord (AX).
 */
static bool
forget_colour_off(void)
{
	char *sgr = tigetstr("sgr"), *setab = tigetstr("setab");

	if (!sgr || sgr == (char *)-1 || !strstr(sgr, "\033[0") || !setab ||
	    setab == (char *)-1 || !is_string("sgr0", "\033[m") ||
	    !is_string("op", "\033[39;49m"))
		return false;
	cut_out(tigetstr("op"), "\033[39;49m");
	*setab = '\0';
	return true;
}

/*
 * Down is a line feed, which curses never uses since a tty may add a return to
 * it.  A vertical tab does the same everywhere and nothing is added to it
 * (xterm's ctlseqs, console_codes(4), the VT100's manual, PuTTY, which has an
 * index there): a row down is one byte for five.
 */
static void
go_down_by_tab(void)
{
	char *down = tigetstr("cud1");

	if (!is_string("cud1", "\n") && !is_string("cud1", "\033D"))
		return;
	down[0] = '\v';
	down[1] = '\0';
}

static void
choose_looks(struct paint *p, bool mono)
{
	const char *no_color = getenv("NO_COLOR");
	short pairs = 0;

	p->colour = !mono && !p->plain && !(no_color && no_color[0]) &&
		    has_colors() && start_color() == OK &&
		    use_default_colors() == OK;
	for (int i = 0; i < STYLE_COUNT; i++) {
		p->attr[i] = p->plain ? A_NORMAL : looks[i].attr;
		if (!p->colour || looks[i].colour < 0)
			continue;
		init_pair(++pairs, looks[i].colour,
			  p->hushed ? COLOR_BLACK : -1);
		p->pair[i] = pairs;
		p->attr[i] = A_NORMAL;
	}
	p->attr[STYLE_BESIDE] = A_NORMAL;
	p->attr[STYLE_RULE] = A_UNDERLINE;
	p->attr[STYLE_RULED] = p->attr[STYLE_HEADING] | A_UNDERLINE;
	p->underline = can_underline(p);
	if (p->colour && !p->hushed) {
		init_pair(++pairs, -1, -1);
		p->pair[STYLE_BESIDE] = pairs;
	}
}

void
paint_dress(struct paint *p, bool mono, bool plain)
{
	p->plain = plain;
	memset(p->pair, 0, sizeof(p->pair));
	choose_looks(p, mono);
	canvas_free(&p->shown);
}

enum known { NOT_KNOWN, CANNOT_PLACE, CAN_PLACE };

static enum known
look_up(const char *term)
{
	const char *cup;
	enum known k;
	int err;

	/* 1: it prints on paper. */
	if (setupterm(term, STDOUT_FILENO, &err) != OK)
		return err == 1 ? CANNOT_PLACE : NOT_KNOWN;
	cup = tigetstr("cup");
	k = cup != NULL && cup != (char *)-1 ? CAN_PLACE : CANNOT_PLACE;
	del_curterm(cur_term); /* newterm() reads its own */
	return k;
}

/*
 * The description to go by; NULL: none will do.  A newer terminal than this
 * machine knows understands what one of 1978 did, as nearly all do: people can
 * work.  Whoever says "dumb", or nothing, has said that theirs does not.
 */
static const char *
description(bool *stands_in)
{
	const char *term = getenv("TERM");

	*stands_in = false;
	if (!term || !term[0] || !strcmp(term, "dumb"))
		return NULL;
	switch (look_up(term)) {
	case CAN_PLACE:
		return term;
	case NOT_KNOWN:
		*stands_in = look_up(STAND_IN) == CAN_PLACE;
		return *stands_in ? STAND_IN : NULL;
	default:
		return NULL;
	}
}

enum err
paint_open(struct paint **out, bool mono, bool plain, bool ascii)
{
	bool stands_in;
	const char *term = description(&stands_in);
	struct paint *p;
	SCREEN *screen;

	*out = NULL;
	if (!term)
		return ERR_INVALID;
	screen = newterm(term, stdout, stdin);
	if (!screen)
		return ERR_INVALID;
	p = xcalloc(1, sizeof(*p));
	p->screen = screen;
	p->plain = plain;
	p->ascii = ascii;
	p->stands_in = stands_in;
	set_term(screen);
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	idlok(stdscr, FALSE);
	forget_alternate_set();
	go_down_by_tab();
	p->hushed = forget_colour_off();
	choose_looks(p, mono);
	/* Until its first painting is done curses writes after each move of the
	 * cursor: that first one is of nothing. */
	wnoutrefresh(stdscr);
	doupdate();
	if (ascii && charset_open(&p->narrow, "ASCII", "UTF-8", true) != ERR_OK)
		p->narrow = NULL;
	*out = p;
	return ERR_OK;
}

const char *
paint_stand_in(const struct paint *p)
{
	return p->stands_in ? STAND_IN : NULL;
}

void
paint_close(struct paint **p, bool lost)
{
	if (!*p)
		return;
	if (!lost) {
		/* Some terminals have no second screen, and some clients are
		 * set to ignore it: nothing may be left to read. */
		werase(stdscr);
		wmove(stdscr, 0, 0);
		wrefresh(stdscr);
		endwin();
	}
	delscreen((*p)->screen);
	canvas_free(&(*p)->shown);
	if ((*p)->narrow)
		charset_close(&(*p)->narrow);
	free(*p);
	*p = NULL;
}

/* --- cells ------------------------------------------------------------------ */

/* One column of ASCII for a character that the terminal cannot show. */
static wchar_t
narrow_char(struct paint *p, uint32_t c)
{
	struct buf out = BUF_INIT;
	char utf8[4];
	size_t bad, n = utf8_put(utf8, c);
	wchar_t w = L'?';

	if (p->narrow &&
	    charset_convert(p->narrow, bytes_of(utf8, n), &out, &bad) ==
		    ERR_OK &&
	    out.n)
		w = (wchar_t)(unsigned char)out.s[0];
	buf_clear(&out);
	return w >= 0x20 && w < 0x7F ? w : L'?';
}

static void
put_cell(struct paint *p, int row, int col, const struct cell *cell)
{
	wchar_t w[2 + CELL_MARKS] = { L' ' };
	cchar_t cc;
	int n = 0;

	if (cell->c[0] == CELL_WIDE && !p->ascii)
		return; /* came with its left half */
	if (cell->c[0] == CELL_WIDE || (p->plain && cell->c[0] == RULE)) {
		w[n++] = L' ';
	} else if (cell->c[0] == RULE) {
		w[n++] = L'-';
	} else if (cell->c[0] >= 0x80 && p->ascii) {
		w[n++] = narrow_char(p, cell->c[0]);
	} else {
		w[n++] = cell->c[0] ? (wchar_t)cell->c[0] : L' ';
		for (int i = 1; i <= CELL_MARKS && cell->c[i] && !p->ascii; i++)
			w[n++] = (wchar_t)cell->c[i];
	}
	w[n] = L'\0';
	if (setcchar(&cc, w, p->attr[cell->style], p->pair[cell->style],
		     NULL) == OK)
		mvwadd_wch(stdscr, row, col, &cc);
}

static bool
same_cell(const struct cell *a, const struct cell *b)
{
	return a->style == b->style && memcmp(a->c, b->c, sizeof(a->c)) == 0;
}

/* A changed right half means that its left neighbour is drawn again. */
static void
put_row(struct paint *p, const struct canvas *c, int row)
{
	const struct cell *now = c->cells + (size_t)row * (size_t)c->cols;
	const struct cell *old =
		p->shown ? p->shown->cells + (size_t)row * (size_t)c->cols
			 : NULL;

	for (int col = 0; col < c->cols - 1; col++)
		if (!old || !same_cell(&now[col], &old[col]) ||
		    (now[col + 1].c[0] == CELL_WIDE &&
		     !same_cell(&now[col + 1], &old[col + 1])))
			put_cell(p, row, col, &now[col]);
}

static bool
is_blank(const struct paint *p, const struct cell *cell)
{
	return (cell->c[0] == 0 || cell->c[0] == ' ') &&
	       !(p->attr[cell->style] & (A_REVERSE | A_UNDERLINE));
}

/* Blanks between two words of one style take that style, which nobody can
 * see: a few blanks cost less than the style's end and beginning again. */
static void
join_words(const struct paint *p, struct cell *row, int cols)
{
	int last = -1; /* where the word before ended */

	for (int i = 0; i < cols; i++) {
		if (is_blank(p, &row[i]))
			continue;
		if (last >= 0 && i - last <= JOIN_MOST &&
		    row[i].style == row[last].style &&
		    !(p->attr[row[i].style] & A_REVERSE))
			for (int gap = last + 1; gap < i; gap++)
				row[gap].style = row[i].style;
		last = i;
	}
}

/* The row above a rule: is there nothing but a heading in it? */
static bool
is_heading(const struct paint *p, const struct cell *row, int cols)
{
	bool any = false;

	for (int i = 0; i < cols; i++) {
		if (is_blank(p, &row[i]))
			continue;
		if (row[i].style != STYLE_HEADING)
			return false;
		any = true;
	}
	return any;
}

static void
underline(struct cell *row, int from, int to, uint8_t style)
{
	for (int i = from; i <= to; i++) {
		if (row[i].c[0] == 0)
			row[i].c[0] = ' ';
		row[i].style = style;
	}
}

/* Nothing but rules: one from the first to the end of the last.  A heading
 * above takes it over. */
static void
underline_rule(const struct paint *p, struct cell *row, int cols, bool first)
{
	int from = cols, to = -1;

	for (int i = 0; p->underline && i < cols; i++) {
		if (row[i].c[0] == RULE)
			to = i;
		else if (!is_blank(p, &row[i]))
			return;
		if (to >= 0 && from > to)
			from = to;
	}
	for (int i = from; i <= to; i++)
		row[i] = (struct cell){ .c = { ' ' } };
	if (!first && is_heading(p, row - cols, cols))
		underline(row - cols, from, to, STYLE_RULED);
	else
		underline(row, from, to, STYLE_RULE);
}

static void
mark_beside(const struct paint *p, struct cell *row, int cols)
{
	bool coloured = false;

	for (int i = 0; !p->hushed && i < cols && !coloured; i++)
		coloured = p->pair[row[i].style] != 0;
	for (int i = 0; i < cols && coloured; i++)
		if (p->pair[row[i].style] == 0 &&
		    p->attr[row[i].style] == A_NORMAL)
			row[i].style = STYLE_BESIDE;
}

/* The colour that a row ends in. */
static int
last_colour(const struct paint *p, const struct cell *row, int cols)
{
	while (cols > 0 && is_blank(p, &row[cols - 1]))
		cols--;
	return cols > 0 && p->pair[row[cols - 1].style] ? row[cols - 1].style
							: -1;
}

/* The blanks before a list's first column take the colour in which the row
 * above ended, which nobody can see: sent as they are they are shorter than
 * the way over them, and they can be sent only in the colour of the moment. */
static void
lead_in(const struct paint *p, struct cell *row, int cols)
{
	int style = last_colour(p, row - cols, cols), n = 0;

	while (n < cols && is_blank(p, &row[n]))
		n++;
	for (int i = 0; style >= 0 && n <= LEAD_MOST && i < n; i++)
		row[i].style = (uint8_t)style;
}

/* The canvas as it will be sent: a copy. */
static struct canvas *
prepare(const struct paint *p, const struct canvas *c)
{
	struct canvas *to = canvas_new(c->rows, c->cols);
	size_t cols = (size_t)c->cols;

	memcpy(to->cells, c->cells, (size_t)c->rows * cols * sizeof(*c->cells));
	for (size_t row = 0; row < (size_t)c->rows; row++)
		underline_rule(p, to->cells + row * cols, c->cols, row == 0);
	for (size_t row = 0; row < (size_t)c->rows; row++) {
		join_words(p, to->cells + row * cols, c->cols);
		if (row > 0)
			lead_in(p, to->cells + row * cols, c->cols);
		mark_beside(p, to->cells + row * cols, c->cols);
	}
	return to;
}

static const struct cell *
cells_of(const struct canvas *c, int row)
{
	return c->cells + (size_t)row * (size_t)c->cols;
}

static bool
same_row(const struct cell *a, const struct cell *b, int cols)
{
	for (int i = 0; i < cols; i++)
		if (!same_cell(&a[i], &b[i]))
			return false;
	return true;
}

static bool
stood_elsewhere(const struct paint *p, const struct canvas *now, int row)
{
	for (int i = 0; i < now->rows; i++)
		if (i != row && same_row(cells_of(now, row),
					 cells_of(p->shown, i), now->cols))
			return true;
	return false;
}

/* Where rows of a list are alike, curses takes a mark that moves for rows
 * that moved, scrolls them and writes the rest anew.  It cannot when it sees
 * one row at a time. */
static bool
seems_moved(const struct paint *p, const struct canvas *now)
{
	int changed = 0;
	bool elsewhere = false;

	if (!p->shown)
		return false;
	for (int row = 0; row < now->rows && changed <= FEW_ROWS; row++) {
		if (same_row(cells_of(now, row), cells_of(p->shown, row),
			     now->cols))
			continue;
		changed++;
		elsewhere |= stood_elsewhere(p, now, row);
	}
	return elsewhere && changed > 1 && changed <= FEW_ROWS;
}

static void
send_row(void)
{
	leaveok(stdscr, TRUE);
	wnoutrefresh(stdscr);
	doupdate();
	leaveok(stdscr, FALSE);
}

void
paint_canvas(struct paint *p, const struct canvas *c)
{
	struct canvas *now = prepare(p, c);
	bool one_by_one;

	if (p->shown &&
	    (p->shown->rows != c->rows || p->shown->cols != c->cols))
		canvas_free(&p->shown);
	if (!p->shown)
		werase(stdscr);
	one_by_one = seems_moved(p, now);
	for (int row = 0; row < c->rows; row++) {
		put_row(p, now, row);
		if (one_by_one)
			send_row();
	}
	canvas_free(&p->shown);
	p->shown = now;
	wmove(stdscr, c->cur_row < 0 ? 0 : c->cur_row,
	      c->cur_col < 0 ? 0 : c->cur_col);
	wnoutrefresh(stdscr);
	doupdate();
}

void
paint_again(struct paint *p)
{
	canvas_free(&p->shown);
	clearok(stdscr, TRUE);
}

void
paint_beep(struct paint *p)
{
	(void)p;
	beep();
}

void
paint_size(struct paint *p, int *rows, int *cols)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row &&
	    ws.ws_col && (ws.ws_row != LINES || ws.ws_col != COLS)) {
		resizeterm(ws.ws_row, ws.ws_col);
		canvas_free(&p->shown);
		clearok(stdscr, TRUE);
	}
	*rows = LINES;
	*cols = COLS;
}
