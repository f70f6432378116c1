/* SPDX-License-Identifier: MIT */
#include "conf/changes.h"

#include <string.h>

static bool
is_applied(const char *path, const char *const *applied)
{
	for (; *applied != NULL; applied++)
		if (strncmp(path, *applied, strlen(*applied)) == 0)
			return true;
	return false;
}

const struct dtap_key *
dtap_conf_next_change(const struct dtap_conf *running,
		      const struct dtap_conf *fresh, const char *const *applied,
		      size_t *at)
{
	while (*at < running->keys->count) {
		const struct dtap_key *key = &running->keys->keys[(*at)++];

		if (!is_applied(key->path, applied) &&
		    !dtap_key_is_equal(running, fresh, key))
			return key;
	}
	return NULL;
}
