/* SPDX-License-Identifier: MIT */
/*
 * Requests of clients through the arbiter to a modem that answers, is silent,
 * or says anything.  Whatever they are: each request has at most one reply, no
 * refused command reaches the modem, and what a client set is what it gets.
 *
 * The input is a byte, whether we have masks of our own and a second modem;
 * then steps: a byte says what, and which client; a u16 is the size of the
 * bytes behind it.
 */
#include "fuzz.h"

#include <dtap/bytes.h>

#include "port/arbiter.h"
#include "port/own_masks.h"
#include "port/virtual_modem.h"

#define CLIENTS 3
#define SECOND  INT64_C(1000000000)
#define STEPS   200
#define ALLOWED (DTAP_COMMAND_SAFE | DTAP_COMMAND_MASK)

struct world {
	struct dtap_arbiter *arbiter;
	struct dtap_virtual_modem *modem;
	int64_t now;
	bool mute;
	unsigned slots[CLIENTS]; /* 0: not attached */
	uint64_t asked[1 + DTAP_ARBITER_CLIENTS];
	uint64_t replied[1 + DTAP_ARBITER_CLIENTS];

	/* The modem's reply, which the arbiter has not got yet. */
	uint8_t reply[DTAP_VIRTUAL_REPLY_MAX];
	size_t reply_size;
	bool remote;
};

static bool
send_request(void *arg, uint32_t number, bool remote, const uint8_t *packet,
	     size_t size)
{
	struct world *world = arg;

	CLAIM(size > 0 && size <= DTAP_ARBITER_REQUEST);
	CLAIM(number <= CLIENTS);
	CLAIM((dtap_command_class_of(packet, size) & ALLOWED) != 0);
	world->remote = remote;
	if (!world->mute)
		world->reply_size = dtap_virtual_modem_answer(
			world->modem, packet, size, world->reply);
	return true;
}

static void
give_reply(void *arg, unsigned slot, const uint8_t *packet, size_t size)
{
	struct world *world = arg;

	CLAIM(packet != NULL && size > 0);
	world->replied[slot]++;
	CLAIM(world->replied[slot] <= world->asked[slot]);
}

static void
say(void *arg, bool warning, const char *line)
{
	(void)arg;
	(void)warning;
	CLAIM(line[0] != '\0' && strchr(line, '\n') == NULL);
}

static void
pump(struct world *world)
{
	while (world->reply_size > 0) {
		uint8_t *packet = malloc(world->reply_size);
		size_t size = world->reply_size;

		memcpy(packet, world->reply, size);
		world->reply_size = 0;
		dtap_arbiter_packet(world->arbiter, packet, size, world->remote,
				    world->now);
		free(packet);
	}
}

static void
pass(struct world *world, int64_t ns)
{
	int64_t until = world->now + ns, due;

	for (unsigned i = 0; i < 10000; i++) {
		due = dtap_arbiter_due(world->arbiter);
		if (due > until)
			break;
		world->now = due > world->now ? due : world->now;
		dtap_arbiter_tick(world->arbiter, world->now);
		pump(world);
		CLAIM(i < 9999);
	}
	world->now = until;
}

static void
attach(struct world *world, unsigned client, const uint8_t *data, size_t size)
{
	struct dtap_masks masks;
	int slot;

	dtap_masks_init(&masks);
	dtap_masks_restore(&masks, data, size);
	slot = dtap_arbiter_attach(world->arbiter, 1 + client, &masks,
				   world->now);
	dtap_masks_clear(&masks);
	CLAIM(slot > 0);
	world->slots[client] = (unsigned)slot;
	world->asked[slot] = world->replied[slot] = 0;
}

static void
step(struct world *world, uint8_t what, const uint8_t *data, size_t size)
{
	unsigned client = what % CLIENTS, slot = world->slots[client];

	switch (what >> 5) {
	case 0:
		if (slot > 0)
			dtap_arbiter_detach(world->arbiter, slot, world->now);
		world->slots[client] = 0;
		break;
	case 1:
		world->mute = (what & 1) != 0;
		pass(world, (what & 31) * SECOND / 4);
		break;
	case 2:
		world->reply_size = 0; /* it is lost */
		dtap_arbiter_opened(world->arbiter, what & 1, world->now);
		break;
	case 3:
		if (size > 0)
			dtap_arbiter_packet(world->arbiter, data, size,
					    what & 1, world->now);
		break;
	default:
		if (slot == 0)
			attach(world, client, data, what & 4 ? size : 0);
		slot = world->slots[client];
		world->asked[slot] += size > 0;
		dtap_arbiter_request(world->arbiter, slot, data, size,
				     world->now);
		dtap_arbiter_wants(world->arbiter, slot, data, size,
				   world->now);
	}
	if ((what & 16) == 0)
		pump(world);
}

static void
converse(struct world *world, const uint8_t *at, const uint8_t *end)
{
	for (unsigned steps = 0; end - at >= 3 && steps < STEPS; steps++) {
		size_t size = dtap_get16(at + 1);
		size_t left = (size_t)(end - at) - 3;
		uint8_t *copy;

		size = size < left ? size : left;
		copy = malloc(size > 0 ? size : 1);
		memcpy(copy, at + 3, size);
		step(world, *at, copy, size);
		free(copy);
		at += 3 + size;
	}
}

/* A client that asks for its masks is given what it has. */
static void
check_masks(struct world *world, unsigned slot)
{
	static uint8_t saved[DTAP_MASKS_SAVED_MAX];
	const struct dtap_masks *masks =
		dtap_arbiter_masks(world->arbiter, slot);
	size_t size = dtap_masks_save(masks, saved);
	struct dtap_masks again;

	dtap_masks_init(&again);
	CLAIM(size <= sizeof saved);
	CLAIM(dtap_masks_restore(&again, saved, size));
	CLAIM(dtap_masks_count_logs(&again) == dtap_masks_count_logs(masks));
	dtap_masks_clear(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dtap_arbiter_ops ops = {send_request, give_reply,
						    NULL, say};
	static const struct dtap_mask_options all = {.preset = DTAP_LOGS_ALL,
						     .logs = "",
						     .events = true,
						     .messages = 0x1c};
	static struct dtap_masks own;
	struct world world = {.now = SECOND};
	struct dtap_arbiter_options options = {&ops, &world, DTAP_COMMAND_SAFE,
					       NULL};

	if (size == 0)
		return 0;
	dtap_own_masks(&own, &all);
	if (data[0] & 1)
		options.own = &own;
	world.modem = dtap_virtual_modem_new();
	world.arbiter = dtap_arbiter_new(&options);
	CLAIM(world.modem != NULL && world.arbiter != NULL);
	dtap_arbiter_opened(world.arbiter, data[0] & 2, world.now);
	converse(&world, data + 1, data + size);
	/* In the end every request has its reply, and the modem the union. */
	world.mute = false;
	pump(&world);
	pass(&world, 100 * SECOND);
	for (unsigned i = 0; i < CLIENTS; i++) {
		unsigned slot = world.slots[i];

		if (slot == 0)
			continue;
		CLAIM(world.replied[slot] == world.asked[slot]);
		check_masks(&world, slot);
	}
	dtap_arbiter_free(world.arbiter);
	dtap_virtual_modem_free(world.modem);
	return 0;
}
