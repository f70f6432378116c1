/* SPDX-License-Identifier: MIT */
#include "launcher/attachment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
read_name(pid_t process, char out[DTAP_LAUNCH_NAME])
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/comm", (int)process);
	file = fopen(path, "re");
	if (file == NULL)
		return;
	if (fgets(out, DTAP_LAUNCH_NAME, file) != NULL)
		out[strcspn(out, "\n")] = '\0';
	fclose(file);
}

struct dtap_attachment *
dtap_attachment_new(int device, int daemon, pid_t process, pid_t thread,
		    ino_t inode)
{
	struct dtap_attachment *one = calloc(1, sizeof *one);

	if (one == NULL) {
		close(device);
		close(daemon);
		return NULL;
	}
	one->device = device;
	one->daemon = daemon;
	one->process = process;
	one->thread = thread;
	one->inode = inode;
	read_name(process, one->name);
	return one;
}

void
dtap_attachment_free(struct dtap_attachment *one)
{
	dtap_attachment_disconnect(one);
	close(one->device);
	free(one->masks);
	free(one);
}

void
dtap_attachment_disconnect(struct dtap_attachment *one)
{
	if (one->daemon >= 0)
		close(one->daemon);
	one->daemon = -1;
	one->attached = false;
}

/* With a descriptor if it is not -1. */
static bool
send_packet(const struct dtap_attachment *one, uint8_t *packet, size_t size,
	    int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec io = {packet, size};
	struct msghdr message = {.msg_iov = &io, .msg_iovlen = 1};

	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof control;
		control.head.cmsg_level = SOL_SOCKET;
		control.head.cmsg_type = SCM_RIGHTS;
		control.head.cmsg_len = CMSG_LEN(sizeof fd);
		memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
	}
	return sendmsg(one->daemon, &message, MSG_NOSIGNAL | MSG_DONTWAIT) ==
	       (ssize_t)size;
}

bool
dtap_attachment_send_attach(const struct dtap_attachment *one,
			    uint8_t packet[DTAP_LAUNCH_MAX])
{
	size_t size =
		dtap_message_attach(packet, (uint32_t)one->process, one->name,
				    one->masks, one->masks_size);

	return send_packet(one, packet, size, one->device);
}

bool
dtap_attachment_send_ioctl(const struct dtap_attachment *one,
			   uint8_t packet[DTAP_LAUNCH_MAX], uint32_t number,
			   uint32_t argument)
{
	size_t size = dtap_message_ioctl(packet, number, argument);

	return one->daemon >= 0 && send_packet(one, packet, size, -1);
}

bool
dtap_attachment_keep_masks(struct dtap_attachment *one,
			   const struct dtap_message *message)
{
	uint8_t *masks = NULL;

	if (message->masks_size > 0) {
		masks = malloc(message->masks_size);
		if (masks == NULL)
			return false;
		memcpy(masks, message->masks, message->masks_size);
	}
	free(one->masks);
	one->masks = masks;
	one->masks_size = message->masks_size;
	return true;
}
