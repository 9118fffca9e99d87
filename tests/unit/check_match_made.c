/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check_match_made.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "check_match.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

enum origin { BANGLA, BRITISH, SOMALI, POLISH, ORIGINS };
static const char *const origin_names[] = { "bangla", "british", "somali",
					    "polish" };

/* A list of names, and for each its spellings. */
struct names {
	const char *v[3000];
	size_t n;
};

struct making {
	struct arena a;
	uint64_t dice;
	size_t left;
	unsigned int people;
	bool households;
	struct names men[ORIGINS], women[ORIGINS], family[ORIGINS];
	struct names spellings; /* a line a name */
	struct made queue[64];
	size_t queued;
};

static uint32_t
roll(struct making *k, uint32_t below)
{
	k->dice = k->dice * UINT64_C(6364136223846793005) +
		  UINT64_C(1442695040888963407);
	return (uint32_t)((k->dice >> 33) % below);
}

static bool
chance(struct making *k, uint32_t of_100)
{
	return roll(k, 100) < of_100;
}

/* Those that stand first are the commonest. */
static const char *
pick(struct making *k, const struct names *l)
{
	double x = roll(k, 10000) / 10000.0;

	return l->v[(size_t)(x * x * (double)l->n)];
}

static void
add(struct names *l, const char *name)
{
	if (l->n < COUNT(l->v))
		l->v[l->n++] = name;
}

/* Of `section<TAB>name` lines. */
static void
read_list(struct making *k, const char *file, enum origin o)
{
	FILE *f = match_data(file);
	char line[256];

	while (fgets(line, sizeof(line), f)) {
		char *name = strchr(line, '\t'), *text;

		if (!name)
			continue;
		*name++ = '\0';
		name[strcspn(name, "\t\r\n")] = '\0';
		text = arena_strdup(&k->a, name);
		if (strstr(line, "last"))
			add(&k->family[o], text);
		else if (strstr(line, "female"))
			add(&k->women[o], text);
		else if (strstr(line, "male"))
			add(&k->men[o], text);
	}
	fclose(f);
}

static const char *const bangla_women[] = {
	"fatema",  "khadija", "nasrin",	 "halima",   "sultana",
	"aisha",   "asha",    "rahima",	 "shirin",   "salma",
	"taslima", "farhana", "ruqaiya", "jahanara", "rokeya",
	"monira",  "shahana", "rehana",	 "nazma",    "hasina"
};
static const char *const somali_women[] = { "hodan", "faadumo", "hawa",
					    "sahra", "halima",	"asha",
					    "ayan",  "deqa",	"khadija",
					    "aisha", "sagal",	"ifrah",
					    "nimco", "ladan",	"hibo" };
static const char *const women_second[] = { "begum", "khatun", "bibi", "akhtar",
					    "khanom" };
static const char *const somali[] = {
	"abdi",	  "omar",  "osman",   "abdullahi",  "jama",    "farah",
	"aden",	  "isse",  "ibrahim", "ismail",	    "warsame", "sharif",
	"roble",  "hersi", "guled",   "barre",	    "muse",    "saeed",
	"abukar", "liban", "mukhtar", "hassan",	    "hussain", "mohammed",
	"ali",	  "nur",   "yusuf",   "abdirahman", "mohamud"
};

static void
add_all(struct names *l, const char *const *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(l, v[i]);
}

/* The first spelling of each line is a Bangladeshi name, but for those that
 * stand in the list of Somali ones. */
static void
read_spellings(struct making *k)
{
	FILE *f = match_data("variants.txt");
	char line[1024];

	while (fgets(line, sizeof(line), f)) {
		char *copy, *first;

		line[strcspn(line, "\n")] = '\0';
		copy = arena_strdup(&k->a, line);
		add(&k->spellings, copy);
		first = arena_strndup(&k->a, line, strcspn(line, " "));
		add(&k->men[BANGLA], first);
		add(&k->family[BANGLA], first);
	}
	fclose(f);
}

struct making *
making_new(size_t records, unsigned int seed, bool households)
{
	struct making *k = xcalloc(1, sizeof(*k));

	k->left = records;
	k->dice = seed;
	k->households = households;
	read_spellings(k);
	read_list(k, "names-en_GB.tsv", BRITISH);
	read_list(k, "names-pl_PL.tsv", POLISH);
	add_all(&k->women[BANGLA], bangla_women, COUNT(bangla_women));
	add_all(&k->men[SOMALI], somali, COUNT(somali));
	add_all(&k->family[SOMALI], somali, COUNT(somali));
	add_all(&k->women[SOMALI], somali_women, COUNT(somali_women));
	return k;
}

void
making_free(struct making **k)
{
	if (*k)
		arena_clear(&(*k)->a);
	free(*k);
	*k = NULL;
}

/* --- a person ---------------------------------------------------------------- */

/* Another spelling of a word, where one is known. */
static void
respell(struct making *k, char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < k->spellings.n; i++) {
		const char *line = k->spellings.v[i], *p = line;
		size_t of = 0, which;

		for (; (p = strstr(p, word)); p += n)
			if ((p == line || p[-1] == ' ') &&
			    (p[n] == ' ' || !p[n]))
				break;
		if (!p)
			continue;
		for (p = line; *p; p++)
			of += *p == ' ';
		for (which = roll(k, (uint32_t)of + 1), p = line; which;
		     which--)
			p = strchr(p, ' ') + 1;
		snprintf(word, MADE_TEXT, "%.*s", (int)strcspn(p, " "), p);
		return;
	}
}

static void
respell_all(struct making *k, char *name)
{
	char out[MADE_TEXT] = "", word[MADE_TEXT], copy[MADE_TEXT], *rest;

	snprintf(copy, sizeof(copy), "%s", name);
	for (char *w = strtok_r(copy, " ", &rest); w;
	     w = strtok_r(NULL, " ", &rest)) {
		snprintf(word, sizeof(word), "%s", w);
		respell(k, word);
		if (strlen(out) + strlen(word) + 2 < sizeof(out))
			strcat(strcat(out, out[0] ? " " : ""), word);
	}
	snprintf(name, MADE_TEXT, "%s", out);
}

static void
make_address(struct making *k, struct made *m)
{
	static const char *const first[] = {
		"Usher",   "Roman",    "Bow",	   "Vallance",	 "Cable",
		"Globe",   "Devons",   "Burdett",  "Parnell",	 "Chrisp",
		"Hanbury", "Sidney",   "Jubilee",  "Salmon",	 "Bancroft",
		"Hackney", "Columbia", "Approach", "Manchester", "Westferry",
		"Ford",	   "Canal",    "Tredegar", "Antill"
	};
	static const char *const kind[] = { "Road",    "Street", "Lane",
					    "Gardens", "Square", "Close",
					    "Grove",   "Way" };
	static const char *const town[] = { "London", "London", "London", "Bow",
					    "Poplar" };
	static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

	snprintf(m->street, MADE_TEXT, "%s %s", first[roll(k, COUNT(first))],
		 kind[roll(k, COUNT(kind))]);
	snprintf(m->house, MADE_TEXT, chance(k, 50) ? "Flat %u, %u" : "%u",
		 roll(k, 90) + 1, roll(k, 120) + 1);
	snprintf(m->town, MADE_TEXT, "%s", town[roll(k, COUNT(town))]);
	snprintf(m->postcode, sizeof(m->postcode), "E%u %u%c%c",
		 roll(k, 14) + 1, roll(k, 10), letters[roll(k, 20)],
		 letters[roll(k, 20)]);
}

static void
make_name(struct making *k, enum origin o, bool woman, struct made *m)
{
	const char *given = pick(k, woman ? &k->women[o] : &k->men[o]);

	snprintf(m->family, MADE_TEXT, "%s", pick(k, &k->family[o]));
	if (o == BANGLA && woman)
		snprintf(m->family, MADE_TEXT, "%s",
			 women_second[roll(k, COUNT(women_second))]);
	if (o == BANGLA && !woman && chance(k, 40))
		snprintf(m->given, MADE_TEXT, "mohammed %s", given);
	else if (o == SOMALI)
		snprintf(m->given, MADE_TEXT, "%s %s", given,
			 pick(k, &k->men[o]));
	else
		snprintf(m->given, MADE_TEXT, "%s", given);
	respell_all(k, m->given);
	respell_all(k, m->family);
}

static void
make_phone(struct making *k, struct made *m)
{
	snprintf(m->phone, sizeof(m->phone), "07%04u%05u", roll(k, 10000),
		 roll(k, 100000));
}

static struct date
make_date(struct making *k)
{
	int y = 1945 + (int)roll(k, 63);

	return chance(k, 4)
		       ? date_of(y, 1, 1)
		       : date_of(y, 1 + (int)roll(k, 12), 1 + (int)roll(k, 28));
}

static void
make_person(struct making *k, enum origin o, struct made *m)
{
	bool woman = chance(k, 50);

	*m = (struct made){ .sex = woman ? "f" : "m", .born = make_date(k) };
	snprintf(m->truth, sizeof(m->truth), "%s%u", origin_names[o],
		 k->people++);
	make_name(k, o, woman, m);
	make_address(k, m);
	if (chance(k, 60))
		make_phone(k, m);
	if (chance(k, 30))
		snprintf(m->email, sizeof(m->email), "%.20s.%.20s%u@mail.org",
			 m->given, m->family, roll(k, 99));
	if (chance(k, 40))
		snprintf(m->number, sizeof(m->number), "%u%u",
			 roll(k, 90000) + 10000, roll(k, 90000) + 10000);
}

/* --- slips --------------------------------------------------------------------- */

static void
mistype(struct making *k, char *s)
{
	size_t n = strlen(s), i;

	if (n < 2 || n + 2 > MADE_TEXT)
		return;
	i = roll(k, (uint32_t)n - 1);
	switch (roll(k, 4)) {
	case 0:
		memmove(s + i, s + i + 1, n - i);
		break;
	case 1:
		memmove(s + i + 1, s + i, n - i + 1);
		s[i] = (char)('a' + roll(k, 26));
		break;
	case 2:
		s[i] = (char)('a' + roll(k, 26));
		break;
	default: {
		char c = s[i];

		s[i] = s[i + 1];
		s[i + 1] = c;
	}
	}
}

static void
slip_date(struct making *k, struct date *d)
{
	switch (roll(k, 5)) {
	case 0:
		if (d->d <= 12)
			*d = date_of(d->y, d->d, d->m);
		break;
	case 1:
		*d = date_of(d->y + (chance(k, 50) ? 1 : -10), d->m, d->d);
		break;
	case 2:
		*d = date_of(d->y, d->m, d->d > 1 ? d->d - 1 : 2);
		break;
	case 3:
		*d = date_of(d->y, d->m % 12 + 1, d->d);
		break;
	default:
		*d = date_of(d->y, 1, 1);
	}
}

static void
shorten(char *street)
{
	static const char *const long_short[][2] = {
		{ "Road", "Rd" }, { "Street", "St" }, { "Gardens", "Gdns" },
		{ "Lane", "Ln" }, { "Square", "Sq" }, { "Close", "Cl" },
	};

	for (size_t i = 0; i < COUNT(long_short); i++) {
		char *at = strstr(street, long_short[i][0]);

		if (at)
			strcpy(at, long_short[i][1]);
	}
}

static void
exchange_names(struct made *m)
{
	char given[MADE_TEXT];

	memcpy(given, m->given, sizeof(given));
	memcpy(m->given, m->family, sizeof(given));
	memcpy(m->family, given, sizeof(given));
}

static void
slip(struct making *k, struct made *m)
{
	switch (roll(k, 15)) {
	case 0:
	case 1:
		mistype(k, m->given);
		break;
	case 2:
	case 3:
		mistype(k, m->family);
		break;
	case 4:
	case 5:
		slip_date(k, &m->born);
		break;
	case 6:
	case 7:
		make_address(k, m);
		break;
	case 8:
		m->number[0] = '\0';
		break;
	case 9:
		make_phone(k, m);
		break;
	case 10:
		exchange_names(m);
		break;
	case 11:
		m->email[0] = m->phone[0] = '\0';
		break;
	case 12:
		shorten(m->street);
		break;
	case 13:
		if (chance(k, 50))
			m->given[0] = '\0';
		else
			m->born = NO_DATE;
		break;
	default: /* married, or the first of several names is left out */
		if (m->sex[0] == 'f')
			snprintf(m->family, MADE_TEXT, "%s",
				 pick(k, &k->family[BRITISH]));
		else if (strchr(m->given, ' '))
			memmove(m->given, strchr(m->given, ' ') + 1,
				strlen(strchr(m->given, ' ')));
	}
}

static void
queue(struct making *k, const struct made *m)
{
	if (k->queued < COUNT(k->queue))
		k->queue[k->queued++] = *m;
}

/* A person, and one time in ten the same person again, once or twice. */
static void
record(struct making *k, const struct made *m)
{
	queue(k, m);
	if (!chance(k, 10))
		return;
	for (uint32_t i = roll(k, 4) == 0 ? 2 : 1; i; i--) {
		struct made again = *m;

		if (chance(k, 35)) {
			respell_all(k, again.given);
			respell_all(k, again.family);
		}
		for (uint32_t n = roll(k, 3) + 1; n; n--)
			slip(k, &again);
		queue(k, &again);
	}
}

static void
live_with(struct making *k, enum origin o, const struct made *m)
{
	struct made other;

	make_person(k, o, &other);
	memcpy(other.street, m->street, MADE_TEXT);
	memcpy(other.house, m->house, MADE_TEXT);
	memcpy(other.town, m->town, MADE_TEXT);
	memcpy(other.postcode, m->postcode, sizeof(m->postcode));
	if (o != BANGLA || other.sex[0] == 'm')
		memcpy(other.family, m->family, MADE_TEXT);
	if (chance(k, 40))
		memcpy(other.phone, m->phone, sizeof(m->phone));
	if (chance(k, 3))
		other.born = m->born;
	else if (chance(k, 3) && other.sex == m->sex)
		memcpy(other.given, m->given, MADE_TEXT);
	record(k, &other);
}

static enum origin
make_origin(struct making *k)
{
	uint32_t x = roll(k, 100);

	return x < 35 ? BANGLA : x < 75 ? BRITISH : x < 87 ? SOMALI : POLISH;
}

bool
making_next(struct making *k, struct made *out)
{
	if (!k->left)
		return false;
	if (!k->queued) {
		enum origin o = make_origin(k);
		struct made m;

		make_person(k, o, &m);
		record(k, &m);
		if (k->households && chance(k, 30))
			for (uint32_t n = roll(k, 3) + 1; n; n--)
				live_with(k, o, &m);
	}
	*out = k->queue[--k->queued];
	k->left--;
	return true;
}
