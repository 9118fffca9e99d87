/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * charset.h - to and from other charsets, through iconv.
 *
 * Conversion runs under the private C.UTF-8 locale, so that transliteration
 * does not depend on the user's locale.
 */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct charset; /* one open conversion */

/* Open a conversion between two charsets by their iconv names; `lossy` adds
 * transliteration.  ERR_INVALID: iconv does not know one of them. */
MUST_USE enum err charset_open(struct charset **out, const char *to,
			       const char *from, bool lossy);
void charset_close(struct charset **c);

/* Append the conversion of in to out.  ERR_INVALID: a byte that cannot be
 * converted; *bad then holds its offset (what came before is in out). */
MUST_USE enum err charset_convert(struct charset *c, struct bytes in,
				  struct buf *out, size_t *bad);

/* The same piece by piece: goes on in the state in which the last piece left
 * it, and stops before a character that is cut by the end of the piece (unless
 * it is the last one); *used is what was converted. */
MUST_USE enum err charset_more(struct charset *c, struct bytes in, bool last,
			       struct buf *out, size_t *used);

/* Does s survive a round trip through the charset `name`? */
bool charset_holds(const char *name, const char *s);

/* The name to write in where one writes the mark of byte order oneself:
 * UTF-16LE for UTF-16; else the name given. */
const char *charset_unmarked(const char *name);

/* Every name under which iconv knows a charset, sorted, in a: what its own
 * tables list, each tried.  0 when its tables are not found. */
size_t charset_names(struct arena *a, const char ***out);

/* Take the LC_CTYPE of the environment for this process; where it names a
 * locale of UTF-8 that is not installed, as a client far away may, C.UTF-8. */
void charset_take_locale(void);
/* The charset of the user's terminal (nl_langinfo under the LC_CTYPE of the
 * environment, else what that names): static. */
const char *charset_of_terminal(void);

#endif
