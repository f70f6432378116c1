/* SPDX-License-Identifier: MIT */
/*
 * Requests: the head as such, and byte for byte through the real server in this
 * process, one connection for each input.  Each is answered, or the connection
 * is closed.
 */
#include "fuzz.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/clock_api.h"
#include "http/masks_api.h"
#include "http/request.h"
#include "http/diagtapd_site.h"
#include "http/server.h"

static struct dtap_server *
start(void)
{
	static const struct dtap_log log = {.most = DTAP_ERROR};
	static struct dtap_service service = {
		.log = &log,
		.taps = {{.name = "diag", .refusal = "It is off."}},
		.tap_count = 1,
	};
	static const struct dtap_access access = {.hosts = "a"};
	static const struct dtap_listen listen = {
		.address = "127.0.0.1", .unix_socket = "", .access = &access};
	static struct dtap_mask_settings settings;
	static struct dtap_masks masks;
	static const struct dtap_configured_masks none = {&settings, &masks};
	struct dtap_server *server;
	struct dtap_site site;
	const char *which;

	service.mask_control = dtap_mask_control_new(NULL, "It is off.", &none);
	service.record_clock = dtap_record_clock_new(0);
	service.fanout = dtap_fanout_new(&log, 10);
	site = dtap_diagtapd_site(&service);
	server = dtap_server_new(&site, &listen, &which);
	CLAIM(server != NULL && dtap_server_start(server) == 0);
	return server;
}

/* A body is refused with a sentence, or is an offset within the range. */
static void
check_offset(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), why[256] = "";
	int64_t offset = 0,
		most = DTAP_RECORD_CLOCK_MAX_S * INT64_C(1000000000);

	if (dtap_clock_api_read(&offset, text, (struct timespec){1, 0}, why,
				sizeof why))
		CLAIM(offset >= -most && offset <= most);
	else
		CLAIM(why[0] != '\0');
	free(text);
}

/* A body is refused with a sentence, or all that it sets is known. */
static void
check_masks(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), why[320] = "";
	struct dtap_masks_order order;

	if (dtap_masks_api_read(&order, text, why, sizeof why)) {
		const char *logs = order.settings.logs;

		CLAIM(order.configured ||
		      (dtap_mask_settings_is_preset(order.settings.preset) &&
		       dtap_mask_settings_is_level(order.settings.messages)));
		CLAIM(strspn(logs, "0123456789ABCDEFx ") == strlen(logs));
	} else {
		CLAIM(why[0] != '\0');
	}
	free(text);
}

/* What is read is terminated, and nothing doubtful counts as absent. */
static void
check_head(const uint8_t *data, size_t size)
{
	static const char end[] = "\r\n\r\n";
	static struct dtap_request request;
	char *text = malloc(size + 4);
	const char *why = "";
	size_t head;
	int status;

	memcpy(text, data, size);
	memcpy(text + size, end, 4);
	head = dtap_request_head_size(text, size + 4);
	CLAIM(head > 0 && head <= size + 4);
	status = dtap_request_read(&request, text, head, &why);
	free(text);
	if (status != 0) {
		CLAIM(status >= 400 && why[0] != '\0' && request.last);
		return;
	}
	CLAIM(request.asterisk || request.path[0] == '/');
	CLAIM(memchr(request.query, '\0', sizeof request.query) != NULL);
	CLAIM(memchr(request.host, '\0', sizeof request.host) != NULL);
	CLAIM(request.http10 || request.has_host);
	CLAIM(!request.has_host || request.host[0] != '\0');
	CLAIM(request.announced != DTAP_REQUEST_BODY_SIZED ||
	      request.body_size <= DTAP_REQUEST_BODY_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dtap_server *server;
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	char answer[65536];
	int fd;

	check_offset(data, size);
	check_masks(data, size);
	check_head(data, size);
	if (server == NULL)
		server = start();
	address.sin_port = htons((uint16_t)dtap_server_port(server));
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Faster than the machine gets its ports back: they are waited for. */
	while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
		poll(NULL, 0, 10);
	send(fd, data, size, MSG_NOSIGNAL);
	send(fd, "\r\n\r\n", 4, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	while (recv(fd, answer, sizeof answer, 0) > 0)
		;
	close(fd);
	return 0;
}
