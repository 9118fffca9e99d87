/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one table of properties: where each may stand, how it is read, and
 * where it goes.  Rows of one key stand together.
 */
#include <stddef.h>
#include <string.h>

#include "form/readers.h"

#define AT(kw) (UINT64_C(1) << KW_##kw)
#define SELECTS (AT(SELECT_ONE) | AT(SELECT_MULTIPLE))
#define QUESTIONS                                                              \
	(AT(TEXT) | AT(INTEGER) | AT(DECIMAL) | AT(DATE) | AT(DATETIME) |      \
	 AT(TIME) | AT(DURATION) | AT(PERSON) | AT(USER) | AT(ATTACHMENT) |    \
	 SELECTS | AT(CASE))
#define WORKED_OUT (AT(CALCULATE) | AT(SHOW))
#define CONTAINERS (AT(PAGE) | AT(GROUP) | AT(REPEAT))

static const struct word_row subjects[] = { { "person", 1 }, { NULL, 0 } };
static const struct word_row opened[] = { { "case", 1 }, { NULL, 0 } };
static const struct word_row abouts[] = { { "person", ABOUT_PERSON },
					  { "people", ABOUT_PEOPLE },
					  { "nothing", ABOUT_NOTHING },
					  { NULL, 0 } };
static const struct word_row accesses[] = { { "closed", ACCESS_CLOSED },
					    { "protected", ACCESS_PROTECTED },
					    { NULL, 0 } };
static const struct word_row group_looks[] = {
	{ "table-list", LOOK_TABLE_LIST }, { NULL, 0 }
};
static const struct word_row text_looks[] = { { "multiline", LOOK_MULTILINE },
					      { NULL, 0 } };
static const struct word_row select_looks[] = { { "minimal", LOOK_MINIMAL },
						{ NULL, 0 } };
static const struct word_row severities[] = { { "error", SEVERITY_ERROR },
					      { "warning", SEVERITY_WARNING },
					      { NULL, 0 } };
static const struct word_row periods[] = { { "month", PERIOD_MONTH },
					   { "quarter", PERIOD_QUARTER },
					   { "year", PERIOD_YEAR },
					   { "fin_year", PERIOD_FIN_YEAR },
					   { NULL, 0 } };
static const struct word_row meanings[] = {
/* clang-format off */
#define X(name) { #name, MEANS_##name },
	/* clang-format on */
	MEANS_LIST(X)
#undef X
		{ NULL, 0 }
};

#define TO(type, member) .to = offsetof(struct type, member)
#define LIST_OF(type, member, n)                                               \
	.to = offsetof(struct type, member), .count = offsetof(struct type, n)
#define EXPR(use_) .stage = STAGE_EXPR, .read = read_expr, .use = USE_##use_
#define PLAIN(read_) .stage = STAGE_PLAIN, .read = read_
#define KIND(read_) .stage = STAGE_KIND, .read = read_
#define WORD(words_) PLAIN(read_word), .words = words_

static const struct rule rules[] = {
	/* forms */
	{ "version", AT(FORM), PLAIN(read_number), TO(form, version),
	  .use = 1 },
	{ "programme", AT(FORM), PLAIN(read_text), TO(form, programme) },
	{ "subject", AT(FORM), KIND(read_subject), .words = subjects },
	{ "opens", AT(FORM), KIND(read_opens), .words = opened },
	{ "about", AT(FORM), WORD(abouts), TO(form, about) },
	{ "reference", AT(FORM), PLAIN(read_reference), TO(form, reference) },
	{ "access", AT(FORM), WORD(accesses), TO(form, access) },
	{ "retention", AT(FORM), .stage = STAGE_EXPR, .read = read_retention },

	/* `of` is a form's, or a measure's rows */
	{ "of", AT(FORM), KIND(read_form_of) },
	{ "of", AT(MEASURE), PLAIN(read_measure_of) },

	/* who may */
	{ "read", AT(FORM), PLAIN(read_roles), TO(form, read) },
	{ "read", QUESTIONS | CONTAINERS | WORKED_OUT | AT(NOTE),
	  PLAIN(read_roles), TO(item, read) },
	{ "read", AT(SHEET), PLAIN(read_roles), TO(sheet, read) },
	{ "write", AT(FORM), PLAIN(read_roles), TO(form, write) },
	{ "write", QUESTIONS | CONTAINERS, PLAIN(read_roles), TO(item, write) },
	{ "role", AT(TRANSITION), PLAIN(read_roles), TO(transition, roles) },

	/* lists */
	{ "summary", AT(FORM), PLAIN(read_item_names),
	  LIST_OF(form, summary, n_summary) },
	{ "summary", AT(REPEAT), PLAIN(read_item_names),
	  LIST_OF(item, summary, n_summary) },
	{ "order", AT(FORM), PLAIN(read_order), TO(form, order),
	  .count = offsetof(struct form, order_down) },
	{ "order", AT(REPEAT), PLAIN(read_order), TO(item, order),
	  .count = offsetof(struct item, order_down) },
	{ "key", AT(REPEAT), PLAIN(read_item_names),
	  LIST_OF(item, key, n_key) },
	{ "min", AT(REPEAT), PLAIN(read_number), TO(item, min), .use = 0 },
	{ "max", AT(REPEAT), PLAIN(read_number), TO(item, max), .use = 1 },
	{ "append_only", AT(REPEAT), PLAIN(read_yes), TO(item, append_only) },

	/* older names */
	{ "was", AT(FORM), PLAIN(read_names), LIST_OF(form, was, n_was),
	  .many = true },
	{ "was", QUESTIONS | WORKED_OUT | AT(REPEAT), PLAIN(read_names),
	  LIST_OF(item, was, n_was), .many = true },
	{ "was", AT(STATE), PLAIN(read_names), LIST_OF(state, was, n_was),
	  .many = true },
	{ "retired", QUESTIONS | AT(CALCULATE), PLAIN(read_date),
	  TO(item, retired) },
	{ "retired", AT(CHOICE), PLAIN(read_date), TO(choice, retired) },

	/* questions */
	{ "required", QUESTIONS, .stage = STAGE_EXPR, .read = read_required },
	{ "required_message", QUESTIONS, PLAIN(read_text),
	  TO(item, required_message) },
	{ "relevant", QUESTIONS | CONTAINERS | AT(NOTE), EXPR(RELEVANT),
	  TO(item, relevant) },
	{ "constraint", QUESTIONS, EXPR(CONSTRAINT), TO(item, constraint) },
	{ "constraint", AT(CHECK), EXPR(CHECK), TO(item, constraint) },
	{ "constraint_message", QUESTIONS, PLAIN(read_text),
	  TO(item, constraint_message) },
	{ "warning", QUESTIONS, EXPR(WARNING), TO(item, warning) },
	{ "warning_message", QUESTIONS, PLAIN(read_text),
	  TO(item, warning_message) },
	{ "default", QUESTIONS, EXPR(DEFAULT), TO(item, default_value) },
	{ "default", AT(SETTING), PLAIN(read_default_code),
	  TO(setting, default_code) },
	{ "choice_filter", SELECTS | AT(CASE), EXPR(CHOICE_FILTER),
	  TO(item, choice_filter) },
	{ "read_only", QUESTIONS, PLAIN(read_yes), TO(item, read_only) },
	{ "sensitive", QUESTIONS, PLAIN(read_yes), TO(item, sensitive) },
	{ "search", QUESTIONS & ~AT(ATTACHMENT), PLAIN(read_yes),
	  TO(item, search) },
	{ "unique", AT(TEXT), PLAIN(read_yes), TO(item, unique) },
	{ "estimate", AT(DATE), PLAIN(read_yes), TO(item, estimate) },
	{ "party", AT(PERSON), PLAIN(read_yes), TO(item, party) },
	{ "unsafe", AT(PERSON), PLAIN(read_yes), TO(item, unsafe) },
	{ "means", QUESTIONS | AT(CALCULATE), WORD(meanings), TO(item, means) },
	{ "hint", QUESTIONS | CONTAINERS | WORKED_OUT, PLAIN(read_text),
	  TO(item, hint) },
	{ "appearance", AT(GROUP), WORD(group_looks), TO(item, look) },
	{ "appearance", AT(TEXT), WORD(text_looks), TO(item, look) },
	{ "appearance", SELECTS, WORD(select_looks), TO(item, look) },
	{ "calculation", AT(CALCULATE), EXPR(CALCULATION),
	  TO(item, calculation) },
	{ "calculation", AT(SHOW), EXPR(SHOW), TO(item, calculation) },
	{ "list", AT(CALCULATE), PLAIN(read_list), TO(item, list) },
	{ "list", AT(SETTING), PLAIN(read_list), TO(setting, list) },
	{ "severity", AT(CHECK), WORD(severities), TO(item, severity) },

	/* lists of choices, working days */
	{ "attributes", AT(LIST), KIND(read_attributes) },
	{ "score", AT(CHOICE), PLAIN(read_score) },
	{ "replaced_by", AT(CHOICE), PLAIN(read_replaced_by) },
	{ "closed", AT(CALENDAR), PLAIN(read_closed) },

	/* states and transitions */
	{ "final", AT(STATE), PLAIN(read_yes), TO(state, final) },
	/* of a transition, the states; of a choice, its first day */
	{ "from", AT(TRANSITION), PLAIN(read_from) },
	{ "from", AT(CHOICE), PLAIN(read_date), TO(choice, from) },
	{ "to", AT(TRANSITION), PLAIN(read_to) },
	{ "when", AT(TRANSITION), .stage = STAGE_EXPR, .read = read_when,
	  .many = true },
	{ "when_message", AT(TRANSITION), PLAIN(read_when_message),
	  .many = true },
	{ "ask", AT(TRANSITION), PLAIN(read_ask) },
	{ "require", AT(TRANSITION), PLAIN(read_item_list),
	  LIST_OF(transition, require, n_require), .use = NEED_VALUE },
	{ "complete", AT(TRANSITION), PLAIN(read_yes),
	  TO(transition, complete) },
	{ "reason", AT(TRANSITION), PLAIN(read_yes), TO(transition, reason) },
	{ "set", AT(TRANSITION), .stage = STAGE_EXPR, .read = read_set,
	  .many = true },
	{ "task", AT(TRANSITION), PLAIN(read_task), .many = true },
	{ "notify", AT(TRANSITION), PLAIN(read_notify) },

	/* timers */
	{ "while", AT(TIMER), EXPR(LIVE), TO(timer, live) },
	{ "due", AT(TIMER), EXPR(DUE), TO(timer, due) },
	{ "at", AT(TIMER), EXPR(TIME_DUE), TO(timer, time) },
	{ "remind", AT(TIMER), PLAIN(read_remind) },
	{ "escalate", AT(TIMER), PLAIN(read_escalate) },

	/* figures, returns, prints */
	{ "date", AT(MEASURE), EXPR(MEASURE_DATE), TO(measure, date) },
	{ "where", AT(MEASURE), EXPR(MEASURE_WHERE), TO(measure, where) },
	{ "sum", AT(MEASURE), .stage = STAGE_EXPR, .read = read_measure_value,
	  .use = MEASURE_SUM },
	{ "avg", AT(MEASURE), .stage = STAGE_EXPR, .read = read_measure_value,
	  .use = MEASURE_AVG },
	{ "median", AT(MEASURE), .stage = STAGE_EXPR,
	  .read = read_measure_value, .use = MEASURE_MEDIAN },
	{ "least", AT(MEASURE), .stage = STAGE_EXPR, .read = read_measure_value,
	  .use = MEASURE_LEAST },
	{ "most", AT(MEASURE), .stage = STAGE_EXPR, .read = read_measure_value,
	  .use = MEASURE_MOST },
	{ "percent_of", AT(MEASURE), PLAIN(read_percent_of) },
	{ "open_from", AT(MEASURE), EXPR(MEASURE_DATE),
	  TO(measure, open_from) },
	{ "open_to", AT(MEASURE), EXPR(MEASURE_DATE), TO(measure, open_to) },
	{ "period", AT(REPORT), WORD(periods), TO(report_def, period) },
	{ "measures", AT(REPORT), PLAIN(read_measures) },
	{ "by", AT(REPORT), PLAIN(read_item_list),
	  LIST_OF(report_def, by, n_by), .use = NEED_CHOICES },
	{ "suppress", AT(REPORT), PLAIN(read_number), TO(report_def, suppress),
	  .use = 1 },
	{ "fields", AT(SHEET), PLAIN(read_item_list),
	  LIST_OF(sheet, fields, n_fields), .use = NEED_SHOWN },
};
enum { N_RULES = sizeof(rules) / sizeof(rules[0]) };

/* A choice has the attributes that its list names; which, is seen later. */
static const struct rule attribute = { "", AT(CHOICE), PLAIN(read_attribute),
				       .many = true };

/* Keys that may stand under this keyword, for suggestions. */
static const char *
nearest_key(struct load *l, enum keyword kw, const char *key)
{
	struct names t;

	names_init(&t, l->tmp);
	for (size_t i = 0; i < N_RULES; i++)
		if (rules[i].where & (UINT64_C(1) << kw))
			names_add(&t, rules[i].key, NULL);
	return did_you_mean(l, &t, key);
}

/* `it may stand under date` when it does elsewhere. */
static const char *
elsewhere(struct load *l, const char *key)
{
	const struct rule *r = names_get(&l->rules, key);
	uint64_t where = 0;
	const char *words = NULL;
	int n = 0;

	for (; r && r < rules + N_RULES && strcmp(r->key, key) == 0; r++)
		where |= r->where;
	for (int kw = 0; kw < KW_COUNT && n < 5; kw++) {
		if (!(where & (UINT64_C(1) << kw)))
			continue;
		words = arena_printf(l->tmp, "%s%s%s", words ? words : "",
				     words ? ", " : "",
				     keyword_text((enum keyword)kw));
		n++;
	}
	if (!words || n == 5)
		return NULL;
	return arena_printf(l->tmp, "it is a property of %s", words);
}

static void
unknown_key(struct load *l, const struct statement *st,
	    const struct property *p)
{
	const char *hint = nearest_key(l, st->kw, p->key);

	if (!hint)
		hint = elsewhere(l, p->key);
	fault_key(l, p, hint, "'%s' is not a property of %s", p->key,
		  keyword_text(st->kw));
}

static const struct rule *
rule_find(struct load *l, enum keyword kw, const char *key)
{
	const struct rule *r = names_get(&l->rules, key);

	for (; r && r < rules + N_RULES && strcmp(r->key, key) == 0; r++)
		if (r->where & (UINT64_C(1) << kw))
			return r;
	return kw == KW_CHOICE ? &attribute : NULL;
}

static const struct property *
earlier(const struct statement *st, const struct property *p)
{
	for (const struct property *q = st->first; q != p; q = q->next)
		if (strcmp(q->key, p->key) == 0 && q->rule)
			return q;
	return NULL;
}

static void
match_one(struct load *l, struct statement *st, struct property *p)
{
	const struct rule *r = rule_find(l, st->kw, p->key);
	const struct property *before;

	if (!r) {
		unknown_key(l, st, p);
		return;
	}
	before = r->many && r != &attribute ? NULL : earlier(st, p);
	if (before)
		fault_key(l, p,
			  arena_printf(l->tmp, "it stands on line %d already",
				       before->at.line),
			  "'%s' is given twice", p->key);
	else if (p->n == 0)
		fault_key(l, p, NULL, "'%s' has no value", p->key);
	else
		p->rule = r;
}

void
load_match(struct load *l)
{
	names_init(&l->rules, l->tmp);
	for (size_t i = 0; i < N_RULES; i++)
		names_add(&l->rules, rules[i].key,
			  (void *)(uintptr_t)&rules[i]);
	for (struct statement *st = l->statements.first; st; st = st->next)
		for (struct property *p = st->first; p; p = p->next)
			match_one(l, st, p);
}

void
load_apply(struct load *l, enum stage stage)
{
	for (struct statement *st = l->statements.first; st; st = st->next) {
		if (!st->made)
			continue;
		for (struct property *p = st->first; p; p = p->next)
			if (p->rule && p->rule->stage == stage)
				p->rule->read(l, st, p);
	}
}

const struct property *
statement_property(const struct statement *st, const char *key)
{
	for (const struct property *p = st->first; p; p = p->next)
		if (p->rule && strcmp(p->key, key) == 0)
			return p;
	return NULL;
}

bool
statement_lacks(const struct statement *st, const char *key)
{
	for (const struct property *p = st->first; p; p = p->next)
		if (!p->rule || strcmp(p->key, key) == 0)
			return false;
	return true;
}
