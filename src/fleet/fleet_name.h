/* SPDX-License-Identifier: MIT */
/*
 * fleet_name.h - how a fleet's server, NATS, names the tap of a device.
 *
 *   subject   diag.GROUP.DEVICE.TAP.pcap     diag.lab.rig-7.diag.pcap
 *   key       GROUP.DEVICE                   lab.rig-7
 *
 * Each of the three words has 1 to 32 of the characters a-z, 0-9 and '-'.  A
 * server gives '.', '*', '>' and the space a meaning of their own.  The owner
 * chooses group and device; they are never an identity of a person or a card.
 *
 * A key is in the key-value bucket "devices"; it is there while the device is.
 *
 * Plain data, pure functions, any thread.
 */
#ifndef DTAP_FLEET_NAME_H
#define DTAP_FLEET_NAME_H

#include <stdbool.h>
#include <stddef.h>

#define DTAP_FLEET_WORD      32 /* the longest word */
#define DTAP_FLEET_WORD_ROOM (DTAP_FLEET_WORD + 1)

/* What is allowed, for a message: "... must be " DTAP_FLEET_WORD_RULE. */
#define DTAP_FLEET_WORD_RULE "1 to 32 of the characters a-z, 0-9 and '-'"

/* The bucket, and the subject of the first of its keys' bytes. */
#define DTAP_FLEET_BUCKET     "devices"
#define DTAP_FLEET_KEY_PREFIX "$KV." DTAP_FLEET_BUCKET "."

#define DTAP_FLEET_SUBJECT_ROOM (4 + 3 * DTAP_FLEET_WORD_ROOM + 6)
#define DTAP_FLEET_KEY_ROOM     (2 * DTAP_FLEET_WORD_ROOM)

struct dtap_fleet_name {
	char group[DTAP_FLEET_WORD_ROOM];
	char device[DTAP_FLEET_WORD_ROOM];
	char tap[DTAP_FLEET_WORD_ROOM]; /* not in a key: "" */
};

bool dtap_fleet_is_word(const char *text);

/* All three words of the name are right. */
void dtap_fleet_subject_write(const struct dtap_fleet_name *name,
			      char out[DTAP_FLEET_SUBJECT_ROOM]);
void dtap_fleet_key_write(const struct dtap_fleet_name *name,
			  char out[DTAP_FLEET_KEY_ROOM]);

/* False: it is no such subject or key, and *name is not set. */
bool dtap_fleet_subject_read(struct dtap_fleet_name *name, const char *subject);
bool dtap_fleet_key_read(struct dtap_fleet_name *name, const char *key);

#endif
