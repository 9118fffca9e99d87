/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err.h - the one error type that every fallible function returns.
 *
 * A code says what kind of thing went wrong, so that a caller can decide
 * what to do.  It is no sentence for the user: wording belongs to the
 * screens.  Technical detail (errno, the engine's own text) goes to syslog
 * through report() at the place where it is known.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* clang-format off */
#define ERR_LIST(X)                                                   \
	X(OK,        "no error")                                      \
	X(NOT_FOUND, "no such record")                                \
	X(EXISTS,    "already recorded")                              \
	X(INVALID,   "not a valid value")                             \
	X(CONFLICT,  "changed by someone else since it was read")     \
	X(DENIED,    "not allowed for this user")                     \
	X(FULL,      "no room left to write")                         \
	X(NEWER,     "written by a newer version of the program")     \
	X(CORRUPT,   "stored data cannot be understood")              \
	X(IO,        "the system reported an error")
/* clang-format on */

enum err {
#define X(name, text) ERR_##name,
	ERR_LIST(X)
#undef X
};

/* The short English text of a code, for diagnostics and tests. Static. */
const char *err_text(enum err e);

/*
 * Send one line of technical detail to syslog (and, when report_to_stderr()
 * has been called, to standard error: command-line use and tests). Never
 * holds personal details.
 */
void report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void report_to_stderr(int on);

#define MUST_USE __attribute__((warn_unused_result))

/* Give up at the first error.  Only where there is nothing to release. */
#define TRY(call)                                                              \
	do {                                                                   \
		enum err try_err_ = (call);                                    \
		if (try_err_ != ERR_OK)                                        \
			return try_err_;                                       \
	} while (0)

#endif
