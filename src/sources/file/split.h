/* SPDX-License-Identifier: MIT */
/*
 * split.h - where the containers in a run of bytes begin and end.
 *
 * There is one splitter for each format of a capture: containers back to back,
 * bare HDLC frames, DLF, HDF, and pcap or pcapng of diagtap.  A splitter looks
 * at the front of a buffer and changes nothing.  What it finds depends only on
 * the bytes, never on the pieces in which they came: where it needs more bytes
 * to decide, it says so.
 *
 * Bytes that it cannot use are damage.  Then resync finds the next place where
 * something good begins.  Every byte is looked at a bounded number of times,
 * whatever the bytes are, and no byte is trusted.
 *
 * Pure functions, any thread.
 */
#ifndef DTAP_SPLIT_H
#define DTAP_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <dtap/pcap.h>

#include "sources/file/frame_check.h"
#include "sources/file/read_buffer.h"

#define DTAP_SPLIT_MAX ((size_t)4 << 20) /* bytes of a container */

enum dtap_split_result {
	DTAP_SPLIT_WHOLE,  /* something good at the front */
	DTAP_SPLIT_MORE,   /* needs more bytes; never if the buffer has ended */
	DTAP_SPLIT_BROKEN, /* damage at the front */
	DTAP_SPLIT_OTHER,  /* split->bytes that the format has for itself */
};

/* All zeros before the first call, and again after bytes were dropped. */
struct dtap_split {
	size_t bytes;    /* at the front: of the container, or of the damage */
	size_t head;     /* of a format that was detected: a head before it */
	size_t size;     /* of the container, or of the pcap record's data */
	bool ready;      /* MORE: if nothing follows, it is a container */
	uint32_t frames; /* HDLC and DLF: frames in the container */
	uint32_t wrong;  /* of them with a wrong CRC */
	bool timed;      /* unix_us is set (HDLC and DLF only) */
	int64_t unix_us; /* modem time of the first packet that has one */
	char why[144];   /* BROKEN: one line without the path */

	/* Private: how far earlier calls have come. */
	size_t searched, at;
	uint32_t left;
	bool seen, unframed;
};

/* The byte order and the unit of time of a pcap file; zeros: diagtap's own.  Of
 * pcapng it is the order of the current section. */
struct dtap_pcap_order {
	bool swapped, nanoseconds;
};

/* What pcapng says of the source of packets. */
struct dtap_pcapng_interface {
	uint16_t linktype;
	uint8_t resolution; /* of times, as if_tsresol */
	uint32_t snaplen;   /* 0: no limit */
	int64_t offset;     /* s, to be added to times */
};

#define DTAP_PCAPNG_INTERFACES 32 /* of a section; later ones are ignored */

/* Those of the current section. */
struct dtap_pcapng_interfaces {
	unsigned count;
	struct dtap_pcapng_interface table[DTAP_PCAPNG_INTERFACES];
};

/* The data of a record. */
struct dtap_packet {
	const uint8_t *data; /* in the buffer */
	size_t size;
	size_t missing; /* bytes that were cut off */
	struct timespec time;
};

/* Why a file is refused: its link type, and ours. */
#define DTAP_FOREIGN_LINKTYPE                                           \
	"this pcap file has link type %d: only pcap of diagtap can be " \
	"replayed, link type %d (USER0); GSMTAP opens in Wireshark as it is"

/* What the functions below look at. */
struct dtap_split_input {
	const struct dtap_read_buffer *buffer;
	uint8_t *scratch; /* room for DTAP_FRAME_MAX bytes */
	struct dtap_pcap_order order;
	struct dtap_pcapng_interfaces interfaces;
};

/* A format of a capture. */
struct dtap_split_format {
	/* Of the container at the front. */
	enum dtap_split_result (*split)(struct dtap_split *split,
					const struct dtap_split_input *in);

	/*
	 * After BROKEN, when the broken bytes were dropped: WHOLE, something
	 * good begins after split->bytes bytes of damage; MORE, so many bytes
	 * are damage and can be dropped; BROKEN, all is damage, to the end.
	 */
	enum dtap_split_result (*resync)(struct dtap_split *split,
					 const struct dtap_split_input *in);

	/*
	 * Formats with records: what the block at the front is, which is
	 * WHOLE.  True: a record, *packet is its data.  False: something else,
	 * which `in` has noted.  NULL: the format has containers.
	 */
	bool (*open)(struct dtap_split_input *in, struct dtap_packet *packet);

	/* Writes the container to out: split->size bytes.  NULL: it has
	 * records. */
	void (*write)(const struct dtap_split *split,
		      const struct dtap_split_input *in, uint8_t *out);
};

/*
 * Containers back to back.  A notice does not have its length: it ends at the
 * next data container that is plausible in all its lengths, so several notices
 * in a row are one container.
 *
 * A data container whose messages all end like HDLC needs no byte after it.  Of
 * any other, the next bytes must be a container too: if they are not, and
 * containers begin inside it, one of its lengths is wrong, and it is damage.
 */
extern const struct dtap_split_format dtap_split_containers;

/*
 * HDLC frames: each is a message, with all flags before it; flags at the very
 * end are a message too.  A container ends after 64 frames, before it would
 * exceed 16 KiB, and before a frame whose time differs by more than 10 ms from
 * the first time in it.  Frames with a wrong CRC are passed on.  Damage is only
 * what has no flag within DTAP_FRAME_MAX bytes, up to the next flag, and a
 * frame that the end cuts.
 */
extern const struct dtap_split_format dtap_split_hdlc;

/*
 * DLF: logs back to back, each u16 length, u16 code, u64 stamp, body.  Each is
 * a container with this log in an HDLC frame.
 */
extern const struct dtap_split_format dtap_split_dlf;

/*
 * HDF: logs as DIAG packets (u8 0x10, u8 0, u16 length, then as in DLF), and
 * between them bytes that no public source describes.  A log is found by its
 * look; what is between two is OTHER.  Each log is a container.  Source: scat's
 * parser (pull request 69 of fgsect/scat), which was tried on files of QXDM.
 */
extern const struct dtap_split_format dtap_split_hdf;

/*
 * DIAG packets without HDLC, as in QMDL2 of data type 0 (plain_packet.h).  Each
 * is a container with this packet in an HDLC frame.
 */
extern const struct dtap_split_format dtap_split_packets;

/*
 * Records of classic pcap, after the file header, of diagtap or any other
 * program.  split->size is the size of the record's data.
 */
extern const struct dtap_split_format dtap_split_pcap;

/*
 * Blocks of pcapng.  Packets of an interface that is not of diagtap's link type
 * are empty.
 */
extern const struct dtap_split_format dtap_split_pcapng;

/* By the first four bytes of a file. */
bool dtap_pcapng_is(const uint8_t first[4]);

/* By the first four bytes of a file.  False: this is not classic pcap. */
bool dtap_pcap_order_read(struct dtap_pcap_order *order,
			  const uint8_t magic[4]);

uint32_t dtap_pcap_linktype(const uint8_t header[DTAP_PCAP_FILE_HEADER],
			    struct dtap_pcap_order order);

/* Whether a data container begins at an offset, by its look. */
enum dtap_split_result dtap_split_container_at(
	const struct dtap_read_buffer *buffer, size_t at);

/* Whether DLF begins at an offset: the next eight logs are all plausible. */
enum dtap_split_result dtap_split_dlf_at(const struct dtap_read_buffer *buffer,
					 size_t at);

/*
 * Whether `proof` logs of HDF are found before `end`: whole, near each other in
 * time, and not the contents of HDLC frames.
 */
bool dtap_split_hdf_is(const struct dtap_read_buffer *buffer, size_t end,
		       unsigned proof);

/* Whether packets without HDLC begin at an offset: the next two, or the last.
 */
enum dtap_split_result dtap_split_packets_at(
	const struct dtap_read_buffer *buffer, size_t at);

/*
 * Bytes of the HDLC frame at an offset, with all flags before it; 0: it is not
 * whole.
 */
size_t dtap_split_frame_at(const struct dtap_read_buffer *buffer, size_t at);

/*
 * DLF and HDF.  Whether a log can have the header at the front, 12 bytes; and
 * whether the times of two such headers are less than a day apart.
 */
bool dtap_split_log_is(const uint8_t *log);
bool dtap_split_logs_near(const uint8_t *log, const uint8_t *other);

/*
 * A packet as a container with one HDLC frame.  _set sets all of split but
 * `bytes`; scratch is as in the input.
 */
void dtap_split_set_packet(struct dtap_split *split, const uint8_t *packet,
			   size_t size, uint8_t *scratch);
void dtap_split_write_packet(const struct dtap_split *split,
			     const uint8_t *packet, size_t size, uint8_t *out);

/* For splitters.  Both return BROKEN and set why. */
enum dtap_split_result dtap_split_broken(struct dtap_split *split, size_t bytes,
					 const char *format, ...)
	__attribute__((format(printf, 3, 4)));
enum dtap_split_result dtap_split_cut_short(
	struct dtap_split *split, const struct dtap_read_buffer *buffer,
	const char *what);

#endif
