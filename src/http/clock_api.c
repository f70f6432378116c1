/* SPDX-License-Identifier: MIT */
#include "http/clock_api.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"

#define SPACE    " \t\r\n"
#define DIGITS   "0123456789"
#define DECIMALS 9

void
dtap_clock_api_put(FILE *out, int64_t ns)
{
	uint64_t us = (uint64_t)(ns < 0 ? -ns : ns) / 1000;

	fprintf(out, "%s%" PRIu64 ".%06" PRIu64, ns < 0 ? "-" : "",
		us / 1000000, us % 1000000);
}

void
dtap_clock_api_put_steps(FILE *out, const struct dtap_steps *steps)
{
	fprintf(out, "\"steps\": %" PRIu64 ", \"last_step_s\": ", steps->count);
	dtap_clock_api_put(out, -steps->last);
}

static int64_t
ns_of(struct timespec time)
{
	return (int64_t)time.tv_sec * DTAP_NS_PER_S + time.tv_nsec;
}

char *
dtap_clock_api_json(const struct dtap_service *service, size_t *size)
{
	char *json, *separator = "";
	FILE *out = open_memstream(&json, size);
	struct timespec host;

	if (out == NULL)
		return NULL;
	clock_gettime(CLOCK_REALTIME, &host);
	fprintf(out, "{\"host_s\": ");
	dtap_clock_api_put(out, ns_of(host));
	fprintf(out, ", \"offset_s\": ");
	dtap_clock_api_put(out,
			   dtap_record_clock_offset(service->record_clock));
	fprintf(out, ", \"record_s\": ");
	dtap_clock_api_put(
		out, ns_of(dtap_record_clock_at(service->record_clock, host)));
	fprintf(out, ", \"taps\": [");
	for (size_t i = 0; i < service->tap_count; i++) {
		struct dtap_tap_status status;

		if (service->taps[i].tap == NULL)
			continue;
		dtap_tap_status(service->taps[i].tap, &status);
		fprintf(out, "%s{\"name\": \"%s\", ", separator,
			service->taps[i].name);
		dtap_clock_api_put_steps(out, &status.steps);
		fputc('}', out);
		separator = ", ";
	}
	fprintf(out, "]}\n");
	return fclose(out) == 0 ? json : NULL;
}

/* Reads a decimal number, in ns.  NULL: there is none, or it is too large. */
static const char *
read_seconds(const char *at, int64_t *ns)
{
	bool negative = *at == '-';
	int64_t seconds = 0, unit = DTAP_NS_PER_S;

	at += *at == '-' || *at == '+';
	if (strspn(at, DIGITS) == 0)
		return NULL;
	for (; strspn(at, DIGITS) > 0; at++) {
		seconds = seconds * 10 + (*at - '0');
		if (seconds > UINT32_MAX)
			return NULL;
	}
	*ns = seconds * DTAP_NS_PER_S;
	at += *at == '.';
	for (; strspn(at, DIGITS) > 0; at++) {
		unit /= 10; /* 0 after the ninth digit */
		*ns += unit * (*at - '0');
	}
	*ns = negative ? -*ns : *ns;
	return at;
}

/* True: the text was there, and it is skipped with the spaces around it. */
static bool
pass(const char **at, const char *text)
{
	const char *begin = *at + strspn(*at, SPACE);
	size_t size = strlen(text);

	if (strncmp(begin, text, size) != 0)
		return false;
	*at = begin + size + strspn(begin + size, SPACE);
	return true;
}

/* NAME=SECONDS, or {"NAME": SECONDS}, and nothing else. */
static bool
read_member(const char *at, const char *name, int64_t *ns)
{
	bool json = pass(&at, "{");

	if ((json && !pass(&at, "\"")) || !pass(&at, name) ||
	    (json && !pass(&at, "\"")) || !pass(&at, json ? ":" : "="))
		return false;
	at = read_seconds(at, ns);
	if (at == NULL || (json && !pass(&at, "}")))
		return false;
	return at[strspn(at, SPACE)] == '\0';
}

bool
dtap_clock_api_read(int64_t *offset, const char *text, struct timespec host,
		    char *why, size_t room)
{
	const int64_t most = DTAP_RECORD_CLOCK_MAX_S * DTAP_NS_PER_S;
	int64_t ns;

	if (read_member(text, "now", &ns) && ns >= 0) {
		ns -= ns_of(host);
	} else if (!read_member(text, "offset_s", &ns)) {
		snprintf(why, room,
			 "The body must be offset_s=SECONDS (for example "
			 "-17.25) or now=SECONDS (since 1970), or JSON: "
			 "{\"offset_s\": -17.25}.");
		return false;
	}
	if (ns < -most || ns > most) {
		snprintf(why, room,
			 "The offset must be from -%lld to %lld seconds.",
			 (long long)DTAP_RECORD_CLOCK_MAX_S,
			 (long long)DTAP_RECORD_CLOCK_MAX_S);
		return false;
	}
	*offset = ns;
	return true;
}
