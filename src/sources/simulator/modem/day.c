/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/day.h"

#define SECOND_US 1000000
#define WALK_US   200000 /* how often a signal changes */
#define PAGE_US   (2 * SECOND_US + 560000)

/* Steps that are no PDUs: the cell is logged; it is the neighbour from now on.
 */
#define CAMP UINT16_MAX
#define MOVE (UINT16_MAX - 1)

#define LTE_A_PCI 123
#define LTE_B_PCI 301
#define LTE_C_PCI 77

/* Band, bandwidth, network and cell identity are those of the PDUs. */
static const struct place {
	uint16_t pci, tac;
	uint32_t earfcn, identity;
	size_t neighbour; /* where the phone goes from here */
} places[] = {
	{LTE_A_PCI, DTAP_MODEM_TAC, 1300, DTAP_MODEM_CELL_IDENTITY, 1},
	{LTE_B_PCI, DTAP_MODEM_TAC, 1300, DTAP_MODEM_CELL_IDENTITY + 1, 2},
	{LTE_C_PCI, DTAP_MODEM_TAC + 1, 1849, DTAP_MODEM_CELL_IDENTITY + 2, 0},
};

#define PLACES (sizeof places / sizeof *places)

static const uint16_t camp[] = {CAMP, LTE_MIB, LTE_SIB1, LTE_SIB3};

static const uint16_t reselect[] = {MOVE, LTE_MIB, LTE_SIB1, LTE_SIB3};

static const uint16_t attach[] = {
	LTE_CONNECTION_REQUEST,
	LTE_CONNECTION_SETUP,
	ESM_PDN_CONNECTIVITY_REQUEST,
	EMM_ATTACH_REQUEST,
	LTE_SETUP_COMPLETE_ATTACH,
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
};

static const uint16_t measured[] = {LTE_MEASUREMENT_REPORT};

static const uint16_t released[] = {LTE_RELEASE};

static const uint16_t paged[] = {LTE_PAGING};

static const uint16_t service[] = {
	LTE_PAGING,
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_SETUP,
	EMM_SERVICE_REQUEST,
	LTE_SETUP_COMPLETE_SERVICE,
	LTE_SECURITY_MODE_COMMAND,
	LTE_SECURITY_MODE_COMPLETE,
	LTE_RECONFIGURATION_MEASURE,
	LTE_RECONFIGURATION_COMPLETE,
};

static const uint16_t handover[] = {
	LTE_MEASUREMENT_REPORT,
	LTE_RECONFIGURATION_HANDOVER,
	MOVE,
	LTE_RECONFIGURATION_COMPLETE,
};

static const uint16_t update[] = {
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_SETUP,
	EMM_TAU_REQUEST,
	LTE_SETUP_COMPLETE_TAU,
	LTE_SECURITY_MODE_COMMAND,
	LTE_SECURITY_MODE_COMPLETE,
	EMM_TAU_ACCEPT,
	LTE_RELEASE,
};

static const uint16_t refused[] = {
	LTE_CONNECTION_REQUEST_TMSI,
	LTE_CONNECTION_REJECT,
};

static const uint16_t dual_connectivity[] = {
	LTE_CONNECTION_REQUEST_TMSI,  LTE_CONNECTION_SETUP,
	EMM_SERVICE_REQUEST,          LTE_SETUP_COMPLETE_SERVICE,
	LTE_SECURITY_MODE_COMMAND,    LTE_SECURITY_MODE_COMPLETE,
	LTE_RECONFIGURATION_MEASURE,  NR_RECONFIGURATION_BARE,
	LTE_RECONFIGURATION_COMPLETE, NR_MIB,
};

static const uint16_t measured_nr[] = {NR_MEASUREMENT_REPORT,
				       LTE_MEASUREMENT_REPORT};

static const uint16_t to_gsm[] = {
	LTE_RELEASE_GERAN,
	GSM_SI1,
	GSM_SI3,
	GSM_SI4,
	GSM_IMMEDIATE_ASSIGNMENT,
	GSM_LOCATION_REQUEST,
	GSM_CIPHERING_COMMAND,
	GSM_CIPHERING_COMPLETE,
	GSM_LOCATION_ACCEPT,
	GSM_CHANNEL_RELEASE,
};

static const uint16_t paged_gsm[] = {GSM_PAGING};

static const uint16_t update_rejected[] = {
	LTE_CONNECTION_REQUEST_TMSI, LTE_CONNECTION_SETUP, EMM_TAU_REQUEST,
	LTE_SETUP_COMPLETE_TAU,      EMM_TAU_REJECT,       LTE_RELEASE,
};

static const uint16_t detach[] = {
	LTE_CONNECTION_REQUEST_TMSI, LTE_CONNECTION_SETUP, EMM_DETACH_REQUEST,
	EMM_DETACH_ACCEPT,           LTE_RELEASE,
};

#define STEPS(list) (list), sizeof(list) / sizeof *(list)

enum state { IDLE, CONNECTED, ON_GSM };

/*
 * The scenes, in their order.  seconds 0: the steps are taken once; else they
 * are repeated for so long.  The two last are the strengths, in dBm, towards
 * which the cell and its neighbour go.
 */
static const struct scene {
	const uint16_t *steps;
	size_t count;
	uint32_t gap_ms; /* between two steps, on average */
	uint32_t seconds;
	enum state state;
	int16_t rsrp, neighbour_rsrp;
} scenes[] = {
	{STEPS(camp), 40, 0, IDLE, -88, -112},
	{STEPS(attach), 35, 0, CONNECTED, -88, -112},
	{STEPS(measured), 2400, 7, CONNECTED, -88, -110},
	{STEPS(released), 100, 0, CONNECTED, -88, -110},
	{STEPS(paged), 1280, 15, IDLE, -92, -106},
	{STEPS(service), 40, 0, CONNECTED, -96, -104},
	{STEPS(measured), 1000, 15, CONNECTED, -108, -88},
	{STEPS(handover), 40, 0, CONNECTED, -110, -88},
	{STEPS(measured), 2400, 10, CONNECTED, -86, -112},
	{STEPS(released), 100, 0, CONNECTED, -86, -110},
	{STEPS(paged), 1280, 15, IDLE, -104, -92},
	{STEPS(reselect), 60, 0, IDLE, -106, -90},
	{STEPS(update), 40, 0, CONNECTED, -90, -110},
	{STEPS(paged), 1280, 12, IDLE, -90, -112},
	{STEPS(refused), 60, 0, IDLE, -90, -112},
	{STEPS(paged), 80, 6, IDLE, -91, -112},
	{STEPS(dual_connectivity), 45, 0, CONNECTED, -92, -112},
	{STEPS(measured_nr), 1200, 12, CONNECTED, -94, -110},
	{STEPS(to_gsm), 60, 0, ON_GSM, -118, -120},
	{STEPS(paged_gsm), 950, 10, ON_GSM, -118, -104},
	{STEPS(reselect), 60, 0, IDLE, -116, -92},
	{STEPS(update_rejected), 45, 0, CONNECTED, -90, -112},
	{STEPS(attach), 35, 0, CONNECTED, -88, -112},
	{STEPS(measured), 2400, 7, CONNECTED, -88, -112},
	{STEPS(released), 100, 0, CONNECTED, -88, -112},
	{STEPS(paged), 1280, 10, IDLE, -89, -112},
	{STEPS(detach), 45, 0, CONNECTED, -89, -112},
};

#define SCENES (sizeof scenes / sizeof *scenes)

static size_t
place_of(const struct dtap_modem_cell *cell)
{
	size_t place = 0;

	while (places[place].pci != cell->pci)
		place++;
	return place;
}

/* The neighbour of this place is measured as `signal`. */
static void
set_neighbour(struct dtap_modem_cell *cell, size_t place,
	      struct dtap_modem_signal signal)
{
	const struct place *next = &places[places[place].neighbour];

	cell->neighbour =
		(struct dtap_modem_neighbour){next->pci, next->earfcn, signal};
}

static void
set_place(struct dtap_modem_cell *cell, size_t place)
{
	cell->pci = places[place].pci;
	cell->tac = places[place].tac;
	cell->earfcn = places[place].earfcn;
	cell->identity = places[place].identity;
}

/* The phone goes to the neighbour; what it left is a weak signal. */
static void
move(struct dtap_modem_cell *cell)
{
	size_t place = places[place_of(cell)].neighbour;
	struct dtap_modem_signal left = cell->signal;

	cell->signal = cell->neighbour.signal;
	set_place(cell, place);
	set_neighbour(cell, place, left);
}

void
dtap_modem_day_begin(struct dtap_modem_day *day)
{
	const struct dtap_modem_cell cell = {
		.lte_version = 26,
		.nr_version = 17,
		.nr_pci = 512,
		.nr_arfcn = 632448,
		.signal = {scenes[0].rsrp * 16, -10 * 16},
	};

	*day = (struct dtap_modem_day){.cell = cell, .second = cell};
	set_place(&day->cell, 0);
	set_neighbour(&day->cell, 0,
		      (struct dtap_modem_signal){scenes[0].neighbour_rsrp * 16,
						 -15 * 16});
	set_place(&day->second, 1);
	day->second.lte_version = 20;
}

/* A sixteenth of the way to dbm, and half a dB to either side. */
static int32_t
walk(int32_t level, int32_t dbm, struct dtap_random *random)
{
	return level + (dbm * 16 - level) / 16 +
	       (int32_t)dtap_random(random, 17) - 8;
}

static struct dtap_modem_signal
walk_signal(struct dtap_modem_signal signal, int32_t dbm,
	    struct dtap_random *random)
{
	int32_t rsrp = walk(signal.rsrp, dbm, random);
	int32_t rsrq = walk(signal.rsrq, dbm > -100 ? -9 : -14, random);

	return (struct dtap_modem_signal){rsrp, rsrq};
}

static void
go_on_walking(struct dtap_modem_day *day, int64_t unix_us,
	      struct dtap_random *random)
{
	const struct scene *scene = &scenes[day->scene];
	struct dtap_modem_cell *cell = &day->cell;

	if (unix_us - day->walked_us < WALK_US)
		return;
	day->walked_us = unix_us;
	cell->signal = walk_signal(cell->signal, scene->rsrp, random);
	cell->neighbour.signal = walk_signal(cell->neighbour.signal,
					     scene->neighbour_rsrp, random);
}

/* The clock was set back: the day goes on where it was. */
static void
follow_clock(struct dtap_modem_day *day, int64_t unix_us)
{
	int64_t back = day->walked_us - unix_us;

	if (back <= 0)
		return;
	day->walked_us -= back;
	day->due_us -= back;
	day->end_us -= back;
	day->second_us -= back;
}

static void
begin_scene(struct dtap_modem_day *day, size_t scene, int64_t unix_us)
{
	day->scene = scene;
	day->step = 0;
	day->end_us = unix_us + (int64_t)scenes[scene].seconds * SECOND_US;
}

/* After a step: when the next is due, and of which scene it is. */
static void
go_on(struct dtap_modem_day *day, int64_t unix_us, struct dtap_random *random)
{
	const struct scene *scene = &scenes[day->scene];

	day->due_us =
		unix_us + (int64_t)dtap_random_in(random, scene->gap_ms / 2,
						  scene->gap_ms * 3 / 2) *
				  1000;
	if (++day->step < scene->count)
		return;
	day->step = 0;
	if (day->due_us >= day->end_us)
		begin_scene(day, (day->scene + 1) % SCENES, day->due_us);
}

enum dtap_modem_act
dtap_modem_day_next(struct dtap_modem_day *day, int64_t unix_us,
		    struct dtap_random *random,
		    const struct dtap_modem_pdu **pdu)
{
	uint16_t step;

	if (day->due_us == 0)
		begin_scene(day, 0, unix_us);
	follow_clock(day, unix_us);
	go_on_walking(day, unix_us, random);
	if (unix_us < day->due_us)
		return DTAP_MODEM_MEASURES;
	step = scenes[day->scene].steps[day->step];
	go_on(day, unix_us, random);
	if (step == MOVE)
		move(&day->cell);
	if (step == MOVE || step == CAMP)
		return DTAP_MODEM_CAMPS;
	*pdu = dtap_modem_pdu(step);
	return DTAP_MODEM_SPEAKS;
}

const struct dtap_modem_pdu *
dtap_modem_day_second(struct dtap_modem_day *day, int64_t unix_us)
{
	if (unix_us < day->second_us)
		return NULL;
	day->second_us = unix_us + PAGE_US;
	return dtap_modem_pdu(LTE_PAGING);
}

bool
dtap_modem_day_connected(const struct dtap_modem_day *day)
{
	return scenes[day->scene].state == CONNECTED;
}

bool
dtap_modem_day_on_lte(const struct dtap_modem_day *day)
{
	return scenes[day->scene].state != ON_GSM;
}
