/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/code.h"

const char *
code_text(enum code c)
{
	switch (c) {
#define X(number, name, text)                                                  \
	case CODE_##name:                                                      \
		return text;
		CODE_LIST(X)
#undef X
	case CODE_NONE:
		break;
	}
	return "";
}

const char *
outcome_text(enum outcome o)
{
	static const char *const text[] = {
#define X(name, word) word,
		OUTCOME_LIST(X)
#undef X
	};

	return text[o];
}
