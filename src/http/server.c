/* SPDX-License-Identifier: MIT */
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libwebsockets.h>

#include "base/clock.h"
#include "base/thread.h"
#include "http/archive/file_worker.h"
#include "http/handover.h"
#include "http/listen_check.h"
#include "http/lws_log.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/request_body.h"
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
	const struct dtap_access *access;
	struct lws_context *context;
	struct lws_protocols protocols[2];
	unsigned port;
	struct dtap_handover handover;
	bool is_short; /* the thread's: no descriptor is left */
	pthread_t thread;
	bool started;
	atomic_bool stopping;
};

/* A connection's, kept for us by libwebsockets, zeros at first. */
struct session {
	struct dtap_request_body
		*body; /* of the request that it waits for, or NULL */
};

/* Without room for a body, or for this: as with every close, -1. */
static int
await_body(struct session *session, struct lws *wsi,
	   const struct dtap_request *request)
{
	static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
	unsigned char out[LWS_PRE + sizeof go_on];
	int size = sizeof go_on - 1;

	session->body = dtap_request_body_new(request, dtap_clock_now());
	if (session->body == NULL)
		return -1;
	if (!request->expects || request->http10 || request->body_size == 0)
		return 0;
	memcpy(out + LWS_PRE, go_on, sizeof go_on);
	return lws_write(wsi, out + LWS_PRE, (size_t)size, LWS_WRITE_HTTP) ==
			       size
		       ? 0
		       : -1;
}

/*
 * Bytes that a client sent behind the request before, at once, libwebsockets
 * 4.1.6 keeps aside; and of a request among them it looks for the body in the
 * request itself, then for ever.  Whose they are it does not tell.
 */
static bool
is_behind_another(const struct dtap_server *server)
{
	return lws_service_adjust_timeout(server->context, 1, 0) == 0;
}

static int
on_post(struct dtap_server *server, struct session *session, struct lws *wsi,
	struct dtap_request *request)
{
	if (!is_behind_another(server))
		return await_body(session, wsi, request);
	request->last = true;
	return dtap_reply_text(wsi, request, 503, "Retry-After: 1\r\n",
			       "A request with a body cannot be taken in one "
			       "piece with another. Send it again, by "
			       "itself.\n");
}

static int
on_request(struct dtap_server *server, struct session *session, struct lws *wsi,
	   const char *path)
{
	struct dtap_request request;

	dtap_request_read(&request, wsi, path);
	if (request.method == DTAP_POST &&
	    request.announced == DTAP_REQUEST_BODY_SIZED)
		return on_post(server, session, wsi, &request);
	return dtap_routes_answer(server->service, server->access, wsi,
				  &request, &server->handover);
}

static int
on_body(struct session *session, const void *data, size_t size)
{
	return session->body != NULL &&
			       dtap_request_body_add(session->body, data, size,
						     dtap_clock_now())
		       ? 0
		       : -1;
}

static int
on_whole_body(struct dtap_server *server, struct session *session,
	      struct lws *wsi)
{
	struct dtap_request_body *body = session->body;
	int result;

	if (body == NULL)
		return -1;
	session->body = NULL;
	result = dtap_routes_answer(server->service, server->access, wsi,
				    dtap_request_body_for(body),
				    &server->handover);
	dtap_request_body_free(body);
	return result;
}

static int
on_close(struct session *session)
{
	if (session != NULL) {
		dtap_request_body_free(session->body);
		session->body = NULL;
	}
	return 0;
}

/*
 * A client offers to go on in HTTP/2 (curl --http2), which would frame our
 * chunks, or as a WebSocket.  Here libwebsockets may be told to do neither, and
 * has no way to answer as if there had been no offer, which RFC 9110 has us do
 * where there is nothing to upgrade to: so we answer, and the connection is
 * closed, or the fan-out's.  The pointer to the header's value that we are
 * given may be stale: we ask for our own copy.
 */
static int
on_upgrade(struct dtap_server *server, struct lws *wsi)
{
	struct dtap_request request;
	char path[sizeof request.path], *uri;
	int length;

	if (lws_http_get_uri_and_method(wsi, &uri, &length) < 0)
		return -1;
	snprintf(path, sizeof path, "%.*s", length, uri);
	dtap_request_read(&request, wsi, path);
	request.last = true;
	dtap_routes_answer(server->service, server->access, wsi, &request,
			   &server->handover);
	return -1;
}

static int
on_event(struct lws *wsi, enum lws_callback_reasons reason, void *user,
	 void *in, size_t size)
{
	struct dtap_server *server = lws_context_user(lws_get_context(wsi));

	switch (reason) {
	case LWS_CALLBACK_HTTP:
		return on_request(server, user, wsi, in);
	case LWS_CALLBACK_HTTP_BODY:
		return on_body(user, in, size);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		return on_whole_body(server, user, wsi);
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		return on_close(user);
	case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
		return on_upgrade(server, wsi);
	case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
		return -1; /* on_upgrade() was asked first */
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
			 "no file descriptor left: new clients have to wait; "
			 "raise the limit (ulimit -n) or lower "
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

static struct lws_context_creation_info
make_info(struct dtap_server *server)
{
	return (struct lws_context_creation_info){
		.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
		.protocols = server->protocols,
		.user = server,
		.fd_limit_per_thread = CONNECTIONS,
		.max_http_header_data2 = HEADERS_ROOM,
		.timeout_secs = TIMEOUT_S,
		.timeout_secs_ah_idle = TIMEOUT_S,
		.keepalive_timeout = TIMEOUT_S,
	};
}

static bool
listen_tcp(struct dtap_server *server, const struct dtap_listen *listen)
{
	struct lws_context_creation_info info = make_info(server);
	struct lws_vhost *vhost;
	int bound;

	if (dtap_listen_check_tcp(listen->address, listen->port) < 0)
		return false;
	/* Else an IPv4 address would be listened on as ::ffff:... */
	if (strchr(listen->address, ':') == NULL)
		info.options |= LWS_SERVER_OPTION_DISABLE_IPV6;
	info.vhost_name = "tcp";
	info.iface = listen->address;
	info.port = (int)listen->port;
	vhost = lws_create_vhost(server->context, &info);
	bound = vhost != NULL ? lws_get_vhost_listen_port(vhost) : 0;
	if (bound <= 0) {
		errno = vhost == NULL ? EADDRINUSE : EADDRNOTAVAIL;
		return false;
	}
	server->port = (unsigned)bound;
	return true;
}

/* From its first moment nobody else may connect; then whom the mode says. */
static bool
listen_unix(struct dtap_server *server, const struct dtap_listen *listen)
{
	struct lws_context_creation_info info = make_info(server);
	struct lws_vhost *vhost;
	mode_t old;

	if (dtap_listen_check_unix(listen->unix_socket) < 0)
		return false;
	info.options |= LWS_SERVER_OPTION_UNIX_SOCK;
	info.vhost_name = "unix";
	info.iface = listen->unix_socket;
	old = umask(S_IRWXG | S_IRWXO);
	vhost = lws_create_vhost(server->context, &info);
	umask(old);
	if (vhost == NULL) {
		errno = EADDRNOTAVAIL;
		return false;
	}
	return dtap_listen_check_share(listen->unix_socket, listen->unix_mode,
				       listen->unix_group) == 0;
}

static bool
make_handover(struct dtap_server *server)
{
	if (dtap_handover_init(&server->handover) < 0)
		return false;
	server->handover.file_worker = dtap_file_worker_new();
	return server->handover.file_worker != NULL;
}

static bool
listen_on(struct dtap_server *server, const struct dtap_listen *listen,
	  const char **which)
{
	struct lws_context_creation_info info = make_info(server);

	dtap_lws_log_begin();
	*which = "libwebsockets";
	server->context = lws_create_context(&info);
	if (server->context == NULL) {
		errno = ENOMEM;
		return false;
	}
	*which = listen->address;
	if (listen->address[0] != '\0' && !listen_tcp(server, listen))
		return false;
	*which = listen->unix_socket;
	return listen->unix_socket[0] == '\0' || listen_unix(server, listen);
}

struct dtap_server *
dtap_server_new(const struct dtap_service *service,
		const struct dtap_listen *listen, const char **which)
{
	struct dtap_server *server = calloc(1, sizeof *server);
	int saved;

	if (server == NULL)
		return NULL;
	server->service = service;
	server->access = listen->access;
	server->protocols[0] = (struct lws_protocols){
		.name = "http",
		.callback = on_event,
		.per_session_data_size = sizeof(struct session),
		.tx_packet_size = LARGEST_WRITE,
	};
	if (make_handover(server) && listen_on(server, listen, which))
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
		dtap_lws_log_settle();
	} while (!atomic_load(&server->stopping) &&
		 lws_service(server->context, 0) >= 0);
	return NULL;
}

int
dtap_server_start(struct dtap_server *server)
{
	if (dtap_file_worker_start(server->handover.file_worker) < 0)
		return -1;
	server->started = dtap_thread_start(&server->thread, "server",
					    server_main, server) == 0;
	return server->started ? 0 : -1;
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
	dtap_file_worker_free(server->handover.file_worker);
	dtap_handover_close(&server->handover);
	free(server);
}
