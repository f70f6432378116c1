/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <dtap/container.h>

#include "support/testing.h"

#define NOTICES 5

static uint8_t *buffer;

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct dtap_source *
open_simulator(uint64_t seed, double rate)
{
	struct dtap_source *source =
		dtap_diag_simulator_new(&(struct dtap_diag_simulator_options){
			.seed = seed, .rate = rate});

	assert_non_null(source);
	buffer = malloc(source->buffer_size);
	assert_non_null(buffer);
	assert_int_equal(source->ops->open(source), 0);
	return source;
}

static void
close_simulator(struct dtap_source *source)
{
	source->ops->close(source);
	source->ops->free(source);
	free(buffer);
}

static uint32_t
read_type(struct dtap_source *source)
{
	ssize_t size = source->ops->read(source, buffer, source->buffer_size);

	assert_true(size > 0);
	return dtap_container_type(buffer, (size_t)size);
}

static void
a_simulator_says_its_type_and_seed(void **state)
{
	struct dtap_source *source = open_simulator(42, 1e6);

	(void)state;
	assert_string_equal(source->type, "simulator");
	assert_string_equal(source->where, "seed 42");
	assert_string_equal(source->why, "");
	close_simulator(source);
}

static void
every_open_begins_with_the_notices(void **state)
{
	struct dtap_source *source = open_simulator(1, 1e6);

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < NOTICES; i++)
			assert_int_not_equal(read_type(source), DTAP_DATA);
		for (int i = 0; i < 100; i++)
			assert_int_equal(read_type(source), DTAP_DATA);
		source->ops->close(source);
		assert_int_equal(source->ops->open(source), 0);
	}
	close_simulator(source);
}

static void
containers_come_at_the_rate(void **state)
{
	struct dtap_source *source = open_simulator(1, 500);
	double start = seconds(), took;

	(void)state;
	for (int i = 0; i < NOTICES + 100; i++)
		read_type(source);
	took = seconds() - start;
	/* Never sooner; how much later is the machine's affair. */
	assert_true(took > 0.19);
	close_simulator(source);
}

static void
a_small_buffer_is_refused_with_a_reason(void **state)
{
	struct dtap_source *source = open_simulator(1, 1e6);

	(void)state;
	assert_int_equal(source->ops->read(source, buffer, 4096), -1);
	assert_int_equal(errno, EINVAL);
	assert_non_null(strstr(source->why, "4096"));
	close_simulator(source);
}

static void
ignore(int number)
{
	(void)number;
}

/* Sends SIGURG again and again: one alone could come before the sleep. */
static void *
disturb(void *user)
{
	pthread_t *reader = user;

	for (int i = 0; i < 20; i++) {
		nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
		pthread_kill(*reader, SIGURG);
	}
	return NULL;
}

static void
a_signal_ends_a_read_with_nothing(void **state)
{
	struct sigaction action = {.sa_handler = ignore};
	struct dtap_source *source = open_simulator(1, 0.01);
	pthread_t self = pthread_self(), other;

	(void)state;
	sigaction(SIGURG, &action, NULL);
	for (int i = 0; i < NOTICES + 1; i++)
		read_type(source);
	assert_int_equal(pthread_create(&other, NULL, disturb, &self), 0);
	assert_int_equal(source->ops->read(source, buffer, source->buffer_size),
			 0);
	pthread_join(other, NULL);
	close_simulator(source);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_simulator_says_its_type_and_seed),
		cmocka_unit_test(every_open_begins_with_the_notices),
		cmocka_unit_test(containers_come_at_the_rate),
		cmocka_unit_test(a_small_buffer_is_refused_with_a_reason),
		cmocka_unit_test(a_signal_ends_a_read_with_nothing),
	};

	return RUN(tests);
}
