/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A draft like those of forms, whose purpose says what it is: the question
 * stands where a form's draft has the cursor's field, the answer among the
 * texts not yet understood.
 */
#include "casework/words.h"

#include <string.h>

#include "casework/find_parts.h"

bool
draft_is_words(const struct draft *d)
{
	return strcmp(d->purpose, PURPOSE_WORDS) == 0;
}

const char *
draft_words(const struct draft *d)
{
	return fields_text(&d->typed, PURPOSE_WORDS);
}

enum err
words_find(struct session *s, struct arena *a, struct words *w)
{
	struct txn *t = session_begin(s, false);
	struct draft *d;
	size_t n = draft_list(t, a, s->user, &d);

	w->draft = 0;
	w->text = "";
	for (size_t i = 0; i < n && !w->draft; i++) {
		if (!draft_is_words(&d[i]) || d[i].record != w->about ||
		    strcmp(d[i].at_field, w->question) != 0)
			continue;
		w->draft = d[i].id;
		w->text = draft_words(&d[i]);
		w->kept_at = d[i].kept_at;
	}
	return session_end(s, t);
}

/* In one line, as far as what is asked. */
static const char *
asked(struct arena *a, const char *question)
{
	char *text = arena_strndup(a, question, strcspn(question, "?") + 1);
	char *end;

	while ((end = strstr(text, "\n\n")) != NULL)
		memcpy(end, ": ", 2);
	return text;
}

/* Where it was asked, and what.  Who does not see that any more keeps their
 * words all the same, and is told of them when they do again. */
static void
about_what(struct txn *t, struct session *s, struct arena *a, struct draft *d)
{
	const struct who *w = who_now(t, s);
	const struct record *r =
		d->record ? record_get_header(t, a, d->record) : NULL;
	const char *name;

	d->title = asked(a, d->at_field);
	if (!w || !r)
		return;
	d->case_id = r->kind == RECORD_CASE ? r->id : r->case_id;
	d->person = r->kind == RECORD_PERSON ? r->id : r->person;
	name = record_named_in(t, s, w, a, d->case_id ? d->case_id : d->person);
	if (name)
		d->title = arena_printf(a, "%s  %s", name, d->title);
}

enum err
words_keep(struct session *s, struct words *w)
{
	struct arena a = ARENA_INIT;
	struct txn *t;
	enum err err;
	struct draft d = { .id = w->draft,
			   .user = s->user,
			   .form = "",
			   .record = w->about,
			   .kept_at = clock_now(),
			   .at_field = w->question,
			   .purpose = PURPOSE_WORDS };
	bool blank = text_blank(w->text);

	if (blank && !w->draft)
		return ERR_OK;
	fields_init(&d.fields, &a);
	fields_init(&d.typed, &a);
	fields_set(&d.typed, PURPOSE_WORDS, value_text(w->text));
	t = session_begin(s, true);
	if (blank) {
		draft_forget(t, s->user, w->draft);
	} else {
		about_what(t, s, &a, &d);
		draft_put(t, &d);
	}
	err = session_end(s, t);
	if (err == ERR_OK) {
		w->draft = blank ? 0 : d.id;
		w->kept_at = d.kept_at;
	}
	arena_wipe(&a);
	return err;
}
