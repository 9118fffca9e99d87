# SPDX-License-Identifier: GPL-3.0-or-later
#
# csv.awk - reading and writing CSV (RFC 4180), for the scripts beside it.
# Works on bytes, so the charset does not matter as long as it is a superset
# of ASCII.
#
#	awk -f csv.awk -f - FILE
#
# csv_record(FILE)  reads the next record of a file into cell[1..cells];
#                   false at its end.  A quoted cell may hold line breaks;
#                   csv_line is the line on which the record begins.
# csv_quote(TEXT)   the text as it stands in CSV.

function csv_record(file,   line, more, status) {
	do {
		status = getline line <file
		if (status < 0)
			csv_failed = 1
		if (status <= 0)
			return 0
		csv_line = ++csv_lines[file]
		sub(/\r$/, "", line)
		if (csv_line == 1)
			sub(/^\357\273\277/, "", line)
	} while (line == "")
	# An odd number of quotation marks: the cell goes on.
	while (csv_marks(line) % 2 && (getline more <file) > 0) {
		csv_lines[file]++
		sub(/\r$/, "", more)
		line = line "\n" more
	}
	csv_split(line)
	return 1
}

function csv_marks(text) {
	return gsub(/"/, "\"", text)
}

function csv_split(line,   part, at) {
	split("", cell)
	cells = 0
	for (;;) {
		if (substr(line, 1, 1) != "\"") {
			at = index(line, ",")
			cell[++cells] = at ? substr(line, 1, at - 1) : line
			if (!at)
				return
			line = substr(line, at + 1)
			continue
		}
		part = ""
		line = substr(line, 2)
		for (;;) {
			at = index(line, "\"")
			if (!at) {		# it never ended
				part = part line
				line = ""
				break
			}
			part = part substr(line, 1, at - 1)
			line = substr(line, at + 1)
			if (substr(line, 1, 1) != "\"")
				break
			part = part "\""
			line = substr(line, 2)
		}
		at = index(line, ",")
		cell[++cells] = part (at ? substr(line, 1, at - 1) : line)
		if (!at)
			return
		line = substr(line, at + 1)
	}
}

function csv_quote(text) {
	if (text !~ /[",\r\n]/ && text !~ /^[ \t]/ && text !~ /[ \t]$/)
		return text
	gsub(/"/, "\"\"", text)
	return "\"" text "\""
}
