/* SPDX-License-Identifier: MIT */
/*
 * launcher.h - runs a program in whose eyes /dev/diag is diagtapd's port.
 *
 * The program is traced (tracer.h).  Its open of /dev/diag becomes a
 * connection, which is given to diagtapd (opening.h, attachments.h).
 */
#ifndef DTAP_LAUNCHER_H
#define DTAP_LAUNCHER_H

#include "launcher/tracer.h"

/*
 * Runs it until it has ended, and with it all that is traced or has the device
 * open.  The result is its exit status, or 128 and the number of the signal
 * that ended it; 125: it could not be run, and a line has said why.
 */
int dtap_launcher_run(const struct dtap_tracer_options *options,
		      char *const argv[]);

#endif
