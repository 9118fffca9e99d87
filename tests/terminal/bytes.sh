#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bytes.sh - what a key costs on the line: people work over slow ones.
#
# Rules are left out of the count: they say nothing that is not said without.
# They are underlined blanks, or where those will not do hyphens.

TUI_TERM=xterm-256color
# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
needs_utf8

rule=$(printf '\342\224\200')
upright=$(printf '\342\224\202')
esc=$(printf '\033')

# How many bytes have come, when no more come: twice the same.
count() {
	LC_ALL=C sed "s/$rule//g; s/$upright//g; s/${esc}\[0;4m  *//g; s/---*//g" \
	    "$dir/bytes" | wc -c
}
settled() {
	settled_now=$(count)
	test "$settled_now" = "$settled_before" && return
	settled_before=$settled_now
	return 1
}
settle() {
	settled_before=none
	look_until 'it never stops painting' settled
}

all_overdue() { test "$(screen | grep -c OVERDUE)" -eq 14; }
came() { test "$(count)" -gt "$costs_before"; }

# usage: costs MOST WHAT WAIT KEY...   WAIT is what the screen then shows
costs() {
	costs_most=$1 costs_what=$2 costs_wait=$3
	shift 3
	settle
	costs_before=$settled_now
	keys "$@"
	test -z "$costs_wait" || wait_for "$costs_wait"
	look_until "$costs_what: nothing came" came
	settle
	costs_got=$((settled_now - costs_before))
	printf '%-34s %5d of %5d\n' "$costs_what" "$costs_got" "$costs_most"
	test "$costs_got" -le "$costs_most" ||
	    fail "$costs_what: $costs_got bytes, at most $costs_most"
}

# Three months on everything is overdue, and the list is full: its worst.
practice_store 60
TUI_NOW=2026-06-03T11:00
first_screen() {
	# shellcheck disable=SC2016
	start sh -c 'stty -echo; echo ready; read -r _; exec "$0" "$@"' \
	    "$CASELOAD" --store "$dir/store"
	wait_for 'ready'
	: >"$dir/bytes"
	tui pipe-pane -O "cat >>'$dir/bytes'"
	costs 1700 "the first screen, $TUI_TERM" 'My work' Enter
	all_overdue || fail 'not each row of the first screen is overdue'
	if LC_ALL=C grep -q "$rule" "$dir/bytes"; then
		fail "$TUI_TERM: a rule was sent as three bytes a column"
	fi
}

# Where underlining is a colour, or is said to be, the budget is the same.
for TUI_TERM in linux putty; do
	infocmp "$TUI_TERM" >/dev/null 2>&1 || continue # none of this machine
	first_screen
	tui kill-server
	rm -f "$dir/ended"
done
TUI_TERM=xterm-256color
first_screen
: >"$dir/bytes" # with what curses sends before it can be told otherwise

keys PgDn PgDn
look_until 'not each row is overdue' all_overdue
costs 40 'down in a list' '' Down
costs 40 'and again' '' Down
costs 40 'up' '' Up
costs 1700 'a case' 'What may be done now' Enter
# What is due may be marked at the end of the rows that it has: not from there.
keys Home
settle
costs 40 'down in a case' '' Down
costs 1700 'the form of a case' 'section 1 of' F2
costs 1700 'back to the case' 'What may be done now' F3
costs 1700 'back to the list' 'My work' F3
all_overdue || fail 'not each row is overdue'
costs 1700 'the search' 'Find a person' F7
type_text 'zz'
wait_for 'zz___'
settle
costs 16 'a letter of a name' 'zzz___' z
keys F12
type_text 'a'
wait_for 'a___'
costs 80 'out of the box, into the list' '' Down
costs 40 'down among people' '' Down
# Cases stand beneath their person.
until line_at_cursor | grep -qE '^> [^ ]'; do
	look_before=$(screen)
	keys Down
	look_until 'there is no other person' screen_is_other
done
costs 1700 'a person' 'Chronology' Enter
costs 1700 'the commands' 'Commands' F9
costs 1700 'back to the person' 'Chronology' F3
costs 1700 'help' 'Keys everywhere' F1
costs 1700 'back again' 'Chronology' F1
costs 1700 'a form' 'section 1 of' F2
costs 1700 'its next section' 'section 2 of' F6
keys F6 F6
wait_for 'section 4 of'
costs 60 'the first letter in a field' '' 1
costs 16 'a letter in a field' '' 2
costs 16 'and another' '' /

# Rows that say the same: a mark that moves is not rows that move.
go_home
for draft in 1 2 3 4; do
	keys F7
	wait_for 'Find a person'
	type_text "zz$draft"
	wait_for "zz${draft}___"
	keys F8
	wait_for 'Person, new'
	type_text 'same'
	wait_for 'same___'
	keys F3
	wait_for 'Find a person'
	keys F3
	wait_for 'My work'
done
do_command drafts 'Unsaved work'
test "$(screen | grep -c 'Person, new, SAME, 1 field  *today')" -eq 4 ||
    fail 'the rows are not alike'
costs 40 'down among rows that are alike' '' Down
costs 40 'and again among them' '' Down
costs 40 'up among them' '' Up

# A note's words are counted at each space: no more than letters, in all.
go_home
new_person Anna Note
add warn 'Warning marker, new'
find_field 'What happened'
type_text 'two '
wait_for 'characters. Tab goes on.'
costs 96 'a word in a note, and its space' '' n i g h t Space

# The whole of it was painted without the two costliest things.
if LC_ALL=C grep -q "$rule" "$dir/bytes"; then
	fail 'a rule was sent as characters where blanks can be underlined'
fi
if LC_ALL=C grep -qF "$esc(B" "$dir/bytes"; then
	fail 'the alternate character set was switched off, which is never on'
fi
