/* SPDX-License-Identifier: MIT */
/*
 * fuzz.h - what the fuzz targets share; see script/fuzz.
 *
 * A target is one function that libFuzzer calls with any bytes.  It feeds them
 * to the real entry points, and claims what must hold whatever they are.
 */
#ifndef DTAP_FUZZ_H
#define DTAP_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* assert() whatever NDEBUG says. */
#define CLAIM(what) ((what) ? (void)0 : abort())

#endif
