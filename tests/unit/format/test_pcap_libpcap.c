/* SPDX-License-Identifier: MIT */
/* What libpcap, the reader that tcpdump and many others have, says of us. */
#include <pcap/pcap.h>

#include <dtap/block.h>
#include <dtap/bytes.h>
#include <dtap/pcap.h>

#include "support/testing.h"

#define CONTAINERS 300

/* Containers of 1 byte to more than a record holds, in blocks, as a file. */
static FILE *
write_stream(uint32_t snaplen)
{
	uint8_t header[DTAP_PCAP_FILE_HEADER], *bytes = calloc(1, 400000);
	FILE *file = tmpfile();

	dtap_pcap_file_header(header, snaplen);
	fwrite(header, 1, sizeof header, file);
	for (size_t i = 0; i < CONTAINERS; i++) {
		struct dtap_container container = {
			.data = bytes,
			.size = 1 + i * i * 4,
			.time = {.tv_sec = 1700000000 + (time_t)i,
				 .tv_nsec = 999999999},
			.number = i,
		};
		struct dtap_block *block =
			dtap_block_open(dtap_pcap_room(&container, snaplen));
		struct dtap_view view;

		dtap_block_append(block, &container, snaplen);
		dtap_block_seal(block);
		view = dtap_block_view(block, DTAP_FORM_PCAP, false);
		fwrite(view.iov[0].iov_base, 1, view.bytes, file);
		dtap_block_unref(block);
	}
	free(bytes);
	rewind(file);
	return file;
}

static void
libpcap_reads_every_record(void **state)
{
	static const uint32_t snaplens[] = {1024, 65535, 262144};

	(void)state;
	for (size_t i = 0; i < COUNT(snaplens); i++) {
		char error[PCAP_ERRBUF_SIZE];
		FILE *file = write_stream(snaplens[i]);
		pcap_t *pcap = pcap_fopen_offline(file, error);
		struct pcap_pkthdr *header;
		const u_char *data;
		size_t containers = 0;
		int more;

		assert_non_null(pcap);
		assert_int_equal(pcap_datalink(pcap), DLT_USER0);
		assert_int_equal(pcap_snapshot(pcap), snaplens[i]);
		assert_int_equal(pcap_is_swapped(pcap), 0);
		while ((more = pcap_next_ex(pcap, &header, &data)) == 1) {
			bool part = dtap_get16(data) == DTAP_PATH_PART;

			assert_int_equal(header->caplen, header->len);
			assert_in_range(header->caplen, 5, snaplens[i]);
			assert_int_equal(header->ts.tv_sec,
					 1700000000 + containers);
			assert_int_equal(header->ts.tv_usec, 999999);
			/* Only the last part ends its container. */
			containers += !part || dtap_get16(data + 11) + 1 ==
						       dtap_get16(data + 13);
		}
		assert_int_equal(more, PCAP_ERROR_BREAK);
		assert_int_equal(containers, CONTAINERS);
		pcap_close(pcap);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libpcap_reads_every_record),
	};

	return RUN(tests);
}
