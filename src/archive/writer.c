/* SPDX-License-Identifier: MIT */
#include "archive/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dtap/bytes.h>

#include "archive/finalize.h"

#define MOST_NUMBERS 1000       /* tried for a new file */
#define CODED        (16 << 20) /* bytes in a second whose codes are counted */
#define SIDE_ROOM    (8 * 1024) /* more than a sidecar file has */

int
dtap_writer_init(struct dtap_writer *writer,
		 const struct dtap_recorder_setup *setup)
{
	*writer = (struct dtap_writer){
		.setup = setup,
		.options = setup->options,
		.vfs = dtap_capture_index_vfs(setup->index),
		.directory = {.fd = -1},
		.segment = {.fd = -1},
		.stats = calloc(1, sizeof *writer->stats),
	};
	return writer->stats != NULL ? 0 : -1;
}

void
dtap_writer_destroy(struct dtap_writer *writer)
{
	dtap_capture_index_leave(writer->setup->index, &writer->directory);
	free(writer->stats);
	writer->stats = NULL;
}

static struct dtap_sidecar
facts(const struct dtap_writer *writer)
{
	return (struct dtap_sidecar){
		.version = writer->options->version,
		.device = writer->options->device,
		.masks = writer->options->masks,
		.uplink_device = writer->options->uplink_device,
		.boot = writer->options->boot,
		.record_clock = writer->options->record_clock,
	};
}

int
dtap_writer_begin(struct dtap_writer *writer, struct dtap_recovered *recovered)
{
	struct dtap_capture_index *index = writer->setup->index;
	struct dtap_sidecar side = facts(writer);
	unsigned before = writer->directory.generation;

	*recovered = (struct dtap_recovered){0};
	dtap_capture_index_leave(index, &writer->directory);
	if (dtap_capture_index_enter(index, true, &writer->directory) < 0)
		return -1;
	if (writer->directory.generation != before) /* it stayed elsewhere */
		writer->orphan = (struct dtap_orphan){0};
	if (dtap_recover(recovered, &side, index, &writer->directory,
			 &writer->orphan) < 0)
		return -1;
	if (recovered->failed == 0)
		writer->orphan = (struct dtap_orphan){0};
	return 0;
}

bool
dtap_writer_is_open(const struct dtap_writer *writer)
{
	return writer->segment.fd >= 0;
}

static uint64_t
less(uint64_t limit, uint64_t by)
{
	if (limit == 0)
		return UINT64_MAX;
	return limit > by ? limit - by : 0;
}

/* Bytes that a file may come to need, with what becomes of it. */
static uint64_t
file_room(const struct dtap_archive_options *options)
{
	/* One that is compressed is there twice for a while. */
	uint64_t copies = options->compression == DTAP_COMPRESSION_NONE ? 1 : 2;

	return copies * options->rotate_bytes + SIDE_ROOM;
}

/* Bytes of files that could not be finished: they stay, and take room. */
static uint64_t
unfinished_bytes(const struct dtap_writer *writer)
{
	struct dtap_capture_sums sums;

	dtap_capture_index_sums(writer->setup->index, &writer->directory,
				&sums);
	return sums.unfinished_bytes;
}

/* Keeps the limits, with room for `files` more of the largest size. */
static void
enforce(struct dtap_writer *writer, uint64_t files, int64_t now)
{
	const struct dtap_archive_options *options = writer->options;
	uint64_t room = unfinished_bytes(writer) + files * file_room(options);
	const struct dtap_retention limits = {
		.bytes = less(options->keep_bytes, room),
		.captures = less(options->keep_files, files),
		.seconds = options->keep_seconds,
	};
	struct dtap_deleted deleted = dtap_retention_enforce(
		&limits, writer->setup->index, &writer->directory, now,
		writer->setup->stopping);

	writer->deleted += deleted.captures;
	if (dtap_archive_uploads(options))
		writer->unsent += deleted.unsent;
}

/* Makes room within the limits for one more file; or E2BIG. */
static int
make_room(struct dtap_writer *writer, int64_t now)
{
	const struct dtap_archive_options *options = writer->options;

	enforce(writer, 1, now);
	if (options->keep_bytes == 0 ||
	    unfinished_bytes(writer) + options->rotate_bytes <=
		    options->keep_bytes)
		return 0;
	errno = E2BIG;
	return -1;
}

/* The seconds of the first record. */
static int64_t
time_of(const struct dtap_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct dtap_view view = dtap_block_view(batch->entries[i].block,
							DTAP_FORM_PCAP, false);

		if (view.bytes > 0)
			return dtap_get32(view.iov[0].iov_base);
	}
	return 0;
}

/* The first free number from `sequence` on. */
static int
open_free(struct dtap_writer *writer, struct dtap_capture_name *name)
{
	for (int i = 0; i < MOST_NUMBERS; i++, name->sequence++) {
		if (dtap_scan_is_taken(writer->directory.fd, name))
			continue;
		if (dtap_segment_open(&writer->segment, writer->vfs,
				      writer->directory.fd, name) == 0)
			return 0;
		if (errno != EEXIST)
			return -1;
	}
	errno = EEXIST;
	return -1;
}

/* The number after the last of the archive: others' files do not count. */
static uint32_t
next_sequence(const struct dtap_writer *writer)
{
	static const struct dtap_capture_filter all = {0};
	struct dtap_capture_index *index = writer->setup->index;
	const struct dtap_capture_name *before = NULL;
	uint32_t last = writer->sequence < DTAP_CAPTURE_NAME_LAST
				? writer->sequence
				: 0;
	struct dtap_capture capture, confirmed;

	while (dtap_capture_index_previous(index, &writer->directory, &all,
					   before, &capture)) {
		bool counts =
			capture.parts != 0 ||
			dtap_capture_is_uploaded(&capture) ||
			dtap_capture_index_confirm(index, &writer->directory,
						   &capture.name, &confirmed);

		if (counts && capture.name.sequence < DTAP_CAPTURE_NAME_LAST) {
			last = capture.name.sequence > last
				       ? capture.name.sequence
				       : last;
			break;
		}
		before = &capture.name;
	}
	return last + 1;
}

/* Reads the directory, if others have changed it. */
static int
refresh(struct dtap_writer *writer)
{
	struct dtap_directory_handle now;

	if (dtap_capture_index_enter(writer->setup->index, false, &now) < 0)
		return -1;
	dtap_capture_index_leave(writer->setup->index, &now);
	if (now.generation == writer->directory.generation)
		return 0;
	errno = EAGAIN; /* since we have looked */
	return -1;
}

static int
open_file(struct dtap_writer *writer, const struct dtap_batch *batch,
	  int64_t now)
{
	const struct dtap_archive_options *options = writer->options;
	struct dtap_capture_name name = {
		.time = time_of(batch),
		.kind = options->form == DTAP_FORM_PCAP ? DTAP_FILE_PCAP
							: DTAP_FILE_RAW,
	};

	if (refresh(writer) < 0)
		return -1;
	name.sequence = next_sequence(writer);
	if (make_room(writer, now) < 0)
		return -1;
	snprintf(name.tap, sizeof name.tap, "%s", writer->setup->tap);
	snprintf(name.word, sizeof name.word, "%s", options->name);
	if (open_free(writer, &name) < 0)
		return -1;
	writer->sequence = name.sequence;
	*writer->stats = (struct dtap_capture_stats){0};
	/* Empty, behind the capture before. */
	writer->range.first = writer->range.next;
	writer->range.known = true;
	return 0;
}

/* Codes are counted in so many bytes a second: this bounds their cost. */
static bool
exceeds_code_budget(struct dtap_writer *writer, const struct dtap_batch *batch,
		    int64_t now)
{
	if (writer->second != now)
		writer->coded = 0;
	writer->second = now;
	writer->coded += batch->bytes;
	return writer->coded > CODED;
}

/* A block of requests and losses alone has no number. */
static void
extend_range(struct dtap_container_range *range, const struct dtap_block *block)
{
	uint64_t count = dtap_block_containers(block);

	if (count == 0)
		return;
	if (range->first == range->next)
		range->first = dtap_block_number(block);
	range->next = dtap_block_number(block) + count;
}

static void
count(struct dtap_writer *writer, const struct dtap_batch *batch, int64_t now)
{
	writer->stats->skip_codes = exceeds_code_budget(writer, batch, now);
	for (size_t i = 0; i < batch->count; i++) {
		struct dtap_view view = dtap_block_view(batch->entries[i].block,
							DTAP_FORM_PCAP, false);

		extend_range(&writer->range, batch->entries[i].block);
		if (batch->entries[i].lost)
			dtap_capture_stats_add(writer->stats,
					       batch->entries[i].loss,
					       DTAP_LOSS_RECORD);
		if (view.bytes > 0)
			dtap_capture_stats_add(writer->stats,
					       view.iov[0].iov_base,
					       view.bytes);
	}
	writer->writes++;
}

int
dtap_writer_write(struct dtap_writer *writer, struct dtap_batch *batch,
		  int64_t now)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER];
	struct iovec iov[IOV_MAX];
	uint64_t bytes = batch->bytes;
	int used = 0;

	if (bytes == 0)
		return 0; /* nothing of this form */
	if (!dtap_writer_is_open(writer) && open_file(writer, batch, now) < 0)
		return -1;
	if (writer->segment.bytes == 0 && batch->form == DTAP_FORM_PCAP) {
		dtap_pcap_file_header(header, writer->setup->snaplen);
		iov[used++] = (struct iovec){header, sizeof header};
		bytes += sizeof header;
	}
	used += dtap_batch_list(batch, iov + used);
	if (dtap_segment_write(&writer->segment, iov, used, bytes) < 0)
		return -1;
	count(writer, batch, now);
	return 0;
}

bool
dtap_writer_would_exceed(const struct dtap_writer *writer,
			 const struct dtap_batch *batch, size_t more)
{
	uint64_t begun = dtap_writer_is_open(writer) ? writer->segment.bytes
						     : DTAP_PCAP_FILE_HEADER;

	/* A file that has nothing yet takes what comes. */
	return (batch->count > 0 || dtap_writer_is_open(writer)) &&
	       begun + batch->bytes + more + DTAP_LOSS_RECORD >
		       writer->options->rotate_bytes;
}

int
dtap_writer_sync(struct dtap_writer *writer)
{
	if (!dtap_writer_is_open(writer))
		return 0;
	if (dtap_segment_is_gone(&writer->segment)) {
		errno = ESTALE;
		return -1;
	}
	/* With the first bytes of a file its name has to be on the disk. */
	if (writer->segment.synced == 0 &&
	    writer->vfs->sync(writer->vfs, writer->directory.fd) < 0)
		return -1;
	return dtap_segment_sync(&writer->segment);
}

int
dtap_writer_finish(struct dtap_writer *writer)
{
	struct dtap_capture_name *name = &writer->segment.name;
	struct dtap_sidecar side = facts(writer);
	int status;

	if (!dtap_writer_is_open(writer))
		return 0;
	side.bytes = writer->segment.bytes;
	side.stats = writer->stats;
	side.range = writer->range;
	if (dtap_writer_sync(writer) < 0)
		return -1;
	status = dtap_finalize(name, &side, writer->setup->index,
			       &writer->directory);
	if (name->part)
		return -1;
	writer->finished++;
	dtap_capture_name_write(name, writer->last);
	dtap_segment_close(&writer->segment);
	return status;
}

void
dtap_writer_abandon(struct dtap_writer *writer)
{
	if (!dtap_writer_is_open(writer))
		return;
	writer->orphan = (struct dtap_orphan){writer->segment.name,
					      writer->segment.bytes, true};
	dtap_segment_close(&writer->segment);
}

int
dtap_writer_enforce(struct dtap_writer *writer, int64_t now)
{
	if (refresh(writer) < 0)
		return -1;
	enforce(writer, 0, now);
	return 0;
}
