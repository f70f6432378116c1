/* SPDX-License-Identifier: MIT */
/*
 * encoder.h - compresses a stream of bytes.  One owner, one thread.
 */
#ifndef DTAP_ENCODER_H
#define DTAP_ENCODER_H

#include "archive/options.h"

struct dtap_encoder;

/* Gets the compressed bytes.  -1 with errno ends the compression. */
typedef int dtap_encoder_out(void *arg, const uint8_t *bytes, size_t size);

/* False: this build cannot compress so. */
bool dtap_encoder_is_known(enum dtap_compression compression);

/* For a compression that is known.  NULL: ENOMEM. */
struct dtap_encoder *dtap_encoder_new(enum dtap_compression compression);
void dtap_encoder_free(struct dtap_encoder *encoder);

/* `last`: nothing follows.  -1 with errno: of `out`, or ENOMEM. */
int dtap_encoder_feed(struct dtap_encoder *encoder, const uint8_t *bytes,
		      size_t size, bool last, dtap_encoder_out *out, void *arg);

#endif
