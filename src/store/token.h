/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token.h - CBOR read one item head at a time.
 *
 * libcbor's streaming decoder calls back once for each head; here each call
 * becomes a token, so that the codec can ask for what it expects.  Texts and
 * bytes are borrowed from the input.
 */
#ifndef STORE_TOKEN_H
#define STORE_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum token_kind {
	TOKEN_UINT,   /* n */
	TOKEN_NEGINT, /* -1 - n */
	TOKEN_BYTES,  /* p, n */
	TOKEN_TEXT,   /* p, n */
	TOKEN_ARRAY,  /* n items follow */
	TOKEN_MAP,    /* n pairs follow */
	TOKEN_TAG,    /* n; the tagged item follows */
	TOKEN_BOOL,   /* n: 0 or 1 */
	TOKEN_NULL,
	TOKEN_UNDEFINED,
	TOKEN_FLOAT, /* never written by us */
	TOKEN_OPEN,  /* something without a length, up to a break */
	TOKEN_BREAK
};

struct token {
	enum token_kind kind;
	uint64_t n;
	const unsigned char *p;
};

struct token_reader {
	const unsigned char *p, *end;
};

struct token_reader token_read(struct bytes b);
/* False at the end, and where the bytes are no CBOR. */
bool token_next(struct token_reader *r, struct token *out);
/* Step over the rest of an item whose head is t: all that it holds. False
 * when it does not end, or is nested deeper than any record. */
bool token_skip(struct token_reader *r, const struct token *t);
/* Can n more items of at least one byte each follow? */
bool token_room(const struct token_reader *r, uint64_t n);

#endif
