#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# server.sh - many people and one store, as scripts/install-server sets it up:
# several accounts write the same files, and none of them gets at the files
# but through the program, whatever they name, set or link.
#
# It runs in a root of its own, which lies in memory and is seen by nobody
# else: this machine's /usr, read-only, and an /etc, /var and /home that are
# new.  So it needs root, and a kernel that lets root have its own mounts.

test "$(id -u)" -eq 0 || {
	echo 'skipped: only root can make a root'
	exit 77
}
if test -z "${SERVER_INSIDE-}"; then
	unshare --mount --pid --fork --mount-proc true 2>/dev/null || {
		echo 'skipped: no mounts of its own are allowed here'
		exit 77
	}
	SERVER_INSIDE=yes exec unshare --mount --pid --fork --kill-child \
	    --mount-proc sh "$0" "$@"
fi

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

PATH=$PATH:/usr/sbin:/sbin
for needed in chroot setpriv groupadd infocmp tic; do
	command -v "$needed" >/dev/null || skip "$needed is not installed"
done

root=$dir/root
program=/usr/local/bin/caseload
store=/var/lib/caseload

# --- a root ----------------------------------------------------------------

tidy_root() {
	tui kill-server 2>/dev/null || :
	umount -R "$root" 2>/dev/null || umount -l "$root" 2>/dev/null || :
	tidy
}
trap tidy_root EXIT

# usage: share FOLDER   the same as this machine's, to be read alone
share() {
	if test -L "/$1"; then
		cp -a "/$1" "$root/$1"
	elif test -d "/$1"; then
		mkdir -p "$root/$1"
		mount --rbind "/$1" "$root/$1"
		mount -o remount,bind,ro "$root/$1"
	fi
}

make_root() {
	mkdir "$root"
	mount -t tmpfs -o mode=755 caseload-test "$root"
	for folder in usr bin sbin lib lib32 lib64 etc/alternatives; do
		share "$folder"
	done
	mount -t tmpfs -o mode=755 caseload-test "$root/usr/local"
	mkdir -p "$root/usr/local/bin"
	if test -d /usr/local/lib; then
		share usr/local/lib
	fi
	mkdir -p "$root/proc" "$root/dev" "$root/home" "$root/run" \
	    "$root/var/lib" "$root/etc/ssh/sshd_config.d"
	mkdir -m 1777 "$root/tmp"
	mount -t proc proc "$root/proc"
	mount --rbind /dev "$root/dev"
	cp /etc/ld.so.c* "$root/etc/" 2>/dev/null || :
	cp /etc/login.defs "$root/etc/" 2>/dev/null || :
	echo 'root:x:0:0::/root:/bin/sh' >"$root/etc/passwd"
	echo 'root:x:0:' >"$root/etc/group"
}

# usage: account NUMBER LOGIN
account() {
	echo "$2:x:$1:$1::/home/$2:/bin/sh" >>"$root/etc/passwd"
	echo "$2:x:$1:" >>"$root/etc/group"
	mkdir -m 700 "$root/home/$2"
	chown "$1:$1" "$root/home/$2"
}

in_root() {
	chroot "$root" /usr/bin/env -i PATH="$PATH" HOME=/root LC_ALL=C.UTF-8 \
	    TERM="$TUI_TERM" "$@"
}
# usage: as LOGIN COMMAND [ARGUMENT]...   may begin with NAME=VALUE
as() {
	as_login=$1
	shift
	in_root setpriv --reuid "$as_login" --regid "$as_login" \
	    --clear-groups env HOME="/home/$as_login" "$@"
}

# The same on a terminal.
start_as() {
	as_login=$1
	shift
	start chroot "$root" setpriv --reuid "$as_login" --regid "$as_login" \
	    --clear-groups env -i HOME="/home/$as_login" PATH="$PATH" \
	    TERM="$TUI_TERM" LC_ALL=C.UTF-8 "$@"
}

# usage: works WHY COMMAND...   refused WHY SENTENCE COMMAND...
works() {
	works_why=$1
	shift
	"$@" >"$dir/out" 2>&1 || fail "$works_why: $(cat "$dir/out")"
}
refused() {
	refused_why=$1 refused_text=$2
	shift 2
	if "$@" >"$dir/out" 2>&1; then
		fail "$refused_why went well: $(cat "$dir/out")"
	fi
	grep -qF -- "$refused_text" "$dir/out" ||
	    fail "$refused_why said: $(cat "$dir/out")"
}
said() { grep -qF -- "$1" "$dir/out" || fail "no '$1' in: $(cat "$dir/out")"; }
# usage: owned PATH WANTED
owned() { is "$(in_root stat -c '%U:%G %a' "$1")" "$2" "who has $1"; }

make_root
account 1001 chief
account 1002 anna
account 1003 ben
account 1004 stranger

# --- the program and its forms, as "make install" puts them ------------------

install -m 755 "$CASELOAD" "$root$program"
in_root "$program" version >/dev/null 2>&1 ||
    skip 'the program does not run in a root of its own'
forms=$(in_root "$program" forms check 2>&1 |
    sed -n 's/^There are no forms in \([^ ]*\)\. .*/\1/p')
if test -n "$forms"; then
	mkdir -p "$root$forms" 2>/dev/null ||
	    skip "the forms would be in $forms, which is this machine's"
	cp -r "${CASELOAD_FORMS:-${srcdir:-.}/forms}/." "$root$forms/"
	chmod -R a+rX "$root$forms"
fi

# --- setting it up, twice ------------------------------------------------------

install -m 755 "${srcdir:-.}/scripts/install-server" "$root/install-server"
# A folder left by a careless hand is put right.
mkdir -m 777 "$root$store"
for umask in 022 077; do
	(
		umask "$umask"
		works 'setting up' in_root sh /install-server chief
	)
	owned "$program" 'root:caseload 2755'
	owned "$store" 'root:caseload 2770'
	owned "$store/data.mdb" 'root:caseload 660'
	owned "$store/lock.mdb" 'root:caseload 660'
done
said 'What is left to do'
if command -v sshd >/dev/null && command -v ssh-keygen >/dev/null; then
	ssh-keygen -q -t ed25519 -N '' -f "$root/etc/ssh/host"
	echo 'sshd:x:74:74::/run/sshd:/bin/false' >>"$root/etc/passwd"
	sed -i 's/^\(caseload-users:.*:\)$/\1anna/' "$root/etc/group"
	mkdir -p "$root/run/sshd"
	{
		echo 'HostKey /etc/ssh/host'
		echo 'Include /etc/ssh/sshd_config.d/*.conf'
	} >"$root/etc/ssh/sshd_config"
	for login in anna chief; do
		works 'what sshd reads' in_root "$(command -v sshd)" -T \
		    -C "user=$login,host=here,addr=127.0.0.1"
		cp "$dir/out" "$dir/sshd-$login"
	done
	grep -qx "forcecommand $program" "$dir/sshd-anna" ||
	    fail 'a user is not held to the program'
	grep -qx 'disableforwarding yes' "$dir/sshd-anna" ||
	    fail 'a user may forward'
	! grep -qx "forcecommand $program" "$dir/sshd-chief" ||
	    fail 'the administrator is held to the program'
fi
sed -i 's/^\(caseload:.*:\)$/\1ben/' "$root/etc/group"
refused 'setting up with somebody in the group' 'group caseload: ben' \
    in_root sh /install-server chief
sed -i 's/^\(caseload:.*:\)ben$/\1/' "$root/etc/group"

# The kernel lets nobody but root trace a program that holds a group, nor lets
# the program read what it was told to do without.
as chief "$program" user list >"$dir/out" 2>&1 || :
! grep -q LeakSanitizer "$dir/out" || skip 'the program looks for leaks'

# --- who may ----------------------------------------------------------------------

refused 'a stranger' 'stranger is not a user of this store' \
    as stranger "$program" user list
refused 'a stranger to the forms' 'stranger is not a user of this store' \
    as stranger "$program" forms list
refused 'root, who is no user' 'root is not a user' \
    in_root "$program" user list
for login in anna ben; do
	works 'adding a user' as chief "$program" user add "$login"
	works 'giving a role' as chief "$program" \
	    user role "$login" caseworker sanctuary
done
works 'the list of users' as chief "$program" user list
grep -A1 '^chief' "$dir/out" | grep -q '^    ' &&
    fail 'the administrator has a role'
said 'caseworker in sanctuary'

refused 'adding a user as a user' 'administrator or another role' \
    as anna "$program" user add mallory
works 'the log' as chief "$program" audit show
said refused
grep refused "$dir/out" | grep -q ' anna ' || fail 'no refusal of anna in the log'
for command in 'store info' 'store check' 'store rebuild' 'audit verify' \
    tick 'forms publish'; do
	# shellcheck disable=SC2086
	refused "$command by a user" "store's administrator" \
	    as anna "$program" $command
	# shellcheck disable=SC2086
	refused "$command by a stranger" 'not a user' \
	    as stranger "$program" $command
done
works 'a check by the administrator' as chief "$program" store check
works 'a tick by root' in_root "$program" tick

# --- many at once ------------------------------------------------------------------

# The lock file goes, and who comes first makes it anew, with any umask.
rm "$root$store/lock.mdb"
start_as anna sh -c "umask 077; exec $program"
wait_for 'My work'
owned "$store/lock.mdb" 'anna:caseload 660'
works 'another beside her' as ben "$program" audit show
type_referral 'Zebedee Quill' Sanctuary
works 'another after her' as ben "$program" audit show
said SAN-

# What runs can be looked into by root alone, and leaves no core.
pid=$(pid_of_program)
is "$(awk '$1 == "Gid:" { print $2, $4 }' "/proc/$pid/status")" \
    "1002 $(sed -n 's/^caseload:x:\([0-9]*\):.*/\1/p' "$root/etc/group")" \
    'the groups that it runs under'
is "$(stat -c %u "/proc/$pid/mem")" 0 'who has the memory of the program'
grep -q '^Max core file size  *0  *0 ' "/proc/$pid/limits" ||
    fail 'a core may be written'
go_home
keys F3 F3
ends_with 0

# --- past the program ------------------------------------------------------------

for login in anna chief; do
	refused 'looking into the folder' 'Permission denied' \
	    as "$login" ls "$store"
	refused 'reading the file' 'Permission denied' \
	    as "$login" cat "$store/data.mdb"
done

# Files that the group alone may read, named by a user.  The same files in
# her own folder show that it is not the file.
home=$root/home/anna
echo 'unique_id,first_name,surname' >"$home/rows"
echo '1 + 1' >"$home/sum"
cp "$root${forms:=/usr/share/caseload/forms}/person.form" "$home/own.form"
cp "$root$forms/import/fake_1000.map" "$home/own.map"
chown -R 1002:1002 "$home"
for file in rows sum own.form own.map; do
	install -m 640 "$home/$file" "$root$store/$file"
	in_root chown root:caseload "$store/$file"
done
works 'a file of hers' as anna "$program" forms eval --file /home/anna/sum
said 2
refused 'a file of the site' "$store/sum" \
    as anna "$program" forms eval --file "$store/sum"
as anna "$program" forms check /home/anna/own.form >"$dir/out" 2>&1 || :
grep -q 'own.form:[0-9]' "$dir/out" || fail 'her own form was not read'
as anna "$program" forms check "$store/own.form" >"$dir/out" 2>&1 || :
! grep -q 'own.form:[0-9]' "$dir/out" || fail 'forms of the site were read'
refused 'a folder of the site' "$store" \
    as anna "$program" forms check "$store"
as anna "$program" import /home/anna/own.map /home/anna/rows \
    >"$dir/out" 2>&1 || :
! grep -q 'cannot be read' "$dir/out" || fail 'her own rows were not read'
refused 'rows of the site' 'cannot be read' \
    as anna "$program" import /home/anna/own.map "$store/rows"
refused 'rejected rows of the site' 'cannot be read' \
    as anna "$program" import /home/anna/own.map --rejects "$store/rows"
refused 'the store as rows' 'cannot be read' \
    as anna "$program" import /home/anna/own.map "$store/data.mdb"
refused 'a map of the site' 'it is not yours to read' \
    as anna "$program" import "$store/own.map" /home/anna/rows
as anna ln -s "$store" /home/anna/import
refused 'a map of the site, through a link' 'it is not yours to read' \
    as anna "$program" import --forms /home/anna own /home/anna/rows
as anna "$program" import /home/anna/own.map /home/anna/rows \
    --rejects "$store/rejects" >"$dir/out" 2>&1 || :
test ! -e "$root$store/rejects" || fail 'a file was written for her'
for file in rows sum own.form own.map; do
	rm "$root$store/$file"
done

# --- another store, another copy ----------------------------------------------------

# A store of one's own is one's own: the group is not in it.
works 'a store of hers' as anna "$program" --store /home/anna/own store make
owned /home/anna/own/data.mdb 'anna:anna 600'
works 'using it' as anna "$program" --store /home/anna/own user list
works 'practising' as anna "$program" practice --people 2
owned /home/anna/.local/share/caseload/practice/data.mdb 'anna:anna 600'
# The site's file under a lock of her own would be two writers' at once.
as anna sh -c "mkdir ~/trick && ln -s $store/data.mdb ~/trick"
refused 'the store through a link' 'may not open' \
    as anna "$program" --store /home/anna/trick audit show
works 'its folder through a link' as anna "$program" \
    --store /home/anna/import audit show
refused 'a copy by a user' 'Only root' \
    as anna "$program" backup /home/anna/copy
refused 'a copy by the administrator' 'Only root' \
    as chief "$program" backup /home/chief/copy
refused 'a restore by a user' 'Only root' \
    as anna "$program" restore /home/anna/own
refused 'a new store by a user' 'Only root' as anna "$program" store make
works 'a copy by root' in_root "$program" backup /root-copy
owned /root-copy 'root:root 700'
owned /root-copy/data.mdb 'root:root 600'

# An empty folder is not for whoever comes first.
mkdir "$root/aside"
mv "$root$store"/*.mdb "$root/aside"
refused 'a restore by a user' 'Only root' \
    as anna "$program" restore /home/anna/own
refused 'a command without a store' 'root brings back a backup' \
    as anna "$program" user list
start_as anna "$program"
wait_for "There is no store in $store yet."
ends_with 2
test ! -e "$root$store/data.mdb" || fail 'a user made the store of the site'
works 'a restore by root' in_root "$program" restore /root-copy
owned "$store/data.mdb" 'root:caseload 660'
works 'the restored store' as ben "$program" audit show
said SAN-

# --- what the environment says ----------------------------------------------------

works 'other folders in the environment' as chief CASELOAD_STORE=/tmp/other \
    XDG_DATA_HOME=/tmp/other CASELOAD_FORMS=/tmp/other HOME=/tmp/other \
    "$program" store info
said "Store     $store"
works 'other forms in the environment' as anna CASELOAD_FORMS=/tmp/other \
    "$program" forms check
works 'another time in the environment' as anna CASELOAD_NOW=2001-01-01T12:00 \
    "$program" audit show
works 'the log' as chief "$program" audit show
! grep -q '^2001' "$dir/out" || fail 'a user set the time of the log'
as anna sh -c 'mkdir ~/terms && infocmp vt100 | sed s/^vt100/mine/ >~/source &&
    tic -o ~/terms ~/source'
# A terminal that only she has described.
with_terms() {
	start_as anna TERM=mine TERMINFO=/home/anna/terms "$@"
}
cp "$root$program" "$root/plain"
with_terms /plain --store /home/anna/own
wait_for 'My work'
with_terms "$program"
wait_for 'The terminal type mine is not known here'
go_home
keys F3 F3
ends_with 0

works 'the check at the end' in_root "$program" store check
works 'the log at the end' in_root "$program" audit verify
