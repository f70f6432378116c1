/* SPDX-License-Identifier: MIT */
#include "launcher/attachments.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "launcher/attachment.h"
#include "launcher/say.h"

#define ANSWER    (5 * DTAP_NS_PER_S) /* how long diagtapd may take */
#define PAUSE     (100 * DTAP_NS_PER_MS)
#define PAUSE_MAX (2 * DTAP_NS_PER_S)

struct dtap_attachments {
	const struct dtap_address *address;
	const struct dtap_attachments_ops *ops;
	void *arg;
	bool verbose;
	struct dtap_attachment **list;
	struct pollfd *polled; /* the signals, then two for each */
	size_t count;
	uint8_t packet[DTAP_LAUNCH_MAX +
		       1]; /* room to see that one is longer */
};

struct dtap_attachments *
dtap_attachments_new(const struct dtap_address *address,
		     const struct dtap_attachments_ops *ops, void *arg,
		     bool verbose)
{
	struct dtap_attachments *set = calloc(1, sizeof *set);

	if (set == NULL)
		return NULL;
	set->address = address;
	set->ops = ops;
	set->arg = arg;
	set->verbose = verbose;
	set->polled = calloc(1, sizeof *set->polled);
	if (set->polled != NULL)
		return set;
	free(set);
	return NULL;
}

void
dtap_attachments_free(struct dtap_attachments *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->count; i++)
		dtap_attachment_free(set->list[i]);
	free(set->list);
	free(set->polled);
	free(set);
}

static void
remove_one(struct dtap_attachments *set, struct dtap_attachment *one)
{
	size_t at = 0;

	while (set->list[at] != one)
		at++;
	set->list[at] = set->list[--set->count];
	dtap_attachment_free(one);
}

static struct dtap_attachment *
find(const struct dtap_attachments *set, ino_t inode)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->list[i]->inode == inode)
			return set->list[i];
	return NULL;
}

bool
dtap_attachments_has(const struct dtap_attachments *set, ino_t inode)
{
	return find(set, inode) != NULL;
}

void
dtap_attachments_leave(struct dtap_attachments *set, ino_t inode)
{
	struct dtap_attachment *one = find(set, inode);

	if (one != NULL)
		one->left = true;
}

bool
dtap_attachments_has_left(const struct dtap_attachments *set, pid_t process)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->list[i]->left && set->list[i]->process == process)
			return true;
	return false;
}

size_t
dtap_attachments_count(const struct dtap_attachments *set)
{
	return set->count;
}

int
dtap_attachments_reach(struct dtap_attachments *set)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
			0);
	int why;

	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&set->address->un,
		    set->address->size) == 0)
		return fd;
	why = errno;
	close(fd);
	errno = why;
	return -1;
}

static bool
make_room(struct dtap_attachments *set)
{
	size_t count = set->count + 1;
	struct dtap_attachment **list =
		realloc(set->list, count * sizeof(struct dtap_attachment *));
	struct pollfd *polled;

	if (list != NULL)
		set->list = list;
	polled = realloc(set->polled, (1 + 2 * count) * sizeof *polled);
	if (polled != NULL)
		set->polled = polled;
	return list != NULL && polled != NULL;
}

static bool
send_attach(struct dtap_attachments *set, struct dtap_attachment *one)
{
	one->due = dtap_clock_now() + ANSWER;
	return dtap_attachment_send_attach(one, set->packet);
}

int
dtap_attachments_add(struct dtap_attachments *set, int device, int daemon,
		     pid_t process, pid_t thread, ino_t inode)
{
	struct dtap_attachment *one =
		dtap_attachment_new(device, daemon, process, thread, inode);

	if (one == NULL)
		return -1;
	one->pause = PAUSE;
	if (make_room(set) && send_attach(set, one)) {
		set->list[set->count++] = one;
		return 0;
	}
	dtap_attachment_free(one);
	errno = ECONNRESET;
	return -1;
}

void
dtap_attachments_ioctl(struct dtap_attachments *set, ino_t inode,
		       uint32_t number, uint32_t argument)
{
	struct dtap_attachment *one = find(set, inode);

	dtap_say(one == NULL || !dtap_attachment_send_ioctl(one, set->packet,
							    number, argument),
		 "ioctl %u of the program does not reach diagtapd",
		 (unsigned)number);
}

/* The first answer ends the open of the program; true: it still exists. */
static bool
answer(struct dtap_attachments *set, struct dtap_attachment *one, int error)
{
	pid_t thread = one->thread;

	one->thread = 0;
	if (error != 0)
		remove_one(set, one);
	if (thread != 0)
		set->ops->answered(set->arg, thread, error);
	return error == 0;
}

/* diagtapd has gone, or refuses.  False: the attachment does not exist. */
static bool
lose(struct dtap_attachments *set, struct dtap_attachment *one, int error)
{
	if (one->thread != 0)
		return answer(set, one, error);
	dtap_say(!one->lost, "diagtapd has gone%s%s; %s waits for it",
		 error == ECONNRESET ? "" : ": ",
		 error == ECONNRESET ? "" : strerror(error), one->name);
	one->lost = true;
	dtap_attachment_disconnect(one);
	one->due = dtap_clock_now() + one->pause;
	one->pause = one->pause * 2 < PAUSE_MAX ? one->pause * 2 : PAUSE_MAX;
	return true;
}

static bool
become_attached(struct dtap_attachments *set, struct dtap_attachment *one,
		uint32_t number)
{
	dtap_say(set->verbose || one->lost,
		 "%s (pid %d) is attached as client %u", one->name,
		 (int)one->process, (unsigned)number);
	one->attached = true;
	one->lost = false;
	one->pause = PAUSE;
	one->due = INT64_MAX;
	return answer(set, one, 0);
}

static bool
is_error(uint32_t value)
{
	return value > 0 && value < 4096;
}

/* One packet.  False: the attachment does not exist any more. */
static bool
take(struct dtap_attachments *set, struct dtap_attachment *one, size_t size)
{
	struct dtap_message message;

	if (!dtap_message_read(&message, set->packet, size)) {
		dtap_say(true,
			 "not the launch protocol %d, from diagtapd: is "
			 "it of another version?",
			 DTAP_LAUNCH_VERSION);
		return lose(set, one, EPROTO);
	}
	switch (message.type) {
	case DTAP_LAUNCH_ATTACHED:
		return become_attached(set, one, message.value);
	case DTAP_LAUNCH_REFUSED:
		return lose(set, one,
			    is_error(message.value) ? (int)message.value
						    : EPROTO);
	default:
		if (!dtap_attachment_keep_masks(one, &message))
			dtap_say(true, "no memory to keep masks");
		return true;
	}
}

/* All that diagtapd has sent.  False: the attachment does not exist. */
static bool
receive(struct dtap_attachments *set, struct dtap_attachment *one)
{
	ssize_t got;

	while (one->daemon >= 0) {
		got = recv(one->daemon, set->packet, sizeof set->packet,
			   MSG_DONTWAIT);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno == EAGAIN)
			return true;
		if (got <= 0)
			return lose(set, one, ECONNRESET);
		if (!take(set, one, (size_t)got))
			return false;
	}
	return true;
}

/* What is due: an answer has not come, or diagtapd may be back. */
static bool
tick(struct dtap_attachments *set, struct dtap_attachment *one)
{
	if (one->due > dtap_clock_now())
		return true;
	if (one->daemon >= 0)
		return lose(set, one, ECONNRESET);
	one->daemon = dtap_attachments_reach(set);
	if (one->daemon >= 0 && send_attach(set, one))
		return true;
	return lose(set, one, ECONNRESET);
}

/* The program has closed it, perhaps while one of its threads opens it. */
static void
end(struct dtap_attachments *set, struct dtap_attachment *one)
{
	pid_t process = one->process;
	bool left = one->left;

	dtap_say(set->verbose, "%s (pid %d) has closed it", one->name,
		 (int)process);
	answer(set, one, EPIPE);
	set->ops->closed(set->arg, process, left);
}

static void
serve(struct dtap_attachments *set, struct dtap_attachment *one,
      const struct pollfd polled[2])
{
	if (polled[1].revents != 0 && !receive(set, one))
		return;
	if (polled[0].revents != 0)
		end(set, one);
	else
		tick(set, one);
}

static int
time_to_wait(const struct dtap_attachments *set)
{
	int64_t first = INT64_MAX, now = dtap_clock_now();

	for (size_t i = 0; i < set->count; i++)
		if (set->list[i]->due < first)
			first = set->list[i]->due;
	if (first == INT64_MAX)
		return -1;
	return first <= now ? 0 : (int)((first - now) / DTAP_NS_PER_MS) + 1;
}

void
dtap_attachments_wait(struct dtap_attachments *set, int signals)
{
	size_t count = set->count;
	struct pollfd *polled = set->polled;

	polled[0] = (struct pollfd){.fd = signals, .events = POLLIN};
	for (size_t i = 0; i < count; i++) {
		/* Nothing but the end: what the program sends is for diagtapd.
		 */
		polled[1 + 2 * i] = (struct pollfd){.fd = set->list[i]->device};
		polled[2 + 2 * i] = (struct pollfd){.fd = set->list[i]->daemon,
						    .events = POLLIN};
	}
	if (poll(polled, 1 + 2 * count, time_to_wait(set)) < 0)
		return;
	/* From the end: the last one moves to the place of one that goes. */
	for (size_t i = count; i-- > 0;)
		serve(set, set->list[i], polled + 1 + 2 * i);
}
