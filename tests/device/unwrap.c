/* SPDX-License-Identifier: MIT */
/*
 * unwrap: reads data containers from standard input, as /api/diag/stream sends
 * them, and writes the bytes of their messages: those that a source of bare
 * HDLC has read.
 *
 * Exit status 1: they are cut, or are no data containers.
 */
#include <stdio.h>
#include <stdlib.h>

#include <dtap/bytes.h>
#include <dtap/container.h>

/* False: the input ends here, or within the message. */
static int
copy(uint32_t size)
{
	uint8_t *data = malloc(size);
	int copied = data != NULL && fread(data, 1, size, stdin) == size &&
		     fwrite(data, 1, size, stdout) == size;

	free(data);
	return copied;
}

int
main(void)
{
	uint8_t word[8];

	while (fread(word, 8, 1, stdin) == 1) {
		uint32_t count = dtap_get32(word + 4);

		if (dtap_get32(word) != DTAP_DATA)
			return 1;
		for (; count > 0; count--)
			if (fread(word, 4, 1, stdin) != 1 ||
			    !copy(dtap_get32(word)))
				return 1;
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
