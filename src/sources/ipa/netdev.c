/* SPDX-License-Identifier: MIT */
#include "sources/sources.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/pcap.h>

#include "base/clock.h"
#include "sources/ipa/entry_parser.h"
#include "sources/libpcap.h"

#define STATS_EACH 64   /* frames, and whenever no frame is waiting */
#define POLL_MS    1000 /* to notice that an interface is gone */

/* In dense traffic we wake at most this often; more often for a small ring.  A
 * frame takes at least FRAME_NS. */
#define NAP_NS   (2 * DTAP_NS_PER_MS)
#define FRAME_NS 500
#define SLOT     128 /* bytes of a slot in addition to snaplen, about */

#define ETHERNET_HEADER 14

struct netdev {
	struct dtap_source source; /* first: what the tap knows */
	struct dtap_libpcap lib;
	char *interface, *filter;
	int snaplen, buffer_bytes;
	int64_t nap;                      /* ns */
	struct dtap_entry_parser *parser; /* NULL: no status headers */

	/* From open to close. */
	pcap_t *pcap;
	int fd;
	uint16_t linktype;
	bool dense;           /* the last wait for a frame was short */
	unsigned taken;       /* frames since the last wait */
	unsigned frames;      /* since the kernel was asked for its drops */
	uint32_t dropped;     /* drops that it had reported then */
	struct timespec last; /* the time of the last frame */
	bool is_stray;        /* the parser gave stray bytes last */
};

static struct netdev *
netdev_of(struct dtap_source *source)
{
	return (struct netdev *)source;
}

/* Sets why from the error of pcap_activate. */
static void
explain(struct netdev *netdev, int error)
{
	struct dtap_source *source = &netdev->source;
	const char *name = netdev->interface;
	const char *more = netdev->lib.geterr(netdev->pcap);

	if (error == PCAP_ERROR_NO_SUCH_DEVICE)
		dtap_source_explain(
			source,
			"There is no interface %s. Set ipa.interface "
			"to one that \"ip link\" lists.",
			name);
	else if (error == PCAP_ERROR_PERM_DENIED ||
		 error == PCAP_ERROR_PROMISC_PERM_DENIED)
		dtap_source_explain(source,
				    "This user may not capture. Start "
				    "diagtapd as root, or with CAP_NET_RAW.");
	else if (error == PCAP_ERROR_IFACE_NOT_UP)
		dtap_source_explain(source,
				    "The interface %s is down. \"ip link set "
				    "%s up\" as root starts it.",
				    name, name);
	else
		dtap_source_explain(
			source, "%s",
			*more != '\0' ? more : netdev->lib.statustostr(error));
}

/*
 * In immediate mode the ring has a slot of snaplen bytes for each frame.  So
 * the buffer must be large, or a burst is lost before we wake.
 */
static int
activate(struct netdev *netdev)
{
	netdev->lib.set_snaplen(netdev->pcap, netdev->snaplen);
	netdev->lib.set_immediate_mode(netdev->pcap, 1);
	netdev->lib.set_buffer_size(netdev->pcap, netdev->buffer_bytes);
	return netdev->lib.activate(netdev->pcap);
}

static bool
set_filter(struct netdev *netdev)
{
	struct bpf_program program;
	int error;

	if (netdev->filter[0] == '\0')
		return true;
	error = netdev->lib.compile(netdev->pcap, &program, netdev->filter, 1,
				    PCAP_NETMASK_UNKNOWN);
	if (error == 0) {
		error = netdev->lib.setfilter(netdev->pcap, &program);
		netdev->lib.freecode(&program);
	}
	if (error != 0)
		dtap_source_explain(
			&netdev->source, "The filter \"%s\" is wrong: %s.",
			netdev->filter, netdev->lib.geterr(netdev->pcap));
	return error == 0;
}

/* False: why is set. */
static bool
set_up(struct netdev *netdev)
{
	char text[PCAP_ERRBUF_SIZE];
	int error = activate(netdev);

	if (error < 0) {
		explain(netdev, error);
		return false;
	}
	if (!set_filter(netdev))
		return false;
	/* The wait in libpcap does not end at a signal. */
	if (netdev->lib.setnonblock(netdev->pcap, 1, text) != 0) {
		dtap_source_explain(&netdev->source, "%.200s", text);
		return false;
	}
	netdev->fd = netdev->lib.get_selectable_fd(netdev->pcap);
	return netdev->fd >= 0;
}

static int
netdev_open(struct dtap_source *source)
{
	struct netdev *netdev = netdev_of(source);
	char text[PCAP_ERRBUF_SIZE] = "";

	netdev->pcap = netdev->lib.create(netdev->interface, text);
	if (netdev->pcap == NULL) {
		dtap_source_explain(source, "%.200s", text);
		errno = ENODEV;
		return -1;
	}
	if (!set_up(netdev)) {
		netdev->lib.close(netdev->pcap);
		errno = EIO;
		return -1;
	}
	/* Files use another number for this one. */
	netdev->linktype =
		netdev->lib.datalink(netdev->pcap) == DLT_RAW
			? DTAP_LINKTYPE_RAW
			: (uint16_t)netdev->lib.datalink(netdev->pcap);
	netdev->frames = netdev->taken = netdev->dropped = 0;
	netdev->dense = false;
	netdev->last = (struct timespec){0};
	return 0;
}

/* A loss record, if the kernel has dropped frames since the last call. */
static ssize_t
give_loss(struct netdev *netdev, uint8_t *buffer)
{
	struct pcap_stat stat;
	struct dtap_amount loss = {0};

	netdev->frames = 0;
	if (netdev->lib.stats(netdev->pcap, &stat) != 0 ||
	    stat.ps_drop == netdev->dropped)
		return 0;
	loss.containers = stat.ps_drop - netdev->dropped;
	netdev->dropped = stat.ps_drop;
	atomic_fetch_add(&netdev->source.missed, loss.containers);
	dtap_pcap_loss_label(buffer, &loss);
	netdev->source.shape = (struct dtap_shape){.kind = DTAP_KIND_LOSS};
	netdev->source.time = netdev->last;
	return DTAP_LOSS_LABEL;
}

/*
 * Puts a frame into the parser; its entries are given one by one.  The link
 * layer's header comes before a status header.
 */
static void
keep_entries(struct netdev *netdev, const uint8_t *data, size_t size)
{
	bool is_ethernet = netdev->linktype == DLT_EN10MB;
	size_t skip =
		is_ethernet && size >= ETHERNET_HEADER ? ETHERNET_HEADER : 0;
	uint8_t *room = dtap_entry_parser_room(netdev->parser, size - skip);

	if (room == NULL)
		return;
	memcpy(room, data + skip, size - skip);
	dtap_entry_parser_add(netdev->parser, size - skip);
	dtap_entry_parser_end(netdev->parser);
}

/* Stray bytes are counted as the source ipa counts them. */
static void
count_strays(struct netdev *netdev, size_t size)
{
	struct dtap_source *source = &netdev->source;
	bool is_stray = source->shape.kind == DTAP_KIND_STRAY;

	if (is_stray)
		atomic_fetch_add(&source->stray_bytes, size);
	if (is_stray && !netdev->is_stray)
		atomic_fetch_add(&source->resyncs, 1);
	netdev->is_stray = is_stray;
}

static ssize_t
give_entry(struct netdev *netdev, uint8_t *buffer)
{
	struct dtap_source *source = &netdev->source;
	const uint8_t *data;
	size_t size;

	if (netdev->parser == NULL)
		return 0;
	if (!dtap_entry_parser_next(netdev->parser, &data, &size,
				    &source->shape)) {
		dtap_entry_parser_clear(netdev->parser);
		return 0;
	}
	count_strays(netdev, size);
	memcpy(buffer, data, size);
	source->time = netdev->last;
	return (ssize_t)size;
}

static ssize_t
give_frame(struct netdev *netdev, const struct pcap_pkthdr *head,
	   const uint8_t *data, uint8_t *buffer)
{
	struct dtap_source *source = &netdev->source;

	netdev->frames++;
	netdev->taken++;
	netdev->last =
		(struct timespec){head->ts.tv_sec, head->ts.tv_usec * 1000};
	if (netdev->parser != NULL) {
		keep_entries(netdev, data, head->caplen);
		return give_entry(netdev, buffer);
	}
	source->time = netdev->last;
	source->shape = (struct dtap_shape){
		.kind = DTAP_KIND_NETIF,
		.linktype = netdev->linktype,
		.missing = head->len - head->caplen,
	};
	memcpy(buffer, data, head->caplen);
	return head->caplen;
}

/*
 * Waits for a frame or a signal.  In dense traffic it sleeps a fixed time, so
 * that several frames come together: a wake-up costs ten times as much as a
 * frame.
 */
static void
await(struct netdev *netdev)
{
	struct pollfd fd = {.fd = netdev->fd, .events = POLLIN};
	int64_t began = dtap_clock_now();

	if (netdev->dense && netdev->taken > 0) {
		dtap_clock_sleep(began + netdev->nap);
	} else {
		poll(&fd, 1, POLL_MS);
		netdev->dense = dtap_clock_now() - began < netdev->nap;
	}
	netdev->taken = 0;
}

static int64_t
nap_of(const struct dtap_netdev_options *options)
{
	uint64_t slots = options->buffer_bytes / (options->snaplen + SLOT);
	int64_t most = (int64_t)slots * FRAME_NS;

	return most < NAP_NS ? most : NAP_NS;
}

static ssize_t
netdev_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct netdev *netdev = netdev_of(source);
	struct pcap_pkthdr *head;
	const uint8_t *data;
	ssize_t given = give_entry(netdev, buffer);

	(void)size; /* snaplen, or the largest entry */
	if (given == 0 && netdev->frames >= STATS_EACH)
		given = give_loss(netdev, buffer);
	if (given > 0)
		return given;
	switch (netdev->lib.next_ex(netdev->pcap, &head, &data)) {
	case 1:
		return give_frame(netdev, head, data, buffer);
	case 0:
		given = give_loss(netdev, buffer);
		if (given == 0)
			await(netdev);
		return given;
	default:
		dtap_source_explain(source, "%s",
				    netdev->lib.geterr(netdev->pcap));
		errno = EIO;
		return -1;
	}
}

/* The rest of a frame with several entries. */
static ssize_t
netdev_drain(struct dtap_source *source, uint8_t *buffer)
{
	return give_entry(netdev_of(source), buffer);
}

static void
netdev_close(struct dtap_source *source)
{
	struct netdev *netdev = netdev_of(source);

	netdev->lib.close(netdev->pcap);
}

static void
netdev_free(struct dtap_source *source)
{
	struct netdev *netdev = netdev_of(source);

	dtap_entry_parser_free(netdev->parser);
	free(netdev->interface);
	free(netdev->filter);
	free(netdev);
}

bool
dtap_netdev_is_known(void)
{
	struct dtap_libpcap lib;

	return dtap_libpcap_load(&lib);
}

struct dtap_source *
dtap_netdev_new(const struct dtap_netdev_options *options)
{
	static const struct dtap_source_ops ops = {
		.open = netdev_open,
		.read = netdev_read,
		.drain = netdev_drain,
		.close = netdev_close,
		.free = netdev_free,
	};
	const struct dtap_ipa_header_format *format =
		dtap_ipa_header_format_find(options->header);
	struct netdev *netdev = calloc(1, sizeof *netdev);

	if (netdev == NULL)
		return NULL;
	if (!dtap_libpcap_load(&netdev->lib)) {
		free(netdev);
		errno = ENOSYS;
		return NULL;
	}
	netdev->interface = strdup(options->interface);
	netdev->filter = strdup(options->filter);
	netdev->snaplen = (int)options->snaplen;
	netdev->buffer_bytes = (int)options->buffer_bytes;
	netdev->nap = nap_of(options);
	if (format != NULL)
		netdev->parser = dtap_entry_parser_new(format);
	netdev->source = (struct dtap_source){
		.ops = &ops,
		.type = "netdev",
		.where = netdev->interface,
		.buffer_size = options->snaplen > DTAP_IPA_ENTRY_MAX
				       ? options->snaplen
				       : DTAP_IPA_ENTRY_MAX,
	};
	if (netdev->interface != NULL && netdev->filter != NULL &&
	    (format == NULL || netdev->parser != NULL))
		return &netdev->source;
	netdev_free(&netdev->source);
	return NULL;
}
