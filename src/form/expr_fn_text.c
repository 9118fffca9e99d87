/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of text, and the checks of identifiers. */
#include <string.h>

#include <utf8proc.h>

#include "base/text.h"
#include "form/expr_code.h"
#include "form/identifier.h"

#define RUN(name)                                                              \
	struct value fn_##name(struct machine *m, const struct op *op,         \
			       const struct value *arg)
#define UNUSED(x) ((void)(x))

static const char *
text_of(const struct value *v)
{
	return v->type == VAL_TEXT ? v->text : "";
}

static struct value
condition(bool b)
{
	return value_cond(b ? TRI_YES : TRI_NO);
}

RUN(length)
{
	const char *s = text_of(arg);
	int64_t n = 0;

	UNUSED(m), UNUSED(op);
	while (utf8_next(&s) != 0)
		n++;
	return value_int(n);
}

/* A letter's other case may need more bytes: four are enough for any. */
static struct value
map_letters(struct machine *m, const char *s,
	    utf8proc_int32_t (*to)(utf8proc_int32_t))
{
	char *out = arena_array(m->ctx->arena, strlen(s) + 1, 4);
	size_t n = 0;

	for (uint32_t c; (c = utf8_next(&s)) != 0;)
		n += utf8_put(out + n, (uint32_t)to((utf8proc_int32_t)c));
	return value_text(out);
}

RUN(lower)
{
	UNUSED(op);
	return map_letters(m, text_of(arg), utf8proc_tolower);
}

RUN(upper)
{
	UNUSED(op);
	return map_letters(m, text_of(arg), utf8proc_toupper);
}

/* A space between two words is no missing answer here. */
RUN(concat)
{
	size_t n = 1;
	char *out, *end;

	for (size_t i = 0; i < op->n; i++) {
		if (arg[i].type != VAL_TEXT)
			return value_empty;
		n += strlen(arg[i].text);
	}
	end = out = arena_alloc(m->ctx->arena, n);
	for (size_t i = 0; i < op->n; i++)
		end = stpcpy(end, arg[i].text);
	return value_text(out);
}

RUN(contains)
{
	UNUSED(m), UNUSED(op);
	return condition(strstr(text_of(&arg[0]), text_of(&arg[1])) != NULL);
}

RUN(starts_with)
{
	const char *start = text_of(&arg[1]);

	UNUSED(m), UNUSED(op);
	return condition(strncmp(text_of(&arg[0]), start, strlen(start)) == 0);
}

RUN(matches)
{
	UNUSED(m), UNUSED(op);
	return condition(pattern_matches(text_of(&arg[1]), text_of(&arg[0])));
}

#define VALID(name, kind)                                                      \
	RUN(valid_##name)                                                      \
	{                                                                      \
		UNUSED(m), UNUSED(op);                                         \
		return condition(identifier_valid(kind, text_of(arg)));        \
	}

VALID(postcode, ID_POSTCODE)
VALID(nhs, ID_NHS)
VALID(nino, ID_NINO)
VALID(pnc, ID_PNC)
VALID(cro, ID_CRO)
VALID(crn, ID_CRN)
VALID(phone, ID_PHONE)
VALID(email, ID_EMAIL)
