/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Steps upon a case or a person that fill in no form: handing over, flags,
 * links, tasks, and the night.
 */
#include "check_casework_life.h"

#include "casework/work.h"

static const char *
need_said(struct life *l, const char *what)
{
	life_end(l);
	if (!l->said || !l->said[0])
		life_fault(l, "%s is missing after the colon", what);
	return l->said;
}

/* assign CASE to LOGIN [: why] */
void
step_assign(struct life *l)
{
	const struct nick *n =
		life_nick_of(l, life_need(l, "a case"), NICK_CASE, "a case");
	const char *login;

	if (!life_takes(l, "to"))
		life_fault(l, "write: assign CASE to LOGIN");
	login = life_need(l, "a login");
	life_end(l);
	life_went(l, case_assign(life_session(l), n->id, login, l->said));
	l->last = n;
}

void
step_withdraw(struct life *l)
{
	const struct nick *n = life_nick(l, life_need(l, "what"));

	life_went(l, record_withdraw(life_session(l), n->id,
				     need_said(l, "the reason")));
}

/* flag PERSON|CASE [until DATE] [as NAME]: text */
void
step_flag(struct life *l)
{
	const struct nick *n = life_nick(l, life_need(l, "whom"));
	struct date until = NO_DATE;
	const char *name;
	uint64_t id;

	if (life_takes(l, "until"))
		until = life_date(l, life_need(l, "a date"));
	name = life_named(l, NULL);
	if (life_went(l, flag_raise(life_session(l), n->id,
				    need_said(l, "its text"), until, &id)))
		life_call(l, name, NICK_FLAG, id, "");
	l->last = n;
}

void
step_resolve(struct life *l)
{
	const struct nick *n =
		life_nick_of(l, life_need(l, "a flag"), NICK_FLAG, "a flag");

	life_went(l, flag_resolve(life_session(l), n->id,
				  need_said(l, "the note")));
}

/* link PERSON to PERSON [unsafe] [as NAME]: kind */
void
step_link(struct life *l)
{
	const struct nick *from = life_nick_of(l, life_need(l, "a person"),
					       NICK_PERSON, "a person"),
			  *to;
	const char *name;
	bool unsafe;
	uint64_t id;

	if (!life_takes(l, "to"))
		life_fault(l, "write: link PERSON to PERSON: kind");
	to = life_nick_of(l, life_need(l, "a person"), NICK_PERSON, "a person");
	unsafe = life_takes(l, "unsafe");
	name = life_named(l, NULL);
	if (life_went(l, people_link(life_session(l), from->id, to->id,
				     need_said(l, "the kind of link"), unsafe,
				     &id)))
		life_call(l, name, NICK_LINK, id, "");
}

void
step_unlink(struct life *l)
{
	const struct nick *n =
		life_nick_of(l, life_need(l, "a link"), NICK_LINK, "a link");

	life_went(l, people_unlink(life_session(l), n->id,
				   need_said(l, "the reason")));
}

/* task CASE|PERSON [for LOGIN] [due DATE [TIME]] [as NAME]: text */
void
step_task(struct life *l)
{
	const struct nick *n = life_nick(l, life_need(l, "a case or person"));
	struct task_new t = { .minutes = -1 };
	const char *name, *time;
	uint64_t id;

	if (n->kind == NICK_CASE)
		t.case_id = n->id;
	else
		t.person = n->id;
	if (life_takes(l, "for"))
		t.owner = life_need(l, "a login");
	if (life_takes(l, "due")) {
		t.due = life_date(l, life_need(l, "a date"));
		time = l->words + strspn(l->words, " ");
		if (time[0] >= '0' && time[0] <= '9')
			t.minutes = life_time(l, life_word(l));
	}
	name = life_named(l, NULL);
	t.text = need_said(l, "what is to be done");
	if (life_went(l, task_add(life_session(l), &t, &id)))
		life_call(l, name, NICK_TASK, id, "");
	l->last = n->kind == NICK_CASE ? n : l->last;
}

/* A notice stands in the worklist of those it is for, not with the case. */
static uint64_t
notice_about(struct life *l, uint64_t of, const char *text)
{
	struct worklist w;

	if (!life_went(l,
		       worklist_read(life_session(l), l->a, WORK_MINE, 0, &w)))
		return 0;
	for (size_t i = 0; i < w.n; i++)
		if (w.v[i].task && w.v[i].case_id == of &&
		    strstr(w.v[i].doing, text))
			return w.v[i].task;
	return 0;
}

/* done "TEXT" [on CASE] [: how it went] */
void
step_done(struct life *l)
{
	const char *text = life_need(l, "the task's text");
	const struct nick *n = l->last;
	struct case_file c;
	uint64_t task = 0;

	if (life_takes(l, "on"))
		n = life_nick_of(l, life_need(l, "a case"), NICK_CASE,
				 "a case");
	life_end(l);
	if (!n || n->kind != NICK_CASE)
		life_fault(l, "write: done \"%s\" on CASE", text);
	if (!life_went(l, case_open(life_session(l), l->a, n->id, &c)))
		return;
	for (size_t i = 0; i < c.n_dues && !task; i++)
		if (c.dues[i].task && strstr(c.dues[i].text, text))
			task = c.dues[i].task;
	if (!task)
		task = notice_about(l, n->id, text);
	if (!task)
		life_fault(l, "there is no such task on %s", n->name);
	life_went(l, task_finish(life_session(l), task,
				 l->said ? l->said : "done"));
}

/* The nightly run, which raises what has fallen due. */
void
step_tick(struct life *l)
{
	struct ticked out;
	enum err err = work_tick(world.store, &out);

	life_end(l);
	if (err != ERR_OK)
		life_fault(l, "%s", err_text(err));
}
