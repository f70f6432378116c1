/* SPDX-License-Identifier: MIT */
/*
 * port.h - the calls of programs to the driver, by any transport, and the reads
 * that wait.
 *
 * A call comes from a thread; the driver counts processes.  The data of an
 * ioctl is read and written in the memory of the caller.  One thread.
 */
#ifndef DTAP_TESTS_PORT_H
#define DTAP_TESTS_PORT_H

#include "device/driver.h"

struct port {
	struct driver *driver;
	int fd; /* where calls come from */
	/* Answers a read: an errno, or size bytes. */
	void (*give)(struct port *port, uint64_t call, int error,
		     const void *data, size_t size);
	struct {
		uint64_t call; /* 0: none */
		size_t room;
	} waiting[DRIVER_HANDLES];
};

/* 0, with what the ioctl returns, or an errno. */
int port_ioctl(struct port *port, uint32_t thread, uint32_t command,
	       uint64_t argument, int *result);

/* A call; the answer comes now or later. */
void port_read(struct port *port, uint32_t thread, unsigned handle,
	       uint64_t call, size_t room);

/* A signal ends a read that waits, with 0 bytes.  False: it does not wait. */
bool port_interrupt(struct port *port, uint64_t call);

/* Gives containers to the reads that wait. */
void port_pump(struct port *port);

/* The process of a thread. */
pid_t port_process(uint32_t thread);

#endif
