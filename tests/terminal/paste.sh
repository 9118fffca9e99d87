#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# paste.sh - a paste is text and nothing else: it presses no key.  For
# terminals that tell a paste from keys; a VT100 does not.

TUI_TERM=xterm-256color
# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 12
open_store 'My work'

# On a list it would open and close things: there it is left out.
keys F9
wait_for 'Commands'
keys F3
wait_for 'My work'
keys F7
wait_for 'Find a person'
paste_text 'two
lines	and a tab'
wait_for 'two lines and a tab___'
keys F12
wait_gone 'two lines'

# No key of those in it is pressed: not Enter, not F3, not Ctrl-C.
tui set-buffer -- "$(printf 'a\033OR\003b\033[201c')"
tui paste-buffer -p
wait_for 'aORb[201c___'

# In a form, one line takes it as one line.
keys F8
wait_for 'Person, new'
paste_text 'Anna
Maria'
wait_for 'Anna Maria'
