/* SPDX-License-Identifier: MIT */
/*
 * include_check.h - large numbers in the files that a configuration includes.
 *
 * libconfig 1.5 reads them wrong (numbers.h).  It opens these files itself, so
 * their text cannot be widened before: they are refused.  Later versions read
 * them right, and nothing is refused there.
 */
#ifndef DTAP_CONF_INCLUDE_CHECK_H
#define DTAP_CONF_INCLUDE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <libconfig.h>

/*
 * Looks at each file that the settings of a group come from, as libconfig names
 * it. False: one has a number that this libconfig has read wrong, or cannot be
 * read again; `why` names it, in one line.
 */
bool dtap_include_check(const config_setting_t *group, char *why, size_t room);

#endif
