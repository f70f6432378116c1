/* SPDX-License-Identifier: MIT */
#include "http/archive/response.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#define TURN (256 * 1024)

static enum dtap_response_result
judge_error(void)
{
	if (errno == EINTR)
		return DTAP_RESPONSE_SOME;
	return errno == EAGAIN ? DTAP_RESPONSE_BLOCKED : DTAP_RESPONSE_FAILED;
}

static enum dtap_response_result
send_text(struct dtap_response *response)
{
	int more = response->left > 0 ? MSG_MORE : 0;
	ssize_t size = send(response->socket, response->text + response->sent,
			    response->size - response->sent,
			    MSG_NOSIGNAL | MSG_DONTWAIT | more);

	if (size < 0)
		return judge_error();
	response->sent += (size_t)size;
	return DTAP_RESPONSE_SOME;
}

static enum dtap_response_result
send_file(struct dtap_response *response)
{
	size_t most = response->left < TURN ? (size_t)response->left : TURN;
	ssize_t size =
		sendfile(response->socket, response->file, &response->at, most);

	if (size < 0)
		return judge_error();
	if (size == 0)
		return DTAP_RESPONSE_FAILED;
	response->left -= (uint64_t)size;
	return DTAP_RESPONSE_SOME;
}

static enum dtap_response_result
take_more(struct dtap_response *response)
{
	char *text = NULL;
	size_t size = 0;

	if (!response->more->next(response->more, &text, &size))
		return DTAP_RESPONSE_FAILED;
	if (text == NULL)
		return DTAP_RESPONSE_ALL;
	free(response->text);
	response->text = text;
	response->size = size;
	response->sent = 0;
	return DTAP_RESPONSE_SOME;
}

enum dtap_response_result
dtap_response_step(struct dtap_response *response)
{
	enum dtap_response_result done = DTAP_RESPONSE_SOME;

	if (response->sent < response->size)
		done = send_text(response);
	if (response->sent < response->size || done != DTAP_RESPONSE_SOME)
		return done;
	if (response->more != NULL)
		return take_more(response);
	if (response->left > 0)
		done = send_file(response);
	return response->left == 0 ? DTAP_RESPONSE_ALL : done;
}

void
dtap_response_end(struct dtap_response *response)
{
	/* With unread bytes close(2) resets the connection, and the peer may
	 * lose the end of the answer. */
	shutdown(response->socket, SHUT_WR);
	recv(response->socket, NULL, INT32_MAX, MSG_TRUNC | MSG_DONTWAIT);
	close(response->socket);
	if (response->file >= 0)
		close(response->file);
	free(response->text);
	if (response->more != NULL)
		response->more->free(response->more);
}
