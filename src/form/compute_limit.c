/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compute_limit.c - the limit that an answer goes beyond, in words.
 *
 * Most constraints without a message of their own are plain limits, `. <=
 * today()` or `. in 0..28`, or several joined by `and`.  The part that does
 * not hold is found in the compiled expression and told; what is written in
 * any other way is left to a more general sentence.
 */
#include "form/expr_code.h"
#include "form/view.h"

/* A run of operators that together give one value: op[from..to]. */
struct part {
	const struct expr *e;
	size_t from, to;
};

static const struct op *
last_op(struct part p)
{
	return &p.e->op[p.to];
}

static size_t
operands(const struct op *op)
{
	static const struct {
		void (*run)(struct machine *m, const struct op *op);
		size_t n;
	} known[] = {
		{ op_negate, 1 },
		{ op_not, 1 },
		{ op_is_empty, 1 },
		{ op_is_answered, 1 },
		{ op_add, 2 },
		{ op_subtract, 2 },
		{ op_multiply, 2 },
		{ op_divide, 2 },
		{ op_mod, 2 },
		{ op_and, 2 },
		{ op_or, 2 },
		{ op_equal, 2 },
		{ op_unequal, 2 },
		{ op_less, 2 },
		{ op_less_equal, 2 },
		{ op_greater, 2 },
		{ op_greater_equal, 2 },
		{ op_in_next, 2 },
		{ op_in_end, 2 },
		{ op_between, 3 },
	};

	if (op->run == op_call)
		return op->n;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].run == op->run)
			return known[i].n;
	return 0;
}

/* The last operand of the part that ends at `to`. */
static struct part
part_ending(const struct expr *e, size_t to)
{
	struct part p = { e, to, to };

	for (size_t need = operands(&e->op[to]); need > 0; need--)
		need += operands(&e->op[--p.from]);
	return p;
}

static struct part
operand_before(struct part p)
{
	return part_ending(p.e, p.from - 1);
}

static bool
is_single(struct part p, void (*run)(struct machine *m, const struct op *op))
{
	return p.from == p.to && last_op(p)->run == run;
}

static bool
fails(const struct eval_ctx *ctx, struct part p)
{
	struct expr alone = *p.e;

	alone.op += p.from;
	alone.n = p.to - p.from + 1;
	return expr_test(&alone, ctx) == TRI_NO;
}

/* Of parts joined by `and`, the first that does not hold. */
static struct part
failing(const struct eval_ctx *ctx, struct part p)
{
	while (last_op(p)->run == op_and) {
		struct part right = part_ending(p.e, p.to - 1);
		struct part left = operand_before(right);

		p = fails(ctx, left) ? left : right;
	}
	return p;
}

static bool
is_day(const struct item *it)
{
	return it->type == Q_DATE || it->type == Q_DATETIME ||
	       it->type == Q_TIME;
}

static bool
is_field(const struct op *op)
{
	return op->run == op_record || op->run == op_row ||
	       op->run == op_case || op->run == op_person;
}

/* "today", "28", "the date of referral", "14 days after today"; NULL when it
 * is more than that. */
static const char *
limit_words(const struct eval_ctx *ctx, const struct item *it, struct part p)
{
	struct arena *a = ctx->arena;
	const struct op *op = last_op(p);
	const struct ref *ref = op->what;
	struct part by, from;
	const struct value *val;
	const char *words;

	if (op->run == op_constant)
		return answer_format(a, it, op->what);
	if (is_field(op))
		return words_thing(a, ref->item->label);
	if (op->run == op_call && op->call == fn_today)
		return "today";
	if (op->run == op_call && op->call == fn_now)
		return "now";
	if (op->run != op_add && op->run != op_subtract)
		return NULL;
	by = part_ending(p.e, p.to - 1);
	from = operand_before(by);
	val = last_op(by)->what;
	if (!is_single(by, op_constant) || val->type != VAL_DURATION)
		return NULL;
	words = limit_words(ctx, it, from);
	return !words ? NULL
		      : arena_printf(a, "%s %s %s",
				     duration_format(a, val->duration),
				     op->run == op_add ? "after" : "before",
				     words);
}

/* What is said of an answer that a comparison refuses. */
struct limit {
	void (*run)(struct machine *m, const struct op *op);
	void (*mirrored)(struct machine *m, const struct op *op);
	const char *must;	 /* of a constraint */
	const char *must_day;	 /* of a date */
	const char *must_far;	 /* of a date so many days off */
	const char *head, *tail; /* of a warning, around the limit */
	const char *head_day, *tail_day;
};

static const struct limit limits[] = {
	{ op_less_equal, op_greater_equal, "cannot be more than",
	  "cannot be after", "cannot be later than", "more than ", "", "after ",
	  "" },
	{ op_less, op_greater, "must be less than", "must be before",
	  "must be earlier than", "", " or more", "", " or later" },
	{ op_greater_equal, op_less_equal, "cannot be less than",
	  "cannot be before", "cannot be earlier than", "less than ", "",
	  "before ", "" },
	{ op_greater, op_less, "must be more than", "must be after",
	  "must be later than", "", " or less", "", " or earlier" },
	{ op_equal, op_equal, "must be", "must be", "must be", "other than ",
	  "", "other than ", "" },
	{ op_unequal, op_unequal, "cannot be", "cannot be", "cannot be", "", "",
	  "", "" },
};

static const struct limit *
limit_of(const struct op *op, bool mirrored)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if ((mirrored ? limits[i].mirrored : limits[i].run) == op->run)
			return &limits[i];
	return NULL;
}

static const char *
unusual(struct arena *a, const struct item *it, const struct limit *l,
	const char *bound)
{
	return arena_printf(a, "Check %s: %s%s%s is unusual.",
			    words_thing(a, it->label),
			    is_day(it) ? l->head_day : l->head, bound,
			    is_day(it) ? l->tail_day : l->tail);
}

static const char *
compared(const struct eval_ctx *ctx, const struct item *it, struct part p,
	 bool warning)
{
	struct arena *a = ctx->arena;
	struct part right = part_ending(p.e, p.to - 1);
	struct part left = operand_before(right);
	bool mirrored = is_single(right, op_self);
	struct part bound = mirrored ? left : right;
	const struct limit *l = limit_of(last_op(p), mirrored);
	const char *words, *must = l->must;

	if (!mirrored && !is_single(left, op_self))
		return NULL;
	words = limit_words(ctx, it, bound);
	if (!words)
		return NULL;
	if (warning)
		return unusual(a, it, l, words);
	if (is_day(it))
		must = bound.from == bound.to ? l->must_day : l->must_far;
	return arena_printf(a, "%s %s %s.", words_subject(a, it->label), must,
			    words);
}

static const char *
between(const struct eval_ctx *ctx, const struct item *it, struct part p,
	bool warning)
{
	struct arena *a = ctx->arena;
	struct part to = part_ending(p.e, p.to - 1);
	struct part from = operand_before(to);
	const char *low = limit_words(ctx, it, from);
	const char *high = limit_words(ctx, it, to);

	if (!is_single(operand_before(from), op_self) || !low || !high)
		return NULL;
	if (warning)
		return arena_printf(a,
				    "Check %s: outside %s to %s is "
				    "unusual.",
				    words_thing(a, it->label), low, high);
	return arena_printf(a, "%s must be from %s to %s.",
			    words_subject(a, it->label), low, high);
}

/* Numbers that carry a check of their own. */
static const struct {
	function_run *run;
	const char *say;
} checked[] = {
	{ fn_valid_postcode, "a full one is like E1 4NS" },
	{ fn_valid_nhs, "the digits do not add up" },
	{ fn_valid_nino, "it should be like AB123456C" },
	{ fn_valid_pnc, "it should be like 2002/73319Z, with the letter that "
			"fits" },
	{ fn_valid_cro, "it should be like 65656/91H, with the letter that "
			"fits" },
	{ fn_valid_crn, "it should be like X320741" },
	{ fn_valid_phone, "it should be like 020 7946 0123" },
	{ fn_valid_email, "it should be like ann@example.org" },
};

static const char *
own_check(const struct eval_ctx *ctx, const struct item *it,
	  const struct op *op)
{
	for (size_t i = 0; i < sizeof(checked) / sizeof(checked[0]); i++)
		if (checked[i].run == op->call)
			return arena_printf(ctx->arena, "Check %s: %s.",
					    words_thing(ctx->arena, it->label),
					    checked[i].say);
	return NULL;
}

/* `length(.) <= 400` or `length(.) < 401`: 400; 0 for any other part. */
static size_t
longest(struct part p)
{
	bool below = last_op(p)->run == op_less;
	struct part right, left;
	const struct value *n;

	if (!below && last_op(p)->run != op_less_equal)
		return 0;
	right = part_ending(p.e, p.to - 1);
	left = operand_before(right);
	if (!is_single(right, op_constant) || last_op(left)->run != op_call ||
	    last_op(left)->call != fn_length || left.to != left.from + 1 ||
	    p.e->op[left.from].run != op_self)
		return 0;
	n = last_op(right)->what;
	return n->type == VAL_NUMBER && n->number > 0
		       ? (size_t)(n->number / NUMBER_ONE) - below
		       : 0;
}

size_t
text_most(const struct item *it)
{
	const struct expr *e = it->constraint;
	struct part p, right;
	size_t most;

	if (!e)
		return 0;
	expr_ready(e);
	if (e->n == 0)
		return 0;
	p = part_ending(e, e->n - 1);
	while (last_op(p)->run == op_and) {
		right = part_ending(e, p.to - 1);
		most = longest(right);
		if (most)
			return most;
		p = operand_before(right);
	}
	return longest(p);
}

size_t
text_limit(const struct item *it)
{
	size_t most = text_most(it);

	if (it->look == LOOK_MULTILINE)
		return most && most < NOTE_TEXT_MOST ? most : NOTE_TEXT_MOST;
	return most > LINE_TEXT_MOST ? most : LINE_TEXT_MOST;
}

const char *
words_limit(const struct eval_ctx *ctx, const struct item *it,
	    const struct expr *e, bool warning)
{
	struct part p;

	expr_ready(e);
	p = failing(ctx, part_ending(e, e->n - 1));

	if (longest(p) && !warning)
		return arena_printf(
			ctx->arena, "%s cannot be longer than %zu characters.",
			words_subject(ctx->arena, it->label), longest(p));
	if (last_op(p)->run == op_between)
		return between(ctx, it, p, warning);
	if (limit_of(last_op(p), false))
		return compared(ctx, it, p, warning);
	if (last_op(p)->run == op_call)
		return own_check(ctx, it, last_op(p));
	return NULL;
}
