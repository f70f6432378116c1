/* SPDX-License-Identifier: MIT */
/*
 * port_fixture.h - the DIAG port with a modem behind it that the test plays.
 *
 * The modem is a thread: it answers requests as dtap_virtual_modem does, and
 * keeps their masks.  Traffic comes from the test, as logs of a code.
 */
#ifndef DTAP_PORT_FIXTURE_H
#define DTAP_PORT_FIXTURE_H

#include <pthread.h>
#include <stdatomic.h>

#include <dtap/tap.h>

#include "port/port.h"
#include "port/virtual_modem.h"
#include "support/testing.h"

struct port_fixture {
	/* Set before begin; zeros are usual. */
	unsigned max_clients, ttys;
	bool abstract; /* the socket's name */
	const struct dtap_masks *own;

	struct dtap_source *source;
	struct dtap_tap *tap;
	struct dtap_port *port;
	char directory[64], socket[100];
	unsigned tcp; /* port number */
	int tcp_fd, socket_fd, modem;
	pthread_t thread;
	atomic_bool mute;     /* the modem answers nothing */
	atomic_uint asked;    /* requests that the modem has got */
	atomic_bool seen[256]; /* requests that it has got, by their opcode */
	atomic_uint frames;   /* logs that were sent, of any code */
	pthread_mutex_t lock; /* of the virtual modem */
	struct dtap_virtual_modem *virtual_modem;
};

void port_fixture_begin(struct port_fixture *fixture);
void port_fixture_end(struct port_fixture *fixture);

/* The modem sends `count` logs of a code, one in a container each. */
void port_fixture_logs(struct port_fixture *fixture, uint16_t code,
		       unsigned count);

/* Whether the modem was told to send this log; waits for `wanted`, for 10 s. */
bool port_fixture_modem_has(struct port_fixture *fixture, uint16_t code,
			    bool wanted);

struct dtap_port_status port_fixture_status(struct port_fixture *fixture);

/* Waits until so many clients are attached. */
void port_fixture_await_clients(struct port_fixture *fixture, unsigned count);

/* Clients: descriptors that the test closes. */
int port_fixture_tcp(const struct port_fixture *fixture);
int port_fixture_socket(const struct port_fixture *fixture);

/* Sends a request: as HDLC, or in a container. */
void send_hdlc(int fd, const void *packet, size_t size);
void send_container(int fd, const void *packet, size_t size);

/* 0x73/3 for one code, which is the mask of its equipment id. */
size_t log_mask_request(uint8_t out[600], uint16_t code);

/* The next frame, without framing; 0 after ms of silence or at the end. */
size_t read_hdlc(int fd, uint8_t *packet, size_t room, int ms);

/* The next container; 0 as above. */
size_t read_container(int fd, uint8_t *out, size_t room, int ms);

/* The code of a log, or 0x10000 for any other packet. */
unsigned code_of(const uint8_t *packet, size_t size);

/* Sets the mask for one code, and waits for the reply. */
void set_log_hdlc(int fd, uint16_t code);

#endif
