/* SPDX-License-Identifier: MIT */
/*
 * print.h - the value of a key, as the file has it.
 */
#ifndef DTAP_PRINT_H
#define DTAP_PRINT_H

#include "conf/keys.h"

/* "9840", "\"127.0.0.1\"": dtap_key_set_text() takes it again. */
void dtap_key_print(const struct dtap_conf *conf, const struct dtap_key *key,
		    FILE *out);

#endif
