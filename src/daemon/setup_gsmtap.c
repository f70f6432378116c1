/* SPDX-License-Identifier: MIT */
#include "daemon/setup_gsmtap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/net.h"

/* 0: it is no port. */
static unsigned
read_port(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 5 || text[digits] != '\0' ||
	    atoi(text) > 65535)
		return 0;
	return (unsigned)atoi(text);
}

static bool
read_address(struct dtap_net_host_port *out, unsigned *port,
	     const char *address, const struct dtap_log *log)
{
	*port = 0;
	if (dtap_net_read_host_port(out, address, strlen(address)))
		*port = read_port(out->port);
	if (*port == 0 || !dtap_net_same_address(out->host, out->host))
		return DTAP_FAIL(log,
				 "gsmtap.address = \"%s\": must be a numeric "
				 "address and a port, for example "
				 "127.0.0.1:4729 or [::1]:4729",
				 address);
	return dtap_net_is_one_host(out->host) ||
	       DTAP_FAIL(log,
			 "gsmtap.address = \"%s\": must be the address of one "
			 "machine: multicast and broadcast would show the "
			 "traffic of this modem to a whole network",
			 address);
}

bool
dtap_setup_gsmtap(struct dtap_service *service, const struct dtap_conf *conf,
		  const struct dtap_log *log)
{
	struct dtap_sender_options options = {.tap = service->taps[0].tap};
	struct dtap_net_host_port address;

	if (!conf->gsmtap.enabled)
		return true;
	if (!read_address(&address, &options.port, conf->gsmtap.address, log))
		return false;
	if (options.tap == NULL)
		return true;
	options.address = address.host;
	service->gsmtap = dtap_sender_new(log, &options);
	return service->gsmtap != NULL ||
	       DTAP_FAIL(log, "gsmtap.address = \"%s\": %s",
			 conf->gsmtap.address,
			 errno == ENODEV ? "a link-local address needs its "
					   "interface, for example fe80::1%eth0"
					 : strerror(errno));
}

void
dtap_setup_report_gsmtap(const struct dtap_service *service,
			 const struct dtap_conf *conf,
			 const struct dtap_log *log)
{
	const char *address = conf->gsmtap.address;
	struct dtap_net_host_port parts;

	if (!conf->gsmtap.enabled)
		return;
	if (service->gsmtap == NULL) {
		dtap_log(log, DTAP_NOTICE,
			 "gsmtap: off, because the DIAG stream is disabled");
		return;
	}
	dtap_log(log, DTAP_NOTICE, "gsmtap: sends to %s", address);
	if (dtap_net_read_host_port(&parts, address, strlen(address)) &&
	    !dtap_net_is_loopback(parts.host))
		dtap_log(log, DTAP_WARNING,
			 "gsmtap: messages with identities of subscribers go "
			 "to %s over the network, and are not encrypted",
			 address);
}
