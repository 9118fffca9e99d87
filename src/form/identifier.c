/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form/identifier.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

enum { LONGEST = 320 };

/*
 * Letters and digits without spaces and hyphens, in capitals.  False when it
 * does not fit or holds a character that is not ASCII.
 */
static bool
squeeze(char out[LONGEST + 1], const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == ' ' || c == '-' || c == '\t')
			continue;
		if (n == LONGEST || c > 126 || c < ' ')
			return false;
		out[n++] = (char)toupper(c);
	}
	out[n] = '\0';
	return n > 0;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Does s have this shape: 9 a digit, A a letter, anything else itself? */
static bool
has_shape(const char *s, const char *shape)
{
	for (; *shape != '\0'; s++, shape++) {
		if (*shape == '9'   ? !is_digit(*s)
		    : *shape == 'A' ? !is_letter(*s)
				    : *s != *shape)
			return false;
	}
	return *s == '\0';
}

/*
 * Postcodes: BS 7666 shapes.  First letter never Q V X, second never I J Z,
 * the last two never C I K M O V; a letter that ends the first half is of a
 * smaller set.  GIR 0AA is the one exception; ZZ99 begins the health service's
 * codes for people without an address here.
 */
static bool
postcode_letters(const char *s, size_t n)
{
	const char *in = s + n - 2;

	if (strchr("QVX", s[0]) != NULL)
		return false;
	if (is_letter(s[1]) && strchr("IJZ", s[1]) != NULL)
		return false;
	if (strchr("CIKMOV", in[0]) != NULL || strchr("CIKMOV", in[1]) != NULL)
		return false;
	if (has_shape(s, "A9A9AA"))
		return strchr("ABCDEFGHJKPSTUW", s[2]) != NULL;
	if (has_shape(s, "AA9A9AA"))
		return strchr("ABEHMNPRVWXY", s[3]) != NULL;
	return true;
}

static bool
postcode(char *out, const char *s)
{
	static const char *const shapes[] = { "A99AA",	 "A999AA", "AA99AA",
					      "AA999AA", "A9A9AA", "AA9A9AA" };
	size_t n = strlen(s), i = 0;
	bool special = strcmp(s, "GIR0AA") == 0 ||
		       (strncmp(s, "ZZ99", 4) == 0 && has_shape(s, "AA999AA"));

	while (i < 6 && !has_shape(s, shapes[i]))
		i++;
	if (!special && (i == 6 || !postcode_letters(s, n)))
		return false;
	sprintf(out, "%.*s %s", (int)n - 3, s, s + n - 3);
	return true;
}

/*
 * NHS number: ten digits, the last a check (NHS Data Dictionary, NHS NUMBER):
 * the first nine weighted 10 to 2, summed, 11 less the rest of a division by
 * 11; 11 counts as 0 and 10 is never issued.
 */
static bool
nhs(char *out, const char *s)
{
	int sum = 0, check;

	if (!has_shape(s, "9999999999"))
		return false;
	for (int i = 0; i < 9; i++)
		sum += (10 - i) * (s[i] - '0');
	check = (11 - sum % 11) % 11;
	strcpy(out, s);
	return check != 10 && check == s[9] - '0';
}

/*
 * National Insurance number (HMRC NIM39110): two letters, six digits, A to D.
 * The suffix may be missing in old records.
 */
static bool
nino(char *out, const char *s)
{
	static const char *const never[] = { "BG", "GB", "KN", "NK",
					     "NT", "TN", "ZZ" };

	if (!has_shape(s, "AA999999A") && !has_shape(s, "AA999999"))
		return false;
	if (strchr("DFIQUV", s[0]) != NULL || strchr("DFIOQUV", s[1]) != NULL)
		return false;
	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strncmp(s, never[i], 2) == 0)
			return false;
	strcpy(out, s);
	return s[8] == '\0' || s[8] <= 'D';
}

/* The check letter of PNC and CRO numbers: the rest of a division by 23. */
static char
check_letter(uint64_t n)
{
	return "ZABCDEFGHJKLMNPQRTUVWXY"[n % 23];
}

static size_t
digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* Two figures of a year: of this century up to the present year. */
static int
full_year(int yy)
{
	return (yy <= clock_today().y % 100 ? 2000 : 1900) + yy;
}

/* The number that n digits at s stand for. */
static uint64_t
number_at(const char *s, size_t n)
{
	uint64_t number = 0;

	for (size_t i = 0; i < n; i++)
		number = number * 10 + (uint64_t)(s[i] - '0');
	return number;
}

/*
 * PNC identifier: YYYY/NNNNNNNC or, short, YY/ and one to seven digits.  Where
 * the slash is missing up to eleven characters are the short form.  The letter
 * is that of the last two figures of the year followed by all seven digits.
 */
static bool
pnc(char *out, const char *s)
{
	size_t year_n = digits(s), n;
	const char *serial = s + year_n + 1;
	uint64_t number;
	int year;

	if (s[year_n] != '/') {
		n = strlen(s) <= 11 ? 2 : 4;
		if (year_n < n)
			return false;
		year_n = n;
		serial = s + n;
	}
	n = digits(serial);
	if ((year_n != 2 && year_n != 4) || n < 1 || n > 7 ||
	    !has_shape(serial + n, "A"))
		return false;
	year = (int)number_at(s, year_n);
	if (year_n == 2)
		year = full_year(year);
	number = number_at(serial, n);
	sprintf(out, "%04d/%07" PRIu64 "%c", year, number, serial[n]);
	number += (uint64_t)(year % 100) * 10000000;
	return serial[n] == check_letter(number);
}

/* Numbers held on file only: SFYY/ and a serial that is not padded. */
static bool
cro_on_file(char *out, const char *s)
{
	const char *year = s + 2, *serial = s + 4 + (s[4] == '/');
	size_t n = digits(serial);
	uint64_t number;

	if (digits(year) < 2 || n < 1 || n > 6 || !has_shape(serial + n, "A"))
		return false;
	number = number_at(year, 2);
	for (size_t i = 0; i < n; i++)
		number = number * 10 + (uint64_t)(serial[i] - '0');
	sprintf(out, "SF%.2s/%s", year, serial);
	return serial[n] == check_letter(number);
}

/*
 * CRO number: one to six digits, a slash, two figures of the year, a letter.
 * The letter is that of the year followed by the digits padded to six.
 */
static bool
cro(char *out, const char *s)
{
	size_t n = digits(s);
	const char *year = s + n + 1;
	uint64_t number;

	if (strncmp(s, "SF", 2) == 0 && strlen(s) > 5)
		return cro_on_file(out, s);
	if (s[n] != '/') {
		n = n > 2 ? n - 2 : 0;
		year = s + n;
	}
	if (n < 1 || n > 6 || !has_shape(year, "99A"))
		return false;
	number = number_at(s, n);
	sprintf(out, "%06" PRIu64 "/%s", number, year);
	number += number_at(year, 2) * 1000000;
	return year[2] == check_letter(number);
}

/* Probation's case reference: a letter and six digits, no check. */
static bool
crn(char *out, const char *s)
{
	strcpy(out, s);
	return has_shape(s, "A999999");
}

/*
 * Telephone: British with 0 or +44 and nine or ten digits after it, others
 * with + and their country's code (ITU-T E.164, at most 15 digits).  Brackets
 * and points do not matter, nor does the (0) of +44 (0)20.
 */
static bool
phone(char *out, const char *s)
{
	char number[LONGEST + 1];
	const char *rest = number;
	size_t n = 0;

	for (; *s != '\0'; s++) {
		if (strncmp(s, "(0)", 3) == 0 && n > 1)
			s += 2;
		else if (strchr("().", *s) == NULL)
			number[n++] = *s;
	}
	number[n] = '\0';
	if (strncmp(number, "00", 2) == 0) {
		number[1] = '+';
		rest++;
	}
	if (*rest == '0') {
		sprintf(out, "+44%s", rest + 1);
	} else {
		strcpy(out, rest);
	}
	n = digits(out + 1);
	if (out[0] != '+' || out[1 + n] != '\0' || out[1] == '0')
		return false;
	if (strncmp(out, "+44", 3) == 0)
		return (n == 11 || n == 12) && out[3] != '0';
	return n >= 8 && n <= 15;
}

static bool
dotted_words(const char *s, size_t n, const char *also)
{
	if (n == 0 || s[0] == '.' || s[n - 1] == '.')
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' && s[i + 1] == '.')
			return false;
		if (!isalnum((unsigned char)s[i]) && s[i] != '.' &&
		    strchr(also, s[i]) == NULL)
			return false;
	}
	return true;
}

/*
 * E-mail: what RFC 5322 calls a dot-atom, then a domain of at least two
 * labels, the last of letters.  Quoted names and bare hosts are not for
 * people.
 */
static bool
email(char *out, const char *s)
{
	const char *at, *end, *top;
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	if (n > 254)
		return false;
	for (size_t i = 0; i < n; i++)
		out[i] = (char)tolower((unsigned char)s[i]);
	out[n] = '\0';
	at = strchr(out, '@');
	if (at == NULL || at - out > 64 ||
	    !dotted_words(out, (size_t)(at - out), "!#$%&'*+-/=?^_`{|}~"))
		return false;
	end = out + n;
	top = strrchr(at, '.');
	if (top == NULL || strspn(top + 1, "abcdefghijklmnopqrstuvwxyz") < 2 ||
	    top[1 + strspn(top + 1, "abcdefghijklmnopqrstuvwxyz")] != '\0')
		return false;
	return dotted_words(at + 1, (size_t)(end - at - 1), "-") &&
	       at[1] != '-' && top[-1] != '-';
}

static bool (*const checks[ID_COUNT])(char *out, const char *s) = {
	[ID_POSTCODE] = postcode, [ID_NHS] = nhs, [ID_NINO] = nino,
	[ID_PNC] = pnc,		  [ID_CRO] = cro, [ID_CRN] = crn,
	[ID_PHONE] = phone,
};

static bool
canonical(char out[2 * LONGEST], enum identifier kind, const char *s)
{
	char plain[LONGEST + 1];

	if (s == NULL)
		return false;
	if (kind == ID_EMAIL)
		return email(out, s);
	return squeeze(plain, s) && checks[kind](out, plain);
}

bool
identifier_valid(enum identifier kind, const char *s)
{
	char out[2 * LONGEST];

	return canonical(out, kind, s);
}

char *
identifier_canonical(struct arena *a, enum identifier kind, const char *s)
{
	char out[2 * LONGEST];

	return canonical(out, kind, s) ? arena_strdup(a, out) : NULL;
}
