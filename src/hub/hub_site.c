/* SPDX-License-Identifier: MIT */
#include "hub/hub_site.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/accept.h"
#include "http/handover.h"
#include "http/query.h"
#include "http/reply.h"
#include "http/ws_handshake.h"
#include "hub/device_status.h"
#include "hub/hub_files.h"
#include "hub/hub_metrics.h"
#include "hub/hub_query.h"
#include "hub/selection.h"

#define VIEWER   "/devices/" /* and a name: as a diagtapd */
#define VIEWER_S 60          /* what such a one has in its ring */

static struct dtap_hub *
hub_of(const struct dtap_call *call)
{
	return call->site->arg;
}

static enum dtap_answer
handle_devices(const struct dtap_call *call)
{
	size_t size;
	char *text = dtap_hub_devices_json(hub_of(call)->devices,
					   dtap_clock_now(), &size);

	return dtap_reply_document(call->connection, call->request,
				   "application/json", text, size);
}

static enum dtap_answer
handle_metrics(const struct dtap_call *call)
{
	enum dtap_metrics_form form =
		dtap_accept_openmetrics(call->request->accept)
			? DTAP_METRICS_OPENMETRICS
			: DTAP_METRICS_PROMETHEUS;
	size_t size;
	char *text = dtap_hub_metrics_text(hub_of(call), form, &size);

	return dtap_reply_document(call->connection, call->request,
				   dtap_metrics_type(form), text, size);
}

/* A request for a stream, as far as it is understood. */
struct wish {
	struct dtap_hub_query query;
	struct dtap_selection_of of;
	enum dtap_blocks_form form;
	struct dtap_stream_options stream;
};

static enum dtap_answer
refuse(const struct dtap_call *call, int status, const char *why)
{
	return dtap_reply_text(call->connection, call->request, status,
			       "Cache-Control: no-store\r\n", "%s\n", why);
}

/* Begins the reader, and gives its blocks to a stream. */
static enum dtap_answer
begin(const struct dtap_call *call, struct wish *wish)
{
	struct dtap_hub *hub = hub_of(call);
	struct dtap_selection selection;
	struct dtap_hub_reader_choice choice = {
		.form = wish->form,
		.start = wish->query.start,
		.since = wish->query.since,
	};
	bool good = dtap_selection_make(&selection, hub, &wish->of);

	if (good && selection.count == 0) {
		dtap_selection_clear(&selection);
		return refuse(call, 404,
			      "This hub has no such group "
			      "(hub.groups in diagtap-hub.conf).");
	}
	choice.streams = selection.streams;
	choice.stream_count = selection.count;
	wish->stream.feed =
		good ? dtap_hub_readers_begin(hub->readers, &choice) : NULL;
	dtap_selection_clear(&selection);
	if (wish->stream.feed == NULL)
		return refuse(call, 503,
			      "No stream can begin now. Try again "
			      "later.");
	return dtap_handover_stream(&hub->service, call->connection,
				    call->request, &wish->stream);
}

/* The device that the path names.  False: there is none, or there are several.
 */
static bool
look_up(const struct dtap_call *call, const char *group,
	struct dtap_hub_device *device, enum dtap_answer *answer)
{
	unsigned found =
		dtap_hub_devices_find(hub_of(call)->devices, call->words[0],
				      group, dtap_clock_now(), device);

	if (found == 1)
		return true;
	*answer = found == 0 ? refuse(call, 404,
				      "No device of this name was seen. "
				      "/api/devices lists all.")
			     : refuse(call, 400,
				      "Several groups have a device of this "
				      "name: add group= to the query.");
	return false;
}

static bool
find_device(const struct dtap_call *call, struct wish *wish,
	    enum dtap_answer *answer)
{
	struct dtap_hub_query *query = &wish->query;
	struct dtap_hub_device device;

	if (query->device_count > 0) {
		*answer = refuse(call, 400,
				 "The path names the device: "
				 "device= is for /api/fleet.");
		return false;
	}
	if (!look_up(call, query->group, &device, answer))
		return false;
	memcpy(query->group, device.name.group, sizeof query->group);
	strcpy(query->devices[0], call->words[0]);
	query->device_count = 1;
	return true;
}

/* The viewer's first stream begins with the oldest data of a ring.  The server
 * may have days. */
static void
limit_oldest(const struct dtap_call *call, struct dtap_hub_query *query)
{
	struct timespec now;

	if (strncmp(call->request->path, VIEWER, strlen(VIEWER)) != 0 ||
	    query->start != DTAP_PULL_ALL)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	query->start = DTAP_PULL_TIME;
	query->since = (now.tv_sec - VIEWER_S) * DTAP_NS_PER_S + now.tv_nsec;
}

static enum dtap_answer
handle_status(const struct dtap_call *call)
{
	struct dtap_hub_device device;
	enum dtap_answer answer;
	size_t size;
	char *text;

	if (!look_up(call, "", &device, &answer))
		return answer;
	text = dtap_hub_device_status(hub_of(call), &device, &size);
	return dtap_reply_document(call->connection, call->request,
				   "application/json", text, size);
}

/* What else the query says: as of diagtapd's streams. */
static bool
read_rest(const struct dtap_call *call, struct wish *wish,
	  struct dtap_query *query, enum dtap_form form,
	  enum dtap_answer *answer)
{
	const struct dtap_query_of of = {
		.form = form,
		.snaplen = DTAP_SNAPLEN_MAX,
		.packets = strcmp(call->words[1], "ipa") == 0,
	};
	struct dtap_stream_options *stream = &wish->stream;
	char why[256];

	if (!dtap_query_read(query, wish->query.rest, &of, why, sizeof why)) {
		*answer = refuse(call, 400, why);
		return false;
	}
	stream->form = query->form;
	stream->snaplen = query->snaplen;
	stream->split = query->split;
	stream->scrub = query->scrub;
	stream->linktype = query->linktype;
	stream->filter = query->filters ? &query->filter : NULL;
	return true;
}

static enum dtap_answer
begin_of_device(const struct dtap_call *call, enum dtap_form form,
		enum dtap_framing framing)
{
	struct wish wish = {.form = DTAP_BLOCKS_CONTAINERS};
	char path[2 * DTAP_FLEET_WORD_ROOM], why[256];
	struct dtap_query query;
	enum dtap_answer answer;

	if (!dtap_fleet_is_word(call->words[0]) ||
	    !dtap_fleet_is_word(call->words[1]))
		return dtap_handle_nothing(call);
	if (!dtap_hub_query_read(&wish.query, call->request->query, why,
				 sizeof why))
		return refuse(call, 400, why);
	limit_oldest(call, &wish.query);
	if (!find_device(call, &wish, &answer) ||
	    !read_rest(call, &wish, &query, form, &answer))
		return answer;
	snprintf(path, sizeof path, "%.32s/%.32s", call->words[0],
		 call->words[1]);
	wish.of = (struct dtap_selection_of){wish.query.group, call->words[1],
					     wish.query.devices, 1};
	wish.stream.framing = framing;
	wish.stream.path = path;
	wish.stream.websocket = hub_of(call)->service.websocket;
	return begin(call, &wish);
}

static enum dtap_framing
framing_of(const struct dtap_call *call)
{
	return call->request->http10 ? DTAP_FRAMING_NONE : DTAP_FRAMING_CHUNKS;
}

static enum dtap_answer
handle_stream(const struct dtap_call *call)
{
	return begin_of_device(call, call->route->form, framing_of(call));
}

static enum dtap_answer
handle_websocket(const struct dtap_call *call)
{
	const char *why, *headers;
	enum dtap_form form;
	int status =
		dtap_ws_handshake_check(call->request, &form, &why, &headers);

	if (status != 0)
		return dtap_reply_text(call->connection, call->request, status,
				       headers, "%s\n", why);
	return begin_of_device(call, form, DTAP_FRAMING_MESSAGES);
}

static enum dtap_answer
handle_fleet(const struct dtap_call *call)
{
	struct wish wish = {.form = DTAP_BLOCKS_PCAPNG};
	char path[DTAP_STREAM_PATH], why[256];

	if (!dtap_fleet_is_word(call->words[0]))
		return dtap_handle_nothing(call);
	if (!dtap_hub_query_read(&wish.query, call->request->query, why,
				 sizeof why))
		return refuse(call, 400, why);
	if (wish.query.rest[0] != '\0')
		return refuse(call, 400,
			      "Unknown query. A stream of the fleet "
			      "allows since=, group= and device=.");
	snprintf(path, sizeof path, "fleet/%.32s", call->words[0]);
	wish.of = (struct dtap_selection_of){wish.query.group, call->words[0],
					     wish.query.devices,
					     wish.query.device_count};
	wish.stream.form = DTAP_FORM_PCAP;
	wish.stream.framing = framing_of(call);
	wish.stream.path = path;
	return begin(call, &wish);
}

int
dtap_hub_begin_pcap_over_ip(void *arg, int fd)
{
	struct dtap_hub *hub = arg;
	const struct dtap_selection_of all = {"", "", NULL, 0};
	struct dtap_selection selection;
	struct dtap_hub_reader_choice choice = {.form = DTAP_BLOCKS_PCAPNG,
						.start = DTAP_PULL_NEW};
	struct dtap_stream_options stream = {
		.fd = fd,
		.form = DTAP_FORM_PCAP,
		.path = "fleet/pcap-over-ip",
		.outlives_half_close = true,
	};

	if (dtap_selection_make(&selection, hub, &all)) {
		choice.streams = selection.streams;
		choice.stream_count = selection.count;
		stream.feed = dtap_hub_readers_begin(hub->readers, &choice);
	}
	dtap_selection_clear(&selection);
	if (stream.feed != NULL)
		return dtap_fanout_adopt(hub->service.fanout, &stream);
	dtap_stream_table_release(dtap_fanout_table(hub->service.fanout));
	close(fd);
	return -1;
}

static const struct dtap_route routes[] = {
	{.methods = DTAP_ROUTE_READ,
	 .path = "/diagtap.lua",
	 .answer = dtap_handle_dissector},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/profile.zip",
	 .answer = dtap_handle_profile},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/devices",
	 .answer = handle_devices},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/metrics",
	 .answer = handle_metrics},
	{DTAP_ROUTE_READ, "/api/devices/*/*/stream", handle_stream,
	 DTAP_FORM_RAW},
	{DTAP_ROUTE_READ, "/api/devices/*/*/pcap", handle_stream,
	 DTAP_FORM_PCAP},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/devices/*/*/ws",
	 .answer = handle_websocket},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/devices/*/api/status",
	 .answer = handle_status},
	{DTAP_ROUTE_READ, "/devices/*/api/*/stream", handle_stream,
	 DTAP_FORM_RAW},
	{DTAP_ROUTE_READ, "/devices/*/api/*/pcap", handle_stream,
	 DTAP_FORM_PCAP},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/devices/*/api/*/ws",
	 .answer = handle_websocket},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/devices/*/diagtap.lua",
	 .answer = dtap_handle_dissector},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/devices/*/profile.zip",
	 .answer = dtap_handle_profile},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/fleet/*/pcapng",
	 .answer = handle_fleet},
};

struct dtap_site
dtap_hub_site(struct dtap_hub *hub)
{
	return (struct dtap_site){
		.log = hub->service.log,
		.routes = routes,
		.route_count = sizeof routes / sizeof *routes,
		.find_file = dtap_hub_file_find,
		.conf_name = "diagtap-hub.conf",
		.service = &hub->service,
		.arg = hub,
	};
}
