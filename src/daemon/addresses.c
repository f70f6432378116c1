/* SPDX-License-Identifier: MIT */
#include "daemon/addresses.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/net.h"

static void
add(struct dtap_addresses *out, const char *address)
{
	if (out->count == DTAP_ADDRESSES) {
		out->more++;
		return;
	}
	snprintf(out->text[out->count++], sizeof *out->text, "%s", address);
}

/* The address as text.  False: it is not for clients. */
static bool
read_address(char text[INET6_ADDRSTRLEN], const struct ifaddrs *interface,
	     int family)
{
	const struct sockaddr *address = interface->ifa_addr;
	const struct sockaddr_in *v4 = (const void *)address;
	const struct sockaddr_in6 *v6 = (const void *)address;

	if (address == NULL || address->sa_family != family ||
	    (interface->ifa_flags & IFF_UP) == 0 ||
	    (interface->ifa_flags & IFF_LOOPBACK) != 0)
		return false;
	if (family == AF_INET)
		return inet_ntop(family, &v4->sin_addr, text,
				 INET6_ADDRSTRLEN) != NULL;
	return !IN6_IS_ADDR_LINKLOCAL(&v6->sin6_addr) &&
	       inet_ntop(family, &v6->sin6_addr, text, INET6_ADDRSTRLEN) !=
		       NULL;
}

static void
add_interfaces(struct dtap_addresses *out, int family)
{
	char text[INET6_ADDRSTRLEN];
	struct ifaddrs *all;

	if (getifaddrs(&all) < 0)
		return;
	for (const struct ifaddrs *at = all; at != NULL; at = at->ifa_next)
		if (read_address(text, at, family))
			add(out, text);
	freeifaddrs(all);
}

void
dtap_addresses_of(struct dtap_addresses *out, const char *listen_address)
{
	*out = (struct dtap_addresses){0};
	if (dtap_net_same_address(listen_address, "0.0.0.0")) {
		add(out, "127.0.0.1");
		add_interfaces(out, AF_INET);
	} else if (dtap_net_same_address(listen_address, "::")) {
		add(out, "::1");
		add_interfaces(out, AF_INET6);
	} else {
		add(out, listen_address);
	}
}
