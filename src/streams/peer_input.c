/* SPDX-License-Identifier: MIT */
#include "streams/peer_input.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/clock.h"

/* Anything within is ignored, anything beyond is no client of ours. */
#define IGNORED_MAX (1024 * 1024)

/* Reads at a time: whoever talks without end holds up nobody. */
#define READS 16

/* False: no client of ours. */
static bool
heed(struct dtap_hearing *hearing, struct dtap_websocket *websocket,
     const uint8_t *data, size_t size)
{
	if (websocket != NULL && !dtap_websocket_is_closing(websocket)) {
		dtap_websocket_hear(websocket, data, size, dtap_clock_now());
		return true;
	}
	hearing->ignored += size;
	return hearing->ignored <= IGNORED_MAX;
}

enum dtap_heard
dtap_hearing_listen(struct dtap_hearing *hearing, int fd,
		    struct dtap_websocket *websocket)
{
	uint8_t bytes[4096];

	for (int i = 0; i < READS; i++) {
		ssize_t size = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);

		if (size == 0) {
			hearing->left = true;
			return DTAP_HEARD_LEFT;
		}
		if (size < 0)
			return errno == EAGAIN || errno == EINTR
				       ? DTAP_HEARD_ALL
				       : DTAP_HEARD_END;
		if (!heed(hearing, websocket, bytes, (size_t)size))
			return DTAP_HEARD_END;
	}
	return DTAP_HEARD_MORE;
}
