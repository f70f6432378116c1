/* SPDX-License-Identifier: MIT */
#include "base/thread.h"

#include <errno.h>
#include <stdlib.h>

struct start {
	const char *name;
	void *(*run)(void *arg);
	void *arg;
};

/* A thread names itself: to name another one, the C library needs /proc. */
static void *
thread_main(void *arg)
{
	struct start start = *(struct start *)arg;

	free(arg);
	pthread_setname_np(pthread_self(), start.name);
	return start.run(start.arg);
}

int
dtap_thread_start(pthread_t *thread, const char *name, void *(*run)(void *),
		  void *arg)
{
	struct start *start = malloc(sizeof *start);
	int error;

	if (start == NULL)
		return -1;
	*start = (struct start){name, run, arg};
	error = pthread_create(thread, NULL, thread_main, start);
	if (error == 0)
		return 0;
	free(start);
	errno = error;
	return -1;
}
