/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sound of a name, in two readings.
 *
 * Soundex and metaphone were made for English and miss a quarter to a third
 * of the spellings of one Bengali or Somali name.  Here consonants that are
 * exchanged for one another become one letter, vowels go except at the
 * beginning, where all of them are `a`.
 */
#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "match/name.h"

enum { LONGEST_TOKEN = 64 };

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* Somali: c is the ayn, not heard beside a vowel; x is a strong h. */
static void
somali_reading(char *out, const char *s)
{
	char before = '\0';

	for (; *s; before = *s++) {
		bool first = before == '\0';

		if (*s == 'c' && s[1] != 'h' && s[1] != 'k' &&
		    ((first && is_vowel(s[1])) || is_vowel(before)))
			continue;
		*out++ = *s == 'x' ? 'h' : *s;
	}
	*out = '\0';
}

/* Letters that with an h behind them are one sound, and which. */
static char
before_h(char c)
{
	switch (c) {
	case 'p':
		return 'f';
	case 'k':
	case 'g':
	case 'd':
	case 'b':
	case 't':
	case 's':
		return c;
	}
	return '\0';
}

/* One sound at s goes to *to; how many letters it takes. */
static size_t
one_sound(const char *s, char *to)
{
	if (s[1] == 'h' && (*to = before_h(s[0])) != '\0')
		return 2;
	if (s[0] == 's' && s[1] == 'c' && s[2] == 'h') {
		*to = 's';
		return 3;
	}
	if (s[0] == 'c' && s[1] == 'k') {
		*to = 'k';
		return 2;
	}
	*to = *s;
	switch (*s) {
	case 'c':
		if (s[1] == 'e' || s[1] == 'i' || s[1] == 'y')
			*to = 's';
		else if (s[1] != 'h')
			*to = 'k';
		break;
	case 'q':
		*to = 'k';
		break;
	case 'z':
	case 'j':
		*to = 's';
		break;
	case 'v':
		*to = 'f';
		break;
	case 'w':
		*to = is_vowel(s[1]) ? 'f' : '\0';
		break;
	}
	return 1;
}

struct code {
	char *s;
	size_t n;
};

/* A letter twice over is heard once, also with a lost vowel between. */
static void
add_sound(struct code *c, char sound)
{
	if (c->n > 0 && c->s[c->n - 1] == sound)
		return;
	if (c->n < LONGEST_TOKEN)
		c->s[c->n++] = sound;
}

static void
skeleton(char *out, const char *s)
{
	char room[LONGEST_TOKEN];
	struct code c = { room, 0 };
	char sound;

	while (*s) {
		const char *at = s;

		s += one_sound(s, &sound);
		if (c.n == 0 && (is_vowel(*at) || *at == 'y'))
			add_sound(&c, 'a');
		else if (sound && !is_vowel(sound) && sound != 'y' &&
			 (sound != 'h' || c.n == 0)) {
			if (*at == 'x')
				add_sound(&c, 'k');
			add_sound(&c, *at == 'x' ? 's' : sound);
		}
	}
	if (c.n > 2 && room[c.n - 1] == 'n')
		room[c.n - 1] = 'm';
	if (c.n > SOUND_MOST)
		c.n = SOUND_MOST;
	memcpy(out, room, c.n);
	out[c.n] = '\0';
}

/* Another script: its first characters. */
static void
own_code(char *out, const char *token)
{
	const char *p = token;

	for (int i = 0; i < SOUND_MOST && *p; i++)
		utf8_next(&p);
	if ((size_t)(p - token) >= SOUND_SIZE)
		p = token;
	memcpy(out, token, (size_t)(p - token));
	out[p - token] = '\0';
}

void
name_sound(const char *token, struct sound *out)
{
	char latin[LONGEST_TOKEN], read[LONGEST_TOKEN];
	size_t n = 0;

	memset(out, 0, sizeof(*out));
	for (const char *p = token; *p && n + 1 < sizeof(latin); p++) {
		if ((unsigned char)*p >= 0x80) {
			own_code(out->code[0], token);
			return;
		}
		if (*p >= 'a' && *p <= 'z')
			latin[n++] = *p;
	}
	latin[n] = '\0';
	skeleton(out->code[0], latin);
	somali_reading(read, latin);
	skeleton(out->code[1], read);
	if (strcmp(out->code[0], out->code[1]) == 0)
		out->code[1][0] = '\0';
}

int
name_sounds_alike(const struct sound *a, const struct sound *b)
{
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++)
			if (a->code[i][0] &&
			    strcmp(a->code[i], b->code[j]) == 0)
				return 1;
	return 0;
}
