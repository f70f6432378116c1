/* SPDX-License-Identifier: MIT */
#include "decompress/zip_directory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dtap/bytes.h>

#define END_SIZE     22 /* of the record at the end, without its comment */
#define COMMENT_MOST 65535
#define ENTRY_SIZE   46 /* of an entry of the directory, without its texts */
#define LOCAL_SIZE   30 /* of the head of a file, without its texts */

#define DIRECTORY_MOST ((size_t)1 << 20)
#define NAME_SHOWN     40 /* bytes of a name in `why` */

#define ENCRYPTED   1          /* a flag */
#define IN_ZIP64    0xffffffff /* the true number is in another field */
#define IN_ZIP64_16 0xffff

/* What is being looked at. */
struct archive {
	int fd;
	off_t size;
	uint8_t *directory;
	size_t directory_size;
	off_t shift; /* bytes before the archive itself */
	char *why;
	size_t room;
};

static bool
refuse(const struct archive *archive, const char *what)
{
	snprintf(archive->why, archive->room, "zip: %s", what);
	return false;
}

static bool
read_at(const struct archive *archive, void *out, size_t size, off_t at)
{
	return at >= 0 && at <= archive->size - (off_t)size &&
	       pread(archive->fd, out, size, at) == (ssize_t)size;
}

/* The record at the end; NULL: there is none in these last bytes. */
static const uint8_t *
find_end(const uint8_t *tail, size_t size)
{
	for (size_t at = size; at-- > 0;)
		if (size - at >= END_SIZE &&
		    memcmp(tail + at, "PK\5\6", 4) == 0 &&
		    dtap_get16(tail + at + 20) == size - at - END_SIZE)
			return tail + at;
	return NULL;
}

static bool
read_directory(struct archive *archive, const uint8_t *end, off_t end_at)
{
	size_t size = dtap_get32(end + 12);

	if (dtap_get32(end + 16) == IN_ZIP64 || size == IN_ZIP64 ||
	    dtap_get16(end + 10) == IN_ZIP64_16)
		return refuse(archive, "of more than 4 GiB or 65534 files");
	if (size > DIRECTORY_MOST)
		return refuse(archive, "it has too many files");
	archive->shift = end_at - (off_t)size - (off_t)dtap_get32(end + 16);
	archive->directory = malloc(size + 1);
	archive->directory_size = size;
	if (archive->directory == NULL)
		return refuse(archive, "no memory");
	return read_at(archive, archive->directory, size,
		       end_at - (off_t)size) ||
	       refuse(archive, "its directory is damaged");
}

static bool
find_directory(struct archive *archive)
{
	size_t size = END_SIZE + COMMENT_MOST;
	const uint8_t *end;
	uint8_t *tail;
	bool found;

	if ((off_t)size > archive->size)
		size = (size_t)archive->size;
	tail = malloc(size + 1);
	if (tail == NULL)
		return refuse(archive, "no memory");
	end = read_at(archive, tail, size, archive->size - (off_t)size)
		      ? find_end(tail, size)
		      : NULL;
	found = end != NULL
			? read_directory(archive, end,
					 archive->size - (off_t)size +
						 (end - tail))
			: refuse(archive, "cut short: its directory, which is "
					  "at its end, is not there");
	free(tail);
	return found;
}

/* The bytes of an entry; 0: it is not whole. */
static size_t
entry_size(const uint8_t *entry, size_t left)
{
	size_t size;

	if (left < ENTRY_SIZE || memcmp(entry, "PK\1\2", 4) != 0)
		return 0;
	size = ENTRY_SIZE + dtap_get16(entry + 28) +
	       (size_t)dtap_get16(entry + 30) + dtap_get16(entry + 32);
	return size <= left ? size : 0;
}

/* Whether it may be what the archive was made for. */
static bool
counts(const uint8_t *entry)
{
	static const char mac[] = "__MACOSX/";
	const uint8_t *name = entry + ENTRY_SIZE;
	size_t size = dtap_get16(entry + 28);

	return dtap_get32(entry + 24) > 0 && size > 0 &&
	       name[size - 1] != '/' &&
	       (size < sizeof mac - 1 ||
		memcmp(name, mac, sizeof mac - 1) != 0);
}

/* The name of an entry, for a person. */
static void
read_name(char out[NAME_SHOWN + 1], const uint8_t *entry)
{
	size_t size = dtap_get16(entry + 28);

	if (size > NAME_SHOWN)
		size = NAME_SHOWN;
	for (size_t i = 0; i < size; i++) {
		uint8_t byte = entry[ENTRY_SIZE + i];

		out[i] = byte >= ' ' && byte < 0x7f ? (char)byte : '?';
	}
	out[size] = '\0';
}

static bool
refuse_several(const struct archive *archive, const uint8_t *first,
	       unsigned count)
{
	char name[NAME_SHOWN + 1];

	read_name(name, first);
	snprintf(archive->why, archive->room,
		 "zip: it holds %u files; name one: unzip -p FILE '%s' | "
		 "diagtapd --convert - OUT",
		 count, name);
	return false;
}

/* NULL, and why is set, unless there is exactly one file. */
static const uint8_t *
find_entry(const struct archive *archive)
{
	const uint8_t *found = NULL;
	unsigned count = 0;
	size_t at = 0, size;

	for (; at < archive->directory_size; at += size) {
		const uint8_t *entry = archive->directory + at;

		size = entry_size(entry, archive->directory_size - at);
		if (size == 0)
			break;
		if (counts(entry) && ++count == 1)
			found = entry;
	}
	if (at < archive->directory_size)
		refuse(archive, "its directory is damaged");
	else if (count == 0)
		refuse(archive, "it holds no file");
	else if (count > 1)
		refuse_several(archive, found, count);
	else
		return found;
	return NULL;
}

/* Where the data begin: behind a head that has texts of its own. */
static bool
find_data(const struct archive *archive, struct dtap_zip_member *member,
	  off_t at)
{
	uint8_t head[LOCAL_SIZE];

	if (!read_at(archive, head, sizeof head, at) ||
	    memcmp(head, "PK\3\4", 4) != 0)
		return refuse(archive, "its directory leads to no file");
	member->at =
		at + LOCAL_SIZE + dtap_get16(head + 26) + dtap_get16(head + 28);
	return member->at <= archive->size - (off_t)member->packed ||
	       refuse(archive, "its file is cut short");
}

static bool
open_entry(const struct archive *archive, const uint8_t *entry,
	   struct dtap_zip_member *member)
{
	uint32_t at = dtap_get32(entry + 42);

	*member = (struct dtap_zip_member){
		.packed = dtap_get32(entry + 20),
		.size = dtap_get32(entry + 24),
		.crc = dtap_get32(entry + 16),
		.method = dtap_get16(entry + 10),
	};
	if ((dtap_get16(entry + 8) & ENCRYPTED) != 0)
		return refuse(archive, "its file is encrypted");
	if (member->packed == IN_ZIP64 || member->size == IN_ZIP64 ||
	    at == IN_ZIP64)
		return refuse(archive, "of more than 4 GiB or 65534 files");
	if (member->method != DTAP_ZIP_STORED &&
	    member->method != DTAP_ZIP_DEFLATED)
		return refuse(archive, "packed in an unusual way: use unzip -p "
				       "FILE | diagtapd --convert - OUT");
	return find_data(archive, member, archive->shift + (off_t)at);
}

bool
dtap_zip_directory_find(int fd, struct dtap_zip_member *member, char *why,
			size_t room)
{
	struct archive archive = {.fd = fd, .why = why, .room = room};
	const uint8_t *entry;
	struct stat status;
	bool found = false;

	if (fstat(fd, &status) < 0)
		return refuse(&archive, strerror(errno));
	archive.size = status.st_size;
	if (find_directory(&archive)) {
		entry = find_entry(&archive);
		found = entry != NULL && open_entry(&archive, entry, member);
	}
	free(archive.directory);
	return found;
}
