/* SPDX-License-Identifier: MIT */
#include "daemon/setup_listen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/net.h"
#include "daemon/setup_taps.h"
#include "base/listener.h"
#include "http/diagtapd_site.h"
#include "base/listen_check.h"

/* After it listens: who is let in. */
static void
warn_of_exposure(const struct dtap_setup *setup, const struct dtap_conf *conf,
		 const struct dtap_log *log)
{
	const char *address = setup->http_address;

	if (conf->access.token_file[0] == '\0' && address[0] != '\0' &&
	    !dtap_net_is_loopback(address))
		dtap_log(log, DTAP_WARNING,
			 "EVERYONE who reaches %s can read the traffic of this "
			 "modem: access.allow_anonymous is true and "
			 "access.token_file is not set",
			 address);
}

static bool
cannot_listen(const struct dtap_log *log, const struct dtap_listen *listen,
	      const char *which)
{
	char why[DTAP_LISTEN_WHY];

	dtap_listen_failure(which, listen->address, listen->port, why);
	return DTAP_FAIL(log, "%s", why);
}

/* The socket that systemd passes in place of one of the configuration. */
static const int *
passed_socket(struct dtap_setup *setup, bool is_unix, int *fd)
{
	struct dtap_socket *socket =
		dtap_sockets_http(&setup->sockets, is_unix);

	if (socket == NULL)
		return NULL;
	*fd = dtap_socket_take(socket);
	return fd;
}

static bool
make_server(struct dtap_setup *setup, const struct dtap_conf *conf,
	    const struct dtap_log *log)
{
	int tcp, local;
	struct dtap_listen listen = {
		.address = conf->listen.address,
		.port = (unsigned)conf->listen.port,
		.tcp_fd = passed_socket(setup, false, &tcp),
		.unix_socket = conf->listen.unix_socket,
		.unix_group = conf->listen.unix_group,
		.unix_fd = passed_socket(setup, true, &local),
		.access = &setup->access,
	};
	const struct dtap_site site = dtap_diagtapd_site(&setup->service);
	const char *which;

	dtap_listen_mode(conf->listen.unix_mode, &listen.unix_mode);
	setup->server = dtap_server_new(&site, &listen, &which);
	if (setup->server == NULL)
		return cannot_listen(log, &listen, which);
	warn_of_exposure(setup, conf, log);
	return true;
}

static bool
check_pcap_addresses(const struct dtap_setup *setup,
		     const struct dtap_conf *conf, const struct dtap_log *log)
{
	char why[DTAP_LISTEN_WHY];

	for (size_t i = 0; i < setup->service.tap_count; i++)
		if (setup->pcap_addresses[i][0] != '\0' &&
		    !dtap_listen_check_pcap(setup->pcap_addresses[i],
					    conf->access.allow_anonymous, why))
			return DTAP_FAIL(log, "%s", why);
	return true;
}

/* After it listens: who is let in. */
static void
warn_of_pcap_listener(const char *address, const struct dtap_conf *conf,
		      const struct dtap_log *log)
{
	if (!dtap_net_is_loopback(address))
		dtap_log(log, DTAP_WARNING,
			 "EVERYONE who reaches %s can read the traffic of this "
			 "modem: pcap_over_ip needs no token",
			 address);
	else if (conf->access.token_file[0] != '\0')
		dtap_log(log, DTAP_WARNING,
			 "pcap_over_ip needs no token: every user of this "
			 "machine can read the traffic of this modem");
}

static bool
make_pcap_listener(struct dtap_setup *setup, const struct dtap_conf *conf,
		   size_t tap, const struct dtap_log *log)
{
	const struct dtap_service_tap *of = &setup->service.taps[tap];
	struct dtap_socket *socket =
		dtap_sockets_pcap(&setup->sockets, of->name);
	int fd = socket != NULL ? dtap_socket_take(socket) : -1;
	const struct dtap_pcap_listener_options options = {
		.address = setup->pcap_addresses[tap],
		.port = dtap_setup_pcap_port(conf, tap),
		.fd = socket != NULL ? &fd : NULL,
		.tap = of->tap,
	};

	setup->pcap_listeners[tap] =
		dtap_pcap_listener_new(log, setup->service.fanout, &options);
	return setup->pcap_listeners[tap] != NULL ||
	       DTAP_FAIL(log, "pcap_over_ip: cannot listen on %s port %u: %s",
			 options.address, options.port,
			 dtap_listen_advice(errno));
}

/* One for each tap that has an address for it. */
static bool
make_pcap_listeners(struct dtap_setup *setup, const struct dtap_conf *conf,
		    const struct dtap_log *log)
{
	const char *last = NULL;

	for (size_t i = 0; i < setup->service.tap_count; i++) {
		if (setup->pcap_addresses[i][0] == '\0')
			continue;
		if (!make_pcap_listener(setup, conf, i, log))
			return false;
		if (last == NULL || strcmp(last, setup->pcap_addresses[i]) != 0)
			warn_of_pcap_listener(setup->pcap_addresses[i], conf,
					      log);
		last = setup->pcap_addresses[i];
	}
	return true;
}

/* What can be said of the addresses before a socket is opened. */
static bool
check_http(const struct dtap_setup *setup, const struct dtap_conf *conf,
	   const struct dtap_log *log)
{
	const struct dtap_listen_wish wish = {
		.address = setup->http_address,
		.unix_socket = conf->listen.unix_socket,
		.unix_mode = conf->listen.unix_mode,
		.unix_group = conf->listen.unix_group,
		.is_passed = setup->sockets.count > 0,
		.has_token = conf->access.token_file[0] != '\0',
		.allow_anonymous = conf->access.allow_anonymous,
	};
	char why[DTAP_LISTEN_WHY];

	return dtap_listen_check(&wish, why) || DTAP_FAIL(log, "%s", why);
}

/* The socket's address if systemd passes one, else that of the configuration.
 */
static void
set_address(char out[DTAP_ADDRESS_ROOM], const struct dtap_socket *socket,
	    const char *configured)
{
	snprintf(out, DTAP_ADDRESS_ROOM, "%s",
		 socket != NULL ? socket->address : configured);
}

static void
set_addresses(struct dtap_setup *setup, const struct dtap_conf *conf)
{
	set_address(setup->http_address,
		    dtap_sockets_http(&setup->sockets, false),
		    conf->listen.address);
	for (size_t i = 0; i < setup->service.tap_count; i++) {
		const struct dtap_service_tap *tap = &setup->service.taps[i];

		if (tap->tap != NULL)
			set_address(
				setup->pcap_addresses[i],
				dtap_sockets_pcap(&setup->sockets, tap->name),
				conf->pcap_over_ip.enabled
					? conf->pcap_over_ip.address
					: "");
	}
}

bool
dtap_setup_check_listen(struct dtap_setup *setup, const struct dtap_conf *conf,
			const struct dtap_log *log)
{
	char why[256];

	if (!dtap_sockets_receive(&setup->sockets, why))
		return DTAP_FAIL(log, "%s", why);
	set_addresses(setup, conf);
	return check_http(setup, conf, log) &&
	       check_pcap_addresses(setup, conf, log);
}

/* A mistake in a unit: nobody would answer there. */
static void
warn_of_sockets(const struct dtap_sockets *sockets, const struct dtap_log *log)
{
	for (size_t i = 0; i < sockets->count; i++)
		if (sockets->sockets[i].fd >= 0)
			dtap_log(log, DTAP_WARNING,
				 "systemd passes the socket \"%s\", for which "
				 "there is no use",
				 sockets->sockets[i].name);
}

bool
dtap_setup_listen(struct dtap_setup *setup, const struct dtap_conf *conf,
		  const struct dtap_log *log)
{
	if (!make_server(setup, conf, log) ||
	    !make_pcap_listeners(setup, conf, log))
		return false;
	warn_of_sockets(&setup->sockets, log);
	dtap_sockets_close(&setup->sockets);
	return true;
}
