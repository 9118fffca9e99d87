/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which charsets there are.  The C library lists none; its iconv reads them
 * from files named gconv-modules and *.conf, in lines `alias NAME// OF//` and
 * `module FROM// TO// ...`, where INTERNAL is no charset.  Some are built in.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"

static const char *const built_in[] = {
	"UTF-8",
	"UCS-2",
	"UCS-4",
	"UCS-4LE",
	"UTF-16",
	"UTF-16BE",
	"UTF-16LE",
	"UTF-32",
	"UTF-7",
	"UNICODE",
	"ANSI_X3.4-1968",
	"ANSI_X3.4-1986",
	"ANSI_X3.4",
	"US-ASCII",
	"ASCII",
	"CSASCII",
	"CP367",
	"IBM367",
	"ISO-IR-6",
	"ISO646-US",
	"ISO_646.IRV:1991",
	"US",
	"UCS-2BE",
	"UCS-2LE",
	"UCS-4BE",
	"UCS2",
	"UCS4",
	"CSUCS4",
	"UTF8",
	"WCHAR_T",
	"ISO-10646",
	"ISO-10646/UTF8/",
	"ISO-10646/UTF-8/",
	"ISO-10646/UCS2/",
	"ISO-10646/UCS4/",
	"ISO-IR-193",
	"UNICODELITTLE",
	"UNICODEBIG",
	"CSGB2312",
	"SHIFTJISX0213",
	"SHIFT_JISX0213",
	"10646-1:1993",
	"10646-1:1993/UCS4/",
	"ISO/TR_11548-1/",
};

static const char *const places[] = {
	"/usr/lib/*/gconv/gconv-modules",
	"/usr/lib/*/gconv/gconv-modules.d/*.conf",
	"/usr/lib/gconv/gconv-modules",
	"/usr/lib/gconv/gconv-modules.d/*.conf",
	"/usr/lib64/gconv/gconv-modules",
	"/usr/lib64/gconv/gconv-modules.d/*.conf",
};

struct names {
	struct arena *a;
	const char **v;
	size_t n, cap;
};

static void
add(struct names *l, const char *name, size_t n)
{
	while (n && name[n - 1] == '/')
		n--;
	if (!n || (n == 8 && strncmp(name, "INTERNAL", 8) == 0))
		return;
	if (l->n == l->cap) {
		size_t cap = l->cap ? l->cap * 2 : 512;

		l->v = arena_grow(l->a, l->v, l->n, cap, sizeof(*l->v));
		l->cap = cap;
	}
	l->v[l->n++] = arena_strndup(l->a, name, n);
}

/* The two words after `alias` or `module`. */
static void
add_line(struct names *l, const char *line)
{
	const char *p = line + strspn(line, " \t");

	if (strncmp(p, "alias", 5) != 0 && strncmp(p, "module", 6) != 0)
		return;
	p += strcspn(p, " \t");
	for (int i = 0; i < 2; i++) {
		size_t n;

		p += strspn(p, " \t");
		n = strcspn(p, " \t\n");
		add(l, p, n);
		p += n;
	}
}

static void
add_file(struct names *l, const char *path)
{
	FILE *f = fopen(path, "re");
	char line[512];

	while (f && fgets(line, sizeof(line), f))
		add_line(l, line);
	if (f)
		fclose(f);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_known(const char *name)
{
	struct charset *c;

	if (charset_open(&c, "UTF-8", name, false) != ERR_OK)
		return false;
	charset_close(&c);
	return true;
}

size_t
charset_names(struct arena *a, const char ***out)
{
	struct names l = { .a = a };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		add(&l, built_in[i], strlen(built_in[i]));
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		glob_t found = { 0 };

		if (glob(places[i], 0, NULL, &found) == 0)
			for (size_t k = 0; k < found.gl_pathc; k++)
				add_file(&l, found.gl_pathv[k]);
		globfree(&found);
	}
	qsort(l.v, l.n, sizeof(*l.v), by_name);
	for (size_t i = 0; i < l.n; i++)
		if ((!n || strcmp(l.v[n - 1], l.v[i])) && is_known(l.v[i]))
			l.v[n++] = l.v[i];
	*out = l.v;
	return n;
}
