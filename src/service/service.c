/* SPDX-License-Identifier: MIT */
#include "service/service.h"

void
dtap_service_free_taps(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_tap_free(service->taps[i].tap);
}

int
dtap_service_start_taps(struct dtap_service *service,
			dtap_tap_observer *observer, void *arg)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    dtap_tap_start(service->taps[i].tap, observer, arg) < 0)
			return -1;
	return 0;
}

/* OFF if there is no tap. */
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
dtap_service_stop_taps(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (state_of(&service->taps[i]) != DTAP_TAP_OFF)
			dtap_tap_stop(service->taps[i].tap);
}

bool
dtap_service_has_taps(const struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL)
			return true;
	return false;
}

bool
dtap_service_is_tried(const struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (state_of(&service->taps[i]) == DTAP_TAP_OPENING)
			return false;
	return true;
}

bool
dtap_service_has_ended(const struct dtap_service *service)
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

void
dtap_service_free_archives(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_archive_free(service->taps[i].archive);
	dtap_uplink_free(service->uplink);
}

int
dtap_service_start_archives(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].archive != NULL &&
		    dtap_archive_start(service->taps[i].archive) < 0)
			return -1;
	return service->uplink != NULL ? dtap_uplink_start(service->uplink) : 0;
}

void
dtap_service_stop_archives(struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		dtap_archive_stop(service->taps[i].archive);
	dtap_uplink_stop(service->uplink);
}
