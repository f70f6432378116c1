/* SPDX-License-Identifier: MIT */
#include "base/listen_check.h"

#include <errno.h>
#include <grp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/net.h"

#define SOCKET_PATH_MAX 107 /* of struct sockaddr_un, without its NUL */

static bool fail(char *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool
fail(char *why, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, DTAP_LISTEN_WHY, format, args);
	va_end(args);
	return false;
}

const char *
dtap_listen_advice(int error)
{
	static const struct {
		int error;
		const char *text;
	} table[] = {
		{EADDRINUSE, "another program uses it: stop that program, or "
			     "choose another port (0 means any free port)"},
		{EADDRNOTAVAIL,
		 "this machine does not have this address: use 127.0.0.1 for "
		 "this machine only, 0.0.0.0 for all its addresses"},
		{EINVAL, "must be numeric, for example 127.0.0.1 or ::1"},
		{ENODEV, "a link-local address needs its interface, for "
			 "example fe80::1%eth0"},
		{EACCES, "not allowed: a port below 1024, or a directory of "
			 "another user, needs privileges"},
		{ENOTSOCK, "a file that is not a socket has this name"},
		{ENOENT, "the directory or the group (listen.unix_group) does "
			 "not exist"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].error == error)
			return table[i].text;
	return strerror(error);
}

bool
dtap_listen_mode(const char *text, unsigned *mode)
{
	char *end;
	unsigned long value = strtoul(text, &end, 8);

	*mode = (unsigned)value;
	return *end == '\0' && end != text && value <= 0777;
}

/* An address that others reach needs a token, or a key that allows all. */
bool
dtap_listen_check_exposure(const char *address, bool has_token,
			   bool allow_anonymous, char why[DTAP_LISTEN_WHY])
{
	if (has_token || allow_anonymous || address[0] == '\0' ||
	    dtap_net_is_loopback(address))
		return true;
	return fail(why,
		    "listen.address = \"%s\" is reachable from other "
		    "machines: set access.token_file, or "
		    "access.allow_anonymous = true if everyone who reaches the "
		    "port may read the traffic",
		    address);
}

static bool
check_unix(const struct dtap_listen_wish *wish, char *why)
{
	const char *path = wish->unix_socket;

	if (strlen(path) > SOCKET_PATH_MAX)
		return fail(why,
			    "listen.unix_socket = \"%s\": must have at most %d "
			    "bytes",
			    path, SOCKET_PATH_MAX);
	if (path[0] != '\0' && wish->unix_group[0] != '\0' &&
	    getgrnam(wish->unix_group) == NULL)
		return fail(why,
			    "listen.unix_group = \"%s\": this group does not "
			    "exist",
			    wish->unix_group);
	return true;
}

bool
dtap_listen_check(const struct dtap_listen_wish *wish,
		  char why[DTAP_LISTEN_WHY])
{
	const char *address = wish->address;
	unsigned mode;

	if (!dtap_listen_mode(wish->unix_mode, &mode))
		return fail(why,
			    "listen.unix_mode = \"%s\": must be octal, for "
			    "example \"0660\"",
			    wish->unix_mode);
	if (address[0] == '\0' && wish->unix_socket[0] == '\0' &&
	    !wish->is_passed)
		return fail(why, "listen.address and listen.unix_socket are "
				 "both empty: there is nothing to listen on");
	if (address[0] != '\0' && !dtap_net_same_address(address, address))
		return fail(why,
			    "listen.address = \"%s\": must be numeric, for "
			    "example 127.0.0.1 or ::1",
			    address);
	return check_unix(wish, why) &&
	       dtap_listen_check_exposure(address, wish->has_token,
					  wish->allow_anonymous, why);
}

/* PCAP-over-IP has no token: other machines need a key that allows all. */
bool
dtap_listen_check_pcap(const char *address, bool allow_anonymous,
		       char why[DTAP_LISTEN_WHY])
{
	if (!dtap_net_same_address(address, address))
		return fail(why,
			    "pcap_over_ip.address = \"%s\": must be numeric, "
			    "for example 127.0.0.1 or ::1",
			    address);
	return dtap_net_is_loopback(address) || allow_anonymous ||
	       fail(why,
		    "pcap_over_ip.address = \"%s\" is reachable from other "
		    "machines, and PCAP-over-IP cannot carry a token: set "
		    "access.allow_anonymous = true if everyone who reaches the "
		    "port may read the traffic",
		    address);
}

/* libwebsockets makes nothing without this device, and does not say so in
 * errno.
 */
static void
explain_server(int error, char *why)
{
	if (access("/dev/urandom", R_OK) < 0)
		fail(why,
		     "the server cannot be made: it needs /dev/urandom, which "
		     "cannot be read: %s",
		     strerror(errno));
	else
		fail(why, "the server cannot be made: %s", strerror(error));
}

void
dtap_listen_failure(const char *which, const char *address, unsigned port,
		    char why[DTAP_LISTEN_WHY])
{
	int error = errno;

	if (which == NULL)
		explain_server(error, why);
	else if (which == address)
		fail(why, "cannot listen on %s port %u: %s", which, port,
		     dtap_listen_advice(error));
	else
		fail(why, "cannot listen on %s: %s", which,
		     dtap_listen_advice(error));
}
