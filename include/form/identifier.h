/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * identifier.h - numbers that carry a check of their own.
 *
 * Each check takes the number as typed (spaces, hyphens, case do not
 * matter).  *_canonical gives the form used for comparing (NULL when the
 * number is not valid).  The rules and their sources stand beside each
 * function in identifier.c.
 */
#ifndef FORM_IDENTIFIER_H
#define FORM_IDENTIFIER_H

#include <stdbool.h>

#include "base/arena.h"

enum identifier {
	ID_POSTCODE,
	ID_NHS,
	ID_NINO,
	ID_PNC,
	ID_CRO,
	ID_CRN,
	ID_PHONE,
	ID_EMAIL,
	ID_COUNT
};

bool identifier_valid(enum identifier kind, const char *s);
/* `E1 4NS`, `9434765919`, `AB123456C`, `2002/0073319Z`, `065656/91H`,
 * `X320741`, `+447700900123`, lower-case e-mail. */
char *identifier_canonical(struct arena *a, enum identifier kind,
			   const char *s);

#endif
