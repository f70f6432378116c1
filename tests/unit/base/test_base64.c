/* SPDX-License-Identifier: MIT */
/* Base64 and SHA-1, by the examples of their standards. */
#include "base/base64.h"
#include "base/sha1.h"
#include "support/testing.h"

/* RFC 4648, 10. */
static const char *const vectors[][2] = {
	{"", ""},
	{"f", "Zg=="},
	{"fo", "Zm8="},
	{"foo", "Zm9v"},
	{"foob", "Zm9vYg=="},
	{"fooba", "Zm9vYmE="},
	{"foobar", "Zm9vYmFy"},
};

static void
the_vectors_of_rfc_4648_are_written_and_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		const char *plain = vectors[i][0], *coded = vectors[i][1];
		char out[DTAP_BASE64_ROOM(8)];

		dtap_base64_encode(out, (const uint8_t *)plain, strlen(plain));
		assert_string_equal(out, coded);
		assert_int_equal(dtap_base64_decode(out, sizeof out, coded,
						    strlen(coded)),
				 strlen(plain));
		assert_string_equal(out, plain);
		assert_int_equal(dtap_base64_decode(out, sizeof out, coded,
						    strcspn(coded, "=")),
				 strlen(plain));
		assert_string_equal(out, plain);
	}
}

static void
what_is_no_base64_or_has_no_room_is_refused(void **state)
{
	static const char *const wrong[] = {"Z",     "Zg=",     "Zg===",
					    "Z===",  "Zm9v=",   "Zm 9",
					    "Zm\n9", "Zg==Zg=="};
	char out[4];

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(dtap_base64_decode(out, sizeof out, wrong[i],
						    strlen(wrong[i])),
				 -1);
	assert_int_equal(dtap_base64_decode(out, 3, "Zm9v", 4), -1);
	assert_int_equal(dtap_base64_decode(out, 4, "Zm9v", 4), 3);
	assert_int_equal(dtap_base64_decode(out, 4, "-_-_", 4), 3);
	assert_memory_equal(out, "\xfb\xff\xbf", 4);
}

static void
sha1_is_that_of_fips_180(void **state)
{
	static const struct {
		const char *text;
		const char *hash;
	} rows[] = {
		{"", "\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60"
		     "\x18\x90\xaf\xd8\x07\x09"},
		{"abc",
		 "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50"
		 "\xc2\x6c\x9c\xd0\xd8\x9d"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "\x84\x98\x3e\x44\x1c\x3b\xd2\x6e\xba\xae\x4a\xa1\xf9\x51"
		 "\x29\xe5\xe5\x46\x70\xf1"},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		 "a"
		 "aa",
		 "\x00\x98\xba\x82\x4b\x5c\x16\x42\x7b\xd7\xa1\x12\x2a\x5a"
		 "\x44\x2a\x25\xec\x64\x4d"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t hash[DTAP_SHA1_SIZE];

		dtap_sha1(hash, rows[i].text, strlen(rows[i].text));
		assert_memory_equal(hash, rows[i].hash, sizeof hash);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_of_rfc_4648_are_written_and_read),
		cmocka_unit_test(what_is_no_base64_or_has_no_room_is_refused),
		cmocka_unit_test(sha1_is_that_of_fips_180),
	};

	return RUN(tests);
}
