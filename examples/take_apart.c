/* SPDX-License-Identifier: MIT */
/*
 * take_apart FILE - what is in a saved stream of data containers:
 *
 *   curl 'http://127.0.0.1:9840/api/diag/stream?only=data' >FILE
 *
 * Build: cc take_apart.c $(pkg-config --cflags --libs diagtap)
 */
#include <stdio.h>

#include <dtap/frames.h>
#include <dtap/hdlc.h>

static uint8_t data[64 << 20], packet[64 << 20];

static void
print_container(const uint8_t *container, size_t size)
{
	struct dtap_messages walk = dtap_messages_of(container, size);
	struct dtap_message message;

	printf("container of type 0x%02x, %zu bytes\n",
	       dtap_container_type(container, size), size);
	while (dtap_messages_next(&walk, &message))
		printf("  message of token %d, %zu bytes\n", message.token,
		       message.size);
}

/* A frame may have begun in an earlier message, or in an earlier container. */
static void
print_frame(const struct dtap_frame *frame)
{
	size_t size;

	if (dtap_hdlc_decode(packet, &size, frame->data, frame->size))
		printf("  frame, CRC right: packet of %zu bytes", size);
	else
		printf("  frame, CRC wrong: %zu bytes", frame->size);
	printf(", token %d, ends in message %u\n", frame->token,
	       frame->message);
}

int
main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	struct dtap_frames *frames = dtap_frames_new();
	struct dtap_frame frame;
	size_t size, at = 0, span;

	if (file == NULL || frames == NULL)
		return 2;
	size = fread(data, 1, sizeof data, file);
	for (; (span = dtap_container_span(data + at, size - at)) > 0;
	     at += span) {
		print_container(data + at, span);
		dtap_frames_begin(frames, data + at, span);
		while (dtap_frames_next(frames, &frame) > 0)
			print_frame(&frame);
	}
	if (at < size)
		printf("no whole data container at offset %zu\n", at);
	dtap_frames_free(frames);
	fclose(file);
	return at < size ? 1 : 0;
}
