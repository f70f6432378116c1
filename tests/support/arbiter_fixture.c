/* SPDX-License-Identifier: MIT */
#include "support/arbiter_fixture.h"

#include <dtap/bytes.h>

#include "support/testing.h"

static void
keep(struct kept_list *list, const struct kept *what, const uint8_t *packet)
{
	struct kept *kept;

	if (list->count == list->room) {
		list->room = list->room > 0 ? 2 * list->room : 64;
		list->kept =
			realloc(list->kept, list->room * sizeof *list->kept);
		assert_non_null(list->kept);
	}
	kept = &list->kept[list->count++];
	*kept = *what;
	kept->packet = malloc(what->size + 1);
	assert_non_null(kept->packet);
	memcpy(kept->packet, packet, what->size);
}

static void
take_off(struct kept_list *list, size_t at)
{
	free(list->kept[at].packet);
	list->count--;
	memmove(list->kept + at, list->kept + at + 1,
		(list->count - at) * sizeof *list->kept);
}

static void
empty(struct kept_list *list)
{
	while (list->count > 0)
		take_off(list, list->count - 1);
}

static bool
send(void *arg, uint32_t number, bool remote, const uint8_t *packet,
     size_t size)
{
	struct arbiter_fixture *fixture = arg;
	uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];
	struct kept kept = {.number = number, .remote = remote, .size = size};

	if (fixture->unsendable)
		return false;
	keep(&fixture->sent, &kept, packet);
	kept.size = fixture->mute ? 0
		    : fixture->answer != NULL && !remote
			    ? fixture->answer(fixture, packet, size, reply)
			    : dtap_virtual_modem_answer(remote ? fixture->remote
							       : fixture->modem,
							packet, size, reply);
	if (kept.size > 0)
		keep(&fixture->waiting, &kept, reply);
	return true;
}

static void
reply(void *arg, unsigned slot, const uint8_t *packet, size_t size)
{
	struct arbiter_fixture *fixture = arg;
	struct kept kept = {.slot = (int)slot, .size = size};

	keep(&fixture->replies, &kept, packet);
}

static void
changed(void *arg, unsigned slot)
{
	struct arbiter_fixture *fixture = arg;

	(void)slot;
	fixture->changed++;
}

static void
say(void *arg, bool warning, const char *line)
{
	struct arbiter_fixture *fixture = arg;
	size_t at = strlen(fixture->lines);

	snprintf(fixture->lines + at, sizeof fixture->lines - at, "%s%s\n",
		 warning ? "WARNING " : "", line);
}

void
arbiter_fixture_start(struct arbiter_fixture *fixture, unsigned commands,
		      const struct dtap_masks *own)
{
	static const struct dtap_arbiter_ops ops = {send, reply, changed, say};
	const struct dtap_arbiter_options options = {&ops, fixture, commands,
						     own};

	memset(fixture, 0, sizeof *fixture);
	fixture->now = 1000 * SECOND;
	fixture->modem = dtap_virtual_modem_new();
	fixture->remote = dtap_virtual_modem_new();
	fixture->arbiter = dtap_arbiter_new(&options);
	assert_non_null(fixture->modem);
	assert_non_null(fixture->remote);
	assert_non_null(fixture->arbiter);
}

void
arbiter_fixture_end(struct arbiter_fixture *fixture)
{
	dtap_arbiter_free(fixture->arbiter);
	dtap_virtual_modem_free(fixture->modem);
	dtap_virtual_modem_free(fixture->remote);
	empty(&fixture->sent);
	empty(&fixture->waiting);
	empty(&fixture->replies);
	free(fixture->sent.kept);
	free(fixture->waiting.kept);
	free(fixture->replies.kept);
}

void
arbiter_fixture_clear_modem(struct arbiter_fixture *fixture)
{
	static const uint8_t requests[][8] = {
		{0x73}, {0x60, 0}, {0x7d, 5}}; /* logs, events, messages */
	uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];

	for (size_t i = 0; i < COUNT(requests); i++)
		dtap_virtual_modem_answer(fixture->modem, requests[i],
					  sizeof requests[i], reply);
}

void
arbiter_fixture_open(struct arbiter_fixture *fixture)
{
	dtap_arbiter_opened(fixture->arbiter, false, fixture->now);
	arbiter_fixture_pump(fixture);
}

unsigned
arbiter_fixture_attach(struct arbiter_fixture *fixture, uint32_t number)
{
	int slot = dtap_arbiter_attach(fixture->arbiter, number, NULL,
				       fixture->now);

	assert_true(slot > 0);
	arbiter_fixture_pump(fixture);
	return (unsigned)slot;
}

void
arbiter_fixture_send(struct arbiter_fixture *fixture, unsigned slot,
		     const void *packet, size_t size)
{
	dtap_arbiter_request(fixture->arbiter, slot, packet, size,
			     fixture->now);
}

void
arbiter_fixture_ask(struct arbiter_fixture *fixture, unsigned slot,
		    const void *packet, size_t size)
{
	arbiter_fixture_send(fixture, slot, packet, size);
	arbiter_fixture_pump(fixture);
}

/* The owner passes in packets only while they are waited for. */
void
arbiter_fixture_pump(struct arbiter_fixture *fixture)
{
	while (fixture->waiting.count > 0) {
		struct kept *first = &fixture->waiting.kept[0];
		struct kept kept = *first;
		uint8_t *packet = malloc(kept.size);

		assert_non_null(packet);
		memcpy(packet, kept.packet, kept.size);
		take_off(&fixture->waiting, 0);
		if (dtap_arbiter_waits(fixture->arbiter))
			dtap_arbiter_packet(fixture->arbiter, packet, kept.size,
					    kept.remote, fixture->now);
		free(packet);
	}
}

bool
arbiter_fixture_packet(struct arbiter_fixture *fixture, const void *packet,
		       size_t size)
{
	bool taken = dtap_arbiter_packet(fixture->arbiter, packet, size, false,
					 fixture->now);

	arbiter_fixture_pump(fixture);
	return taken;
}

void
arbiter_fixture_pass(struct arbiter_fixture *fixture, int64_t ns)
{
	int64_t until = fixture->now + ns, due;

	while ((due = dtap_arbiter_due(fixture->arbiter)) <= until) {
		fixture->now = due > fixture->now ? due : fixture->now;
		dtap_arbiter_tick(fixture->arbiter, fixture->now);
		assert_true(dtap_arbiter_due(fixture->arbiter) > fixture->now ||
			    fixture->waiting.count > 0);
		arbiter_fixture_pump(fixture);
	}
	fixture->now = until;
}

void
arbiter_fixture_forget(struct arbiter_fixture *fixture)
{
	empty(&fixture->sent);
	empty(&fixture->replies);
	fixture->lines[0] = '\0';
}

/* The first reply that was not looked at; -1: none. */
static int
find_reply(const struct arbiter_fixture *fixture, unsigned slot)
{
	for (size_t i = 0; i < fixture->replies.count; i++)
		if (fixture->replies.kept[i].slot == (int)slot)
			return (int)i;
	return -1;
}

void
assert_replied(struct arbiter_fixture *fixture, unsigned slot,
	       const void *packet, size_t size)
{
	int at = find_reply(fixture, slot);
	const struct kept *kept;

	assert_true(at >= 0);
	kept = &fixture->replies.kept[at];
	assert_int_equal(kept->size, size);
	assert_memory_equal(kept->packet, packet, size);
	take_off(&fixture->replies, (size_t)at);
}

void
assert_no_reply(const struct arbiter_fixture *fixture, unsigned slot)
{
	assert_int_equal(find_reply(fixture, slot), -1);
}

size_t
arbiter_fixture_sent(const struct arbiter_fixture *fixture, const void *packet,
		     size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < fixture->sent.count; i++) {
		const struct kept *kept = &fixture->sent.kept[i];

		count += kept->size >= size &&
			 memcmp(kept->packet, packet, size) == 0;
	}
	return count;
}

size_t
log_mask_request(uint8_t *out, uint32_t items, unsigned codes,
		 const uint16_t *code)
{
	size_t size = 16 + (items + 7) / 8;

	memset(out, 0, size);
	out[0] = 0x73;
	dtap_put32(out + 4, 3);
	dtap_put32(out + 8, code[0] >> 12);
	dtap_put32(out + 12, items);
	for (unsigned i = 0; i < codes; i++)
		out[16 + (code[i] & 0xfff) / 8] |=
			(uint8_t)(1 << (code[i] & 7));
	return size;
}
