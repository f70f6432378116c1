/* SPDX-License-Identifier: MIT */
#include "extcap/install.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "extcap/places.h"

static bool
complain(const char *what)
{
	fprintf(stderr, "diagtap-extcap: %s: %s\n", what, strerror(errno));
	return false;
}

static bool
name_places(struct dtap_extcap_place places[DTAP_EXTCAP_PLACES])
{
	if (dtap_extcap_places(places))
		return true;
	errno = ENOENT;
	return complain("the home directory");
}

/* Makes the directories above a file. */
static bool
make_directories(char *path)
{
	for (char *at = strchr(path + 1, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(path, 0755) < 0 && errno != EEXIST)
			return complain(path);
		*at = '/';
	}
	return true;
}

static bool
copy_program(int out)
{
	int in = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	char piece[65536];
	ssize_t size = -1;

	while (in >= 0 && (size = read(in, piece, sizeof piece)) > 0)
		if (write(out, piece, (size_t)size) != size) {
			size = -1;
			break;
		}
	if (in >= 0)
		close(in);
	return size == 0;
}

/* Writes another file and renames it: a running program is not changed. */
static bool
put(struct dtap_extcap_place *place)
{
	const struct dtap_asset *asset = place->asset;
	char fresh[PATH_MAX + 8];
	bool good;
	int fd;

	if (!make_directories(place->path))
		return false;
	snprintf(fresh, sizeof fresh, "%s.new", place->path);
	unlink(fresh);
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, place->mode);
	if (fd < 0)
		return complain(fresh);
	good = asset == NULL ? copy_program(fd)
			     : dtap_asset_write(asset, fd) == 0;
	good = close(fd) == 0 && good;
	if (good && rename(fresh, place->path) == 0) {
		printf("installed %s\n", place->path);
		return true;
	}
	complain(place->path);
	unlink(fresh);
	return false;
}

int
dtap_install(void)
{
	static struct dtap_extcap_place places[DTAP_EXTCAP_PLACES];

	if (!name_places(places))
		return 1;
	for (size_t i = 0; i < DTAP_EXTCAP_PLACES; i++)
		if (!put(&places[i]))
			return 1;
	puts("Restart Wireshark to see the interface \"Qualcomm DIAG "
	     "(diagtap)\".");
	if (geteuid() == 0)
		puts("This installs for root only, and Wireshark 4.4 loads no "
		     "dissector for root: run it as your own user.");
	return 0;
}

int
dtap_uninstall(void)
{
	static struct dtap_extcap_place places[DTAP_EXTCAP_PLACES];
	int status = 0;

	if (!name_places(places))
		return 1;
	for (size_t i = 0; i < DTAP_EXTCAP_PLACES; i++) {
		if (unlink(places[i].path) == 0) {
			printf("removed %s\n", places[i].path);
		} else if (errno != ENOENT && errno != ENOTDIR) {
			complain(places[i].path);
			status = 1;
		}
	}
	return status;
}
