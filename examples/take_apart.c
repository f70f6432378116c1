/* SPDX-License-Identifier: MIT */
/*
 * take_apart - prints what is in a saved stream of data containers:
 *   curl -fsSN 'http://127.0.0.1:9840/api/diag/stream?only=data' >FILE
 *   ./take_apart <FILE
 * Build: cc -o take_apart take_apart.c $(pkg-config --cflags --libs diagtap)
 */
#include <err.h>
#include <stdio.h>

#include <dtap/frames.h>
#include <dtap/hdlc.h>

static uint8_t data[64 << 20], packet[sizeof data];

static void
print_container(struct dtap_frames *frames, const uint8_t *bytes, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(bytes, size);
	struct dtap_message message;
	struct dtap_frame frame;
	int more;

	printf("container of type 0x%02x, %zu bytes\n",
	       dtap_container_type(bytes, size), size);
	while (dtap_messages_next(&walk, &message))
		printf("  message of token %d, %zu bytes\n", message.token,
		       message.size);
	/* A frame may have begun in an earlier message or container. */
	dtap_frames_begin(frames, bytes, size);
	while ((more = dtap_frames_next(frames, &frame)) > 0) {
		if (dtap_hdlc_decode(packet, &size, frame.data, frame.size))
			printf("  frame, CRC right: packet of %zu bytes", size);
		else
			printf("  frame, CRC wrong: %zu bytes", frame.size);
		printf(", token %d, ends in message %u\n", frame.token,
		       frame.message);
	}
	if (more < 0)
		err(2, "dtap_frames_next");
}

int
main(void)
{
	size_t size = fread(data, 1, sizeof data, stdin), at = 0, span;
	struct dtap_frames *frames = dtap_frames_new();

	if (ferror(stdin) || frames == NULL)
		err(2, "take_apart");
	while ((span = dtap_container_span(data + at, size - at)) > 0) {
		print_container(frames, data + at, span);
		at += span;
	}
	dtap_frames_free(frames);
	if (at < size)
		printf("no whole data container at offset %zu\n", at);
	return at < size ? 1 : 0;
}
