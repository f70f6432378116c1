/* SPDX-License-Identifier: MIT */
/*
 * port.h - the DIAG port: programs attach to it as to a modem of their own.
 *
 * One thread ("port") has the arbiter, all clients and the ways in: TCP and
 * ptys (HDLC), and a SEQPACKET socket (containers).  It reads the tap's ring as
 * one subscriber, decodes each frame once, and gives it to the clients that
 * asked for it.  It subscribes only while a client is attached or a reply is
 * waited for.  Requests go to the modem through the tap (dtap_tap_request()).
 *
 * The port exists if port.enabled is true or if the source can be asked for
 * logs (then with no way in): masks may come later (service/mask_control.h).
 * Nothing a client does holds back the reader, another client or a stream:
 * queues are bounded, and what does not fit is lost and counted, logs before
 * replies.
 *
 *   new -> start -> ... -> stop -> free, by one owner on one thread.
 */
#ifndef DTAP_PORT_H
#define DTAP_PORT_H

#include <dtap/tap.h>

#include "base/log.h"
#include "port/masks.h"

struct dtap_port;

struct dtap_port_options {
	const struct dtap_log *log;
	struct dtap_tap *tap;
	bool virtual_modem;           /* a replay or the simulator */
	const struct dtap_masks *own; /* copied; NULL: none */

	/*
	 * Is told the masks that the virtual modem was given, when they may
	 * have changed; on the port's thread.  NULL: nobody.
	 */
	void (*obey)(void *arg, const struct dtap_masks *masks);
	void *obey_arg;

	unsigned commands;    /* enum dtap_command_class, as bits */
	unsigned max_clients; /* 1 to DTAP_ARBITER_CLIENTS */

	/* The ways in, all listening already; -1: no such way. */
	int tcp_fd;
	int socket_fd;
	const char *tty_directory; /* with `ttys` links 0, 1, ... */
	unsigned ttys;
	unsigned tty_mode;
	int tty_group; /* a gid; -1: none */
};

/*
 * Copies options.  Call it before the tap starts.  NULL with errno: ENOMEM, or
 * what was wrong with the ptys.  The listening sockets stay the caller's.
 */
struct dtap_port *dtap_port_new(const struct dtap_port_options *options);
void dtap_port_free(struct dtap_port *port);
int dtap_port_start(struct dtap_port *port); /* after the tap's; -1: errno */
/* Before the tap's stop.  Clients see an end of file. */
void dtap_port_stop(struct dtap_port *port);

/* Any thread: other masks of our own, as dtap_arbiter_set_own.  -1: ENOMEM. */
int dtap_port_set_own(struct dtap_port *port, const struct dtap_masks *own,
		      bool exact);

struct dtap_port_client_status {
	uint32_t number;
	char way[16];  /* "tcp", "tty", "socket", "diagtap-run" */
	char name[64]; /* "127.0.0.1:4242", "/dev/diagtap/0", "rayhunter (pid
			  7)" */
	int64_t since; /* monotonic ns */
	unsigned logs; /* codes that it asked for */
	bool events, messages;
	bool quiet; /* in its quiet time */
	uint64_t requests, refused, replies, timeouts;
	uint64_t frames, bytes; /* sent, without replies */
	uint64_t lost_frames, lost_bytes;
};

struct dtap_port_status {
	bool is_open; /* it has a way in */
	unsigned clients, max_clients;
	uint64_t attached;            /* clients since the start */
	uint64_t detached_slow;       /* who left 64 KiB of replies unread */
	uint64_t refused_connections; /* HTTP or TLS at the port; too many */
	uint64_t lags;                /* of the port itself */
	struct dtap_amount lost;      /* by that, to all clients */
	/* Sums over all clients since the start; they never run back. */
	uint64_t requests, refused, replies, timeouts;
	uint64_t frames, bytes, lost_frames, lost_bytes;
	unsigned logs; /* codes that the union has */
	bool events, messages;
};

/* Any thread.  Fills at most `room` clients, and returns how many there are. */
void dtap_port_status(struct dtap_port *port, struct dtap_port_status *status);
unsigned dtap_port_clients(struct dtap_port *port,
			   struct dtap_port_client_status *clients,
			   unsigned room);

#endif
