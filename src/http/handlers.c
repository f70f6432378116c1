/* SPDX-License-Identifier: MIT */
#include "http/handlers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assets/assets.h"
#include "assets/stored_zip.h"
#include "http/accept.h"
#include "http/clock_api.h"
#include "http/handover.h"
#include "http/masks_api.h"
#include "http/metrics.h"
#include "http/query.h"
#include "http/reply.h"
#include "http/static_files.h"
#include "http/status.h"
#include "http/ws_handshake.h"
#include "streams/peer.h"

enum dtap_answer
dtap_handle_nothing(const struct dtap_call *call)
{
	return dtap_reply_text(call->connection, call->request, 404, NULL,
			       "There is nothing at this path. docs/wire.md "
			       "lists all paths.\n");
}

enum dtap_answer
dtap_handle_viewer(const struct dtap_call *call)
{
	return dtap_static_file_answer(
		call->connection, call->request,
		call->site->find_file(call->request->path));
}

enum dtap_answer
dtap_handle_dissector(const struct dtap_call *call)
{
	return dtap_static_file_answer(call->connection, call->request,
				       dtap_dissector_files);
}

/* Wireshark's dialog of profiles imports it; the folder is the profile. */
enum dtap_answer
dtap_handle_profile(const struct dtap_call *call)
{
	struct dtap_reply reply = {
		.status = 200,
		.type = "application/zip",
		.headers = "Cache-Control: no-cache\r\n",
	};
	unsigned char *zip = dtap_stored_zip_make(dtap_profile_files, "diagtap",
						  &reply.size);
	enum dtap_answer result = DTAP_ANSWER_FAILED;

	reply.body = zip;
	if (zip != NULL)
		result = dtap_reply_send(call->connection, call->request,
					 &reply);
	free(zip);
	return result;
}

enum dtap_answer
dtap_handle_status(const struct dtap_call *call)
{
	size_t size;
	char *text = dtap_status_json(call->service, &size);

	return dtap_reply_document(call->connection, call->request,
				   "application/json", text, size);
}

enum dtap_answer
dtap_handle_metrics(const struct dtap_call *call)
{
	enum dtap_metrics_form form =
		dtap_accept_openmetrics(call->request->accept)
			? DTAP_METRICS_OPENMETRICS
			: DTAP_METRICS_PROMETHEUS;
	size_t size;
	char *text = dtap_metrics_text(call->service, form, &size);

	return dtap_reply_document(call->connection, call->request,
				   dtap_metrics_type(form), text, size);
}

enum dtap_answer
dtap_handle_clock(const struct dtap_call *call)
{
	size_t size;
	char *text = dtap_clock_api_json(call->service, &size);

	return dtap_reply_document(call->connection, call->request,
				   "application/json", text, size);
}

enum dtap_answer
dtap_handle_set_clock(const struct dtap_call *call)
{
	const char *body = call->request->body;
	struct timespec host;
	int64_t offset;
	char why[256];

	clock_gettime(CLOCK_REALTIME, &host);
	if (!dtap_clock_api_read(&offset, body != NULL ? body : "", host, why,
				 sizeof why))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL, "%s\n", why);
	dtap_record_clock_set(call->service->record_clock, offset);
	dtap_log(call->service->log, DTAP_NOTICE,
		 "the times of records are now the host's clock plus %.6f s",
		 (double)offset / 1e9);
	return dtap_handle_clock(call);
}

enum dtap_answer
dtap_handle_masks(const struct dtap_call *call)
{
	size_t size;
	char *text = dtap_masks_api_json(call->service, &size);

	return dtap_reply_document(call->connection, call->request,
				   "application/json", text, size);
}

static void
log_masks(const struct dtap_call *call, const struct dtap_masks_order *order)
{
	char peer[DTAP_PEER_NAME], what[512];

	dtap_connection_peer(call->connection, peer);
	dtap_masks_api_describe(what, sizeof what, order);
	dtap_log(call->service->log, DTAP_NOTICE,
		 "masks: changed over HTTP by %s: %s", peer, what);
}

enum dtap_answer
dtap_handle_set_masks(const struct dtap_call *call)
{
	const char *body = call->request->body;
	struct dtap_mask_control *control = call->service->mask_control;
	struct dtap_mask_control_status status;
	struct dtap_masks_order order;
	char why[320];

	dtap_mask_control_status(control, &status);
	if (status.refusal != NULL)
		return dtap_reply_text(call->connection, call->request, 409,
				       NULL, "%s\n", status.refusal);
	if (!dtap_masks_api_read(&order, body != NULL ? body : "", why,
				 sizeof why))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL, "%s\n", why);
	if (dtap_mask_control_set(
		    control, order.configured ? NULL : &order.settings) < 0)
		return DTAP_ANSWER_FAILED;
	log_masks(call, &order);
	return dtap_handle_masks(call);
}

/* The tap whose name is the word of the path, or NULL. */
static const struct dtap_service_tap *
find_tap(const struct dtap_call *call)
{
	for (size_t i = 0; i < call->service->tap_count; i++)
		if (strcmp(call->service->taps[i].name, call->words[0]) == 0)
			return &call->service->taps[i];
	return NULL;
}

/* True: the tap has no stream now, and the answer is in *result. */
static bool
is_refused(const struct dtap_call *call, const struct dtap_service_tap *tap,
	   enum dtap_answer *result)
{
	struct dtap_ring_status ring;
	const char *why = NULL;

	if (tap == NULL) {
		*result = dtap_handle_nothing(call);
		return true;
	}
	if (tap->tap == NULL) {
		why = tap->refusal;
	} else {
		dtap_ring_status(dtap_tap_ring(tap->tap), &ring);
		if (ring.ended)
			why = "The replay has ended. Start diagtapd again to "
			      "replay the file.";
	}
	if (why == NULL)
		return false;
	*result = dtap_reply_text(call->connection, call->request, 503,
				  "Cache-Control: no-store\r\n", "%s\n", why);
	return true;
}

/* Begins the stream, or says what is wrong in the query. */
static enum dtap_answer
begin_stream(const struct dtap_call *call, const struct dtap_service_tap *tap,
	     enum dtap_form form, enum dtap_framing framing)
{
	struct dtap_stream_options stream = {
		.tap = tap->tap,
		.framing = framing,
		.path = call->request->path + strlen("/api/"),
		.websocket = call->service->websocket,
	};
	const struct dtap_query_of of = {
		.form = form,
		.snaplen = dtap_tap_options(tap->tap)->snaplen,
		.packets = dtap_tap_options(tap->tap)->packets,
	};
	struct dtap_query query;
	char text[256];

	if (!dtap_query_read(&query, call->request->query, &of, text,
			     sizeof text))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL, "%s\n", text);
	stream.form = query.form;
	stream.oldest = query.oldest;
	stream.snaplen = query.snaplen;
	stream.split = query.split;
	stream.scrub = query.scrub;
	stream.linktype = query.linktype;
	stream.filter = query.filters ? &query.filter : NULL;
	return dtap_handover_stream(call->service, call->connection,
				    call->request, &stream);
}

enum dtap_answer
dtap_handle_stream(const struct dtap_call *call)
{
	const struct dtap_service_tap *tap = find_tap(call);
	enum dtap_answer result;

	if (is_refused(call, tap, &result))
		return result;
	return begin_stream(call, tap, call->route->form,
			    call->request->http10 ? DTAP_FRAMING_NONE
						  : DTAP_FRAMING_CHUNKS);
}

enum dtap_answer
dtap_handle_websocket(const struct dtap_call *call)
{
	const struct dtap_service_tap *tap = find_tap(call);
	const char *why, *headers;
	enum dtap_answer result;
	enum dtap_form form;
	int status;

	if (is_refused(call, tap, &result))
		return result;
	status = dtap_ws_handshake_check(call->request, &form, &why, &headers);
	if (status != 0)
		return dtap_reply_text(call->connection, call->request, status,
				       headers, "%s\n", why);
	return begin_stream(call, tap, form, DTAP_FRAMING_MESSAGES);
}
