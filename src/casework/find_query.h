/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_query.h - what was typed into the box, understood: words of a name,
 * a birth date or year, a postcode or its beginning, telephone digits,
 * numbers and references.  One word may be several of these at once.
 */
#ifndef CASEWORK_FIND_QUERY_H
#define CASEWORK_FIND_QUERY_H

#include "casework/find_parts.h"

#define QUERY_WORDS 8
#define QUERY_NUMBERS 8

/* Sounds of names that were met: the same few come over and over. */
enum { HEARD = 128, HEARD_TOKEN = 24 };
struct heard {
	char token[HEARD_TOKEN];
	size_t n;
	struct sound sound;
};

struct query {
	const char *word[QUERY_WORDS]; /* tokens of a name, perhaps partial */
	size_t length[QUERY_WORDS];
	struct sound sound[QUERY_WORDS];
	size_t n_words;
	const char *typed_name; /* the words as they were typed */
	struct date born;	/* perhaps only a year or a month */
	const char *postcode;	/* `E1 4NS`, `E1 `, `E3 4`; "" none */
	bool whole_postcode;
	const char *phone; /* digits; "" none */
	const char *typed_phone;
	const char *number[QUERY_NUMBERS]; /* beginnings of numbers */
	size_t n_numbers;
	const char *ref[QUERY_NUMBERS]; /* in capitals */
	size_t n_refs;
	const char *typed; /* folded, "" when blank */
	struct heard *heard;
};
void query_read(struct arena *a, const char *text, struct query *out);

#endif
