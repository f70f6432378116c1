/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/story.h"

#define FRAMES 1024

enum scene_id {
	CAMP,
	ATTACH,
	ATTACH_REJECTED,
	IDLE,
	UPDATE,
	CONNECTION_REJECTED,
	DUAL_CONNECTIVITY,
	TO_NR,
	TO_GSM,
	DETACH,
};

static const uint16_t camp[] = {LTE_MIB, LTE_SIB1, LTE_SIB3};

static const uint16_t attach[] = {
	LTE_CONNECTION_REQUEST,
	LTE_CONNECTION_SETUP,
	ESM_PDN_CONNECTIVITY_REQUEST,
	EMM_ATTACH_REQUEST,
	LTE_SETUP_COMPLETE_ATTACH,
	LTE_DOWN_IDENTITY,
	EMM_IDENTITY_REQUEST,
	EMM_IDENTITY_RESPONSE,
	LTE_UP_IDENTITY,
	LTE_DOWN_AUTHENTICATION,
	EMM_AUTHENTICATION_REQUEST,
	EMM_AUTHENTICATION_RESPONSE,
	LTE_UP_AUTHENTICATION,
	LTE_DOWN_SECURITY,
	EMM_SECURITY_MODE_COMMAND,
	EMM_SECURITY_MODE_COMPLETE,
	LTE_UP_SECURITY,
	ESM_INFORMATION_REQUEST,
	ESM_INFORMATION_RESPONSE,
	LTE_CAPABILITY_ENQUIRY,
	LTE_CAPABILITY_INFORMATION,
	LTE_SECURITY_MODE_COMMAND,
	LTE_SECURITY_MODE_COMPLETE,
	LTE_RECONFIGURATION_ATTACH,
	LTE_RECONFIGURATION_COMPLETE,
	EMM_ATTACH_ACCEPT,
	ESM_ACTIVATE_DEFAULT_REQUEST,
	ESM_ACTIVATE_DEFAULT_ACCEPT,
	EMM_ATTACH_COMPLETE,
	EMM_PROTECTED_COMPLETE,
	LTE_UP_ATTACH_COMPLETE,
	LTE_DOWN_INFORMATION,
	EMM_PROTECTED_INFORMATION,
	EMM_INFORMATION,
	LTE_MEASUREMENT_REPORT,
	LTE_MEASUREMENT_REPORT,
	LTE_RELEASE,
};

static const uint16_t attach_rejected[] = {
	LTE_CONNECTION_REQUEST,
	LTE_CONNECTION_SETUP,
	ESM_PDN_CONNECTIVITY_REQUEST,
	EMM_ATTACH_REQUEST,
	LTE_SETUP_COMPLETE_ATTACH,
	EMM_ATTACH_REJECT,
	LTE_RELEASE,
};

static const uint16_t idle[] = {
	LTE_PAGING, LTE_PAGING, LTE_MIB, LTE_SIB1, LTE_PAGING,
};

static const uint16_t update[] = {
	LTE_PAGING,
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_SETUP,
	EMM_TAU_REQUEST,
	LTE_SETUP_COMPLETE_TAU,
	LTE_SECURITY_MODE_COMMAND,
	LTE_SECURITY_MODE_COMPLETE,
	LTE_RECONFIGURATION_MEASURE,
	LTE_RECONFIGURATION_COMPLETE,
	EMM_TAU_ACCEPT,
	LTE_MEASUREMENT_REPORT,
	LTE_MEASUREMENT_REPORT,
	LTE_MEASUREMENT_REPORT,
	LTE_RELEASE,
};

static const uint16_t connection_rejected[] = {
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_REJECT,
};

static const uint16_t dual_connectivity[] = {
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_SETUP,
	LTE_MEASUREMENT_REPORT,
	NR_MIB,
	LTE_RECONFIGURATION_MEASURE,
	NR_RECONFIGURATION_BARE,
	LTE_RECONFIGURATION_COMPLETE,
	NR_MEASUREMENT_REPORT,
	LTE_RELEASE,
};

static const uint16_t to_nr[] = {
	NR_MIB,
	NR_SIB1,
	NR_PAGING,
	NR_SETUP_REQUEST,
	NR_SETUP,
	NR_SETUP_COMPLETE,
	NR_SECURITY_MODE_COMMAND,
	NR_SECURITY_MODE_COMPLETE,
	NR_RECONFIGURATION,
	NR_RECONFIGURATION_COMPLETE,
	NR_MEASUREMENT_REPORT,
	NR_MEASUREMENT_REPORT,
	NR_RELEASE,
	NR_PAGING,
};

static const uint16_t to_gsm[] = {
	LTE_RELEASE_GERAN,
	GSM_SI1,
	GSM_SI3,
	GSM_SI4,
	GSM_PAGING,
	GSM_IMMEDIATE_ASSIGNMENT,
	GSM_LOCATION_REQUEST,
	GSM_IDENTITY_REQUEST,
	GSM_IDENTITY_RESPONSE,
	GSM_CIPHERING_COMMAND,
	GSM_CIPHERING_COMPLETE,
	GSM_MEASUREMENT_REPORT,
	GSM_LOCATION_ACCEPT,
	GSM_CHANNEL_RELEASE,
	GSM_PAGING,
};

static const uint16_t detach[] = {
	LTE_CONNECTION_REQUEST_TMSI, LTE_CONNECTION_SETUP, EMM_DETACH_REQUEST,
	EMM_DETACH_ACCEPT,           LTE_RELEASE,
};

#define STEPS(list) (list), sizeof(list) / sizeof *(list)

/* One of next is chosen at random; empty places are CAMP. */
static const struct {
	const uint16_t *steps;
	size_t count;
	uint8_t next[8];
} scenes[] = {
	[CAMP] = {STEPS(camp),
		  {ATTACH, ATTACH, ATTACH, ATTACH, ATTACH, ATTACH, ATTACH,
		   ATTACH_REJECTED}},
	[ATTACH] = {STEPS(attach),
		    {IDLE, IDLE, IDLE, IDLE, UPDATE, UPDATE, UPDATE,
		     DUAL_CONNECTIVITY}},
	[ATTACH_REJECTED] = {STEPS(attach_rejected), {CAMP}},
	[IDLE] = {STEPS(idle),
		  {IDLE, IDLE, UPDATE, UPDATE, DUAL_CONNECTIVITY, TO_NR, TO_GSM,
		   CONNECTION_REJECTED}},
	[UPDATE] = {STEPS(update),
		    {IDLE, IDLE, IDLE, IDLE, DUAL_CONNECTIVITY, TO_NR, TO_GSM,
		     DETACH}},
	[CONNECTION_REJECTED] = {STEPS(connection_rejected),
				 {UPDATE, UPDATE, UPDATE, UPDATE, UPDATE,
				  UPDATE, IDLE, IDLE}},
	[DUAL_CONNECTIVITY] = {STEPS(dual_connectivity),
			       {IDLE, IDLE, IDLE, IDLE, UPDATE, UPDATE, TO_NR,
				DETACH}},
	[TO_NR] = {STEPS(to_nr), {CAMP}},
	[TO_GSM] = {STEPS(to_gsm), {CAMP}},
	[DETACH] = {STEPS(detach), {CAMP}},
};

static void
draw_cell(struct dtap_modem_cell *cell, struct dtap_random *random)
{
	static const uint16_t earfcns[] = {1650, 1300, 1444, 1849};

	cell->pci = (uint16_t)dtap_random(random, 504);
	cell->earfcn = earfcns[dtap_random(random, 4)];
	cell->nr_pci = (uint16_t)dtap_random(random, 1008);
	cell->nr_arfcn = 627264 + 24 * dtap_random(random, 100);
	cell->nr_version = dtap_random(random, 2) ? 9 : 17;
	cell->tac = DTAP_MODEM_TAC;
	cell->identity = DTAP_MODEM_CELL_IDENTITY;
}

void
dtap_modem_story_begin(struct dtap_modem_story *story,
		       struct dtap_random *random)
{
	*story = (struct dtap_modem_story){
		.scene = CAMP,
		.cell.lte_version = 26,
		.second.lte_version = 20,
	};
	draw_cell(&story->cell, random);
	draw_cell(&story->second, random);
}

void
dtap_modem_story_tick(struct dtap_modem_story *story, int64_t unix_us)
{
	dtap_modem_cell_set_time(&story->cell, unix_us);
	story->second.sfn = (uint16_t)((story->cell.sfn + 333) % FRAMES);
	story->second.subframe = story->cell.subframe;
}

static void
next_scene(struct dtap_modem_story *story, struct dtap_random *random)
{
	story->scene = scenes[story->scene].next[dtap_random(random, 8)];
	story->step = 0;
	if (story->scene == CAMP)
		draw_cell(&story->cell, random);
}

const struct dtap_modem_pdu *
dtap_modem_story_next(struct dtap_modem_story *story,
		      struct dtap_random *random)
{
	if (story->step == scenes[story->scene].count)
		next_scene(story, random);
	return dtap_modem_pdu(scenes[story->scene].steps[story->step++]);
}

const struct dtap_modem_pdu *
dtap_modem_story_second(struct dtap_random *random)
{
	static const uint16_t heard[] = {LTE_PAGING, LTE_PAGING, LTE_PAGING,
					 LTE_PAGING, LTE_PAGING, LTE_MIB,
					 LTE_SIB1,   LTE_SIB3};

	return dtap_modem_pdu(heard[dtap_random(random, 8)]);
}
