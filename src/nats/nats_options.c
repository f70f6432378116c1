/* SPDX-License-Identifier: MIT */
#include "nats/nats_options.h"

/* The connection is dead if the server takes nothing for so long. */
#define WRITE_DEADLINE_MS 1000

/* A server that does not answer pings is away. */
#define PING_MS   20000
#define PINGS_OUT 2

/* A message of the uplink with all that is before it, so that it is one
 * send(2): each wakes the server. */
#define IO_BUFFER (160 << 10)

/* Called while it connects. */
static natsStatus
sign(char **error, unsigned char **signature, int *size, const char *nonce,
     void *arg)
{
	const struct dtap_nats_target *target = arg;

	(void)error;
	return target->nats->sign(target->options->nkey_seed, nonce, signature,
				  size);
}

static natsStatus
set_login(natsOptions *o, struct dtap_nats_target *target)
{
	const struct dtap_libnats *nats = target->nats;
	const struct dtap_link_options *options = target->options;

	if (options->nkey_seed[0] != '\0')
		return nats->set_nkey(o, options->nkey_public, sign, target);
	if (options->credentials_file[0] != '\0')
		return nats->set_credentials(o, options->credentials_file,
					     NULL);
	if (options->user[0] != '\0')
		return nats->set_user_info(o, options->user, options->password);
	return NATS_OK;
}

static natsStatus
set_tls(natsOptions *o, const struct dtap_nats_target *target)
{
	const struct dtap_libnats *nats = target->nats;
	natsStatus status;

	if (!target->server->tls)
		return NATS_OK;
	status = nats->set_secure(o, true);
	if (status == NATS_OK && target->options->ca_file[0] != '\0')
		status = nats->load_ca(o, target->options->ca_file);
	if (status == NATS_OK)
		status = nats->set_expected_hostname(o, target->server->host);
	return status;
}

/* Without reconnects there is no buffer of which nobody knows. */
natsStatus
dtap_nats_options_set(natsOptions *o, struct dtap_nats_target *target)
{
	const struct dtap_libnats *nats = target->nats;
	natsStatus status = nats->set_url(o, target->url);

	if (status == NATS_OK)
		status = set_tls(o, target);
	if (status == NATS_OK)
		status = set_login(o, target);
	if (status != NATS_OK)
		return status;
	nats->set_name(o, target->options->name);
	nats->set_allow_reconnect(o, false);
	/* Without it libnats wakes a thread of its own for each message. */
	nats->set_send_asap(o, true);
	nats->set_io_buffer(o, IO_BUFFER);
	nats->set_timeout(o, target->timeout_ms);
	nats->set_ping_interval(o, PING_MS);
	nats->set_max_pings_out(o, PINGS_OUT);
	return nats->set_write_deadline(o, WRITE_DEADLINE_MS);
}
