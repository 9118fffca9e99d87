/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <syslog.h>

static int to_stderr;

const char *
err_text(enum err e)
{
	static const char *const texts[] = {
#define X(name, text) [ERR_##name] = text,
		ERR_LIST(X)
#undef X
	};

	if ((size_t)e >= sizeof(texts) / sizeof(texts[0]))
		return "unknown error";
	return texts[e];
}

void
report_to_stderr(int on)
{
	to_stderr = on;
}

void
report(const char *fmt, ...)
{
	va_list ap;

	if (to_stderr) {
		va_start(ap, fmt);
		fputs("caseload: ", stderr);
		vfprintf(stderr, fmt, ap);
		fputc('\n', stderr);
		va_end(ap);
	}
	va_start(ap, fmt);
	vsyslog(LOG_NOTICE, fmt, ap);
	va_end(ap);
}
