/* SPDX-License-Identifier: MIT */
#include "launcher/memory.h"

#include <errno.h>
#include <string.h>
#include <sys/uio.h>

#include "launcher/ptrace_request.h"

#define WORD sizeof(long)
#define PAGE 4096ul /* or a part of one */

/* A struct iovec of another process: not a pointer, for us. */
struct there {
	unsigned long address;
	size_t size;
};

/* One word, at its alignment, so that no other page is touched. */
static bool
read_word(pid_t tid, unsigned long address, unsigned char out[WORD])
{
	long word;

	if (dtap_ptrace(PTRACE_PEEKDATA, tid, address, DTAP_PTRACE_TO(&word)) <
	    0)
		return false;
	memcpy(out, &word, WORD);
	return true;
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
	unsigned long value;

	for (size_t at = 0; at < size; at += part) {
		skip = (address + at) % WORD;
		part = WORD - skip < size - at ? WORD - skip : size - at;
		if (!read_word(tid, address + at - skip, word))
			return false;
		memcpy(word + skip, data + at, part);
		memcpy(&value, word, WORD);
		if (dtap_ptrace(PTRACE_POKEDATA, tid, address + at - skip,
				value) < 0)
			return false;
	}
	return true;
}

bool
dtap_memory_read(pid_t tid, unsigned long address, void *out, size_t size)
{
	struct iovec here = {out, size};
	struct there there = {address, size};
	long done = syscall(SYS_process_vm_readv, (long)tid, &here, 1ul, &there,
			    1ul, 0ul);

	if (done < 0 && errno == ENOSYS)
		return read_words(tid, address, out, size);
	return done == (long)size;
}

bool
dtap_memory_write(pid_t tid, unsigned long address, const void *data,
		  size_t size)
{
	struct iovec here = {(void *)data, size};
	struct there there = {address, size};
	long done = syscall(SYS_process_vm_writev, (long)tid, &here, 1ul,
			    &there, 1ul, 0ul);

	if (done < 0 && errno == ENOSYS)
		return write_words(tid, address, data, size);
	return done == (long)size;
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
