/* SPDX-License-Identifier: MIT */
/* socket_pair.h - the two ends of a TCP connection over loopback. */
#ifndef DTAP_SOCKET_PAIR_H
#define DTAP_SOCKET_PAIR_H

struct pair {
	int ours, theirs;
};

void pair_open(struct pair *pair);
void pair_close(struct pair *pair);

/* Sends until the connection takes no more. */
void pair_fill(const struct pair *pair);

/* From now on nothing arrives at their end, as if its host had vanished. */
void pair_vanish(const struct pair *pair);

#endif
