/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was chosen in the review of an import is kept as words are (words.h),
 * to be read by people too:
 *
 *	Line 14: 1 P-018842
 *	Line 27: 3
 */
#include <stdlib.h>
#include <string.h>

#include "casework/find.h"
#include "ui/import_parts.h"

static const char *
choices_text(const struct rows *k, struct arena *a)
{
	struct buf out = BUF_INIT;
	const char *text;

	for (size_t i = 0; i < k->r.n; i++) {
		const struct chosen *c = &k->chosen[i];

		if (c->is)
			buf_printf(&out, "Line %llu: %d %s\n",
				   (unsigned long long)k->v[i].line,
				   (int)c->how + 1, c->ref);
	}
	text = arena_strdup(a, out.n > 0 ? out.s : "");
	buf_clear(&out);
	return text;
}

static void
name_words(struct rows *k)
{
	k->words.question =
		arena_printf(&k->r.screen.arena, IMPORT_KEPT ", batch %llu",
			     (unsigned long long)k->batch.number);
}

static bool
keep_text(struct rows *k, const char *text)
{
	if (k->words.text != NULL && strcmp(text, k->words.text) == 0)
		return true;
	name_words(k);
	k->words.text = text;
	if (words_keep(ui_session(k->r.screen.ui), &k->words) == ERR_OK)
		return true;
	k->words.text = NULL;
	return false;
}

bool
import_keep(struct screen *s)
{
	struct rows *k = (struct rows *)s;

	return keep_text(k, choices_text(k, &s->arena));
}

void
import_let_go(struct rows *k)
{
	if (!keep_text(k, ""))
		ui_say(k->r.screen.ui, "What you chose still stands among the "
				       "drafts: F9, drafts.");
}

/* The person of a number, if it is one of those that may be seen. */
static uint64_t
person_numbered(struct rows *k, const char *ref)
{
	struct arena a = ARENA_INIT;
	struct found f = { 0 };
	uint64_t id = 0;

	if (find_people(ui_session(k->r.screen.ui), &a, ref, 2, &f) == ERR_OK)
		for (size_t i = 0; i < f.n; i++)
			if (strcmp(f.people[i].ref, ref) == 0)
				id = f.people[i].id;
	arena_clear(&a);
	return id;
}

/* False: no such row waits any more, or its person is not there. */
static bool
choose_again(struct rows *k, unsigned long long line, int how, const char *ref)
{
	struct chosen c = { true, (enum import_decision)(how - 1), 0, "" };
	size_t i = 0;

	while (i < k->r.n && k->v[i].line != line)
		i++;
	if (i == k->r.n || how < 1 || how > 4)
		return false;
	if (how <= 2) {
		c.person = person_numbered(k, ref);
		c.ref = arena_strdup(&k->r.read, ref);
		if (c.person == 0)
			return false;
	}
	k->chosen[i] = c;
	return true;
}

void
import_take_up(struct rows *k)
{
	struct ui *u = k->r.screen.ui;
	struct arena a = ARENA_INIT;
	size_t n = 0;
	char *line;

	name_words(k);
	if (words_find(ui_session(u), &k->r.screen.arena, &k->words) != ERR_OK)
		k->words.text = "";
	line = arena_strdup(&a, k->words.text);
	while (*line != '\0') {
		char *end = line + strcspn(line, "\n"), *ref, *next;
		unsigned long long number;
		int how;

		next = *end != '\0' ? end + 1 : end;
		*end = '\0';
		number = strtoull(line + strcspn(line, "0123456789"), &ref, 10);
		how = (int)strtol(ref + (*ref == ':'), &ref, 10);
		n += choose_again(k, number, how, ref + (*ref == ' '));
		line = next;
	}
	if (n > 0)
		ui_say(u,
		       "%zu row%s chosen before and not done: F2 does what is "
		       "chosen.",
		       n, n == 1 ? " was" : "s were");
	arena_clear(&a);
}
