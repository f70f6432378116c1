/* SPDX-License-Identifier: MIT */
/*
 * encoder.h - bytes in, compressed bytes out.  One owner.
 */
#ifndef DTAP_ENCODER_H
#define DTAP_ENCODER_H

#include "archive/options.h"

struct dtap_codec;

/* Takes what comes out; -1 with errno ends the compression. */
typedef int dtap_codec_out(void *arg, const uint8_t *bytes, size_t size);

/* False: this build has no such compression. */
bool dtap_codec_is_known(enum dtap_squeeze squeeze);

/* One that is known.  NULL: ENOMEM. */
struct dtap_codec *dtap_codec_new(enum dtap_squeeze squeeze);
void dtap_codec_free(struct dtap_codec *codec);

/* `last`: nothing follows.  -1 with errno, out's or ENOMEM. */
int dtap_codec_feed(struct dtap_codec *codec, const uint8_t *bytes, size_t size,
		    bool last, dtap_codec_out *out, void *arg);

#endif
