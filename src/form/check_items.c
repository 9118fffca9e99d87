/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the properties of a line of a form go together? */
#include <string.h>

#include "form/loader.h"

static void
needs(struct load *l, const struct statement *st, const char *key)
{
	if (statement_lacks(st, key))
		fault_name(l, st, NULL,
			   "%s '%s' has no %s:", keyword_text(st->kw), st->name,
			   key);
}

/* A message that can never be shown is likely a slip. */
static void
message_without(struct load *l, const struct statement *st, const char *message,
		const char *rule)
{
	const struct property *p = statement_property(st, message);

	if (p && !statement_property(st, rule))
		warn_value(l, p, 0, NULL, "there is no %s: for this message",
			   rule);
}

/* What C is told that a question is, and the types which that may have. */
static bool
means_fits(const struct item *it)
{
	switch (it->means) {
	case MEANS_birth_date:
		return it->type == Q_DATE;
	case MEANS_sex:
	case MEANS_secret:
		return it->type == Q_SELECT_ONE;
	case MEANS_safe_contact:
		return (it->type == Q_TEXT || it->type == Q_SELECT_MULTIPLE) &&
		       !it->repeat;
	case MEANS_alert:
		return (it->kind == ITEM_CALCULATE || it->type == Q_TEXT ||
			it->type == Q_SELECT_ONE) &&
		       !it->repeat;
	default:
		return it->type == Q_TEXT;
	}
}

/* Whose forms may say it: a case tells how contact is safe, its person all
 * the rest; of both may be told what everybody must know. */
static bool
means_belongs(enum form_kind kind, enum means m)
{
	if (m == MEANS_safe_contact)
		return kind == FORM_CASE;
	if (m == MEANS_alert)
		return kind == FORM_CASE || kind == FORM_PERSON_CHILD;
	return kind == FORM_PERSON || kind == FORM_PERSON_CHILD;
}

static const char *
who_may_say(enum means m)
{
	if (m == MEANS_safe_contact)
		return "only a case form can say so";
	if (m == MEANS_alert)
		return "only a case form or a form of the person can say so";
	return "only the person's forms can say what a question means";
}

static void
check_means(struct load *l, const struct statement *st, const struct item *it)
{
	const struct property *p = statement_property(st, "means");
	enum form_kind kind = it->form->kind;

	if (!p || it->means == MEANS_NONE || st->build->kind_wrong)
		return;
	if (!means_belongs(kind, it->means))
		fault_key(l, p, NULL, "%s", who_may_say(it->means));
	else if (!means_fits(it))
		fault_value(l, p, 0, NULL, "a %s cannot be the %s",
			    keyword_text(st->kw), p->value);
}

static void
check_party(struct load *l, const struct statement *st, const struct item *it)
{
	const struct property *p = statement_property(st, "party");
	const struct property *u = statement_property(st, "unsafe");
	enum form_kind kind = it->form->kind;

	if (it->party && it->unsafe)
		fault_key(l, u, NULL, "'%s' cannot be both party and unsafe",
			  it->name);
	if (kind == FORM_CASE || kind == FORM_CHILD || st->build->kind_wrong)
		return;
	if (it->party || it->unsafe)
		fault_key(l, it->party ? p : u, NULL,
			  "'%s' belongs to a case form or a form of one",
			  it->party ? "party" : "unsafe");
}

/* Masked until opened: nothing may show it beforehand. */
static void
check_sensitive(struct load *l, const struct statement *st,
		const struct item *it)
{
	if (it->sensitive && it->search)
		fault_key(l, statement_property(st, "search"), NULL,
			  "a sensitive answer cannot be searched for");
}

static void
check_question(struct load *l, const struct statement *st,
	       const struct item *it)
{
	check_means(l, st, it);
	check_party(l, st, it);
	check_sensitive(l, st, it);
	message_without(l, st, "required_message", "required");
	message_without(l, st, "constraint_message", "constraint");
	message_without(l, st, "warning_message", "warning");
}

/* Fields that are shown in lists by their names. */
static void
check_shown(struct load *l, const struct form *f, const struct statement *st,
	    const char *key)
{
	const struct property *p = statement_property(st, key);
	size_t pos = 0;
	struct word w;

	while (p && next_word(l, p, &pos, &w)) {
		const struct item *it = form_item(f, w.s);

		if (it && it->sensitive)
			fault_value(l, p, w.offset, NULL,
				    "'%s' is sensitive and cannot stand here",
				    w.s);
	}
}

static void
check_repeat(struct load *l, const struct statement *st, const struct item *it)
{
	check_shown(l, it->form, st, "summary");
	check_shown(l, it->form, st, "order");
	if (it->min >= 0 && it->max >= 0 && it->min > it->max)
		fault_value(l, statement_property(st, "min"), 0, NULL,
			    "min is more than max");
	if (it->index == it->last)
		fault_name(l, st, NULL, "repeat '%s' asks nothing", it->name);
}

void
check_items(struct load *l)
{
	for (struct form_build *b = l->first; b; b = b->next) {
		check_shown(l, b->form, b->st, "summary");
		check_shown(l, b->form, b->st, "order");
		for (size_t i = 0; i < b->form->n; i++) {
			const struct item *it = &b->form->items[i];
			const struct statement *st = b->items[i];

			if (keyword_is_question(st->kw))
				check_question(l, st, it);
			else if (it->kind == ITEM_REPEAT)
				check_repeat(l, st, it);
			else if (it->kind == ITEM_CALCULATE ||
				 it->kind == ITEM_SHOW) {
				needs(l, st, "calculation");
				check_means(l, st, it);
			} else if (it->kind == ITEM_CHECK)
				needs(l, st, "constraint");
		}
	}
}
