#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# damaged.sh - pages of a store overwritten with anything at all: each command
# ends in a sentence, and none is brought down by what it reads.

# shellcheck source=tests/scripts/lib.sh
. "${srcdir:-.}/tests/scripts/lib.sh"

if grep -q __asan_init "$CASELOAD"; then
	echo 'skipped: a sanitizer ends what it sees the engine do'
	exit 77
fi

CASELOAD_NOW=2026-11-23T12:00
export CASELOAD_NOW
unset XDG_DATA_HOME CASELOAD_STORE
HOME=$dir
export HOME
"$CASELOAD" --store "$dir/whole" practice --people 20 --seed 3 >/dev/null
LC_ALL=C awk 'BEGIN {
	srand(7)
	for (i = 0; i < 65536; i++)
		printf "%c", 1 + int(rand() * 255)
}' >"$dir/noise"
pages=$(($(wc -c <"$dir/whole/data.mdb") / 4096))

# damage SEED - some pages, never the first two, which say what the file is.
damage() {
	rm -rf "$dir/store" "$dir/copy"
	cp -R "$dir/whole" "$dir/store"
	awk -v seed="$1" -v pages="$pages" 'BEGIN {
		srand(seed)
		for (i = 0; i < 1 + seed % 8; i++)
			print int(rand() * 15), 2 + int(rand() * (pages - 2))
	}' | while read -r noise page; do
		dd if="$dir/noise" of="$dir/store/data.mdb" bs=4096 count=1 \
		    skip="$noise" seek="$page" conv=notrunc 2>/dev/null
	done
}

for seed in 1 2 3 4 6 8 10; do
	for command in 'store check' 'store rebuild' 'audit verify' \
	    "backup $dir/copy" 'export person' tick; do
		damage "$seed"
		# shellcheck disable=SC2086 # its words
		status=$(status_of "$CASELOAD" --store "$dir/store" $command)
		case $status in
		0) continue ;;
		1) test -s "$dir/out" || fail "$command, $seed: says nothing" ;;
		2) grep -q '\.$' "$dir/said" ||
			fail "$command, $seed: no sentence" ;;
		3) says 'caseload met a fault and ended. What was saved is kept.' ;;
		*) cat "$dir/said"; fail "$command, $seed: status $status" ;;
		esac
		if grep -q 'system refused\|Assertion' "$dir/said"; then
			cat "$dir/said"
			fail "$command, $seed: says what it is not"
		fi
		test ! -d "$dir/copy" || is "$(ls "$dir/copy")" '' \
		    "what $command leaves of a copy, $seed"
	done
done
