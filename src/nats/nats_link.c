/* SPDX-License-Identifier: MIT */
#include "nats/nats_link.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "fleet/nkey.h"
#include "nats/connect_guard.h"
#include "nats/libnats.h"
#include "nats/nats_message.h"
#include "nats/nats_options.h"
#include "nats/nats_status.h"
#include "nats/probe.h"
#include "nats/spent.h"

/* To log in, at a slow line too.  libnats' own timeout must not be the first:
 * connect_guard.h says why. */
#define LOGIN_S    15
#define TIMEOUT_MS 20000

/*
 * libnats before 3.8 takes a signature that begins with 0 for none: 1 login of
 * 256 with a key is refused for nothing (github.com/nats-io/nats.c, #705).
 */
#define LOGINS 3

/* Of the thread that delivers. */
#define REST (10 * DTAP_NS_PER_MS)

struct nats_link {
	struct dtap_link calls; /* first */
	struct dtap_libnats nats;
	const struct dtap_link_options *options;
	struct dtap_link_events events;
	size_t server; /* the next to be tried */
	int wake;      /* an eventfd: connect is cancelled */
	bool is_open;
	natsConnection *connection;
	natsSubscription *answers;
	struct dtap_spent published, delivered;

	/* What libnats' threads still do with us. */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool answering, closing;
};

static struct nats_link *
of(struct dtap_link *link)
{
	return (struct nats_link *)link;
}

/*
 * To wake this thread costs more than an answer, and libnats does not wake it
 * for what comes while it is here.
 */
static void
rest(struct nats_link *l, natsSubscription *subscription)
{
	const struct timespec time = {.tv_nsec = REST};
	int waiting = 0;

	l->nats.subscription_pending(subscription, &waiting, NULL);
	if (waiting == 0)
		nanosleep(&time, NULL);
}

static void
on_delivery(natsConnection *connection, natsSubscription *subscription,
	    natsMsg *message, void *arg)
{
	struct nats_link *l = arg;
	struct dtap_received received;

	(void)connection;
	dtap_received_read(&received, &l->nats, message, l->options->inbox);
	l->events.delivered(l->events.arg, &received.delivery);
	dtap_spent_add(&l->delivered, &l->nats, message,
		       received.delivery.size);
	rest(l, subscription);
}

static void
on_error(natsConnection *connection, natsSubscription *subscription,
	 natsStatus status, void *arg)
{
	struct nats_link *l = arg;
	const char *text = NULL;
	char why[DTAP_LINK_WHY];

	(void)subscription;
	l->nats.last_error(connection, &text);
	dtap_nats_explain(why, text != NULL && text[0] != '\0'
				       ? text
				       : l->nats.status_text(status));
	l->events.warning(l->events.arg, why);
}

static void
forget(struct nats_link *l, bool *what)
{
	pthread_mutex_lock(&l->lock);
	*what = false;
	pthread_cond_broadcast(&l->changed);
	pthread_mutex_unlock(&l->lock);
}

static void
on_closed(natsConnection *connection, void *arg)
{
	struct nats_link *l = arg;

	(void)connection;
	l->events.closed(l->events.arg);
	forget(l, &l->closing);
}

static void
on_answers_end(void *arg)
{
	struct nats_link *l = arg;

	forget(l, &l->answering);
}

static natsStatus
open_connection(struct nats_link *l, const struct dtap_link_server *server,
		const char *url)
{
	struct dtap_nats_target target = {.nats = &l->nats,
					  .options = l->options,
					  .server = server,
					  .url = url,
					  .timeout_ms = TIMEOUT_MS};
	natsOptions *o;
	natsStatus status = l->nats.options_create(&o);

	if (status != NATS_OK)
		return status;
	status = dtap_nats_options_set(o, &target);
	l->nats.set_error_handler(o, on_error, l);
	l->nats.set_closed(o, on_closed, l);
	l->closing = true;
	if (status == NATS_OK)
		status = l->nats.connect(&l->connection, o);
	l->nats.options_destroy(o);
	l->is_open = status == NATS_OK;
	if (!l->is_open)
		l->closing = false;
	return status;
}

static natsStatus
subscribe(struct nats_link *l)
{
	char subject[sizeof l->options->inbox + 2];
	natsStatus status;

	snprintf(subject, sizeof subject, "%s.>", l->options->inbox);
	status = l->nats.subscribe(&l->answers, l->connection, subject,
				   on_delivery, l);
	if (status != NATS_OK)
		return status;
	l->answering = true;
	status = l->nats.set_on_complete(l->answers, on_answers_end, l);
	/* Closed already: nothing was sent, so nothing is answered. */
	if (status != NATS_OK)
		l->answering = false;
	return status;
}

static void
await_threads(struct nats_link *l)
{
	pthread_mutex_lock(&l->lock);
	while (l->answering || l->closing)
		pthread_cond_wait(&l->changed, &l->lock);
	pthread_mutex_unlock(&l->lock);
}

static void
disconnect(struct dtap_link *link)
{
	struct nats_link *l = of(link);

	if (!l->is_open)
		return;
	l->nats.connection_destroy(l->connection);
	await_threads(l);
	dtap_spent_clear(&l->published, &l->nats);
	dtap_spent_clear(&l->delivered, &l->nats);
	l->nats.subscription_destroy(l->answers);
	l->connection = NULL;
	l->answers = NULL;
	l->is_open = false;
}

static enum dtap_link_result
log_in(struct nats_link *l, const struct dtap_link_server *server,
       const char *url, char why[DTAP_LINK_WHY])
{
	natsStatus status = open_connection(l, server, url), last;

	if (status == NATS_OK)
		status = subscribe(l);
	if (status == NATS_OK)
		return DTAP_LINK_OK;
	dtap_nats_explain(why, l->nats.get_last_error(&last));
	disconnect(&l->calls);
	return dtap_nats_result(status);
}

static enum dtap_link_result
log_in_guarded(struct nats_link *l, const struct dtap_link_server *server,
	       const struct dtap_probe *probe, const char *url,
	       const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	int64_t until = dtap_clock_now() + LOGIN_S * DTAP_NS_PER_S;
	struct dtap_connect_guard guard;
	enum dtap_link_result result;

	if (dtap_connect_guard_begin(&guard, &probe->peer, l->wake, stop,
				     until) < 0) {
		dtap_nats_explain(why, strerror(errno));
		return DTAP_LINK_CONNECT;
	}
	result = log_in(l, server, url, why);
	if (!dtap_connect_guard_end(&guard))
		return result;
	disconnect(&l->calls);
	why[0] = '\0';
	return atomic_load(stop) ? DTAP_LINK_CANCELLED : DTAP_LINK_SILENT;
}

static enum dtap_link_result
try_server(struct nats_link *l, const struct dtap_link_server *server,
	   const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	char url[128];
	struct dtap_probe probe;
	enum dtap_link_result result =
		dtap_probe_server(&probe, server, l->wake, stop, why);

	if (result != DTAP_LINK_OK)
		return result;
	snprintf(url, sizeof url, "%s://%s%s%s:%s",
		 server->tls ? "tls" : "nats", probe.is_v6 ? "[" : "",
		 probe.address, probe.is_v6 ? "]" : "", server->port);
	for (int i = 0; i < LOGINS; i++) {
		result = log_in_guarded(l, server, &probe, url, stop, why);
		if (result != DTAP_LINK_LOGIN || atomic_load(stop))
			break;
	}
	if (result == DTAP_LINK_OK)
		snprintf(why, DTAP_LINK_WHY, "%s", url);
	return result;
}

static enum dtap_link_result
connect_link(struct dtap_link *link, const struct dtap_link_events *events,
	     const atomic_bool *stop, char why[DTAP_LINK_WHY])
{
	struct nats_link *l = of(link);
	size_t count = l->options->server_count;
	enum dtap_link_result result = DTAP_LINK_CANCELLED;

	why[0] = '\0';
	l->events = *events;
	for (size_t i = 0; i < count && !atomic_load(stop); i++) {
		size_t server = l->server;

		l->server = (server + 1) % count;
		result = try_server(l, &l->options->servers[server], stop, why);
		if (result == DTAP_LINK_OK || result == DTAP_LINK_CANCELLED)
			break;
	}
	return result;
}

static enum dtap_link_result
publish(struct dtap_link *link, const struct dtap_link_message *message)
{
	struct nats_link *l = of(link);
	natsMsg *made;
	natsStatus status = dtap_nats_message_make(&l->nats, message, &made);

	if (status == NATS_OK)
		status = l->nats.publish(l->connection, made);
	dtap_spent_add(&l->published, &l->nats, made, message->size);
	return dtap_nats_result(status);
}

static void
cancel(struct dtap_link *link)
{
	eventfd_write(of(link)->wake, 1);
}

static void
free_link(struct dtap_link *link)
{
	struct nats_link *l = of(link);

	/* The library stays open: closed, libnats 3.4 would free at exit(3)
	 * what OpenSSL frees there too. */
	disconnect(link);
	close(l->wake);
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	free(l);
}

struct dtap_link *
dtap_nats_link_new(const struct dtap_link_options *options)
{
	struct nats_link *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (l->wake < 0 || !dtap_libnats_load(&l->nats)) {
		if (l->wake >= 0)
			close(l->wake);
		free(l);
		errno = ENOSYS;
		return NULL;
	}
	l->calls = (struct dtap_link){connect_link, publish, disconnect, cancel,
				      free_link};
	l->options = options;
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->changed, NULL);
	return &l->calls;
}

const char *
dtap_nats_link_library(void)
{
	return dtap_libnats_name();
}

bool
dtap_nats_link_is_known(void)
{
	struct dtap_libnats nats;

	return dtap_libnats_load(&nats);
}

bool
dtap_nats_link_read_seed(struct dtap_link_options *options, const char *seed)
{
	if (strlen(seed) >= sizeof options->nkey_seed ||
	    !dtap_nkey_public(seed, options->nkey_public))
		return false;
	strcpy(options->nkey_seed, seed);
	return true;
}
