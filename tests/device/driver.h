/* SPDX-License-Identifier: MIT */
/*
 * driver.h - what the DIAG driver does with opens, switches and requests, as
 * read in its source, and what its modem answers.
 *
 * Knows nothing of how a program reaches it.  One thread.  Functions that can
 * fail return 0 or an errno.
 */
#ifndef DTAP_TESTS_DRIVER_H
#define DTAP_TESTS_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define DRIVER_HANDLES 16
#define DRIVER_QUEUE   1024
#define DRIVER_LOGGING 24 /* bytes of the longest request of a switch */

struct driver_options {
	/* The errno that a second process gets; 0: it is let in. */
	int second_open, second_switch;
	/* No DIAG but IPA's monitor; what it does with what does not fit. */
	enum driver_monitor {
		DRIVER_DIAG,
		DRIVER_WHOLE,   /* 0 bytes, and it stays */
		DRIVER_SPLIT,   /* gives what fits, and the rest stays */
		DRIVER_DISCARD, /* EAGAIN, and it is gone */
	} monitor;
	unsigned unready;   /* so many opens of a monitor get ENXIO */
	unsigned fail_read; /* this read of it gets EIO, counted from 1 */
	unsigned late;      /* opens after a close until its session ends */
	unsigned full; /* so many writes get EAGAIN: one is still on its way */
	bool by_value; /* the switch is: 3.4 */
	bool tplink;   /* wants no peripherals and parameter 1 */
	bool tells_owner; /* QUERY_MD_PID: 4.19 */
	bool notices;     /* of masks, right after open */
	bool refuses;     /* every request, with 0x13 */
	uint8_t mute;     /* the opcode of requests that it leaves unanswered */
	uint16_t remote;  /* modems */
	FILE *log;        /* a line for each thing that happens */
	FILE *sent;       /* every byte handed out */
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
	pid_t session;   /* the process that has the traffic, or 0 */
	unsigned ending; /* opens until it has it no longer; 0: it stays */
	unsigned opens, reads; /* of a monitor */
	unsigned masks;        /* set in this session: the driver keeps them */
	bool down;             /* the modem restarts, see restart.h */
	struct driver_item queue[DRIVER_QUEUE];
	unsigned first, queued;
	unsigned writes;
};

int driver_open(struct driver *driver, pid_t process, unsigned *handle);
void driver_close(struct driver *driver, unsigned handle);

/* *result is what a good ioctl returns. */
int driver_switch_by_value(struct driver *driver, pid_t process, uint64_t mode,
			   int *result);
int driver_switch(struct driver *driver, pid_t process,
		  const uint8_t logging[DRIVER_LOGGING]);

/* Copies a container; a full queue drops it, and says so. */
void driver_queue(struct driver *driver, const uint8_t *data, size_t size);

/*
 * The next container for a reader, at most room bytes, which is the caller's
 * to free, or an error; neither: there is none.
 */
struct driver_item driver_take(struct driver *driver, unsigned handle,
			       size_t room);

/* A write; the answer is queued. */
int driver_write(struct driver *driver, pid_t process, const uint8_t *data,
		 size_t size);

void driver_log(struct driver *driver, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
