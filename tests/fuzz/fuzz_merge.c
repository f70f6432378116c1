/* SPDX-License-Identifier: MIT */
/*
 * An uploaded capture: the text of its sidecar file, a NUL, and its bytes.  It
 * is taken twice, behind a message that has one of its containers, and merged.
 */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "hub/merge/merged_file.h"
#include "hub/merge/upload_capture.h"

/* A record with one container, right behind the first one of the capture. */
static void
put_message(struct dtap_intake *intake, uint64_t first)
{
	uint8_t record[DTAP_PCAP_RECORD_HEADER + DTAP_PREAMBLE + 4] = {0};
	const struct dtap_whole_record whole = {record, sizeof record};

	dtap_put32(record + 8, DTAP_PREAMBLE + 4);
	dtap_put32(record + 12, DTAP_PREAMBLE + 4);
	dtap_put16(record + DTAP_PCAP_RECORD_HEADER, DTAP_PATH_CONTAINER);
	intake->origin = DTAP_FROM_STORE;
	dtap_intake_begin(intake, first + 1, false);
	if (dtap_intake_add(intake, &whole) != DTAP_INTAKE_GOOD ||
	    dtap_intake_end(intake, first + 2) != DTAP_INTAKE_GOOD)
		abort();
	intake->origin = DTAP_FROM_FILES;
}

static void
check_holding(const struct dtap_held_boot *boot)
{
	for (size_t i = 0; i < boot->piece_count; i++) {
		CLAIM(boot->pieces[i].first < boot->pieces[i].next);
		CLAIM(i == 0 ||
		      boot->pieces[i - 1].next <= boot->pieces[i].first);
	}
}

static void
tell(void *arg, const struct dtap_merged_tap *tap)
{
	uint64_t *records = arg;

	*records +=
		tap->records[DTAP_FROM_STORE] + tap->records[DTAP_FROM_FILES];
}

static void
merge(const struct dtap_upload_facts *facts, const char *path)
{
	struct dtap_holding holding = {.taps = NULL};
	struct dtap_intake intake = {.span = {INT64_MIN, INT64_MAX}};
	char why[DTAP_UPLOAD_WHY] = "";
	uint64_t records = 0;
	FILE *out = fopen("/dev/null", "w");

	intake.spool = dtap_spool_new();
	if (intake.spool == NULL || out == NULL)
		abort();
	intake.boot = dtap_holding_boot(&holding, &facts->name, facts->boot);
	put_message(&intake, facts->first);
	for (int i = 0; i < 2; i++)
		if (dtap_upload_capture_take(path, facts, &intake, why) ==
		    DTAP_INTAKE_GOOD)
			CLAIM(facts->next - facts->first != facts->containers ||
			      dtap_held_boot_has(intake.boot, facts->first,
						 facts->next));
	check_holding(intake.boot);
	if (!dtap_merged_file_write(out, &holding, intake.spool, tell,
				    &records))
		abort();
	CLAIM(records > 0);
	fclose(out);
	dtap_holding_clear(&holding);
	dtap_spool_free(intake.spool);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *body = memchr(data, '\0', size);
	struct dtap_upload_facts facts;
	char path[32];
	int fd;

	if (body == NULL ||
	    dtap_upload_facts_read(&facts, (const char *)data,
				   (size_t)(body - data)) != NULL)
		return 0;
	body++;
	/* Else most inputs would be refused for it. */
	if (facts.bytes % 2 == 0)
		facts.bytes = (uint64_t)(data + size - body);
	fd = memfd_create("capture", MFD_CLOEXEC);
	if (fd < 0 || write(fd, body, (size_t)(data + size - body)) < 0)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	merge(&facts, path);
	close(fd);
	return 0;
}
