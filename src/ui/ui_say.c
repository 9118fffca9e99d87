/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Row 23: what happened and what to do next.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/ui_parts.h"

static void
keep_message(struct ui *u)
{
	struct said *s = &u->said[u->said_n % UI_SAID_MOST];

	s->at = clock_now();
	memcpy(s->text, u->message, sizeof(s->text));
	u->said_n++;
}

void
ui_say(struct ui *u, const char *fmt, ...)
{
	struct arena a = ARENA_INIT;
	const char *text;
	size_t n;
	va_list ap;

	va_start(ap, fmt);
	text = arena_vprintf(&a, fmt, ap);
	va_end(ap);
	n = strlen(text);
	if (n >= MESSAGE_MOST)
		n = text_cluster_prev(text, n, MESSAGE_MOST - 1);
	memcpy(u->message, text, n);
	u->message[n] = '\0';
	arena_clear(&a);
	if (u->message[0] != '\0')
		keep_message(u);
}

void
ui_unsay(struct ui *u)
{
	u->message[0] = '\0';
}

void
ui_say_err(struct ui *u, enum err e, const char *doing)
{
	static const char *const sentences[] = {
		[ERR_NOT_FOUND] = ": that is not there any more.",
		[ERR_EXISTS] = ": it is recorded already.",
		[ERR_INVALID] = ": something has to be put right first.",
		[ERR_CONFLICT] = ": somebody changed it. F5 reads it again.",
		[ERR_DENIED] = ": your role does not allow that here.",
		/* These stand alone: all is to fit on the row. */
		[ERR_FULL] = "There is no room to save: it stands only here. "
			     "Ring the help desk: full-1.",
		[ERR_NEWER] = "This store needs a newer program. "
			      "Ring the help desk: newer-1.",
		[ERR_CORRUPT] = "What is stored cannot be read. "
				"Ring the help desk: store-1.",
		[ERR_IO] = "The computer could not do it. Stay on this "
			   "screen; ring the help desk: io-1.",
	};

	if (e != ERR_OK && u->session != NULL && session_has_ended(u->session))
		ui_say(u, "You are no user here any more. What you typed stays "
			  "a draft. Ask who gives roles.");
	else if (e == ERR_CONFLICT && u->session != NULL &&
		 session_is_outdated(u->session))
		ui_say(u, "%s: the forms have changed. Sign out and in again.",
		       doing);
	else if (e != ERR_OK)
		ui_say(u, "%s%s", sentences[e][0] == ':' ? doing : "",
		       sentences[e]);
}

const char *
ui_message(const struct ui *u)
{
	return u->message;
}

const char *
ui_said(const struct ui *u, size_t ago, int64_t *at)
{
	const struct said *s;

	if (ago >= u->said_n || ago >= UI_SAID_MOST)
		return NULL;
	s = &u->said[(u->said_n - 1 - ago) % UI_SAID_MOST];
	if (at != NULL)
		*at = s->at;
	return s->text;
}
