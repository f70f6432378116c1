/* SPDX-License-Identifier: MIT */
#include "http/archive/response.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURN (256 * 1024)

static enum dtap_delivered
judge_error(void)
{
	if (errno == EINTR)
		return DTAP_DELIVERED_SOME;
	return errno == EAGAIN ? DTAP_DELIVERED_BLOCKED : DTAP_DELIVERED_FAILED;
}

static enum dtap_delivered
send_text(struct dtap_delivery *delivery)
{
	int more = delivery->left > 0 ? MSG_MORE : 0;
	ssize_t size = send(delivery->socket, delivery->text + delivery->sent,
			    delivery->size - delivery->sent,
			    MSG_NOSIGNAL | MSG_DONTWAIT | more);

	if (size < 0)
		return judge_error();
	delivery->sent += (size_t)size;
	return DTAP_DELIVERED_SOME;
}

static enum dtap_delivered
send_file(struct dtap_delivery *delivery)
{
	size_t most = delivery->left < TURN ? (size_t)delivery->left : TURN;
	ssize_t size =
		sendfile(delivery->socket, delivery->file, &delivery->at, most);

	if (size < 0)
		return judge_error();
	if (size == 0)
		return DTAP_DELIVERED_FAILED;
	delivery->left -= (uint64_t)size;
	return DTAP_DELIVERED_SOME;
}

enum dtap_delivered
dtap_delivery_step(struct dtap_delivery *delivery)
{
	enum dtap_delivered done = DTAP_DELIVERED_SOME;

	if (delivery->sent < delivery->size)
		done = send_text(delivery);
	if (delivery->sent < delivery->size || done != DTAP_DELIVERED_SOME)
		return done;
	if (delivery->left > 0)
		done = send_file(delivery);
	return delivery->left == 0 ? DTAP_DELIVERED_ALL : done;
}

void
dtap_delivery_end(struct dtap_delivery *delivery)
{
	/* The tail is not to be lost by what the peer sent unasked. */
	shutdown(delivery->socket, SHUT_WR);
	recv(delivery->socket, NULL, INT32_MAX, MSG_TRUNC | MSG_DONTWAIT);
	close(delivery->socket);
	if (delivery->file >= 0)
		close(delivery->file);
	free(delivery->text);
}
