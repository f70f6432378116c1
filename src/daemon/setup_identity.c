/* SPDX-License-Identifier: MIT */
#include "daemon/setup_identity.h"

#include <errno.h>
#include <string.h>

#include "base/random.h"

/* "": the owner chose none. */
static bool
read_device(struct dtap_fleet_identity *identity, const char *device,
	    const struct dtap_log *log)
{
	if (device[0] == '\0')
		return true;
	if (!dtap_fleet_is_word(device))
		return DTAP_FAIL(log,
				 "uplink.device = \"%s\": must be a name that "
				 "you choose, of " DTAP_FLEET_WORD_RULE,
				 device);
	strcpy(identity->device, device);
	return true;
}

static bool
read_group(struct dtap_fleet_identity *identity, const char *group,
	   const struct dtap_log *log)
{
	if (!dtap_fleet_is_word(group))
		return DTAP_FAIL(
			log,
			"uplink.group = \"%s\": must be " DTAP_FLEET_WORD_RULE,
			group);
	strcpy(identity->group, group);
	return true;
}

bool
dtap_setup_identity(struct dtap_fleet_identity *identity,
		    const struct dtap_conf *conf, const struct dtap_log *log)
{
	*identity = (struct dtap_fleet_identity){0};
	if (!read_device(identity, conf->uplink.device, log) ||
	    !read_group(identity, conf->uplink.group, log))
		return false;
	if (dtap_random_bytes(&identity->boot, sizeof identity->boot) < 0)
		return DTAP_FAIL(log, "/dev/urandom: %s", strerror(errno));
	dtap_fleet_boot_write(identity->boot, identity->boot_text);
	return true;
}
