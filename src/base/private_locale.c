/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/private_locale.h"

static locale_t utf8_locale;
static bool tried;

bool
locale_is_there(void)
{
	if (!tried) {
		tried = true;
		utf8_locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	}
	return utf8_locale != (locale_t)0;
}

locale_t
locale_enter(void)
{
	/* (locale_t)0 leaves things as they are and tells what they are. */
	return uselocale(locale_is_there() ? utf8_locale : (locale_t)0);
}

void
locale_leave(locale_t before)
{
	uselocale(before);
}
