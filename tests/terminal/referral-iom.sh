#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# referral-iom.sh - a nomination for offender management, adopted by an urgent
# panel, to leaving the cohort, with keys alone.

# shellcheck source=tests/terminal/lib.sh
. "${srcdir:-.}/tests/terminal/lib.sh"

practice_store 2
open_store 'My work'
new_person Anna Marigold
add 'offender man' 'Offender management, new'
answers 'Who nominates' 'Police' 'Name and unit' 'PC Dale' \
    'Main kind' 'Burglary of' 'Why this person' 'Six in May.' \
    'Statutory or' 'Stat' 'In prison now?' 'No' 'Urgent, before' 'Yes' \
    'Why urgent' 'A series' 'Visiting' 'Visit in' 'Identity matched' 'Yes'
answers 'Risk of serious' 'Medium' 'MAPPA' 'Not managed'
save 'Saved IOM-'
reference=$(screen | grep -o 'IOM-2026-[0-9]*' | head -n 1)
take_step 'List at once' 'Listed' 'Panel date' 'today' 'Why' 'A series'
take_step 'Adopt, in the' 'Adopted' \
    'Adopted on' 'today' 'Cohort' 'Fixed' \
    'RAG at' 'Red' 'Lead agency' 'Police' 'Lead prof' 'PC Dale' \
    'Police offender' 'PC Dale' 'been told?' 'Yes' 'Told on' 'today' 'First formal' 't+28'
take_step 'Propose to' 'Leaving' 'Why leaving' 'mistake' 'Plan after' 'None'

# Something is odd, but not wrong: it is asked about, and kept with a reason.
choose_line 'Leave the' 'F2 Do it'
answers 'Left the cohort on' 'today' 'RAG at' 'Green'
keys F2
look_until "that did not lead to 'Left'" state_is 'Left'
go_home
keys F7
wait_for 'Find a person'
type_text "$reference"
wait_for 'Marigold, Anna'
wait_for 'Left the'
