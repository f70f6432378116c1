/* SPDX-License-Identifier: MIT */
/*
 * sources.h - the constructors of all sources, one file each.
 *
 * Each returns a source that the caller owns until it gives it to a tap, or
 * NULL with errno ENOMEM.  None touches a device or a file before open.
 */
#ifndef DTAP_SOURCES_H
#define DTAP_SOURCES_H

#include <dtap/source.h>

/* What a modem is asked to log; all zeros but logs: nothing. */
struct dtap_mask_options {
	enum {
		DTAP_LOGS_NONE,
		DTAP_LOGS_SIGNALLING,
		DTAP_LOGS_ALL,
	} preset;
	const char *logs; /* codes beside: "0xB0C0 0xB821" */
	bool events;
	uint32_t messages; /* a bit for each level; 0: not asked */
};

struct dtap_diag_options {
	const char *device;  /* copied; "/dev/diag" */
	size_t buffer_bytes; /* of one read: no container may be larger */
	struct dtap_mask_options masks;
};

/*
 * The DIAG driver's device, which one program may read: a container is what one
 * read of it returned.  The device is locked (flock) while it is open, so that
 * a second diagtapd can say what is the matter.  A read that gives nothing is
 * no end; a device that vanishes is an error, to be opened anew.
 */
struct dtap_source *dtap_diag_new(const struct dtap_diag_options *options);

/*
 * A character device with bare HDLC: a serial port, which is made raw while it
 * is open, or a modem's own (wwan, mhi).  Locked with flock(2).  What one read
 * returned is a container of its whole frames.  device is copied.  masks: NULL
 * asks for nothing.
 */
struct dtap_source *dtap_hdlc_new(const char *device,
				  const struct dtap_mask_options *masks);

/*
 * Bare HDLC over TCP, from whom we connect to, or who connects to us: then the
 * next may come when it has left.  address, which is copied, is "HOST:PORT".
 * NULL with EINVAL: it is not.  masks: asked of each peer; NULL asks for
 * nothing.
 */
struct dtap_source *dtap_tcp_new(const char *address, bool listens,
				 const struct dtap_mask_options *masks);

/*
 * A diag-router's SOCK_SEQPACKET socket, a packet without HDLC at a time, which
 * becomes a container with that packet framed.  name, which is copied, is a
 * path, or "@NAME" for an abstract one.  NULL with ENAMETOOLONG: above 107
 * bytes.
 */
struct dtap_source *dtap_unix_new(const char *name);

struct dtap_ipa_options {
	const char *device;  /* copied; "/dev/qcom_ipa0_monitor" */
	const char *header;  /* "auto", or of which form; see ipa/form.h */
	size_t buffer_bytes; /* of one read: what a driver gives in one */
};

/*
 * A device with the packets that IPA mirrors: a container is an entry, wherever
 * reads end.  Bytes that are no entry are containers too (DTAP_KIND_STRAY).  A
 * file or FIFO is the same, saved: played back as fast as it goes, to its end.
 */
struct dtap_source *dtap_ipa_new(const struct dtap_ipa_options *options);

struct dtap_netdev_options {
	const char *interface; /* copied; "rmnet_ipa0" */
	const char *filter;    /* copied; pcap-filter(7), or "" */
	const char *header;    /* "auto": none; or of which form */
	size_t snaplen;        /* bytes that are kept of a frame */
	size_t buffer_bytes;   /* the kernel's, with a slot for each */
};

/*
 * A network interface, through libpcap, not promiscuous: a container is a frame
 * (DTAP_KIND_NETIF), with the kernel's time; or with a header, an entry of
 * those in it, without Ethernet's header.  What the kernel drops is counted
 * (missed), and given as DTAP_KIND_LOSS.  Builds without libpcap have none;
 * NULL with ENOSYS: this machine is without it.
 */
struct dtap_source *dtap_netdev_new(const struct dtap_netdev_options *options);
bool dtap_netdev_is_known(void); /* here, see libpcap.h */

/* False: it is no filter, and why says so. */
bool dtap_netdev_check_filter(const char *filter, char *why, size_t room);

struct dtap_ipa_simulator_options {
	const char *header; /* "auto" is dpl3 */
	uint64_t seed;      /* the same seed gives the same entries */
	double rate;        /* of these a second, > 0 */
};

/* A made-up IPA: flows of TCP, UDP and ICMP, no hardware. */
struct dtap_source *dtap_ipa_simulator_new(
	const struct dtap_ipa_simulator_options *options);

struct dtap_diag_simulator_options {
	uint64_t seed; /* the same seed gives the same traffic */
	double rate;   /* containers a second, > 0 */
};

/* A made-up modem: no hardware, plausible LTE, NR and GSM signalling. */
struct dtap_source *dtap_diag_simulator_new(
	const struct dtap_diag_simulator_options *options);

struct dtap_file_options {
	const char *path; /* copied; "-" is standard input */
	double speed;     /* 1.0 as recorded; 0 as fast as it is taken */
};

/*
 * Replay: a saved container stream, or QMDL and mi2log (bare HDLC frames) or
 * DLF (bare logs), which are wrapped into containers; plain, gzip or zstd.  A
 * FIFO, a socket and standard input are live: read as they come, never paced; a
 * packet of a SOCK_SEQPACKET or SOCK_DGRAM is a container as it is, an empty
 * one the end.  At speed 0 all but devices are lossless: who writes into a FIFO
 * then waits as well.
 *
 * What it gives is the file, byte for byte, up to the first byte that is not
 * good: then it ends with ENODATA, and why names the offset.
 */
struct dtap_source *dtap_file_new(const struct dtap_file_options *options);

/*
 * The part of an open file that has been read, 0 to 1; -1: it is live, and has
 * no end to be known.  For who reads the source.
 */
double dtap_file_progress(const struct dtap_source *source);

#endif
