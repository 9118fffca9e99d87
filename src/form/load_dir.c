/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Form files from a folder. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "form/load.h"

static enum err
read_whole(struct arena *a, FILE *f, struct form_source *out)
{
	struct buf b = BUF_INIT;
	char chunk[8192];
	size_t n;
	enum err e = ERR_OK;

	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, chunk, n);
	if (ferror(f))
		e = errno == EISDIR ? ERR_INVALID : ERR_IO;
	out->text = arena_strndup(a, "", 0);
	out->n = b.n;
	if (b.n > 0)
		out->text = arena_memdup(a, b.s, b.n);
	buf_clear(&b);
	return e;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

enum err
form_read_file(struct arena *a, const char *path, struct form_source *out)
{
	FILE *f = fopen(path, "rb");
	int number = errno;
	enum err e;

	*out = (struct form_source){ .name = arena_strdup(a, base_name(path)) };
	if (!f) {
		report("%s: %s", path, strerror(number));
		return number == ENOENT	  ? ERR_NOT_FOUND
		       : number == EACCES ? ERR_DENIED
					  : ERR_IO;
	}
	e = read_whole(a, f, out);
	if (e != ERR_OK)
		report("%s: %s", path, strerror(errno));
	fclose(f);
	return e;
}

static bool
is_form(const char *name)
{
	size_t n = strlen(name);

	return *name != '.' && n > 5 && strcmp(name + n - 5, ".form") == 0;
}

static int
name_order(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum err
list_forms(struct arena *a, const char *dir, const char ***out, size_t *n)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	size_t cap = 0;

	*n = 0;
	*out = NULL;
	if (!d) {
		report("%s: %s", dir, strerror(errno));
		return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND
							   : ERR_IO;
	}
	while ((entry = readdir(d)) != NULL) {
		if (!is_form(entry->d_name))
			continue;
		if (*n == cap) {
			cap = cap ? cap * 2 : 16;
			*out = arena_grow(a, *out, *n, cap, sizeof(**out));
		}
		(*out)[(*n)++] = arena_strdup(a, entry->d_name);
	}
	closedir(d);
	if (*n == 0)
		return ERR_NOT_FOUND;
	qsort(*out, *n, sizeof(**out), name_order);
	return ERR_OK;
}

enum err
form_read_dir(struct arena *a, const char *dir, struct form_source **out,
	      size_t *n)
{
	const char **names;
	size_t all;

	*n = 0;
	TRY(list_forms(a, dir, &names, &all));
	*out = arena_array(a, all, sizeof(**out));
	while (*n < all) {
		enum err e = form_read_file(
			a, arena_printf(a, "%s/%s", dir, names[*n]),
			&(*out)[*n]);

		++*n;
		if (e != ERR_OK) /* a name with nothing behind it */
			return e == ERR_NOT_FOUND ? ERR_IO : e;
	}
	return ERR_OK;
}
