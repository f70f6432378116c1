/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <stdio.h>

#include <dtap/pcap.h>

#include "sources/libpcap.h"

/* Checks the filter without an interface, for this link layer. */
static bool
compiles(const struct dtap_libpcap *lib, int link, const char *filter,
	 char *why, size_t room)
{
	pcap_t *none = lib->open_dead(link, DTAP_SNAPLEN_MAX);
	struct bpf_program program;
	bool good;

	if (none == NULL)
		return true; /* no memory: open will report it */
	good = lib->compile(none, &program, filter, 1, PCAP_NETMASK_UNKNOWN) ==
	       0;
	if (good)
		lib->freecode(&program);
	else
		snprintf(why, room, "%s", lib->geterr(none));
	lib->close(none);
	return good;
}

bool
dtap_netdev_check_filter(const char *filter, char *why, size_t room)
{
	struct dtap_libpcap lib;

	if (!dtap_libpcap_load(&lib)) {
		snprintf(why, room, "%s", DTAP_LIBPCAP_NONE);
		return false;
	}
	return compiles(&lib, DLT_EN10MB, filter, why, room) ||
	       compiles(&lib, DLT_RAW, filter, why, room);
}
