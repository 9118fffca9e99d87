# SPDX-License-Identifier: GPL-3.0-or-later
#
# xlsform2form.awk - the sheets of an XLSForm to one form.
#
# Three passes: the settings and choices are read; the survey is read whole,
# because a rule may name a question below it; then the form is written.
# An expression is cut into words (lex), which are put together again in our
# spelling (convert); what has no counterpart makes its property a note.

# --- what was not carried over ------------------------------------------------

function lost(where, what) {
	losses++
	loss[losses] = where ": " what
}

# --- words --------------------------------------------------------------------

function trimmed(text) {
	gsub(/[ \t\r\n]+/, " ", text)
	gsub(/^ | $/, "", text)
	return text
}

# A label stands on one line; other answers cannot be named in it.
function label_of(text, where) {
	text = trimmed(text)
	if (gsub(/\$\{[^}]*\}/, "...", text))
		lost(where, "a label that shows another answer")
	if (gsub(/<[^>]*>/, "", text))
		lost(where, "HTML in a label")
	gsub(/\*\*/, "", text)
	return text
}

# Names are small letters, digits and _; a word of the language is no name.
function plain_name(text) {
	text = tolower(trimmed(text))
	gsub(/[^a-z0-9_]/, "_", text)
	if (text !~ /^[a-z]/ || text in reserved)
		text = "q_" text
	return text
}

function plain_code(text, where,   code) {
	code = trimmed(text)
	gsub(/[^A-Za-z0-9_.-]/, "_", code)
	if (code !~ /^[A-Za-z0-9]/)
		code = "c" code
	if (code != trimmed(text))
		lost(where, "the code \"" trimmed(text) "\" is now " code)
	return code
}

function is_yes(text) {
	return tolower(trimmed(text)) ~ /^(yes|true|true\(\))$/
}

# --- sheets -------------------------------------------------------------------

# The header of a sheet: column[NAME] = place.  "label::English (en)" counts
# as "label" where its language is the one wanted, or the first there is.
function read_header(file,   i, head, base) {
	split("", column)
	if (!csv_record(file)) {
		printf "xlsform2form: %s is empty.\n", file >"/dev/stderr"
		ended = 1
		exit 2
	}
	for (i = 1; i <= cells; i++) {
		head = tolower(trimmed(cell[i]))
		if (head == "list name")
			head = "list_name"
		base = head
		if (sub(/ *::? *.*/, "", base) && base ~ /^(label|hint|constraint_message|required_message)$/) {
			if (index(head, tolower(language)) == 0 ||
			    (base in column)) {
				other_language = 1
				continue
			}
			head = base
		}
		if (head != "" && !(head in column))
			column[head] = i
	}
}

function of_row(name) {
	return name in column ? cell[column[name]] : ""
}

function read_settings() {
	if (settings == "")
		return
	read_header(settings)
	if (!csv_record(settings))
		return
	title = label_of(of_row("form_title"), "settings")
	if (form == "")
		form = of_row("form_id")
	if (of_row("version") != "")
		was_version = trimmed(of_row("version"))
}

function list_name(text,   name) {
	name = tolower(trimmed(text))
	gsub(/[^a-z0-9_]/, "_", name)
	return form "_" name
}

function read_choices(   name, list, n, where, c) {
	if (choices == "")
		return
	read_header(choices)
	for (c in column)
		if (c !~ /^(list_name|name|label|image|audio|video|media.*|order)$/ &&
		    c !~ /::/)
			attribute[++attributes] = c
	while (csv_record(choices)) {
		where = "choices, row " csv_line
		if (trimmed(of_row("list_name")) == "" ||
		    trimmed(of_row("name")) == "")
			continue
		list = list_name(of_row("list_name"))
		name = plain_code(of_row("name"), where)
		if ((list, name) in choice_label) {
			lost(where, "the code " name " a second time")
			continue
		}
		if (!(list in list_size))
			list_order[++lists] = list
		n = ++list_size[list]
		list_code[list, n] = name
		choice_label[list, name] = label_of(of_row("label"), where)
		for (c = 1; c <= attributes; c++)
			choice_attribute[list, n, c] = trimmed(of_row(attribute[c]))
	}
}

# --- the survey, read ---------------------------------------------------------

function add_row(   r, kind, part) {
	kind = trimmed(of_row("type"))
	if (kind == "" || kind ~ /^#/)
		return
	gsub(/^begin_/, "begin ", kind)
	gsub(/^end_/, "end ", kind)
	sub(/^select one( from)? /, "select_one ", kind)
	sub(/^select (all that apply|multiple)( from)? /, "select_multiple ", kind)
	r = ++rows
	row_line[r] = csv_line
	row_list[r] = ""
	if (split(kind, part, " ") >= 2 && part[1] ~ /^(select_one|select_multiple|rank)$/) {
		row_list[r] = part[2]
		row_other[r] = kind ~ / or_other$/
		kind = part[1]
	}
	row_type[r] = kind
	row_given[r] = trimmed(of_row("name"))
	row_label[r] = of_row("label")
	row_hint[r] = of_row("hint")
	row_relevant[r] = trimmed(of_row("relevant"))
	row_required[r] = trimmed(of_row("required"))
	row_required_message[r] = of_row("required_message")
	row_constraint[r] = trimmed(of_row("constraint"))
	row_message[r] = of_row("constraint_message")
	row_default[r] = trimmed(of_row("default"))
	row_filter[r] = trimmed(of_row("choice_filter"))
	row_calculation[r] = trimmed(of_row("calculation"))
	row_readonly[r] = trimmed(of_row("readonly") of_row("read_only"))
	row_appearance[r] = trimmed(of_row("appearance"))
	row_parameters[r] = trimmed(of_row("parameters"))
	if (trimmed(of_row("repeat_count")) != "")
		lost("survey, row " csv_line, "repeat_count: rows are added by hand")
	if (trimmed(of_row("trigger")) != "")
		lost("survey, row " csv_line, "trigger")
}

function where_of(r) {
	return "survey, row " row_line[r]
}

# Every question's name in ours, its kind, and the repeat it stands in.
function name_rows(   r, name, n, repeat) {
	for (r = 1; r <= rows; r++) {
		if (row_type[r] ~ /^end /) {
			if (row_type[r] == "end repeat")
				repeat = ""
			continue
		}
		name = plain_name(row_given[r])
		for (n = 2; name in kind_of; n++)
			name = plain_name(row_given[r]) "_" n
		if (name != row_given[r] && row_type[r] !~ /^begin /)
			lost(where_of(r), "the name \"" row_given[r] \
			    "\" is now " name)
		row_name[r] = name
		renamed[row_given[r]] = name
		kind_of[name] = row_type[r]
		repeat_of[name] = repeat
		if (row_list[r] != "")
			list_of[name] = list_name(row_list[r])
		if (row_type[r] == "begin repeat")
			repeat = name
	}
}

# --- expressions --------------------------------------------------------------

# Cut text into word[1..words]: names, numbers, strings, signs.
function lex(text,   piece) {
	split("", word)
	words = 0
	while (text != "") {
		sub(/^[ \t\r\n]+/, "", text)
		if (text == "")
			break
		if (match(text, /^\$\{[^}]*\}/) || match(text, /^'[^']*'/) ||
		    match(text, /^"[^"]*"/) ||
		    match(text, /^[0-9]+(\.[0-9]+)?/) ||
		    match(text, /^[A-Za-z_][A-Za-z0-9_:-]*/) ||
		    match(text, /^(!=|<=|>=|[.][.])/) || match(text, /^./))
			piece = substr(text, 1, RLENGTH)
		word[++words] = piece
		text = substr(text, length(piece) + 1)
	}
}

function give_up(why) {
	if (trouble == "")
		trouble = why
	return ""
}

function is_text(piece) {
	return piece ~ /^["']/
}

function is_blank_text(piece) {
	return piece == "''" || piece == "\"\""
}

function spelt(name,   field) {
	field = trimmed(name)
	if (!(field in renamed))
		return give_up("there is no question " field)
	return renamed[field]
}

# A literal beside a choice is a code: in quotation marks, as the list has it.
function as_code(piece,   code) {
	code = piece
	gsub(/^["']|["']$/, "", code)
	gsub(/[^A-Za-z0-9_.-]/, "_", code)
	return "'" code "'"
}

# The words from i to the closing bracket of the one at i: its place.
function closing(i,   depth) {
	for (depth = 0; i <= words; i++) {
		if (word[i] == "(")
			depth++
		if (word[i] == ")" && --depth == 0)
			return i
	}
	return give_up("a bracket is never closed")
}

# A function's name in ours; "" when it has no counterpart.
function function_name(name) {
	if (name in same_function)
		return same_function[name]
	return give_up(name "()")
}

# The field that the word is, or "": ${x}, or . for the question itself.
function field_at(i) {
	if (word[i] == ".")
		return self
	return word[i] ~ /^\$/ ? spelt(substr(word[i], 3, length(word[i]) - 3)) : ""
}

# FIELD = literal, where the two words need a form of their own: the text,
# with taken set to how many words that were; else "".
function comparison(i,   field, sign, right, shown) {
	field = field_at(i)
	sign = word[i + 1]
	right = word[i + 2]
	shown = word[i] == "." ? "." : field
	if (field == "" || sign !~ /^(=|!=)$/ || trouble != "")
		return ""
	taken = 3
	if (is_blank_text(right))
		return shown (sign == "=" ? " is empty" : " is answered")
	if (!(field in list_of) || (!is_text(right) && right !~ /^[0-9]/))
		return ""
	if (kind_of[field] == "select_multiple")
		shown = "selected(" shown ", " as_code(right) ")"
	else
		shown = shown " = " as_code(right)
	# With no answer yet, "not this" holds in XLSForm; here it is unknown.
	return sign == "=" ? shown : "not sure(" shown ")"
}

# selected(FIELD, code) and counts over a repeat.
function call(i, name,   field, code, end) {
	field = field_at(i + 2)
	if (name == "selected" && field != "" && word[i + 3] == "," &&
	    (is_text(word[i + 4]) || word[i + 4] ~ /^[0-9]/) &&
	    word[i + 5] == ")") {
		taken = 6
		code = as_code(word[i + 4])
		field = word[i + 2] == "." ? "." : field
		if (kind_of[field_at(i + 2)] == "select_one")
			return field " = " code
		return "selected(" field ", " code ")"
	}
	if (name ~ /^(count|sum|min|max)$/ && field != "" && word[i + 3] == ")" &&
	    repeat_of[field] != "" && repeat_of[field] != self_repeat) {
		taken = 4
		if (name == "count")
			return "count(" repeat_of[field] " where " field \
			    " is answered)"
		return name "(" repeat_of[field] "." field ")"
	}
	if (name == "date" && is_text(word[i + 2]) && word[i + 3] == ")" &&
	    word[i + 2] ~ /^.[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9].$/) {
		taken = 4
		return substr(word[i + 2], 2, 10)
	}
	if (name ~ /^(number|string|boolean)$/) {	# we never convert
		end = closing(i + 1)
		taken = 1
		return ""
	}
	if (name ~ /^(today|now)$/)
		fleeting = 1
	taken = 1
	return function_name(name)
}

# One word that begins nothing longer.
function single(piece) {
	if (piece ~ /^\$/)
		return spelt(substr(piece, 3, length(piece) - 3))
	if (piece == "div")
		return "/"
	if (piece == "not")
		return "not sure"
	if (piece in same_word)
		return piece
	if (is_text(piece))
		return is_blank_text(piece) ? give_up("an empty text") : piece
	if (piece ~ /^[A-Za-z_]/) {
		if (filtering)
			return piece == "name" ? "code" : attribute_name(piece)
		return give_up("the word " piece)
	}
	return piece
}

function convert(text,   i, out, piece) {
	trouble = ""
	fleeting = 0
	lex(text)
	out = ""
	for (i = 1; i <= words && trouble == ""; i += taken) {
		taken = 1
		piece = comparison(i)
		if (piece == "" && word[i] ~ /^[A-Za-z]/ && word[i + 1] == "(" &&
		    !(word[i] in same_word)) {
			piece = call(i, word[i])
		} else if (piece == "") {
			taken = 1
			piece = single(word[i])
		}
		out = joined(out, piece)
	}
	return out
}

# Spaces as we write them: none inside brackets, none before a comma.
function joined(out, piece) {
	if (out == "" || piece == "")
		return out piece
	if (piece == ")" || piece == "," || out ~ /\($/)
		return out piece
	if (piece == "(" && out ~ /[a-z_0-9]$/ && out !~ /(^|[ (])(and|or|in|mod)$/)
		return out piece
	return out " " piece
}

# --- the form, written --------------------------------------------------------

function put(line) {
	body = body line "\n"
}

function property(name, value) {
	if (value != "")
		put("    " name ": " value)
}

# A property that is an expression.
function rule(r, name, text,   said) {
	if (text == "")
		return
	said = convert(text)
	if (trouble != "")
		lost(where_of(r), name ": " trimmed(text) "  (" trouble ")")
	else
		property(name, said)
}

function put_default(r, text,   type) {
	type = row_type[r]
	if (text == "")
		return
	if (text ~ /\$\{|\(/)
		rule(r, "default", text)
	else if (type == "select_one")
		property("default", as_code(text))
	else if (type == "text")
		property("default", "'" text "'")
	else if (type ~ /^(integer|decimal|date)$/ && text ~ /^[0-9.-]+$/)
		property("default", text)
	else
		lost(where_of(r), "default: " text)
}

function put_appearance(r,   said) {
	said = row_appearance[r]
	if (row_type[r] == "text" && said ~ /multiline/)
		property("appearance", "multiline")
	else if (row_type[r] ~ /^select/ && said ~ /minimal/)
		property("appearance", "minimal")
	else if (said != "" && said !~ /field-list|w[0-9]|quick|autocomplete|search/)
		lost(where_of(r), "appearance: " said)
}

# "start=0 end=10" of a range.
function put_range(r,   from, to) {
	from = row_parameters[r]
	to = from
	if (!sub(/.*start=/, "", from))
		from = "0"
	if (!sub(/.*end=/, "", to))
		to = "10"
	property("constraint", ". in " (from + 0) ".." (to + 0))
}

function put_properties(r) {
	property("hint", label_of(row_hint[r], where_of(r)))
	rule(r, "relevant", row_relevant[r])
	if (is_yes(row_required[r]))
		property("required", "yes")
	else if (row_required[r] != "" && tolower(row_required[r]) !~ /^(no|false|false\(\))$/)
		rule(r, "required", row_required[r])
	if (row_required[r] != "")
		property("required_message",
		    label_of(row_required_message[r], where_of(r)))
	if (row_type[r] == "range")
		put_range(r)
	else
		rule(r, "constraint", row_constraint[r])
	if (row_constraint[r] != "" && trouble == "")
		property("constraint_message",
		    label_of(row_message[r], where_of(r)))
	if (row_type[r] ~ /^select/) {
		filtering = 1
		rule(r, "choice_filter", row_filter[r])
		filtering = 0
	}
	put_default(r, row_default[r])
	if (is_yes(row_readonly[r]))
		property("read_only", "yes")
	put_appearance(r)
}

function put_calculate(r,   said) {
	self = row_name[r]
	self_repeat = repeat_of[self]
	said = convert(row_calculation[r])
	if (trouble != "") {
		lost(where_of(r), "calculation: " row_calculation[r] "  (" \
		    trouble ")")
		return
	}
	put((fleeting ? "show " : "calculate ") row_name[r] "  " \
	    (row_label[r] != "" ? label_of(row_label[r], where_of(r)) \
	     : worded(row_given[r])))
	property("calculation", said)
	put("")
}

function worded(name) {
	gsub(/_/, " ", name)
	return toupper(substr(name, 1, 1)) substr(name, 2)
}

function question_label(r) {
	return row_label[r] != "" ? label_of(row_label[r], where_of(r)) \
	    : worded(row_given[r])
}

function put_question(r, type) {
	self = row_name[r]
	self_repeat = repeat_of[self]
	put(type " " row_name[r] "  " question_label(r))
	put_properties(r)
	put("")
	self = ""
}

function put_select(r,   list) {
	list = list_name(row_list[r])
	if (!(list in list_size)) {
		lost(where_of(r), row_given[r] ": there is no list " row_list[r])
		return
	}
	if (row_other[r] && !((list, "other") in choice_label)) {
		list_code[list, ++list_size[list]] = "other"
		choice_label[list, "other"] = "Other"
	}
	put_question(r, (row_type[r] == "rank" ? "select_multiple" : row_type[r]) \
	    " " list)
	if (row_type[r] == "rank")
		lost(where_of(r), row_given[r] ": the order of a ranking")
	if (row_other[r]) {
		put("text " row_name[r] "_other  Other: what?")
		property("relevant", row_type[r] == "select_one" \
		    ? row_name[r] " = 'other'" \
		    : "selected(" row_name[r] ", 'other')")
		put("")
	}
}

# A section of the screen; the questions of no group get one of their own.
function need_page(label) {
	if (on_page)
		return
	pages++
	put("page " form "_page" pages "  " label)
	put("")
	on_page = 1
}

function begin_group(r) {
	depth++
	if (depth == 1 && !in_repeat) {
		on_page = 1
		pages++
		put("page " row_name[r] "  " question_label(r))
		rule(r, "relevant", row_relevant[r])
		put("")
		return
	}
	put("begin group " row_name[r] "  " question_label(r))
	rule(r, "relevant", row_relevant[r])
	if (row_appearance[r] ~ /table-list/)
		property("appearance", "table-list")
	put("")
	open_group[depth] = row_name[r]
}

function end_group() {
	if (depth in open_group) {
		put("end group " open_group[depth])
		put("")
		delete open_group[depth]
	} else {
		on_page = 0
	}
	depth--
}

function begin_repeat(r) {
	if (in_repeat) {
		lost(where_of(r), row_given[r] ": a repeat inside a repeat; " \
		    "its questions stand in the outer one")
		inner++
		return
	}
	need_page(question_label(r))
	in_repeat = row_name[r]
	put("begin repeat " row_name[r] "  " question_label(r))
	rule(r, "relevant", row_relevant[r])
	put("")
}

function end_repeat() {
	if (inner) {
		inner--
		return
	}
	put("end repeat " in_repeat)
	put("")
	in_repeat = ""
	if (depth == 0)
		on_page = 0
}

function put_row(r,   type) {
	type = row_type[r]
	if (type == "begin group")
		begin_group(r)
	else if (type == "end group")
		end_group()
	else if (type == "begin repeat")
		begin_repeat(r)
	else if (type == "end repeat")
		end_repeat()
	else if (type in without)
		lost(where_of(r), type ": " without[type])
	else if (type == "calculate") {
		need_page("About this record")
		put_calculate(r)
	} else if (row_list[r] != "") {
		need_page("About this record")
		put_select(r)
	} else if (type in same_type) {
		need_page("About this record")
		put_question(r, same_type[type])
	} else
		lost(where_of(r), row_given[r] ": the kind " type)
}

function attribute_name(text) {
	text = plain_name(text)
	return text in kind_of ? text "_of" : text
}

function used_attributes(list,   c, n, said) {
	for (c = 1; c <= attributes; c++)
		for (n = 1; n <= list_size[list]; n++)
			if (choice_attribute[list, n, c] != "") {
				said = said (said == "" ? "" : " ") \
				    attribute_name(attribute[c])
				break
			}
	return said
}

function put_list(list,   n, c, code) {
	put("list " list "  " worded(substr(list, length(form) + 2)))
	property("attributes", used_attributes(list))
	for (n = 1; n <= list_size[list]; n++) {
		code = list_code[list, n]
		put("choice " code "  " (choice_label[list, code] == "" ? code \
		    : choice_label[list, code]))
		for (c = 1; c <= attributes; c++)
			property(attribute_name(attribute[c]),
			    choice_attribute[list, n, c])
	}
	put("")
}

function put_states() {
	put("state " form "_open  Open")
	put("state " form "_closed  Closed")
	property("final", "yes")
	put("")
	put("transition " form "_close  Close")
	property("from", form "_open")
	property("to", form "_closed")
	property("role", roles)
	property("complete", "yes")
	put("")
}

function put_form() {
	put("form " form "  " (title == "" ? worded(form) : title))
	if (of != "") {
		property("of", of)
	} else {
		property("version", "1")
		property("programme", programme == "" ? form : programme)
		property("opens", "case")
		property("reference", toupper(substr(form, 1, 3)) "-{yyyy}-{seq4}")
	}
	property("read", roles)
	property("write", roles)
	put("")
}

function words_of(text, set, value,   n, part, i) {
	n = split(text, part, " ")
	for (i = 1; i <= n; i++)
		set[part[i]] = value == "" ? part[i] : value
}

function know_words() {
	words_of("and or not mod is in where text integer decimal date " \
	    "datetime time duration person user attachment select_one " \
	    "select_multiple case calculate show note check state transition " \
	    "timer measure report setting sheet drop role calendar list choice " \
	    "form page begin end group repeat empty answered count sum avg min " \
	    "max first last today now year month day weekday quarter fin_year " \
	    "age working_days round floor abs length lower upper concat " \
	    "contains starts_with matches selected count_selected label attr " \
	    "score count_answered count_empty count_of coalesce if sure " \
	    "entered ended_on code id", reserved)
	words_of("and or not mod", same_word)
	words_of("today now if coalesce selected round abs min max concat " \
	    "contains count sum", same_function)
	same_function["string-length"] = "length"
	same_function["count-selected"] = "count_selected"
	same_function["regex"] = "matches"
	same_function["starts-with"] = "starts_with"
	same_function["int"] = "floor"
	words_of("text integer decimal date time note", same_type)
	same_type["datetime"] = same_type["dateTime"] = "datetime"
	same_type["barcode"] = "text"
	same_type["range"] = "integer"
	words_of("image audio video file", same_type, "attachment")
	words_of("start end today deviceid username audit phonenumber " \
	    "simserial subscriberid email background-audio",
	    without, "the log keeps who, when and from where")
	words_of("geopoint geotrace geoshape", without, "there are no places on a map")
	words_of("hidden xml-external csv-external acknowledge trigger",
	    without, "it has no counterpart")
}

BEGIN {
	know_words()
	read_settings()
	form = tolower(trimmed(form == "" ? "converted" : form))
	gsub(/[^a-z0-9_]/, "_", form)
	if (form !~ /^[a-z]/)
		form = "f_" form
	read_choices()
	file = survey == "-" ? "/dev/stdin" : survey
	read_header(file)
	if (!("type" in column) || !("name" in column)) {
		printf "xlsform2form: %s has no columns type and name: it is " \
		    "no survey sheet.\n", survey >"/dev/stderr"
		ended = 1
		exit 2
	}
	while (csv_record(file))
		add_row()
	if (other_language)
		lost("labels", "languages other than the one taken")
	if (was_version != "")
		lost("settings", "version " was_version ": it begins at 1 here")
	name_rows()
	put_form()
	for (r = 1; r <= rows; r++)
		put_row(r)
	for (i = 1; i <= lists; i++)
		put_list(list_order[i])
	if (of == "")
		put_states()
	printf "# %s.form - made from an XLSForm", form
	printf losses ? "; not carried over:\n" : ".\n"
	for (i = 1; i <= losses; i++) {
		printf "#   %s\n", loss[i]
		printf "xlsform2form: %s\n", loss[i] >"/dev/stderr"
	}
	sub(/\n+$/, "", body)
	printf "\n%s\n", body
	exit losses > 0
}
