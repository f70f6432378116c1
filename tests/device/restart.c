/* SPDX-License-Identifier: MIT */
#include "device/restart.h"

#include <signal.h>

/* In si_int, above the bits of peripherals. */
#define OPEN      0x10000
#define CLOSED    0x20000
#define THE_MODEM 2

/* An ignored signal ends no read, so the reads are ended here. */
static void
tell_owner(struct port *port, int what)
{
	const union sigval value = {.sival_int = THE_MODEM | what};

	if (port->driver->session != 0)
		sigqueue(port->driver->session, SIGCONT, value);
	for (unsigned i = 0; i < DRIVER_HANDLES; i++)
		if (port->waiting[i].call != 0)
			port_interrupt(port, port->waiting[i].call);
}

void
restart_begin(struct port *port)
{
	port->driver->down = true;
	driver_log(port->driver, "modem down");
	tell_owner(port, CLOSED);
}

void
restart_end(struct port *port)
{
	port->driver->down = false;
	if (port->driver->options.forgets)
		fake_modem_forget(&port->driver->modems[0]);
	driver_log(port->driver, "modem up, with %u masks that the driver has",
		   port->driver->masks);
	tell_owner(port, OPEN);
}
