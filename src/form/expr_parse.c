/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of expressions: one function a rule (see caseload-form(5)). */
#include <string.h>

#include "form/expr_code.h"

static struct node *parse_expr(struct compile *c);
static struct node *parse_sum(struct compile *c);

/* What people write who come from XLSForm or from programming. */
static const struct {
	const char *wrong, *hint;
} habits[] = {
	{ "$", "write the field's name on its own, without ${ }" },
	{ "div", "write / instead of div" },
	{ "==", "write = to compare" },
	{ "<>", "write != for different" },
	{ "!", "write not, or != for different" },
	{ "&&", "write and" },
	{ "&", "write and" },
	{ "||", "write or" },
	{ "|", "write or" },
	{ "%", "write mod" },
	{ "#", "a note stands on a line of its own" },
	{ "min", "a unit stands right after its number, as in 30min" },
	{ "h", "a unit stands right after its number, as in 24h" },
	{ "hours", "write h right after the number, as in 24h" },
	{ "d", "a unit stands right after its number, as in 14d" },
	{ "day", "write d right after the number, as in 1d" },
	{ "days", "write d right after the number, as in 14d" },
	{ "wd", "a unit stands right after its number, as in 5wd" },
	{ "w", "a unit stands right after its number, as in 2w" },
	{ "week", "write w right after the number, as in 1w" },
	{ "weeks", "write w right after the number, as in 2w" },
	{ "working", "write wd right after the number, as in 5wd" },
	{ "mo", "a unit stands right after its number, as in 3mo" },
	{ "month", "write mo right after the number, as in 1mo" },
	{ "months", "write mo right after the number, as in 3mo" },
	{ "y", "a unit stands right after its number, as in 6y" },
	{ "year", "write y right after the number, as in 1y" },
	{ "years", "write y right after the number, as in 6y" },
	{ "then", "write if(condition, this, otherwise that)" },
	{ "\xE2\x80\x98", "write ' for a quote" },
	{ "\xE2\x80\x99", "write ' for a quote" },
	{ "\xE2\x80\x9C", "write \" for a quote" },
	{ "\xE2\x80\x9D", "write \" for a quote" },
};

static const char *
habit_hint(const char *wrong)
{
	for (size_t i = 0; i < sizeof(habits) / sizeof(habits)[0]; i++)
		if (strcmp(wrong, habits[i].wrong) == 0)
			return habits[i].hint;
	return NULL;
}

/* The first fault in the grammar ends the reading. */
static void
halt(struct compile *c)
{
	c->stop = true;
	lex_next(c);
}

static void
unexpected(struct compile *c, const char *hint)
{
	const char *word;

	if (c->stop)
		return;
	if (c->now.kind == T_END) {
		fault(c, c->now.at, hint, "the expression ends too early");
	} else {
		word = arena_strndup(c->scratch, c->text->text + c->now.at,
				     c->now.n);
		if (habit_hint(word) != NULL)
			hint = habit_hint(word);
		else if (c->now.at == 0 && strchr("<>=!", *word) != NULL)
			hint = arena_printf(
				c->scratch,
				"the answer itself is a full stop: . %s ...",
				word);
		fault(c, c->now.at, hint, "unexpected '%s'", word);
	}
	halt(c);
}

static bool
accept(struct compile *c, enum token_kind kind)
{
	if (c->now.kind != kind)
		return false;
	lex_next(c);
	return true;
}

static void
expect(struct compile *c, enum token_kind kind, const char *hint)
{
	if (!accept(c, kind))
		unexpected(c, hint);
}

static struct node *
node_new(struct compile *c, enum node_kind kind, size_t at)
{
	struct node *n = arena_alloc(c->scratch, sizeof(*n));

	n->kind = kind;
	n->at = at;
	n->type.unit = UNIT_ANY;
	return n;
}

static void
add_arg(struct compile *c, struct node *n, struct node *arg)
{
	if (n->n == n->cap) {
		size_t cap = n->cap != 0 ? 2 * n->cap : 2;

		n->arg = arena_grow(c->scratch, n->arg, n->n, cap,
				    sizeof(struct node *));
		n->cap = cap;
	}
	n->arg[n->n++] = arg;
}

static struct node *
node_over(struct compile *c, enum node_kind kind, size_t at, struct node *arg)
{
	struct node *n = node_new(c, kind, at);

	add_arg(c, n, arg);
	return n;
}

static bool
too_deep(struct compile *c)
{
	if (c->nesting <= NESTING_MOST)
		return false;
	if (!c->stop) {
		fault(c, c->now.at, "give a part of it a calculate of its own",
		      "too many brackets within brackets");
		halt(c);
	}
	return true;
}

static struct node *
parse_constant(struct compile *c)
{
	struct node *n = node_new(c, N_CONST, c->now.at);

	n->value = c->now.value;
	n->type.type = n->value.type;
	n->type.literal = c->now.kind == T_STRING;
	n->type.whole = c->now.whole;
	if (n->value.type == VAL_DURATION)
		n->type.unit = (int)n->value.duration.unit;
	lex_next(c);
	return n;
}

static const char *
parse_field(struct compile *c, const char *hint)
{
	const char *name = c->now.name;

	if (c->now.kind != T_NAME) {
		unexpected(c, hint);
		return "";
	}
	lex_next(c);
	return name;
}

/* NAME, NAME.NAME */
static struct node *
parse_name(struct compile *c)
{
	struct node *n = node_new(c, N_NAME, c->now.at);

	n->name = c->now.name;
	lex_next(c);
	if (accept(c, T_DOT)) {
		n->qualifier = n->name;
		n->name = parse_field(c, NULL);
	}
	return n;
}

/* AGG "(" NAME [ "." NAME ] [ "where" expr ] ")" */
static struct node *
parse_aggregate(struct compile *c, size_t at, const char *name)
{
	struct node *n = node_new(c, N_AGGREGATE, at);

	n->name = name;
	if (c->now.kind == T_NAME)
		add_arg(c, n, parse_name(c));
	else
		unexpected(c, "name a repeat or a child form");
	if (accept(c, T_WHERE))
		n->where = parse_expr(c);
	expect(c, T_CLOSE, "the bracket after this is not closed");
	return n;
}

static struct node *
parse_function(struct compile *c, size_t at, const char *name)
{
	struct node *n = node_new(c, N_CALL, at);

	n->name = name;
	if (accept(c, T_CLOSE))
		return n;
	do {
		add_arg(c, n, parse_expr(c));
	} while (!c->stop && accept(c, T_COMMA));
	expect(c, T_CLOSE, "a bracket is not closed");
	return n;
}

/* min and max are functions of numbers, and aggregates of rows: the first
 * name decides. */
static bool
is_aggregate(struct compile *c, const char *name)
{
	enum aggregate_kind k = aggregate_find(name);
	struct source source;

	if (k != AGG_MIN && k != AGG_MAX)
		return k != AGG_NONE;
	return c->now.kind == T_NAME && lex_peek(c).kind != T_OPEN &&
	       resolve_source(c, c->now.name, &source);
}

static struct node *
parse_call(struct compile *c)
{
	size_t at = c->now.at;
	const char *name = c->now.name;
	struct node *n;

	lex_next(c);
	lex_next(c);
	c->nesting++;
	if (too_deep(c))
		n = node_new(c, N_CONST, at);
	else if (is_aggregate(c, name))
		n = parse_aggregate(c, at, name);
	else
		n = parse_function(c, at, name);
	c->nesting--;
	return n;
}

/* `count-selected` is XLSForm's spelling. */
static void
function_unbracketed(struct compile *c)
{
	struct compile ahead;
	const char *joined = NULL;
	const char *name = c->now.name;

	lex_next(c);
	if (c->now.kind == T_MINUS) {
		ahead = *c;
		lex_next(&ahead);
		if (ahead.now.kind == T_NAME)
			joined = arena_printf(c->scratch, "%s_%s", name,
					      ahead.now.name);
	}
	if (joined != NULL && function_find(joined) != NULL)
		unexpected(c, arena_printf(c->scratch, "write %s", joined));
	else
		unexpected(c, arena_printf(c->scratch,
					   "%s is a function: write %s(...)",
					   name, name));
}

static struct node *
parse_word(struct compile *c)
{
	struct node *n = node_new(c, N_CONST, c->now.at);
	enum token_kind next = lex_peek(c).kind;

	if (next == T_OPEN)
		return parse_call(c);
	if (next == T_MINUS && aggregate_find(c->now.name) != AGG_NONE) {
		function_unbracketed(c);
		return n;
	}
	return parse_name(c);
}

static struct node *
parse_bracketed(struct compile *c)
{
	struct node *n = node_new(c, N_CONST, c->now.at);

	lex_next(c);
	c->nesting++;
	if (!too_deep(c)) {
		n = parse_expr(c);
		expect(c, T_CLOSE, "a bracket is not closed");
	}
	c->nesting--;
	return n;
}

static struct node *
parse_primary(struct compile *c)
{
	struct node *n = node_new(c, N_SELF, c->now.at);

	switch (c->now.kind) {
	case T_NUMBER:
	case T_STRING:
	case T_DATE:
	case T_DURATION:
		return parse_constant(c);
	case T_DOT:
		lex_next(c);
		return n;
	case T_NAME:
		return parse_word(c);
	case T_OPEN:
		return parse_bracketed(c);
	default:
		unexpected(c, NULL);
		return n;
	}
}

static struct node *
parse_unary(struct compile *c)
{
	size_t at = c->now.at;
	struct node *n;

	if (!accept(c, T_MINUS))
		return parse_primary(c);
	c->nesting++;
	n = too_deep(c) ? node_new(c, N_CONST, at) : parse_unary(c);
	c->nesting--;
	return node_over(c, N_NEGATE, at, n);
}

static struct node *
parse_operators(struct compile *c, enum node_kind kind, enum token_kind first,
		enum token_kind last, struct node *(*part)(struct compile *))
{
	struct node *left = part(c);

	while (!c->stop && c->now.kind >= first && c->now.kind <= last) {
		struct node *n = node_over(c, kind, c->now.at, left);

		n->op = c->now.kind;
		lex_next(c);
		add_arg(c, n, part(c));
		left = n;
	}
	return left;
}

static struct node *
parse_term(struct compile *c)
{
	return parse_operators(c, N_ARITHMETIC, T_TIMES, T_MOD, parse_unary);
}

static struct node *
parse_sum(struct compile *c)
{
	return parse_operators(c, N_ARITHMETIC, T_PLUS, T_MINUS, parse_term);
}

/* sum "is" ["not"] ("empty" | "answered") */
static struct node *
parse_is(struct compile *c, struct node *left)
{
	struct node *n = node_over(c, N_IS, c->now.at, left);

	lex_next(c);
	n->negated = accept(c, T_NOT);
	n->op = c->now.kind;
	if (n->op != T_EMPTY && n->op != T_ANSWERED)
		unexpected(c, "after is comes empty or answered");
	else
		lex_next(c);
	return n;
}

/* sum ["not"] "in" ( "(" sum { "," sum } ")" | sum ".." sum ) */
static struct node *
parse_in(struct compile *c, struct node *left)
{
	struct node *n = node_over(c, N_IN, c->now.at, left);

	n->negated = accept(c, T_NOT);
	expect(c, T_IN, "write not in (...)");
	if (accept(c, T_OPEN)) {
		do {
			add_arg(c, n, parse_sum(c));
		} while (!c->stop && accept(c, T_COMMA));
		expect(c, T_CLOSE, "the list after in is not closed");
		return n;
	}
	n->kind = N_BETWEEN;
	add_arg(c, n, parse_sum(c));
	expect(c, T_RANGE, "write in (a, b, c), or in a..b");
	add_arg(c, n, parse_sum(c));
	return n;
}

static bool
is_comparison(enum token_kind kind)
{
	return (kind >= T_EQ && kind <= T_GE) || kind == T_IS || kind == T_IN;
}

static struct node *
parse_compare(struct compile *c)
{
	struct node *left = parse_sum(c);
	struct node *n;

	if (c->now.kind == T_IS) {
		n = parse_is(c, left);
	} else if (c->now.kind == T_IN || c->now.kind == T_NOT) {
		n = parse_in(c, left);
	} else if (is_comparison(c->now.kind)) {
		n = node_over(c, N_COMPARE, c->now.at, left);
		n->op = c->now.kind;
		lex_next(c);
		add_arg(c, n, parse_sum(c));
	} else {
		return left;
	}
	if (!c->stop && is_comparison(c->now.kind)) {
		fault(c, c->now.at, "write a < b and b < c",
		      "comparisons cannot be chained");
		halt(c);
	}
	return n;
}

static struct node *
parse_not(struct compile *c)
{
	size_t at = c->now.at;
	struct node *n;

	if (!accept(c, T_NOT))
		return parse_compare(c);
	c->nesting++;
	n = too_deep(c) ? node_new(c, N_CONST, at) : parse_not(c);
	c->nesting--;
	return node_over(c, N_NOT, at, n);
}

static struct node *
parse_and(struct compile *c)
{
	return parse_operators(c, N_LOGIC, T_AND, T_AND, parse_not);
}

static struct node *
parse_expr(struct compile *c)
{
	return parse_operators(c, N_LOGIC, T_OR, T_OR, parse_and);
}

struct node *
parse(struct compile *c)
{
	struct node *n;

	lex_next(c);
	if (c->now.kind == T_END && !c->stop) {
		fault(c, c->now.at, NULL, "there is no expression here");
		return NULL;
	}
	n = parse_expr(c);
	if (!c->stop && c->now.kind != T_END)
		unexpected(c, NULL);
	return c->stop ? NULL : n;
}
