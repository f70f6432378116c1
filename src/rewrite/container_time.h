/* SPDX-License-Identifier: MIT */
/*
 * container_time.h - the times of records, and the modem's own of containers.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_CONTAINER_TIME_H
#define DTAP_CONTAINER_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/bytes.h>

static inline struct timespec
dtap_record_time(const uint8_t *record)
{
	return (struct timespec){(time_t)dtap_get32(record),
				 (long)dtap_get32(record + 4) * 1000};
}

static inline void
dtap_record_set_time(uint8_t *record, const struct timespec *time)
{
	dtap_put32(record, (uint32_t)time->tv_sec);
	dtap_put32(record + 4, (uint32_t)(time->tv_nsec / 1000));
}

/*
 * The time of the first frame with a right CRC that has one.  False: there is
 * none, or pcap cannot tell it.  `packet` is scratch of DTAP_FILTER_FRAME
 * bytes.
 */
bool dtap_container_modem_time(struct timespec *time, uint8_t *packet,
			       const uint8_t *data, size_t size);

#endif
