/* SPDX-License-Identifier: MIT */
#include "hub/provision.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_value.h"
#include "hub/device_table.h"
#include "hub/run.h"
#include "hub/setup_connection.h"
#include "hub/setup_hub.h"

/* Of the reports of all devices; one has some hundreds. */
#define BUCKET_BYTES (64 << 20)

/* The longest time in which a device may send a message again. */
#define DUPLICATES_S 3600

/* Error of JetStream: a stream of this name has other settings. */
#define NAME_IN_USE 10058

struct provision {
	const struct dtap_conf *conf;
	const struct dtap_log *log;
	struct dtap_hub_connection *connection;
	atomic_bool ended;
};

/* On a thread of libnats. */
static void
on_end(void *arg)
{
	struct provision *provision = arg;

	atomic_store(&provision->ended, true);
}

/* 0: it is good.  -1: there is no error code. */
static int64_t
read_error(natsMsg *answer, char why[256])
{
	struct dtap_json object, error, value;
	int64_t code = -1;

	snprintf(why, 256, "an answer that is no JSON");
	if (!dtap_json_open(&object, natsMsg_GetData(answer),
			    (size_t)natsMsg_GetDataLength(answer)))
		return code;
	if (!dtap_json_member(&object, "error", &error))
		return 0;
	if (!dtap_json_member(&error, "description", &value) ||
	    !dtap_json_text(&value, why, 256))
		snprintf(why, 256, "an error");
	if (dtap_json_member(&error, "err_code", &value))
		dtap_json_integer(&value, &code);
	return code;
}

/* A request about a stream: "CREATE", "UPDATE". */
static int64_t
ask(struct provision *provision, const char *what, const char *stream,
    const char *text, char why[256])
{
	char subject[128];
	natsMsg *answer = NULL;
	natsStatus status;
	int64_t code = -1;

	snprintf(subject, sizeof subject, "$JS.API.STREAM.%s.%s", what, stream);
	status = dtap_hub_connection_ask(provision->connection, &answer,
					 subject, text);
	if (status == NATS_OK)
		code = read_error(answer, why);
	else
		snprintf(why, 256, "%s", natsStatus_GetText(status));
	natsMsg_Destroy(answer);
	return code;
}

static bool
make_stream(struct provision *provision, const char *stream, const char *text)
{
	char why[256];
	int64_t code = ask(provision, "CREATE", stream, text, why);

	if (code == NAME_IN_USE)
		code = ask(provision, "UPDATE", stream, text, why);
	if (code != 0)
		return DTAP_FAIL(provision->log, "stream %s: %s", stream, why);
	dtap_log(provision->log, DTAP_NOTICE, "stream %s is there", stream);
	return true;
}

static bool
make_group(struct provision *provision, const struct dtap_hub_group *group)
{
	const struct dtap_conf *conf = provision->conf;
	char text[1024];

	snprintf(text, sizeof text,
		 "{\"name\":\"%s\",\"subjects\":[\"diag.%s.>\"],"
		 "\"retention\":\"limits\",\"storage\":\"file\","
		 "\"discard\":\"old\",\"max_bytes\":%" PRId64
		 ",\"max_age\":%" PRId64 ",\"max_msgs_per_subject\":%" PRId64
		 ",\"duplicate_window\":%" PRId64 ",\"num_replicas\":%" PRId64
		 "}",
		 group->stream, group->name, conf->store.bytes,
		 conf->store.seconds * DTAP_NS_PER_S, conf->store.messages,
		 (conf->store.seconds < DUPLICATES_S ? conf->store.seconds
						     : DUPLICATES_S) *
			 DTAP_NS_PER_S,
		 conf->store.replicas);
	return make_stream(provision, group->stream, text);
}

/* Settings of a bucket: ADR-8 of nats-io/nats-architecture-and-design. */
static bool
make_bucket(struct provision *provision)
{
	const int64_t age = DTAP_DEVICE_AWAY_S * DTAP_NS_PER_S;
	char text[1024];

	snprintf(text, sizeof text,
		 "{\"name\":\"KV_" DTAP_FLEET_BUCKET
		 "\",\"subjects\":[\"" DTAP_FLEET_KEY_PREFIX ">\"],"
		 "\"storage\":\"file\",\"discard\":\"new\",\"max_age\":%" PRId64
		 ",\"max_bytes\":%d,\"max_msgs_per_subject\":1,"
		 "\"allow_rollup_hdrs\":true,\"deny_delete\":true,"
		 "\"allow_direct\":true,\"duplicate_window\":%" PRId64
		 ",\"num_replicas\":%" PRId64 "}",
		 age, BUCKET_BYTES, age, provision->conf->store.replicas);
	return make_stream(provision, "KV_" DTAP_FLEET_BUCKET, text);
}

static bool
make_all(struct provision *provision)
{
	struct dtap_hub hub = {.group_count = 0};

	if (!dtap_hub_setup_groups(&hub, provision->conf, provision->log) ||
	    !dtap_hub_setup_await(provision->connection, &provision->ended,
				  provision->log))
		return false;
	for (size_t i = 0; i < hub.group_count; i++)
		if (!make_group(provision, &hub.groups[i]))
			return false;
	return make_bucket(provision);
}

int
dtap_hub_provision(const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct provision provision = {.conf = conf, .log = log};
	bool good;

	if (!dtap_hub_setup_check(conf, log))
		return DTAP_HUB_WRONG;
	provision.connection =
		dtap_hub_setup_connect(conf, log, on_end, &provision);
	if (provision.connection == NULL)
		return DTAP_HUB_FAILED;
	good = make_all(&provision);
	dtap_hub_connection_close(provision.connection);
	return good ? 0 : DTAP_HUB_FAILED;
}
