/* SPDX-License-Identifier: MIT */
#include "doctor/checks.h"

#include "base/log.h"
#include "daemon/daemon.h"
#include "daemon/setup_masks.h"
#include "daemon/setup_port.h"
#include "port/masks.h"

/* A line of the daemon's own checks. */
static void
take_line(void *arg, enum dtap_priority priority, const char *text)
{
	dtap_findings_add(arg,
			  priority <= DTAP_ERROR ? DTAP_FINDING_PROBLEM
						 : DTAP_FINDING_NOTE,
			  "configuration", "%s", text);
}

/* diagtapd -T, with its lines as findings. */
void
dtap_check_configuration(const struct dtap_check_of *of)
{
	const struct dtap_log log = {
		.most = DTAP_WARNING, .take = take_line, .arg = of->findings};

	if (dtap_daemon_check(of->conf, &log) == 0)
		dtap_findings_add(of->findings, DTAP_FINDING_WELL,
				  "configuration",
				  "diagtapd can start with it.");
}

void
dtap_check_streams(const struct dtap_check_of *of)
{
	const struct dtap_conf *conf = of->conf;

	if (!conf->diag_stream_enabled && !conf->ipa_stream_enabled)
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "streams",
				  "Nothing is read or served: set "
				  "diag_stream_enabled = true.");
	else if (conf->debug_mode)
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "streams",
				  "Nothing is read or served: set debug_mode = "
				  "false.");
	else
		dtap_findings_add(
			of->findings, DTAP_FINDING_WELL, "streams",
			"%s%s%s enabled.",
			conf->diag_stream_enabled ? "diag" : "",
			conf->diag_stream_enabled && conf->ipa_stream_enabled
				? " and ipa are"
				: "",
			conf->diag_stream_enabled && conf->ipa_stream_enabled
				? ""
			: conf->diag_stream_enabled ? " is"
						    : "ipa is");
}

static void
judge_masks(const struct dtap_check_of *of, const struct dtap_masks *masks)
{
	const char *advice = dtap_setup_masks_advice(masks, of->conf);
	unsigned logs = dtap_masks_count_logs(masks);

	if (advice != NULL)
		dtap_findings_add(of->findings, DTAP_FINDING_NOTE, "masks",
				  "%s", advice);
	else
		dtap_findings_add(
			of->findings, DTAP_FINDING_WELL, "masks",
			"%u log code%s%s%s.", logs, DTAP_PLURAL(logs),
			dtap_masks_has_any_event(masks) ? ", events" : "",
			dtap_masks_has_any_message(masks) ? ", messages" : "");
}

void
dtap_check_masks(const struct dtap_check_of *of)
{
	const struct dtap_log quiet = {.most = DTAP_NOTHING};
	struct dtap_masks masks;

	if (!of->conf->diag_stream_enabled)
		return;
	/* What is wrong with them is a finding of the configuration. */
	if (dtap_setup_masks(&masks, of->conf, &quiet))
		judge_masks(of, &masks);
	dtap_masks_clear(&masks);
}
