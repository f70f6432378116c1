/* SPDX-License-Identifier: MIT */
/*
 * usb_query.h - asks the interfaces of a device which of them is the modem.
 *
 * A phone whose modem is a chip of its own has a DIAG interface for each chip,
 * all of the same class; the first is the application processor, which knows no
 * log of LTE.  The questions change nothing in the device: the version of its
 * software (0x00), and the log codes that it has (0x73, 1).  One thread.
 */
#ifndef DTAP_USB_QUERY_H
#define DTAP_USB_QUERY_H

#include "sources/port_query.h"
#include "sources/usb/usb_choice.h"
#include "sources/usb/usb_pipe.h"

/*
 * The interface that knows most: the log codes of LTE, or else any answer.  It
 * waits up to 3 s for each.  A choice of one interface that says that it is
 * DIAG is taken without a question.  pipe is closed, before and after.  NULL
 * with errno: none may be opened; EINTR: a signal came; ENOMSG: none is known
 * to be DIAG by its class, and none answers.
 */
const struct dtap_usb_port *dtap_usb_query(struct dtap_usb_pipe *pipe,
					   const struct dtap_usb_choice *choice,
					   const char *root);

/* An open pipe, for dtap_port_query(). */
struct dtap_query_port dtap_usb_query_port(struct dtap_usb_pipe *pipe);

/* "/dev/bus/usb/001/004" below the root, into out.  Returns out. */
char *dtap_usb_node(char out[256], const char *root,
		    const struct dtap_usb_port *port);

#endif
