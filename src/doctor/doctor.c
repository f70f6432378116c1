/* SPDX-License-Identifier: MIT */
#include "doctor/doctor.h"

#include <errno.h>
#include <string.h>

#include "base/signals.h"
#include "doctor/checks.h"

static void (*const checks[])(const struct dtap_check_of *of) = {
	dtap_check_configuration, dtap_check_streams, dtap_check_device,
	dtap_check_masks,         dtap_check_address, dtap_check_token,
	dtap_check_archive,       dtap_check_kernel,  dtap_check_clock,
	dtap_check_wireshark,
};

int
dtap_doctor(const struct dtap_conf *conf, const struct dtap_log *log,
	    const struct dtap_doctor_options *options)
{
	struct dtap_findings findings = {.out = stdout, .json = options->json};
	const struct dtap_check_of of = {
		.conf = conf, .root = options->root, .findings = &findings};

	dtap_signals_ignore(NULL);
	dtap_findings_begin(&findings);
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		checks[i](&of);
	dtap_findings_end(&findings);
	if (fflush(stdout) == 0)
		return findings.problems > 0 ? 1 : 0;
	dtap_log(log, DTAP_ERROR, "standard output: %s", strerror(errno));
	return 1;
}
