/* SPDX-License-Identifier: MIT */
/*
 * thread.h - the one place that starts a thread, and gives it its name.
 *
 * The name is what `top -H`, `ps -T` and a debugger show; docs/design.md lists
 * all of them.  Linux keeps 15 bytes of it.
 */
#ifndef DTAP_THREAD_H
#define DTAP_THREAD_H

#include <pthread.h>

/*
 * Starts a thread that runs run(arg).  `name` is a static string.  The thread
 * blocks the same signals as the caller.  The caller joins it.  Returns 0, or
 * -1 with errno of pthread_create(3) or ENOMEM: no thread was started.
 */
int dtap_thread_start(pthread_t *thread, const char *name, void *(*run)(void *),
		      void *arg);

#endif
