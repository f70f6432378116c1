/* SPDX-License-Identifier: MIT */
#include "http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <libwebsockets.h>

#include "base/clock.h"
#include "http/chatter.h"
#include "http/handover.h"
#include "http/request.h"
#include "http/routes.h"

/* One write of an answer: the dissector is the longest. */
#define LARGEST_WRITE (512 * 1024)

/* Requests that are being parsed or answered; streams have left. */
#define CONNECTIONS 256

#define HEADERS_ROOM 8192
#define TIMEOUT_S    5

#define SHORT_MS 100 /* between two turns without a descriptor left */

struct dtap_server {
	const struct dtap_service *service;
	struct lws_context *context;
	struct lws_protocols protocols[2];
	unsigned port;
	struct dtap_handover handover;
	bool is_short; /* the thread's: no descriptor is left */
	pthread_t thread;
	bool started;
	atomic_bool stopping;
};

static int
on_request(struct dtap_server *server, struct lws *wsi, const char *path)
{
	struct dtap_request request;

	dtap_request_read(&request, wsi, path);
	return dtap_routes_answer(server->service, wsi, &request,
				  &server->handover);
}

/*
 * A client may offer to go on in HTTP/2 (curl --http2): it would frame our
 * chunks.  As RFC 9110 has it we answer as if it had not; libwebsockets has no
 * way to, so it is done here, and the connection closed.  Its pointer to the
 * header's value may be stale: we ask for our own copy.
 */
static int
on_upgrade(struct dtap_server *server, struct lws *wsi)
{
	struct dtap_request request;
	char upgrade[8], path[sizeof request.path], *uri;
	int length;

	if (lws_hdr_copy(wsi, upgrade, sizeof upgrade, WSI_TOKEN_UPGRADE) < 1 ||
	    strcasecmp(upgrade, "h2c") != 0 ||
	    lws_http_get_uri_and_method(wsi, &uri, &length) < 0)
		return -1;
	snprintf(path, sizeof path, "%.*s", length, uri);
	dtap_request_read(&request, wsi, path);
	request.last = true;
	dtap_routes_answer(server->service, wsi, &request, &server->handover);
	return -1;
}

static int
on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t size)
{
	struct dtap_server *server = lws_context_user(lws_get_context(wsi));

	(void)user;
	(void)size;
	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return on_request(server, wsi, in);
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return on_upgrade(server, wsi);
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return -1; /* there is no WebSocket */
	default:
		return 0;
	}
}

/* Without a free descriptor for what comes next: says so, once. */
static bool
is_short_of_descriptors(struct dtap_server *server)
{
	bool reserved = dtap_handover_reserve(&server->handover);
	int fd = fcntl(server->handover.spent, F_DUPFD_CLOEXEC, 3);
	bool is_short = !reserved || fd < 0;

	if (fd >= 0)
		close(fd);
	if (is_short && !server->is_short)
		dtap_log(server->service->log, DTAP_WARNING,
			 "no descriptor left: clients wait to be accepted; "
			 "raise the limit (ulimit -n), or lower "
			 "listen.max_subscribers");
	server->is_short = is_short;
	return is_short;
}

/*
 * libwebsockets would try accept(2) over and over while it fails: it is given
 * the chance ten times a second then.
 */
static void
ration_accept(struct dtap_server *server)
{
	if (is_short_of_descriptors(server))
		dtap_clock_sleep(dtap_clock_now() + SHORT_MS * DTAP_NS_PER_MS);
}

/*
 * Binds and lets go: libwebsockets would say less of what is wrong, and nothing
 * at all of an address that this machine does not have.
 */
static int
probe(const char *address, unsigned port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6,
				  .sin6_port = htons((uint16_t)port)};
	bool is_v4 = inet_pton(AF_INET, address, &v4.sin_addr) == 1;
	int fd, result, saved, on = 1;

	if (!is_v4 && inet_pton(AF_INET6, address, &v6.sin6_addr) != 1) {
		errno = EINVAL;
		return -1;
	}
	fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (is_v4)
		result = bind(fd, (struct sockaddr *)&v4, sizeof v4);
	else
		result = bind(fd, (struct sockaddr *)&v6, sizeof v6);
	saved = errno;
	close(fd);
	errno = saved;
	return result;
}

static struct lws_context *
make_context(struct dtap_server *server, const char *address, unsigned port)
{
	struct lws_context_creation_info info = {
		/* Else an IPv4 address would be listened on as ::ffff:... */
		.options = strchr(address, ':') == NULL
				   ? LWS_SERVER_OPTION_DISABLE_IPV6
				   : 0,
		.port = (int)port,
		.iface = address,
		.protocols = server->protocols,
		.user = server,
		.gid = -1,
		.uid = -1,
		.fd_limit_per_thread = CONNECTIONS,
		.max_http_header_data2 = HEADERS_ROOM,
		.timeout_secs = TIMEOUT_S,
		.timeout_secs_ah_idle = TIMEOUT_S,
		.keepalive_timeout = TIMEOUT_S,
		.vhost_name = "default",
	};

	return lws_create_context(&info);
}

static bool
listen_on(struct dtap_server *server, const char *address, unsigned port)
{
	struct lws_vhost *vhost;
	int bound;

	dtap_chatter_begin();
	if (probe(address, port) < 0)
		return false;
	server->context = make_context(server, address, port);
	if (server->context == NULL) {
		errno = EADDRINUSE;
		return false;
	}
	vhost = lws_get_vhost_by_name(server->context, "default");
	bound = vhost != NULL ? lws_get_vhost_listen_port(vhost) : 0;
	if (bound <= 0) {
		errno = EADDRNOTAVAIL;
		return false;
	}
	server->port = (unsigned)bound;
	return true;
}

struct dtap_server *
dtap_server_new(const struct dtap_service *service, const char *address,
		unsigned port)
{
	struct dtap_server *server = calloc(1, sizeof *server);
	int saved;

	if (server == NULL)
		return NULL;
	server->service = service;
	server->protocols[0] = (struct lws_protocols){
		.name = "http",
		.callback = on_event,
		.tx_packet_size = LARGEST_WRITE,
	};
	if (dtap_handover_init(&server->handover) == 0 &&
	    listen_on(server, address, port))
		return server;
	saved = errno;
	dtap_server_stop(server);
	errno = saved;
	return NULL;
}

unsigned
dtap_server_port(const struct dtap_server *server)
{
	return server->port;
}

static void *
server_main(void *arg)
{
	struct dtap_server *server = arg;

	do {
		ration_accept(server);
		dtap_chatter_settle();
	} while (!atomic_load(&server->stopping) &&
		 lws_service(server->context, 0) >= 0);
	return NULL;
}

int
dtap_server_start(struct dtap_server *server)
{
	int error = pthread_create(&server->thread, NULL, server_main, server);

	if (error != 0) {
		errno = error;
		return -1;
	}
	server->started = true;
	return 0;
}

void
dtap_server_stop(struct dtap_server *server)
{
	if (server == NULL)
		return;
	if (server->started) {
		atomic_store(&server->stopping, true);
		lws_cancel_service(server->context);
		pthread_join(server->thread, NULL);
	}
	if (server->context != NULL)
		lws_context_destroy(server->context);
	dtap_handover_close(&server->handover);
	free(server);
}
