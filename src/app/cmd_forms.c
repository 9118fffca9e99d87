/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Form files: checking, showing, trying out, publishing.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/app.h"
#include "base/text.h"
#include "form/expr.h"
#include "form/publish.h"

/* Sources named on the command line: folders and files; none: the folder of
 * --forms, or the shipped one. */
static enum err
read_sources(struct options *o, struct form_source **out, size_t *n)
{
	struct form_source *all = NULL;
	struct stat st;
	enum err e = ERR_OK;

	*n = 0;
	group_drop();
	if (!o->n) {
		e = form_read_dir(o->arena, forms_path(o), out, n);
		if (e != ERR_OK && e != ERR_NOT_FOUND)
			complain_forms(e, forms_path(o), *out, *n);
	}
	for (size_t i = 0; e == ERR_OK && i < o->n; i++) {
		struct form_source one, *some = &one;
		size_t count = 0;

		if (stat(o->rest[i], &st) == 0 && S_ISDIR(st.st_mode))
			e = form_read_dir(o->arena, o->rest[i], &some, &count);
		else
			e = form_read_file(o->arena, o->rest[i], &one),
			count = e == ERR_OK;
		if (e == ERR_NOT_FOUND)
			complain("There are no forms in %s. Name a file of "
				 "forms, or a folder with such files.",
				 o->rest[i]);
		else if (e != ERR_OK)
			complain_forms(e, o->rest[i], some, count);
		if (e != ERR_OK)
			break;
		all = arena_grow(o->arena, all, *n, *n + count, sizeof(*all));
		memcpy(all + *n, some, count * sizeof(*all));
		*n += count;
		*out = all;
	}
	group_take();
	return e;
}

static void
print_problems(struct problems *p)
{
	struct buf b = BUF_INIT;

	problems_print(p, &b);
	if (b.n)
		say_text(b.s);
	buf_clear(&b);
}

/* The set from files, its faults printed; NULL when there are errors. */
static struct form_set *
load_set(struct options *o, size_t *warnings)
{
	struct form_source *files;
	struct problems p;
	struct form_set *set = NULL;
	size_t n;
	enum err e = read_sources(o, &files, &n);

	problems_init(&p, o->arena);
	if (e == ERR_NOT_FOUND && !o->n)
		complain_no_forms(o);
	if (e != ERR_OK)
		return NULL;
	if (form_set_load(&set, files, n, &p) != ERR_OK)
		set = NULL;
	print_problems(&p);
	*warnings = p.warnings;
	if (p.errors)
		complain("%zu error%s, %zu warning%s.", p.errors,
			 p.errors == 1 ? "" : "s", p.warnings,
			 p.warnings == 1 ? "" : "s");
	return set;
}

/* With --store: what publishing would mean for its records.  False: it would
 * be refused, or cannot be told. */
static bool
judge_for_store(struct options *o, const struct form_set *set)
{
	static const char *const words[] = { [RULING_ALLOWED] = "",
					     [RULING_WARNED] = "warning: ",
					     [RULING_REFUSED] = "refused: " };
	struct verdicts v;
	struct opened in;
	enum err e;

	if (!o->store)
		return true;
	if (!app_open_as_keeper(o, &in))
		return false;
	e = forms_judge(in.store, o->arena, set, &v);
	app_close(&in);
	if (e != ERR_OK)
		return complain_err(e, "The published forms could not be read"),
		       false;
	for (size_t i = 0; i < v.n; i++)
		say("%s%s%s%s: %s", words[v.v[i].ruling], v.v[i].form,
		    v.v[i].name[0] ? " " : "", v.v[i].name, v.v[i].sentence);
	return v.refused == 0;
}

int
cmd_forms_check(struct options *o)
{
	size_t warnings = 0;
	struct form_set *set = load_set(o, &warnings);
	size_t lists;
	bool may;

	if (!set)
		return STATUS_FAULT;
	lists = set->n_lists;
	say("%zu forms in %zu programmes, %zu lists: no errors, %zu "
	    "warning%s.",
	    set->n_forms, set->n_programmes, lists, warnings,
	    warnings == 1 ? "" : "s");
	may = judge_for_store(o, set);
	form_set_free(&set);
	if (!may)
		return STATUS_FAULT;
	return warnings && o->strict ? STATUS_PARTLY : STATUS_OK;
}

/* The forms of a site's store, for its users. */
static struct form_set *
forms_of_site(struct options *o)
{
	struct form_set *set = NULL;
	struct opened in;
	enum err e;

	if (!app_open(o, &in))
		return NULL;
	e = forms_load(in.store, &set);
	app_close(&in);
	if (e != ERR_OK)
		complain_err(e, "The forms could not be read");
	return e == ERR_OK ? set : NULL;
}

/* The forms that commands look at: those of --forms, or the store's, or the
 * shipped ones when there is no store and none was named.  NULL: a sentence
 * has been printed. */
static struct form_set *
forms_in_use(struct options *o)
{
	struct store *st = NULL;
	struct form_set *set = NULL;
	size_t warnings;
	struct options plain = *o;
	enum err e = ERR_NOT_FOUND;

	if (on_server() && !o->forms)
		return forms_of_site(o);
	if (!o->forms)
		e = store_open(&st, store_path(o), 0);
	if (e == ERR_OK) {
		e = forms_load(st, &set);
		store_close(&st);
		if (e != ERR_OK)
			complain("No forms are in force in this store.");
		return e == ERR_OK ? set : NULL;
	}
	if (e != ERR_NOT_FOUND || (o->store && !o->forms)) {
		complain_store(e, store_path(o));
		return NULL;
	}
	plain.n = 0;
	return load_set(&plain, &warnings);
}

static const char *
kind_word(const struct form *f)
{
	static const char *const words[] = {
		[FORM_PERSON] = "person",
		[FORM_CASE] = "case",
		[FORM_CHILD] = "child",
		[FORM_PERSON_CHILD] = "of a person",
	};

	return words[f->kind];
}

int
cmd_forms_list(struct options *o)
{
	struct form_set *set = forms_in_use(o);

	if (!set)
		return STATUS_FAULT;
	for (size_t i = 0; i < set->n_forms; i++) {
		const struct form *f = set->forms[i];

		say("%-32s %-12s %-11s v%-3d %s", form_full_name(f),
		    f->programme[0] ? f->programme : "-", kind_word(f),
		    f->version, f->label);
	}
	form_set_free(&set);
	return STATUS_OK;
}

static int
show_with(struct options *o,
	  void (*show)(const struct form_set *, const char *, struct buf *))
{
	struct form_set *set;
	struct buf b = BUF_INIT;

	if (o->n != 1)
		return complain("Name one thing: `caseload forms list` lists "
				"the forms.");
	set = forms_in_use(o);
	if (!set)
		return STATUS_FAULT;
	show(set, o->rest[0], &b);
	form_set_free(&set);
	if (!b.n)
		return complain("Nothing in the forms is called '%s'. A form "
				"of child records goes by two names: "
				"CASEFORM.CHILD.",
				o->rest[0]);
	say_text(b.s);
	buf_clear(&b);
	return STATUS_OK;
}

/* A form; or a list, a role of this name. */
static void
show_any(const struct form_set *set, const char *name, struct buf *out)
{
	const struct form *f = form_find(set, name);
	const struct list *l = form_list(set, name);
	int role = form_role(set, name);

	if (f)
		form_show(f, out);
	else if (l)
		list_show(l, out);
	else if (role >= 0)
		buf_printf(out, "%s  [%s]\n    a role\n",
			   set->roles[role].label, name);
}

int
cmd_forms_show(struct options *o)
{
	return show_with(o, show_any);
}

int
cmd_forms_usage(struct options *o)
{
	return show_with(o, form_usage);
}

/* --- eval --------------------------------------------------------------------------- */

struct trying {
	const struct form_set *set;
	const struct form *form;
	struct eval_ctx ctx;
	struct arena *a;
};

/* One expression: its value, or `error: ...`.  False on an error. */
static bool
eval_line(const struct trying *try, const char *text)
{
	struct expr_text e = { .text = text, .n_parts = 1 };
	const struct expr_scope scope = { .set = try->set,
					  .form = try->form,
					  .use = USE_FREE };
	struct problems p;
	struct expr *x;
	struct value v;

	e.part[0].at = (struct place){ "expression", 1, 1 };
	e.part[0].source = text;
	problems_init(&p, try->a);
	x = expr_compile(try->a, &e, &scope, &p);
	if (!x) {
		say("error: %s", p.n ? p.v[0].message : "not understood");
		return false;
	}
	v = expr_eval(x, &try->ctx);
	say("%s", expr_print(try->a, &v));
	return true;
}

static int
eval_file(struct options *o, const struct trying *try)
{
	struct form_source file;
	enum err e;

	group_drop();
	e = form_read_file(o->arena, o->file, &file);
	group_take();
	if (e != ERR_OK)
		return complain_err(e, o->file);
	if (!utf8_valid(file.text, file.n, NULL))
		return complain("%s is not UTF-8 text.", o->file);
	for (const char *p = file.text, *end = p + file.n; p < end;) {
		size_t n = strcspn(p, "\r\n");
		const char *line = arena_strndup(o->arena, p, n);

		if (!text_blank(line) && line[0] != '#')
			eval_line(try, line);
		p += n + strspn(p + n, "\r") +
		     (p[n + strspn(p + n, "\r")] == '\n');
	}
	return STATUS_OK;
}

int
cmd_forms_eval(struct options *o)
{
	struct trying try = { .a = o->arena };
	struct fields given;
	struct form_set *set;
	int status = STATUS_OK;

	if (!o->file && o->n != 1)
		return complain("Give one expression in quotes, or --file "
				"FILE.");
	set = forms_in_use(o);
	if (!set)
		return STATUS_FAULT;
	try.set = set;
	try.form = o->form ? form_find(set, o->form) : NULL;
	if (o->form && !try.form)
		status = complain("There is no form '%s'.", o->form);
	fields_init(&given, o->arena);
	for (size_t i = 0; !status && i < o->n_set; i++)
		if (!expr_setting(try.form, o->arena, o->set[i], &given))
			status = complain("'%s' sets nothing: write "
					  "NAME=VALUE with a name of the form "
					  "(--form) and a value of its type.",
					  o->set[i]);
	if (!status) {
		expr_context(&try.ctx, set, try.form, &given, o->arena);
		if (o->file)
			status = eval_file(o, &try);
		else if (!eval_line(&try, o->rest[0]))
			status = STATUS_FAULT;
	}
	form_set_free(&set);
	return status;
}

/* --- publishing -------------------------------------------------------------------------- */

int
cmd_forms_publish(struct options *o)
{
	struct opened in;
	struct form_source *files;
	struct problems p;
	size_t n;
	enum err e = read_sources(o, &files, &n);

	if (e == ERR_NOT_FOUND && !o->n)
		return complain_no_forms(o);
	if (e != ERR_OK || !(on_server() ? app_open_as_keeper(o, &in)
					 : app_open_store(o, &in)))
		return STATUS_FAULT;
	problems_init(&p, o->arena);
	e = forms_publish(in.store, login_name(o->arena), files, n, &p);
	print_problems(&p);
	app_close(&in);
	if (e == ERR_INVALID)
		return complain("Not published. The forms in the store stay "
				"as they were.");
	if (e == ERR_DENIED)
		return complain("Only the store's administrator publishes "
				"forms.");
	if (e != ERR_OK)
		return complain_err(e, "Not published");
	say("Published %zu files.", n);
	return STATUS_OK;
}

/* What it can be: `yes, no`. */
static const char *
setting_codes(struct options *o, const struct setting *set)
{
	const char *all = "";

	if (!set->list)
		return "yes, no";
	for (size_t i = 0; i < set->list->n; i++)
		all = arena_printf(o->arena, "%s%s%s", all, i ? ", " : "",
				   set->list->choices[i].code);
	return all;
}

/* All of them, as they are at this site. */
static int
list_settings(struct options *o, const struct opened *in)
{
	const struct form_set *set = session_forms(in->session);
	const char *code;
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < set->n_settings; i++) {
		const struct setting *s = &set->settings[i];

		e = setting_get(in->session, o->arena, s->name, &code);
		if (e == ERR_OK)
			say("%-20s %-8s %s (%s)", s->name, *code ? code : "-",
			    s->label, setting_codes(o, s));
	}
	if (set->n_settings == 0)
		say("The forms have no settings.");
	return e == ERR_OK ? STATUS_OK
			   : complain_err(e, "The settings could not be read");
}

static void
complain_setting(struct options *o, const struct opened *in)
{
	const struct setting *set =
		form_setting(session_forms(in->session), o->rest[0]);

	if (set)
		complain("%s cannot be '%s', but one of: %s.", o->rest[0],
			 o->rest[1], setting_codes(o, set));
	else
		complain("There is no setting '%s'. `caseload forms set` lists "
			 "them.",
			 o->rest[0]);
}

int
cmd_forms_set(struct options *o)
{
	struct opened in;
	int status;
	enum err e;

	if (o->n != 0 && o->n != 2)
		return complain("Say which setting and what: caseload forms "
				"set NAME CODE. Without both it lists them.");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	if (o->n == 0) {
		status = list_settings(o, &in);
		app_close(&in);
		return status;
	}
	e = setting_set(in.session, o->rest[0], o->rest[1]);
	if (e == ERR_INVALID)
		complain_setting(o, &in);
	app_close(&in);
	if (e == ERR_INVALID)
		return STATUS_FAULT;
	if (e != ERR_OK)
		return complain_err(e, "The setting was not changed");
	say("%s is %s now.", o->rest[0], o->rest[1]);
	return STATUS_OK;
}
