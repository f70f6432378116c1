/* SPDX-License-Identifier: MIT */
#include "hub/connection.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fleet/nkey.h"
#include "nats/link_server.h"
#include "nats/probe.h"

#define ASK_MS       5000
#define LOGIN_TRIES  4
#define SERVERS_MOST 16

struct dtap_hub_connection {
	const struct dtap_log *log;
	void (*ended)(void *arg);
	void *arg;
	natsConnection *nats;
	natsOptions *options;
	char *servers; /* the text that the names are in */
	char seed[DTAP_NKEY_ROOM];
	char public_key[DTAP_NKEY_ROOM];
	atomic_bool is_closing; /* set before the library is told */
	atomic_bool is_closed;  /* by the last callback, as the last thing */
	atomic_bool is_open;
	atomic_uint session;
};

/* The server that answers, for the log. */
static void
describe(natsConnection *nats, char out[256])
{
	if (natsConnection_GetConnectedUrl(nats, out, 256) != NATS_OK)
		snprintf(out, 256, "the server");
}

/* Of an URL that may have a login before the host. */
static bool
read_url(struct dtap_link_server *server, const char *url)
{
	const char *host = strstr(url, "://"), *login = strrchr(url, '@');
	char plain[256];

	if (host == NULL)
		return false;
	host += 3;
	snprintf(plain, sizeof plain, "%.*s%s", (int)(host - url), url,
		 login != NULL ? login + 1 : host);
	return dtap_link_server_read(server, plain, strlen(plain));
}

/* A server older than 2.10 stops answering for good once its disk was full. */
static bool
is_too_old(struct dtap_hub_connection *connection, const char *url)
{
	struct dtap_link_server server;
	struct dtap_probe probe;
	char version[DTAP_LINK_WHY];
	const atomic_bool never = false;

	/* It waits for a few seconds at most; nothing ends that sooner. */
	if (!read_url(&server, url) ||
	    dtap_probe_server(&probe, &server, -1, &never, version) !=
		    DTAP_LINK_OLD)
		return false;
	dtap_log(connection->log, DTAP_ERROR,
		 "nats: %s is older than 2.10 (%s): use nats-server 2.10 or "
		 "newer",
		 url, version);
	return true;
}

static void
on_connected(natsConnection *nats, void *arg)
{
	struct dtap_hub_connection *connection = arg;
	char url[256];

	describe(nats, url);
	if (is_too_old(connection, url)) {
		connection->ended(connection->arg);
		return;
	}
	atomic_fetch_add(&connection->session, 1);
	atomic_store(&connection->is_open, true);
	dtap_log(connection->log, DTAP_NOTICE, "nats: connected to %s", url);
}

static void
on_disconnected(natsConnection *nats, void *arg)
{
	struct dtap_hub_connection *connection = arg;
	const char *why = NULL;

	if (!atomic_exchange(&connection->is_open, false) ||
	    atomic_load(&connection->is_closing))
		return;
	natsConnection_GetLastError(nats, &why);
	dtap_log(connection->log, DTAP_WARNING,
		 "nats: the connection is lost%s%s; trying again",
		 why != NULL && *why != '\0' ? ": " : "",
		 why != NULL ? why : "");
}

static void
report_refusal(struct dtap_hub_connection *connection)
{
	const char *why = NULL;

	natsConnection_GetLastError(connection->nats, &why);
	dtap_log(connection->log, DTAP_ERROR,
		 "nats: the server refuses the connection%s%s: check hub.user, "
		 "hub.nkey_file or hub.credentials_file",
		 why != NULL && *why != '\0' ? ": " : "",
		 why != NULL ? why : "");
	connection->ended(connection->arg);
}

/* The last callback of a connection. */
static void
on_closed(natsConnection *nats, void *arg)
{
	struct dtap_hub_connection *connection = arg;

	(void)nats;
	atomic_store(&connection->is_open, false);
	if (!atomic_load(&connection->is_closing))
		report_refusal(connection);
	atomic_store(&connection->is_closed, true);
}

/* Errors of subscriptions and rights, which nobody else is told. */
static void
on_error(natsConnection *nats, natsSubscription *subscription,
	 natsStatus status, void *arg)
{
	struct dtap_hub_connection *connection = arg;
	const char *why = NULL;

	(void)subscription;
	if (status == NATS_CONNECTION_CLOSED)
		return;
	natsConnection_GetLastError(nats, &why);
	/* libnats may write the next one there meanwhile. */
	dtap_log(connection->log, DTAP_WARNING, "nats: %s%s%.200s",
		 natsStatus_GetText(status),
		 why != NULL && *why != '\0' ? ": " : "",
		 why != NULL ? why : "");
}

static natsStatus
sign(char **error, unsigned char **signature, int *size, const char *nonce,
     void *arg)
{
	const struct dtap_hub_connection *connection = arg;

	(void)error;
	return nats_Sign(connection->seed, nonce, signature, size);
}

static natsStatus
set_servers(struct dtap_hub_connection *connection, const char *servers)
{
	const char *list[SERVERS_MOST];
	char *rest, *word;
	int count = 0;

	connection->servers = strdup(servers);
	if (connection->servers == NULL)
		return NATS_NO_MEMORY;
	for (word = strtok_r(connection->servers, " ", &rest);
	     word != NULL && count < SERVERS_MOST;
	     word = strtok_r(NULL, " ", &rest))
		list[count++] = word;
	return natsOptions_SetServers(connection->options, list, count);
}

static natsStatus
set_login(struct dtap_hub_connection *connection,
	  const struct dtap_hub_connection_options *options)
{
	if (options->credentials_file[0] != '\0')
		return natsOptions_SetUserCredentialsFromFiles(
			connection->options, options->credentials_file, NULL);
	if (options->nkey_seed[0] != '\0') {
		snprintf(connection->seed, sizeof connection->seed, "%s",
			 options->nkey_seed);
		if (!dtap_nkey_public(connection->seed, connection->public_key))
			return NATS_INVALID_ARG;
		return natsOptions_SetNKey(connection->options,
					   connection->public_key, sign,
					   connection);
	}
	if (options->user[0] != '\0')
		return natsOptions_SetUserInfo(
			connection->options, options->user, options->password);
	return NATS_OK;
}

static natsStatus
set_tls(natsOptions *out, const struct dtap_hub_connection_options *options)
{
	natsStatus status;

	if (options->ca_file[0] == '\0')
		return NATS_OK; /* a tls:// URL says it alone */
	status = natsOptions_SetSecure(out, true);
	if (status == NATS_OK)
		status = natsOptions_LoadCATrustedCertificates(
			out, options->ca_file);
	return status;
}

/* The defaults of the library give up after 60 tries, and let a call write to
 * a server that reads no more for as long as that takes. */
static natsStatus
set_patience(struct dtap_hub_connection *connection)
{
	natsOptions *out = connection->options;
	natsStatus statuses[] = {
		natsOptions_SetName(out, "diagtap-hub"),
		natsOptions_SetMaxReconnect(out, -1),
		natsOptions_SetReconnectWait(out, 1000),
		natsOptions_SetReconnectJitter(out, 1000, 1000),
		natsOptions_SetPingInterval(out, 20000),
		natsOptions_SetMaxPingsOut(out, 2),
		natsOptions_SetWriteDeadline(out, 2000),
		natsOptions_SetRetryOnFailedConnect(out, true, on_connected,
						    connection),
		natsOptions_SetReconnectedCB(out, on_connected, connection),
		natsOptions_SetDisconnectedCB(out, on_disconnected, connection),
		natsOptions_SetClosedCB(out, on_closed, connection),
		natsOptions_SetErrorHandler(out, on_error, connection),
	};

	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i] != NATS_OK)
			return statuses[i];
	return NATS_OK;
}

static natsStatus
set_options(struct dtap_hub_connection *connection,
	    const struct dtap_hub_connection_options *options,
	    const char **what)
{
	natsStatus status;

	*what = "hub.servers";
	status = set_servers(connection, options->servers);
	if (status == NATS_OK) {
		*what = "hub.nkey_file, hub.credentials_file";
		status = set_login(connection, options);
	}
	if (status == NATS_OK) {
		*what = "hub.ca_file";
		status = set_tls(connection->options, options);
	}
	if (status == NATS_OK) {
		*what = "libnats";
		status = set_patience(connection);
	}
	return status;
}

/* A login may fail by chance. */
static natsStatus
connect_some(struct dtap_hub_connection *connection)
{
	natsStatus status = NATS_OK;

	for (int i = 0; i < LOGIN_TRIES; i++) {
		status = natsConnection_Connect(&connection->nats,
						connection->options);
		if (status != NATS_CONNECTION_AUTH_FAILED)
			break;
	}
	return status;
}

struct dtap_hub_connection *
dtap_hub_connection_open(const struct dtap_hub_connection_options *options,
			 char why[256])
{
	struct dtap_hub_connection *connection = calloc(1, sizeof *connection);
	const char *what = "memory";
	natsStatus status = connection == NULL ? NATS_NO_MEMORY : NATS_OK;

	if (status == NATS_OK) {
		connection->log = options->log;
		connection->ended = options->ended;
		connection->arg = options->arg;
		status = natsOptions_Create(&connection->options);
	}
	if (status == NATS_OK)
		status = set_options(connection, options, &what);
	if (status == NATS_OK) {
		what = "hub.servers";
		status = connect_some(connection);
	}
	if (status == NATS_OK)
		on_connected(connection->nats, connection);
	if (status == NATS_OK || status == NATS_NOT_YET_CONNECTED)
		return connection;
	snprintf(why, 256, "%s: %s", what, natsStatus_GetText(status));
	dtap_hub_connection_close(connection);
	return NULL;
}

/* nats_CloseAndWait() would wait too, but crashes in some versions.  False: a
 * thread of the library may still call back. */
static bool
await_last_callback(const struct dtap_hub_connection *connection)
{
	const int64_t until = dtap_clock_now() + ASK_MS * DTAP_NS_PER_MS;

	while (!atomic_load(&connection->is_closed)) {
		if (dtap_clock_now() > until)
			return false;
		dtap_clock_sleep(dtap_clock_now() + DTAP_NS_PER_MS);
	}
	return true;
}

void
dtap_hub_connection_close(struct dtap_hub_connection *connection)
{
	bool is_free = true;

	if (connection == NULL)
		return;
	atomic_store(&connection->is_closing, true);
	if (connection->nats != NULL) {
		natsConnection_Close(connection->nats);
		is_free = await_last_callback(connection);
		natsConnection_Destroy(connection->nats);
	}
	natsOptions_Destroy(connection->options);
	explicit_bzero(connection->seed, sizeof connection->seed);
	if (!is_free)
		return;
	free(connection->servers);
	free(connection);
}

natsConnection *
dtap_hub_connection_of(struct dtap_hub_connection *connection)
{
	return connection->nats;
}

bool
dtap_hub_connection_is_open(struct dtap_hub_connection *connection)
{
	return atomic_load(&connection->is_open);
}

unsigned
dtap_hub_connection_session(struct dtap_hub_connection *connection)
{
	return atomic_load(&connection->session);
}

natsStatus
dtap_hub_connection_ask(struct dtap_hub_connection *connection,
			natsMsg **answer, const char *subject, const char *text)
{
	return natsConnection_Request(answer, connection->nats, subject, text,
				      (int)strlen(text), ASK_MS);
}
