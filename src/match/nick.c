/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Short and pet names, English and Polish.  Each group is a name and those
 * that are used for it; a short name may stand in several groups.
 */
#include <stdlib.h>
#include <string.h>

#include "match/name.h"

/* Sorted, for bsearch. */
static const struct nick {
	const char *name;
	unsigned char group;
} nicks[] = {
	/* clang-format off */
	{ "abbie", 1 }, { "abby", 1 }, { "abigail", 1 }, { "alec", 4 },
	{ "alek", 3 }, { "aleksander", 3 }, { "aleksandra", 2 }, { "alex", 4 },
	{ "alex", 5 }, { "alexander", 4 }, { "alexandra", 5 },
	{ "alexandro", 4 }, { "alf", 6 }, { "alfie", 6 }, { "alfred", 6 },
	{ "amanda", 7 }, { "andrew", 8 }, { "andrzej", 9 }, { "andy", 8 },
	{ "angela", 10 }, { "angie", 10 }, { "ania", 11 }, { "anka", 11 },
	{ "ann", 12 }, { "anna", 11 }, { "anne", 12 }, { "annie", 12 },
	{ "ant", 13 }, { "antek", 14 }, { "anthony", 13 }, { "antoni", 14 },
	{ "art", 15 }, { "arthur", 15 }, { "artie", 15 }, { "asia", 65 },
	{ "babs", 16 }, { "barb", 16 }, { "barbara", 16 }, { "bartek", 17 },
	{ "bartek", 18 }, { "bartlomiej", 18 }, { "bartosz", 17 },
	{ "basia", 16 }, { "becca", 125 }, { "becky", 125 }, { "bel", 54 },
	{ "bella", 53 }, { "ben", 19 }, { "benjamin", 19 }, { "benji", 19 },
	{ "benny", 19 }, { "bernard", 20 }, { "bernie", 20 }, { "bert", 127 },
	{ "bess", 36 }, { "beth", 36 }, { "betsy", 36 }, { "betty", 36 },
	{ "biddy", 21 }, { "bill", 159 }, { "billy", 159 }, { "bob", 127 },
	{ "bobby", 127 }, { "bridget", 21 }, { "bridie", 21 }, { "carol", 22 },
	{ "caroline", 22 }, { "carrie", 22 }, { "cat", 23 }, { "cath", 23 },
	{ "catherine", 23 }, { "cathie", 23 }, { "cathy", 23 }, { "caz", 22 },
	{ "charles", 24 }, { "charlie", 24 }, { "charlie", 25 },
	{ "charlotte", 25 }, { "chas", 24 }, { "chris", 26 }, { "chris", 27 },
	{ "chrissie", 26 }, { "christine", 26 }, { "christopher", 27 },
	{ "chuck", 24 }, { "dan", 28 }, { "daniel", 28 }, { "danny", 28 },
	{ "dave", 29 }, { "davey", 29 }, { "david", 29 }, { "davy", 29 },
	{ "deb", 30 }, { "debbie", 30 }, { "deborah", 30 }, { "debra", 30 },
	{ "dick", 126 }, { "dolly", 33 }, { "don", 31 }, { "donald", 31 },
	{ "donnie", 31 }, { "dorota", 32 }, { "dorothy", 33 },
	{ "dorotka", 32 }, { "dot", 33 }, { "dottie", 33 }, { "doug", 34 },
	{ "douglas", 34 }, { "drew", 8 }, { "ed", 35 }, { "eddie", 35 },
	{ "edward", 35 }, { "ela", 37 }, { "eleanor", 38 }, { "eliza", 36 },
	{ "elizabeth", 36 }, { "ellie", 38 }, { "elsie", 36 },
	{ "elzbieta", 37 }, { "em", 39 }, { "emily", 39 }, { "emmy", 39 },
	{ "ewa", 40 }, { "ewka", 40 }, { "fran", 41 }, { "frances", 41 },
	{ "francis", 42 }, { "franciszek", 43 }, { "franek", 43 },
	{ "frank", 42 }, { "frankie", 41 }, { "frankie", 42 }, { "fred", 6 },
	{ "fred", 44 }, { "freddie", 44 }, { "frederick", 44 }, { "gabe", 45 },
	{ "gabriel", 45 }, { "gail", 1 }, { "geoff", 47 }, { "geoffrey", 47 },
	{ "gerald", 46 }, { "gerry", 46 }, { "gill", 48 }, { "gillian", 48 },
	{ "gosia", 90 }, { "greg", 49 }, { "gregory", 49 }, { "grzegorz", 50 },
	{ "grzesiek", 50 }, { "hal", 51 }, { "hal", 52 }, { "hank", 52 },
	{ "harold", 51 }, { "harry", 51 }, { "harry", 52 }, { "henry", 52 },
	{ "isabel", 53 }, { "isabella", 53 }, { "isobel", 54 }, { "izzy", 53 },
	{ "izzy", 54 }, { "jack", 67 }, { "jackie", 57 }, { "jacob", 55 },
	{ "jacqueline", 57 }, { "jacqui", 57 }, { "jake", 55 },
	{ "jakub", 56 }, { "james", 58 }, { "jamie", 58 }, { "jan", 59 },
	{ "jan", 60 }, { "janek", 59 }, { "janet", 60 }, { "jasiu", 59 },
	{ "jedrek", 9 }, { "jeff", 47 }, { "jem", 58 }, { "jen", 61 },
	{ "jennifer", 61 }, { "jenny", 61 }, { "jeremy", 62 }, { "jerry", 46 },
	{ "jerry", 62 }, { "jerzy", 63 }, { "jess", 64 }, { "jessica", 64 },
	{ "jessie", 64 }, { "jill", 48 }, { "jim", 58 }, { "jimmy", 58 },
	{ "jo", 65 }, { "jo", 66 }, { "jo", 70 }, { "joanna", 65 },
	{ "joanne", 66 }, { "joe", 69 }, { "joey", 69 }, { "john", 67 },
	{ "johnny", 67 }, { "jon", 67 }, { "jon", 68 }, { "jonathan", 68 },
	{ "jonny", 68 }, { "joseph", 69 }, { "josephine", 70 }, { "josh", 71 },
	{ "joshua", 71 }, { "josie", 70 }, { "judith", 72 }, { "judy", 72 },
	{ "jules", 73 }, { "julia", 73 }, { "julka", 73 }, { "jurek", 63 },
	{ "karol", 74 }, { "karolek", 74 }, { "kasia", 75 }, { "kaska", 75 },
	{ "katarzyna", 75 }, { "kate", 23 }, { "kate", 76 }, { "kate", 77 },
	{ "kath", 76 }, { "kath", 77 }, { "katherine", 76 },
	{ "kathleen", 77 }, { "kathy", 76 }, { "kathy", 77 }, { "katie", 23 },
	{ "katie", 76 }, { "kay", 76 }, { "ken", 78 }, { "kenneth", 78 },
	{ "kenny", 78 }, { "kim", 79 }, { "kimberley", 79 }, { "kit", 27 },
	{ "kit", 76 }, { "kitty", 23 }, { "krysia", 80 }, { "krystyna", 80 },
	{ "krzys", 81 }, { "krzysiek", 81 }, { "krzysztof", 81 },
	{ "kuba", 56 }, { "larry", 82 }, { "laurie", 82 }, { "lawrence", 82 },
	{ "len", 83 }, { "lenny", 83 }, { "leo", 83 }, { "leonard", 83 },
	{ "lew", 84 }, { "lewis", 84 }, { "lexi", 5 }, { "liam", 159 },
	{ "libby", 36 }, { "lisa", 36 }, { "liv", 113 }, { "livvy", 113 },
	{ "liz", 36 }, { "lizzie", 36 }, { "lottie", 25 }, { "lou", 85 },
	{ "lou", 86 }, { "louie", 85 }, { "louis", 85 }, { "louise", 86 },
	{ "lukasz", 87 }, { "lukaszek", 87 }, { "maciej", 88 },
	{ "maciek", 88 }, { "madge", 91 }, { "magda", 89 },
	{ "magdalena", 89 }, { "maggie", 91 }, { "mags", 91 },
	{ "malgorzata", 90 }, { "malgosia", 90 }, { "mamie", 94 },
	{ "mandy", 7 }, { "margaret", 91 }, { "marge", 91 }, { "maria", 92 },
	{ "marian", 93 }, { "marianek", 93 }, { "martin", 95 },
	{ "marty", 95 }, { "mary", 94 }, { "marysia", 92 }, { "matt", 96 },
	{ "matthew", 96 }, { "matty", 96 }, { "maureen", 98 },
	{ "maurice", 97 }, { "max", 99 }, { "max", 100 }, { "maximilian", 99 },
	{ "maxwell", 100 }, { "meg", 91 }, { "meg", 101 }, { "megan", 101 },
	{ "mel", 102 }, { "melanie", 102 }, { "michael", 103 },
	{ "michal", 104 }, { "michalek", 104 }, { "mick", 103 },
	{ "mickey", 103 }, { "micky", 103 }, { "mike", 103 },
	{ "mikolaj", 105 }, { "mikolajek", 105 }, { "millie", 39 },
	{ "mo", 97 }, { "mo", 98 }, { "mo", 106 }, { "mohammed", 106 },
	{ "molly", 94 }, { "nan", 12 }, { "nancy", 12 }, { "nat", 107 },
	{ "nat", 108 }, { "nat", 109 }, { "natalie", 107 }, { "nate", 108 },
	{ "nate", 109 }, { "nathan", 108 }, { "nathan", 109 },
	{ "nathaniel", 109 }, { "ned", 35 }, { "nell", 38 }, { "nic", 111 },
	{ "nicholas", 110 }, { "nick", 110 }, { "nicky", 110 },
	{ "nicky", 111 }, { "nico", 110 }, { "nicola", 111 }, { "nikki", 111 },
	{ "nora", 38 }, { "ola", 2 }, { "olek", 3 }, { "oliver", 112 },
	{ "olivia", 113 }, { "olka", 2 }, { "ollie", 112 }, { "paddy", 116 },
	{ "pam", 114 }, { "pamela", 114 }, { "pat", 115 }, { "pat", 116 },
	{ "patricia", 115 }, { "patrick", 116 }, { "patsy", 115 },
	{ "paula", 117 }, { "paulina", 117 }, { "pawel", 118 },
	{ "pawelek", 118 }, { "peggy", 91 }, { "penelope", 119 },
	{ "penny", 119 }, { "pete", 120 }, { "peter", 120 }, { "phil", 121 },
	{ "philip", 121 }, { "piotr", 122 }, { "piotrek", 122 },
	{ "pip", 121 }, { "polly", 94 }, { "rach", 123 }, { "rachel", 123 },
	{ "ray", 124 }, { "raymond", 124 }, { "rebecca", 125 },
	{ "rich", 126 }, { "richard", 126 }, { "richie", 126 },
	{ "rick", 126 }, { "ricky", 126 }, { "rita", 91 }, { "rob", 127 },
	{ "robbie", 127 }, { "robert", 127 }, { "rod", 128 },
	{ "roderick", 128 }, { "rodge", 129 }, { "roger", 129 },
	{ "ron", 130 }, { "ronald", 130 }, { "ronnie", 130 },
	{ "ronnie", 153 }, { "rose", 131 }, { "rosemary", 131 },
	{ "rosie", 131 }, { "russ", 132 }, { "russell", 132 },
	{ "rysiek", 133 }, { "ryszard", 133 }, { "sadie", 136 },
	{ "sally", 136 }, { "sam", 134 }, { "sam", 135 }, { "samantha", 134 },
	{ "sammy", 135 }, { "samuel", 135 }, { "sandra", 5 }, { "sandy", 4 },
	{ "sandy", 5 }, { "sarah", 136 }, { "stan", 138 },
	{ "stanislaw", 137 }, { "stanley", 138 }, { "stasiek", 137 },
	{ "staszek", 137 }, { "stefan", 139 }, { "stefek", 139 },
	{ "steph", 140 }, { "stephanie", 140 }, { "stephen", 141 },
	{ "steve", 141 }, { "steve", 142 }, { "steven", 142 },
	{ "stevie", 141 }, { "stevie", 142 }, { "sue", 143 }, { "sue", 144 },
	{ "susan", 143 }, { "susie", 143 }, { "suzanne", 144 },
	{ "suzie", 144 }, { "tadek", 145 }, { "tadeusz", 145 }, { "ted", 35 },
	{ "ted", 148 }, { "teddy", 35 }, { "terence", 146 }, { "teresa", 147 },
	{ "terry", 146 }, { "terry", 147 }, { "tess", 147 }, { "theo", 148 },
	{ "theodore", 148 }, { "thomas", 149 }, { "tim", 150 },
	{ "timmy", 150 }, { "timothy", 150 }, { "tina", 26 }, { "tom", 149 },
	{ "tomasz", 151 }, { "tomek", 151 }, { "tommy", 149 }, { "tony", 13 },
	{ "tori", 155 }, { "tricia", 115 }, { "trish", 115 }, { "val", 152 },
	{ "valerie", 152 }, { "vera", 153 }, { "veronica", 153 },
	{ "vi", 157 }, { "vic", 154 }, { "vicky", 155 }, { "victor", 154 },
	{ "victoria", 155 }, { "vikki", 155 }, { "vince", 156 },
	{ "vincent", 156 }, { "vinny", 156 }, { "violet", 157 },
	{ "wally", 158 }, { "walt", 158 }, { "walter", 158 }, { "will", 159 },
	{ "william", 159 }, { "willie", 159 }, { "wojciech", 160 },
	{ "wojtek", 160 }, { "zach", 161 }, { "zachary", 161 },
	{ "zack", 161 }, { "zbigniew", 162 }, { "zbyszek", 162 },
	{ "zofia", 163 }, { "zosia", 163 },
	/* clang-format on */
};

#define NICKS (sizeof(nicks) / sizeof(nicks[0]))

static int
by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct nick *)row)->name);
}

void
nick_groups(const char *token, unsigned char out[NICK_GROUPS])
{
	const struct nick *at =
		bsearch(token, nicks, NICKS, sizeof(nicks[0]), by_name);
	size_t n = 0;

	memset(out, 0, NICK_GROUPS);
	if (!at)
		return;
	while (at > nicks && strcmp(at[-1].name, token) == 0)
		at--;
	for (; at < nicks + NICKS && n < NICK_GROUPS; at++) {
		if (strcmp(at->name, token) != 0)
			break;
		out[n++] = at->group;
	}
}
