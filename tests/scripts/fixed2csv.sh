#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fixed2csv.sh - columns at fixed places become CSV, and nothing is guessed.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

fixed() { "$scripts/fixed2csv" "$@"; }

is "$(status_of fixed --only 2 "$data/prison.layout" "$data/prison.txt")" 1 \
    'a short line is told'
says 'line 5 ends before its last column begins'
diff "$data/prison.csv" "$dir/out" || fail 'the rows are not as expected'

fixed --only 2 "$data/prison.layout" <"$data/prison.txt" 2>/dev/null \
    >"$dir/piped" || :
diff "$dir/out" "$dir/piped" || fail 'standard input reads otherwise'

printf 'Name one\n' >"$dir/bad.layout"
is "$(status_of fixed "$dir/bad.layout" "$data/prison.txt")" 2 \
    'a layout that says no place is refused'
says 'bad.layout:1: write a name'
is "$(status_of fixed "$data/prison.layout" "$dir/none")" 2 'no such file'
is "$(status_of fixed "$data/prison.layout" "$dir")" 2 'a folder'
says "$dir is a folder. Name a file in it."
is "$(status_of fixed "$dir" "$data/prison.layout")" 2 'a folder as layout'
is "$(status_of fixed --help)" 0 'there is help'
