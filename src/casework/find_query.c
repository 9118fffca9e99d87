/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casework/find_query.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum {
	PIECES_MOST = 12,
	NUMBER_LEAST = 5, /* letters and figures that may begin one */
	PHONE_LEAST = 6
};

/* The box's text in pieces between spaces and commas. */
struct pieces {
	struct arena *a;
	const char *v[PIECES_MOST];
	bool used[PIECES_MOST];
	size_t n;
	struct query *q;
};

static bool
has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

static bool
all_digits(const char *s)
{
	return s[0] && s[strspn(s, "0123456789")] == '\0';
}

/* n pieces from i, with `between` between them; NULL past the end. */
static const char *
pieces_join(const struct pieces *p, size_t i, size_t n, const char *between)
{
	const char *s = "";

	if (i + n > p->n)
		return NULL;
	for (size_t k = i; k < i + n; k++) {
		if (p->used[k])
			return NULL;
		s = arena_printf(p->a, "%s%s%s", s, k > i ? between : "",
				 p->v[k]);
	}
	return s;
}

static void
pieces_use(struct pieces *p, size_t i, size_t n)
{
	for (size_t k = i; k < i + n; k++)
		p->used[k] = true;
}

static void
add_number(struct query *q, const char *number)
{
	if (strlen(number) < NUMBER_LEAST || q->n_numbers == QUERY_NUMBERS)
		return;
	for (size_t i = 0; i < q->n_numbers; i++)
		if (strcmp(q->number[i], number) == 0)
			return;
	q->number[q->n_numbers++] = number;
}

static void
add_ref(struct query *q, const char *ref)
{
	if (q->n_refs < QUERY_NUMBERS)
		q->ref[q->n_refs++] = ref;
}

/* --- birth date --------------------------------------------------------------- */

static size_t
count_of(const char *s, const char *any)
{
	size_t n = 0;

	for (; *s; s++)
		n += strchr(any, *s) != NULL;
	return n;
}

/*
 * Is this written as people write a birth date?  `2/3/87`, `02.03.1987`,
 * `1987-03-02`, `2 mar 1987`, `3/1987`, `1987`, `~1987`.  A month without a
 * day is taken for a name: there are people called May and Jan.
 */
static bool
like_birth_date(const char *s, size_t pieces)
{
	if (pieces == 3)
		return isdigit((unsigned char)s[0]) &&
		       isdigit((unsigned char)s[strlen(s) - 1]);
	if (pieces != 1)
		return false;
	if (count_of(s, "/-.") == 2 && isdigit((unsigned char)s[0]))
		return true;
	if (s[0] == '~')
		s++;
	if (strlen(s) == 4 && all_digits(s))
		return strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0;
	return count_of(s, "/") == 1 && strlen(strchr(s, '/')) == 5 &&
	       count_of(s, "0123456789/") == strlen(s);
}

static bool
read_born(struct pieces *p, size_t i)
{
	struct date today = clock_today(), d;

	for (size_t n = 3; n > 0; n--) {
		const char *s = pieces_join(p, i, n, " ");

		if (!s || !like_birth_date(s, n) ||
		    date_parse(&d, s, today, true) != ERR_OK)
			continue;
		if (date_compare(d, today) > 0)
			d.y -= 100;
		p->q->born = d;
		/* 1987 may also begin a number; a date with its parts not. */
		if (n > 1 || !all_digits(s))
			pieces_use(p, i, n);
		return true;
	}
	return false;
}

/* --- postcode ------------------------------------------------------------------- */

/* E1, E14, SW1A: what stands before the space. */
static bool
is_outward(const char *s)
{
	size_t letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t n = strlen(s);

	if (letters < 1 || letters > 2 || n < letters + 1 || n > letters + 2)
		return false;
	return isdigit((unsigned char)s[letters]) &&
	       isalnum((unsigned char)s[n - 1]);
}

/* 4, 4N: the beginning of what stands behind it. */
static bool
is_inward(const char *s)
{
	size_t n = strlen(s);

	return n >= 1 && n <= 2 && isdigit((unsigned char)s[0]) &&
	       (n == 1 || isalpha((unsigned char)s[1]));
}

static bool
read_postcode(struct pieces *p, size_t i)
{
	struct query *q = p->q;

	for (size_t n = 2; n > 0; n--) {
		const char *s = pieces_join(p, i, n, "");

		if (!s || !has_digit(s) || !identifier_valid(ID_POSTCODE, s))
			continue;
		q->postcode = postcode_kept(p->a, s);
		q->whole_postcode = true;
		pieces_use(p, i, n);
		return true;
	}
	if (p->used[i] || q->postcode[0] ||
	    !is_outward(squeezed(p->a, p->v[i])))
		return false;
	q->postcode = arena_printf(p->a, "%s ", squeezed(p->a, p->v[i]));
	pieces_use(p, i, 1);
	if (i + 1 < p->n && is_inward(p->v[i + 1])) {
		q->postcode = arena_printf(p->a, "%s%s", q->postcode,
					   squeezed(p->a, p->v[i + 1]));
		pieces_use(p, i + 1, 1);
	}
	return true;
}

/* --- numbers ----------------------------------------------------------------------- */

static bool
phone_piece(const char *s)
{
	return s[strspn(s, "0123456789+()-")] == '\0' && has_digit(s);
}

/* Every figure from here on that belongs together: 07700 900 123. */
static void
read_phone(struct pieces *p, size_t i)
{
	size_t n = 0;
	const char *typed, *digits;

	if (p->v[i][0] != '0' && p->v[i][0] != '+' && p->v[i][0] != '(')
		return;
	while (i + n < p->n && !p->used[i + n] && phone_piece(p->v[i + n]))
		n++;
	typed = n ? pieces_join(p, i, n, "") : NULL;
	digits = typed ? phone_kept(p->a, typed) : "";
	if (strlen(digits) < PHONE_LEAST || p->q->phone[0])
		return;
	p->q->phone = digits;
	p->q->typed_phone = pieces_join(p, i, n, " ");
}

/* 943 476 5919, 02/73319Z, X320741: alone, and with the pieces behind. */
static void
read_numbers(struct pieces *p, size_t i)
{
	static const enum identifier kinds[] = { ID_NHS, ID_NINO, ID_PNC,
						 ID_CRO, ID_CRN };
	const char *s;

	for (size_t n = 1; n <= 5 && (s = pieces_join(p, i, n, "")); n++) {
		if (!has_digit(s))
			continue;
		for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			const char *c = identifier_canonical(p->a, kinds[k], s);

			if (!c)
				continue;
			add_number(p->q, c);
			if (kinds[k] != ID_NHS)
				pieces_use(p, i, n);
		}
		if (has_digit(p->v[i]) && has_digit(p->v[i + n - 1]))
			add_number(p->q, squeezed(p->a, s));
	}
}

/* P-018842, p18842, SAN-2026-00103; figures alone are tried with what goes
 * before them in find_ref(). */
static void
read_ref(struct pieces *p, size_t i)
{
	const char *s = p->v[i];
	char *up = arena_strdup(p->a, s);

	for (char *c = up; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	if (!has_digit(up) || strlen(up) < 3 || strlen(up) > 40)
		return;
	if (up[0] == 'P' && all_digits(up + 1) && strlen(up) <= 10)
		add_ref(p->q, arena_printf(p->a, "P-%06lu",
					   strtoul(up + 1, NULL, 10)));
	else if (!all_digits(up) || strlen(up) >= NUMBER_LEAST)
		add_ref(p->q, up);
}

/* --- words -------------------------------------------------------------------------- */

static void
read_words(struct pieces *p)
{
	const char *token[NAME_TOKENS_MOST], *name = "";
	struct query *q = p->q;
	size_t n;

	for (size_t i = 0; i < p->n; i++)
		if (!p->used[i] && !has_digit(p->v[i]) && !strchr(p->v[i], '@'))
			name = arena_printf(p->a, "%s%s%s", name,
					    name[0] ? " " : "", p->v[i]);
	q->typed_name = name;
	n = name_tokens(p->a, name, token);
	for (size_t i = 0; i < n && i < QUERY_WORDS; i++) {
		q->word[i] = token[i];
		q->length[i] = strlen(token[i]);
		name_sound(token[i], &q->sound[i]);
		q->n_words++;
	}
}

static void
split(struct pieces *p, const char *text)
{
	char *rest, *s = arena_strdup(p->a, text);

	for (s = strtok_r(s, " ,;\t\n", &rest); s && p->n < PIECES_MOST;
	     s = strtok_r(NULL, " ,;\t\n", &rest))
		p->v[p->n++] = s;
}

void
query_read(struct arena *a, const char *text, struct query *out)
{
	struct pieces p = { .a = a, .q = out };

	*out = (struct query){ .postcode = "",
			       .phone = "",
			       .typed_phone = "",
			       .typed_name = "",
			       .typed = "" };
	if (!text || text_blank(text))
		return;
	out->typed = text_fold(a, text);
	split(&p, text);
	for (size_t i = 0; i < p.n; i++) {
		if (p.used[i])
			continue;
		if (strchr(p.v[i], '@')) {
			add_number(out, text_fold(a, p.v[i]));
			continue;
		}
		read_numbers(&p, i);
		read_ref(&p, i);
		if (p.used[i] || read_born(&p, i) || read_postcode(&p, i))
			continue;
		read_phone(&p, i);
	}
	read_words(&p);
}
