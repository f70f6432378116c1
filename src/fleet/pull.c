/* SPDX-License-Identifier: MIT */
#include "fleet/pull.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

#define EXPIRES_S 30
#define KEPT_S    60 /* that the server keeps a consumer nobody asks */
#define SILENT    (3 * DTAP_PULL_BEAT_S * DTAP_NS_PER_S)
#define PAUSE     (500 * DTAP_NS_PER_MS)

/* RFC 3339 with nanoseconds. */
static void
put_time(FILE *out, int64_t ns)
{
	time_t seconds = (time_t)(ns / DTAP_NS_PER_S);
	struct tm tm;
	char text[32];

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &tm);
	fprintf(out, "\"%s.%09" PRId64 "Z\"", text, ns % DTAP_NS_PER_S);
}

static void
put_start(FILE *out, const struct dtap_pull *pull)
{
	static const char *const policies[] = {
		[DTAP_PULL_NEW] = "new",
		[DTAP_PULL_ALL] = "all",
		[DTAP_PULL_TIME] = "by_start_time",
		[DTAP_PULL_LAST] = "last_per_subject",
	};

	if (pull->next > 0) {
		fprintf(out,
			"\"deliver_policy\":\"by_start_sequence\","
			"\"opt_start_seq\":%" PRIu64,
			pull->next);
		return;
	}
	fprintf(out, "\"deliver_policy\":\"%s\"", policies[pull->start]);
	if (pull->start == DTAP_PULL_TIME) {
		fprintf(out, ",\"opt_start_time\":");
		put_time(out, pull->since);
	}
}

char *
dtap_pull_make_text(const struct dtap_pull *pull)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	fprintf(out, "{\"stream_name\":\"%s\",\"config\":{\"name\":\"%s\",",
		pull->stream, pull->name);
	put_start(out, pull);
	fprintf(out,
		",\"ack_policy\":\"none\",\"replay_policy\":\"instant\","
		"\"filter_subjects\":[%s],\"mem_storage\":true,"
		"\"num_replicas\":1,\"inactive_threshold\":%" PRId64 "}}",
		pull->filters, KEPT_S * DTAP_NS_PER_S);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

void
dtap_pull_ask_text(struct dtap_pull *pull, char out[DTAP_PULL_ASK_ROOM],
		   int64_t now)
{
	char bytes[32] = "";

	pull->left = pull->is_large ? 1 : DTAP_PULL_MESSAGES;
	if (!pull->is_large)
		snprintf(bytes, sizeof bytes, "\"max_bytes\":%u,",
			 DTAP_PULL_BYTES);
	snprintf(out, DTAP_PULL_ASK_ROOM,
		 "{\"batch\":%u,%s\"expires\":%" PRId64
		 ",\"idle_heartbeat\":%" PRId64 "}",
		 pull->left, bytes, EXPIRES_S * DTAP_NS_PER_S,
		 DTAP_PULL_BEAT_S * DTAP_NS_PER_S);
	pull->is_asked = true;
	pull->is_large = false;
	pull->came = 0;
	pull->asked++;
	pull->heard = now;
}

bool
dtap_pull_take(struct dtap_pull *pull, uint64_t sequence, int64_t now)
{
	pull->heard = now;
	if (pull->left > 0 && --pull->left == 0)
		pull->is_asked = false;
	pull->came++;
	if (sequence < pull->next)
		return false;
	pull->next = sequence + 1;
	return true;
}

void
dtap_pull_lose(struct dtap_pull *pull, int64_t now)
{
	pull->is_made = pull->is_asked = false;
	pull->retry = now + PAUSE;
}

/* The request is over: its time, its size, or the consumer. */
void
dtap_pull_status(struct dtap_pull *pull, unsigned number, const char *status,
		 const char *text, int64_t now)
{
	bool is_size = strcmp(status, "409") == 0 && text != NULL &&
		       strstr(text, "Exceeds MaxBytes") != NULL;

	if (number != pull->asked || !pull->is_asked)
		return;
	pull->heard = now;
	if (strcmp(status, "100") == 0)
		return;
	pull->is_asked = false;
	if (is_size)
		pull->is_large = pull->came == 0;
	else if (strcmp(status, "408") != 0 && strcmp(status, "404") != 0)
		dtap_pull_lose(pull, now);
}

void
dtap_pull_check(struct dtap_pull *pull, int64_t now)
{
	if (pull->is_asked && now - pull->heard > SILENT)
		dtap_pull_lose(pull, now);
}
