/* SPDX-License-Identifier: MIT */
/*
 * driver.h - simulates the DIAG driver: opens, switches, requests and answers,
 * as in the source of the driver.
 *
 * It does not know how programs reach it.  One thread.  Functions that can fail
 * return 0 or an errno.
 */
#ifndef DTAP_TESTS_DRIVER_H
#define DTAP_TESTS_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "support/fake_modem.h"

#define DRIVER_HANDLES 16
#define DRIVER_QUEUE   1024
#define DRIVER_LOGGING 24 /* bytes of the longest request of a switch */

struct driver_options {
	/* The errno for a second process; 0: it may open. */
	int second_open, second_switch;
	/* The monitor of IPA instead of DIAG: what it does if data does not
	 * fit. */
	enum driver_monitor {
		DRIVER_DIAG,
		DRIVER_WHOLE,   /* returns 0 bytes and keeps it */
		DRIVER_SPLIT,   /* returns what fits and keeps the rest */
		DRIVER_DISCARD, /* returns EAGAIN and drops it */
	} monitor;
	unsigned unready;   /* so many opens of a monitor get ENXIO */
	unsigned fail_read; /* this read of it gets EIO, counted from 1 */
	unsigned late;      /* opens after a close before the session ends */
	unsigned full;    /* so many writes get EAGAIN, as if one was pending */
	bool by_value;    /* the switch by value, as in 3.4 */
	bool tplink;      /* wants no peripherals and parameter 1 */
	bool tells_owner; /* QUERY_MD_PID: 4.19 */
	bool notices;     /* notices of masks after open */
	bool forgets;     /* the modem's masks at a restart, as before 3.18 */
	uint16_t remote;  /* modems */
	FILE *log;        /* a line for each event */
	FILE *sent;       /* every byte that was read */
};

struct driver_item {
	uint8_t *data;
	size_t size;
	int error; /* instead */
};

struct driver {
	struct driver_options options;
	struct {
		bool used;
		pid_t process;
		unsigned notices; /* given so far */
	} handles[DRIVER_HANDLES];
	pid_t session;         /* the process that has the traffic, or 0 */
	unsigned ending;       /* opens before it ends; 0: it stays */
	unsigned opens, reads; /* of a monitor */
	struct fake_modem modems[2]; /* the second is remote */
	unsigned masks; /* set in this session: the driver keeps them */
	bool down;      /* the modem restarts, see restart.h */
	struct driver_item queue[DRIVER_QUEUE];
	unsigned first, queued;
	unsigned writes;
};

int driver_open(struct driver *driver, pid_t process, unsigned *handle);
void driver_close(struct driver *driver, unsigned handle);

/* *result: the result of a successful ioctl. */
int driver_switch_by_value(struct driver *driver, pid_t process, uint64_t mode,
			   int *result);
int driver_switch(struct driver *driver, pid_t process,
		  const uint8_t logging[DRIVER_LOGGING]);

/* Copies a container; if the queue is full it is dropped, which is returned. */
void driver_queue(struct driver *driver, const uint8_t *data, size_t size);

/*
 * The next container for a reader, at most room bytes, or an error, or neither
 * if there is none.  The caller frees the container.
 */
struct driver_item driver_take(struct driver *driver, unsigned handle,
			       size_t room);

/* A write; the answer is queued. */
int driver_write(struct driver *driver, pid_t process, const uint8_t *data,
		 size_t size);

void driver_log(struct driver *driver, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
