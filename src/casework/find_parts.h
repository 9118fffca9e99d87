/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_parts.h - what finding, the check for duplicates and the search
 * entries share: how a person looks from the outside, and how entries are
 * built and read.
 *
 * Postings of IX_NAME, IX_SOUND, IX_BORN, IX_POSTCODE (of the person's own
 * record), IX_PHONE and IX_IDENT: birth date, then the name's tokens with
 * single spaces between, enough to rank a line without its record.
 *
 *   IX_NAME      token 00, person u64, name u8
 *   IX_SOUND     code 00 code 00, person u64, name u8      two tokens
 *                code 00 year 00, person u64, name u8      `0` year not known
 *   IX_BORN      date, person u64
 *   IX_POSTCODE  `E1 4NS` 00 house 00, person u64, record u64
 *   IX_PHONE     digits 00, person u64
 *   IX_IDENT     number 00, person u64, field 00
 *   IX_WORD      folded value 00, record u64, field 00 -> person u64
 *
 * A person has several names: the name itself (0), then each row of a repeat
 * that holds names.  Records of a person's past addresses feed IX_POSTCODE
 * too, with an empty posting.
 */
#ifndef CASEWORK_FIND_PARTS_H
#define CASEWORK_FIND_PARTS_H

#include "casework/internal.h"
#include "form/identifier.h"
#include "match/score.h"

/* One name of a person.  A name of one token (a nickname) has the person's
 * other tokens behind its own, so that both together find the person. */
struct person_names {
	const char *token[NAME_TOKENS_MOST];
	size_t n, own, n_family; /* the first ones: of the family name */
};

/* The answered questions that search or matching knows, in each row that
 * counts (from 1; 0: not in rows), in the order of the form.  They point into
 * the answers that were read. */
struct answered {
	const struct item *it;
	const struct value *v;
	size_t row;
};
struct answers {
	struct arena *a;
	struct answered *v;
	size_t n, cap;
};
void answers_read(struct arena *a, const struct form *f,
		  const struct fields *from, struct answers *out);
/* The names under which these stand in a record: none else need be read. */
size_t answers_known(struct arena *a, const struct form *f,
		     const char *const **out);
typedef void answer_fn(const struct item *it, const struct value *v, size_t row,
		       void *ctx);
void answers_each(const struct answers *l, answer_fn *each, void *ctx);

/* What a person's answers give to search. */
struct looks {
	struct answers answers;
	struct person_names *names;
	size_t n_names;
	struct date born;
	const char *postcode, *house; /* "" when none, or secret */
	bool secret;
};
void looks_read(struct arena *a, const struct form *f,
		const struct fields *answers, struct looks *out);
/* `@` and the town as it is compared, or "" when none, or secret. */
const char *looks_town(struct arena *a, const struct looks *l);
/* `#` and the postcode. */
const char *looks_code(struct arena *a, const struct form *f,
		       const struct looks *l);

/* Numbers as they stand in the index: canonical, else without spaces. */
const char *number_kept(struct arena *a, const struct item *it,
			const char *typed);
/* `020 7946 0000`, `+44 20 7946 0000`: 02079460000.  "" with under six
 * digits. */
const char *phone_kept(struct arena *a, const char *typed);
/* `e14ns`: E1 4NS; what is no postcode: in capitals without spaces. */
const char *postcode_kept(struct arena *a, const char *typed);
/* Capitals, without spaces, hyphens and stops. */
char *squeezed(struct arena *a, const char *s);

/* Is the question read by fewer than its form?  Then finding by it would tell
 * what it says. */
bool narrowed(const struct item *it);

/* A person's answers as evidence; what is secret or narrowed is left out.
 * Its words come from `words`, the rest lives in a. */
void card_read(struct words *words, struct arena *a, const struct form *f,
	       const struct fields *answers, struct match_card *out);

/*
 * common.c: how many people bear a name, or live in a town (`@town`), and how
 * many there are at all: kept as people come, change and go.
 *
 *   IX_COMMON    word 00 -> people u32     an empty word: everybody
 */
void common_renew(struct txn *t, struct session *s, const struct record *before,
		  const struct record *now);
/* 0: nobody, or never counted. */
uint32_t common_count(struct txn *t, const char *word);
/* All people, or a thousand where they are fewer. */
double common_people(struct txn *t);
/* The part of all people who bear a word, as the user may know it: where they
 * are few only those who may be seen are counted.  Of a town with few people:
 * 0, not known. */
double common_share(struct txn *t, const struct who *w, const char *word);
/* For the check: add one record to what the counters should be; how many
 * counters say something else. */
void common_expect(struct session *s, struct words *words, uint32_t *people,
		   const struct record *r);
size_t common_faults(struct txn *t, struct words *words, uint32_t people);

/* Whom a person was merged into, at the end of all aliases; themselves when
 * nobody.  same_alias.c. */
uint64_t same_root(struct txn *t, uint64_t person);
/* Whose details show for a person: the keeper's, if the user may see them. */
uint64_t same_shown(struct txn *t, const struct who *w, uint64_t person);
/* Is anybody merged at all? */
bool same_any(struct txn *t);
/* The cases that guard a person, whichever of their records those are of. */
uint64_t same_guards(struct txn *t, uint64_t person);
/* Cases of all records of a person that may be seen; as brief_cases(). */
size_t same_cases(struct txn *t, struct session *s, const struct who *w,
		  struct arena *a, uint64_t person, struct case_brief **out);
/* Were two said to be different, and look as they did then? */
bool same_said_different(struct txn *t, uint64_t one,
			 const struct match_card *one_card, uint64_t other,
			 const struct match_card *other_card);

/* A posting read: tokens borrowed as one text. */
struct find_post {
	struct date born;
	const char *tokens;
	size_t n;
};
bool find_post_read(struct bytes posting, struct find_post *out);

#endif
