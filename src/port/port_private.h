/* SPDX-License-Identifier: MIT */
/*
 * port_private.h - the struct of a port, for the files of this folder.
 *
 *   port.c       the thread: what it waits for, and one turn of it
 *   clients.c    who is attached: attach, detach, read
 *   delivery.c   what is sent to them, and when
 *   port_modem.c the arbiter's way to the modem, real or virtual
 *   traffic.c    the tap's ring: frames, to the arbiter and to clients
 *   tcp.c, tty.c, socket.c, launcher.c   the ways in
 *   port_status.c
 *
 * All functions but those of port.h run on the port's thread, with its lock
 * held.  A turn does not block.
 */
#ifndef DTAP_PORT_PRIVATE_H
#define DTAP_PORT_PRIVATE_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include <dtap/frames.h>

#include "base/rate_limit.h"
#include "port/arbiter.h"
#include "port/request_reader.h"
#include "port/launch_protocol.h"
#include "port/output.h"
#include "port/port.h"
#include "port/virtual_modem.h"

/* A descriptor in epoll.  First in the struct that it belongs to. */
struct dtap_watch {
	int fd;          /* -1: none */
	uint32_t events; /* that are waited for */
	bool added;
	void (*ready)(struct dtap_port *port, struct dtap_watch *watch,
		      uint32_t events);
};

/* How a client came in. */
enum dtap_way { DTAP_WAY_TCP, DTAP_WAY_TTY, DTAP_WAY_SOCKET, DTAP_WAY_RUN };

struct dtap_tty {
	int master;
	int inotify_watch; /* of its slave */
	unsigned opens;    /* of its slave */
	bool reopened;     /* after it was closed */
	bool waits;        /* for room: there are too many clients */
	char slave[64], link[108];
	struct dtap_port_client *client; /* NULL: nobody has it open */
};

/* A connection at the SEQPACKET socket of which nothing has come yet, or one of
 * a launcher. */
struct dtap_launcher {
	struct dtap_watch watch;
	struct dtap_launcher *next;
	struct dtap_port_client *client; /* NULL: none yet, or it has left */
	pid_t pid;                       /* of who connected */
	bool doomed;
	bool owes_masks; /* they have changed, and were not sent yet */
};

struct dtap_port_client {
	struct dtap_watch watch;
	struct dtap_port_client *next;
	enum dtap_way way;
	char name[64];
	int slot; /* of the arbiter; -1: its first bytes have not come */
	uint32_t number;
	bool doomed;          /* it leaves at the end of this turn */
	bool blocked;         /* its socket is full */
	bool losing;          /* the warning was written */
	uint64_t lost_before; /* frames, at the end of the turn before */
	bool counted;         /* it has set its masks: dtap_ring_weigh() */
	bool new_masks;
	int64_t since;
	bool quiet;    /* traffic is held for it */
	int64_t asked; /* its last request or reply, or its begin */
	int64_t held;  /* since when; 0: nothing is held */
	int64_t moved; /* when it took something, or had nothing to take */
	struct dtap_tty *tty;           /* NULL: the descriptor is its own */
	struct dtap_launcher *launcher; /* NULL: none, or it has gone */
	struct dtap_first first;
	bool is_diag; /* its first bytes say so */
	struct dtap_request_reader reader;
	struct dtap_output output;
};

struct dtap_port {
	struct dtap_port_options options;
	struct dtap_ring *ring;
	pthread_t thread;
	bool started;
	int epoll, wake; /* wake: an eventfd */
	atomic_bool awake, listening, stopping;
	struct dtap_watch wake_watch, tcp_watch, socket_watch, inotify_watch;
	bool is_abstract; /* the socket: it has no file mode */
	struct dtap_tty *ttys;

	pthread_mutex_t lock; /* guards all below; held for a turn */
	struct dtap_arbiter *arbiter;
	struct dtap_masks own; /* other masks of our own, if own_changed */
	bool own_changed, own_set, own_exact;
	struct dtap_port_client *clients; /* attached, and not yet */
	unsigned client_count;
	struct dtap_port_client *by_slot[DTAP_ARBITER_CLIENTS];
	uint32_t last_number;
	struct dtap_launcher *launchers;
	unsigned launcher_count;
	struct dtap_port_status past; /* of clients that have left */
	struct dtap_rate_limit lines;
	bool crowded;       /* the warning was written */
	int64_t accept_due; /* 0: connections are accepted */

	/* The modem. */
	struct dtap_virtual_modem *virtual_modem; /* NULL: a real one */
	size_t answer_size; /* of the virtual modem; 0: none waits */
	uint8_t answer[DTAP_VIRTUAL_REPLY_MAX];
	uint64_t session;
	bool prompt;
	int64_t poke_due; /* 0: no request waits for the reader */

	/* The traffic. */
	bool subscribed, ended;
	unsigned weight;
	struct dtap_subscriber subscriber;
	struct dtap_frames *frames;
	uint8_t *joined, *packet; /* scratch */
	size_t joined_room, packet_room;
};

/* port.c */
int dtap_watch_set(struct dtap_port *port, struct dtap_watch *watch,
		   uint32_t events); /* 0: takes it out.  -1: errno */
void dtap_port_accept_failed(struct dtap_port *port, int error);
/* For each line that a client can cause: some of many are written. */
bool dtap_port_may_say(struct dtap_port *port);

/* clients.c */
struct dtap_port_client *dtap_client_new(struct dtap_port *port,
					 enum dtap_way way, int fd,
					 const char *name);
bool dtap_client_attach(struct dtap_port *port, struct dtap_port_client *client,
			const struct dtap_masks *masks, int64_t now);
void dtap_client_doom(struct dtap_port_client *client);
void dtap_client_read_container(struct dtap_port *port,
				struct dtap_port_client *client,
				const uint8_t *data, size_t size, int64_t now);
void dtap_clients_sweep(struct dtap_port *port, int64_t now);

/* delivery.c */
void dtap_client_asked(struct dtap_port_client *client, int64_t now);
void dtap_clients_tick(struct dtap_port *port, int64_t now);
int64_t dtap_clients_due(const struct dtap_port *port, int64_t now);
void dtap_clients_send(struct dtap_port *port, int64_t now);
bool dtap_client_flush(struct dtap_port_client *client, int64_t now);
bool dtap_clients_have_room(const struct dtap_port *port, int64_t now);
bool dtap_client_may_grow(const struct dtap_port *port,
			  const struct dtap_port_client *client, int64_t now);

/* port_modem.c */
extern const struct dtap_arbiter_ops dtap_port_arbiter_ops;
void dtap_port_modem_settle(struct dtap_port *port, int64_t now);
void dtap_port_modem_tick(struct dtap_port *port, int64_t now);
int64_t dtap_port_modem_due(const struct dtap_port *port);

/* traffic.c */
void dtap_traffic_subscribe(struct dtap_port *port);
void dtap_traffic_tick(struct dtap_port *port);
bool dtap_traffic_read(struct dtap_port *port, int64_t now);
void dtap_traffic_free(struct dtap_port *port);

/* The ways in. */
void dtap_tcp_ready(struct dtap_port *port, struct dtap_watch *watch,
		    uint32_t events);
void dtap_socket_ready(struct dtap_port *port, struct dtap_watch *watch,
		       uint32_t events);
int dtap_ttys_open(struct dtap_port *port); /* -1: errno */
void dtap_ttys_close(struct dtap_port *port);
void dtap_ttys_ready(struct dtap_port *port, struct dtap_watch *watch,
		     uint32_t events);
/* Attaches who has one open.  True: a client leaves. */
bool dtap_ttys_look(struct dtap_port *port);
void dtap_tty_left(struct dtap_tty *tty);
void dtap_process_name(char out[64], const char *name, pid_t pid);
void dtap_launcher_new(struct dtap_port *port, int fd, pid_t pid);
void dtap_launchers_send(struct dtap_port *port);
void dtap_launchers_sweep(struct dtap_port *port, bool all);

#endif
