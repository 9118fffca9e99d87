/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/charset.h"

#include <errno.h>
#include <iconv.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/private_locale.h"

struct charset {
	iconv_t cd;
};

enum err
charset_open(struct charset **out, const char *to, const char *from, bool lossy)
{
	struct buf name = BUF_INIT;
	locale_t before;
	iconv_t cd;

	buf_printf(&name, "%s%s", to, lossy ? "//TRANSLIT" : "");
	before = locale_enter();
	cd = iconv_open(name.s, from);
	locale_leave(before);
	buf_clear(&name);
	if (cd == (iconv_t)-1)
		return ERR_INVALID;
	*out = xmalloc(sizeof(**out));
	(*out)->cd = cd;
	return ERR_OK;
}

void
charset_close(struct charset **c)
{
	if (*c == NULL)
		return;
	iconv_close((*c)->cd);
	free(*c);
	*c = NULL;
}

/*
 * Convert what is left of the input, or (with in NULL) write what returns
 * the output to its first state.  False, with errno, if iconv gives up.
 */
static bool
run(iconv_t cd, char **in, size_t *left, struct buf *out)
{
	char part[512];

	for (;;) {
		char *to = part;
		size_t room = sizeof(part);
		size_t rc = iconv(cd, in, left, &to, &room);
		int why = errno;

		buf_add(out, part, sizeof(part) - room);
		if (rc != (size_t)-1)
			return true;
		if (why != E2BIG) {
			errno = why;
			return false;
		}
	}
}

enum err
charset_convert(struct charset *c, struct bytes in, struct buf *out,
		size_t *bad)
{
	locale_t before = locale_enter();
	char *p = (char *)(uintptr_t)in.p; /* iconv does not write there */
	size_t left = in.n;
	bool fine;

	iconv(c->cd, NULL, NULL, NULL, NULL);
	fine = run(c->cd, &p, &left, out) && run(c->cd, NULL, NULL, out);
	locale_leave(before);
	if (fine)
		return ERR_OK;
	if (bad != NULL)
		*bad = in.n - left;
	return ERR_INVALID;
}

enum err
charset_more(struct charset *c, struct bytes in, bool last, struct buf *out,
	     size_t *used)
{
	locale_t before = locale_enter();
	char *p = (char *)(uintptr_t)in.p;
	size_t left = in.n;
	bool fine = run(c->cd, &p, &left, out);

	if (!fine && errno == EINVAL && !last)
		fine = true;
	else if (fine && last)
		fine = run(c->cd, NULL, NULL, out);
	locale_leave(before);
	*used = in.n - left;
	return fine ? ERR_OK : ERR_INVALID;
}

const char *
charset_unmarked(const char *name)
{
	static const char *const marked[][2] = {
		{ "UTF-16", "UTF-16LE" },  { "UTF16", "UTF-16LE" },
		{ "UTF-32", "UTF-32LE" },  { "UTF32", "UTF-32LE" },
		{ "UNICODE", "UTF-16LE" },
	};

	for (size_t i = 0; i < sizeof(marked) / sizeof(marked[0]); i++)
		if (strcasecmp(name, marked[i][0]) == 0)
			return marked[i][1];
	return name;
}

/* in, converted between two charsets, is all in out? */
static bool
converts(const char *to, const char *from, struct bytes in, struct buf *out)
{
	struct charset *c;
	bool fine;

	if (charset_open(&c, to, from, false) != ERR_OK)
		return false;
	fine = charset_convert(c, in, out, NULL) == ERR_OK;
	charset_close(&c);
	return fine;
}

bool
charset_holds(const char *name, const char *s)
{
	struct buf there = BUF_INIT, back = BUF_INIT;
	bool same;

	same = converts(name, "UTF-8", bytes_str(s), &there) &&
	       converts("UTF-8", name, buf_bytes(&there), &back) &&
	       bytes_equal(bytes_str(s), buf_bytes(&back));
	buf_clear(&there);
	buf_clear(&back);
	return same;
}

/* Does the environment name UTF-8: en_GB.UTF-8, and UTF-8 alone, which is what
 * a Mac sends? */
static bool
asks_for_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *v = NULL, *dot;
	size_t n;

	for (size_t i = 0; i < 3 && (v == NULL || v[0] == '\0'); i++)
		v = getenv(names[i]);
	if (v == NULL)
		return false;
	dot = strchr(v, '.');
	v = dot != NULL ? dot + 1 : v;
	n = strcspn(v, "@");
	return (n == 5 && strncasecmp(v, "UTF-8", n) == 0) ||
	       (n == 4 && strncasecmp(v, "utf8", n) == 0);
}

void
charset_take_locale(void)
{
	if (setlocale(LC_CTYPE, "") == NULL && asks_for_utf8())
		setlocale(LC_CTYPE, "C.UTF-8");
}

const char *
charset_of_terminal(void)
{
	static char name[64];
	locale_t user = newlocale(LC_CTYPE_MASK, "", (locale_t)0);

	/* One that is named but not installed: its country is as good as
	 * none, but how the terminal writes is told by its name. */
	if (user == (locale_t)0)
		return asks_for_utf8() ? "UTF-8" : "US-ASCII";
	snprintf(name, sizeof(name), "%s", nl_langinfo_l(CODESET, user));
	freelocale(user);
	return name;
}
