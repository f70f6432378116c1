/* SPDX-License-Identifier: MIT */
#include "daemon/setup_source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/net.h"
#include "daemon/setup_nats.h"
#include "port/shared_masks.h"
#include "sources/sources.h"
#include "sources/usb/usb_address.h"

/* ipa.buffer_bytes: for one read of a device, and for an interface. */
#define IPA_BUFFER     65536
#define IPA_BUFFER_MIN 16384
#define IPA_BUFFER_MAX 1048576
#define NETDEV_BUFFER  8388608

#define SOCKET_MAX 107 /* bytes of the path of a struct sockaddr_un */

static struct dtap_source *
make_diag(const struct dtap_source_setup *choice)
{
	const struct dtap_diag_options options = {
		.device = choice->tap->device,
		.buffer_bytes = (size_t)choice->tap->buffer_bytes,
	};

	return dtap_diag_new(&options);
}

static struct dtap_source *
make_simulator(const struct dtap_source_setup *choice)
{
	const struct dtap_diag_simulator_options options = {
		.seed = (uint64_t)choice->tap->seed,
		.rate = choice->tap->rate,
		.sims = strcmp(choice->tap->story, "day") == 0
				? (unsigned)choice->tap->sims
				: 0,
		.passes = choice->simulated != NULL ? dtap_shared_masks_pass
						    : NULL,
		.passes_arg = choice->simulated,
	};

	return dtap_diag_simulator_new(&options);
}

static struct dtap_source *
make_file(const struct dtap_source_setup *choice)
{
	const struct dtap_file_options options = {
		.path = choice->tap->file,
		.speed = choice->tap->speed,
		.flush_ms = (unsigned)choice->conf->ring.flush_ms,
	};

	return dtap_file_new(&options);
}

static bool
check_nothing(const struct dtap_source_setup *choice,
	      const struct dtap_log *log)
{
	(void)choice;
	(void)log;
	return true;
}

/* A missing file is a mistake in the configuration: refuse to start. */
static bool
check_file(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	const char *path = choice->tap->file;
	int fd;

	if (path[0] == '\0')
		return DTAP_FAIL(
			log,
			"%s.source is \"file\" but %s.file is empty: set it to "
			"the capture to replay, or \"-\" for standard input",
			choice->name, choice->name);
	if (strcmp(path, "-") == 0)
		return true;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return DTAP_FAIL(log,
				 "%s.file = \"%s\": %s; choose a capture that "
				 "this user may read",
				 choice->name, path, strerror(errno));
	close(fd);
	return true;
}

/* A key that this source needs: report it now, not when it is opened. */
static bool
check_hdlc(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	if (strcmp(choice->tap->device, "/dev/diag") != 0)
		return true;
	return DTAP_FAIL(
		log, "diag.source is \"hdlc\" but diag.device is /dev/diag: "
		     "set it to a serial port or a character device of a "
		     "modem, for example /dev/ttyUSB0 or /dev/wwan0qcdm0");
}

static bool
check_usb(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	struct dtap_usb_address address;

	if (dtap_usb_address_read(&address, choice->tap->device))
		return true;
	return DTAP_FAIL(
		log,
		"diag.source is \"usb\" but diag.device = \"%s\": must be "
		"\"auto\", an idVendor and idProduct as 05c6:9091, or a place "
		"as usb:1-1.2; each may end with the number of an interface, "
		"as 05c6:9091:0 (diagtapd --list)",
		choice->tap->device);
}

static bool
check_tcp(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	const char *address = choice->tap->address;
	struct dtap_net_host_port parts;

	if (dtap_net_read_host_port(&parts, address, strlen(address)) &&
	    parts.port[0] != '\0' &&
	    (parts.host[0] != '\0' || choice->tap->listen))
		return true;
	return DTAP_FAIL(
		log,
		"diag.source is \"tcp\" but diag.address = \"%s\": must "
		"be HOST:PORT, for example 127.0.0.1:2500; HOST may be left "
		"out with "
		"diag.listen = true",
		address);
}

static bool
check_unix(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	size_t size = strlen(choice->tap->socket);

	if (size > 0 && size <= SOCKET_MAX)
		return true;
	return DTAP_FAIL(log,
			 "diag.socket = \"%s\": must have 1 to %d bytes, for "
			 "example @diag or a path",
			 choice->tap->socket, SOCKET_MAX);
}

static struct dtap_source *
make_hdlc(const struct dtap_source_setup *choice)
{
	return dtap_hdlc_new(choice->tap->device);
}

static struct dtap_source *
make_usb(const struct dtap_source_setup *choice)
{
	const char *device = choice->tap->device;
	const struct dtap_usb_options options = {
		.device = strcmp(device, "/dev/diag") == 0 ? "auto" : device,
	};

	return dtap_usb_new(&options);
}

static struct dtap_source *
make_tcp(const struct dtap_source_setup *choice)
{
	return dtap_tcp_new(choice->tap->address, choice->tap->listen);
}

static struct dtap_source *
make_unix(const struct dtap_source_setup *choice)
{
	return dtap_unix_new(choice->tap->socket);
}

#ifdef DTAP_NATS

static bool
check_nats(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	return dtap_setup_nats_check(choice->conf, log);
}

static struct dtap_source *
make_nats(const struct dtap_source_setup *choice)
{
	return dtap_setup_nats_make(choice->conf);
}

#endif

/* 0 means the default of the source. */
static size_t
buffer_of(const struct dtap_source_setup *choice, size_t own)
{
	return choice->tap->buffer_bytes > 0 ? (size_t)choice->tap->buffer_bytes
					     : own;
}

static bool
check_ipa(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	size_t size = buffer_of(choice, IPA_BUFFER);

	if (size >= IPA_BUFFER_MIN && size <= IPA_BUFFER_MAX)
		return true;
	return DTAP_FAIL(log,
			 "ipa.buffer_bytes = %zu: must be from %d to %d with "
			 "ipa.source = \"ipa\", or 0, which is %d",
			 size, IPA_BUFFER_MIN, IPA_BUFFER_MAX, IPA_BUFFER);
}

static struct dtap_source *
make_ipa(const struct dtap_source_setup *choice)
{
	const struct dtap_ipa_options options = {
		.device = choice->tap->device,
		.header = choice->tap->header,
		.buffer_bytes = buffer_of(choice, IPA_BUFFER),
	};

	return dtap_ipa_new(&options);
}

#ifdef DTAP_LIBPCAP

static bool
check_netdev(const struct dtap_source_setup *choice, const struct dtap_log *log)
{
	const char *filter = choice->tap->filter;
	char why[256];

	if (!dtap_netdev_is_known())
		return DTAP_FAIL(log, "ipa.source = \"netdev\": libpcap is not "
				      "installed (Debian: libpcap0.8)");
	if (choice->tap->interface[0] == '\0')
		return DTAP_FAIL(log,
				 "ipa.source is \"netdev\" but ipa.interface "
				 "is empty: set it to an interface that \"ip "
				 "link\" lists");
	if (buffer_of(choice, NETDEV_BUFFER) < (size_t)choice->tap->snaplen)
		return DTAP_FAIL(
			log,
			"ipa.buffer_bytes = %" PRId64 ": must hold many "
			"frames of ipa.snaplen = %" PRId64,
			choice->tap->buffer_bytes, choice->tap->snaplen);
	if (dtap_netdev_check_filter(filter, why, sizeof why))
		return true;
	return DTAP_FAIL(log, "ipa.filter = \"%s\": %s; see pcap-filter(7)",
			 filter, why);
}

static struct dtap_source *
make_netdev(const struct dtap_source_setup *choice)
{
	const struct dtap_netdev_options options = {
		.interface = choice->tap->interface,
		.filter = choice->tap->filter,
		.header = choice->tap->header,
		.snaplen = (size_t)choice->tap->snaplen,
		.buffer_bytes = buffer_of(choice, NETDEV_BUFFER),
	};

	return dtap_netdev_new(&options);
}

#endif

static struct dtap_source *
make_ipa_simulator(const struct dtap_source_setup *choice)
{
	const struct dtap_ipa_simulator_options options = {
		.header = choice->tap->header,
		.seed = (uint64_t)choice->tap->seed,
		.rate = choice->tap->rate,
	};

	return dtap_ipa_simulator_new(&options);
}

/* The taps that can have a source. */
enum { OF_DIAG = 1, OF_IPA = 2 };

static const struct source_type {
	const char *name;
	unsigned taps;
	bool (*check)(const struct dtap_source_setup *choice,
		      const struct dtap_log *log);
	struct dtap_source *(*make)(const struct dtap_source_setup *choice);
} source_types[] = {
	{"diag", OF_DIAG, check_nothing, make_diag},
	{"hdlc", OF_DIAG, check_hdlc, make_hdlc},
	{"usb", OF_DIAG, check_usb, make_usb},
	{"tcp", OF_DIAG, check_tcp, make_tcp},
	{"unix", OF_DIAG, check_unix, make_unix},
#ifdef DTAP_NATS
	{"nats", OF_DIAG, check_nats, make_nats},
#endif
	{"simulator", OF_DIAG, check_nothing, make_simulator},
	{"file", OF_DIAG | OF_IPA, check_file, make_file},
	{"ipa", OF_IPA, check_ipa, make_ipa},
#ifdef DTAP_LIBPCAP
	{"netdev", OF_IPA, check_netdev, make_netdev},
#endif
	{"simulator", OF_IPA, check_nothing, make_ipa_simulator},
};

/* Names the sources that exist. */
static bool
refuse_name(const struct dtap_source_setup *choice, unsigned tap,
	    const struct dtap_log *log)
{
	char names[256] = "";
	size_t used = 0;

	for (size_t i = 0; i < sizeof source_types / sizeof *source_types; i++)
		if (source_types[i].taps & tap)
			used += (size_t)snprintf(
				names + used, sizeof names - used, "%s\"%s\"",
				used > 0 ? ", " : "", source_types[i].name);
	return DTAP_FAIL(log,
			 "%s.source = \"%s\": unknown source; this build has "
			 "%s for this tap",
			 choice->name, choice->tap->source, names);
}

bool
dtap_setup_source(struct dtap_source **source,
		  const struct dtap_source_setup *choice,
		  const struct dtap_log *log)
{
	unsigned tap = strcmp(choice->name, "diag") == 0 ? OF_DIAG : OF_IPA;
	const struct source_type *type = NULL;

	for (size_t i = 0; i < sizeof source_types / sizeof *source_types; i++)
		if (source_types[i].taps & tap &&
		    strcmp(source_types[i].name, choice->tap->source) == 0)
			type = &source_types[i];
	if (type == NULL)
		return refuse_name(choice, tap, log);
	if (!type->check(choice, log))
		return false;
	*source = type->make(choice);
	return true;
}
