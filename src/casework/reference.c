/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * References that people read out: SAN-2026-00103, T-00931, P-018842.
 */
#include <ctype.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "casework/internal.h"

#define PERSON_DIGITS 6
#define TASK_DIGITS 5
#define TASK_DIGITS_MOST 18

static bool
ref_taken(struct txn *t, const char *ref)
{
	struct key k;

	key_start(&k);
	key_text(&k, ref);
	return index_has(t, IX_REF, key_bytes(&k));
}

/*
 * A person's number is drawn without order, so that it tells nothing of when
 * or where somebody was registered.  Digits are added when the six-digit
 * numbers grow crowded.
 */
static const char *
person_number(struct txn *t, struct arena *a)
{
	uint32_t most = 1000000;
	int digits = PERSON_DIGITS;

	for (int tries = 0; txn_err(t) == ERR_OK; tries++) {
		const char *ref;

		if (tries && tries % 8 == 0 && digits < 9) {
			digits++;
			most *= 10;
		}
		ref = arena_printf(a, "P-%0*u", digits, random_below(most));
		if (!ref_taken(t, ref))
			return ref;
	}
	return "";
}

/* Drawn once for the store, with its first task. */
static struct bytes
task_secret(struct txn *t, struct arena *a)
{
	unsigned char drawn[TASK_SECRET];
	struct bytes b;

	if (meta_get(t, a, META_TASK_SECRET, &b) && b.n == TASK_SECRET)
		return b;
	random_bytes(drawn, sizeof(drawn));
	meta_put(t, META_TASK_SECRET, bytes_of(drawn, sizeof(drawn)));
	return bytes_of(arena_memdup(a, drawn, sizeof(drawn)), sizeof(drawn));
}

/*
 * A task's number is shown in every programme: in order, its gaps would count
 * what is done in others.  So its id is mixed with a secret of the store;
 * there are ten times as many numbers as tasks.  Where they are crowded all the
 * same (by numbers that an earlier version gave in order), digits are added.
 */
const char *
task_number(struct txn *t, struct arena *a, uint64_t id)
{
	struct bytes secret = task_secret(t, a);
	uint64_t in[2] = { id, 0 }, out[2], most = 10;
	uint64_t tasks = counter_next(t, "ref/task");
	int digits = 1;

	for (; digits < TASK_DIGITS || most < tasks * 10; digits++)
		most *= 10;
	for (; txn_err(t) == ERR_OK; in[1]++) {
		const char *ref;

		crypto_generichash((unsigned char *)out, sizeof(out),
				   (const unsigned char *)in, sizeof(in),
				   secret.p, secret.n);
		ref = arena_printf(a, "T-%0*llu", digits,
				   (unsigned long long)(out[0] % most));
		if (!ref_taken(t, ref))
			return ref;
		if (in[1] % 8 == 7 && digits < TASK_DIGITS_MOST) {
			most *= 10;
			digits++;
		}
	}
	return "";
}

/* {yyyy} is the year, {seqN} the next number of this pattern (in this year
 * when the pattern names the year), N digits or more. */
static const char *
reference_drawn(struct txn *t, struct arena *a, const char *pattern)
{
	struct buf b = BUF_INIT;
	int year = clock_today().y;
	const char *ref;

	for (const char *p = pattern; *p; p++) {
		if (strncmp(p, "{yyyy}", 6) == 0) {
			buf_printf(&b, "%04d", year);
			p += 5;
		} else if (strncmp(p, "{seq", 4) == 0) {
			const char *series =
				strstr(pattern, "{yyyy}")
					? arena_printf(a, "ref/%s/%d", pattern,
						       year)
					: arena_printf(a, "ref/%s", pattern);

			buf_printf(&b, "%0*llu",
				   isdigit((unsigned char)p[4]) ? p[4] - '0'
								: 1,
				   (unsigned long long)counter_next(t, series));
			p = strchr(p, '}');
		} else {
			buf_char(&b, *p);
		}
		if (!p)
			break;
	}
	ref = arena_strndup(a, b.s, b.n);
	buf_clear(&b);
	return ref;
}

/* One that was brought here from elsewhere is passed over. */
const char *
reference_next(struct txn *t, struct session *s, struct arena *a,
	       const char *pattern)
{
	const char *ref;

	(void)s;
	if (!pattern)
		return person_number(t, a);
	do
		ref = reference_drawn(t, a, pattern);
	while (txn_err(t) == ERR_OK && strstr(pattern, "{seq") &&
	       ref_taken(t, ref));
	return ref;
}

#define UNIQUE_KEPT 200 /* bytes of a value in its key */

void
unique_key(struct key *k, const struct session *s, struct arena *a,
	   const struct item *it, const struct value *v)
{
	const char *folded = text_fold(a, value_format(a, v));

	key_start(k);
	key_u32(k, (uint32_t)form_no(s, it->form));
	key_text(k, it->name);
	key_text(k, strlen(folded) > UNIQUE_KEPT
			    ? arena_strndup(a, folded, UNIQUE_KEPT)
			    : folded);
}

static bool
same_folded(struct arena *a, const struct value *x, const struct value *y)
{
	return x && strcmp(text_fold(a, value_format(a, x)),
			   text_fold(a, value_format(a, y))) == 0;
}

const struct record *
unique_holder(struct txn *t, struct session *s, const struct who *w,
	      struct arena *a, const struct item *it, const struct value *v,
	      uint64_t but_not)
{
	struct key k;
	struct bytes key, posting;
	struct index_scan *scan;
	const struct record *found = NULL;

	unique_key(&k, s, a, it, v);
	scan = index_scan_prefix(t, IX_UNIQUE, key_bytes(&k), false);
	while (!found && index_scan_next(scan, &key, &posting)) {
		struct bytes tail =
			bytes_of((const char *)key.p + key.n - 8, 8);
		struct key_reader r = key_read(tail);
		const struct record *other;
		uint64_t id = 0;

		key_read_u64(&r, &id);
		other = id == but_not ? NULL : record_now(t, s, a, id);
		if (other &&
		    same_folded(a, fields_get(&other->fields, it->name), v) &&
		    who_sees(t, w, other))
			found = other;
	}
	index_scan_close(&scan);
	return found;
}

struct date
date_after(const struct calendar *c, struct date d, struct duration by)
{
	switch (by.unit) {
	case DUR_WORKDAYS:
		return calendar_add(c, d, by.n);
	case DUR_MONTHS:
		return date_add_months(d, by.n);
	case DUR_DAYS:
		return date_add_days(d, by.n);
	case DUR_MINUTES:
		break;
	}
	return date_add_days(d, by.n / (24 * 60));
}
