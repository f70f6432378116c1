/* SPDX-License-Identifier: MIT */
/* A source looks at what it gave when it has been teed, and no earlier. */
#include <dtap/tap.h>

#include <errno.h>
#include <sched.h>
#include <string.h>

#include "support/testing.h"

#define CONTAINERS 3
#define SIZE       10

struct looker {
	struct dtap_source source; /* first */
	struct dtap_tap *tap;
	unsigned reads, given, looks;
	uint64_t teed[CONTAINERS]; /* when it looked */
};

static int
looker_open(struct dtap_source *source)
{
	(void)source;
	return 0;
}

/* A request, a container, nothing, and so on. */
static ssize_t
looker_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	static const enum dtap_kind kinds[] = {DTAP_KIND_REQUEST,
					       DTAP_KIND_DIAG};
	struct looker *looker = (struct looker *)source;
	unsigned turn = looker->reads++ % 3;

	(void)size;
	if (looker->given == CONTAINERS) {
		errno = ENODATA;
		return -1;
	}
	if (turn == 2)
		return 0;
	source->shape.kind = kinds[turn];
	looker->given += source->shape.kind == DTAP_KIND_DIAG;
	memset(buffer, (int)looker->given, SIZE);
	return SIZE;
}

static void
looker_look(struct dtap_source *source, const uint8_t *data, size_t size)
{
	struct looker *looker = (struct looker *)source;
	struct dtap_tap_status status;

	assert_int_equal(size, SIZE);
	assert_int_equal(data[0], looker->given);
	dtap_tap_status(looker->tap, &status);
	looker->teed[looker->looks++] = status.read.containers;
}

static void
looker_nothing(struct dtap_source *source)
{
	(void)source;
}

static void
a_source_sees_a_container_after_it_is_in_the_tap(void **state)
{
	static const struct dtap_source_ops ops = {
		.open = looker_open,
		.read = looker_read,
		.published = looker_look,
		.close = looker_nothing,
		.free = looker_nothing,
	};
	const struct dtap_tap_options options = {
		.name = "test",
		.ring_bytes = 1 << 20,
		.snaplen = DTAP_SNAPLEN_MAX,
	};
	struct looker looker = {
		.source = {.ops = &ops, .type = "looker", .buffer_size = SIZE},
	};
	struct dtap_subscriber subscriber;

	(void)state;
	looker.tap = dtap_tap_new(&options, &looker.source);
	dtap_ring_subscribe(dtap_tap_ring(looker.tap), &subscriber);
	assert_int_equal(dtap_tap_start(looker.tap, NULL, NULL), 0);
	while (!dtap_tap_is_complete(looker.tap))
		sched_yield();
	dtap_tap_stop(looker.tap);
	assert_int_equal(looker.looks, CONTAINERS);
	for (unsigned i = 0; i < CONTAINERS; i++)
		assert_int_equal(looker.teed[i], i + 1);
	dtap_ring_unsubscribe(dtap_tap_ring(looker.tap), &subscriber);
	dtap_tap_free(looker.tap);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			a_source_sees_a_container_after_it_is_in_the_tap),
	};

	return RUN(tests);
}
