/* SPDX-License-Identifier: MIT */
#include "nats/link_server.h"

#include <string.h>

#include "base/net.h"

#define DEFAULT_PORT "4222"

bool
dtap_link_server_read(struct dtap_link_server *server, const char *url,
		      size_t size)
{
	static const char plain[] = "nats://", tls[] = "tls://";
	struct dtap_net_host_port at;
	size_t scheme;

	server->tls = strncmp(url, tls, sizeof tls - 1) == 0;
	if (!server->tls && strncmp(url, plain, sizeof plain - 1) != 0)
		return false;
	scheme = server->tls ? sizeof tls - 1 : sizeof plain - 1;
	if (size <= scheme || memchr(url, '@', size) != NULL ||
	    !dtap_net_read_host_port(&at, url + scheme, size - scheme) ||
	    at.host[0] == '\0' || strchr(at.host, '/') != NULL ||
	    strspn(at.port, "0123456789") != strlen(at.port) ||
	    strlen(at.port) >= sizeof server->port)
		return false;
	strcpy(server->host, at.host);
	strcpy(server->port, at.port[0] != '\0' ? at.port : DEFAULT_PORT);
	return true;
}
