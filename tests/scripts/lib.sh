# shellcheck shell=sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# lib.sh - what the tests of the helper scripts share: a folder of their own,
# and saying what was expected.

set -eu

: "${srcdir:=.}"
: "${CASELOAD:=$PWD/caseload}"
# shellcheck disable=SC2034 # for those that source this file
scripts=$srcdir/scripts
# shellcheck disable=SC2034
data=$srcdir/tests/data/scripts
dir=$(mktemp -d "${TMPDIR:-/tmp}/caseload.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
	printf 'FAIL: %s\n' "$*"
	exit 1
}

# usage: is GOT WANTED WHY
is() {
	test "$1" = "$2" || fail "$3: got '$1', wanted '$2'"
}

# The exit status of a command, its output in $dir/out and $dir/said.
status_of() {
	status=0
	"$@" >"$dir/out" 2>"$dir/said" || status=$?
	echo "$status"
}

# usage: says TEXT [FILE]
says() {
	grep -qF -- "$1" "${2:-$dir/said}" || {
		cat "${2:-$dir/said}"
		fail "nothing says '$1'"
	}
}
