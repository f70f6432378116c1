/* SPDX-License-Identifier: MIT */
#include "uplink/uplink_problem.h"

#include <assert.h>

static const char *const texts[] = {
	[DTAP_LINK_OK] = "",
	[DTAP_LINK_RESOLVE] =
		"the name of the server cannot be resolved: check "
		"uplink.servers and the DNS of this machine",
	[DTAP_LINK_CONNECT] = "cannot connect to the server: check "
			      "uplink.servers and the network",
	[DTAP_LINK_SILENT] = "the server does not answer",
	[DTAP_LINK_OTHER] = "this is no server of NATS: check uplink.servers",
	[DTAP_LINK_OLD] =
		"the server is older than 2.10, and such a one hangs for good "
		"when its disk is full: update it",
	[DTAP_LINK_WANTS_TLS] =
		"the server wants TLS: write tls:// in uplink.servers",
	[DTAP_LINK_TLS] =
		"TLS failed: check uplink.ca_file, and that the certificate "
		"has the name in uplink.servers; if it is expired or not yet "
		"valid, check the clock of this machine",
	[DTAP_LINK_LOGIN] =
		"the server does not accept our login: check uplink.user and "
		"uplink.password_file, uplink.nkey_file or "
		"uplink.credentials_file",
	[DTAP_LINK_CLOSED] =
		"the connection ended, or the server took nothing in time",
	[DTAP_LINK_TOO_LARGE] =
		"the server takes no message of this size, and what was in it "
		"is lost: raise its max_payload to 1 MB or more",
	[DTAP_LINK_CANCELLED] = "",
	[DTAP_PROBLEM_NO_STREAM] =
		"the server has no stream for uplink.group: make it with "
		"diagtap-hub --provision; or its cluster has no leader now",
	[DTAP_PROBLEM_NO_BUCKET] =
		"the server does not store in the key-value bucket "
		"\"devices\", so nobody sees that this device is there: make "
		"the bucket with diagtap-hub --provision",
	[DTAP_PROBLEM_REFUSED] = "the server does not store messages now",
	[DTAP_PROBLEM_TOO_LARGE] =
		"the stream takes no message of this size, and what was in it "
		"is lost: raise its max_msg_size to 1 MB or more",
	[DTAP_PROBLEM_STRANGE] =
		"the server gives answers that are none of JetStream",
	[DTAP_PROBLEM_NO_ANSWER] =
		"the server does not say whether it has stored a message",
	[DTAP_PROBLEM_WARNING] = "the server complains",
};

static_assert(sizeof texts / sizeof *texts == DTAP_PROBLEMS, "one for each");
static_assert(DTAP_PROBLEMS <= 32, "a bit for each");

const char *
dtap_uplink_problem_text(unsigned problem)
{
	return texts[problem];
}
