/* SPDX-License-Identifier: MIT */
#include "sources/device_trouble.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PATH_SHOWN 80 /* bytes of a path within a sentence */

/* The source that can read this path; "": none. */
static const char *
other_source(const char *path)
{
	static const struct {
		mode_t kind;
		const char *text;
	} table[] = {
		{S_IFCHR, " diag.source = \"hdlc\" is for serial ports and "
			  "modems' other devices."},
		{S_IFREG, " diag.source = \"file\" is for captures."},
		{S_IFIFO, " diag.source = \"file\" is for captures."},
		{S_IFSOCK, " diag.source = \"unix\" is for a diag-router."},
	};
	struct stat status;

	if (stat(path, &status) == 0)
		for (size_t i = 0; i < sizeof table / sizeof *table; i++)
			if ((status.st_mode & S_IFMT) == table[i].kind)
				return table[i].text;
	return "";
}

/* ModemManager takes every modem that it finds. */
const char *
dtap_device_cure(const struct dtap_device_owner *owner)
{
	static const struct {
		const char *name, *text;
	} table[] = {
		{"ModemManager",
		 "Stop it (systemctl stop ModemManager), or keep it away from "
		 "this port with ENV{ID_MM_PORT_IGNORE}=\"1\" in a udev rule."},
		{"diagtapd", "Connect your programs to that diagtapd."},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcmp(owner->name, table[i].name) == 0)
			return table[i].text;
	return "Only one program can read it: stop that program.";
}

static void
explain_busy(char out[DTAP_WHY_SIZE], const struct dtap_device_wish *wish)
{
	if (wish->owner != NULL)
		snprintf(out, DTAP_WHY_SIZE,
			 "%.*s is in use by %s (pid %d). %s", PATH_SHOWN,
			 wish->path, wish->owner->name, (int)wish->owner->pid,
			 dtap_device_cure(wish->owner));
	else
		snprintf(out, DTAP_WHY_SIZE,
			 "%.*s is in use by another program. Run \"fuser "
			 "%.*s\" as root to see which one, and stop it.",
			 PATH_SHOWN, wish->path, PATH_SHOWN, wish->path);
}

void
dtap_device_trouble(char out[DTAP_WHY_SIZE], int error,
		    const struct dtap_device_wish *wish)
{
	const char *path = wish->path;

	switch (error) {
	case EBUSY:
		explain_busy(out, wish);
		break;
	case ENOENT:
		snprintf(out, DTAP_WHY_SIZE,
			 "%.*s does not exist here. Set %s, or try %.*s.source "
			 "= \"simulator\".",
			 PATH_SHOWN, path, wish->key,
			 (int)strcspn(wish->key, "."), wish->key);
		break;
	case ENXIO:
	case EISDIR:
	case ENOTTY:
		snprintf(out, DTAP_WHY_SIZE, "%.*s is not such a device.%s",
			 PATH_SHOWN, path, other_source(path));
		break;
	case EACCES:
	case EPERM:
		snprintf(out, DTAP_WHY_SIZE,
			 "This user may not open %.*s. Start diagtapd as root, "
			 "or allow its user to open it.",
			 PATH_SHOWN, path);
		break;
	default:
		snprintf(out, DTAP_WHY_SIZE, "Cannot open %.*s: %s.",
			 PATH_SHOWN, path, strerror(error));
	}
}
