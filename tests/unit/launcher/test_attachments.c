/* SPDX-License-Identifier: MIT */
/* The set with a daemon and a program that are this test. */
#include "launcher/attachments.h"

#include "support/testing.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "launcher/messages.h"

#define THREAD 4711 /* which opens */

struct fixture {
	struct dtap_address address;
	struct dtap_attachments *set;
	int listener;
	int daemon;  /* the daemon's end of the launcher's connection */
	int program; /* the program's end of the device */
	int device;  /* the daemon's, as it has got it */
	ino_t inode;
	int wake[2]; /* to end a wait */

	/* What the set has called. */
	unsigned answers, ends;
	int error;
	bool left;
};

static void
answered(void *arg, pid_t thread, int error)
{
	struct fixture *f = arg;

	assert_int_equal(thread, THREAD);
	f->answers++;
	f->error = error;
}

static void
closed(void *arg, pid_t process, bool left)
{
	struct fixture *f = arg;

	assert_int_equal(process, getpid());
	f->ends++;
	f->left = left;
}

static const struct dtap_attachments_ops ops = {answered, closed};

static void
listen_again(struct fixture *f)
{
	f->listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(f->listener, (struct sockaddr *)&f->address.un,
			      f->address.size),
			 0);
	assert_int_equal(listen(f->listener, 4), 0);
}

static int
start(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	char name[64];

	snprintf(name, sizeof name, "@diagtap-test-%d", (int)getpid());
	assert_true(dtap_address_read(&f->address, name));
	f->set = dtap_attachments_new(&f->address, &ops, f, false);
	assert_non_null(f->set);
	f->daemon = f->program = f->device = -1;
	listen_again(f);
	assert_int_equal(pipe(f->wake), 0);
	*state = f;
	return 0;
}

static void
drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	dtap_attachments_free(f->set);
	drop(&f->listener);
	drop(&f->daemon);
	drop(&f->program);
	drop(&f->device);
	close(f->wake[0]);
	close(f->wake[1]);
	free(f);
	return 0;
}

/* Receives what the launcher sends, with the descriptor in it. */
static size_t
receive(struct fixture *f, uint8_t out[DTAP_LAUNCH_MAX])
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec io = {out, DTAP_LAUNCH_MAX};
	struct msghdr message = {.msg_iov = &io,
				 .msg_iovlen = 1,
				 .msg_control = &control,
				 .msg_controllen = sizeof control};
	ssize_t got = recvmsg(f->daemon, &message, 0);

	assert_true(got > 0);
	if (message.msg_controllen > 0) {
		drop(&f->device);
		memcpy(&f->device, CMSG_DATA(&control.head), sizeof f->device);
	}
	return (size_t)got;
}

static void
answer_with(struct fixture *f, enum dtap_launch_type type, const char *data,
	    size_t size)
{
	uint8_t packet[128] = "DTAP-RUN\1";

	packet[9] = (uint8_t)type;
	memcpy(packet + DTAP_LAUNCH_HEAD, data, size);
	assert_int_equal(
		send(f->daemon, packet, DTAP_LAUNCH_HEAD + size, MSG_NOSIGNAL),
		DTAP_LAUNCH_HEAD + size);
}

/* One turn of the set, which does not wait. */
static void
turn(struct fixture *f)
{
	char byte;

	assert_int_equal(write(f->wake[1], "x", 1), 1);
	dtap_attachments_wait(f->set, f->wake[0]);
	assert_int_equal(read(f->wake[0], &byte, 1), 1);
}

/* The program has connected; diagtapd has the packet ATTACH in out. */
static size_t
add(struct fixture *f, uint8_t out[DTAP_LAUNCH_MAX])
{
	struct stat status;
	int ends[2], connection;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	assert_int_equal(fstat(ends[0], &status), 0);
	f->program = ends[0];
	f->inode = status.st_ino;
	connection = dtap_attachments_reach(f->set);
	assert_true(connection >= 0);
	assert_int_equal(dtap_attachments_add(f->set, ends[1], connection,
					      getpid(), THREAD, f->inode),
			 0);
	f->daemon = accept(f->listener, NULL, NULL);
	return receive(f, out);
}

static void
attach(struct fixture *f)
{
	uint8_t packet[DTAP_LAUNCH_MAX];

	add(f, packet);
	answer_with(f, DTAP_LAUNCH_ATTACHED, "\1\0\0\0", 4);
	turn(f);
	assert_int_equal(f->answers, 1);
	assert_int_equal(f->error, 0);
}

static void
daemon_gets_the_end_and_the_name(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];
	char byte;

	assert_int_equal(add(f, packet), 32);
	assert_memory_equal(packet, "DTAP-RUN\1\1\0\0", 12);
	assert_string_equal((char *)packet + 16, "test_attachment");
	assert_int_equal(f->answers, 0);
	assert_int_equal(write(f->device, "x", 1), 1);
	assert_int_equal(read(f->program, &byte, 1), 1);
	assert_true(dtap_attachments_has(f->set, f->inode));
	assert_false(dtap_attachments_has(f->set, f->inode + 1));
}

static void
refusal_ends_the_attachment(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];
	char byte;

	add(f, packet);
	answer_with(f, DTAP_LAUNCH_REFUSED, "\34\0\0\0", 4);
	turn(f);
	assert_int_equal(f->answers, 1);
	assert_int_equal(f->error, ENOSPC);
	assert_int_equal(dtap_attachments_count(f->set), 0);
	drop(&f->device);
	assert_int_equal(read(f->program, &byte, 1), 0);
}

static void
daemon_that_goes_before_its_answer_ends_the_attachment(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];

	add(f, packet);
	drop(&f->daemon);
	turn(f);
	assert_int_equal(f->answers, 1);
	assert_int_equal(f->error, ECONNRESET);
	assert_int_equal(dtap_attachments_count(f->set), 0);
}

/* diagtapd is killed: both of its descriptors go. */
static void
kill_daemon(struct fixture *f)
{
	drop(&f->listener);
	drop(&f->daemon);
	drop(&f->device);
	turn(f);
}

/* Turns until the launcher has connected again; its ATTACH is in out. */
static size_t
attach_again(struct fixture *f, uint8_t out[DTAP_LAUNCH_MAX])
{
	listen_again(f);
	dtap_attachments_wait(f->set, -1);
	f->daemon = accept(f->listener, NULL, NULL);
	return receive(f, out);
}

static void
program_sees_no_end_of_file_and_its_masks_come_back(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];
	char data[8];

	attach(f);
	answer_with(f, DTAP_LAUNCH_MASKS, "first", 5);
	answer_with(f, DTAP_LAUNCH_MASKS, "second", 6);
	turn(f);
	kill_daemon(f);
	assert_int_equal(recv(f->program, data, sizeof data, MSG_DONTWAIT), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(send(f->program, "ask", 3, 0), 3);
	assert_int_equal(attach_again(f, packet), 38);
	assert_memory_equal(packet + 32, "second", 6);
	assert_int_equal(read(f->device, data, sizeof data), 3);
	answer_with(f, DTAP_LAUNCH_ATTACHED, "\2\0\0\0", 4);
	turn(f);
	assert_int_equal(f->answers, 1);
	assert_int_equal(dtap_attachments_count(f->set), 1);

	/* No masks: none are kept. */
	answer_with(f, DTAP_LAUNCH_MASKS, "", 0);
	turn(f);
	kill_daemon(f);
	assert_int_equal(attach_again(f, packet), 32);
}

static void
rubbish_from_the_daemon_is_a_lost_daemon(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];

	attach(f);
	assert_int_equal(send(f->daemon, "rubbish", 7, 0), 7);
	turn(f);
	assert_int_equal(recv(f->daemon, packet, 1, 0), 0);
	drop(&f->listener);
	drop(&f->daemon);
	assert_int_equal(attach_again(f, packet), 32);
}

static void
end_of_the_program_ends_the_attachment(void **state)
{
	struct fixture *f = *state;
	char byte;

	attach(f);
	dtap_attachments_leave(f->set, f->inode);
	assert_true(dtap_attachments_has_left(f->set, getpid()));
	assert_false(dtap_attachments_has_left(f->set, getpid() + 1));
	drop(&f->program);
	turn(f);
	assert_int_equal(f->ends, 1);
	assert_true(f->left);
	assert_int_equal(f->answers, 1);
	assert_int_equal(dtap_attachments_count(f->set), 0);
	assert_int_equal(read(f->daemon, &byte, 1), 0);
}

static void
ioctl_reaches_the_daemon(void **state)
{
	struct fixture *f = *state;
	uint8_t packet[DTAP_LAUNCH_MAX];

	attach(f);
	dtap_attachments_ioctl(f->set, f->inode, 9, 77);
	assert_int_equal(receive(f, packet), 20);
	assert_memory_equal(packet + 9, "\2\0\0\11\0\0\0\115\0\0\0", 11);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(daemon_gets_the_end_and_the_name),
		TEST(refusal_ends_the_attachment),
		TEST(daemon_that_goes_before_its_answer_ends_the_attachment),
		TEST(program_sees_no_end_of_file_and_its_masks_come_back),
		TEST(rubbish_from_the_daemon_is_a_lost_daemon),
		TEST(end_of_the_program_ends_the_attachment),
		TEST(ioctl_reaches_the_daemon),
	};

	return RUN(tests);
}
