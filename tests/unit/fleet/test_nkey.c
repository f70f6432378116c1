/* SPDX-License-Identifier: MIT */
#include "support/testing.h"

#include "fleet/nkey.h"

/* A pair that was made up with another program: 32 bytes of 0x01 to 0x20 as the
 * secret (RFC 8032 gives the public key). */
static const char seed[] =
	"SUAACAQDAQCQMBYIBEFAWDANBYHRAEISCMKBKFQXDAMRUGY4DUPB6IC5CQ";

static void
finds_the_public_key(void **state)
{
	char out[DTAP_NKEY_ROOM];

	(void)state;
	assert_true(dtap_nkey_public(seed, out));
	assert_string_equal(out, "UB43KVROR7TFJ6KAPCYRF2FJROTZAH4FHLTJLPWX4DRZC"
				 "C5NASLGJBFE");
}

static void
refuses_what_is_no_seed(void **state)
{
	char out[DTAP_NKEY_ROOM], wrong[DTAP_NKEY_ROOM];

	(void)state;
	assert_false(dtap_nkey_public("", out));
	assert_false(dtap_nkey_public("SU", out));
	assert_false(dtap_nkey_public("not a seed at all", out));
	for (size_t i = 0; i + 1 < sizeof seed; i++) {
		strcpy(wrong, seed);
		wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
		assert_false(dtap_nkey_public(wrong, out));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_public_key),
		cmocka_unit_test(refuses_what_is_no_seed),
	};

	return RUN(tests);
}
