/* SPDX-License-Identifier: MIT */
#include "uplink/message_builder.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef DTAP_ZSTD
#include <zstd.h>
#endif

#include <dtap/bytes.h>
#include <dtap/pcap.h>

#define ROOM (DTAP_PCAP_FILE_HEADER + DTAP_LOSS_RECORD + DTAP_UPLINK_MESSAGE)

#define NS_PER_S  INT64_C(1000000000)
#define NS_PER_US 1000

/* As the archive's, for the same reason: 0.5 MB of tables, not 1 MB
 * (archive/compress/encoder.c). */
#define ZSTD_WINDOW_LOG 17
#define ZSTD_HASH_LOG   16
#define ZSTD_CHAIN_LOG  15

struct dtap_message_builder {
	struct dtap_message_builder_options options;
	/* That is being made, with the file header and records; or NULL. */
	struct dtap_uplink_message *made;
	uint8_t *compressed; /* the same; NULL if nothing is compressed */
	size_t size, room;   /* of the bytes of both */
	struct dtap_fleet_message head;
	struct dtap_amount inside;
	int64_t begun;           /* monotonic ns */
	struct dtap_amount owed; /* lost since the message before */
	struct dtap_amount lost; /* for want of memory, in all */
	uint64_t seq, expected;  /* numbers of the next message and container */
#ifdef DTAP_ZSTD
	ZSTD_CCtx *zstd; /* NULL: not compressed */
#endif
};

#ifdef DTAP_ZSTD

bool
dtap_message_builder_knows_zstd(void)
{
	return true;
}

static bool
begin_zstd(struct dtap_message_builder *builder)
{
	if (!builder->options.zstd)
		return true;
	builder->zstd = ZSTD_createCCtx();
	if (builder->zstd == NULL)
		return false;
	ZSTD_CCtx_setParameter(builder->zstd, ZSTD_c_windowLog,
			       ZSTD_WINDOW_LOG);
	ZSTD_CCtx_setParameter(builder->zstd, ZSTD_c_hashLog, ZSTD_HASH_LOG);
	ZSTD_CCtx_setParameter(builder->zstd, ZSTD_c_chainLog, ZSTD_CHAIN_LOG);
	return true;
}

static void
end_zstd(struct dtap_message_builder *builder)
{
	ZSTD_freeCCtx(builder->zstd);
}

/* Compresses the payload.  Returns its size; 0: it is not smaller so. */
static size_t
compress(struct dtap_message_builder *builder)
{
	size_t size;

	if (builder->zstd == NULL)
		return 0;
	size = ZSTD_compress2(builder->zstd, builder->compressed, builder->size,
			      builder->made->data, builder->size);
	return ZSTD_isError(size) ? 0 : size;
}

#else

bool
dtap_message_builder_knows_zstd(void)
{
	return false;
}

static bool
begin_zstd(struct dtap_message_builder *builder)
{
	(void)builder;
	return true;
}

static void
end_zstd(struct dtap_message_builder *builder)
{
	(void)builder;
}

static size_t
compress(struct dtap_message_builder *builder)
{
	(void)builder;
	return 0;
}

#endif

static void
begin(struct dtap_message_builder *builder)
{
	builder->size = DTAP_PCAP_FILE_HEADER;
	builder->inside = (struct dtap_amount){0};
}

/* Of the message, which may not be there yet; its bytes stay. */
static bool
resize(struct dtap_message_builder *builder, size_t room)
{
	bool is_new = builder->made == NULL;
	struct dtap_uplink_message *made =
		realloc(builder->made, sizeof *made + room);

	if (made == NULL)
		return false;
	builder->made = made;
	if (is_new)
		dtap_pcap_file_header(made->data, builder->options.snaplen);
	return true;
}

static bool
resize_compressed(struct dtap_message_builder *builder, size_t room)
{
	uint8_t *bytes = builder->options.zstd
				 ? realloc(builder->compressed, room)
				 : NULL;

	if (bytes != NULL)
		builder->compressed = bytes;
	return bytes != NULL || !builder->options.zstd;
}

/* For so many bytes of records, and a loss record before them. */
static bool
make_room(struct dtap_message_builder *builder, size_t size)
{
	size_t room = builder->size + DTAP_LOSS_RECORD + size;

	if (room < ROOM)
		room = ROOM;
	if (builder->made != NULL && room <= builder->room)
		return true;
	if (!resize(builder, room) || !resize_compressed(builder, room))
		return false;
	builder->room = room;
	return true;
}

struct dtap_message_builder *
dtap_message_builder_new(const struct dtap_message_builder_options *options)
{
	struct dtap_message_builder *builder = calloc(1, sizeof *builder);

	if (builder == NULL)
		return NULL;
	builder->options = *options;
	begin(builder);
	if (!make_room(builder, 0) || !begin_zstd(builder)) {
		dtap_message_builder_free(builder);
		return NULL;
	}
	return builder;
}

void
dtap_message_builder_free(struct dtap_message_builder *builder)
{
	if (builder == NULL)
		return;
	end_zstd(builder);
	free(builder->compressed);
	free(builder->made);
	free(builder);
}

static size_t
records_of(const struct dtap_block *block)
{
	return dtap_block_view(block, DTAP_FORM_PCAP, false).bytes;
}

bool
dtap_message_builder_takes(const struct dtap_message_builder *builder,
			   const struct dtap_block *block,
			   const struct dtap_amount *loss)
{
	size_t records = builder->size - DTAP_PCAP_FILE_HEADER;

	return dtap_message_builder_is_empty(builder) ||
	       (loss->containers == 0 && builder->owed.containers == 0 &&
		records + records_of(block) <= DTAP_UPLINK_MESSAGE);
}

static void
add_amount(struct dtap_amount *sum, uint64_t containers, uint64_t bytes)
{
	sum->containers += containers;
	sum->bytes += bytes;
}

/* These will be missing before the next message. */
static void
lose(struct dtap_message_builder *builder, uint64_t containers, uint64_t bytes)
{
	add_amount(&builder->owed, containers, bytes);
	add_amount(&builder->lost, containers, bytes);
}

static int64_t
time_of(const uint8_t *record)
{
	return dtap_get32(record) * NS_PER_S +
	       (int64_t)dtap_get32(record + 4) * NS_PER_US;
}

/* The numbers, the loss record and the first time.  Blocks without containers
 * have no number. */
static void
open_message(struct dtap_message_builder *builder,
	     const struct dtap_block *block, int64_t now)
{
	const struct iovec *first =
		dtap_block_view(block, DTAP_FORM_PCAP, false).iov;

	builder->begun = now;
	builder->head = (struct dtap_fleet_message){
		.boot = builder->options.boot,
		.seq = builder->seq,
		.first = dtap_block_containers(block) > 0
				 ? dtap_block_number(block)
				 : builder->expected + builder->owed.containers,
		.lost = builder->owed,
		.begun = time_of(first->iov_base),
	};
	if (builder->owed.containers > 0) {
		dtap_pcap_write_loss(builder->made->data + builder->size,
				     &builder->owed, first->iov_base);
		builder->size += DTAP_LOSS_RECORD;
	}
	builder->owed = (struct dtap_amount){0};
}

/* Returns the time of the last record. */
static int64_t
walk(const uint8_t *record, const uint8_t *end)
{
	int64_t time = 0;

	while (record < end) {
		time = time_of(record);
		record += DTAP_PCAP_RECORD_HEADER + dtap_get32(record + 8);
	}
	return time;
}

/* Returns where they are. */
static const uint8_t *
copy(struct dtap_message_builder *builder, const struct dtap_view *view)
{
	uint8_t *begin = builder->made->data + builder->size, *end = begin;

	for (size_t i = 0; i < view->count; i++) {
		memcpy(end, view->iov[i].iov_base, view->iov[i].iov_len);
		end += view->iov[i].iov_len;
	}
	builder->size += (size_t)(end - begin);
	return begin;
}

int
dtap_message_builder_add(struct dtap_message_builder *builder,
			 const struct dtap_block *block,
			 const struct dtap_amount *loss, int64_t now)
{
	struct dtap_view view = dtap_block_view(block, DTAP_FORM_PCAP, false);
	uint64_t count = dtap_block_containers(block);
	const uint8_t *records;

	add_amount(&builder->owed, loss->containers, loss->bytes);
	if (!make_room(builder, view.bytes)) {
		lose(builder, count, dtap_block_bytes(block));
		return -1;
	}
	if (dtap_message_builder_is_empty(builder))
		open_message(builder, block, now);
	records = copy(builder, &view);
	builder->head.ended = walk(records, records + view.bytes);
	add_amount(&builder->inside, count, dtap_block_bytes(block));
	builder->expected = builder->head.first + builder->inside.containers;
	return 0;
}

bool
dtap_message_builder_is_empty(const struct dtap_message_builder *builder)
{
	return builder->size == DTAP_PCAP_FILE_HEADER;
}

bool
dtap_message_builder_is_full(const struct dtap_message_builder *builder)
{
	return builder->size - DTAP_PCAP_FILE_HEADER >= DTAP_UPLINK_MESSAGE;
}

int64_t
dtap_message_builder_begun(const struct dtap_message_builder *builder)
{
	return builder->begun;
}

static int64_t
host_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Without memory for it, what is in it is lost. */
static struct dtap_uplink_message *
give_up(struct dtap_message_builder *builder)
{
	add_amount(&builder->owed, builder->head.lost.containers,
		   builder->head.lost.bytes);
	lose(builder, builder->inside.containers, builder->inside.bytes);
	begin(builder);
	return NULL;
}

/* A copy of what was compressed; NULL: ENOMEM. */
static struct dtap_uplink_message *
take_compressed(const struct dtap_message_builder *builder, size_t size)
{
	struct dtap_uplink_message *message = malloc(sizeof *message + size);

	if (message != NULL) {
		memcpy(message->data, builder->compressed, size);
		message->size = size;
	}
	return message;
}

/* As it was made, without the room that it did not need. */
static struct dtap_uplink_message *
take_plain(struct dtap_message_builder *builder)
{
	struct dtap_uplink_message *message = builder->made, *smaller;

	builder->made = NULL;
	message->size = builder->size;
	smaller = realloc(message, sizeof *message + message->size);
	if (smaller == NULL)
		return message;
	return smaller;
}

struct dtap_uplink_message *
dtap_message_builder_finish(struct dtap_message_builder *builder)
{
	size_t size = compress(builder);
	struct dtap_uplink_message *message =
		size > 0 ? take_compressed(builder, size) : take_plain(builder);

	if (message == NULL)
		return give_up(builder);
	builder->head.encoding = size > 0 ? DTAP_FLEET_ZSTD : DTAP_FLEET_PLAIN;
	builder->head.count = builder->inside.containers;
	builder->head.offset =
		dtap_record_clock_offset(builder->options.record_clock);
	builder->head.sent = host_time();
	message->head = builder->head;
	message->inside = builder->inside;
	builder->seq++;
	begin(builder);
	return message;
}

struct dtap_amount
dtap_message_builder_lost(const struct dtap_message_builder *builder)
{
	return builder->lost;
}
