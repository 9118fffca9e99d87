/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happens around a case: the day, the users, the forms of the site.
 */
#include "check_casework_life.h"

#include <stdlib.h>

#include "form/load.h"

void
step_on(struct life *l)
{
	struct date d = life_date(l, life_need(l, "the day"));
	const char *time = life_word(l);
	int64_t at = clock_utc_of(d, time ? life_time(l, time) : 9 * 60);

	life_end(l);
	if (l->open && at < clock_now())
		life_fault(l, "this is before the step above");
	clock_fix(at);
	if (!l->open)
		world_make();
	l->open = true;
}

/* user LOGIN ROLE [ROLE ...] in PROGRAMME|all [until DATE] */
void
step_user(struct life *l)
{
	struct session *ada = session_of("ada");
	const char *login = life_need(l, "a login"), *word, *programme;
	const char *roles[8];
	struct date until = NO_DATE;
	size_t n = 0;
	enum err err;

	while (!life_takes(l, "in")) {
		word = life_need(l, "'in PROGRAMME'");
		if (form_role(life_forms(l), word) < 0)
			life_fault(l, "'%s' is no role", word);
		if (n < 8)
			roles[n++] = word;
	}
	programme = life_need(l, "a programme, or all");
	if (life_takes(l, "until"))
		until = life_date(l, life_need(l, "a date"));
	life_end(l);
	err = user_add(ada, login, login, false);
	if (err != ERR_OK && err != ERR_EXISTS)
		life_fault(l, "not made: %s", err_text(err));
	for (size_t i = 0; i < n; i++) {
		err = user_grant(
			ada, login, roles[i],
			strcmp(programme, "all") == 0 ? "*" : programme, until);
		if (err != ERR_OK)
			life_fault(l, "role %s: %s", roles[i], err_text(err));
	}
}

void
step_end_user(struct life *l)
{
	enum err err = user_end(session_of("ada"), life_need(l, "a login"));

	life_end(l);
	if (err != ERR_OK)
		life_fault(l, "%s", err_text(err));
}

void
step_setting(struct life *l)
{
	const char *name = life_need(l, "a setting");
	enum err err =
		setting_set(session_of("ada"), name, life_need(l, "its code"));

	life_end(l);
	if (err != ERR_OK)
		life_fault(l, "%s: %s", name, err_text(err));
}

/* --- forms --------------------------------------------------------------------------- */

/* Everybody signs out and in again, as they would before new forms serve. */
static void
publish(struct life *l, const struct form_source *files, size_t n)
{
	struct problems p;
	struct buf out = BUF_INIT;
	enum err err;

	problems_init(&p, l->a);
	world_sign_out();
	err = forms_publish(world.store, "ada", files, n, &p);
	problems_print(&p, &out);
	if (err == ERR_INVALID && p.errors)
		life_refuse(l, arena_strdup(l->a, out.s));
	else if (err != ERR_OK)
		life_refuse(l, err_text(err));
	buf_clear(&out);
}

static struct form_source *
published(struct life *l, size_t *n, size_t more)
{
	struct form_source *files, *out;

	if (forms_texts(world.store, l->a, &files, n) != ERR_OK)
		life_fault(l, "no forms are published");
	out = arena_array(l->a, *n + more, sizeof(*out));
	for (size_t i = 0; i < *n; i++) {
		out[i] = files[i];
		/* What the store gives ends with its length alone. */
		out[i].text = arena_strndup(l->a, files[i].text, files[i].n);
	}
	return out;
}

/* What was changed is a new version of the forms in its file. */
static void
raise_version(struct life *l, struct form_source *f)
{
	struct buf out = BUF_INIT;
	const char *s = f->text, *at;
	char *end;

	while ((at = strstr(s, "\n    version:")) != NULL) {
		at += strlen("\n    version:");
		buf_add(&out, s, (size_t)(at - s));
		buf_printf(&out, " %ld", strtol(at, &end, 10) + 1);
		s = end;
	}
	buf_str(&out, s);
	f->text = arena_strdup(l->a, out.s);
	f->n = out.n;
	buf_clear(&out);
}

/* use FILE: a file of forms/ is copied into the site's own set. */
void
step_use(struct life *l)
{
	const char *src = getenv("srcdir"), *name = life_need(l, "a file");
	const char *slash = strrchr(name, '/');
	size_t n;
	struct form_source *files = published(l, &n, 1);

	life_end(l);
	if (form_read_file(
		    l->a,
		    arena_printf(l->a, "%s/forms/%s", src ? src : ".", name),
		    &files[n]) != ERR_OK)
		life_fault(l, "there is no forms/%s", name);
	files[n].name = slash ? slash + 1 : name;
	publish(l, files, n + 1);
}

/* The text with `more` put after the line that begins at `at`. */
static void
put_after(struct life *l, struct form_source *f, const char *at,
	  const char *more)
{
	size_t head = (size_t)(at - f->text) + strcspn(at, "\n");

	f->text = arena_printf(l->a, "%.*s\n%s%s", (int)head, f->text, more,
			       f->text + head);
	f->n = strlen(f->text);
}

/* A line that begins so, from `from` on. */
static const char *
line_from(const char *from, const char *begins)
{
	const char *s = from;

	while ((s = strstr(s, begins)) && s > from && s[-1] != '\n')
		s++;
	return s;
}

/* The choice within its list, which ends where the next list begins. */
static const char *
choice_line(struct life *l, const char *text, const char *list,
	    const char *code)
{
	const char *head =
		line_from(text, arena_printf(l->a, "list %s ", list));
	const char *next = head ? line_from(head + 1, "list ") : NULL;
	const char *at =
		head ? line_from(head, arena_printf(l->a, "choice %s ", code))
		     : NULL;

	return at && (!next || at < next) ? at : NULL;
}

/* retire CODE of LIST from DATE [for CODE] */
void
step_retire(struct life *l)
{
	const char *code = life_need(l, "a code"), *list, *at, *more;
	struct date from;
	size_t n;
	struct form_source *files = published(l, &n, 0);

	if (!life_takes(l, "of"))
		life_fault(l, "write: retire CODE of LIST from DATE");
	list = life_need(l, "a list");
	if (!life_takes(l, "from"))
		life_fault(l, "write: retire CODE of LIST from DATE");
	from = life_date(l, life_need(l, "a date"));
	more = arena_printf(l->a, "    retired: %s\n",
			    date_format(l->a, from, DATE_ISO));
	if (life_takes(l, "for"))
		more = arena_printf(l->a, "%s    replaced_by: %s\n", more,
				    life_need(l, "a code"));
	life_end(l);
	for (size_t i = 0; i < n; i++) {
		at = choice_line(l, files[i].text, list, code);
		if (!at)
			continue;
		put_after(l, &files[i], at,
			  arena_strndup(l->a, more, strlen(more) - 1));
		raise_version(l, &files[i]);
		publish(l, files, n);
		return;
	}
	life_fault(l, "no choice %s in a list %s", code, list);
}

/* rewrite "OLD" as "NEW": what an officer changes in an editor. */
void
step_rewrite(struct life *l)
{
	const char *old = life_need(l, "the old text"), *new_text, *at;
	size_t n;
	struct form_source *files = published(l, &n, 0);

	if (!life_takes(l, "as"))
		life_fault(l, "write: rewrite \"OLD\" as \"NEW\"");
	new_text = life_need(l, "the new text");
	life_end(l);
	for (size_t i = 0; i < n; i++) {
		at = strstr(files[i].text, old);
		if (!at)
			continue;
		files[i].text = arena_printf(
			l->a, "%.*s%s%s", (int)(at - files[i].text),
			files[i].text, new_text, at + strlen(old));
		files[i].n = strlen(files[i].text);
		raise_version(l, &files[i]);
		publish(l, files, n);
		return;
	}
	life_fault(l, "no form holds '%s'", old);
}
