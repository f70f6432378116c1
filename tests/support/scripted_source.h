/* SPDX-License-Identifier: MIT */
/*
 * scripted_source.h - a source that follows a table of steps.
 *
 * Each step says what one open or read returns.  After the last step the source
 * blocks in read until a signal comes, as a quiet device does.
 */
#ifndef DTAP_SCRIPTED_SOURCE_H
#define DTAP_SCRIPTED_SOURCE_H

#include <stddef.h>

#include <dtap/source.h>

struct scripted_step {
	enum {
		SCRIPTED_OPEN,      /* succeeds, or fails with `error` */
		SCRIPTED_CONTAINER, /* `size` bytes of `mark`, or `bytes` */
		SCRIPTED_NUMBERED,  /* the same, but begins with a u32 that
				       counts */
		SCRIPTED_NOTHING,   /* 0, as after a signal */
		SCRIPTED_FAIL,      /* -1 with `error` */
	} what;
	int error;
	size_t size;
	unsigned char mark;
	const void *bytes;
	const char *why;
	unsigned times; /* 0 is once */
};

/* The steps must outlive the source. */
struct dtap_source *scripted_new(const struct scripted_step *steps,
				 size_t count);

#endif
