/* SPDX-License-Identifier: MIT */
#include "extcap/places.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
dtap_extcap_places(struct dtap_extcap_place places[DTAP_EXTCAP_PLACES])
{
	const char *home = getenv("HOME"), *conf = getenv("XDG_CONFIG_HOME");
	const struct passwd *user = getpwuid(getuid());

	if (home == NULL || home[0] != '/')
		home = user != NULL ? user->pw_dir : NULL;
	if (home == NULL || strlen(home) > PATH_MAX / 2 ||
	    (conf != NULL && strlen(conf) > PATH_MAX / 2))
		return false;
	memset(places, 0, DTAP_EXTCAP_PLACES * sizeof *places);
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
