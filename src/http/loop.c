/* SPDX-License-Identifier: MIT */
#include "http/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <libwebsockets.h>

#include "http/lws_log.h"

/* What libwebsockets polls for itself, and the place that it keeps free. */
#define OWN_SOCKETS 8

struct dtap_loop {
	struct lws_context *context;
	struct lws_vhost *vhost;
	lws_sorted_usec_list_t timer;
};

static int
on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t size)
{
	struct dtap_loop_socket *socket;

	(void)user;
	(void)in;
	(void)size;
	switch (reason) {
	case LWS_CALLBACK_RAW_RX_FILE:
	case LWS_CALLBACK_RAW_WRITEABLE_FILE:
		socket = lws_get_opaque_user_data(wsi);
		socket->is_ready = true;
		break;
	case LWS_CALLBACK_RAW_CLOSE_FILE:
		socket = lws_get_opaque_user_data(wsi);
		socket->wsi = NULL;
		break;
	default:
		break;
	}
	return 0;
}

static const struct lws_protocols protocols[] = {
	{.name = "socket", .callback = on_event},
	{.name = NULL},
};

/* All is served by one vhost, which listens on nothing. */
static bool
make_context(struct dtap_loop *loop, unsigned sockets)
{
	struct lws_context_creation_info info = {
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
		.port = CONTEXT_PORT_NO_LISTEN,
		.protocols = protocols,
		.vhost_name = "diagtap",
		.fd_limit_per_thread = sockets + OWN_SOCKETS,
	};

	dtap_lws_log_begin();
	errno = 0;
	loop->context = lws_create_context(&info);
	if (loop->context != NULL)
		loop->vhost = lws_create_vhost(loop->context, &info);
	return loop->vhost != NULL;
}

struct dtap_loop *
dtap_loop_new(unsigned sockets)
{
	struct dtap_loop *loop = calloc(1, sizeof *loop);
	int saved;

	if (loop == NULL || make_context(loop, sockets))
		return loop;
	saved = errno != 0 ? errno : ENOMEM;
	dtap_loop_free(loop);
	errno = saved;
	return NULL;
}

void
dtap_loop_free(struct dtap_loop *loop)
{
	if (loop == NULL)
		return;
	if (loop->context != NULL)
		lws_context_destroy(loop->context);
	free(loop);
}

bool
dtap_loop_add(struct dtap_loop *loop, struct dtap_loop_socket *socket, int fd)
{
	const lws_adopt_desc_t adopted = {
		.vh = loop->vhost,
		.type = LWS_ADOPT_RAW_FILE_DESC,
		.fd.filefd = fd,
		.vh_prot_name = protocols[0].name,
		.opaque = socket,
	};

	*socket = (struct dtap_loop_socket){.fd = fd, .reads = true};
	socket->wsi = lws_adopt_descriptor_vhost_via_info(&adopted);
	if (socket->wsi == NULL)
		close(fd);
	return socket->wsi != NULL;
}

void
dtap_loop_await(struct dtap_loop_socket *socket, enum dtap_loop_event event)
{
	bool reads = event == DTAP_LOOP_READ;

	if (reads != socket->reads)
		lws_rx_flow_control(socket->wsi, reads);
	socket->reads = reads;
	if (event == DTAP_LOOP_WRITE)
		lws_callback_on_writable(socket->wsi);
}

void
dtap_loop_close(struct dtap_loop_socket *socket)
{
	if (socket->wsi != NULL)
		lws_set_timeout(socket->wsi, PENDING_TIMEOUT_USER_REASON_BASE,
				LWS_TO_KILL_SYNC);
}

/* It is due before poll(2) is called, which would wait for the next event. */
static void
on_timer(lws_sorted_usec_list_t *timer)
{
	struct dtap_loop *loop =
		lws_container_of(timer, struct dtap_loop, timer);

	lws_cancel_service(loop->context);
}

void
dtap_loop_turn(struct dtap_loop *loop, int64_t wait)
{
	lws_usec_t timer = LWS_SET_TIMER_USEC_CANCEL;

	/* libwebsockets rounds down to milliseconds: it would spin for one. */
	if (wait > 0 && wait < INT64_MAX)
		timer = wait / 1000 + LWS_US_PER_MS;
	lws_sul_schedule(loop->context, 0, &loop->timer, on_timer, timer);
	lws_service(loop->context, wait > 0 ? 0 : -1);
}

void
dtap_loop_wake(struct dtap_loop *loop)
{
	lws_cancel_service(loop->context);
}
