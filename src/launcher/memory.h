/* SPDX-License-Identifier: MIT */
/*
 * memory.h - the memory of a traced thread that is stopped.
 *
 * Addresses are the program's and may be anything.  Kernels without
 * process_vm_readv(2) (CONFIG_CROSS_MEMORY_ATTACH) give and take one machine
 * word at a time; that also reaches memory which the program itself could not.
 */
#ifndef DTAP_MEMORY_H
#define DTAP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

bool dtap_memory_read(pid_t tid, unsigned long address, void *out, size_t size);
bool dtap_memory_write(pid_t tid, unsigned long address, const void *data,
		       size_t size);

/* A string with its end, of at most `room` bytes; false: there is none. */
bool dtap_memory_read_string(pid_t tid, unsigned long address, char *out,
			     size_t room);

#endif
