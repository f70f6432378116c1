/* SPDX-License-Identifier: MIT */
/*
 * tee_device DEVICE OUT1 OUT2 - a source of its own, which reads a device, FIFO
 * or file; and two threads that read the same ring, each into a file.
 * Build: cc -o tee_device tee_device.c $(pkg-config --cflags --libs diagtap)
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <dtap/tap.h>

struct device {
	struct dtap_source source; /* must be the first */
	int fd;
};

static int
device_open(struct dtap_source *source)
{
	int fd = open(source->where, O_RDONLY | O_CLOEXEC);

	((struct device *)source)->fd = fd;
	if (fd < 0)
		dtap_source_explain(source, "open: %s", strerror(errno));
	return fd < 0 ? -1 : 0;
}

static ssize_t
device_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	ssize_t n = read(((struct device *)source)->fd, buffer, size);

	if (n < 0 && errno == EINTR)
		return 0; /* the tap looks whether it is to stop */
	if (n < 0)
		dtap_source_explain(source, "read: %s", strerror(errno));
	if (n == 0)
		errno = ENODATA; /* the end of a file; /dev/diag has none */
	return n > 0 ? n : -1;
}

static void
device_close(struct dtap_source *source)
{
	close(((struct device *)source)->fd);
}

static void
device_free(struct dtap_source *source)
{
	(void)source; /* main() has its memory */
}

static const struct dtap_source_ops device_ops = {.open = device_open,
						  .read = device_read,
						  .close = device_close,
						  .free = device_free};

struct reader {
	pthread_t thread;
	struct dtap_ring *ring;
	struct dtap_subscriber subscriber;
	sem_t wake;
	const char *path;
	FILE *out;
};

/* Runs on the tap's thread, which must not wait. */
static void
wake_reader(void *arg)
{
	sem_post(arg);
}

static void *
read_ring(void *arg)
{
	struct reader *reader = arg;
	struct dtap_amount loss, lost = {0, 0};
	struct dtap_block *block;
	struct dtap_view raw;
	enum dtap_next next;

	while ((next = dtap_ring_next(reader->ring, &reader->subscriber, &block,
				      &loss)) != DTAP_NEXT_END) {
		if (next == DTAP_NEXT_NONE) {
			sem_wait(&reader->wake);
			continue;
		}
		raw = dtap_block_view(block, DTAP_FORM_RAW, false);
		for (size_t i = 0; i < raw.count; i++)
			fwrite(raw.iov[i].iov_base, raw.iov[i].iov_len, 1,
			       reader->out);
		dtap_block_unref(block); /* the reference is ours */
		lost.bytes += loss.bytes;
	}
	dtap_ring_unsubscribe(reader->ring, &reader->subscriber);
	printf("%s: %ju bytes lost\n", reader->path, (uintmax_t)lost.bytes);
	if (ferror(reader->out) || fclose(reader->out) != 0)
		errx(1, "%s: not all was written", reader->path);
	return NULL;
}

static void
start_reader(struct reader *reader, struct dtap_ring *ring, const char *path)
{
	*reader = (struct reader){.ring = ring, .path = path};
	reader->out = fopen(path, "wb");
	if (reader->out == NULL || sem_init(&reader->wake, 0, 0) < 0 ||
	    dtap_ring_watch(ring, wake_reader, &reader->wake) < 0)
		err(1, "%s", path);
	dtap_ring_subscribe(ring, &reader->subscriber);
	errno = pthread_create(&reader->thread, NULL, read_ring, reader);
	if (errno != 0)
		err(1, "pthread_create");
}

int
main(int argc, char **argv)
{
	const struct dtap_tap_options options = {.name = "device",
						 .ring_bytes = 1 << 20,
						 .flush_ms = 100,
						 .snaplen = DTAP_SNAPLEN_MAX};
	/* lossless: a file can wait for slow readers, and a modem cannot. */
	struct device device = {.source = {.ops = &device_ops,
					   .type = "file",
					   .where = argv[1],
					   .buffer_size = 65536,
					   .lossless = true}};
	struct reader readers[2];
	struct dtap_tap *tap;

	if (argc != 4)
		errx(2, "usage: tee_device DEVICE OUT1 OUT2");
	if (access(argv[1], R_OK) < 0)
		err(2, "%s", argv[1]);
	if ((tap = dtap_tap_new(&options, &device.source)) == NULL)
		err(1, "dtap_tap_new");
	for (int i = 0; i < 2; i++)
		start_reader(&readers[i], dtap_tap_ring(tap), argv[2 + i]);
	if (dtap_tap_start(tap, NULL, NULL) < 0)
		err(1, "dtap_tap_start");
	for (int i = 0; i < 2; i++)
		pthread_join(readers[i].thread, NULL);
	dtap_tap_stop(tap);
	dtap_tap_free(tap);
	return 0;
}
