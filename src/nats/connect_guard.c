/* SPDX-License-Identifier: MIT */
#include "nats/connect_guard.h"

#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/thread.h"

#define MOST_DESCRIPTORS 65536
#define AGAIN_MS         50 /* the socket may not be connected yet */

/* Address and port, without what else a socket may say of its peer. */
static bool
is_peer(const struct sockaddr_storage *one,
	const struct sockaddr_storage *other)
{
	const struct sockaddr_in *v4 = (const void *)one,
				 *other_v4 = (const void *)other;
	const struct sockaddr_in6 *v6 = (const void *)one,
				  *other_v6 = (const void *)other;

	if (one->ss_family != other->ss_family)
		return false;
	if (one->ss_family == AF_INET)
		return v4->sin_port == other_v4->sin_port &&
		       v4->sin_addr.s_addr == other_v4->sin_addr.s_addr;
	return v6->sin6_port == other_v6->sin6_port &&
	       memcmp(&v6->sin6_addr, &other_v6->sin6_addr,
		      sizeof v6->sin6_addr) == 0;
}

static bool
is_other(const struct dtap_connect_guard *guard, int fd)
{
	for (size_t i = 0; i < guard->other_count; i++)
		if (guard->others[i] == fd)
			return true;
	return false;
}

/* Calls found(guard, fd) for each socket with this peer. */
static void
look(struct dtap_connect_guard *guard,
     void (*found)(struct dtap_connect_guard *guard, int fd))
{
	struct rlimit limit = {.rlim_cur = MOST_DESCRIPTORS};
	int most = MOST_DESCRIPTORS;

	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_cur < MOST_DESCRIPTORS)
		most = (int)limit.rlim_cur;
	for (int fd = 0; fd < most; fd++) {
		struct sockaddr_storage peer;
		socklen_t size = sizeof peer;

		memset(&peer, 0, sizeof peer);
		if (getpeername(fd, (struct sockaddr *)&peer, &size) == 0 &&
		    is_peer(&guard->peer, &peer))
			found(guard, fd);
	}
}

static void
note_other(struct dtap_connect_guard *guard, int fd)
{
	if (guard->other_count < DTAP_GUARD_OTHERS)
		guard->others[guard->other_count++] = fd;
}

static void
shut_down(struct dtap_connect_guard *guard, int fd)
{
	if (!is_other(guard, fd))
		shutdown(fd, SHUT_RDWR);
}

/* True: the attempt has ended by itself. */
static bool
await(struct dtap_connect_guard *guard)
{
	struct pollfd fds[] = {{.fd = guard->done, .events = POLLIN},
			       {.fd = guard->wake, .events = POLLIN}};
	int64_t left;

	while ((left = guard->until - dtap_clock_now()) > 0) {
		poll(fds, 2, (int)(left / DTAP_NS_PER_MS) + 1);
		if (fds[0].revents != 0)
			return true;
		if (atomic_load(guard->stop))
			return false;
		/* Woken for something else. */
		if (fds[1].revents != 0)
			fds[1].fd = -1;
	}
	return false;
}

static void *
guard_main(void *arg)
{
	struct dtap_connect_guard *guard = arg;
	struct pollfd done = {.fd = guard->done, .events = POLLIN};

	if (await(guard))
		return NULL;
	guard->fired = true;
	do
		look(guard, shut_down);
	while (poll(&done, 1, AGAIN_MS) <= 0);
	return NULL;
}

int
dtap_connect_guard_begin(struct dtap_connect_guard *guard,
			 const struct sockaddr_storage *peer, int wake,
			 const atomic_bool *stop, int64_t until)
{
	*guard = (struct dtap_connect_guard){
		.peer = *peer, .stop = stop, .wake = wake, .until = until};
	guard->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (guard->done < 0)
		return -1;
	look(guard, note_other);
	if (dtap_thread_start(&guard->thread, "link guard", guard_main,
			      guard) == 0)
		return 0;
	close(guard->done);
	return -1;
}

bool
dtap_connect_guard_end(struct dtap_connect_guard *guard)
{
	eventfd_write(guard->done, 1);
	pthread_join(guard->thread, NULL);
	close(guard->done);
	return guard->fired;
}
