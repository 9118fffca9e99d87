/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stddef.h>
#include <string.h>

#include "app/app.h"
#include "base/text.h"

static const struct {
	const char *name;
	size_t offset;
	bool flag;
} known[] = {
	{ "--store", offsetof(struct options, store), false },
	{ "--forms", offsetof(struct options, forms), false },
	{ "--until", offsetof(struct options, until), false },
	{ "--file", offsetof(struct options, file), false },
	{ "--form", offsetof(struct options, form), false },
	{ "--name", offsetof(struct options, name), false },
	{ "--rejects", offsetof(struct options, rejects), false },
	{ "--people", offsetof(struct options, people), false },
	{ "--seed", offsetof(struct options, seed), false },
	{ "--undo", offsetof(struct options, undo), false },
	{ "--show", offsetof(struct options, show), false },
	{ "--format", offsetof(struct options, format), false },
	{ "--charset", offsetof(struct options, charset), false },
	{ "--delimiter", offsetof(struct options, delimiter), false },
	{ "--columns", offsetof(struct options, columns), false },
	{ "--widths", offsetof(struct options, widths), false },
	{ "--map", offsetof(struct options, map), false },
	{ "--reason", offsetof(struct options, reason), false },
	{ "--list", offsetof(struct options, list), true },
	{ "--list-charsets", offsetof(struct options, charsets), true },
	{ "--raw", offsetof(struct options, raw), true },
	{ "--bits", offsetof(struct options, bits), false },
	{ "--last", offsetof(struct options, last), false },
	{ "--sweep", offsetof(struct options, sweep), true },
	{ "--practice", offsetof(struct options, practice), true },
	{ "--empty", offsetof(struct options, empty), true },
	{ "--mono", offsetof(struct options, mono), true },
	{ "--plain", offsetof(struct options, plain), true },
	{ "--commit", offsetof(struct options, commit), true },
	{ "--help", offsetof(struct options, help), true },
	{ "--strict", offsetof(struct options, strict), true },
	{ "--admin", offsetof(struct options, admin), true },
};

#define KNOWN (sizeof(known) / sizeof(known[0]))

/* `--name value` and `--name=value`. */
static bool
read_option(struct options *o, int argc, char **argv, int *i)
{
	const char *word = argv[*i], *equals = strchr(word, '=');
	size_t n = equals ? (size_t)(equals - word) : strlen(word);
	const char *value = equals	    ? equals + 1
			    : *i + 1 < argc ? argv[*i + 1]
					    : NULL;

	for (size_t k = 0; k < KNOWN; k++) {
		if (strlen(known[k].name) != n ||
		    strncmp(word, known[k].name, n) != 0)
			continue;
		o->given[o->n_given++] = known[k].name;
		if (known[k].flag && equals)
			return complain("%s takes no value.", known[k].name),
			       false;
		if (known[k].flag) {
			*(bool *)((char *)o + known[k].offset) = true;
			return true;
		}
		if (!value || !*value ||
		    (!equals && strncmp(value, "--", 2) == 0))
			return complain("%s needs a value.", word), false;
		*(const char **)((char *)o + known[k].offset) = value;
		*i += !equals;
		return true;
	}
	if (n == 5 && strncmp(word, "--set", 5) == 0 && value) {
		o->given[o->n_given++] = "--set";
		o->set[o->n_set++] = value;
		*i += !equals;
		return true;
	}
	if (strcmp(word, "--version") == 0) {
		o->rest[o->n++] = word + 2;
		return true;
	}
	complain("'%s' is no option. `caseload help` lists them.", word);
	return false;
}

bool
options_read(struct options *o, struct arena *a, int argc, char **argv)
{
	bool words = false;

	*o = (struct options){ .arena = a };
	o->rest = arena_array(a, (size_t)argc + 1, sizeof(*o->rest));
	o->set = arena_array(a, (size_t)argc + 1, sizeof(*o->set));
	o->given = arena_array(a, (size_t)argc + 1, sizeof(*o->given));
	for (int i = 1; i < argc; i++) {
		if (!utf8_valid(argv[i], strlen(argv[i]), NULL)) {
			complain("A word of the command is not valid UTF-8.");
			return false;
		}
		if (!*argv[i]) {
			complain("A word of the command is empty. Perhaps a "
				 "script names something that it has no value "
				 "for.");
			return false;
		}
		if (!words && strcmp(argv[i], "--") == 0) {
			words = true;
		} else if (words || strncmp(argv[i], "--", 2) != 0) {
			o->rest[o->n++] = argv[i];
		} else if (!read_option(o, argc, argv, &i)) {
			return false;
		}
	}
	return true;
}
