/* SPDX-License-Identifier: MIT */
/*
 * dial.h - requests a stream and reads the head of the answer.
 */
#ifndef BENCH_DIAL_H
#define BENCH_DIAL_H

#include "bench/transport.h"

/*
 * Returns a connected, non-blocking socket; the next byte is the first of the
 * stream.  If the answer is not the expected one, prints it and exits.
 */
int dial(int port, const char *path, enum transport_kind kind);

#endif
