/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * codec.h - answers as CBOR, for the formats that hold more than one map.
 * The encoding itself is described in codec.c.
 */
#ifndef STORE_CODEC_H
#define STORE_CODEC_H

#include "base/value.h"
#include "store/token.h"

/* One map from the reader, which steps behind it; false when it is none. */
bool codec_read_fields(struct token_reader *r, struct arena *a,
		       struct fields *out);

#endif
