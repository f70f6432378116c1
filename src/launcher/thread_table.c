/* SPDX-License-Identifier: MIT */
#include "launcher/thread_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static size_t
index_of(const struct dtap_thread_table *table, pid_t tid)
{
	size_t at = 0;

	while (at < table->count && table->threads[at]->tid != tid)
		at++;
	return at;
}

struct dtap_thread *
dtap_thread_find(const struct dtap_thread_table *table, pid_t tid)
{
	size_t at = index_of(table, tid);

	return at < table->count ? table->threads[at] : NULL;
}

/* The thread's own id if it has ended already. */
static pid_t
find_process(pid_t tid)
{
	char path[64], line[128];
	int process = tid;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/status", (int)tid);
	file = fopen(path, "re");
	if (file == NULL)
		return tid;
	while (fgets(line, sizeof line, file) != NULL)
		if (sscanf(line, "Tgid: %d", &process) == 1)
			break;
	fclose(file);
	return process;
}

static bool
make_room(struct dtap_thread_table *table)
{
	size_t room = table->room == 0 ? 16 : table->room * 2;
	struct dtap_thread **more;

	if (table->count < table->room)
		return true;
	more = realloc(table->threads, room * sizeof(struct dtap_thread *));
	if (more == NULL)
		return false;
	table->threads = more;
	table->room = room;
	return true;
}

struct dtap_thread *
dtap_thread_add(struct dtap_thread_table *table, pid_t tid)
{
	struct dtap_thread *thread;

	if (!make_room(table))
		return NULL;
	thread = calloc(1, sizeof *thread);
	if (thread == NULL)
		return NULL;
	thread->tid = tid;
	thread->process = find_process(tid);
	thread->listener = thread->daemon = -1;
	table->threads[table->count++] = thread;
	return thread;
}

static void
free_thread(struct dtap_thread *thread)
{
	if (thread->listener >= 0)
		close(thread->listener);
	if (thread->daemon >= 0)
		close(thread->daemon);
	free(thread);
}

void
dtap_thread_remove(struct dtap_thread_table *table, pid_t tid)
{
	size_t at = index_of(table, tid);

	if (at == table->count)
		return;
	free_thread(table->threads[at]);
	table->threads[at] = table->threads[--table->count];
}

void
dtap_thread_table_clear(struct dtap_thread_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		free_thread(table->threads[i]);
	free(table->threads);
	*table = (struct dtap_thread_table){0};
}
