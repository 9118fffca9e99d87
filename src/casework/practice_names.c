/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names and addresses for invented people, in about the shares of Tower
 * Hamlets (2021 census: a third Bangladeshi).  Telephone numbers are of the
 * block that Ofcom keeps for drama: 07700 900000 to 900999.
 */
#include "casework/practice_parts.h"

#include <string.h>

#include "base/random.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static const char *const bangla_women[] = { "Amina",	"Fatima",  "Rahima",
					    "Nasrin",	"Shirin",  "Khadija",
					    "Taslima",	"Salma",   "Farhana",
					    "Ruqaiya",	"Sultana", "Halima",
					    "Jahanara", "Parbin" };
static const char *const bangla_men[] = { "Abdul",	  "Mohammed", "Dilwar",
					  "Kamal",	  "Jahangir", "Shafiq",
					  "Nazrul",	  "Faruk",    "Rafiq",
					  "Ibrahim",	  "Yusuf",    "Tariq",
					  "Abdur Rahman", "Shahid" };
static const char *const bangla_family[] = {
	"Ali",	     "Miah", "Uddin", "Ahmed", "Hussain", "Rahman", "Islam",
	"Chowdhury", "Khan", "Hoque", "Ullah", "Alom",	  "Haque",  "Sarkar"
};
static const char *const bangla_women_second[] = { "Begum",  "Khatun", "Bibi",
						   "Akhtar", "Khanom", "Begum",
						   "Begum" };
static const char *const english_women[] = { "Chloe",  "Joanna", "Grace",
					     "Sophie", "Emma",	 "Kelly",
					     "Sarah",  "Zoë",	 "Hannah",
					     "Lisa",   "Renée",	 "Michelle" };
static const char *const english_men[] = { "Darren", "Lee",	"Jack",
					   "Daniel", "Michael", "Paul",
					   "Ryan",   "Stephen", "Thomas",
					   "Craig",  "James",	"Wayne" };
static const char *const english_family[] = { "Smith",	"Jones",  "Taylor",
					      "Brown",	"Wilson", "O'Brien",
					      "Evans",	"Walker", "Clarke",
					      "Harris", "Turner", "Cooper" };
static const char *const somali_women[] = { "Hodan",   "Sagal", "Xaliimo",
					    "Faadumo", "Ayaan", "Asha",
					    "Deqa" };
static const char *const somali_men[] = { "Abdi",     "Cabdiraxmaan", "Guled",
					  "Liibaan",  "Xuseen",	      "Warsame",
					  "Ismaaciil" };
static const char *const somali_family[] = { "Maxamed", "Jaamac", "Warsame",
					     "Cali",	"Xasan",  "Faarax",
					     "Aadan" };
static const char *const polish_women[] = { "Beata", "Zofia", "Agnieszka",
					    "Małgorzata", "Katarzyna" };
static const char *const polish_men[] = { "Bartosz", "Grzegorz", "Łukasz",
					  "Paweł", "Michał" };
static const char *const polish_family[] = { "Kowalski", "Nowak", "Wiśniewski",
					     "Wójcik", "Zieliński" };
static const char *const african_women[] = { "Efua", "Ngozi", "Abena",
					     "Funmilayo", "Marie" };
static const char *const african_men[] = { "Kwame", "Chidi", "Samuel",
					   "Emmanuel", "Kofi" };
static const char *const african_family[] = { "Mensah", "Okafor", "Adeyemi",
					      "Owusu", "Boateng" };

struct origin {
	unsigned int share; /* of a hundred */
	const char *const *women, *const *men, *const *family, *const *second;
	size_t n_women, n_men, n_family, n_second;
};
#define ORIGIN(share, name, second)                                            \
	{                                                                      \
		share, name##_women, name##_men, name##_family, second,        \
			COUNT(name##_women), COUNT(name##_men),                \
			COUNT(name##_family), sizeof(second) / sizeof(char *)  \
	}

static const struct origin origins[] = {
	{ 40, bangla_women, bangla_men, bangla_family, bangla_women_second,
	  COUNT(bangla_women), COUNT(bangla_men), COUNT(bangla_family),
	  COUNT(bangla_women_second) },
	{ 30, english_women, english_men, english_family, NULL,
	  COUNT(english_women), COUNT(english_men), COUNT(english_family), 0 },
	{ 12, somali_women, somali_men, somali_family, NULL,
	  COUNT(somali_women), COUNT(somali_men), COUNT(somali_family), 0 },
	{ 9, polish_women, polish_men, polish_family, NULL, COUNT(polish_women),
	  COUNT(polish_men), COUNT(polish_family), 0 },
	{ 9, african_women, african_men, african_family, NULL,
	  COUNT(african_women), COUNT(african_men), COUNT(african_family), 0 },
};

static const char *const streets[] = { "Mile End Rd",	 "Roman Rd",
				       "Cable St",	 "Commercial Rd",
				       "Brick Lane",	 "Usher Rd",
				       "Malmesbury Rd",	 "Chrisp St",
				       "Poplar High St", "Cambridge Heath Rd",
				       "Burdett Rd",	 "Whitechapel Rd",
				       "Bow Rd",	 "Hackney Rd",
				       "Manchester Rd",	 "East India Dock Rd" };
static const char *const postcodes[] = { "E1 0LR",  "E1 4NS",  "E1 5LP",
					 "E1W 3TD", "E2 0EL",  "E2 9DP",
					 "E3 4QQ",  "E3 5HJ",  "E14 6AB",
					 "E14 9SH", "E14 3PG", "E1 6QL" };

static const char *
pick(const char *const *v, size_t n)
{
	return v[random_below((uint32_t)n)];
}

void
practice_name(struct practice_name *out)
{
	unsigned int roll = random_below(100);
	const struct origin *o = origins;

	while (o < &origins[COUNT(origins) - 1] && roll >= o->share) {
		roll -= o->share;
		o++;
	}
	out->woman = random_below(2);
	out->given = out->woman ? pick(o->women, o->n_women)
				: pick(o->men, o->n_men);
	out->family = out->woman && o->second && random_below(3)
			      ? pick(o->second, o->n_second)
			      : pick(o->family, o->n_family);
}

const char *
practice_street(void)
{
	return pick(streets, COUNT(streets));
}

const char *
practice_postcode(void)
{
	return pick(postcodes, COUNT(postcodes));
}

static const char *const sentences[] = {
	"Rang, no answer. Text sent instead.",
	"Came on time, talked for half an hour, agreed the next step.",
	"Worried about the neighbours hearing. Prefers mornings.",
	"Asked for an interpreter next time.",
	"Partner agency told by phone; papers to follow.",
	"No change since last week.",
	"Things are calmer. Wants to go on.",
	"Did not want to say more today.",
	"Housing officer confirmed the tenancy.",
	"Will bring the letter to the next meeting."
};
static const char *const phrases[] = {
	"as agreed by phone", "see the file", "in the afternoon",
	"with a friend",      "not yet",      "at the civic centre",
	"to be confirmed",    "first time",   "second visit",
	"by letter"
};

const char *
practice_text(struct arena *a, bool several)
{
	if (!several)
		return pick(phrases, COUNT(phrases));
	return arena_printf(a, "%s %s", pick(sentences, COUNT(sentences)),
			    pick(sentences, COUNT(sentences)));
}

/* --- numbers with a check of their own ------------------------------------- */

static const char *
nhs_number(struct arena *a)
{
	for (;;) {
		int d[9], sum = 0, check;

		d[0] = 4;
		for (int i = 1; i < 9; i++)
			d[i] = (int)random_below(10);
		for (int i = 0; i < 9; i++)
			sum += d[i] * (10 - i);
		check = 11 - sum % 11;
		if (check == 10)
			continue;
		return arena_printf(a, "%d%d%d%d%d%d%d%d%d%d", d[0], d[1], d[2],
				    d[3], d[4], d[5], d[6], d[7], d[8],
				    check % 11);
	}
}

static const char *
pnc_number(struct arena *a)
{
	static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
	unsigned int yy = random_below(26), serial = random_below(9999999);

	return arena_printf(a, "20%02u/%07u%c", yy, serial,
			    letters[(yy * 10000000ul + serial) % 23]);
}

static const char *
cro_number(struct arena *a)
{
	static const char letters[] = "ZABCDEFGHJKLMNPQRTUVWXY";
	unsigned int yy = random_below(26), serial = random_below(999999);

	return arena_printf(a, "%06u/%02u%c", serial, yy,
			    letters[(yy * 1000000ul + serial) % 23]);
}

const char *
practice_number(struct arena *a, enum identifier kind)
{
	switch (kind) {
	case ID_POSTCODE:
		return practice_postcode();
	case ID_NHS:
		return nhs_number(a);
	case ID_NINO:
		return arena_printf(a, "AB%06u%c", random_below(1000000),
				    'A' + (int)random_below(4));
	case ID_PNC:
		return pnc_number(a);
	case ID_CRO:
		return cro_number(a);
	case ID_CRN:
		return arena_printf(a, "X%06u", random_below(1000000));
	case ID_PHONE:
		return arena_printf(a, "07700 900%03u", random_below(1000));
	case ID_EMAIL:
		return arena_printf(a, "someone%u@example.org",
				    random_below(100000));
	case ID_COUNT:
		break;
	}
	return "";
}
