/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * build.h - which build of the program runs.
 */
#ifndef BASE_BUILD_H
#define BASE_BUILD_H

#include "base/buf.h"

/* The number that the linker has given this program (its GNU build-id note):
 * another one after any change to it.  Empty when it was given none.  Lives as
 * long as the program. */
struct bytes build_id(void);

#endif
