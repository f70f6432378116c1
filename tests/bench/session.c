/* SPDX-License-Identifier: MIT */
#include "bench/session.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM 320
#define TEXT_ROOM 4096

void
session_find(struct session *session, pid_t id)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	session->count = 0;
	while (proc != NULL && (entry = readdir(proc)) != NULL) {
		pid_t pid = atoi(entry->d_name);

		if (pid > 0 && getsid(pid) == id &&
		    session->count < SESSION_MOST)
			session->pids[session->count++] = pid;
	}
	if (proc != NULL)
		closedir(proc);
}

/* The begin of a file as a string; "" if it cannot be read. */
static void
read_text(const char *path, char text[TEXT_ROOM])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, TEXT_ROOM - 1);

	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
}

/* The number behind a label at the front of a line, or 0. */
static long
number_at(const char *text, const char *label)
{
	const char *at = strstr(text, label);

	return at == NULL ? 0 : atol(at + strlen(label));
}

static void
add_thread(struct session_cost *cost, pid_t pid, const char *thread)
{
	char path[PATH_ROOM], text[TEXT_ROOM];

	snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", (int)pid,
		 thread);
	read_text(path, text);
	cost->cpu += (double)strtoull(text, NULL, 10) / 1e9;
	snprintf(path, sizeof path, "/proc/%d/task/%s/status", (int)pid,
		 thread);
	read_text(path, text);
	cost->switches +=
		(uint64_t)number_at(text, "\nvoluntary_ctxt_switches:");
}

static void
add_threads(struct session_cost *cost, pid_t pid)
{
	char path[PATH_ROOM];
	struct dirent *entry;
	DIR *tasks;

	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	tasks = opendir(path);
	while (tasks != NULL && (entry = readdir(tasks)) != NULL)
		if (entry->d_name[0] != '.')
			add_thread(cost, pid, entry->d_name);
	if (tasks != NULL)
		closedir(tasks);
}

static void
add_memory(struct session_cost *cost, pid_t pid)
{
	char path[PATH_ROOM], text[TEXT_ROOM];

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	read_text(path, text);
	cost->rss += number_at(text, "\nRss:");
	cost->pss += number_at(text, "\nPss:");
}

void
session_cost(const struct session *session, struct session_cost *cost)
{
	*cost = (struct session_cost){0};
	for (int i = 0; i < session->count; i++) {
		add_threads(cost, session->pids[i]);
		add_memory(cost, session->pids[i]);
	}
}
