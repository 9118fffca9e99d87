/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "casework/work.h"

#define NOW INT64_C(1772535600) /* 3 March 2026, 11:00 */
#define DAY INT64_C(86400)

struct stage stage;

static const char *
source_dir(const char *below)
{
	const char *src = getenv("srcdir");
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", src != NULL ? src : ".", below);
	return path;
}

/* --- The store --------------------------------------------------------- */

static void
make_store(void)
{
	struct form_source *files;
	struct problems p;
	size_t n;

	snprintf(stage.dir, sizeof(stage.dir), "/tmp/check-screens-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(stage.dir));
	problems_init(&p, &stage.arena);
	ck_assert_int_eq(
		form_read_dir(&stage.arena, source_dir("forms"), &files, &n),
		ERR_OK);
	ck_assert_int_eq(store_open(&stage.store, stage.dir, STORE_CREATE),
			 ERR_OK);
	ck_assert_int_eq(forms_publish(stage.store, NULL, files, n, &p),
			 ERR_OK);
	ck_assert_int_eq(
		store_make_admin(stage.store, "n.begum", "Nasima Begum", true),
		ERR_OK);
	ck_assert_int_eq(
		session_open(&stage.session, stage.store, "n.begum", "test"),
		ERR_OK);
	ck_assert_int_eq(
		user_add(stage.session, "d.carter", "Dee Carter", false),
		ERR_OK);
	ck_assert_int_eq(user_grant(stage.session, "d.carter", "caseworker",
				    "*", NO_DATE),
			 ERR_OK);
}

void
answer(struct edit *e, const char *field, const char *typed)
{
	const struct item *it = form_item(e->form, field);
	struct value v;
	const char *why = "";

	ck_assert_msg(it != NULL, "no field %s", field);
	ck_assert_msg(
		answer_parse(&e->arena, it, typed, clock_today(), &v, &why),
		"%s: %s", field, why);
	edit_set(e, it, NO_ROW, v);
}

uint64_t
save_ok(struct edit *e, enum save_how how)
{
	struct saved out;
	const struct view_fault *f = NULL;
	enum err err = edit_save(e, how, NULL, &out);
	size_t n = err == ERR_INVALID ? view_faults(e->view, &f) : 0;

	ck_assert_msg(err == ERR_OK, "not saved: %s; %s", err_text(err),
		      n > 0		? f[0].message
		      : out.why != NULL ? out.why
					: "");
	return out.record;
}

/* Pairs of field and text, ended by NULL. */
static uint64_t
fill_in(struct edit *e, const char *const (*fields)[2], enum save_how how)
{
	uint64_t id;

	for (; (*fields)[0] != NULL; fields++)
		answer(e, (*fields)[0], (*fields)[1]);
	id = save_ok(e, how);
	edit_close(&e);
	return id;
}

static uint64_t
add_person(const char *const (*fields)[2])
{
	struct edit *e;

	ck_assert_int_eq(edit_new_person(stage.session, NULL, &e), ERR_OK);
	return fill_in(e, fields, SAVE_RECORD);
}

static uint64_t
add_case(const char *form, uint64_t person, const char *const (*fields)[2])
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_case(stage.session,
			      form_find(session_forms(stage.session), form),
			      person, &e),
		ERR_OK);
	return fill_in(e, fields, SAVE_RECORD);
}

static void
add_child(const char *form, uint64_t of, const char *const (*fields)[2],
	  enum save_how how)
{
	struct edit *e;

	ck_assert_int_eq(
		edit_new_child(stage.session,
			       form_find(session_forms(stage.session), form),
			       of, &e),
		ERR_OK);
	fill_in(e, fields, how);
}

static void
step(uint64_t case_id, const char *form, const char *transition)
{
	static const char *const nothing[][2] = { { NULL, NULL } };
	const struct form *f = form_find(session_forms(stage.session), form);
	struct edit *e;

	ck_assert_int_eq(edit_begin_transition(stage.session, case_id,
					       form_transition(f, transition),
					       &e),
			 ERR_OK);
	fill_in(e, nothing, SAVE_RECORD);
}

/* --- Who is there ------------------------------------------------------ */

static void
add_khatun(void)
{
	static const char *const who[][2] = {
		{ "given", "Shirin" },
		{ "family", "Khatun" },
		{ "own_script", "\u09B6\u09BF\u09B0\u09BF\u09A8 "
				"\u0996\u09BE\u09A4\u09C1\u09A8" },
		{ "born", "4/5/1991" },
		{ "house", "Flat 3, 90" },
		{ "street", "Cable St" },
		{ "postcode", "E1 8GX" },
		{ "secret", "yes" },
		{ "phone", "07700 900318" },
		{ NULL, NULL }
	};
	static const char *const referral[][2] = {
		{ "received_on", "27/2/2026" },
		{ "referred_by", "police" },
		{ "safe_contact", "text only, weekdays 10 to 2" },
		{ "consent", "yes" },
		{ "harm_type", "abuse" },
		{ "perp_rel", "ex" },
		{ "perp_home", "no" },
		{ "story", "Ex-partner came back twice this week and broke "
			   "the lock" },
		{ NULL, NULL }
	};
	uint64_t flag;

	stage.khatun = add_person(who);
	stage.khatun_case = add_case("sanctuary", stage.khatun, referral);
	ck_assert_int_eq(case_assign(stage.session, stage.khatun_case,
				     "n.begum", "allocated"),
			 ERR_OK);
	clock_fix(NOW - 3 * DAY);
	ck_assert_int_eq(flag_raise(stage.session, stage.khatun,
				    "Visit in pairs", NO_DATE, &flag),
			 ERR_OK);
	step(stage.khatun_case, "sanctuary", "start");
}

static void
add_kowalski(void)
{
	static const char *const who[][2] = {
		{ "given", "Bartosz" },	     { "family", "Kowalski" },
		{ "born", "14/6/1988" },     { "house", "Flat 4, 19" },
		{ "street", "Usher Rd" },    { "postcode", "E3 4AB" },
		{ "phone", "07700 900142" }, { NULL, NULL }
	};
	static const char *const nomination[][2] = {
		{ "nominated_on", "2/3/2026" },
		{ "nominated_by", "police" },
		{ "nominator", "PC 4471, Bow" },
		{ NULL, NULL }
	};

	stage.kowalski = add_person(who);
	stage.kowalski_case = add_case("iom_case", stage.kowalski, nomination);
}

static void
add_xuseen(void)
{
	static const char *const who[][2] = { { "given", "Abdi" },
					      { "family", "Xuseen" },
					      { "born", "2/3/1987" },
					      { "house", "12" },
					      { "street", "Chrisp St" },
					      { "postcode", "E14 6LG" },
					      { NULL, NULL } };
	static const char *const drugs[][2] = { { "referred_on", "16/2/2026" },
						{ "ref_source", "self" },
						{ "drug1", "heroin" },
						{ "ref_reason",
						  "Heroin most days" },
						{ NULL, NULL } };
	static const char *const nomination[][2] = {
		{ "nominated_on", "20/2/2026" },
		{ "nominated_by", "probation" },
		{ NULL, NULL }
	};
	uint64_t link;

	stage.xuseen = add_person(who);
	stage.xuseen_drugs = add_case("drug_episode", stage.xuseen, drugs);
	stage.xuseen_iom = add_case("iom_case", stage.xuseen, nomination);
	ck_assert_int_eq(case_assign(stage.session, stage.xuseen_drugs,
				     "d.carter", "allocated"),
			 ERR_OK);
	ck_assert_int_eq(people_link(stage.session, stage.xuseen,
				     stage.kowalski, "neighbour", false, &link),
			 ERR_OK);
}

static void
add_mensah(void)
{
	static const char *const who[][2] = { { "given", "Efua" },
					      { "family", "Mensah" },
					      { "born", "~1984" },
					      { NULL, NULL } };

	stage.mensah = add_person(who);
}

static void
add_rahman(void)
{
	static const char *const who[][2] = { { "given", "Farida" },
					      { "family", "Rahman" },
					      { "born", "9/11/1979" },
					      { "safe_ways", "text" },
					      { "safe_times",
						"weekdays 10 to 2" },
					      { "if_other", "the dentist" },
					      { NULL, NULL } };

	stage.rahman = add_person(who);
}

static void
add_work(void)
{
	static const struct {
		const char *text;
		int days, minutes;
	} tasks[] = {
		{ "Ring school", 0, 570 },
		{ "Ask for the order", -1, -1 },
		{ "Visit", 2, -1 },
	};
	uint64_t id;

	for (size_t i = 0; i < COUNT(tasks); i++) {
		struct task_new t = {
			.case_id = i == 0 ? 0 : stage.khatun_case,
			.person = i == 0 ? stage.mensah : stage.khatun,
			.text = tasks[i].text,
			.minutes = tasks[i].minutes,
			.due = date_add_days(clock_today(), tasks[i].days),
		};

		ck_assert_int_eq(task_add(stage.session, &t, &id), ERR_OK);
	}
}

/* A contact that is finished, and one begun. */
static void
add_contacts(void)
{
	static const char *const done[][2] = { { "con_on", "2/3/2026" },
					       { "con_way", "text" },
					       { "con_result", "reached" },
					       { "con_safe", "yes" },
					       { NULL, NULL } };
	static const char *const begun[][2] = { { "con_on", "3/3/2026" },
						{ "con_way", "phone" },
						{ NULL, NULL } };

	add_child("sanctuary.contact", stage.khatun_case, done, SAVE_FINISH);
	add_child("sanctuary.contact", stage.khatun_case, begun, SAVE_RECORD);
}

/* Numbers of tasks that stay as they are, whatever is drawn before. */
static void
fix_task_numbers(void)
{
	struct txn *t = txn_begin_write(stage.store);

	meta_put(t, "ref/secret", bytes_of("0123456789abcdef", 16));
	if (txn_commit(t) != ERR_OK)
		abort();
}

void
stage_open(void)
{
	random_seed(20260303);
	clock_fix(NOW - 4 * DAY);
	make_store();
	fix_task_numbers();
	add_khatun();
	clock_fix(NOW - DAY);
	add_kowalski();
	add_xuseen();
	add_mensah();
	clock_fix(NOW - DAY / 8);
	add_contacts();
	add_work();
	add_rahman();
	clock_fix(NOW);
	stage.ui = ui_new(stage.session, 24, 80);
	ui_push(stage.ui, screen_home(stage.ui));
}

void
stage_close(void)
{
	char command[128];

	ui_free(&stage.ui);
	session_close(&stage.session, false);
	store_close(&stage.store);
	arena_clear(&stage.arena);
	snprintf(command, sizeof(command), "rm -rf '%s'", stage.dir);
	ck_assert_int_eq(system(command), 0);
}

/* --- Keys -------------------------------------------------------------- */

static const struct {
	const char *name;
	enum key_name key;
} named[] = {
	{ "Enter", K_ENTER },	  { "Tab", K_TAB },
	{ "BackTab", K_BACKTAB }, { "Up", K_UP },
	{ "Down", K_DOWN },	  { "Left", K_LEFT },
	{ "Right", K_RIGHT },	  { "Home", K_HOME },
	{ "End", K_END },	  { "PgUp", K_PGUP },
	{ "PgDn", K_PGDN },	  { "Bs", K_BACKSPACE },
	{ "Del", K_DELETE },	  { "Esc-Esc", K_ESC_ESC },
};

static void
send(enum keypress_kind kind, uint32_t code)
{
	ck_assert(ui_key(stage.ui, &(struct keypress){ kind, code, NULL }));
}

static void
press_one(const char *key)
{
	for (size_t i = 0; i < COUNT(named); i++) {
		if (strcmp(named[i].name, key) == 0) {
			send(K_NAMED, named[i].key);
			return;
		}
	}
	if (key[0] == 'F' && key[1] >= '1' && key[1] <= '9') {
		send(K_F, (uint32_t)atoi(key + 1));
		return;
	}
	if (key[0] == '^' && key[1] != '\0') {
		send(K_CTRL, (uint32_t)key[1]);
		return;
	}
	while (*key != '\0') {
		uint32_t ch = utf8_next(&key);

		send(K_CHAR, ch == '~' ? ' ' : ch);
	}
}

void
press(const char *keys)
{
	char *all = strdup(keys), *rest = all, *key;

	while ((key = strsep(&rest, " ")) != NULL)
		if (key[0] != '\0')
			press_one(key);
	free(all);
}

/* --- What is seen ------------------------------------------------------ */

static char *
read_whole(const char *path)
{
	FILE *f = fopen(path, "r");
	struct buf b = BUF_INIT;
	char part[4096];
	size_t n;

	if (f == NULL)
		return NULL;
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&b, part, n);
	fclose(f);
	return b.s;
}

static void
write_whole(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	ck_assert_msg(f != NULL, "%s cannot be written", path);
	fputs(text, f);
	fclose(f);
}

static char *
drawn(int rows, int cols)
{
	const struct canvas *c;
	struct buf b = BUF_INIT;
	char *dump;

	ui_resize(stage.ui, rows, cols);
	c = ui_draw(stage.ui);
	dump = canvas_dump(c);
	buf_str(&b, dump);
	buf_printf(&b, "cursor %d,%d\n", c->cur_row + 1, c->cur_col + 1);
	free(dump);
	ui_resize(stage.ui, 24, 80);
	return b.s;
}

char *
screen_text(void)
{
	return drawn(24, 80);
}

void
expect_text(const char *name, const char *got)
{
	char path[4200];
	char *want;

	snprintf(path, sizeof(path), "%s/%s.txt",
		 source_dir("tests/screens/expected"), name);
	if (getenv("UPDATE_SCREENS") != NULL)
		write_whole(path, got);
	want = read_whole(path);
	ck_assert_msg(want != NULL && strcmp(got, want) == 0,
		      "%s is not as expected.\n--- expected\n%s\n--- got\n%s",
		      path, want != NULL ? want : "(no such file)", got);
	free(want);
}

static void
compare(const char *name, int rows, int cols)
{
	char file[96], *got = drawn(rows, cols);

	snprintf(file, sizeof(file), "%s-%dx%d", name, cols, rows);
	expect_text(file, got);
	free(got);
}

void
expect_screen(const char *name)
{
	compare(name, 24, 80);
	compare(name, 43, 132);
}

void
expect_on_row(int row, const char *text)
{
	char *got = drawn(24, 80), *line = got;

	for (int i = 1; i < row; i++)
		line = strchr(line, '\n') + 1;
	*strchr(line, '\n') = '\0';
	ck_assert_msg(strstr(line, text) != NULL, "row %d is '%s', not '%s'",
		      row, line, text);
	free(got);
}

void
expect_nowhere(const char *text)
{
	char *got = drawn(24, 80);

	ck_assert_msg(strstr(got, text) == NULL, "'%s' in\n%s", text, got);
	free(got);
}

void
expect_somewhere(const char *text)
{
	char *got = drawn(24, 80);

	ck_assert_msg(strstr(got, text) != NULL, "no '%s' in\n%s", text, got);
	free(got);
}

void
expect_top(const char *name)
{
	const struct screen *top = ui_top(stage.ui);

	ck_assert_str_eq(top->ops->name, name);
}
