/* SPDX-License-Identifier: MIT */
#include "daemon/setup_taps.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "daemon/setup_source.h"

#define DISABLED(what, key)                                       \
	"The " what " stream is disabled. Set " key " = true in " \
	"diagtapd.conf (or start diagtapd with -o " key "=true) to enable it."

/* A tap, and where its keys are in struct dtap_conf. */
static const struct kind {
	const char *name;
	size_t group, enabled, pcap_port;
	bool packets; /* its records are whole packets of any length */
	const char *disabled;
} kinds[] = {
	{"diag", offsetof(struct dtap_conf, diag),
	 offsetof(struct dtap_conf, diag_stream_enabled),
	 offsetof(struct dtap_conf, pcap_over_ip.port), false,
	 DISABLED("DIAG", "diag_stream_enabled")},
	{"ipa", offsetof(struct dtap_conf, ipa),
	 offsetof(struct dtap_conf, ipa_stream_enabled),
	 offsetof(struct dtap_conf, pcap_over_ip.ipa_port), true,
	 DISABLED("IPA", "ipa_stream_enabled")},
};

#define KINDS (sizeof kinds / sizeof *kinds)

_Static_assert(KINDS <= DTAP_MAX_TAPS, "the service has room for each tap");

static const void *
setting(const struct dtap_conf *conf, size_t offset)
{
	return (const char *)conf + offset;
}

static enum dtap_at_end
at_end_of(const char *name)
{
	static const struct {
		const char *name;
		enum dtap_at_end value;
	} words[] = {
		{"end", DTAP_AT_END_END},
		{"exit", DTAP_AT_END_EXIT},
		{"hold", DTAP_AT_END_HOLD},
		{"loop", DTAP_AT_END_LOOP},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].name, name) == 0)
			return words[i].value;
	return DTAP_AT_END_END;
}

/* The sentence for clients (503).  NULL: streams are served. */
static const char *
refusal(const struct dtap_conf *conf, const struct kind *kind)
{
	if (!*(const bool *)setting(conf, kind->enabled))
		return kind->disabled;
	if (conf->debug_mode)
		return "debug_mode is true, so no device is opened and there "
		       "are no streams. Set debug_mode = false in "
		       "diagtapd.conf to enable them.";
	return NULL;
}

/* False: the log says why. */
static bool
make_tap(struct dtap_tap **tap, const struct dtap_source_setup *choice,
	 bool packets, const struct dtap_record_clock *record_clock,
	 const struct dtap_log *log)
{
	const struct dtap_conf *conf = choice->conf;
	const struct dtap_tap_options options = {
		.name = choice->name,
		.record_clock = record_clock,
		.ring_bytes = (size_t)conf->ring.bytes,
		.flush_ms = (unsigned)conf->ring.flush_ms,
		/* The record of a packet has no parts: it needs room for any
		   packet. */
		.snaplen = packets ? DTAP_SNAPLEN_MAX
				   : (uint32_t)conf->pcap.snaplen,
		.packets = packets,
		.wait_subscribers = (unsigned)choice->tap->wait_subscribers,
		.at_end = at_end_of(choice->tap->at_end),
	};
	struct dtap_source *source;

	if (!dtap_setup_source(&source, choice, log))
		return false;
	if (source != NULL)
		*tap = dtap_tap_new(&options, source);
	if (*tap != NULL)
		return true;
	dtap_log(log, DTAP_ERROR,
		 "cannot make the tap \"%s\": %s; ring.bytes = %" PRId64
		 " may be more memory than this machine has",
		 choice->name, strerror(errno), conf->ring.bytes);
	return false;
}

bool
dtap_setup_taps(struct dtap_service *service, const struct dtap_conf *conf,
		struct dtap_shared_masks *simulated, const struct dtap_log *log)
{
	for (size_t i = 0; i < KINDS; i++) {
		const struct dtap_source_setup choice = {
			.name = kinds[i].name,
			.tap = setting(conf, kinds[i].group),
			.conf = conf,
			.simulated = simulated,
		};
		struct dtap_service_tap *out = &service->taps[i];

		out->name = kinds[i].name;
		out->refusal = refusal(conf, &kinds[i]);
		service->tap_count = i + 1;
		if (out->refusal == NULL &&
		    !make_tap(&out->tap, &choice, kinds[i].packets,
			      service->record_clock, log))
			return false;
	}
	return true;
}

unsigned
dtap_setup_pcap_port(const struct dtap_conf *conf, size_t tap)
{
	return (unsigned)*(const int64_t *)setting(conf, kinds[tap].pcap_port);
}
