/* SPDX-License-Identifier: MIT */
/*
 * changes.h - what two configurations of a program differ in.
 *
 * Pure function, any thread.
 */
#ifndef DTAP_CONF_CHANGES_H
#define DTAP_CONF_CHANGES_H

#include "conf/keys.h"

/*
 * The next key, from the one with the number *at, that has another value in
 * `fresh` and whose path begins with none of `applied`, a list that NULL ends.
 * NULL: no more.  Begin with 0.
 */
const struct dtap_key *dtap_conf_next_change(const struct dtap_conf *running,
					     const struct dtap_conf *fresh,
					     const char *const *applied,
					     size_t *at);

#endif
