#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# full-disk.sh - no room left on the disk: a sentence, the typing kept, and
# once there is room again everything goes on. Needs root and tmpfs.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

disk=$dir/disk
mkdir "$disk"
mount -t tmpfs -o size=24m none "$disk" 2>/dev/null ||
    skip 'a tmpfs cannot be mounted here'
unmount() {
	tui kill-server 2>/dev/null || :
	umount -l "$disk" 2>/dev/null || :
	tidy
}
trap unmount EXIT

"$CASELOAD" --store "$disk/store" practice --people 5 >/dev/null 2>&1 ||
    fail 'the practice store was not made'

# Fill what is left, but for nothing at all.
fill() { dd if=/dev/zero of="$disk/filler" bs=4k 2>/dev/null || :; }

start "$CASELOAD" --store "$disk/store"
wait_for 'My work'
keys F7
wait_for 'Find a person'
type_text 'Zzyzx'
wait_for 'Zzyzx___'
keys F8
wait_for 'Person, new'
keys Tab
fill
type_text 'Nowhere'
wait_for 'Nowhere___'
keys Tab
keys F2
wait_for 'no room'
wait_for 'Zzyzx'
wait_for 'Nowhere'

# Room again: the same key saves it.
rm "$disk/filler"
keys F2
wait_for 'Saved P-'

"$CASELOAD" --store "$disk/store" store check >"$dir/check" ||
    fail "the store is broken: $(cat "$dir/check")"
grep -q 'Everything agrees' "$dir/check" || fail 'the store does not agree'
