/* SPDX-License-Identifier: MIT */
/* socket_pair.h - the two ends of a TCP connection over loopback. */
#ifndef DTAP_SOCKET_PAIR_H
#define DTAP_SOCKET_PAIR_H

struct socket_pair {
	int ours, theirs;
};

void socket_pair_open(struct socket_pair *pair);
void socket_pair_close(struct socket_pair *pair);

/* Sends from `ours` until both socket buffers are full. */
void socket_pair_fill(const struct socket_pair *pair);

/* From now on nothing arrives at `theirs`, as if its host had vanished. */
void socket_pair_vanish(const struct socket_pair *pair);

#endif
