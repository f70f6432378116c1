/* SPDX-License-Identifier: MIT */
/*
 * dial.h - a stream asked for, up to the end of the answer's head.
 */
#ifndef BENCH_DIAL_H
#define BENCH_DIAL_H

#include "bench/transport.h"

/*
 * A connected, non-blocking socket whose next byte is the stream's first.
 * Exits with the answer where it is not the one wanted.
 */
int dial(int port, const char *path, enum transport_kind kind);

#endif
