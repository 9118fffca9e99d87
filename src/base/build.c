/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/build.h"

#include <elf.h>
#include <link.h>

static size_t
padded(size_t n)
{
	return (n + 3) / 4 * 4;
}

/* One segment of notes: a header, a name, what it says, each padded to four
 * bytes (elf(5)). */
static bool
find_note(const char *p, size_t n, struct bytes *out)
{
	while (n >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) h;
		const char *name = p + sizeof(h);
		size_t size;

		memcpy(&h, p, sizeof(h));
		size = sizeof(h) + padded(h.n_namesz) + padded(h.n_descsz);
		if (size > n)
			return false;
		if (h.n_type == NT_GNU_BUILD_ID &&
		    h.n_namesz == sizeof(ELF_NOTE_GNU) &&
		    memcmp(name, ELF_NOTE_GNU, h.n_namesz) == 0) {
			*out = bytes_of(name + padded(h.n_namesz), h.n_descsz);
			return true;
		}
		p += size;
		n -= size;
	}
	return false;
}

/* The program itself comes first; what is linked to it is not asked. */
static int
look(struct dl_phdr_info *program, size_t size, void *out)
{
	(void)size;
	for (size_t i = 0; i < program->dlpi_phnum; i++) {
		const ElfW(Phdr) *h = &program->dlpi_phdr[i];

		if (h->p_type == PT_NOTE &&
		    find_note((const char *)(program->dlpi_addr + h->p_vaddr),
			      h->p_memsz, out))
			break;
	}
	return 1;
}

struct bytes
build_id(void)
{
	struct bytes id = { 0 };

	dl_iterate_phdr(look, &id);
	return id;
}
