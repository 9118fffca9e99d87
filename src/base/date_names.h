/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_names.h - what months and weekdays are called, for this layer's own
 * files.  English only: the program does not ask the locale.
 */
#ifndef BASE_DATE_NAMES_H
#define BASE_DATE_NAMES_H

extern const char *const month_short[12];  /* Jan .. Dec */
extern const char *const weekday_short[7]; /* Mon .. Sun */

/* 1..12 and 1..7 of a name in small letters, whole or shortened to three
 * letters or more; 0 if it is none. */
int month_of_name(const char *word);
int weekday_of_name(const char *word);

#endif
