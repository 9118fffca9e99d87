/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a person looks from the outside: names, birth date, address, numbers,
 * told by what the questions of the person form mean.
 */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "casework/find_parts.h"

/* --- what is answered ----------------------------------------------------- */

static void
add_answer(struct answers *l, const struct item *it, const struct value *v,
	   size_t row)
{
	if (l->n == l->cap) {
		size_t want = l->cap ? l->cap * 2 : 16;

		l->v = arena_grow(l->a, l->v, l->n, want, sizeof(*l->v));
		l->cap = want;
	}
	l->v[l->n++] = (struct answered){ it, v, row };
}

static bool
is_known_by(const struct item *it)
{
	return it->kind == ITEM_QUESTION && !it->sensitive &&
	       (it->means != MEANS_NONE || it->search);
}

size_t
answers_known(struct arena *a, const struct form *f, const char *const **out)
{
	const char **names = arena_array(a, f->n + 1, sizeof(*names));
	size_t n = 0;

	for (size_t i = 0; i < f->n; i++) {
		const struct item *it = &f->items[i];
		bool known = is_known_by(it);

		if (it->repeat)
			continue;
		for (size_t k = i + 1;
		     it->kind == ITEM_REPEAT && !known && k <= it->last; k++)
			known = is_known_by(&f->items[k]);
		if (known)
			names[n++] = it->name;
	}
	*out = names;
	return n;
}

static void
add_rows(struct answers *l, const struct item *it, const struct value *v)
{
	for (size_t r = 0; v->type == VAL_ROWS && r < v->rows.n; r++) {
		const struct row *row = &v->rows.v[r];
		const struct value *cell = fields_get(&row->fields, it->name);

		if (!row->struck && cell && !value_is_empty(cell))
			add_answer(l, it, cell, r + 1);
	}
}

/* In the order of the form: the answers are sorted by name. */
static void
sort_answers(struct answers *l)
{
	for (size_t i = 1; i < l->n; i++) {
		struct answered one = l->v[i];
		size_t k = i;

		for (; k > 0 && l->v[k - 1].it > one.it; k--)
			l->v[k] = l->v[k - 1];
		l->v[k] = one;
	}
}

/* A form has many questions, a record few answers. */
void
answers_read(struct arena *a, const struct form *f, const struct fields *from,
	     struct answers *out)
{
	*out = (struct answers){ .a = a };
	for (size_t i = 0; i < from->n; i++) {
		const struct item *it = form_item(f, from->v[i].name);
		const struct value *v = &from->v[i].value;

		if (!it || it->repeat || value_is_empty(v))
			continue;
		if (is_known_by(it))
			add_answer(out, it, v, 0);
		for (size_t k = it->index + 1;
		     it->kind == ITEM_REPEAT && k <= it->last; k++)
			if (is_known_by(&f->items[k]))
				add_rows(out, &f->items[k], v);
	}
	sort_answers(out);
}

void
answers_each(const struct answers *l, answer_fn *each, void *ctx)
{
	for (size_t i = 0; i < l->n; i++)
		each(l->v[i].it, l->v[i].v, l->v[i].row, ctx);
}

char *
squeezed(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *to = out;

	for (const char *p = out; *p; p++)
		if (!isspace((unsigned char)*p) && !strchr("-.", *p))
			*to++ = (char)toupper((unsigned char)*p);
	*to = '\0';
	return out;
}

static enum identifier
number_kind(enum means m)
{
	switch (m) {
	case MEANS_nhs:
		return ID_NHS;
	case MEANS_nino:
		return ID_NINO;
	case MEANS_pnc:
		return ID_PNC;
	case MEANS_cro:
		return ID_CRO;
	case MEANS_crn:
		return ID_CRN;
	case MEANS_email:
		return ID_EMAIL;
	default:
		return ID_COUNT;
	}
}

const char *
number_kept(struct arena *a, const struct item *it, const char *typed)
{
	enum identifier kind = number_kind(it->means);
	const char *canonical =
		kind == ID_COUNT ? NULL : identifier_canonical(a, kind, typed);

	if (it->means == MEANS_email && canonical)
		return text_fold(a, canonical);
	return canonical ? canonical : squeezed(a, typed);
}

const char *
phone_kept(struct arena *a, const char *typed)
{
	const char *canonical = identifier_canonical(a, ID_PHONE, typed);
	char *out = arena_strdup(a, canonical ? canonical : typed), *to = out;

	if (canonical && strncmp(canonical, "+44", 3) == 0) {
		*to++ = '0';
		memmove(to, canonical + 3, strlen(canonical + 3) + 1);
		return out;
	}
	for (const char *p = out; *p; p++)
		if (isdigit((unsigned char)*p))
			*to++ = *p;
	*to = '\0';
	return to - out < 6 ? "" : out;
}

const char *
postcode_kept(struct arena *a, const char *typed)
{
	const char *canonical = identifier_canonical(a, ID_POSTCODE, typed);

	return canonical ? canonical : squeezed(a, typed);
}

/* --- names --------------------------------------------------------------- */

struct naming {
	struct arena *a;
	struct looks *out;
	size_t cap;
	bool family; /* it comes first: lists are in its order */
};

static bool
has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

bool
narrowed(const struct item *it)
{
	role_set all = it->form->read | it->form->write;

	return it->read_where || (all & ~(it->read | it->write)) != 0;
}

static bool
is_name(const struct item *it, const struct value *v)
{
	if (v->type != VAL_TEXT)
		return false;
	switch (it->means) {
	case MEANS_given_name:
	case MEANS_family_name:
	case MEANS_known_as:
	case MEANS_own_script:
		return true;
	case MEANS_NONE:
		return it->search && !has_digit(v->text);
	default:
		return false;
	}
}

static struct person_names *
new_name(struct naming *n)
{
	struct looks *l = n->out;

	if (l->n_names == n->cap) {
		size_t want = n->cap ? n->cap * 2 : 4;

		l->names = arena_grow(n->a, l->names, l->n_names, want,
				      sizeof(*l->names));
		n->cap = want;
	}
	l->names[l->n_names] = (struct person_names){ .n = 0 };
	return &l->names[l->n_names++];
}

static void
add_token(struct person_names *name, const char *token)
{
	for (size_t i = 0; i < name->n; i++)
		if (strcmp(name->token[i], token) == 0)
			return;
	if (name->n < NAME_TOKENS_MOST)
		name->token[name->n++] = token;
}

static void
add_tokens(struct naming *n, struct person_names *name, const char *text)
{
	const char *token[NAME_TOKENS_MOST];
	size_t count = name_tokens(n->a, text, token);

	for (size_t i = 0; i < count; i++)
		add_token(name, token[i]);
}

static void
main_name(const struct item *it, const struct value *v, size_t row, void *ctx)
{
	struct naming *n = ctx;

	if (row == 0 && is_name(it, v) && !narrowed(it) &&
	    n->family == (it->means == MEANS_family_name))
		add_tokens(n, &n->out->names[0], v->text);
}

static void
other_name(const struct item *it, const struct value *v, size_t row, void *ctx)
{
	struct naming *n = ctx;
	struct person_names *name;

	if (row == 0 || !is_name(it, v) || narrowed(it))
		return;
	name = new_name(n);
	add_tokens(n, name, v->text);
	name->own = name->n;
	if (name->n == 1)
		for (size_t i = 0; i < n->out->names[0].n; i++)
			add_token(name, n->out->names[0].token[i]);
	if (name->n == 0)
		n->out->n_names--;
}

static void
read_address(const struct item *it, const struct value *v, size_t row,
	     void *ctx)
{
	struct naming *n = ctx;
	struct looks *l = n->out;

	if (row > 0)
		return;
	if (it->means == MEANS_secret &&
	    (v->type == VAL_CODE || v->type == VAL_TEXT))
		l->secret = strcmp(v->text, "yes") == 0;
	else if (it->means == MEANS_postcode && v->type == VAL_TEXT)
		l->postcode = postcode_kept(n->a, v->text);
	else if (it->means == MEANS_house && v->type == VAL_TEXT)
		l->house = text_fold(n->a, v->text);
	else if (it->means == MEANS_birth_date && v->type == VAL_DATE)
		l->born = v->date;
}

void
looks_read(struct arena *a, const struct form *f, const struct fields *answers,
	   struct looks *out)
{
	struct naming n = { .a = a, .out = out, .family = true };

	*out = (struct looks){ .postcode = "", .house = "" };
	answers_read(a, f, answers, &out->answers);
	new_name(&n);
	answers_each(&out->answers, main_name, &n);
	out->names[0].n_family = out->names[0].n;
	n.family = false;
	answers_each(&out->answers, main_name, &n);
	out->names[0].own = out->names[0].n;
	answers_each(&out->answers, other_name, &n);
	answers_each(&out->answers, read_address, &n);
	if (out->secret)
		out->postcode = out->house = "";
}

const char *
looks_town(struct arena *a, const struct looks *l)
{
	const char *town = "";

	for (size_t i = 0; i < l->answers.n && !l->secret; i++) {
		const struct answered *x = &l->answers.v[i];

		if (x->it->means == MEANS_town && x->row == 0 &&
		    x->v->type == VAL_TEXT && !narrowed(x->it))
			town = match_street(a, x->v->text);
	}
	return town[0] ? arena_printf(a, "@%s", town) : "";
}

const char *
looks_code(struct arena *a, const struct form *f, const struct looks *l)
{
	const struct item *it = form_item_means(f, MEANS_postcode);
	const char *code = match_postcode(l->postcode);

	return code[0] && it && !narrowed(it) ? arena_printf(a, "#%s", code)
					      : "";
}
