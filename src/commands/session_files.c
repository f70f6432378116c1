/* SPDX-License-Identifier: MIT */
#include "commands/session_files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assets/installed_file.h"

#define PROGRAM "diagtap-extcap"

static bool
make_folder(struct dtap_session_files *files, const struct dtap_log *log)
{
	const char *above = getenv("TMPDIR");
	char *folder = files->folder;

	if (above == NULL || above[0] == '\0')
		above = "/tmp";
	errno = ENAMETOOLONG;
	if ((size_t)snprintf(folder, sizeof files->folder, "%s/diagtap-XXXXXX",
			     above) < sizeof files->folder &&
	    mkdtemp(folder) != NULL)
		return true;
	folder[0] = '\0';
	return DTAP_FAIL(log, "a folder in %s (TMPDIR): %s", above,
			 strerror(errno));
}

static bool
write_script(struct dtap_session_files *files, const struct dtap_log *log)
{
	bool written;
	int fd;

	snprintf(files->script, sizeof files->script, "%s/diagtap.lua",
		 files->folder);
	fd = open(files->script, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	written = fd >= 0 && dtap_asset_write(dtap_dissector_files, fd) == 0;
	if (fd >= 0)
		written = close(fd) == 0 && written;
	return written ||
	       DTAP_FAIL(log, "%s: %s", files->script, strerror(errno));
}

/* The program beside this one. */
static bool
find_beside(char path[PATH_MAX])
{
	ssize_t size = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *name;

	if (size <= 0)
		return false;
	path[size] = '\0';
	name = strrchr(path, '/');
	if (name == NULL || name + 1 + sizeof PROGRAM > path + PATH_MAX)
		return false;
	memcpy(name + 1, PROGRAM, sizeof PROGRAM);
	return access(path, X_OK) == 0;
}

static bool
find_in_path(char path[PATH_MAX])
{
	const char *at = getenv("PATH");

	while (at != NULL && *at != '\0') {
		size_t size = strcspn(at, ":");

		if (at[0] == '/' &&
		    snprintf(path, PATH_MAX, "%.*s/" PROGRAM, (int)size, at) <
			    PATH_MAX &&
		    access(path, X_OK) == 0)
			return true;
		at += size + (at[size] == ':');
	}
	return false;
}

/* A folder of its own: Wireshark runs every program in it. */
static bool
link_extcap(struct dtap_session_files *files, const struct dtap_log *log)
{
	char program[PATH_MAX], link[700];

	if (!find_beside(program) && !find_in_path(program)) {
		dtap_log(log, DTAP_NOTICE,
			 PROGRAM " is neither beside diagtapd nor in the PATH: "
				 "Wireshark reads a pipe, which it cannot stop "
				 "and start");
		return true;
	}
	snprintf(files->extcap, sizeof files->extcap, "%s/extcap",
		 files->folder);
	snprintf(link, sizeof link, "%s/" PROGRAM, files->extcap);
	return (mkdir(files->extcap, 0700) == 0 &&
		symlink(program, link) == 0) ||
	       DTAP_FAIL(log, "%s: %s", link, strerror(errno));
}

/* The columns and colours are not worth a failure. */
static void
put_profile(struct dtap_session_files *files, const struct dtap_log *log)
{
	enum dtap_profile_file done = DTAP_PROFILE_FAILED;
	char path[PATH_MAX] = "the profile";
	unsigned put = 0;

	for (const struct dtap_asset *asset = dtap_profile_files;
	     asset->path != NULL; asset++) {
		done = dtap_profile_path(path, sizeof path, asset) == 0
			       ? dtap_profile_install(path, asset)
			       : DTAP_PROFILE_FAILED;
		if (done == DTAP_PROFILE_FAILED) {
			dtap_log(log, DTAP_WARNING,
				 "%s: %s: Wireshark starts without diagtap's "
				 "profile",
				 path, strerror(errno));
			return;
		}
		put += done == DTAP_PROFILE_DONE;
	}
	files->profile = true;
	if (put > 0)
		dtap_log(log, DTAP_NOTICE,
			 "installed Wireshark's profile \"diagtap\" (%.*s)",
			 (int)(strrchr(path, '/') - path), path);
}

bool
dtap_session_files_make(struct dtap_session_files *files,
			const struct dtap_log *log, bool extcap)
{
	if (!make_folder(files, log) || !write_script(files, log) ||
	    (extcap && !link_extcap(files, log)))
		return false;
	put_profile(files, log);
	return true;
}

void
dtap_session_files_remove(const struct dtap_session_files *files)
{
	char link[700];

	if (files->folder[0] == '\0')
		return;
	if (files->extcap[0] != '\0') {
		snprintf(link, sizeof link, "%s/" PROGRAM, files->extcap);
		unlink(link);
		rmdir(files->extcap);
	}
	unlink(files->script);
	rmdir(files->folder);
}
