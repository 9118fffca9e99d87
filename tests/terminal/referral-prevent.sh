#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# referral-prevent.sh - a Prevent referral, sent to the police and found not
# to be one for Channel, with keys alone.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 2
open_store 'My work'
new_person Anna Marigold
add prevent 'Prevent, new'
answers 'Who is referring?' 'Education' 'Caller: name' 'Ms Hill, head' \
    'In danger, or a' 'No' 'in their words' 'Drew flags.' \
    'Type of concern' 'Extreme' 'first noticed' '2/3' 'Age at' '23' \
    'Children in the' 'No' 'Edition of' '2025'
answer 'How it was' 'Seen'
answers 'Known disability' 'No' 'with their lead?' 'Yes' \
    'Was the person told?' 'Yes' 'done already?' 'No' 'other agencies?' 'No' \
    'records looked for?' 'Yes' 'referrals found' '0' 'weighed?' 'Yes'
save 'Saved PRV-'
reference=$(screen | grep -o 'PRV-2026-[0-9]*' | head -n 1)
take_step 'Send to police' 'With the police' 'Sent to police on' 'today'
take_step 'Not suitable' 'Not suitable' \
    'Police result on' 'today' 'Police result  ' 'Not met: misg' \
    'Grounds for' 'No terror' 'Other support' 'Youth' 'weighed?' 'Yes'
go_home
keys F7
wait_for 'Find a person'
type_text "$reference"
wait_for 'Marigold, Anna'
wait_for 'Not suitable'
