#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# referral-drugs.sh - a referral for drug treatment, three attempts to make
# contact, and its end, with keys alone.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 2
open_store 'My work'
new_person Anna Marigold
add 'drug and' 'Drug and alcohol treatment, new'
answers 'Who is referring' 'Self' 'What is happening' 'Wants help.' \
    'Main problem sub' 'Heroin' 'know and agree?' 'Yes' 'urgent?' 'No' \
    'Safe time, words' 'Mornings'
answers 'national data set' 'Given' 'structured treatment' 'No' 'co-ordinate' 'Yes'
save 'Saved DRG-'
reference=$(screen | grep -o 'DRG-2026-[0-9]*' | head -n 1)
take_step 'Start making contact' 'Making contact'
keys F2
wait_for 'section 1 of'
focus_on 'Attempts to make'
for row in 1 2 3; do
	keys F8
	wait_for "row $row begun"
	answers 'How' 'Phone' 'Spoke to' 'No'
done
save 'Saved DRG-'
take_step 'Close before' 'Closed before triage' \
    'Why closed' 'No contact' 'Date closed' 'today'
go_home
keys F7
wait_for 'Find a person'
type_text "$reference"
wait_for 'Marigold, Anna'
wait_for 'Closed before'
