/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loader.h - what the parts of the reader share (private to the form layer).
 *
 * form_set_load() goes over the statements several times: shared things and
 * forms are declared, then what stands in the forms, then the properties are
 * read by one table (load_table.c), then roles are handed down, expressions
 * compiled and put in order, and the whole is checked.  Each pass may rely on
 * what the passes before it have made; none stops at a fault.
 */
#ifndef FORM_LOADER_H
#define FORM_LOADER_H

#include "form/expr.h"
#include "form/lines.h"
#include "form/names.h"

/* A form while it is read. */
struct form_build {
	struct form *form;
	struct statement *st;
	struct statement **items; /* of form->items[i] */
	bool *busy;		  /* calculation begun (load_calc.c) */
	unsigned char *colour;	  /* of items (order.c) */
	size_t n_kind[KW_COUNT];  /* statements of each kind */
	size_t n_items;
	bool kind_wrong; /* reported: draw no conclusions */
	bool states_wrong;
	const char *of; /* as written */
	bool opens_case, is_person;
	struct item *page; /* where items are being put */
	struct form_build *next;
};

struct load {
	struct arena *tmp;    /* given back after loading */
	struct arena scratch; /* of one expression, and of those
					   compiled on its account */
	int compiling;
	struct arena *a; /* the set's */
	struct form_set *set;
	struct set_names *names;
	struct statements statements;
	struct form_build *first, *last;
	struct problems *p;
	struct names rules; /* key to its first row */
	int depth;	    /* of calculations being compiled */
	bool known;	    /* checked before: expressions later */
};

/* How the value of a property is read, and where it goes. */
enum stage { STAGE_KIND, STAGE_PLAIN, STAGE_EXPR };

struct word_row {
	const char *word;
	int value;
};

struct rule {
	const char *key;
	uint64_t where; /* bits of enum keyword */
	enum stage stage;
	bool many; /* may stand more than once */
	void (*read)(struct load *l, struct statement *st,
		     const struct property *p);
	size_t to, count; /* offsets in st->made */
	int use;	  /* enum expr_use, or what read() says */
	const struct word_row *words;
};

/* load_table.c */
void load_match(struct load *l); /* gives each property its rule */
void load_apply(struct load *l, enum stage stage);
const struct property *statement_property(const struct statement *st,
					  const char *key);
/* Is it surely not there?  Not sure while a key was not understood. */
bool statement_lacks(const struct statement *st, const char *key);

/* What people read of a statement: its label, or else its name, of which they
 * are warned. */
const char *load_label(struct load *l, const struct statement *st);

/* load_declare.c, load_contents.c */
void load_declare(struct load *l);  /* shared things and forms */
void load_kinds(struct load *l);    /* which form is of which */
void load_contents(struct load *l); /* items, states and so on */

/* load_access.c: read and write are handed down and narrowed. */
void load_access(struct load *l);
/* load_where.c: the conditions of reading, with the other expressions. */
void load_read_where(struct load *l);

/* load_calc.c */
void load_calculations(struct load *l); /* each after what it needs */
void load_calculation(void *load, const struct item *it);

/* load_expr.c */
/* The expression that begins at offset `from` of the value. */
struct expr *load_expr(struct load *l, const struct property *p, size_t from,
		       const struct expr_scope *scope);
struct expr_scope statement_scope(struct load *l, const struct statement *st,
				  int use);

/* order.c */
void load_order(struct load *l);
/* plan.c: the same as form_set_plan() wrote it.  False: it is of another. */
bool load_plan(struct load *l, struct bytes plan);

/* check_forms.c, check_items.c, check_graph.c, check_measures.c */
void check_forms(struct load *l);
void check_items(struct load *l);
void check_graph(struct load *l);
void check_measures(struct load *l);

/* load_fault.c: faults, with the place worked out.  Formatted as printf. */
#define FAULT(f, a) __attribute__((format(printf, f, a)))
/* At the beginning of the statement; at its name. */
void fault_statement(struct load *l, const struct statement *st,
		     const char *hint, const char *fmt, ...) FAULT(4, 5);
void fault_name(struct load *l, const struct statement *st, const char *hint,
		const char *fmt, ...) FAULT(4, 5);
void fault_key(struct load *l, const struct property *p, const char *hint,
	       const char *fmt, ...) FAULT(4, 5);
/* At a byte of the value. */
void fault_value(struct load *l, const struct property *p, size_t offset,
		 const char *hint, const char *fmt, ...) FAULT(5, 6);
void warn_name(struct load *l, const struct statement *st, const char *hint,
	       const char *fmt, ...) FAULT(4, 5);
void warn_value(struct load *l, const struct property *p, size_t offset,
		const char *hint, const char *fmt, ...) FAULT(5, 6);
/* `did you mean 'x'?` for the nearest of t, or NULL. */
const char *did_you_mean(struct load *l, const struct names *t,
			 const char *word);

/* So many faults that nobody will read a hint worked out at some length. */
static inline bool
too_many(const struct load *l)
{
	return l->p->errors > 20 * PROBLEMS_MOST;
}

/* An array of n with room for one more; it grows by doubling. */
void *room_for_one(struct arena *a, void *v, size_t n, size_t size);

/* One word of a value, parted by spaces. */
struct word {
	const char *s; /* in l->tmp */
	size_t offset;
};
/* The word at *pos, which steps behind it; false at the end. */
bool next_word(struct load *l, const struct property *p, size_t *pos,
	       struct word *out);
/* The only word; a fault when there are none or several. */
bool only_word(struct load *l, const struct property *p, struct word *out);

/* Where the property of this rule goes in what the statement has made. */
static inline void *
property_target(const struct statement *st, const struct property *p)
{
	return (char *)st->made + p->rule->to;
}

static inline bool
keyword_is_question(enum keyword kw)
{
	return kw >= KW_TEXT && kw <= KW_CASE;
}

#endif
