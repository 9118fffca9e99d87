/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact numbers, as text. */
#include "base/value.h"

#include <inttypes.h>

enum { DECIMALS = 6 };

char *
number_format(struct arena *a, int64_t millionths)
{
	/* Unsigned, as the lowest number has no opposite. */
	uint64_t n =
		millionths < 0 ? -(uint64_t)millionths : (uint64_t)millionths;
	uint64_t rest = n % NUMBER_ONE;
	const char *sign = millionths < 0 ? "-" : "";
	int decimals = DECIMALS;

	n /= NUMBER_ONE;
	if (rest == 0)
		return arena_printf(a, "%s%" PRIu64, sign, n);
	for (; rest % 10 == 0; rest /= 10)
		decimals--;
	return arena_printf(a, "%s%" PRIu64 ".%0*" PRIu64, sign, n, decimals,
			    rest);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One more digit, below zero: there is one number more there than above. */
static bool
push_digit(int64_t *n, int digit)
{
	return !__builtin_mul_overflow(*n, 10, n) &&
	       !__builtin_sub_overflow(*n, digit, n);
}

/* Digits, or groups of three after one to three; NULL if out of shape. */
static const char *
read_whole(int64_t *n, const char *s)
{
	int run = 0;
	bool grouped = false;

	for (;; s++) {
		if (is_digit(*s)) {
			run++;
			if (!push_digit(n, *s - '0'))
				return NULL;
		} else if (*s == ',') {
			if (grouped ? run != 3 : run < 1 || run > 3)
				return NULL;
			grouped = true;
			run = 0;
		} else {
			return grouped && run != 3 ? NULL : s;
		}
	}
}

static const char *
read_decimals(int64_t *n, const char *s)
{
	int digits = 0;

	if (*s == '.' && !is_digit(*++s))
		return NULL;
	for (; is_digit(*s); s++)
		if (++digits > DECIMALS || !push_digit(n, *s - '0'))
			return NULL;
	for (; digits < DECIMALS; digits++)
		if (!push_digit(n, 0))
			return NULL;
	return s;
}

static const char *
skip_spaces(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

enum err
number_parse(int64_t *millionths, const char *s)
{
	int64_t n = 0;
	bool negative;

	s = skip_spaces(s);
	negative = *s == '-';
	if (negative)
		s++;
	if (!is_digit(*s) && !(*s == '.' && is_digit(s[1])))
		return ERR_INVALID;
	s = read_whole(&n, s);
	if (s != NULL)
		s = read_decimals(&n, s);
	if (s == NULL || *skip_spaces(s) != '\0')
		return ERR_INVALID;
	if (!negative && __builtin_sub_overflow(0, n, &n))
		return ERR_INVALID;
	*millionths = n;
	return ERR_OK;
}
