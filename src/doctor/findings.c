/* SPDX-License-Identifier: MIT */
#include "doctor/findings.h"

#include <stdarg.h>

#include "base/json.h"
#include "base/log.h"

static const char *const levels[] = {
	[DTAP_FINDING_WELL] = "well",
	[DTAP_FINDING_NOTE] = "note",
	[DTAP_FINDING_PROBLEM] = "problem",
};

void
dtap_findings_begin(struct dtap_findings *findings)
{
	if (findings->json)
		fputs("{\"findings\": [", findings->out);
}

static void
put_json(struct dtap_findings *findings, enum dtap_finding_level level,
	 const char *about, const char *text)
{
	fprintf(findings->out, "%s\n  {\"level\": \"%s\", \"about\": ",
		findings->count > 0 ? "," : "", levels[level]);
	dtap_json_string(findings->out, about);
	fputs(", \"text\": ", findings->out);
	dtap_json_string(findings->out, text);
	fputs("}", findings->out);
}

void
dtap_findings_add(struct dtap_findings *findings, enum dtap_finding_level level,
		  const char *about, const char *format, ...)
{
	char text[DTAP_FINDING_TEXT];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (findings->json)
		put_json(findings, level, about, text);
	else
		fprintf(findings->out, "%-8s %-13s %s\n", levels[level], about,
			text);
	findings->count++;
	findings->problems += level == DTAP_FINDING_PROBLEM;
}

void
dtap_findings_end(struct dtap_findings *findings)
{
	unsigned problems = findings->problems;

	if (findings->json)
		fprintf(findings->out, "\n], \"problems\": %u}\n", problems);
	else if (problems > 0)
		fprintf(findings->out, "\n%u problem%s to solve first.\n",
			problems, DTAP_PLURAL(problems));
	else
		fputs("\nNothing keeps diagtapd from its work.\n",
		      findings->out);
}
