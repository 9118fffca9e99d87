#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# fresh-root.sh - do scripts/start and scripts/check keep their word on a
# Debian 12 that has nothing but its base system and a clean clone?
#
# usage: fresh-root.sh start|check	as root, with the network
#
# Called by .ci/run; not part of "make check".  FRESH_BASE names a folder in
# which the bare system is kept for the next call.

set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tests/terminal/lib.sh
. "$top/tests/terminal/lib.sh"

test "$(id -u)" -eq 0 || skip 'only root can make a root'
command -v debootstrap >/dev/null || skip 'debootstrap is not installed'

root=$dir/root
base=${FRESH_BASE:-$dir/base}

make_base() {
	test ! -e "$base/complete" || return 0
	rm -rf "$base"
	mkdir -p "$base"
	debootstrap --variant=minbase bookworm "$base/root" \
	    "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" \
	    >"$dir/debootstrap.log" || {
		tail -n 20 "$dir/debootstrap.log"
		fail 'debootstrap could not make a bare system'
	}
	: >"$base/complete"
}

# The way to the network is this machine's; everything else is as Debian has it.
make_root() {
	make_base
	cp -a "$base/root" "$root"
	cp -L /etc/resolv.conf "$root/etc/resolv.conf"
	apt-config dump | grep -E '^Acquire::(http|https|Check)' \
	    >"$root/etc/apt/apt.conf.d/00network" || :
	git clone -q --no-hardlinks "$top" "$root/root/caseload"
}

# What to put before a command so that it runs in the root, with its own
# processes, which end with it.  Mounts are seen by it alone.
write_inside() {
	cat >"$dir/inside" <<-END
	#!/bin/sh
	test -n "\${INSIDE-}" || INSIDE=yes exec unshare --mount --pid --fork \\
	    --kill-child --wd=/ sh "\$0" "\$@"
	mount -t proc proc '$root/proc' && mount --rbind /dev '$root/dev' &&
	exec chroot '$root' /usr/bin/env -i HOME=/root USER=root TERM=\$TERM \\
	    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \\
	    CASELOAD_NOW=$TUI_NOW LC_ALL=C.UTF-8 \\
	    sh -c 'cd ~/caseload && exec "\$@"' sh "\$@"
	END
	chmod +x "$dir/inside"
}

seconds() { date +%s.%N; }

# usage: under_a_second BEGAN
under_a_second() {
	seconds | awk -v began="$1" '{ printf "%.2f s\n", $1 - began
	    exit $1 - began >= 1 }' || fail 'the second start took too long'
}

check_start() {
	TUI_WAIT=12000
	start "$dir/inside" ./scripts/start --practice
	wait_for 'F1 Help'
	TUI_WAIT=400
	type_referral 'Zebedee Quill' Sanctuary
	screen
	tui kill-session
	began=$(seconds)
	start "$dir/inside" ./scripts/start --practice
	wait_for 'F1 Help'
	under_a_second "$began"
	keys F7
	wait_for 'Find a person'
	type_text quill
	wait_for 'Quill, Zebedee'
}

check_check() {
	"$dir/inside" ./scripts/check
}

make_root
write_inside
case ${1-} in
start | check) "check_$1" ;;
*) fail 'usage: fresh-root.sh start|check' ;;
esac
