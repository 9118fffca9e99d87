/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A life played from its first line to its last.
 */
#include "check_casework_life.h"

#include <stdio.h>

static void
step_as(struct life *l)
{
	l->user = life_need(l, "who acts");
	life_end(l);
}

static const struct {
	const char *word;
	life_step *step;
} steps[] = { { "on", step_on },
	      { "use", step_use },
	      { "user", step_user },
	      { "end-user", step_end_user },
	      { "setting", step_setting },
	      { "retire", step_retire },
	      { "rewrite", step_rewrite },
	      { "as", step_as },
	      { "register", step_register },
	      { "refer", step_refer },
	      { "open", step_open },
	      { "add", step_add },
	      { "change", step_change },
	      { "finish", step_finish },
	      { "do", step_do },
	      { "assign", step_assign },
	      { "withdraw", step_withdraw },
	      { "flag", step_flag },
	      { "resolve", step_resolve },
	      { "link", step_link },
	      { "unlink", step_unlink },
	      { "task", step_task },
	      { "done", step_done },
	      { "tick", step_tick },
	      { "expect", step_expect } };

void
life_fault(struct life *l, const char *fmt, ...)
{
	const struct life_line *line =
		&l->lines[l->at < l->n ? l->at : l->n - 1];
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(l->a, fmt, ap);
	va_end(ap);
	edit_close(&l->edit);
	text = arena_printf(l->a, "%s:%d: %s\n    %s", l->file, line->no,
			    line->text, text);
	if (!l->caught)
		ck_abort_msg("%s", text);
	l->fault = text;
	longjmp(*l->caught, 1);
}

/* --- names ---------------------------------------------------------------------- */

struct session *
life_session_of(struct life *l, const char *login)
{
	struct session *s = NULL;

	if (session_open(&s, world.store, login, "test") != ERR_OK)
		life_fault(l, "%s is no user now", login);
	session_close(&s, false);
	return session_of(login);
}

struct session *
life_session(struct life *l)
{
	if (!l->user)
		life_fault(l, "nobody acts yet: write 'as LOGIN' before");
	return session_of(l->user);
}

const struct form_set *
life_forms(struct life *l)
{
	return session_forms(session_of(l->user ? l->user : "ada"));
}

const struct nick *
life_find(const struct life *l, const char *name)
{
	for (size_t i = 0; i < l->n_nicks; i++)
		if (strcmp(l->nicks[i].name, name) == 0)
			return &l->nicks[i];
	return NULL;
}

const struct nick *
life_nick(struct life *l, const char *word)
{
	const struct nick *n = life_find(l, word);

	if (!n)
		life_fault(l, "nobody and nothing is called %s", word);
	return n;
}

const struct nick *
life_nick_of(struct life *l, const char *word, enum nick_kind kind,
	     const char *what)
{
	const struct nick *n = life_nick(l, word);

	if (n->kind != kind)
		life_fault(l, "%s is not %s", word, what);
	return n;
}

const char *
life_named(struct life *l, const char *instead)
{
	const char *name =
		life_takes(l, "as") ? life_need(l, "its name") : instead;

	if (name && life_find(l, name) && name != instead)
		life_fault(l, "%s is the name of another already", name);
	return name;
}

void
life_call(struct life *l, const char *name, enum nick_kind kind, uint64_t id,
	  const char *form)
{
	struct nick *n = name ? (struct nick *)life_find(l, name) : NULL;

	if (!name)
		return;
	if (!n) {
		if (l->n_nicks == LIFE_NICKS)
			life_fault(l, "too many names in one life");
		n = &l->nicks[l->n_nicks++];
	}
	/* The forms may be published anew: the name is kept. */
	*n = (struct nick){ name, kind, id, arena_strdup(l->a, form) };
	if (kind == NICK_PERSON || kind == NICK_CASE || kind == NICK_CHILD)
		l->last = n;
}

/* --- what was refused -------------------------------------------------------------- */

void
life_refuse(struct life *l, const char *why)
{
	l->refused = l->refused
			     ? arena_printf(l->a, "%s\n    %s", l->refused, why)
			     : arena_strdup(l->a, why);
}

bool
life_went(struct life *l, enum err err)
{
	switch (err) {
	case ERR_OK:
		return true;
	case ERR_NOT_FOUND:
		life_refuse(l, arena_printf(l->a, "not there for %s", l->user));
		return false;
	case ERR_DENIED:
		life_refuse(l,
			    arena_printf(l->a, "%s may not do this", l->user));
		return false;
	default:
		life_refuse(l, err_text(err));
		return false;
	}
}

void
life_tell_refusal(struct life *l)
{
	if (!l->refused || l->refused_told)
		return;
	l->at = l->refused_at;
	life_fault(l, "refused: %s", l->refused);
}

/* --- playing ----------------------------------------------------------------------- */

static void
play_line(struct life *l)
{
	const char *word;

	if (l->lines[l->at].depth)
		life_fault(l, "nothing above takes an indented line here");
	life_line_begin(l);
	word = life_need(l, "the step");
	if (strcmp(word, "expect") != 0) {
		life_tell_refusal(l);
		l->refused = NULL;
		l->refused_told = false;
		l->refused_at = l->at;
	}
	if (!l->open && strcmp(word, "on") != 0)
		life_fault(l, "a life begins with a day: on 2026-03-02");
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strcmp(steps[i].word, word) == 0) {
			steps[i].step(l);
			return;
		}
	life_fault(l, "'%s' is no step; see tests/data/lives/README", word);
}

/* Whatever was done, the store agrees with itself in the end. */
static void
check_whole(struct life *l)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;

	if (store_check(world.store, &out, &sum, NULL, NULL) != ERR_OK ||
	    sum.faults || sum.log_bad)
		life_fault(l,
			   "the store does not agree with itself after "
			   "this: %s",
			   out.s ? out.s : "");
	buf_clear(&out);
}

static void
play(struct life *l)
{
	for (l->at = 0; l->at < l->n; l->at++)
		play_line(l);
	life_tell_refusal(l);
	check_whole(l);
}

void
life_play(const char *path)
{
	struct life l = { .a = &world.arena };

	life_read(&l, path);
	play(&l);
}

const char *
life_play_text(const char *text)
{
	static struct life l;
	static jmp_buf caught;

	l = (struct life){ .a = &world.arena,
			   .file = "text",
			   .caught = &caught };
	life_read_text(&l, text);
	if (setjmp(caught) == 0)
		play(&l);
	return l.fault;
}
