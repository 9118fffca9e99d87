#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# tutorial.sh - the ten minutes in forms/README, done as they are written:
# each command is run, each change made where the text shows it, and what is
# shown of a file must stand in the file.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

readme=$srcdir/forms/README
new=$dir/new-forms
file=$new/asb_review.form

# The lines of a section, from its heading to the next.
section() {
	awk -v want="$1" '
	/^(=+|--+)$/ { on = before == want }
	on { print }
	{ before = $0 }' "$readme"
}

# Blocks of indented lines, each in a file of its own: 01, 02 ...
blocks() {
	awk -v dir="$1" '
	/^    / || /^  [+-] / {
		if (!within)
			name = sprintf("%s/%02d", dir, ++n)
		within = 1
		print >name
		next
	}
	/^$/ && within { within = 0; close(name) }
	'
}

# A command as written, on this folder and the practice store of this test.
run_line() {
	line=$(printf '%s\n' "$1" | sed "s,^ *,,; s,  *(.*)\$,,
	    s,/tmp/new-forms,$new,g; s,cp -r forms,cp -r '$srcdir/forms',")
	case $line in
	caseload*) line="'$CASELOAD'${line#caseload}" ;;
	cp*) ;;
	*) fail "not a command: $line" ;;
	esac
	HOME=$dir XDG_DATA_HOME='' CASELOAD_FORMS=$srcdir/forms \
	    sh -c "$line" >"$dir/out" 2>"$dir/said" || {
		cat "$dir/out" "$dir/said"
		fail "did not work: $line"
	}
	# What was copied from a tree that is only for reading.
	test ! -d "$new" || chmod -R u+w "$new"
}

# Put a change in: the block without its + lines must stand in the file once,
# and the block without its - lines takes its place.
change() {
	awk -v block="$1" '
	BEGIN {
		while ((getline line < block) > 0) {
			mark = substr(line, 3, 1)
			text = substr(line, 5)
			if (mark != "+")
				old = old text "\n"
			if (mark != "-")
				now = now text "\n"
		}
	}
	{ whole = whole $0 "\n" }
	END {
		at = index("\n" whole, "\n" old)
		if (!at)
			exit 1
		rest = substr(whole, at + length(old))
		if (index("\n" rest, "\n" old))
			exit 1
		printf "%s%s%s", substr(whole, 1, at - 1), now, rest
	}' "$file" >"$file.now" || {
		cat "$1"
		fail 'the file holds nothing like it, or more than one'
	}
	mv "$file.now" "$file"
}

mkdir "$dir/blocks"
section 'Ten minutes with the case review' | blocks "$dir/blocks"
HOME=$dir XDG_DATA_HOME='' CASELOAD_FORMS=$srcdir/forms \
    "$CASELOAD" practice --people 12 --seed 1 >/dev/null
# And a store that stands for the real one.
cp -r "$dir/.local/share/caseload/practice" "$dir/.local/share/caseload/store"

commands=0 changes=0
for block in "$dir"/blocks/*; do
	if grep -q '^  [+-] ' "$block"; then
		change "$block"
		changes=$((changes + 1))
		continue
	fi
	while IFS= read -r line; do
		run_line "$line"
		commands=$((commands + 1))
	done <"$block"
done
is "$changes" 5 'changes in the text'
is "$commands" 11 'commands in the text'

# What was changed is in force, and nothing is wrong with it.
HOME=$dir XDG_DATA_HOME='' "$CASELOAD" --practice forms show asb_review \
    >"$dir/out"
says 'Is there a camera?' "$dir/out"
says 'School or college' "$dir/out"
says '5wd' "$dir/out"
is "$(status_of "$CASELOAD" forms check --strict "$new")" 0 \
    'nothing is wrong with the copy'

# The programme that is shown whole loads without a word.
mkdir "$dir/empty"
section 'A programme of your own' | blocks "$dir/empty"
cp -r "$srcdir/forms" "$dir/own-forms"
chmod -R u+w "$dir/own-forms"
sed 's/^    //' "$dir"/empty/* | awk '/^caseload/ { exit } { print }' \
    >"$dir/own-forms/homesafe.form"
is "$(status_of "$CASELOAD" forms check --strict "$dir/own-forms")" 0 \
    "the programme that is shown whole: $(cat "$dir/out" "$dir/said")"
