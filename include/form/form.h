/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * form.h - what a set of form definitions says, once read and checked.
 *
 * A struct form_set is read from the texts of all *.form files together (see
 * load.h) and never changes afterwards; it owns everything it points to.
 * Names are unique as forms.md demands, so items are found by name.  Absent
 * properties are NULL or zero; the defaults of the language are filled in by
 * the reader (inherited roles, for one), so that users of this header need
 * not know them.
 */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/value.h"

struct expr;
struct form;
struct item;
struct names; /* tables for the lookups below */
struct form_names;
struct set_names;

typedef uint32_t role_set; /* bit i: set->roles[i] */

/* Where a statement stands, for messages. */
struct place {
	const char *file; /* as given to the reader */
	int line, col;	  /* from 1; columns count characters */
};

struct role {
	const char *name, *label;
};

struct calendar {
	const char *name, *label;
	struct date *closed; /* sorted */
	size_t n;
};

struct choice {
	const char *code, *label;
	bool has_score;
	int64_t score;		 /* millionths */
	struct date from;	 /* not offered before this day */
	struct date retired;	 /* not offered from this day on */
	const char *replaced_by; /* code in the same list, or NULL */
	const char *const
		*attributes; /* as list->attributes; "" where absent */
};

struct list {
	const char *name, *label;
	const char *const *attributes; /* names */
	size_t n_attributes;
	struct choice *choices;
	size_t n;
	struct place at;
	struct names *codes;
};

enum item_kind {
	ITEM_PAGE,
	ITEM_GROUP,
	ITEM_REPEAT,
	ITEM_QUESTION,
	ITEM_CALCULATE,
	ITEM_SHOW,
	ITEM_NOTE,
	ITEM_CHECK
};

enum question_type {
	Q_NONE,
	Q_TEXT,
	Q_INTEGER,
	Q_DECIMAL,
	Q_DATE,
	Q_DATETIME,
	Q_TIME,
	Q_DURATION,
	Q_PERSON,
	Q_USER,
	Q_ATTACHMENT,
	Q_SELECT_ONE,
	Q_SELECT_MULTIPLE,
	Q_CASE
};

/* What a question of the person form is to the program (ruling 17); of a case
 * form, only which answers say how and when contact is safe, and what of a case
 * or of a record of a person everybody must be told at once. */
/* clang-format off */
#define MEANS_LIST(X)                                                   \
	X(given_name) X(family_name) X(known_as) X(birth_date) X(sex)   \
	X(house) X(street) X(postcode) X(phone) X(email) X(nhs) X(nino) \
	X(pnc) X(cro) X(crn) X(uprn) X(source_id) X(secret)             \
	X(own_script) X(town) X(safe_contact) X(alert)
/* clang-format on */
enum means {
	MEANS_NONE,
#define X(name) MEANS_##name,
	MEANS_LIST(X)
#undef X
		MEANS_COUNT
};
const char *means_name(enum means m);

enum required { REQUIRED_NO, REQUIRED_FINISH, REQUIRED_SAVE, REQUIRED_IF };
enum appearance { LOOK_PLAIN, LOOK_MULTILINE, LOOK_TABLE_LIST, LOOK_MINIMAL };
enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

/* One line of a form, in screen order.  Depth is told by page, group and
 * repeat: the nearest enclosing ones, NULL for none. */
struct item {
	enum item_kind kind;
	enum question_type type; /* of a question; of a calculate: Q_NONE */
	const char *name, *label;
	const struct form *form;
	const struct item *page, *group, *repeat;
	size_t index; /* in form->items */
	size_t last;  /* of page, group, repeat: index of the
					   last item inside it (own if empty) */
	struct place at;

	const struct list *list;      /* select_*, calculate with list: */
	const struct form *case_form; /* of a `case` question */
	const char *hint;
	enum appearance look;
	enum means means;
	enum required required;
	const char *required_message, *constraint_message, *warning_message;
	struct expr *required_if, *relevant, *constraint, *warning;
	struct expr *default_value, *choice_filter, *calculation;
	enum severity severity; /* of a check */
	bool read_only, sensitive, search, unique, estimate, party, unsafe;
	bool append_only; /* of a repeat */
	role_set read, write;
	struct expr *read_where; /* `read: ROLE where EXPR`, or NULL */
	struct date retired;
	const char *const *was; /* older names */
	size_t n_was;

	/* of a repeat */
	const char *const *key, *const *summary;
	size_t n_key, n_summary;
	const char *order; /* field name, or NULL */
	bool order_down;
	int min, max; /* -1: no limit */
};

struct state {
	const char *name, *label;
	bool final;
	const char *const *was;
	size_t n_was;
	struct place at;
};

struct task_rule {
	const char *text;
	bool for_owner; /* else every holder of role */
	int role;
	struct duration in;
};

struct set_rule {
	const struct item *item;
	struct expr *value;
};

struct ask {
	const struct item *item;
	bool optional; /* written NAME? */
};

/* What must hold before a step, and what is said where it does not; NULL: a
 * sentence is made. */
struct condition {
	struct expr *expr;
	const char *message;
};

struct transition {
	const char *name, *label;
	uint64_t from; /* bit i: form->states[i] */
	int to;	       /* index of a state */
	role_set roles;
	struct condition *when; /* all of them must hold */
	size_t n_when;
	struct ask *ask;
	size_t n_ask;
	const struct item **require;
	size_t n_require;
	bool complete, reason;
	struct set_rule *set;
	size_t n_set;
	struct task_rule *tasks;
	size_t n_tasks;
	bool notify_owner;
	role_set notify;
	struct place at;
};

struct timer {
	const char *name, *label;
	struct expr *live, *due;
	struct expr *time; /* of the day on which it is due; may be NULL */
	bool has_escalate;
	struct duration *reminds; /* each before due, longest first */
	size_t n_reminds;
	struct duration escalate; /* after due */
	bool escalate_owner;
	role_set escalate_to;
	struct place at;
};

enum measure_kind {
	MEASURE_COUNT,
	MEASURE_SUM,
	MEASURE_AVG,
	MEASURE_MEDIAN,
	MEASURE_LEAST,
	MEASURE_MOST
};
struct measure {
	const char *name, *label;
	enum measure_kind kind;
	const struct item *of_repeat; /* rows, or NULL */
	const struct form *of_form;   /* child records, or NULL */
	struct expr *date, *where, *value, *open_from, *open_to;
	const char *percent_of; /* another measure, or NULL */
	struct place at;
};

enum period {
	PERIOD_NONE,
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_YEAR,
	PERIOD_FIN_YEAR
};
struct report_def {
	const char *name, *label;
	enum period period;
	const struct measure **measures;
	size_t n_measures;
	const struct item **by;
	size_t n_by;
	int suppress;
	struct place at;
};

struct setting {
	const char *name, *label;
	const struct list *list;  /* NULL: yes or no */
	const char *default_code; /* "yes", "no" or a code */
	struct place at;
};

struct sheet {
	const char *name, *label;
	const struct item **fields;
	size_t n_fields;
	role_set read;
	struct place at;
};

enum form_kind { FORM_PERSON, FORM_CASE, FORM_CHILD, FORM_PERSON_CHILD };
enum about { ABOUT_PERSON, ABOUT_PEOPLE, ABOUT_NOTHING };
enum access { ACCESS_PROTECTED, ACCESS_CLOSED };

struct form {
	const char *name, *label; /* label: its title */
	enum form_kind kind;
	enum about about; /* of a case form */
	enum access access;
	int version;
	const char *programme; /* of its case form; "" for person's */
	const char *reference; /* pattern, or NULL */
	const struct form *of; /* case form of a child; NULL otherwise */
	const struct form_set *set;
	role_set read, write;
	struct expr *read_where; /* or NULL; for the roles below */
	role_set read_where_roles;
	const char *const *summary; /* field names */
	size_t n_summary;
	const char *order;
	bool order_down;
	struct duration retention;
	struct expr *retention_from; /* NULL: none given */
	const char *const *was;
	size_t n_was;

	struct item *items;
	size_t n;
	/* All items with a value or a relevance, each after those it depends
	 * on: indexes into items. */
	const size_t *compute_order;
	size_t n_compute;

	struct state *states;
	size_t n_states;
	struct transition *transitions;
	size_t n_transitions;
	struct timer *timers;
	size_t n_timers;
	struct measure *measures;
	size_t n_measures;
	struct report_def *reports;
	size_t n_reports;
	struct sheet *sheets;
	size_t n_sheets;
	const struct form **children; /* of a case form, or of the person's */
	size_t n_children;
	const char *const *dropped; /* `drop NAME` */
	size_t n_dropped;
	struct place at;
	struct form_names *names;
};

struct form_set {
	struct role *roles;
	size_t n_roles;
	const struct calendar *calendar; /* NULL when no file has one */
	struct list **lists;
	size_t n_lists;
	struct form **forms;
	size_t n_forms;
	struct setting *settings;
	size_t n_settings;
	const struct form *person; /* NULL when no file has one */
	const char **programmes;   /* each name once, sorted */
	size_t n_programmes;
	struct arena *arena; /* its own */
	struct set_names *names;
};

/* Finding by name; NULL (or -1) when there is none. form_find takes a case
 * form's name, "person", or a child's as `caseform.child`.  Pages have names
 * of their own, which form_item does not look at. */
const struct form *form_find(const struct form_set *s, const char *name);
const struct form *form_child(const struct form *of, const char *name);
const struct item *form_item(const struct form *f, const char *name);
const struct item *form_item_means(const struct form *f, enum means m);
int form_state(const struct form *f, const char *name);
const struct transition *form_transition(const struct form *f,
					 const char *name);
const struct list *form_list(const struct form_set *s, const char *name);
const struct setting *form_setting(const struct form_set *s, const char *name);
int form_role(const struct form_set *s, const char *name);
const struct choice *list_choice(const struct list *l, const char *code);
int list_attribute(const struct list *l, const char *name);

/* `caseform.child` for a child form, else the form's own name: what records
 * carry.  Lives as long as the set. */
const char *form_full_name(const struct form *f);

/* Does the item hold an answer (question or calculate)? */
bool item_has_value(const struct item *it);
/* The type that an answer to such a question has; VAL_EMPTY for Q_NONE. */
enum value_type question_value_type(enum question_type t);
/* Is the name among the n older ones (`was:`, or those of `drop`)? */
bool was_called(const char *const *was, size_t n, const char *name);
/* Is the day a working day; n working days on or back from d (0: d itself). */
bool calendar_open(const struct calendar *c, struct date d);
struct date calendar_add(const struct calendar *c, struct date d, int64_t n);
/* Working days after a up to and with b (negative when b is before a). */
int64_t calendar_between(const struct calendar *c, struct date a,
			 struct date b);

#endif
