/* SPDX-License-Identifier: MIT */
#include "extcap/install.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "assets/installed_file.h"
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
	return dtap_extcap_places(places) || complain("the home directory");
}

static bool
put(const struct dtap_extcap_place *place)
{
	if (dtap_file_install(place->path, place->mode, place->asset) < 0)
		return complain(place->path);
	printf("installed %s\n", place->path);
	return true;
}

/* Says what became of a file of the profile. */
static bool
tell(const char *path, enum dtap_profile_file done, const char *verb,
     const char *cure)
{
	if (done == DTAP_PROFILE_FAILED)
		return complain(path);
	if (done == DTAP_PROFILE_DONE)
		printf("%s %s\n", verb, path);
	if (done == DTAP_PROFILE_KEPT)
		printf("kept %s: it was changed, by you or by Wireshark%s\n",
		       path, cure);
	return true;
}

static bool
put_profile(void)
{
	char path[PATH_MAX];

	for (const struct dtap_asset *asset = dtap_profile_files;
	     asset->path != NULL; asset++)
		if (dtap_profile_path(path, sizeof path, asset) < 0)
			return complain("the profile");
		else if (!tell(path, dtap_profile_install(path, asset),
			       "installed",
			       " (delete it first to get this version's)"))
			return false;
	return true;
}

static bool
remove_profile(void)
{
	char path[PATH_MAX];
	bool good = true;

	for (const struct dtap_asset *asset = dtap_profile_files;
	     asset->path != NULL; asset++)
		if (dtap_profile_path(path, sizeof path, asset) < 0)
			return complain("the profile");
		else
			good = tell(path, dtap_profile_remove(path, asset),
				    "removed", "") &&
			       good;
	return good;
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
	if (!put_profile())
		return 1;
	puts("Restart Wireshark to see the interface \"Qualcomm DIAG "
	     "(diagtap)\".  Its columns and colours are the profile "
	     "\"diagtap\": wireshark -C diagtap.");
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
	return remove_profile() ? status : 1;
}
