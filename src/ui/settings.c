/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/settings.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	size_t offset;
} switches[] = {
	{ "plain", offsetof(struct settings, plain) },
	{ "colour", offsetof(struct settings, colour) },
	{ "preview", offsetof(struct settings, preview) },
	{ "one_esc", offsetof(struct settings, one_esc) },
	{ "mouse", offsetof(struct settings, mouse) },
	{ "echo", offsetof(struct settings, echo) },
	{ "vi", offsetof(struct settings, vi) },
};
#define SWITCHES (sizeof(switches) / sizeof(switches[0]))

static bool *
switch_of(struct settings *v, size_t i)
{
	return (bool *)((char *)v + switches[i].offset);
}

void
settings_usual(struct settings *out)
{
	*out = (struct settings){ .colour = true,
				  .preview = true,
				  .echo = true,
				  .lock = LOCK_USUAL,
				  .lock_most = LOCK_USUAL };
}

void
settings_load(struct settings *out, struct session *s)
{
	struct arena a = ARENA_INIT;
	const char *kept;

	settings_usual(out);
	for (size_t i = 0; i < SWITCHES; i++) {
		kept = preference_get(s, &a, switches[i].name);
		if (kept != NULL && kept[0] != '\0')
			*switch_of(out, i) = strcmp(kept, "yes") == 0;
	}
	kept = preference_get(s, &a, "page");
	if (kept != NULL && atoi(kept) > 0)
		out->page = atoi(kept);
	out->lock = out->lock_most = lock_most(s);
	kept = preference_get(s, &a, "lock");
	if (kept != NULL && atoi(kept) > 0 && atoi(kept) < out->lock)
		out->lock = atoi(kept);
	arena_clear(&a);
}

enum err
settings_save(const struct settings *v, const struct settings *was,
	      struct session *s)
{
	struct settings now = *v, old = *was;
	struct arena a = ARENA_INIT;
	enum err e = ERR_OK;

	for (size_t i = 0; i < SWITCHES && e == ERR_OK; i++)
		if (*switch_of(&now, i) != *switch_of(&old, i))
			e = preference_set(s, switches[i].name,
					   *switch_of(&now, i) ? "yes" : "no");
	if (e == ERR_OK && now.page != old.page)
		e = preference_set(
			s, "page",
			now.page > 0 ? arena_printf(&a, "%d", now.page) : "");
	/* The longest is kept as none: it follows what the site allows. */
	if (e == ERR_OK && now.lock != old.lock)
		e = preference_set(s, "lock",
				   now.lock < now.lock_most
					   ? arena_printf(&a, "%d", now.lock)
					   : "");
	arena_clear(&a);
	return e;
}
