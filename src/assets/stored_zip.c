/* SPDX-License-Identifier: MIT */
#include "assets/stored_zip.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#define LOCAL_SIZE   30
#define CENTRAL_SIZE 46
#define END_SIZE     22

#define VERSION      20 /* 2.0: the first that has folders */
#define MADE_BY_UNIX (3 << 8)
#define DATE_1980    (1 << 5 | 1) /* month and day; the year is 0 */
#define MODE         0100644U     /* of a plain file, in the upper 16 bits */

struct zip {
	const char *folder;
	unsigned char *bytes, *at;
};

/* A file: its data lie at `bytes + offset + the head and the name`. */
struct entry {
	const struct dtap_asset *file;
	uint32_t crc, offset;
};

static void
put16(struct zip *zip, unsigned value)
{
	*zip->at++ = (unsigned char)value;
	*zip->at++ = (unsigned char)(value >> 8);
}

static void
put32(struct zip *zip, uint32_t value)
{
	put16(zip, value & 0xffff);
	put16(zip, value >> 16);
}

static size_t
name_size(const struct zip *zip, const struct dtap_asset *file)
{
	return strlen(zip->folder) + 1 + strlen(file->path);
}

static void
put_name(struct zip *zip, const struct dtap_asset *file)
{
	size_t folder = strlen(zip->folder);

	memcpy(zip->at, zip->folder, folder);
	zip->at[folder] = '/';
	memcpy(zip->at + folder + 1, file->path, strlen(file->path));
	zip->at += name_size(zip, file);
}

/* What both headers have: version, flags, method, time, date, sizes. */
static void
put_common(struct zip *zip, const struct entry *entry)
{
	uint32_t size = (uint32_t)entry->file->size;

	put16(zip, VERSION);
	put16(zip, 0);
	put16(zip, 0); /* stored */
	put16(zip, 0);
	put16(zip, DATE_1980);
	put32(zip, entry->crc);
	put32(zip, size);
	put32(zip, size);
	put16(zip, (unsigned)name_size(zip, entry->file));
	put16(zip, 0);
}

/* False: ENOMEM. */
static bool
put_file(struct zip *zip, struct entry *entry)
{
	unsigned char *data = dtap_asset_inflate(entry->file);

	if (data == NULL)
		return false;
	entry->offset = (uint32_t)(zip->at - zip->bytes);
	entry->crc = (uint32_t)crc32(0, data, (uInt)entry->file->size);
	memcpy(zip->at, "PK\3\4", 4);
	zip->at += 4;
	put_common(zip, entry);
	put_name(zip, entry->file);
	memcpy(zip->at, data, entry->file->size);
	zip->at += entry->file->size;
	free(data);
	return true;
}

static void
put_central(struct zip *zip, const struct entry *entry)
{
	memcpy(zip->at, "PK\1\2", 4);
	zip->at += 4;
	put16(zip, MADE_BY_UNIX | VERSION);
	put_common(zip, entry);
	put16(zip, 0); /* comment */
	put16(zip, 0); /* disk */
	put16(zip, 0);
	put32(zip, MODE << 16);
	put32(zip, entry->offset);
	put_name(zip, entry->file);
}

static void
put_end(struct zip *zip, size_t count, uint32_t central)
{
	uint32_t size = (uint32_t)(zip->at - zip->bytes) - central;

	memcpy(zip->at, "PK\5\6", 4);
	zip->at += 4;
	put32(zip, 0); /* disks */
	put16(zip, (unsigned)count);
	put16(zip, (unsigned)count);
	put32(zip, size);
	put32(zip, central);
	put16(zip, 0); /* comment */
}

static bool
put_all(struct zip *zip, struct entry *entries, size_t count)
{
	uint32_t central;

	for (size_t i = 0; i < count; i++)
		if (!put_file(zip, &entries[i]))
			return false;
	central = (uint32_t)(zip->at - zip->bytes);
	for (size_t i = 0; i < count; i++)
		put_central(zip, &entries[i]);
	put_end(zip, count, central);
	return true;
}

unsigned char *
dtap_stored_zip_make(const struct dtap_asset *files, const char *folder,
		     size_t *size)
{
	struct zip zip = {.folder = folder};
	struct entry *entries;
	size_t count = 0;
	bool good;

	*size = END_SIZE;
	for (; files[count].path != NULL; count++)
		*size += LOCAL_SIZE + CENTRAL_SIZE + files[count].size +
			 2 * name_size(&zip, &files[count]);
	entries = calloc(count + 1, sizeof *entries);
	zip.bytes = zip.at = malloc(*size);
	for (size_t i = 0; entries != NULL && i < count; i++)
		entries[i].file = &files[i];
	good = entries != NULL && zip.bytes != NULL &&
	       put_all(&zip, entries, count);
	free(entries);
	if (good)
		return zip.bytes;
	free(zip.bytes);
	return NULL;
}
