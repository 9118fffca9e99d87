#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# terms.sh - on any terminal that can place its cursor: the same words, every
# key with Esc and a digit, and the screen left empty.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

# usage: record   all the bytes that the program writes, into $dir/bytes
record() {
	: >"$dir/bytes"
	tui pipe-pane -O "cat >>'$dir/bytes'"
}

colours() { grep -c "$(printf '\033')\[[0-9;]*3[0-7]m" "$dir/bytes" || :; }

practice_store 12
for TUI_TERM in xterm-256color linux vt100 vt220 screen tmux-256color; do
	open_store 'My work'
	record
	raw_keys 1b 37
	wait_for 'Find a person'
	type_text 'a'
	wait_for 'Name   '
	raw_keys 1b 33
	wait_for 'My work'
	case $TUI_TERM in
	vt*) is "$(colours)" 0 "$TUI_TERM has no colours" ;;
	*) test "$(colours)" -gt 0 || fail "$TUI_TERM has no colours" ;;
	esac
	raw_keys 1b 33 1b 33
	ends_with 0
	is "$(screen | tr -d ' \n')" '' "$TUI_TERM: what is left on the screen"
done

# Colour is left out when it is not wanted; the words are all there.
for option in --mono --plain; do
	TUI_TERM=xterm-256color
	tui kill-server
	rm "$dir/ended"
	start "$CASELOAD" --store "$dir/store" "$option"
	wait_for 'My work'
	record
	keys C-l
	wait_for 'OVERDUE'
	raw_keys 1b 37
	wait_for 'Find a person'
	is "$(colours)" 0 "colours with $option"
	keys F3
	wait_for 'My work'
	keys F3 F3
	ends_with 0
done
tui kill-server
rm "$dir/ended"
start env NO_COLOR=1 "$CASELOAD" --store "$dir/store"
wait_for 'My work'
record
keys C-l
keys F7
wait_for 'Find a person'
is "$(colours)" 0 'colours with NO_COLOR'

# A terminal newer than this machine: a plain one stands in, and that is said.
TUI_TERM=no-such-terminal
open_store 'My work'
wait_for 'The terminal type no-such-terminal is not known here: it is taken for a vt100.'
record
raw_keys 1b 37
wait_for 'Find a person'
type_text 'a'
wait_for 'Name   '
is "$(colours)" 0 'colours on a terminal that is not known'
raw_keys 1b 33 1b 33 1b 33
ends_with 0

# A client may name a locale that is not installed here: if it is one of UTF-8,
# so is its terminal.
TUI_LOCALE=xx_XX.UTF-8
open_store 'My work'
keys F7
wait_for 'Find a person'
raw_keys c5 81 e0 a6 95
look_until 'the letters were not typed' shows 'Łক'
TUI_LOCALE=C.UTF-8

# What cannot place its cursor is refused with a sentence, not a mess.
for TUI_TERM in dumb '' tty33; do
	test -z "$TUI_TERM" || infocmp "$TUI_TERM" >/dev/null 2>&1 || continue
	tui kill-server
	rm -f "$dir/ended"
	start "$CASELOAD" --store "$dir/store"
	wait_for 'This kind of terminal (TERM) cannot be used'
	ends_with 2
done
