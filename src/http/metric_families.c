/* SPDX-License-Identifier: MIT */
#include "http/metric_families.h"

#define VALUE(name, expression)                                   \
	static uint64_t name(const struct dtap_metric_figures *f) \
	{                                                         \
		return expression;                                \
	}

VALUE(is_up, f->status.state == DTAP_TAP_RUNNING)
VALUE(failures, f->status.failures)
VALUE(wrong_frames, f->wrong_frames)
VALUE(stray_bytes, f->stray_bytes)
VALUE(skipped_bytes, f->skipped_bytes)
VALUE(resyncs, f->resyncs)
VALUE(missed, f->missed)
VALUE(skipped_records, f->skipped_records)
VALUE(read_containers, f->status.read.containers)
VALUE(read_bytes, f->status.read.bytes)
VALUE(dropped_containers, f->status.dropped.containers)
VALUE(dropped_bytes, f->status.dropped.bytes)
VALUE(ring_room, f->ring.room)
VALUE(ring_bytes, f->ring.bytes)
VALUE(ring_blocks, f->ring.blocks)
VALUE(blocks, f->ring.published)
VALUE(clock_steps, f->status.steps.count)
VALUE(is_recording, f->archive.state == DTAP_ARCHIVE_WAITING ||
			    f->archive.state == DTAP_ARCHIVE_RECORDING)
VALUE(is_paused, f->archive.state == DTAP_ARCHIVE_PAUSED)
VALUE(file_bytes, f->archive.file_bytes)
VALUE(archived_containers, f->archive.recorded.containers)
VALUE(archived_bytes, f->archive.bytes)
VALUE(archive_lost, f->archive.lost.containers)
VALUE(archive_lost_bytes, f->archive.lost.bytes)
VALUE(archive_lags, f->archive.lags)
VALUE(archive_failures, f->archive.failures)
VALUE(archive_pauses, f->archive.pauses)
VALUE(captures_finished, f->archive.finished)
VALUE(captures_recovered, f->archive.recovered)
VALUE(captures_deleted, f->archive.deleted)
VALUE(captures_compressed, f->archive.compressed)
VALUE(compress_failures, f->archive.compress_failures)
VALUE(upload_pending, f->archive.upload.pending)
VALUE(upload_failing, f->archive.upload.why[0] != '\0')
VALUE(captures_uploaded, f->archive.upload.uploaded)
VALUE(uploaded_bytes, f->archive.upload.bytes)
VALUE(upload_failures, f->archive.upload.failures)
VALUE(captures_unsent, f->archive.unsent)
VALUE(archive_writes, f->archive.writes)
VALUE(archive_syncs, f->archive.syncs)
VALUE(uplink_messages, f->uplink.messages)
VALUE(uplink_bytes, f->uplink.bytes)
VALUE(uplink_containers, f->uplink.stored.containers)
VALUE(uplink_lost, f->uplink.lost.containers)
VALUE(uplink_lost_bytes, f->uplink.lost.bytes)
VALUE(uplink_waiting, f->uplink.waiting.containers)
VALUE(uplink_resent, f->uplink.resent)
VALUE(uplink_duplicates, f->uplink.duplicates)
VALUE(uplink_dropped, f->uplink.dropped)

const struct dtap_metric_family dtap_metric_families[] = {
	{"source_up", "gauge",
	 "1 while the tap reads its source, 0 while it does not", is_up,
	 DTAP_OF_TAP},
	{"source_failures", "counter",
	 "Failed attempts to open or read the source of the tap since the "
	 "daemon started",
	 failures, DTAP_OF_TAP},
	{"source_wrong_frames", "counter",
	 "HDLC frames with a wrong CRC read from the source since the daemon "
	 "started; they are passed on",
	 wrong_frames, DTAP_OF_TAP},
	{"source_stray_bytes", "counter",
	 "Bytes read from the source that belong to no IPA entry, since the "
	 "daemon started",
	 stray_bytes, DTAP_OF_TAP},
	{"source_skipped_bytes", "counter",
	 "Bytes of the replayed capture that were skipped because they are "
	 "damaged, since the daemon started",
	 skipped_bytes, DTAP_OF_TAP},
	{"source_resyncs", "counter",
	 "Times that damaged or stray bytes began in the data of the source "
	 "and the reader searched for the next good place, since the daemon "
	 "started",
	 resyncs, DTAP_OF_TAP},
	{"source_missed_containers", "counter",
	 "Containers that the kernel or the device lost before the daemon "
	 "could read them, as they report it, since the daemon started",
	 missed, DTAP_OF_TAP},
	{"source_skipped_records", "counter",
	 "Records of the replayed pcap file that were skipped because they "
	 "could not be replayed, since the daemon started",
	 skipped_records, DTAP_OF_TAP},
	{"read_containers", "counter",
	 "Containers read from the source since the daemon started",
	 read_containers, DTAP_OF_TAP},
	{"read_bytes", "counter",
	 "Bytes of all containers read from the source since the daemon "
	 "started",
	 read_bytes, DTAP_OF_TAP},
	{"dropped_containers", "counter",
	 "Containers read from the source and dropped because memory ran out, "
	 "since the daemon started",
	 dropped_containers, DTAP_OF_TAP},
	{"dropped_bytes", "counter",
	 "Bytes of the containers dropped because memory ran out, since the "
	 "daemon started",
	 dropped_bytes, DTAP_OF_TAP},
	{"ring_room_bytes", "gauge",
	 "Bytes that the ring buffer of the tap can hold", ring_room,
	 DTAP_OF_TAP},
	{"ring_bytes", "gauge",
	 "Bytes that the ring buffer of the tap holds now", ring_bytes,
	 DTAP_OF_TAP},
	{"ring_blocks", "gauge",
	 "Blocks that the ring buffer of the tap holds now", ring_blocks,
	 DTAP_OF_TAP},
	{"published_blocks", "counter",
	 "Blocks published to the ring buffer of the tap since the daemon "
	 "started",
	 blocks, DTAP_OF_TAP},
	{"clock_steps", "counter",
	 "Times the time stamps of records went back, as after a correction of "
	 "the clock, since the daemon started",
	 clock_steps, DTAP_OF_TAP},
	{"archive_recording", "gauge",
	 "1 while the archive of the tap is recording or waits for data to "
	 "record, otherwise 0",
	 is_recording, DTAP_OF_ARCHIVE},
	{"archive_paused", "gauge",
	 "1 while recording is paused because the disk is too full, otherwise "
	 "0",
	 is_paused, DTAP_OF_ARCHIVE},
	{"archive_file_bytes", "gauge",
	 "Bytes written so far to the capture file that is being recorded; 0 "
	 "when none is open",
	 file_bytes, DTAP_OF_ARCHIVE},
	{"archive_containers", "counter",
	 "Containers recorded to capture files since the daemon started",
	 archived_containers, DTAP_OF_ARCHIVE},
	{"archive_bytes", "counter",
	 "Bytes written to capture files since the daemon started",
	 archived_bytes, DTAP_OF_ARCHIVE},
	{"archive_lost_containers", "counter",
	 "Containers missing in the capture files because the archive was too "
	 "slow or the disk was full or failed, since the daemon started",
	 archive_lost, DTAP_OF_ARCHIVE},
	{"archive_lost_bytes", "counter",
	 "Bytes of the containers missing in the capture files because the "
	 "archive was too slow or the disk was full or failed, since the "
	 "daemon started",
	 archive_lost_bytes, DTAP_OF_ARCHIVE},
	{"archive_lags", "counter",
	 "Times the archive fell behind and data left the ring buffer before "
	 "it was recorded, since the daemon started",
	 archive_lags, DTAP_OF_ARCHIVE},
	{"archive_failures", "counter",
	 "Times recording began to fail because the disk returned an error, "
	 "since the daemon started; retries are not counted",
	 archive_failures, DTAP_OF_ARCHIVE},
	{"archive_pauses", "counter",
	 "Times recording was paused because the disk was too full, since the "
	 "daemon started",
	 archive_pauses, DTAP_OF_ARCHIVE},
	{"archive_finished_captures", "counter",
	 "Capture files finished since the daemon started", captures_finished,
	 DTAP_OF_ARCHIVE},
	{"archive_recovered_captures", "counter",
	 "Unfinished capture files of an earlier run that were finished since "
	 "the daemon started",
	 captures_recovered, DTAP_OF_ARCHIVE},
	{"archive_deleted_captures", "counter",
	 "Capture files deleted because of the archive's limits on bytes, "
	 "files or age, since the daemon started",
	 captures_deleted, DTAP_OF_ARCHIVE},
	{"archive_compressed_captures", "counter",
	 "Capture files compressed since the daemon started",
	 captures_compressed, DTAP_OF_ARCHIVE},
	{"archive_compress_failures", "counter",
	 "Failed attempts to compress a capture file since the daemon started",
	 compress_failures, DTAP_OF_ARCHIVE},
	{"archive_upload_failing", "gauge",
	 "1 while the last upload attempt has failed, 0 after a success or "
	 "before the first attempt",
	 upload_failing, DTAP_OF_ARCHIVE},
	{"archive_upload_pending", "gauge",
	 "Finished capture files that are not uploaded yet", upload_pending,
	 DTAP_OF_ARCHIVE},
	{"archive_uploaded_captures", "counter",
	 "Capture files uploaded since the daemon started", captures_uploaded,
	 DTAP_OF_ARCHIVE},
	{"archive_uploaded_bytes", "counter",
	 "Bytes of all uploaded files, captures and their sidecar files, since "
	 "the daemon started",
	 uploaded_bytes, DTAP_OF_ARCHIVE},
	{"archive_upload_failures", "counter",
	 "Failed attempts to upload a capture file since the daemon started",
	 upload_failures, DTAP_OF_ARCHIVE},
	{"archive_unsent_captures", "counter",
	 "Capture files deleted because of the archive's limits before they "
	 "were uploaded, since the daemon started",
	 captures_unsent, DTAP_OF_ARCHIVE},
	{"archive_writes", "counter",
	 "System calls that wrote to capture files since the daemon started",
	 archive_writes, DTAP_OF_ARCHIVE},
	{"archive_syncs", "counter",
	 "Times written capture data was flushed to the disk (fsync) since the "
	 "daemon started",
	 archive_syncs, DTAP_OF_ARCHIVE},
	{"uplink_messages", "counter",
	 "Messages that the server of the uplink has stored", uplink_messages,
	 DTAP_OF_UPLINK},
	{"uplink_bytes", "counter",
	 "Bytes of these messages, as they were sent", uplink_bytes,
	 DTAP_OF_UPLINK},
	{"uplink_containers", "counter", "Containers in these messages",
	 uplink_containers, DTAP_OF_UPLINK},
	{"uplink_lost_containers", "counter",
	 "Containers that the uplink will never send: they left the ring "
	 "buffer first, or their message was too large",
	 uplink_lost, DTAP_OF_UPLINK},
	{"uplink_lost_bytes", "counter",
	 "Bytes of the containers that the uplink will never send",
	 uplink_lost_bytes, DTAP_OF_UPLINK},
	{"uplink_waiting_containers", "gauge",
	 "Containers that the server has not stored yet", uplink_waiting,
	 DTAP_OF_UPLINK},
	{"uplink_resent_messages", "counter", "Messages that were sent again",
	 uplink_resent, DTAP_OF_UPLINK},
	{"uplink_duplicate_messages", "counter",
	 "Messages that the server had stored before, of those sent again",
	 uplink_duplicates, DTAP_OF_UPLINK},
	{"uplink_dropped_messages", "counter",
	 "Messages that are too large for the server", uplink_dropped,
	 DTAP_OF_UPLINK},
};

const size_t dtap_metric_family_count =
	sizeof dtap_metric_families / sizeof *dtap_metric_families;
