/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What F10 and the commands offer on a person: alerts, links, history.
 */
#include "base/text.h"
#include "casework/same.h"
#include "ui/person_parts.h"

enum reply
person_add(struct person *p)
{
	begin_add(&p->begin, &p->s.arena, "Add for this person");
	return REPLY_HANDLED;
}

enum {
	DO_DETAILS = 1,
	DO_ADD,
	DO_TASK,
	DO_ALERT,
	DO_LINK,
	DO_DANGER,
	DO_TWICE,
	DO_UNLINK,
	DO_HISTORY,
	DO_COUNT
};
enum { UNMERGE_MOST = 5, DO_UNMERGE = 1000 };

size_t
person_commands(const struct screen *s, struct arena *a, struct command **out)
{
	const struct person *p = person_of(s);
	struct command *v = arena_array(
		a, DO_COUNT + CHRONOLOGY_MOST + UNMERGE_MOST, sizeof(*v));
	const char *no = p->f.may_write ? NULL
					: "Your role may read this person, "
					  "not change it.";
	size_t n = 0;

	*out = v;
	if (p->part == PART_EVENTS)
		n = chronology_commands(&p->events, a, v);
	if (p->part == PART_LINKS)
		v[n++] = (struct command){ DO_UNLINK, ACTION_NONE,
					   "Take this link away", no };
	v[n++] = (struct command){ DO_DETAILS, ACTION_SAVE,
				   "Name, address and contact", NULL };
	v[n++] = (struct command){
		DO_ADD, ACTION_NEW, "Add a referral or another record",
		p->f.n_add == 0 ? "Your role adds nothing here." : NULL
	};
	v[n++] = (struct command){ DO_TASK, ACTION_NONE,
				   "New task about this person", NULL };
	v[n++] =
		(struct command){ DO_ALERT, ACTION_NONE, "Raise an alert", no };
	v[n++] = (struct command){ DO_LINK, ACTION_NONE,
				   "Link to another person", no };
	v[n++] = (struct command){ DO_DANGER, ACTION_NONE,
				   "Link to somebody who does harm to them",
				   no };
	v[n++] = (struct command){ DO_TWICE, ACTION_NONE,
				   "Recorded twice: tell the data steward",
				   NULL };
	v[n++] = (struct command){ DO_HISTORY, ACTION_NONE,
				   "Who changed the details, and when", NULL };
	for (size_t i = 0; i < p->f.n_also && i < UNMERGE_MOST; i++)
		v[n++] = (struct command){ DO_UNMERGE + (int)i, ACTION_NONE,
					   arena_printf(
						   a, "Undo the merge with %s",
						   p->f.also[i].ref),
					   no };
	return n;
}

static bool
unmerge_asked(const char *reason, void *ctx)
{
	struct person *p = ctx;
	enum err e;

	e = same_unmerge(ui_session(p->s.ui), p->other, reason);
	if (e == ERR_OK)
		ui_say(p->s.ui, "They are two people again.");
	else
		ui_say_err(p->s.ui, e, "They stay one person");
	return e == ERR_OK;
}

static enum reply
ask_unmerge(struct person *p, size_t i)
{
	if (i >= p->f.n_also)
		return REPLY_HANDLED;
	p->other = p->f.also[i].alias;
	ui_push(p->s.ui, screen_ask(p->s.ui, p->other,
				    "Why are they two people after all?",
				    unmerge_asked, p));
	return REPLY_HANDLED;
}

static bool
link_named(const char *type_of_link, void *ctx)
{
	struct person *p = ctx;
	uint64_t id;
	enum err e;

	e = people_link(ui_session(p->s.ui), p->id, p->other, type_of_link,
			p->unsafe, &id);
	if (e == ERR_OK)
		ui_say(p->s.ui, "Linked.");
	else
		ui_say_err(p->s.ui, e, "No link was made");
	return e == ERR_OK;
}

static void
other_chosen(uint64_t other, const char *name, void *ctx)
{
	struct person *p = ctx;
	struct ui *u = p->s.ui;

	(void)name;
	p->other = other;
	ui_push(u, screen_question(u,
				   "What is the other to this person? "
				   "partner, brother, neighbour ...",
				   NULL, link_named, p));
}

static void
twin_chosen(uint64_t other, const char *name, void *ctx)
{
	struct person *p = ctx;
	enum err e = ERR_INVALID;

	if (other != p->id)
		e = same_unsure(ui_session(p->s.ui), p->id, other, NULL);
	if (e == ERR_OK)
		ui_say(p->s.ui,
		       "The data steward has it: is %s the same "
		       "person?",
		       name);
	else if (e == ERR_INVALID || e == ERR_EXISTS)
		ui_say(p->s.ui, "That is this record: choose the other one.");
	else
		ui_say_err(p->s.ui, e, "The data steward was not told");
}

static const char unlink_question[] = "Why is the link taken away?";

static bool
unlink_asked(const char *reason, void *ctx)
{
	struct person *p = ctx;
	enum err e;

	e = people_unlink(ui_session(p->s.ui), p->f.links[p->links_b.at].id,
			  reason);
	if (e == ERR_OK)
		ui_say(p->s.ui, "The link was taken away.");
	else
		ui_say_err(p->s.ui, e, "The link stands");
	return e == ERR_OK;
}

static void
ask_unlink(struct person *p)
{
	ui_push(p->s.ui, screen_ask(p->s.ui, p->f.links[p->links_b.at].id,
				    unlink_question, unlink_asked, p));
}

static void
ask_link(struct person *p, bool unsafe)
{
	p->unsafe = unsafe;
	ui_push(p->s.ui, screen_find(p->s.ui, "", other_chosen, p));
}

enum reply
person_command(struct screen *s, int id)
{
	struct person *p = (struct person *)s;

	if (id >= DO_UNMERGE)
		return ask_unmerge(p, (size_t)(id - DO_UNMERGE));
	if (chronology_command(&p->events, id))
		return REPLY_HANDLED;
	if (id == DO_DETAILS)
		begin_open(s->ui, p->id);
	else if (id == DO_ADD)
		return person_add(p);
	else if (id == DO_TASK)
		begin_task(&p->begin);
	else if (id == DO_ALERT)
		begin_alert(&p->begin);
	else if (id == DO_LINK || id == DO_DANGER)
		ask_link(p, id == DO_DANGER);
	else if (id == DO_TWICE)
		ui_push(s->ui, screen_find(s->ui, "", twin_chosen, p));
	else if (id == DO_UNLINK)
		ask_unlink(p);
	else if (id == DO_HISTORY)
		ui_push(s->ui, screen_history(s->ui, p->id));
	return REPLY_HANDLED;
}

bool
person_ask(struct screen *s, uint64_t about, const char *question)
{
	struct person *p = (struct person *)s;

	for (size_t i = 0; i < p->f.n_links; i++) {
		if (p->f.links[i].id != about ||
		    strcmp(question, unlink_question) != 0)
			continue;
		p->links_b.at = i;
		ask_unlink(p);
		return true;
	}
	return begin_asked(&p->begin, about, question) ||
	       chronology_asked(&p->events, about, question);
}
