/* SPDX-License-Identifier: MIT */
#include "sources/libpcap.h"

#include "base/dynlib.h"

#define CALL(name)                                                 \
	{                                                          \
		"pcap_" #name, offsetof(struct dtap_libpcap, name) \
	}

bool
dtap_libpcap_load(struct dtap_libpcap *pcap)
{
	/* The name in Debian, and the name elsewhere. */
	static const char *const names[] = {"libpcap.so.0.8", "libpcap.so.1",
					    NULL};
	static const struct dtap_dynlib_call calls[] = {
		CALL(activate),          CALL(close),
		CALL(compile),           CALL(create),
		CALL(datalink),          CALL(freecode),
		CALL(get_selectable_fd), CALL(geterr),
		CALL(next_ex),           CALL(open_dead),
		CALL(set_buffer_size),   CALL(set_immediate_mode),
		CALL(set_snaplen),       CALL(setfilter),
		CALL(setnonblock),       CALL(stats),
		CALL(statustostr),
	};
	static const struct dtap_dynlib library = {
		.names = names,
		.calls = calls,
		.call_count = sizeof calls / sizeof *calls,
	};

	return dtap_dynlib_load(&library, pcap);
}
