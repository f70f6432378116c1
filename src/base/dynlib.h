/* SPDX-License-Identifier: MIT */
/*
 * dynlib.h - loads a shared library when it is needed.
 *
 * Most daemons neither upload captures nor read a network interface.  The
 * libraries for this need others: libcurl costs 3.8 MB of memory, libpcap 1 MB.
 * So the programs are not linked to them.  They are found by name at run time,
 * and their functions are put into a struct of pointers
 * (archive/upload/libcurl.h, sources/libpcap.h).  Any thread.
 */
#ifndef DTAP_DYNLIB_H
#define DTAP_DYNLIB_H

#include <stdbool.h>
#include <stddef.h>

struct dtap_dynlib_call {
	const char *name;
	size_t at; /* offset in the struct of pointers */
};

struct dtap_dynlib {
	/* Names of files, best first; NULL behind the last. */
	const char *const *names;
	const struct dtap_dynlib_call *calls;
	size_t call_count;
};

/*
 * Loads the library, for good, and fills the struct of pointers.  To call it
 * again costs little.  False: there is no such library, or a function is
 * missing in it.
 */
bool dtap_dynlib_load(const struct dtap_dynlib *library, void *pointers);

#endif
