#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# keys.sh - every spelling of a key works whatever TERM says, and what is no
# key types nothing.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

# usage: opens_find WHO HEX...   these bytes are F7, however they are spelled
opens_find() {
	opens_who=$1
	shift
	raw_keys "$@"
	look_until "F7 of $opens_who did not open the search" \
	    shows 'Find a person'
	raw_keys 1b 33		# Esc 3
	wait_for 'My work'
}

practice_store 12
open_store 'My work'
opens_find 'xterm, PuTTY, VT220' 1b 5b 31 38 7e
opens_find 'a VT220 of 8 bits' 9b 31 38 7e
opens_find 'Esc and a digit' 1b 37
opens_find 'Ctrl-F' 06

raw_keys 1b 37
wait_for 'Find a person'
type_text 'a'
raw_keys 1b 5b 39 39 7e			# a number that is no key
raw_keys 1b 5b 39 37 3b 35 75		# kitty's Ctrl-a
raw_keys 1b 5b 3c 30 3b 35 3b 35 4d	# a mouse
raw_keys 1b 5b 32 34 3b 38 30 52	# where the cursor is
raw_keys 1b 5b 3f 36 32 3b 31 63	# what terminal it is
raw_keys 1b 4f 7a 1b 5b 5b 5a		# letters that are no keys
raw_keys 11 13 1c 1d 1e 1f		# Ctrl-Q, Ctrl-S, Ctrl-\ and others
raw_keys ff fe c0 80			# no characters
type_text 'b'
wait_for 'ab______'

# Esc may be followed as slowly as one likes; it says what it waits for.
keys Escape
wait_for 'Esc again cancels, or 1 to 0 for F1 to F10.'
keys 1
wait_for 'Keys everywhere'
keys Escape
wait_for 'Esc again cancels'
keys Escape
wait_for 'Find a person'

# Nothing stops it, nothing shows a shell, and Ctrl-C is F12.
keys C-z
wait_for 'there is no shell'
keys C-c
wait_gone 'ab______'
kill -TSTP "$(pid_of_program)"
kill -INT "$(pid_of_program)"
type_text 'still here'
wait_for 'still here__'
