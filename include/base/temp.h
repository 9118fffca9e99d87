/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * temp.h - files that are needed for a moment only.
 *
 * They stand in the folder that TMPDIR names, else in /tmp; they have no name
 * there, nobody else can open them, and they are gone with the program.
 */
#ifndef BASE_TEMP_H
#define BASE_TEMP_H

#include <stdio.h>

#include "base/err.h"

const char *temp_folder(void);

/* Open to read and write, closed by an exec.  -1 or NULL: errno says why. */
int temp_fd(void);
FILE *temp_file(void);

/* What errno means after one could not be made or written: ERR_FULL, when
 * there is no room; ERR_IO. */
enum err temp_err(void);

#endif
