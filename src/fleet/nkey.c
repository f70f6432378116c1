/* SPDX-License-Identifier: MIT */
#include "fleet/nkey.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include <openssl/evp.h>

#define KEY_BYTES 32
#define USER      (20 << 3) /* 'U' in the first five bits */
#define SEED      (18 << 3) /* 'S' */
#define CRC_BYTES 2

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

static uint16_t
crc_of(const uint8_t *data, size_t size)
{
	uint16_t crc = 0;

	for (size_t i = 0; i < size; i++) {
		crc = (uint16_t)(crc ^ data[i] << 8);
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021
							     : crc << 1);
	}
	return crc;
}

/* Adds the CRC behind `size` bytes, and writes all of it. */
static void
encode(uint8_t *raw, size_t size, char out[DTAP_NKEY_ROOM])
{
	uint16_t crc = crc_of(raw, size);
	uint32_t bits = 0;
	unsigned count = 0;

	raw[size] = (uint8_t)crc;
	raw[size + 1] = (uint8_t)(crc >> 8);
	for (size_t i = 0; i < size + CRC_BYTES; i++) {
		bits = bits << 8 | raw[i];
		for (count += 8; count >= 5; count -= 5)
			*out++ = letters[bits >> (count - 5) & 31];
	}
	if (count > 0)
		*out++ = letters[bits << (5 - count) & 31];
	*out = '\0';
}

/* False: it is not exactly `size` bytes with a right CRC. */
static bool
decode(const char *text, uint8_t *raw, size_t size)
{
	uint32_t bits = 0;
	unsigned count = 0;
	size_t at = 0;

	for (; *text != '\0'; text++) {
		const char *letter = strchr(letters, *text);

		if (letter == NULL)
			return false;
		bits = bits << 5 | (uint32_t)(letter - letters);
		count += 5;
		if (count < 8)
			continue;
		if (at == size + CRC_BYTES)
			return false;
		count -= 8;
		raw[at++] = (uint8_t)(bits >> count);
	}
	return at == size + CRC_BYTES &&
	       crc_of(raw, size) == (raw[size] | raw[size + 1] << 8);
}

/* A seed has two prefixes, in 10 bits: its own, and what its key is for. */
#define SEED_BYTES  (2 + KEY_BYTES)
#define SEED_FIRST  (SEED | USER >> 5)
#define SEED_SECOND (uint8_t)((USER & 31) << 3)

static bool
derive(const uint8_t *secret, uint8_t *public_key)
{
	size_t size = KEY_BYTES;
	EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL,
						     secret, KEY_BYTES);
	bool good = key != NULL &&
		    EVP_PKEY_get_raw_public_key(key, public_key, &size) == 1;

	EVP_PKEY_free(key);
	return good;
}

bool
dtap_nkey_public(const char *seed, char out[DTAP_NKEY_ROOM])
{
	uint8_t secret[SEED_BYTES + CRC_BYTES];
	uint8_t raw[1 + KEY_BYTES + CRC_BYTES] = {USER};
	bool good = decode(seed, secret, SEED_BYTES) &&
		    secret[0] == SEED_FIRST && secret[1] == SEED_SECOND &&
		    derive(secret + 2, raw + 1);

	if (good)
		encode(raw, 1 + KEY_BYTES, out);
	explicit_bzero(secret, sizeof secret);
	return good;
}

bool
dtap_nkey_make(char seed[DTAP_NKEY_ROOM])
{
	uint8_t secret[SEED_BYTES + CRC_BYTES] = {SEED_FIRST, SEED_SECOND};
	bool good = getrandom(secret + 2, KEY_BYTES, 0) == (ssize_t)KEY_BYTES;

	if (good)
		encode(secret, SEED_BYTES, seed);
	explicit_bzero(secret, sizeof secret);
	return good;
}
