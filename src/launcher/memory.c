/* SPDX-License-Identifier: MIT */
#include "launcher/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#define WORD sizeof(long)
#define PAGE 4096ul /* or a part of one */

/* One word, at its alignment, so that no other page is touched. */
static bool
read_word(pid_t tid, unsigned long address, unsigned char out[WORD])
{
	long word;

	errno = 0;
	word = ptrace(PTRACE_PEEKDATA, tid, (void *)address, NULL);
	memcpy(out, &word, WORD);
	return errno == 0;
}

static bool
read_words(pid_t tid, unsigned long address, unsigned char *out, size_t size)
{
	unsigned char word[WORD];
	size_t skip, part;

	for (size_t at = 0; at < size; at += part) {
		skip = (address + at) % WORD;
		part = WORD - skip < size - at ? WORD - skip : size - at;
		if (!read_word(tid, address + at - skip, word))
			return false;
		memcpy(out + at, word + skip, part);
	}
	return true;
}

static bool
write_words(pid_t tid, unsigned long address, const unsigned char *data,
	    size_t size)
{
	unsigned char word[WORD];
	size_t skip, part;
	long value;

	for (size_t at = 0; at < size; at += part) {
		skip = (address + at) % WORD;
		part = WORD - skip < size - at ? WORD - skip : size - at;
		if (!read_word(tid, address + at - skip, word))
			return false;
		memcpy(word + skip, data + at, part);
		memcpy(&value, word, WORD);
		if (ptrace(PTRACE_POKEDATA, tid, (void *)(address + at - skip),
			   (void *)value) < 0)
			return false;
	}
	return true;
}

bool
dtap_memory_read(pid_t tid, unsigned long address, void *out, size_t size)
{
	struct iovec here = {out, size};
	struct iovec there = {(void *)address, size};
	ssize_t done = process_vm_readv(tid, &here, 1, &there, 1, 0);

	if (done < 0 && errno == ENOSYS)
		return read_words(tid, address, out, size);
	return done == (ssize_t)size;
}

bool
dtap_memory_write(pid_t tid, unsigned long address, const void *data,
		  size_t size)
{
	struct iovec here = {(void *)data, size};
	struct iovec there = {(void *)address, size};
	ssize_t done = process_vm_writev(tid, &here, 1, &there, 1, 0);

	if (done < 0 && errno == ENOSYS)
		return write_words(tid, address, data, size);
	return done == (ssize_t)size;
}

/* Page by page: the one behind the end may not exist. */
bool
dtap_memory_read_string(pid_t tid, unsigned long address, char *out,
			size_t room)
{
	size_t part;

	for (size_t at = 0; at < room; at += part) {
		part = PAGE - (address + at) % PAGE;
		part = part < room - at ? part : room - at;
		if (!dtap_memory_read(tid, address + at, out + at, part))
			return false;
		if (memchr(out + at, '\0', part) != NULL)
			return true;
	}
	return false;
}
