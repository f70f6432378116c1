/* SPDX-License-Identifier: MIT */
#include "http/diagtapd_site.h"

#include "http/archive/archive_routes.h"
#include "http/devices_api.h"
#include "http/static_files.h"
#include "http/wireshark_files.h"

static const struct dtap_route routes[] = {
	{.methods = DTAP_ROUTE_READ,
	 .path = "/diagtap.lua",
	 .answer = dtap_handle_dissector},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/profile.zip",
	 .answer = dtap_handle_profile},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/status",
	 .answer = dtap_handle_status},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/devices",
	 .answer = dtap_handle_devices},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/clock",
	 .answer = dtap_handle_clock},
	{.methods = DTAP_ROUTE_POST,
	 .path = "/api/clock",
	 .answer = dtap_handle_set_clock},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/masks",
	 .answer = dtap_handle_masks},
	{.methods = DTAP_ROUTE_POST,
	 .path = "/api/masks",
	 .answer = dtap_handle_set_masks},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/metrics",
	 .answer = dtap_handle_metrics},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/archive",
	 .answer = dtap_handle_archive_list},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_file},
	{.methods = DTAP_ROUTE_DELETE,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_delete},
	{.methods = DTAP_ROUTE_POST,
	 .path = "/api/archive/*",
	 .answer = dtap_handle_archive_order},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/wireshark/*",
	 .answer = dtap_handle_wireshark},
	{DTAP_ROUTE_READ, "/api/*/stream", dtap_handle_stream, DTAP_FORM_RAW},
	{DTAP_ROUTE_READ, "/api/*/pcap", dtap_handle_stream, DTAP_FORM_PCAP},
	{.methods = DTAP_ROUTE_READ,
	 .path = "/api/*/ws",
	 .answer = dtap_handle_websocket},
};

struct dtap_site
dtap_diagtapd_site(const struct dtap_service *service)
{
	return (struct dtap_site){
		.log = service->log,
		.routes = routes,
		.route_count = sizeof routes / sizeof *routes,
		.find_file = dtap_static_file_find,
		.conf_name = "diagtapd.conf",
		.service = service,
	};
}
