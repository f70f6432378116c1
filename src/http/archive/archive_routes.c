/* SPDX-License-Identifier: MIT */
#include "http/archive/archive_routes.h"

#include <stdio.h>
#include <string.h>

#include "http/archive/archive_api.h"
#include "http/archive/file_handover.h"
#include "http/reply.h"
#include "http/wireshark_files.h"

#define DISABLED                                                             \
	"The archive is disabled. Set archive.enabled = true in "            \
	"diagtapd.conf (or start diagtapd with -o archive.enabled=true) to " \
	"enable it.\n"

static bool
has_archive(const struct dtap_service *service)
{
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].archive != NULL)
			return true;
	return false;
}

enum dtap_answer
dtap_handle_wireshark(const struct dtap_call *call)
{
	if (!call->service->has_wireshark ||
	    !dtap_wireshark_file_known(call->request->path))
		return dtap_handle_nothing(call);
	return dtap_file_handover(call, dtap_wireshark_file_fetch);
}

enum dtap_answer
dtap_handle_archive_list(const struct dtap_call *call)
{
	unsigned limit;

	if (!dtap_archive_list_query(call->request->query, &limit))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL,
				       "Unknown query. Allowed is limit=, a "
				       "number from 0 to 65536.\n");
	return dtap_file_handover(call, dtap_archive_list);
}

enum dtap_answer
dtap_handle_archive_file(const struct dtap_call *call)
{
	bool decompress;

	if (!dtap_archive_file_query(call->request->query, &decompress))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL,
				       "Unknown query. Allowed is "
				       "compression=none.\n");
	return dtap_file_handover(call, dtap_archive_fetch);
}

enum dtap_answer
dtap_handle_archive_delete(const struct dtap_call *call)
{
	return dtap_file_handover(call, dtap_archive_delete);
}

static const struct order {
	const char *word;
	enum dtap_archive_order order;
	const char *done;
} orders[] = {
	{"rotate", DTAP_ARCHIVE_ROTATE, "The capture is finished"},
	{"start", DTAP_ARCHIVE_BEGIN, "Recording begins"},
	{"stop", DTAP_ARCHIVE_END, "Recording ends"},
};

/* To the archive of tap=NAME, or to all.  False: there is no such archive. */
static bool
give_order(const struct dtap_call *call, enum dtap_archive_order order)
{
	const struct dtap_service *service = call->service;
	const char *query = call->request->query;
	bool all = query[0] == '\0', any = false;

	for (size_t i = 0; i < service->tap_count; i++) {
		const struct dtap_service_tap *tap = &service->taps[i];
		bool picked = all || (strncmp(query, "tap=", 4) == 0 &&
				      strcmp(query + 4, tap->name) == 0);

		if (tap->archive == NULL || !picked)
			continue;
		dtap_archive_order(tap->archive, order);
		any = true;
	}
	return any;
}

enum dtap_answer
dtap_handle_archive_order(const struct dtap_call *call)
{
	const struct order *order = NULL;

	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		if (strcmp(orders[i].word, call->words[0]) == 0)
			order = &orders[i];
	if (order == NULL)
		return dtap_handle_nothing(call);
	if (!has_archive(call->service))
		return dtap_reply_text(call->connection, call->request, 503,
				       NULL, DISABLED);
	if (!give_order(call, order->order))
		return dtap_reply_text(call->connection, call->request, 400,
				       NULL,
				       "Unknown query. Allowed is tap=, the "
				       "name of a tap that is recorded.\n");
	dtap_log(call->service->log, DTAP_NOTICE,
		 "archive: order received: %s%s%s", order->word,
		 call->request->query[0] != '\0' ? ", " : "",
		 call->request->query);
	return dtap_reply_text(call->connection, call->request, 202, NULL,
			       "%s as soon as the disk allows; GET "
			       "/api/archive says when.\n",
			       order->done);
}
