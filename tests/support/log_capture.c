/* SPDX-License-Identifier: MIT */
#include "support/log_capture.h"

#include <sys/mman.h>
#include <unistd.h>

#include "support/testing.h"

void
log_capture_begin(struct log_capture *capture)
{
	capture->fd = memfd_create("capture", MFD_CLOEXEC);
	capture->stderr_fd = dup(STDERR_FILENO);
	assert_true(capture->fd >= 0 && capture->stderr_fd >= 0);
	assert_true(dup2(capture->fd, STDERR_FILENO) >= 0);
}

char *
log_capture_so_far(const struct log_capture *capture)
{
	off_t size = lseek(capture->fd, 0, SEEK_END);
	char *text;

	assert_true(size >= 0);
	text = calloc(1, (size_t)size + 1);
	assert_int_equal(pread(capture->fd, text, (size_t)size, 0), size);
	return text;
}

char *
log_capture_end(struct log_capture *capture)
{
	char *text;

	dup2(capture->stderr_fd, STDERR_FILENO);
	close(capture->stderr_fd);
	text = log_capture_so_far(capture);
	close(capture->fd);
	return text;
}

size_t
log_capture_count(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		count++;
	return count;
}
