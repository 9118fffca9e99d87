/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <utf8proc.h>

#include "base/text.h"

uint32_t
text_upper(uint32_t c)
{
	return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}
