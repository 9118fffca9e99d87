/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A small set of forms for what the shipped ones do not have: one closed
 * programme with rules of every kind; and publishing it changed.
 */
#include "check_casework.h"

#include <stdio.h>
#include <stdlib.h>

static const char forms[] =
	"role worker   Worker\n"
	"role manager  Manager\n"
	"role reader   Reader\n"
	"\n"
	"list yes_no Yes or no\n"
	"choice yes Yes\n"
	"choice no No\n"
	"\n"
	"form person  Person\n"
	"    subject: person\n"
	"    version: 1\n"
	"    read:    worker manager reader\n"
	"    write:   worker manager\n"
	"    summary: given family born safe\n"
	"text given  Given name\n"
	"    means: given_name\n"
	"    search: yes\n"
	"text family  Family name\n"
	"    means: family_name\n"
	"    search: yes\n"
	"date born  Born\n"
	"    means: birth_date\n"
	"text phone  Phone\n"
	"    means: phone\n"
	"text safe  Safe contact\n"
	"    read: worker manager where phone = '1'\n"
	"\n"
	"form note  Note\n"
	"    of: person\n"
	"    read: worker reader where about = 'open'\n"
	"    write: worker\n"
	"    summary: about asked_by\n"
	"text about  About\n"
	"user asked_by  Asked by\n"
	"\n"
	"form haven  Haven case\n"
	"    version: 1\n"
	"    programme: haven\n"
	"    opens: case\n"
	"    reference: HAV-{seq5}\n"
	"    access: closed\n"
	"    read: worker manager\n"
	"    write: worker manager\n"
	"date got_on  Got on\n"
	"text remark  Remark\n"
	"    relevant: count(visit) = 0\n"
	"text secret_word  Secret\n"
	"    read: manager\n"
	"person aunt  Aunt\n"
	"    party: yes\n"
	"person uncle  Uncle\n"
	"    party: yes\n"
	"person harm  Who did harm\n"
	"    unsafe: yes\n"
	"begin repeat rows Rows\n"
	"text cell  Cell\n"
	"    required: no\n"
	"person row_harm  Also harmful\n"
	"    unsafe: yes\n"
	"end repeat rows\n"
	"calculate visits  Visits\n"
	"    calculation: count(visit)\n"
	"calculate took  Days it took\n"
	"    calculation: ended_on() - got_on\n"
	"state open  Open\n"
	"state shut  Shut\n"
	"    final: yes\n"
	"transition shut_it  Shut\n"
	"    from: open\n"
	"    to: shut\n"
	"    role: worker manager\n"
	"transition reopen  Open again\n"
	"    from: shut\n"
	"    to: open\n"
	"    role: manager\n"
	"timer look  Look in\n"
	"    while: state = 'open'\n"
	"    due: got_on + 14d\n"
	"\n"
	"form visit  Visit\n"
	"    of: haven\n"
	"    summary: on\n"
	"date on  On\n"
	"person seen_harm  Seen there\n"
	"    unsafe: yes\n"
	"text thanks  Thanks\n"
	"    required: yes\n"
	"\n"
	"form review  Review\n"
	"    of: haven\n"
	"    read: manager\n"
	"    write: manager\n"
	"date review_on  On\n"
	"timer review_due  Secret review\n"
	"    while: review_on is answered\n"
	"    due: review_on + 2d\n"
	"\n"
	"form yard  Yard case\n"
	"    version: 1\n"
	"    programme: yard\n"
	"    opens: case\n"
	"    read: worker manager, reader where not sure(shown = 'no')\n"
	"    write: worker manager\n"
	"    summary: number narrow\n"
	"date got_on  Got on\n"
	"text number  Number\n"
	"    unique: yes\n"
	"text narrow  Who told us?\n"
	"    means: safe_contact\n"
	"    read: worker reader where got_on is empty\n"
	"    write: worker\n"
	"begin repeat diary  Diary\n"
	"    append_only: yes\n"
	"text line  Line\n"
	"end repeat diary\n"
	"text shown  Shown to readers?\n"
	"datetime by_when  By when\n"
	"state begun  Begun\n"
	"state done  Done\n"
	"    final: yes\n"
	"transition finish  Finish\n"
	"    from: begun\n"
	"    to: done\n"
	"    role: worker reader\n"
	"    task: 'File it' for worker in 1d\n"
	"timer by  By then\n"
	"    while: by_when is answered\n"
	"    due: by_when\n"
	"    escalate: manager after 2h\n";

const char *
small_forms(void)
{
	return forms;
}

const char *
text_with(const char *text, const char *old, const char *now)
{
	struct buf b = BUF_INIT;
	const char *at, *out;

	ck_assert_msg(strstr(text, old) != NULL, "no '%s' in the forms", old);
	while ((at = strstr(text, old))) {
		buf_add(&b, text, (size_t)(at - text));
		buf_str(&b, now);
		text = at + strlen(old);
	}
	buf_str(&b, text);
	out = arena_strndup(&world.arena, b.s, b.n);
	buf_clear(&b);
	return out;
}

enum err
small_publish(const char *text)
{
	struct form_source file = { "small.form", text, strlen(text) };
	struct problems p;
	enum err e;

	problems_init(&p, &world.arena);
	e = forms_publish(world.store, "ada", &file, 1, &p);
	for (size_t i = 0; i < p.n; i++)
		if (!p.v[i].warning)
			printf("%d: %s\n", p.v[i].at.line, p.v[i].message);
	return e;
}

/* wanda works in haven, max manages there, rita reads there; otto works in
 * the yard, ana reads there. */
void
small_world(void)
{
	static const struct {
		const char *login, *role, *programme;
	} who[] = {
		{ "wanda", "worker", "haven" }, { "max", "manager", "haven" },
		{ "rita", "reader", "haven" },	{ "otto", "worker", "yard" },
		{ "ana", "reader", "yard" },
	};
	struct session *ada;

	clock_fix(1772535600); /* 3 March 2026, 11:00 UTC */
	snprintf(world.dir, sizeof(world.dir), "/tmp/check-casework-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(world.dir));
	ck_assert_int_eq(store_open(&world.store, world.dir, STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(small_publish(forms), ERR_OK);
	ck_assert_int_eq(store_make_admin(world.store, "ada", "Ada", false),
			 ERR_OK);
	ada = session_of("ada");
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		ck_assert_int_eq(
			user_add(ada, who[i].login, who[i].login, false),
			ERR_OK);
		ck_assert_int_eq(user_grant(ada, who[i].login, who[i].role,
					    who[i].programme, NO_DATE),
				 ERR_OK);
	}
}

uint64_t
small_case(const char *who, const char *form, uint64_t about)
{
	struct session *s = session_of(who);
	struct edit *e;
	uint64_t id;

	ck_assert_int_eq(
		edit_new_case(s, form_find(session_forms(s), form), about, &e),
		ERR_OK);
	answer(e, "got_on", "2026-03-01");
	id = save_ok(e);
	edit_close(&e);
	return id;
}

struct edit *
small_child(const char *who, const char *form, uint64_t of)
{
	struct session *s = session_of(who);
	struct edit *e;

	ck_assert_int_eq(
		edit_new_child(s, form_find(session_forms(s), form), of, &e),
		ERR_OK);
	return e;
}

struct edit *
small_edit(const char *who, uint64_t record)
{
	struct edit *e;

	ck_assert_int_eq(edit_open(session_of(who), record, &e), ERR_OK);
	return e;
}

/* Take a transition; ERR_OK or what stood against it. */
enum err
small_move(const char *who, uint64_t of, const char *transition)
{
	struct session *s = session_of(who);
	struct txn *t = txn_begin_read(world.store);
	const struct record *r = record_get_header(t, &world.arena, of);
	const struct form *f = form_of_record(s, r);
	struct saved out;
	struct edit *e;
	enum err err;

	txn_abort(t);
	err = edit_begin_transition(s, of, form_transition(f, transition), &e);
	if (err == ERR_OK) {
		err = edit_save(e, SAVE_RECORD, NULL, &out);
		edit_close(&e);
	}
	return err;
}

const struct record *
small_stored(uint64_t id)
{
	struct txn *t = txn_begin_read(world.store);
	const struct record *r = record_get(t, &world.arena, id);

	txn_abort(t);
	ck_assert_ptr_nonnull(r);
	return r;
}

void
small_whole(void)
{
	struct store_checked sum;
	struct buf out = BUF_INIT;

	ck_assert_int_eq(store_check(world.store, &out, &sum, NULL, NULL),
			 ERR_OK);
	ck_assert_msg(sum.faults == 0, "%s", out.s);
	buf_clear(&out);
}
