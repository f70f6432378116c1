/* SPDX-License-Identifier: MIT */
#include "device/driver.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>
#include <dtap/container.h>

#include "device/answers.h"
#include "device/monitor.h"
#include "sources/simulator/modem/notices.h"

#define USB_MODE  1
#define LAST_MODE 6

void
driver_log(struct driver *driver, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(driver->options.log, format, args);
	va_end(args);
	fputc('\n', driver->options.log);
	fflush(driver->options.log);
}

/* A process that ends closes its files before its session ends. */
static void
end_late(struct driver *driver)
{
	if (driver->ending > 0 && --driver->ending == 0)
		driver->session = 0;
}

int
driver_open(struct driver *driver, pid_t process, unsigned *handle)
{
	unsigned used = 0, unused = DRIVER_HANDLES;
	int error = 0;

	for (unsigned i = 0; i < DRIVER_HANDLES; i++)
		if (driver->handles[i].used)
			used++;
		else
			unused = i;
	if (used > 0 && driver->options.second_open != 0)
		error = driver->options.second_open;
	else if (driver->opens++ < driver->options.unready)
		error = ENXIO;
	else if (unused == DRIVER_HANDLES)
		error = ENOMEM;
	driver_log(driver, "open by %d: %s", (int)process, strerror(error));
	if (error != 0)
		return error;
	end_late(driver);
	driver->handles[unused].used = true;
	driver->handles[unused].process = process;
	driver->handles[unused].notices =
		driver->options.notices ? 0 : DTAP_MODEM_NOTICES;
	if (driver->options.monitor != DRIVER_DIAG)
		driver->session = process;
	*handle = unused;
	return 0;
}

void
driver_close(struct driver *driver, unsigned handle)
{
	pid_t process = driver->handles[handle].process;

	driver_log(driver, "close by %d", (int)process);
	driver->handles[handle].used = false;
	if (driver->session != process)
		return;
	driver->ending = driver->options.late;
	if (driver->ending == 0)
		driver->session = 0;
}

/* Masks are those of a session. */
static void
drop_masks(struct driver *driver)
{
	driver->masks = 0;
	for (size_t i = 0; i < 2; i++)
		fake_modem_forget(&driver->modems[i]);
}

static int
begin_session(struct driver *driver, pid_t process, uint32_t mode)
{
	bool others = driver->session != 0 && driver->session != process;
	int error = 0;

	if (mode < USB_MODE || mode > LAST_MODE)
		error = EINVAL;
	else if (others && driver->options.second_switch != 0)
		error = driver->options.second_switch;
	else if (!others) {
		driver->session = mode == USB_MODE ? 0 : process;
		drop_masks(driver);
	}
	driver_log(driver, "switch by %d to %u: %s", (int)process, mode,
		   strerror(error));
	return error;
}

int
driver_switch_by_value(struct driver *driver, pid_t process, uint64_t mode,
		       int *result)
{
	if (!driver->options.by_value)
		return EFAULT;
	*result = driver->session == 0;
	return begin_session(driver, process, (uint32_t)mode);
}

int
driver_switch(struct driver *driver, pid_t process,
	      const uint8_t logging[DRIVER_LOGGING])
{
	bool none = dtap_get32(logging + 4) == 0;

	if (driver->options.by_value)
		return EINVAL;
	if (none != driver->options.tplink ||
	    (driver->options.tplink && logging[8] != 1) ||
	    (!driver->options.tplink && dtap_get32(logging + 20) == 0))
		return EINVAL;
	return begin_session(driver, process, dtap_get32(logging));
}

static struct driver_item
copy(const uint8_t *data, size_t size)
{
	struct driver_item item = {malloc(size), size, 0};

	if (item.data == NULL)
		abort();
	memcpy(item.data, data, size);
	return item;
}

void
driver_queue(struct driver *driver, const uint8_t *data, size_t size)
{
	unsigned last = (driver->first + driver->queued) % DRIVER_QUEUE;

	if (driver->queued == DRIVER_QUEUE) {
		driver_log(driver, "dropped %zu bytes", size);
		return;
	}
	driver->queue[last] = copy(data, size);
	driver->queued++;
}

static struct driver_item
next_container(struct driver *driver, size_t room)
{
	struct driver_item item = driver->queue[driver->first];
	uint8_t empty[8] = {DTAP_DATA};

	/* An entry that does not fit stays. */
	if (item.size > room)
		return copy(empty, sizeof empty);
	driver->first = (driver->first + 1) % DRIVER_QUEUE;
	driver->queued--;
	return item;
}

struct driver_item
driver_take(struct driver *driver, unsigned handle, size_t room)
{
	static uint8_t notice[DTAP_MODEM_NOTICE_MAX];
	struct driver_item item = {0};
	unsigned *given = &driver->handles[handle].notices;

	if (driver->options.monitor != DRIVER_DIAG)
		item = monitor_take(driver, room);
	else if (*given < DTAP_MODEM_NOTICES)
		item = copy(notice, dtap_modem_notice(notice, (*given)++));
	else if (driver->session == driver->handles[handle].process &&
		 driver->queued > 0)
		item = next_container(driver, room);
	if (item.data != NULL && driver->options.sent != NULL)
		fwrite(item.data, 1, item.size, driver->options.sent);
	return item;
}

int
driver_write(struct driver *driver, pid_t process, const uint8_t *data,
	     size_t size)
{
	if (size < 4)
		return EBADMSG;
	if (dtap_get32(data) != DTAP_DATA || driver->session != process)
		return EINVAL;
	if (driver->writes++ < driver->options.full)
		return EAGAIN;
	answer(driver, data + 4, size - 4);
	return 0;
}
