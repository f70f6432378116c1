/* SPDX-License-Identifier: MIT */
#include "extcap/places.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "assets/installed_file.h"

#define FOLDER_MAX (PATH_MAX - 64) /* and the names behind it */

bool
dtap_extcap_places(struct dtap_extcap_place places[DTAP_EXTCAP_PLACES])
{
	char folder[FOLDER_MAX];
	const char *home = dtap_home_folder();

	if (dtap_wireshark_folder(folder, sizeof folder) < 0)
		return false;
	errno = home == NULL ? ENOENT : ENAMETOOLONG;
	if (home == NULL || strlen(home) >= FOLDER_MAX)
		return false;
	memset(places, 0, DTAP_EXTCAP_PLACES * sizeof *places);
	snprintf(places[0].path, PATH_MAX, "%s/extcap/%s", folder,
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
