/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Users and their roles, for the administrator.
 */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/text.h"

#define NAME_MOST 100

static const char *
programme_text(const char *programme)
{
	return strcmp(programme, "*") ? programme : "every programme";
}

int
cmd_user_add(struct options *o)
{
	struct opened in;
	bool known;
	enum err e;

	if (o->n < 1)
		return complain("Name the login: caseload user add LOGIN "
				"[NAME].");
	if (o->n > 2)
		return complain("Put the whole name in quotation marks: "
				"caseload user add %s \"%s %s\".",
				o->rest[0], o->rest[1], o->rest[2]);
	if (o->n > 1 && utf8_count(o->rest[1]) > NAME_MOST)
		return complain("A name has at most %d characters; this one "
				"has %zu.",
				NAME_MOST, utf8_count(o->rest[1]));
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = user_add(in.session, o->rest[0], o->n > 1 ? o->rest[1] : o->rest[0],
		     o->admin);
	known = e == ERR_EXISTS;
	if (known && o->admin)
		e = user_promote(in.session, o->rest[0]);
	app_close(&in);
	if (e == ERR_EXISTS)
		return complain("%s is %s already.", o->rest[0],
				o->admin ? "an administrator" : "a user");
	if (known && e == ERR_OK)
		return say("%s, a user already, is an administrator now.",
			   o->rest[0]),
		       STATUS_OK;
	if (e == ERR_INVALID)
		return complain("'%s' cannot be a login: use letters, digits, "
				". _ - only.",
				o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "The user was not added");
	say("Added %s. Give roles with: caseload user role %s ROLE PROGRAMME.",
	    o->rest[0], o->rest[0]);
	return STATUS_OK;
}

int
cmd_user_list(struct options *o)
{
	struct opened in;
	struct user *u;
	size_t n;
	enum err e;

	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = user_list(in.session, o->arena, &u, &n);
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		say("%-16s %s%s%s", u[i].login, u[i].name,
		    u[i].admin ? "  (administrator)" : "",
		    u[i].ended ? "  (ended)" : "");
		for (size_t g = 0; g < u[i].n; g++) {
			const struct grant *gr = &u[i].grants[g];

			say("    %s in %s%s%s", gr->role,
			    programme_text(gr->programme),
			    date_is_set(gr->until) ? " until " : "",
			    date_is_set(gr->until)
				    ? date_format(o->arena, gr->until,
						  DATE_SHORT)
				    : "");
		}
	}
	app_close(&in);
	return e == ERR_OK ? STATUS_OK
			   : complain_err(e, "The users could not be listed");
}

/* Which of the two is not in the published forms, and what is. */
static void
complain_role(struct options *o, const struct opened *in, const char *role,
	      const char *programme)
{
	struct form_set *set;
	const char *all = "";

	if (forms_load(in->store, &set) != ERR_OK)
		return;
	if (form_role(set, role) < 0) {
		for (size_t i = 0; i < set->n_roles; i++)
			all = arena_printf(o->arena, "%s%s%s", all,
					   i ? ", " : "", set->roles[i].name);
		complain("There is no role '%s'. The published forms have %s.",
			 role, all);
	} else {
		for (size_t i = 0; i < set->n_programmes; i++)
			all = arena_printf(o->arena, "%s%s, ", all,
					   set->programmes[i]);
		complain("There is no programme '%s'. The published forms have "
			 "%sand '*' for all.",
			 programme, all);
	}
	form_set_free(&set);
}

int
cmd_user_role(struct options *o)
{
	struct opened in;
	struct date until = NO_DATE;
	bool none = o->until && !strcmp(o->until, "none");
	enum err e;

	if (o->n != 3)
		return complain("Say who, which role, where: caseload user "
				"role LOGIN ROLE PROGRAMME [--until DATE].");
	if (o->until && !none &&
	    date_parse(&until, o->until, clock_today(), false) != ERR_OK)
		return complain("'%s' is not a date, for example 2026-03-31.",
				o->until);
	if (date_is_set(until) && date_compare(until, clock_today()) < 0)
		return complain("%s is past. To take a role away: caseload "
				"user end %s %s %s.",
				date_format(o->arena, until, DATE_SHORT),
				o->rest[0], o->rest[1],
				strcmp(o->rest[2], "*") ? o->rest[2] : "'*'");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = user_grant(in.session, o->rest[0], o->rest[1], o->rest[2], until);
	if (e == ERR_INVALID)
		complain_role(o, &in, o->rest[1], o->rest[2]);
	app_close(&in);
	if (e == ERR_INVALID)
		return STATUS_FAULT;
	if (e == ERR_NOT_FOUND)
		return complain("%s is not a user. Add them first: caseload "
				"user add %s.",
				o->rest[0], o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "The role was not given");
	say("%s is %s in %s now%s%s.", o->rest[0], o->rest[1],
	    programme_text(o->rest[2]), date_is_set(until) ? ", until " : "",
	    date_is_set(until) ? date_format(o->arena, until, DATE_SHORT) : "");
	return STATUS_OK;
}

/* One role of them. */
static int
end_role(struct options *o)
{
	struct opened in;
	enum err e;

	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = user_revoke(in.session, o->rest[0], o->rest[1], o->rest[2]);
	if (e == ERR_INVALID)
		complain_role(o, &in, o->rest[1], o->rest[2]);
	app_close(&in);
	if (e == ERR_INVALID)
		return STATUS_FAULT;
	if (e == ERR_NOT_FOUND)
		return complain("%s is no user with the role %s in %s. "
				"`caseload user list` has their roles.",
				o->rest[0], o->rest[1],
				programme_text(o->rest[2]));
	if (e != ERR_OK)
		return complain_err(e, "The role was not ended");
	say("%s is no longer %s in %s.", o->rest[0], o->rest[1],
	    programme_text(o->rest[2]));
	return STATUS_OK;
}

int
cmd_user_end(struct options *o)
{
	struct opened in;
	enum err e;

	if (o->n == 3)
		return end_role(o);
	if (o->n != 1)
		return complain("Name the login, and a role if it is only "
				"that: caseload user end LOGIN [ROLE "
				"PROGRAMME].");
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = user_end(in.session, o->rest[0]);
	app_close(&in);
	if (e == ERR_NOT_FOUND)
		return complain("%s is not a user, or was ended before.",
				o->rest[0]);
	if (e == ERR_INVALID)
		return complain("%s is the only administrator. Make another "
				"first: caseload user add --admin LOGIN.",
				o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "The user was not ended");
	say("%s can no longer sign in. What they wrote stays; what was "
	    "theirs to do is under 'Work that nobody has'.",
	    o->rest[0]);
	return STATUS_OK;
}

int
cmd_user_lock(struct options *o)
{
	struct opened in;
	char *rest = NULL;
	long minutes;
	enum err e;

	if (o->n != 2)
		return complain("Say whose screen and how many minutes: "
				"caseload user lock LOGIN MINUTES ('*' for "
				"everybody).");
	minutes = strtol(o->rest[1], &rest, 10);
	if (*rest != '\0' || minutes < 1 || minutes > LOCK_LONGEST)
		return complain("'%s' is not a number of minutes from 1 to "
				"%d.",
				o->rest[1], LOCK_LONGEST);
	if (!app_open(o, &in))
		return STATUS_FAULT;
	e = lock_allow(in.session, o->rest[0], (int)minutes);
	app_close(&in);
	if (e == ERR_NOT_FOUND)
		return complain("%s is not a user.", o->rest[0]);
	if (e != ERR_OK)
		return complain_err(e, "The lock stays as it was");
	say("Screens of %s lock after %ld minute%s without a key.",
	    strcmp(o->rest[0], LOCK_EVERYBODY) ? o->rest[0] : "everybody",
	    minutes, minutes == 1 ? "" : "s");
	return STATUS_OK;
}
