/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * readers.h - one function for each kind of value that a property may have
 * (private to the form layer).
 *
 * Each has the shape of struct rule's read() and puts what it has read at
 * property_target().  None is called for an empty value.
 */
#ifndef FORM_READERS_H
#define FORM_READERS_H

#include "form/loader.h"

#define READER(name)                                                           \
	void name(struct load *l, struct statement *st,                        \
		  const struct property *p)

/* load_values.c: values that name nothing else. */
READER(read_yes);	/* bool */
READER(read_text);	/* const char * */
READER(read_number);	/* int, at least rule->use */
READER(read_word);	/* an enum, by rule->words */
READER(read_names);	/* const char *const *, and a count */
READER(read_date);	/* struct date */
READER(read_score);	/* of a choice */
READER(read_closed);	/* of a calendar */
READER(read_reference); /* of a form */
READER(read_form_of);	/* of a form, before kinds are known */
READER(read_subject);
READER(read_opens);

/* load_refs.c: names of other things. */
enum item_need {
	NEED_VALUE,    /* a question or a calculation */
	NEED_QUESTION, /* something that a person answers */
	NEED_SHOWN,    /* those, a show, or all rows of a repeat */
	NEED_CHOICES   /* what has a list, or yes and no */
};
READER(read_roles); /* role_set; `where` is left to load_access */
READER(read_list);
READER(read_replaced_by);
READER(read_attributes);
READER(read_attribute);	 /* of a choice: the value of one */
READER(read_item_list);	 /* items, rule->use says which */
READER(read_item_names); /* the same as names: summary, key */
READER(read_order);
READER(read_from);
READER(read_to);
READER(read_measure_of);
READER(read_measures);
READER(read_percent_of);
READER(read_default_code);
/* Another form or a list, by words that are not names of items. */
/* load_refs.c: a comma after a role; the roles behind it, which read only where
 * the condition holds. */
bool take_comma(struct load *l, struct word *w);
role_set roles_under_where(struct load *l, const struct property *p,
			   role_set all);
bool role_word(struct load *l, const struct statement *st,
	       const struct property *p, const struct word *w, int *role);
/* The item of this name of the statement's form; NULL is reported. */
const struct item *item_word(struct load *l, const struct statement *st,
			     const struct property *p, const struct word *w,
			     enum item_need need);

/* load_flow.c: what follows from a transition or a timer. */
READER(read_ask);
READER(read_task);
READER(read_when);
READER(read_when_message);
READER(read_notify);
READER(read_remind);
READER(read_escalate);

/* load_expr.c: expressions. */
READER(read_expr); /* struct expr *, use in rule->use */
READER(read_required);
READER(read_set);
READER(read_retention);
READER(read_measure_value);

#endif
