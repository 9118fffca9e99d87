/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * field_order.h - the names of fields, which come over and over again.
 *
 * Records of one form have the same few hundred names, in CBOR's order.  The
 * names are kept once for as long as the program runs, each with its rank among
 * them, by which the fields of a record come into the order of memory.
 */
#ifndef STORE_FIELD_ORDER_H
#define STORE_FIELD_ORDER_H

#include "base/value.h"

/* A name of n bytes as it is kept; NULL when it is not kept (too long, no
 * text, or there are too many already). */
const char *field_name_kept(const char *p, size_t n);

/* Put fields into the order of strcmp().  kept: every name is one that
 * field_name_kept() gave.  False when a name comes twice. */
bool field_order(struct fields *f, bool kept);

#endif
