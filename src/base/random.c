/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/random.h"

#include <sodium.h>
#include <string.h>

static struct {
	unsigned char key[crypto_stream_chacha20_KEYBYTES];
	uint64_t block;
	int on;
} seeded;

/* The stream of ChaCha20 under the seed, a fresh nonce for each draw. */
static void
seeded_bytes(void *p, size_t n)
{
	unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = { 0 };

	memcpy(nonce, &seeded.block, sizeof(seeded.block));
	seeded.block++;
	crypto_stream_chacha20(p, n, nonce, seeded.key);
}

void
random_bytes(void *p, size_t n)
{
	if (seeded.on)
		seeded_bytes(p, n);
	else
		randombytes_buf(p, n);
}

uint32_t
random_below(uint32_t below)
{
	uint32_t v, most;

	if (below < 2)
		return 0;
	most = UINT32_MAX - UINT32_MAX % below;
	do {
		random_bytes(&v, sizeof(v));
	} while (v >= most);
	return v % below;
}

void
random_seed(uint64_t seed)
{
	memset(&seeded, 0, sizeof(seeded));
	memcpy(seeded.key, &seed, sizeof(seed));
	seeded.on = 1;
}

void
random_unseed(void)
{
	memset(&seeded, 0, sizeof(seeded));
}
