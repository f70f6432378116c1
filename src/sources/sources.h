/* SPDX-License-Identifier: MIT */
/*
 * sources.h - the constructors of all sources, one file each.
 *
 * Each returns a source, or NULL with errno ENOMEM.  The caller owns the source
 * until it gives it to a tap.  No device or file is touched before open.
 */
#ifndef DTAP_SOURCES_H
#define DTAP_SOURCES_H

#include <dtap/source.h>

#include "nats/link_options.h"
#include "sources/file/pcap_records.h"
#include "sources/usb/usbfs.h"

struct dtap_diag_options {
	const char *device;  /* copied; "/dev/diag" */
	size_t buffer_bytes; /* of one read: the largest container */
};

/*
 * The device of the DIAG driver.  Only one program can read it.  A container is
 * what one read returned.  The device is locked (flock) while it is open, so
 * that a second diagtapd can report the reason.  A read of 0 bytes is not the
 * end.  A device that disappears is an error, and the tap opens it again.
 */
struct dtap_source *dtap_diag_new(const struct dtap_diag_options *options);

/*
 * A character device with bare HDLC: a serial port, which is set to raw mode
 * while it is open, or a device of a modem driver (wwan, mhi).  Locked with
 * flock(2).  The whole frames of one read are a container.  device is copied.
 */
struct dtap_source *dtap_hdlc_new(const char *device);

struct dtap_usb_options {
	const char *device; /* copied; see usb/usb_address.h */

	/* For tests; NULL: the kernel's calls, and the files of this machine.
	 */
	const struct dtap_usbfs_calls *calls;
	const char *root; /* copied */
};

/*
 * A DIAG interface of a USB device, through usbfs; the kernel must have no
 * driver for it.  The whole frames of what has come are a container.  If a
 * device has several such interfaces, each is asked for its log codes, and the
 * first that knows LTE is read.  A device that is unplugged, or becomes another
 * one, is looked for again.  Returns NULL with EINVAL for a device that is no
 * address.
 */
struct dtap_source *dtap_usb_new(const struct dtap_usb_options *options);

/*
 * Bare HDLC over TCP.  We connect to the peer, or it connects to us (listens);
 * then the next peer may connect after it has left.  address is "HOST:PORT" and
 * is copied.  Returns NULL with EINVAL for any other address.  Each peer begins
 * a session.
 */
struct dtap_source *dtap_tcp_new(const char *address, bool listens);

/*
 * The SOCK_SEQPACKET socket of a diag-router: one packet at a time, without
 * HDLC.  Each becomes a container with this packet in a frame.  name is a path,
 * or "@NAME" for an abstract name, and is copied.  Returns NULL with
 * ENAMETOOLONG for more than 107 bytes.
 */
struct dtap_source *dtap_unix_new(const char *name);

struct dtap_nats_options {
	const struct dtap_link_options *link; /* copied; `name` and `inbox` are
						 the source's own */
	const char *group, *device; /* copied; words of fleet_name.h */
};

/*
 * The tap "diag" of a device that sends to a server of NATS (docs/fleet.md): of
 * its messages the containers, in order and once each.  It begins with what
 * comes after the first connection; after a later one it goes on where it was.
 * What is missing is counted (missed), and given as DTAP_KIND_LOSS; a message
 * that is not as docs/wire.md says is refused (skipped_bytes).  It cannot be
 * written to.  Builds without libnats have no such source.  Make it while the
 * process has one thread.  NULL with ENOSYS: libnats is not installed.
 */
struct dtap_source *dtap_nats_new(const struct dtap_nats_options *options);

struct dtap_ipa_options {
	const char *device;  /* copied; "/dev/qcom_ipa0_monitor" */
	const char *header;  /* "auto" or a name, see ipa/header_format.h */
	size_t buffer_bytes; /* of one read */
};

/*
 * A device with the packets that IPA copies.  A container is an entry, wherever
 * reads end.  Bytes outside entries are containers too (DTAP_KIND_STRAY).  A
 * file or FIFO is a saved stream of this: replayed without pauses, to its end.
 */
struct dtap_source *dtap_ipa_new(const struct dtap_ipa_options *options);

struct dtap_netdev_options {
	const char *interface; /* copied; "rmnet_ipa0" */
	const char *filter;    /* copied; pcap-filter(7), or "" */
	const char *header;    /* "auto": none; or a name, as above */
	size_t snaplen;        /* bytes kept of each frame */
	size_t buffer_bytes;   /* of the kernel, with slots for frames */
};

/*
 * A network interface, through libpcap, not promiscuous.  A container is a
 * frame (DTAP_KIND_NETIF) with the time from the kernel.  With a header it is
 * an entry in the frame, without the Ethernet header.  Frames that the kernel
 * drops are counted (missed), and given as DTAP_KIND_LOSS.  Builds without
 * libpcap have no such source.  Returns NULL with ENOSYS if libpcap is not
 * installed.
 */
struct dtap_source *dtap_netdev_new(const struct dtap_netdev_options *options);
bool dtap_netdev_is_known(void); /* libpcap is installed */

/* False: not a valid filter; why says the reason. */
bool dtap_netdev_check_filter(const char *filter, char *why, size_t room);

struct dtap_ipa_simulator_options {
	const char *header; /* "auto" is dpl3 */
	uint64_t seed;      /* the same seed gives the same entries */
	double rate;        /* entries a second, > 0 */
};

/* A made-up IPA: TCP, UDP and ICMP flows, without hardware. */
struct dtap_source *dtap_ipa_simulator_new(
	const struct dtap_ipa_simulator_options *options);

struct dtap_diag_simulator_options {
	uint64_t seed; /* the same seed gives the same traffic */
	double rate;   /* containers a second, > 0 */
	unsigned sims; /* 0: everything, dense and in a random order; else the
			* day of a phone with 1 or 2 SIMs */

	/*
	 * Whether the modem is asked to send a packet; it may be called by the
	 * reader thread at any time.  NULL: all packets.
	 */
	bool (*passes)(void *arg, const uint8_t *packet, size_t size);
	void *passes_arg;
};

/* A made-up modem with LTE, NR and GSM signalling, without hardware. */
struct dtap_source *dtap_diag_simulator_new(
	const struct dtap_diag_simulator_options *options);

struct dtap_file_options {
	const char *path;  /* copied; "-" is standard input */
	double speed;      /* 1.0 as recorded; 0 as fast as it is taken */
	unsigned flush_ms; /* of silence, after which a live container ends */
};

/*
 * Replay of a capture, plain, gzip or zstd: a saved container stream, pcap of
 * diagtap, QMDL and mi2log (HDLC frames) or DLF (logs).  Of frames and logs it
 * makes containers.
 *
 * A FIFO, a socket and standard input are live: never paced.  A packet of a
 * SOCK_SEQPACKET or SOCK_DGRAM is a container as it is; an empty one is the
 * end. At speed 0 all inputs except devices are lossless: a program that writes
 * into a FIFO then waits too.
 *
 * The containers depend only on the bytes, not on the input: file, pipe, pieces
 * of any size, compression.  The one exception is a live input with a speed:
 * after flush_ms of silence a container ends.
 *
 * Damage is skipped: read returns 0 with `why`, and skipped_bytes and resyncs
 * count it.  The end is ENODATA; why is set if the capture is cut or damaged at
 * its end.
 */
struct dtap_source *dtap_file_new(const struct dtap_file_options *options);

/*
 * The part of an open file that was read, 0 to 1; -1: it is live, its end is
 * not known.  Called by the reader of the source.
 */
double dtap_file_progress(const struct dtap_source *source);

/* Records of an open pcap file that gave no container; the same thread. */
struct dtap_skipped_records dtap_file_skipped(const struct dtap_source *source);

#endif
