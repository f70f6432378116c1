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

const struct dtap_metric_family dtap_metric_families[] = {
	{"source_up", "gauge",
	 "1 while the tap reads its source, 0 while it does not", is_up, false},
	{"source_failures", "counter",
	 "Failed attempts to open or read the source of the tap since the "
	 "daemon started",
	 failures, false},
	{"source_wrong_frames", "counter",
	 "HDLC frames with a wrong CRC read from the source since the daemon "
	 "started; they are passed on",
	 wrong_frames, false},
	{"source_stray_bytes", "counter",
	 "Bytes read from the source that belong to no IPA entry, since the "
	 "daemon started",
	 stray_bytes, false},
	{"source_skipped_bytes", "counter",
	 "Bytes of the replayed capture that were skipped because they are "
	 "damaged, since the daemon started",
	 skipped_bytes, false},
	{"source_resyncs", "counter",
	 "Times that damaged or stray bytes began in the data of the source "
	 "and the reader searched for the next good place, since the daemon "
	 "started",
	 resyncs, false},
	{"source_missed_containers", "counter",
	 "Containers that the kernel or the device lost before the daemon "
	 "could read them, as they report it, since the daemon started",
	 missed, false},
	{"source_skipped_records", "counter",
	 "Records of the replayed pcap file that were skipped because they "
	 "could not be replayed, since the daemon started",
	 skipped_records, false},
	{"read_containers", "counter",
	 "Containers read from the source since the daemon started",
	 read_containers, false},
	{"read_bytes", "counter",
	 "Bytes of all containers read from the source since the daemon "
	 "started",
	 read_bytes, false},
	{"dropped_containers", "counter",
	 "Containers read from the source and dropped because memory ran out, "
	 "since the daemon started",
	 dropped_containers, false},
	{"dropped_bytes", "counter",
	 "Bytes of the containers dropped because memory ran out, since the "
	 "daemon started",
	 dropped_bytes, false},
	{"ring_room_bytes", "gauge",
	 "Bytes that the ring buffer of the tap can hold", ring_room, false},
	{"ring_bytes", "gauge",
	 "Bytes that the ring buffer of the tap holds now", ring_bytes, false},
	{"ring_blocks", "gauge",
	 "Blocks that the ring buffer of the tap holds now", ring_blocks,
	 false},
	{"published_blocks", "counter",
	 "Blocks published to the ring buffer of the tap since the daemon "
	 "started",
	 blocks, false},
	{"clock_steps", "counter",
	 "Times the time stamps of records went back, as after a correction of "
	 "the clock, since the daemon started",
	 clock_steps, false},
	{"archive_recording", "gauge",
	 "1 while the archive of the tap is recording or waits for data to "
	 "record, otherwise 0",
	 is_recording, true},
	{"archive_paused", "gauge",
	 "1 while recording is paused because the disk is too full, otherwise "
	 "0",
	 is_paused, true},
	{"archive_file_bytes", "gauge",
	 "Bytes written so far to the capture file that is being recorded; 0 "
	 "when none is open",
	 file_bytes, true},
	{"archive_containers", "counter",
	 "Containers recorded to capture files since the daemon started",
	 archived_containers, true},
	{"archive_bytes", "counter",
	 "Bytes written to capture files since the daemon started",
	 archived_bytes, true},
	{"archive_lost_containers", "counter",
	 "Containers missing in the capture files because the archive was too "
	 "slow or the disk was full or failed, since the daemon started",
	 archive_lost, true},
	{"archive_lost_bytes", "counter",
	 "Bytes of the containers missing in the capture files because the "
	 "archive was too slow or the disk was full or failed, since the "
	 "daemon started",
	 archive_lost_bytes, true},
	{"archive_lags", "counter",
	 "Times the archive fell behind and data left the ring buffer before "
	 "it was recorded, since the daemon started",
	 archive_lags, true},
	{"archive_failures", "counter",
	 "Times recording began to fail because the disk returned an error, "
	 "since the daemon started; retries are not counted",
	 archive_failures, true},
	{"archive_pauses", "counter",
	 "Times recording was paused because the disk was too full, since the "
	 "daemon started",
	 archive_pauses, true},
	{"archive_finished_captures", "counter",
	 "Capture files finished since the daemon started", captures_finished,
	 true},
	{"archive_recovered_captures", "counter",
	 "Unfinished capture files of an earlier run that were finished since "
	 "the daemon started",
	 captures_recovered, true},
	{"archive_deleted_captures", "counter",
	 "Capture files deleted because of the archive's limits on bytes, "
	 "files or age, since the daemon started",
	 captures_deleted, true},
	{"archive_compressed_captures", "counter",
	 "Capture files compressed since the daemon started",
	 captures_compressed, true},
	{"archive_compress_failures", "counter",
	 "Failed attempts to compress a capture file since the daemon started",
	 compress_failures, true},
	{"archive_upload_failing", "gauge",
	 "1 while the last upload attempt has failed, 0 after a success or "
	 "before the first attempt",
	 upload_failing, true},
	{"archive_upload_pending", "gauge",
	 "Finished capture files that are not uploaded yet", upload_pending,
	 true},
	{"archive_uploaded_captures", "counter",
	 "Capture files uploaded since the daemon started", captures_uploaded,
	 true},
	{"archive_uploaded_bytes", "counter",
	 "Bytes of all uploaded files, captures and their sidecar files, since "
	 "the daemon started",
	 uploaded_bytes, true},
	{"archive_upload_failures", "counter",
	 "Failed attempts to upload a capture file since the daemon started",
	 upload_failures, true},
	{"archive_unsent_captures", "counter",
	 "Capture files deleted because of the archive's limits before they "
	 "were uploaded, since the daemon started",
	 captures_unsent, true},
	{"archive_writes", "counter",
	 "System calls that wrote to capture files since the daemon started",
	 archive_writes, true},
	{"archive_syncs", "counter",
	 "Times written capture data was flushed to the disk (fsync) since the "
	 "daemon started",
	 archive_syncs, true},
};

const size_t dtap_metric_family_count =
	sizeof dtap_metric_families / sizeof *dtap_metric_families;
