/* SPDX-License-Identifier: MIT */
#include "assets/installed_file.h"

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

static int
make_folders(const char *path)
{
	char above[PATH_MAX];

	for (const char *at = strchr(path + 1, '/'); at != NULL;
	     at = strchr(at + 1, '/')) {
		snprintf(above, sizeof above, "%.*s", (int)(at - path), path);
		if (mkdir(above, 0755) < 0 && errno != EEXIST)
			return -1;
	}
	return 0;
}

static int
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
	return size == 0 ? 0 : -1;
}

int
dtap_file_install(const char *path, mode_t mode, const struct dtap_asset *asset)
{
	char fresh[PATH_MAX];
	int fd, saved;
	bool good;

	if ((size_t)snprintf(fresh, sizeof fresh, "%s.new", path) >=
	    sizeof fresh) {
		errno = ENAMETOOLONG;
		return -1;
	}
	if (make_folders(path) < 0)
		return -1;
	unlink(fresh);
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return -1;
	good = (asset == NULL ? copy_program(fd)
			      : dtap_asset_write(asset, fd)) == 0;
	good = close(fd) == 0 && good;
	if (good && rename(fresh, path) == 0)
		return 0;
	saved = errno;
	unlink(fresh);
	errno = saved;
	return -1;
}

/* The file at the path is the asset, byte for byte. */
static bool
is_asset(const char *path, const struct dtap_asset *asset)
{
	unsigned char *ours = dtap_asset_inflate(asset), *theirs;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool same = false;

	/* One byte more shows that it is longer. */
	theirs = malloc(asset->size + 1);
	if (ours != NULL && theirs != NULL && fd >= 0)
		same = read(fd, theirs, asset->size + 1) ==
			       (ssize_t)asset->size &&
		       memcmp(ours, theirs, asset->size) == 0;
	if (fd >= 0)
		close(fd);
	free(ours);
	free(theirs);
	return same;
}

const char *
dtap_home_folder(void)
{
	const char *home = getenv("HOME");
	const struct passwd *user;

	if (home != NULL && home[0] == '/')
		return home;
	user = getpwuid(getuid());
	return user != NULL ? user->pw_dir : NULL;
}

int
dtap_wireshark_folder(char *folder, size_t room)
{
	const char *own = getenv("WIRESHARK_CONFIG_DIR");
	const char *conf = getenv("XDG_CONFIG_HOME");
	const char *home = dtap_home_folder();
	int size;

	if (own != NULL && own[0] == '/')
		size = snprintf(folder, room, "%s", own);
	else if (conf != NULL && conf[0] == '/')
		size = snprintf(folder, room, "%s/wireshark", conf);
	else if (home != NULL)
		size = snprintf(folder, room, "%s/.config/wireshark", home);
	else {
		errno = ENOENT;
		return -1;
	}
	errno = ENAMETOOLONG;
	return size >= 0 && (size_t)size < room ? 0 : -1;
}

int
dtap_profile_path(char *path, size_t room, const struct dtap_asset *asset)
{
	char folder[PATH_MAX];

	if (dtap_wireshark_folder(folder, sizeof folder) < 0)
		return -1;
	errno = ENAMETOOLONG;
	return (size_t)snprintf(path, room, "%s/profiles/diagtap/%s", folder,
				asset->path) < room
		       ? 0
		       : -1;
}

enum dtap_profile_file
dtap_profile_install(const char *path, const struct dtap_asset *asset)
{
	struct stat found;

	if (lstat(path, &found) == 0)
		return is_asset(path, asset) ? DTAP_PROFILE_SAME
					     : DTAP_PROFILE_KEPT;
	if (errno != ENOENT)
		return DTAP_PROFILE_FAILED;
	return dtap_file_install(path, 0644, asset) == 0 ? DTAP_PROFILE_DONE
							 : DTAP_PROFILE_FAILED;
}

enum dtap_profile_file
dtap_profile_remove(const char *path, const struct dtap_asset *asset)
{
	char folder[PATH_MAX];
	struct stat found;

	if (lstat(path, &found) < 0)
		return errno == ENOENT || errno == ENOTDIR
			       ? DTAP_PROFILE_SAME
			       : DTAP_PROFILE_FAILED;
	if (!is_asset(path, asset))
		return DTAP_PROFILE_KEPT;
	if (unlink(path) < 0)
		return DTAP_PROFILE_FAILED;
	/* The folder goes with the last file; with others in it it stays. */
	snprintf(folder, sizeof folder, "%.*s",
		 (int)(strrchr(path, '/') - path), path);
	rmdir(folder);
	return DTAP_PROFILE_DONE;
}
