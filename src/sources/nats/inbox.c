/* SPDX-License-Identifier: MIT */
#include "sources/nats/inbox.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* What a server may send: twice what is asked for, and a large message. */
#define LETTERS_MOST 1024
#define BYTES_MOST   ((size_t)16 << 20)

struct dtap_inbox {
	int news; /* an eventfd */

	pthread_mutex_t lock; /* guards all below */
	struct dtap_letter *first, **end;
	unsigned count;
	size_t bytes;
	bool closed;
	char why[DTAP_LINK_WHY]; /* the last warning, or "" */
};

struct dtap_inbox *
dtap_inbox_new(void)
{
	struct dtap_inbox *inbox = calloc(1, sizeof *inbox);

	if (inbox == NULL)
		return NULL;
	inbox->news = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (inbox->news < 0) {
		free(inbox);
		return NULL;
	}
	pthread_mutex_init(&inbox->lock, NULL);
	inbox->end = &inbox->first;
	return inbox;
}

void
dtap_inbox_free(struct dtap_inbox *inbox)
{
	struct dtap_letter *letter;

	if (inbox == NULL)
		return;
	while ((letter = dtap_inbox_next(inbox)) != NULL)
		free(letter);
	close(inbox->news);
	pthread_mutex_destroy(&inbox->lock);
	free(inbox);
}

/* The texts of a letter: where each goes, and what it is. */
#define TEXTS (5 + DTAP_FLEET_HEADERS)

struct text {
	const char **to, *from;
};

static void
list_texts(struct text texts[TEXTS], struct dtap_letter *letter,
	   const struct dtap_link_delivery *delivery)
{
	size_t i = 0;

	texts[i++] = (struct text){&letter->subject, delivery->subject};
	texts[i++] = (struct text){&letter->token, delivery->token};
	texts[i++] = (struct text){&letter->reply, delivery->reply};
	texts[i++] = (struct text){&letter->status,
				   delivery->header(delivery, "Status")};
	texts[i++] = (struct text){&letter->description,
				   delivery->header(delivery, "Description")};
	for (int h = 0; h < DTAP_FLEET_HEADERS; h++)
		texts[i++] = (struct text){
			&letter->values[h],
			delivery->header(delivery,
					 dtap_fleet_header_name(
						 (enum dtap_fleet_header)h))};
}

/* Letter, data and texts in one piece of memory.  NULL: ENOMEM. */
static struct dtap_letter *
write_letter(const struct dtap_link_delivery *delivery)
{
	struct text texts[TEXTS];
	struct dtap_letter blank, *letter;
	size_t size = delivery->size;
	char *at;

	list_texts(texts, &blank, delivery);
	for (size_t i = 0; i < TEXTS; i++)
		if (texts[i].from != NULL)
			size += strlen(texts[i].from) + 1;
	letter = calloc(1, sizeof *letter + size);
	if (letter == NULL)
		return NULL;
	list_texts(texts, letter, delivery);
	at = (char *)(letter + 1);
	letter->data = memcpy(at, delivery->data != NULL ? delivery->data : "",
			      delivery->size);
	at += delivery->size;
	for (size_t i = 0; i < TEXTS; i++)
		if (texts[i].from != NULL) {
			*texts[i].to = strcpy(at, texts[i].from);
			at += strlen(at) + 1;
		}
	letter->size = delivery->size;
	letter->no_responder = delivery->no_responder;
	return letter;
}

static void
shut(struct dtap_inbox *inbox, const char *why)
{
	if (!inbox->closed)
		snprintf(inbox->why, sizeof inbox->why, "%s", why);
	inbox->closed = true;
}

static void
on_delivery(void *arg, const struct dtap_link_delivery *delivery)
{
	struct dtap_inbox *inbox = arg;
	struct dtap_letter *letter = write_letter(delivery);
	bool fits;

	pthread_mutex_lock(&inbox->lock);
	fits = letter != NULL && inbox->count < LETTERS_MOST &&
	       inbox->bytes + letter->size <= BYTES_MOST;
	if (fits) {
		*inbox->end = letter;
		inbox->end = &letter->next;
		inbox->count++;
		inbox->bytes += letter->size;
	} else {
		shut(inbox, letter == NULL
				    ? strerror(ENOMEM)
				    : "it sends more than was asked for");
	}
	pthread_mutex_unlock(&inbox->lock);
	if (!fits)
		free(letter);
	eventfd_write(inbox->news, 1);
}

static void
on_warning(void *arg, const char *why)
{
	struct dtap_inbox *inbox = arg;

	pthread_mutex_lock(&inbox->lock);
	if (!inbox->closed)
		snprintf(inbox->why, sizeof inbox->why, "%s", why);
	pthread_mutex_unlock(&inbox->lock);
}

static void
on_closed(void *arg)
{
	struct dtap_inbox *inbox = arg;

	pthread_mutex_lock(&inbox->lock);
	inbox->closed = true;
	pthread_mutex_unlock(&inbox->lock);
	eventfd_write(inbox->news, 1);
}

struct dtap_link_events
dtap_inbox_events(struct dtap_inbox *inbox)
{
	struct dtap_letter *letter;

	while ((letter = dtap_inbox_next(inbox)) != NULL)
		free(letter);
	pthread_mutex_lock(&inbox->lock);
	inbox->closed = false;
	inbox->why[0] = '\0';
	pthread_mutex_unlock(&inbox->lock);
	return (struct dtap_link_events){on_delivery, on_warning, on_closed,
					 inbox};
}

struct dtap_letter *
dtap_inbox_next(struct dtap_inbox *inbox)
{
	struct dtap_letter *letter;

	pthread_mutex_lock(&inbox->lock);
	letter = inbox->first;
	if (letter != NULL) {
		inbox->first = letter->next;
		inbox->count--;
		inbox->bytes -= letter->size;
	}
	if (inbox->first == NULL)
		inbox->end = &inbox->first;
	pthread_mutex_unlock(&inbox->lock);
	return letter;
}

bool
dtap_inbox_is_closed(struct dtap_inbox *inbox, char why[DTAP_LINK_WHY])
{
	bool closed;

	pthread_mutex_lock(&inbox->lock);
	closed = inbox->closed;
	memcpy(why, inbox->why, sizeof inbox->why);
	pthread_mutex_unlock(&inbox->lock);
	return closed;
}

bool
dtap_inbox_await(struct dtap_inbox *inbox, int timeout_ms)
{
	struct pollfd news = {.fd = inbox->news, .events = POLLIN};
	eventfd_t count;

	if (poll(&news, 1, timeout_ms) < 0)
		return false;
	eventfd_read(inbox->news, &count);
	return true;
}
