/* SPDX-License-Identifier: MIT */
#include "sources/nats/trouble.h"

#include <assert.h>

static const char *const texts[] = {
	[DTAP_LINK_OK] = "",
	[DTAP_LINK_RESOLVE] =
		"The name of the server cannot be resolved: check nats.servers "
		"and the DNS of this machine",
	[DTAP_LINK_CONNECT] = "Cannot connect to the server: check "
			      "nats.servers and the network",
	[DTAP_LINK_SILENT] = "The server does not answer",
	[DTAP_LINK_OTHER] = "This is no server of NATS: check nats.servers",
	[DTAP_LINK_OLD] =
		"The server is older than 2.10, and such a one hangs for good "
		"when its disk is full: update it",
	[DTAP_LINK_WANTS_TLS] =
		"The server wants TLS: write tls:// in nats.servers",
	[DTAP_LINK_TLS] = "TLS failed: check nats.ca_file, the certificate's "
			  "name, and the clock of this machine",
	[DTAP_LINK_LOGIN] =
		"The server does not accept our login: check nats.user, "
		"nats.nkey_file or nats.credentials_file",
	[DTAP_LINK_CLOSED] =
		"The connection ended, or the server took nothing in time",
	[DTAP_LINK_TOO_LARGE] = "The server takes no request of this size",
	[DTAP_LINK_CANCELLED] = "",
	[DTAP_TROUBLE_NO_STREAM] =
		"The server has no stream for nats.group: make it with "
		"diagtap-hub --provision",
	[DTAP_TROUBLE_REFUSED] = "The server makes no consumer for us",
	[DTAP_TROUBLE_FORGOTTEN] =
		"The server is silent, or has forgotten our consumer",
	[DTAP_TROUBLE_NEW_STREAM] =
		"The server's stream was made again: all of it is read",
};

static_assert(sizeof texts / sizeof *texts == DTAP_NATS_TROUBLES,
	      "one for each");

const char *
dtap_nats_trouble_text(unsigned trouble)
{
	return texts[trouble];
}
