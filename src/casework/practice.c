/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Invented people and the lives of their cases, made by doing what a
 * caseworker does: registering, referring, adding records, taking
 * transitions.  The clock is set to the day of each act, so that the
 * worklist of today is a believable one.
 */
#include "casework/practice.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "casework/practice_parts.h"

#define DAYS_BACK 240
#define STEPS_MOST 14
#define TRIES_MOST 25	  /* to make one step of a case possible */
#define STUCK_MOST 16	  /* times that a step is given up */
#define REACH_MOST 200	  /* lives begun to reach a state */
#define BATCH 40	  /* people a commit */
#define MODELS 2000	  /* beyond these, lives are copied */
#define COPIES_MOST 64	  /* of one life at a time */
#define COPIES_BATCH 1000 /* and of all in a commit: nobody waits */
#define KNOWN_PEOPLE 500  /* of whom cases may speak */
#define CATCH_UP_TRIES 12
#define CHILDREN_FEW 3 /* of one form in a case */
#define MEET_TRIES 4   /* before another day is set */
#define DAY (24 * 60 * 60)

static const char *const colleagues[][2] = {
	{ "n.begum", "Nasima Begum" },
	{ "d.carter", "Dawn Carter" },
	{ "k.okafor", "Kene Okafor" },
	{ "s.patel", "Sunil Patel" },
};
#define COLLEAGUES (sizeof(colleagues) / sizeof(colleagues[0]))

struct inventing {
	struct session *s;
	const struct practice_options *o;
	const struct form **cases; /* case forms about a person */
	size_t n_cases;
	struct practice_world world;
	const char *users[COLLEAGUES + 1];
	int64_t now;	   /* the real one */
	const char *actor; /* who works the case; NULL: anybody */
	uint64_t *models;  /* people of whom copies are made */
	size_t n_models;
	uint64_t *made; /* cases whose work is not caught up with yet */
	size_t n_made, cap_made;
	uint64_t *reached;		/* by case form: bits of states */
	unsigned char (*stuck)[64][64]; /* by case form, from, to: how often
					   the step was given up */
	enum err err;
};

static bool
failed(struct inventing *v, enum err e)
{
	if (e == ERR_FULL || e == ERR_IO || e == ERR_CORRUPT)
		v->err = e;
	return e != ERR_OK;
}

static const char *
somebody(struct inventing *v)
{
	return v->users[random_below((uint32_t)v->world.n_users)];
}

/* --- saving what was answered ------------------------------------------------------- */

static bool
save(struct inventing *v, struct edit *e, enum save_how how, uint64_t *id)
{
	struct saved out;
	enum err err;

	v->s->user = v->actor ? v->actor : somebody(v);
	err = edit_save(e, how, "as agreed", &out);
	if (err == ERR_INVALID && how == SAVE_FINISH && !e->transition)
		err = edit_save(e, SAVE_RECORD, "as agreed", &out);
	if (id)
		*id = out.record;
	return !failed(v, err);
}

static uint64_t
invent_person(struct inventing *v)
{
	struct edit *e;
	uint64_t id = 0;

	if (failed(v, edit_new_person(v->s, NULL, &e)))
		return 0;
	practice_answer(e, &v->world, 35, NULL, 0);
	if (!save(v, e, SAVE_RECORD, &id))
		id = 0;
	edit_close(&e);
	if (id && v->world.n_people < KNOWN_PEOPLE)
		v->world.people[v->world.n_people++] = id;
	if (id && v->n_models < MODELS)
		v->models[v->n_models++] = id;
	return id;
}

static void
note_made(struct inventing *v, uint64_t case_id)
{
	size_t want = v->cap_made ? v->cap_made * 2 : 64;

	if (v->n_made == v->cap_made) {
		v->made = arena_grow(&v->s->arena, v->made, v->n_made, want,
				     sizeof(*v->made));
		v->cap_made = want;
	}
	v->made[v->n_made++] = case_id;
}

static uint64_t
invent_case(struct inventing *v, const struct form *f, uint64_t person)
{
	struct edit *e;
	uint64_t id = 0;
	uint32_t roll = random_below(100);

	if (failed(v, edit_new_case(v->s, f, person, &e)))
		return 0;
	practice_answer(e, &v->world, 55, NULL, 0);
	if (!save(v, e, SAVE_RECORD, &id))
		id = 0;
	edit_close(&e);
	if (id)
		note_made(v, id);
	if (id && roll < 88)
		failed(v, case_assign(v->s, id,
				      roll < 35 ? v->o->owner : somebody(v),
				      NULL));
	return id;
}

static void
invent_child(struct inventing *v, const struct form *f, uint64_t case_id,
	     const struct item *const *only, size_t n_only)
{
	struct edit *e;

	if (failed(v, edit_new_child(v->s, f, case_id, &e)))
		return;
	if (only)
		practice_answer(e, &v->world, 0, only, n_only);
	practice_answer(e, &v->world, only ? 20 : 70, NULL, 0);
	save(v, e, SAVE_FINISH, NULL);
	edit_close(&e);
}

/* --- moving a case on ---------------------------------------------------------------- */

/* Take a transition: answer its dialogue until its rules hold. */
static bool
take(struct inventing *v, uint64_t case_id, const struct transition *t)
{
	const struct item **ask = NULL;
	struct edit *e;
	bool taken = false;

	if (failed(v, edit_begin_transition(v->s, case_id, t, &e)))
		return false;
	ask = arena_array(&e->arena, t->n_ask + 1, sizeof(*ask));
	for (size_t i = 0; i < t->n_ask; i++)
		ask[i] = t->ask[i].item;
	for (int tries = 0; tries < 6 && !taken && v->err == ERR_OK; tries++) {
		if (t->n_ask)
			practice_answer(e, &v->world, 100, ask, t->n_ask);
		taken = save(v, e, SAVE_RECORD, NULL);
	}
	edit_close(&e);
	return taken;
}

/* A record of the case that is there, of this form, any of them; or 0.  How
 * many there are. */
static uint64_t
child_there(const struct case_file *c, const struct form *f, uint32_t *n)
{
	uint64_t id = 0;

	*n = 0;
	for (size_t i = 0; i < c->n_events; i++)
		if (c->events[i].kind == RECORD_CHILD &&
		    c->events[i].form == f && !random_below(++*n))
			id = c->events[i].record;
	return id;
}

static void
change_child(struct inventing *v, uint64_t id, const struct item *const *only,
	     size_t n)
{
	struct edit *e;

	if (failed(v, edit_open(v->s, id, &e)))
		return;
	practice_answer(e, &v->world, 0, only, n);
	save(v, e, SAVE_FINISH, NULL);
	edit_close(&e);
}

/* The children that a transition looks at: one of each form, changed where
 * it is there, or added, seldom to more than a few; and one of a kind that the
 * case has none of, since a condition may only count them. */
static void
prepare_children(struct inventing *v, const struct case_file *c,
		 const struct practice_needs *needs)
{
	const struct form *f = c->form, *none = NULL;
	uint32_t n_none = 0;

	for (size_t i = 0; i < f->n_children && v->err == ERR_OK; i++) {
		const struct form *child = f->children[i];
		const struct item **only;
		size_t n;
		bool some = practice_needs_of(needs, child, &only, &n);
		uint32_t there;
		uint64_t id = child_there(c, child, &there);

		if (!id && !random_below(++n_none))
			none = child;
		if (some && id && random_below(there < CHILDREN_FEW ? 2 : 4))
			change_child(v, id, only, n);
		else if (some)
			invent_child(v, child, c->record->id, only, n);
	}
	if (needs->children && none && random_below(2))
		invent_child(v, none, c->record->id, NULL, 0);
}

/* Answer what stands in a transition's way: what it misses, what its `when:`
 * looks at, in the case and in its children. */
static void
prepare(struct inventing *v, const struct case_file *c, const struct offer *o)
{
	const struct transition *t = o->transition;
	struct practice_needs needs;
	const struct item **own;
	struct edit *e;
	size_t n;

	if (failed(v, edit_open(v->s, c->record->id, &e)))
		return;
	practice_needs(&e->arena, e->form, t, &o->state, &needs);
	practice_needs_of(&needs, c->form, &own, &n);
	if (t->complete || !n)
		practice_answer(e, &v->world, t->complete ? 100 : 60, NULL, 0);
	if (n)
		practice_answer(e, &v->world, 100, own, n);
	save(v, e, SAVE_RECORD, NULL);
	prepare_children(v, c, &needs);
	edit_close(&e);
}

/* One of the transitions offered, rather one that is ready; `to` (or -1):
 * only one that leads there.  NULL: none does. */
static const struct offer *
choose(const struct case_file *c, int to)
{
	const struct offer *o = NULL;
	uint32_t n = 0;

	for (size_t i = 0; i < c->n_offers; i++)
		if ((to < 0 || c->offers[i].transition->to == to) &&
		    !random_below(++n))
			o = &c->offers[i];
	for (size_t i = 0; to >= 0 && i < c->n_offers; i++)
		if (c->offers[i].transition->to == to &&
		    c->offers[i].state.ready)
			o = &c->offers[i];
	return o;
}

/* One transition of the case, any that can be taken; `to` (or -1): only one
 * that leads there.  False: nothing could be done. */
static bool
move_on(struct inventing *v, uint64_t case_id, size_t cf, int to, int tries)
{
	while (tries-- > 0 && v->err == ERR_OK) {
		struct arena a = ARENA_INIT;
		struct case_file c;
		const struct offer *o;
		bool done = false;

		if (failed(v, case_open(v->s, &a, case_id, &c)) ||
		    !(o = choose(&c, to))) {
			arena_clear(&a);
			return false;
		}
		v->actor = c.brief.owner[0] && random_below(8)
				   ? arena_strdup(&v->s->arena, c.brief.owner)
				   : NULL;
		if (o->state.ready)
			done = take(v, case_id, o->transition);
		if (done)
			v->reached[cf] |= UINT64_C(1) << o->transition->to;
		else
			prepare(v, &c, o);
		arena_clear(&a);
		v->actor = NULL;
		if (done)
			return true;
	}
	return false;
}

static void
add_children(struct inventing *v, uint64_t case_id, const struct form *f)
{
	uint32_t n = random_below(8);

	for (n = n < 4 ? 0 : n < 7 ? 1 : 2; f->n_children && n > 0; n--)
		invent_child(v,
			     f->children[random_below((uint32_t)f->n_children)],
			     case_id, NULL, 0);
}

static bool
is_closed(struct inventing *v, uint64_t case_id)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(v->s, false);
	const struct record *r = record_get_header(t, &a, case_id);
	bool closed = !r || r->flags & RECORD_CLOSED;

	failed(v, session_end(v->s, t));
	arena_clear(&a);
	return closed;
}

/* What was due by now is mostly done; a notice is mostly read. */
static void
do_tasks(struct inventing *v, uint64_t case_id)
{
	struct arena a = ARENA_INIT;
	struct txn *t = session_begin(v->s, false);
	struct record **task;
	size_t n = open_rule_tasks(t, &a, case_id, &task);

	failed(v, session_end(v->s, t));
	for (size_t i = 0; i < n && v->err == ERR_OK; i++) {
		struct date due = fields_date(&task[i]->fields, "due");

		if (date_compare(due, clock_today()) > 0 || !random_below(4))
			continue;
		v->s->user = task[i]->owner[0] ? task[i]->owner : somebody(v);
		failed(v, task_finish(v->s, task[i]->id, "Done"));
	}
	v->s->user = v->users[0]; /* the owners' names go with the tasks */
	arena_clear(&a);
}

/* From its referral the case goes on, a few days at a time, until today. */
static void
live(struct inventing *v, uint64_t case_id, size_t cf)
{
	for (int step = 0; step < STEPS_MOST && v->err == ERR_OK; step++) {
		int64_t next = clock_now() + DAY * (2 + random_below(18));

		if (next > v->now)
			break;
		clock_fix(next);
		add_children(v, case_id, v->cases[cf]);
		move_on(v, case_id, cf, -1, 3);
		if (is_closed(v, case_id))
			break;
	}
	clock_fix(v->now);
	do_tasks(v, case_id);
}

static void
invent_life(struct inventing *v)
{
	int64_t began = v->now - (int64_t)random_below(DAYS_BACK) * DAY -
			(int64_t)random_below(6 * 60 * 60);
	uint64_t person;
	uint32_t n = random_below(4) ? 1 + random_below(2) : 0;

	clock_fix(began);
	do
		person = invent_person(v);
	while (!person && v->err == ERR_OK);
	for (uint32_t i = 0; i < n && person && v->err == ERR_OK; i++) {
		size_t cf = random_below((uint32_t)v->n_cases);
		uint64_t id;

		clock_fix(began + (v->now - began) / 3 * i);
		id = invent_case(v, v->cases[cf], person);
		v->reached[cf] |= 1;
		if (id)
			live(v, id, cf);
	}
}

/* --- every state reached ------------------------------------------------------------ */

/* The states on the shortest way from the start to `goal`, without steps that
 * were given up; 0 when none. */
static size_t
way_to(const struct form *f, unsigned char stuck[64][64], int goal, int way[64])
{
	int from[64], queue[64];
	size_t head = 0, tail = 0, n = 0;

	memset(from, -1, sizeof(from));
	from[0] = 0;
	queue[tail++] = 0;
	while (head < tail && from[goal] < 0) {
		int s = queue[head++];

		for (size_t i = 0; i < f->n_transitions; i++) {
			const struct transition *t = &f->transitions[i];

			if (!(t->from & UINT64_C(1) << s) || from[t->to] >= 0 ||
			    stuck[s][t->to] >= STUCK_MOST)
				continue;
			from[t->to] = s;
			queue[tail++] = t->to;
		}
	}
	if (from[goal] < 0)
		return 0;
	for (int s = goal; s != 0; s = from[s])
		way[n++] = s;
	return n; /* last step first */
}

static void
reach(struct inventing *v, size_t cf, int goal)
{
	int way[64];
	size_t n = way_to(v->cases[cf], v->stuck[cf], goal, way);
	uint64_t person, id;
	int at = 0;

	if (!n) { /* no step is given up for good */
		memset(v->stuck[cf], 0, sizeof(v->stuck[cf]));
		return;
	}
	clock_fix(v->now - (int64_t)(n * 6 + 3) * DAY);
	person = v->world.n_people ? v->world.people[random_below(
					     (uint32_t)v->world.n_people)]
				   : invent_person(v);
	id = person ? invent_case(v, v->cases[cf], person) : 0;
	while (id && n-- > 0 && v->err == ERR_OK) {
		clock_fix(clock_now() + 5 * DAY);
		if (!move_on(v, id, cf, way[n], TRIES_MOST)) {
			v->stuck[cf][at][way[n]]++;
			break;
		}
		at = way[n];
	}
	clock_fix(v->now);
	if (id)
		do_tasks(v, id);
}

static void
reach_all(struct inventing *v)
{
	for (size_t cf = 0; cf < v->n_cases; cf++)
		for (size_t st = 0; st < v->cases[cf]->n_states; st++)
			for (int n = 0; n < REACH_MOST && v->err == ERR_OK &&
					!(v->reached[cf] & UINT64_C(1) << st);
			     n++)
				reach(v, cf, (int)st);
}

/* --- what is due ---------------------------------------------------------------------- */

/* Answer what a timer waits for: a visit made, a review held; or its day
 * again. */
static void
meet_timer(struct inventing *v, const struct case_file *c,
	   const struct timer *t, bool due)
{
	struct practice_needs needs;
	const struct item **own;
	struct edit *e;
	size_t n;

	if (failed(v, edit_open(v->s, c->record->id, &e)))
		return;
	practice_needs_timer(&e->arena, t, due, &needs);
	practice_needs_of(&needs, c->form, &own, &n);
	if (n) {
		practice_answer(e, &v->world, 100, own, n);
		save(v, e, SAVE_RECORD, NULL);
	}
	prepare_children(v, c, &needs);
	edit_close(&e);
}

/* One thing that is overdue, any of them; false: nothing is. */
static bool
meet_overdue(struct inventing *v, uint64_t case_id, bool due)
{
	struct arena a = ARENA_INIT;
	struct case_file c;
	const struct timer *t = NULL;
	uint32_t n = 0;

	if (failed(v, case_open(v->s, &a, case_id, &c)))
		return false;
	for (size_t i = 0; i < c.n_dues; i++)
		if (c.dues[i].timer && c.dues[i].days_left < 0 &&
		    !random_below(++n))
			t = c.dues[i].timer;
	if (t)
		meet_timer(v, &c, t, due);
	arena_clear(&a);
	return t != NULL;
}

/* Most of what was to be done by today has been: one case in ten waits. */
static void
catch_up(struct inventing *v)
{
	for (size_t i = 0; i < v->n_made && v->err == ERR_OK; i++) {
		if (!random_below(10))
			continue;
		for (int k = 0; k < CATCH_UP_TRIES && v->err == ERR_OK; k++)
			if (!meet_overdue(v, v->made[i], k >= MEET_TRIES))
				break;
	}
	v->n_made = 0;
}

/* --- all ---------------------------------------------------------------------------------- */

static enum err
add_colleagues(struct inventing *v)
{
	const struct form_set *set = v->s->set;

	v->s->user = "practice";
	for (size_t i = 0; i < COLLEAGUES; i++) {
		const char *login = colleagues[i][0];

		TRY(user_add(v->s, login, colleagues[i][1], false));
		for (size_t r = 0; r < set->n_roles; r++)
			TRY(user_grant(v->s, login, set->roles[r].name, "*",
				       NO_DATE));
		v->users[i] = login;
	}
	v->users[COLLEAGUES] = v->o->owner;
	v->world.users = v->users;
	v->world.n_users = COLLEAGUES + 1;
	return ERR_OK;
}

static void
find_case_forms(struct inventing *v)
{
	const struct form_set *set = v->s->set;
	struct arena *a = &v->s->arena;

	v->cases = arena_array(a, set->n_forms + 1, sizeof(*v->cases));
	for (size_t i = 0; i < set->n_forms; i++)
		if (set->forms[i]->kind == FORM_CASE &&
		    set->forms[i]->about == ABOUT_PERSON)
			v->cases[v->n_cases++] = set->forms[i];
	v->reached = arena_array(a, v->n_cases + 1, sizeof(*v->reached));
	v->stuck = arena_array(a, v->n_cases + 1, sizeof(*v->stuck));
	v->models = arena_array(a, MODELS, sizeof(*v->models));
	v->world.people =
		arena_array(a, KNOWN_PEOPLE, sizeof(*v->world.people));
}

static void
told(const struct inventing *v, uint64_t done)
{
	if (v->o->progress)
		v->o->progress(done, v->o->people, v->o->ctx);
}

/* The rest of the people: copies of the first, round by round. */
static void
copy_rest(struct inventing *v, uint64_t done)
{
	uint64_t of = v->n_models, rest = v->o->people - done;
	uint64_t each = of ? rest / of + 1 : 0;

	if (each > COPIES_MOST)
		each = COPIES_MOST;
	for (uint64_t i = 0; of && done < v->o->people && v->err == ERR_OK;) {
		session_batch_begin(v->s);
		for (uint64_t k = 0; k < COPIES_BATCH && done < v->o->people &&
				     v->err == ERR_OK;
		     k += each, i++) {
			uint64_t left = v->o->people - done;
			uint64_t n = each < left ? each : left;

			failed(v, practice_clone(v->s, &v->world,
						 v->models[i % of], n, v->now));
			done += n;
		}
		failed(v, session_batch_commit(v->s));
		told(v, done);
	}
}

static void
invent_all(struct inventing *v)
{
	uint64_t i = 0;

	while (i < v->o->people && i < MODELS && v->err == ERR_OK) {
		session_batch_begin(v->s);
		for (int k = 0; k < BATCH && i < v->o->people && i < MODELS &&
				v->err == ERR_OK;
		     k++, i++)
			invent_life(v);
		failed(v, session_batch_commit(v->s));
		told(v, i);
	}
	if (v->err == ERR_OK && i < v->o->people) {
		session_batch_begin(v->s);
		catch_up(v);
		failed(v, session_batch_commit(v->s));
		copy_rest(v, i);
	}
	if (v->err != ERR_OK || !v->n_cases || !v->o->people)
		return;
	session_batch_begin(v->s);
	reach_all(v);
	catch_up(v);
	failed(v, session_batch_commit(v->s));
}

enum err
practice_fill(struct store *st, const struct practice_options *o)
{
	struct inventing v = { .o = o, .now = clock_now() };
	int64_t fixed = clock_fixed();

	TRY(session_open_system(&v.s, st, "practice"));
	random_seed(o->seed);
	clock_fix(v.now);
	v.err = add_colleagues(&v);
	find_case_forms(&v);
	if (v.err == ERR_OK)
		invent_all(&v);
	random_unseed();
	clock_fix(fixed);
	session_free(&v.s);
	return v.err;
}
