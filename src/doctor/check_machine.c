/* SPDX-License-Identifier: MIT */
#include "doctor/checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "extcap/places.h"

/* Linux 3.18: the oldest that has the calls of diagtapd. */
#define OLDEST_MAJOR 3
#define OLDEST_MINOR 18

static bool
is_too_old(const char *release)
{
	int major = 0, minor = 0;

	return sscanf(release, "%d.%d", &major, &minor) == 2 &&
	       (major < OLDEST_MAJOR ||
		(major == OLDEST_MAJOR && minor < OLDEST_MINOR));
}

void
dtap_check_kernel(const struct dtap_check_of *of)
{
	struct utsname system;

	if (uname(&system) < 0)
		return;
	if (is_too_old(system.release))
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "kernel",
				  "Linux %s is too old: %d.%d is needed.",
				  system.release, OLDEST_MAJOR, OLDEST_MINOR);
	else if (!dtap_sandbox_is_possible() && of->conf->sandbox)
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "kernel",
				  "Linux %s or this build cannot filter system "
				  "calls. Set sandbox = false.",
				  system.release);
	else
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "kernel",
				  "Linux %s on %s%s.", system.release,
				  system.machine,
				  of->conf->sandbox ? " can filter system calls"
						    : "; the sandbox is off");
}

/* A clock that was never set begins in 1970 or 1980. */
void
dtap_check_clock(const struct dtap_check_of *of)
{
	static const time_t y2020 = 1577836800;
	time_t now = time(NULL) + (time_t)of->conf->clock_offset;
	char text[32];
	struct tm parts;

	gmtime_r(&now, &parts);
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
	if (now < y2020)
		dtap_findings_add(of->findings, DTAP_FINDING_NOTE, "clock",
				  "It is %s UTC here: the times of records "
				  "will be wrong. Set the clock, or "
				  "clock_offset, or use Control in the page.",
				  text);
	else
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "clock",
				  "It is %s UTC.", text);
}

static bool
is_on_path(const char *program)
{
	const char *list = getenv("PATH");
	char path[1024];

	while (list != NULL && *list != '\0') {
		size_t size = strcspn(list, ":");

		snprintf(path, sizeof path, "%.*s/%s", (int)size, list,
			 program);
		if (access(path, X_OK) == 0)
			return true;
		list += size + (list[size] == ':');
	}
	return false;
}

/* For the user who runs Wireshark, who is not the daemon's. */
static void
check_files(const struct dtap_check_of *of)
{
	static struct dtap_extcap_place places[DTAP_EXTCAP_PLACES];
	bool is_there = true;

	if (!dtap_extcap_places(places))
		return;
	for (size_t i = 0; i < DTAP_EXTCAP_PLACES; i++)
		is_there = is_there && access(places[i].path, F_OK) == 0;
	if (is_there && geteuid() == 0)
		dtap_findings_add(of->findings, DTAP_FINDING_NOTE, "wireshark",
				  "Dissector and interface are installed for "
				  "root. Wireshark 4.4 loads no dissector for "
				  "root: install them as your own user.");
	else if (is_there)
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "wireshark",
				  "Dissector and interface are installed for "
				  "this user.");
	else
		dtap_findings_add(
			of->findings, DTAP_FINDING_NOTE, "wireshark",
			"Dissector and interface are not installed for "
			"this user: run diagtap-extcap --install.");
}

void
dtap_check_wireshark(const struct dtap_check_of *of)
{
	if (is_on_path("wireshark") || is_on_path("tshark"))
		check_files(of);
	else
		dtap_findings_add(of->findings, DTAP_FINDING_NOTE, "wireshark",
				  "It is not installed here. It can run on "
				  "another machine: docs/wireshark.md.");
}
