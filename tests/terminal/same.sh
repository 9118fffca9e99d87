#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# same.sh - somebody recorded twice: the clerk is told while registering, is
# not sure, the steward merges the two, and it is undone from the person.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

# usage: register GIVEN FAMILY BORN   a new person, up to F2
register() {
	keys F7
	wait_for 'Find a person'
	type_text 'Nobodyyet'
	wait_for 'Nobodyyet___'
	keys F8
	wait_for 'Person, new'
	type_text "$1"
	keys Tab Home DC DC DC DC DC DC DC DC DC
	type_text "$2"
	keys Tab Tab Tab
	type_text "$3"
	keys F2
}

practice_store 2
open_store 'My work'

register 'Bartosz' 'Kowalczyk' '14/6/1988'
wait_for 'Saved P-'
go_home
register 'Bartek' 'Kowalczyk' '14/6/1988'
wait_for 'Is this somebody already known?'
wait_for 'Kowalczyk, Bartosz'
keys 3
wait_for 'Saved P-'

go_home
wait_for 'may be one person'
keys F9
wait_for 'Commands'
type_text 'same person'
keys Enter
wait_for 'The same person?'
wait_for 'near'
keys 1
wait_for 'Type one'
sleep 0.5	# what is hard to take back has no ears for a moment
type_text 'one'
keys Enter
wait_for 'are one person now'
go_home

keys F7
wait_for 'Find a person'
type_text 'kowalczyk'
wait_for 'Kowalczyk, Bart'
keys Down Enter
wait_for 'Also recorded as'
keys F9
wait_for 'Commands'
type_text 'undo the merge'
keys Enter
wait_for 'Why are they two people after all?'
type_text 'two men'
keys Enter
wait_for 'They are two people again.'
