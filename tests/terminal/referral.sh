#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# A referral is typed in with keys alone, and is there after the line drops.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

start "$CASELOAD" --practice
wait_for 'F1 Help'
type_referral 'Zebedee Quill' Sanctuary
wait_for 'QUILL, Zebedee'
tui kill-session

start "$CASELOAD" --practice
wait_for 'F1 Help'
keys F7
wait_for 'Find a person'
type_text 'quill zeb'
wait_for 'Quill, Zebedee'
keys Enter
wait_for 'QUILL, Zebedee'
wait_for 'Sanctuary'
