/* SPDX-License-Identifier: MIT */
/*
 * libpcap.h - the functions of libpcap that we call.  It is loaded when an
 * interface is opened, see base/dynlib.h.
 */
#ifndef DTAP_LIBPCAP_H
#define DTAP_LIBPCAP_H

#include <stdbool.h>

#include <pcap/pcap.h>

struct dtap_libpcap {
	__typeof__(&pcap_activate) activate;
	__typeof__(&pcap_close) close;
	__typeof__(&pcap_compile) compile;
	__typeof__(&pcap_create) create;
	__typeof__(&pcap_datalink) datalink;
	__typeof__(&pcap_freecode) freecode;
	__typeof__(&pcap_get_selectable_fd) get_selectable_fd;
	__typeof__(&pcap_geterr) geterr;
	__typeof__(&pcap_next_ex) next_ex;
	__typeof__(&pcap_open_dead) open_dead;
	__typeof__(&pcap_set_buffer_size) set_buffer_size;
	__typeof__(&pcap_set_immediate_mode) set_immediate_mode;
	__typeof__(&pcap_set_snaplen) set_snaplen;
	__typeof__(&pcap_setfilter) setfilter;
	__typeof__(&pcap_setnonblock) setnonblock;
	__typeof__(&pcap_stats) stats;
	__typeof__(&pcap_statustostr) statustostr;
};

/* The message when it cannot be loaded. */
#define DTAP_LIBPCAP_NONE "libpcap is not installed (libpcap.so.0.8 or .1)"

/* Any thread; a second call costs little.  False: it is not installed. */
bool dtap_libpcap_load(struct dtap_libpcap *pcap);

#endif
