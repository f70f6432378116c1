/* SPDX-License-Identifier: MIT */
#include "extcap/install.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assets/assets.h"

#define PLACES 3

/* A file to install. */
struct place {
	char path[PATH_MAX];
	mode_t mode;
	const struct dtap_asset *asset; /* NULL: this program */
};

static bool
complain(const char *what)
{
	fprintf(stderr, "diagtap-extcap: %s: %s\n", what, strerror(errno));
	return false;
}

static bool
name_places(struct place places[PLACES])
{
	const char *home = getenv("HOME"), *conf = getenv("XDG_CONFIG_HOME");
	const struct passwd *user = getpwuid(getuid());

	if (home == NULL || home[0] != '/')
		home = user != NULL ? user->pw_dir : NULL;
	if (home == NULL || strlen(home) > PATH_MAX / 2 ||
	    (conf != NULL && strlen(conf) > PATH_MAX / 2)) {
		errno = ENOENT;
		return complain("the home directory");
	}
	memset(places, 0, PLACES * sizeof *places);
	snprintf(places[0].path, PATH_MAX, "%s%s/wireshark/extcap/%s",
		 conf != NULL && conf[0] == '/' ? conf : home,
		 conf != NULL && conf[0] == '/' ? "" : "/.config",
		 "diagtap-extcap");
	snprintf(places[1].path, PATH_MAX, "%s/.local/lib/wireshark/extcap/%s",
		 home, "diagtap-extcap");
	snprintf(places[2].path, PATH_MAX, "%s/.local/lib/wireshark/plugins/%s",
		 home, "diagtap.lua");
	places[0].mode = places[1].mode = 0755;
	places[2].mode = 0644;
	places[2].asset = dtap_dissector_files;
	return true;
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
put(struct place *place)
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
	static struct place places[PLACES];

	if (!name_places(places))
		return 1;
	for (size_t i = 0; i < PLACES; i++)
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
	static struct place places[PLACES];
	int status = 0;

	if (!name_places(places))
		return 1;
	for (size_t i = 0; i < PLACES; i++) {
		if (unlink(places[i].path) == 0) {
			printf("removed %s\n", places[i].path);
		} else if (errno != ENOENT && errno != ENOTDIR) {
			complain(places[i].path);
			status = 1;
		}
	}
	return status;
}
