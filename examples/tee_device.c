/* SPDX-License-Identifier: MIT */
/*
 * tee_device DEVICE OUT1 OUT2 - reads a device, FIFO or file into a ring; two
 * threads read the ring, each into a file.
 * Build: cc -o tee_device tee_device.c $(pkg-config --cflags --libs diagtap)
 */
#include <err.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

#include <dtap/tap.h>

static struct dtap_ring *ring;

static void *
read_ring(void *path)
{
	FILE *out = fopen(path, "wb");
	struct dtap_subscriber self;
	struct dtap_amount lost;
	struct dtap_block *block;

	if (out == NULL)
		err(1, "%s", (char *)path);
	dtap_ring_subscribe(ring, &self);
	while (dtap_ring_await_next(ring, &self, &block, &lost)) {
		struct dtap_view raw =
			dtap_block_view(block, DTAP_FORM_RAW, false);

		for (size_t i = 0; i < raw.count; i++)
			fwrite(raw.iov[i].iov_base, raw.iov[i].iov_len, 1, out);
		dtap_block_unref(block); /* the reference is ours */
	}
	lost = dtap_ring_lost(ring, &self);
	dtap_ring_unsubscribe(ring, &self);
	printf("%s: %ju bytes lost\n", (char *)path, (uintmax_t)lost.bytes);
	if (ferror(out) || fclose(out) != 0)
		errx(1, "%s: not all was written", (char *)path);
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct dtap_tap_options options = {.name = "device",
						 .ring_bytes = 1 << 20,
						 .flush_ms = 100,
						 .snaplen = DTAP_SNAPLEN_MAX,
						 .wait_subscribers = 2};
	struct dtap_source *source;
	struct dtap_tap *tap;
	pthread_t readers[2];

	if (argc != 4)
		errx(2, "usage: tee_device DEVICE OUT1 OUT2");
	if ((source = dtap_path_source_new(argv[1], 65536)) == NULL)
		err(2, "%s", argv[1]);
	if ((tap = dtap_tap_new(&options, source)) == NULL)
		err(1, "dtap_tap_new");
	ring = dtap_tap_ring(tap);
	for (int i = 0; i < 2; i++)
		if ((errno = pthread_create(&readers[i], NULL, read_ring,
					    argv[2 + i])) != 0)
			err(1, "pthread_create");
	if (dtap_tap_start(tap, NULL, NULL) < 0)
		err(1, "dtap_tap_start");
	for (int i = 0; i < 2; i++)
		pthread_join(readers[i], NULL);
	dtap_tap_stop(tap);
	dtap_tap_free(tap);
	return 0;
}
