/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text_space.h - what counts as white space, for this layer's own files.
 *
 * Any script's spaces and line ends, and the two characters that Unicode
 * once called spaces of no width: a name made of them would look empty.
 */
#ifndef BASE_TEXT_SPACE_H
#define BASE_TEXT_SPACE_H

#include <stdbool.h>
#include <stdint.h>

bool text_is_space(uint32_t c);

#endif
