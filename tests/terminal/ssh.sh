#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# ssh.sh - as it is used in an office: over ssh, the program being all that
# the account can run.  The line breaks in the middle of a referral; the next
# login finishes it from the draft.
#
# It starts an sshd of its own on 127.0.0.1, with keys of its own, and makes a
# user for the time of the test, so it needs root.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

test "$(id -u)" -eq 0 || skip 'only root can make a user to log in as'
PATH=$PATH:/usr/sbin:/sbin
for needed in ps sshd ssh ssh-keygen useradd userdel setpriv; do
	command -v "$needed" >/dev/null || skip "$needed is not installed"
done

user=caseload-t$$
sshd_pid=

tidy_ssh() {
	tui kill-server 2>/dev/null || :
	test -z "$sshd_pid" || kill "$sshd_pid" 2>/dev/null || :
	tidy_count=0
	until nobody_runs || test "$tidy_count" -gt 40; do
		tidy_count=$((tidy_count + 1))
		sleep 0.1
	done
	userdel -f "$user" 2>/dev/null || :
	tidy
}
nobody_runs() { test -z "$(ps -o pid= -u "$user" 2>/dev/null)"; }
trap tidy_ssh EXIT

as_user() { setpriv --reuid "$user" --regid "$user" --clear-groups "$@"; }

# What the user runs has to be where the user may look.
chmod 711 "$dir"
mkdir -m 755 "$dir/there"
cp "$CASELOAD" "$dir/there/caseload"
cp -r "${CASELOAD_FORMS:-${srcdir:-.}/forms}" "$dir/there/forms"
chmod -R a+rX "$dir/there"
useradd --no-create-home --home-dir "$dir/there" --shell /bin/sh \
    --password '*' "$user" 2>/dev/null || skip 'no user can be made here'
mkdir "$dir/of-user"
chown "$user:" "$dir/of-user"
store=$dir/of-user/store
as_user env CASELOAD_NOW="$TUI_NOW" CASELOAD_FORMS="$dir/there/forms" \
    "$dir/there/caseload" --store "$store" practice --people 6 --seed 1 \
    >/dev/null

ssh-keygen -q -t ed25519 -N '' -f "$dir/host"
ssh-keygen -q -t ed25519 -N '' -f "$dir/key"
cp "$dir/key.pub" "$dir/there/keys"
chmod 644 "$dir/there/keys"
mkdir -p /run/sshd
# usage: config PORT
config() {
	cat <<-EOF
		Port $1
		ListenAddress 127.0.0.1
		HostKey $dir/host
		PidFile $dir/sshd.pid
		AuthorizedKeysFile $dir/there/keys
		StrictModes no
		UsePAM no
		PasswordAuthentication no
		AllowUsers $user
		AcceptEnv LC_ALL
		SetEnv CASELOAD_NOW=$TUI_NOW
		ForceCommand $dir/there/caseload --store $store
	EOF
}

listens() { test -s "$dir/sshd.pid"; }

# A port that is free is found by trying.
for port in 22122 23122 24122 25122 26122; do
	config "$port" >"$dir/sshd_config"
	"$(command -v sshd)" -D -f "$dir/sshd_config" -E "$dir/sshd.log" &
	sshd_pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		! listens || break 2
		kill -0 "$sshd_pid" 2>/dev/null || break
		sleep 0.1
	done
	kill "$sshd_pid" 2>/dev/null || :
	sshd_pid=
done
listens || skip "no sshd can be started: $(cat "$dir/sshd.log")"

printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$dir/host.pub")" \
    >"$dir/known"

log_in() {
	tui kill-server 2>/dev/null || :
	rm -f "$dir/ended"
	start ssh -F /dev/null -i "$dir/key" -p "$port" -t \
	    -o IdentitiesOnly=yes -o UserKnownHostsFile="$dir/known" \
	    -o StrictHostKeyChecking=yes -o SendEnv=LC_ALL \
	    "$user@127.0.0.1"
}

# Half a referral.
log_in
wait_for 'My work'
keys F7
wait_for 'Find a person'
type_text 'Quill'
wait_for 'Quill___'
keys F8
wait_for 'Person, new'
type_text 'Halfway'
keys F2
wait_for 'Saved P-'
keys F8
wait_for 'Add for this person'
type_text 'sanct'
wait_for '1 of'
keys Enter
wait_for 'Sanctuary, new'
answer 'own reference' 'REF-77'

# The line breaks: the client is gone, and sshd sees it.
kill -KILL "$(pid_of_program)"
look_until 'something still runs for a user whose line broke' nobody_runs

# Again, and the server's end breaks.
log_in
wait_for 'Nothing you typed was lost.'
keys Enter
wait_for 'REF-77___'
focus_on 'own reference'
keys End
type_text 'b'
wait_for 'REF-77b___'
# The one of the connection's processes that holds the terminal.
kill -KILL "$(ps -o pid=,comm= -u "$user" | awk '$2 ~ /^sshd/ { print $1 }')"
look_until 'something still runs when sshd was killed' nobody_runs

# And now to the end.
log_in
wait_for 'Nothing you typed was lost.'
keys Enter
wait_for 'REF-77b___'
answer 'How and when is contact safe?' 'By text'
answer 'Does the person at risk agree?' 'Yes'
answer 'Kind of harm' 'Dom'
keys F2
wait_for '1 thing to put right'
answer 'Who is referring?' 'Police'
keys F2
wait_for 'Saved SAN-2026-'
go_home
keys F3 F3
ends_with 0
as_user "$dir/there/caseload" --store "$store" audit show >"$dir/log"
is "$(grep -c 'line lost' "$dir/log")" 2 'lost lines in the log'
as_user "$dir/there/caseload" --store "$store" audit verify >/dev/null ||
    fail 'the log is broken'
