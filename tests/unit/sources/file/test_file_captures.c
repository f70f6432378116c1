/* SPDX-License-Identifier: MIT */
/*
 * The file source on real captures, which are no part of this project: from
 * the directory DIAGTAP_CAPTURES of the environment, or that beside the source.
 */
#include "support/replay_fixture.h"

#include <ftw.h>

static size_t seen;

static bool
ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), most = strlen(end);

	return size >= most && strcmp(text + size - most, end) == 0;
}

static int
check_capture(const char *path, const struct stat *status, int type,
	      struct FTW *place)
{
	struct bytes capture;
	struct given given;

	(void)status, (void)place;
	if (type != FTW_F ||
	    !(ends_with(path, ".qmdl") || ends_with(path, ".mi2log")))
		return 0;
	capture = load_file(path);
	given = replay(path, 0, NULL);
	while (capture.size > 0 && capture.data[capture.size - 1] != 0x7E)
		capture.size--;
	assert_bytes(&given.unwrapped, &capture);
	given_free(&given);
	bytes_free(&capture);
	seen++;
	return 0;
}

static void
captures_come_back_byte_for_byte(void **state)
{
	const char *directory = getenv("DIAGTAP_CAPTURES");

	(void)state;
	if (!directory)
		directory = CAPTURES;
	nftw(directory, check_capture, 16, FTW_PHYS);
	printf("%zu captures in %s\n", seen, directory);
	if (seen == 0) {
		printf("no captures there: skipped\n");
		skip();
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(captures_come_back_byte_for_byte),
	};

	return RUN(tests);
}
