/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "form/form.h"
#include "form/names.h"

const char *
means_name(enum means m)
{
	static const char *const names[MEANS_COUNT] = { "",
#define X(name) #name,
							MEANS_LIST(X)
#undef X
	};

	return m < MEANS_COUNT ? names[m] : "";
}

const struct form *
form_find(const struct form_set *s, const char *name)
{
	return names_get(&s->names->full, name);
}

const struct form *
form_child(const struct form *of, const char *name)
{
	return names_get(&of->names->children, name);
}

const struct item *
form_item(const struct form *f, const char *name)
{
	return names_get(&f->names->items, name);
}

const struct item *
form_item_means(const struct form *f, enum means m)
{
	return m == MEANS_NONE ? NULL : f->names->means[m];
}

int
form_state(const struct form *f, const char *name)
{
	const struct state *s = names_get(&f->names->states, name);

	return s ? (int)(s - f->states) : -1;
}

const struct transition *
form_transition(const struct form *f, const char *name)
{
	return names_get(&f->names->transitions, name);
}

const struct list *
form_list(const struct form_set *s, const char *name)
{
	return names_get(&s->names->lists, name);
}

const struct setting *
form_setting(const struct form_set *s, const char *name)
{
	return names_get(&s->names->settings, name);
}

int
form_role(const struct form_set *s, const char *name)
{
	const struct role *r = names_get(&s->names->roles, name);

	return r ? (int)(r - s->roles) : -1;
}

const struct choice *
list_choice(const struct list *l, const char *code)
{
	return names_get(l->codes, code);
}

int
list_attribute(const struct list *l, const char *name)
{
	for (size_t i = 0; i < l->n_attributes; i++)
		if (strcmp(l->attributes[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
form_full_name(const struct form *f)
{
	return f->names->full;
}

bool
item_has_value(const struct item *it)
{
	return it->kind == ITEM_QUESTION || it->kind == ITEM_CALCULATE;
}

enum value_type
question_value_type(enum question_type type)
{
	static const enum value_type types[] = {
		[Q_NONE] = VAL_EMPTY,
		[Q_TEXT] = VAL_TEXT,
		[Q_INTEGER] = VAL_NUMBER,
		[Q_DECIMAL] = VAL_NUMBER,
		[Q_DATE] = VAL_DATE,
		[Q_DATETIME] = VAL_DATETIME,
		[Q_TIME] = VAL_TIME,
		[Q_DURATION] = VAL_DURATION,
		[Q_PERSON] = VAL_PERSON,
		[Q_USER] = VAL_USER,
		[Q_ATTACHMENT] = VAL_ATTACHMENT,
		[Q_SELECT_ONE] = VAL_CODE,
		[Q_SELECT_MULTIPLE] = VAL_CODES,
		[Q_CASE] = VAL_CASE,
	};

	return types[type];
}

bool
was_called(const char *const *was, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(was[i], name) == 0)
			return true;
	return false;
}
