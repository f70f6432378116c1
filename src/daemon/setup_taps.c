/* SPDX-License-Identifier: MIT */
#include "daemon/setup_taps.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "daemon/setup_source.h"

#define DISABLED(what, key)                                       \
	"The " what " stream is disabled. Set " key " = true in " \
	"diagtapd.conf (or start diagtapd with -o " key "=true) to enable it."

/* Where in struct dtap_conf a tap's settings are. */
static const struct kind {
	const char *name;
	size_t group, enabled, door;
	bool packets; /* of any length, without parts */
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

_Static_assert(KINDS <= DTAP_MAX_TAPS, "the service has a place for each");

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

/* The sentence of a stream's 503, or NULL: streams are served. */
static const char *
refusal(const struct dtap_conf *conf, const struct kind *kind)
{
	if (!*(const bool *)setting(conf, kind->enabled))
		return kind->disabled;
	if (conf->debug_mode)
		return "debug_mode = true: no device is opened, and there is "
		       "no stream. Set debug_mode = false in diagtapd.conf to "
		       "have one.";
	return NULL;
}

/* False: said why. */
static bool
make_tap(struct dtap_tap **tap, const struct dtap_choice *choice, bool packets,
	 const struct dtap_wall *wall, const struct dtap_log *log)
{
	const struct dtap_conf *conf = choice->conf;
	const struct dtap_tap_options options = {
		.name = choice->name,
		.wall = wall,
		.ring_bytes = (size_t)conf->ring.bytes,
		.flush_ms = (unsigned)conf->ring.flush_ms,
		/* A packet's record has no parts: there is room for any. */
		.snaplen = packets ? DTAP_SNAPLEN_MAX
				   : (uint32_t)conf->pcap.snaplen,
		.packets = packets,
		.wait_subscribers = (unsigned)choice->tap->wait_subscribers,
		.at_end = at_end_of(choice->tap->at_end),
	};
	struct dtap_source *source;

	if (!dtap_choice_make(&source, choice, log))
		return false;
	if (source != NULL)
		*tap = dtap_tap_new(&options, source);
	if (*tap != NULL)
		return true;
	dtap_log(log, DTAP_ERROR,
		 "the tap \"%s\": %s; is ring.bytes = %" PRId64
		 " more than this machine has?",
		 choice->name, strerror(errno), conf->ring.bytes);
	return false;
}

bool
dtap_taps_make(struct dtap_service *service, const struct dtap_conf *conf,
	       const struct dtap_log *log)
{
	for (size_t i = 0; i < KINDS; i++) {
		const struct dtap_choice choice = {
			.name = kinds[i].name,
			.tap = setting(conf, kinds[i].group),
			.conf = conf,
		};
		struct dtap_service_tap *out = &service->taps[i];

		out->name = kinds[i].name;
		out->refusal = refusal(conf, &kinds[i]);
		service->tap_count = i + 1;
		if (out->refusal == NULL &&
		    !make_tap(&out->tap, &choice, kinds[i].packets,
			      service->wall, log))
			return false;
	}
	return true;
}

void
dtap_taps_free(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_tap_free(service->taps[i].tap);
}

int
dtap_taps_start(struct dtap_service *service, dtap_tap_observer *observer,
		void *arg)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    dtap_tap_start(service->taps[i].tap, observer, arg) < 0)
			return -1;
	return 0;
}

/* OFF where there is no tap. */
static enum dtap_tap_state
state_of(const struct dtap_service_tap *tap)
{
	struct dtap_tap_status status;

	if (tap->tap == NULL)
		return DTAP_TAP_OFF;
	dtap_tap_status(tap->tap, &status);
	return status.state;
}

void
dtap_taps_stop(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (state_of(&service->taps[i]) != DTAP_TAP_OFF)
			dtap_tap_stop(service->taps[i].tap);
}

bool
dtap_taps_any(const struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL)
			return true;
	return false;
}

bool
dtap_taps_are_tried(const struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (state_of(&service->taps[i]) == DTAP_TAP_OPENING)
			return false;
	return true;
}

bool
dtap_taps_have_ended(const struct dtap_service *service)
{
	bool any = false;

	for (size_t i = 0; i < service->tap_count; i++) {
		const struct dtap_service_tap *tap = &service->taps[i];

		if (tap->tap == NULL ||
		    dtap_tap_options(tap->tap)->at_end != DTAP_AT_END_EXIT)
			continue;
		if (state_of(tap) != DTAP_TAP_ENDED)
			return false;
		any = true;
	}
	return any;
}

unsigned
dtap_taps_door(const struct dtap_conf *conf, size_t tap)
{
	return (unsigned)*(const int64_t *)setting(conf, kinds[tap].door);
}
