/* SPDX-License-Identifier: MIT */
#include "support/socket_pair.h"

#include <arpa/inet.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/testing.h"

void
socket_pair_open(struct socket_pair *pair)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr *any = (struct sockaddr *)&address;
	socklen_t size = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(listener, any, size), 0);
	assert_int_equal(listen(listener, 1), 0);
	getsockname(listener, any, &size);
	pair->theirs = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(pair->theirs, any, size), 0);
	pair->ours = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	assert_true(pair->ours >= 0);
	close(listener);
}

void
socket_pair_close(struct socket_pair *pair)
{
	close(pair->ours);
	close(pair->theirs);
}

void
socket_pair_fill(const struct socket_pair *pair)
{
	static const char bytes[65536];
	int flags = MSG_DONTWAIT | MSG_NOSIGNAL;

	while (send(pair->ours, bytes, sizeof bytes, flags) > 0)
		;
}

/* A socket filter that drops every packet. */
void
socket_pair_vanish(const struct socket_pair *pair)
{
	struct sock_filter nothing = {.code = BPF_RET | BPF_K, .k = 0};
	struct sock_fprog program = {1, &nothing};

	assert_int_equal(setsockopt(pair->theirs, SOL_SOCKET, SO_ATTACH_FILTER,
				    &program, sizeof program),
			 0);
}
