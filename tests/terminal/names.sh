#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# names.sh - names of every script go in and come out as they are.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"
needs_utf8

# usage: enter GIVEN FAMILY OWN [SHOWN]   a new person; OWN in the own script,
# which is then shown as SHOWN
enter() {
	go_home
	keys F7
	wait_for 'Find a person'
	type_text 'Nobodyyet'
	wait_for 'Nobodyyet___'
	keys F8
	wait_for 'Person, new'
	type_text "$1"
	keys Tab Home DC DC DC DC DC DC DC DC DC
	type_text "$2"
	keys Tab Tab
	type_text "$3"
	keys Tab
	wait_for "${4:-$3}"
	keys F2
	wait_for 'Saved P-'
}

# usage: kept TEXT   it stands in the store, byte for byte
kept() { grep -aqF -- "$1" "$dir/store/data.mdb" || fail "'$1' is not kept"; }

# usage: shown TYPED GIVEN FAMILY OWN   found by it, and shown in the form
shown() {
	go_home
	keys F7
	wait_for 'Find a person'
	type_text "$1"
	wait_for "$3, $2"
	keys Down Enter
	wait_for 'Chronology'
	keys F2
	wait_for 'section 1 of'
	wait_for "$2"
	wait_for "$3"
	wait_for "$4"
}

practice_store 2
open_store 'My work'

enter 'Łukasz' 'Żółć-Wójcik' 'Łukasz Żółć-Wójcik'
kept 'Żółć-Wójcik'
shown 'zolc' 'Łukasz' 'Żółć-Wójcik' 'Łukasz Żółć-Wójcik'

# Vowel signs and conjuncts; right to left; no case, no spaces.
enter 'মোহাম্মদ' 'রহিম' 'মোহাম্মদ রহিম'
kept 'মোহাম্মদ'
shown 'রহিম' 'মোহাম্মদ' 'রহিম' 'মোহাম্মদ রহিম'
enter 'Mohammed' 'al-Husayni' 'محمد الحسيني'
kept 'محمد الحسيني'
shown 'husayni' 'Mohammed' 'al-Husayni' 'محمد الحسيني'
enter 'Xiaoming' 'Li' '李小明'
kept '李小明'
shown 'xiaoming' 'Xiaoming' 'Li' '李小明'

# Typed as letter and mark, as some keyboards do: kept in the one form that
# other people will type.
decomposed=$(printf 'Zoe\314\210')
enter "$decomposed" 'Ng' "$decomposed Ng" 'Zoë Ng'
kept 'Zoë'
shown 'zoe ng' 'Zoë' 'Ng' 'Zoë Ng'
! grep -aqF -- "$decomposed" "$dir/store/data.mdb" ||
    fail 'the letter and its mark are kept apart'

# Backspace takes back a mark alone, Delete the letter with its marks.
go_home
keys F7
wait_for 'Find a person'
type_text 'রহিম'
wait_for 'রহিম___'
keys BSpace BSpace
wait_for 'রহ___'
keys Home DC
wait_for 'হ___'
