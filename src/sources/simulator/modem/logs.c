/* SPDX-License-Identifier: MIT */
#include "sources/simulator/modem/logs.h"

#include <string.h>

#include <dtap/bytes.h>

#define FRAME_US    10000
#define SUBFRAME_US 1000
#define FRAMES      1024

#define LTE_RRC_LOG 0xB0C0
#define NR_RRC_LOG  0xB821
#define GSM_RR_LOG  0x512F
#define GSM_NAS_LOG 0x713A

/* Where the scales of data/bodies/scales.txt begin, in sixteenths of a dB. */
#define RSRP_LOWEST (-180 * 16)
#define RSRQ_LOWEST (-30 * 16)

/* Offsets in 0xB0C0, and its numbers for LTE_BCCH_BCH to LTE_UL_DCCH. */
struct lte_layout {
	uint8_t version, bearer, pci, freq, sfn, pdu, length, header;
	uint8_t numbers[LTE_UL_DCCH + 1];
};

static const struct lte_layout lte_layouts[] = {
	{20, 3, 4, 6, 10, 12, 17, 19, {1, 2, 5, 6, 7, 8, 9}},
	{26, 5, 6, 8, 12, 14, 19, 21, {1, 3, 7, 8, 9, 10, 11}},
};

/* The same for 0xB821; numbers from NR_BCCH_BCH on. */
struct nr_layout {
	uint8_t version, freq, sfn, sfn_size, pdu, length, header;
};

static const struct nr_layout nr_layouts[] = {
	{9, 9, 13, 4, 17, 22, 24},
	{17, 17, 21, 3, 24, 29, 31},
};

static const uint8_t nr_numbers[] = {1, 2, 5, 3, 4, 6, 8, 9};

void
dtap_modem_cell_set_time(struct dtap_modem_cell *cell, int64_t unix_us)
{
	uint64_t us = unix_us < 0 ? 0 : (uint64_t)unix_us;

	cell->sfn = (uint16_t)(us / FRAME_US % FRAMES);
	cell->subframe = (uint8_t)(us / SUBFRAME_US % 10);
}

/* Writes the low width bits of value at a bit offset, the highest first. */
static void
put_bits(uint8_t *bytes, size_t at, unsigned width, uint32_t value)
{
	for (; width > 0; at++) {
		uint8_t bit = (uint8_t)(0x80 >> at % 8);

		if (value >> --width & 1)
			bytes[at / 8] |= bit;
		else
			bytes[at / 8] &= (uint8_t)~bit;
	}
}

/* A level in sixteenths of a dB as a number of steps above lowest. */
static uint32_t
steps_above(int32_t level, int32_t lowest, int32_t step)
{
	return level < lowest ? 0 : (uint32_t)((level - lowest) / step);
}

static uint32_t
draw_field(const struct dtap_modem_field *field,
	   const struct dtap_modem_cell *cell, struct dtap_random *random)
{
	const struct dtap_modem_neighbour *neighbour = &cell->neighbour;

	if (field->kind == SFN)
		return (uint32_t)cell->sfn >> (10 - field->width);
	if (field->kind == TAC)
		return cell->tac;
	if (field->kind == CELL_IDENTITY)
		return cell->identity;
	if (field->kind == RANDOM || cell->signal.rsrp == 0)
		return dtap_random_in(random, field->low, field->high);
	switch (field->kind) {
	case SERVING_RSRP:
		return steps_above(cell->signal.rsrp, -140 * 16, 16);
	case SERVING_RSRQ:
		return steps_above(cell->signal.rsrq, -20 * 16, 8);
	case NEIGHBOUR_RSRP:
		return steps_above(neighbour->signal.rsrp, -140 * 16, 16);
	case NEIGHBOUR_PCI:
		return neighbour->pci;
	default:
		return neighbour->earfcn;
	}
}

static size_t
put_pdu(uint8_t *out, const struct dtap_modem_pdu *pdu,
	const struct dtap_modem_cell *cell, struct dtap_random *random)
{
	const struct dtap_modem_field *field = pdu->fields;

	memcpy(out, pdu->bytes, pdu->size);
	for (; field < pdu->fields + DTAP_MODEM_FIELDS && field->kind; field++)
		put_bits(out, field->at, field->width,
			 draw_field(field, cell, random));
	return pdu->size;
}

static size_t
put_lte_header(uint8_t *out, const struct dtap_modem_pdu *pdu,
	       const struct dtap_modem_cell *cell)
{
	const struct lte_layout *at =
		&lte_layouts[cell->lte_version == lte_layouts[1].version];

	memset(out, 0, at->header);
	out[0] = at->version;
	out[1] = 15; /* release 15.9 */
	out[2] = 9;
	out[at->bearer] =
		pdu->channel == LTE_DL_DCCH || pdu->channel == LTE_UL_DCCH;
	dtap_put16(out + at->pci, cell->pci);
	dtap_put32(out + at->freq, cell->earfcn);
	dtap_put16(out + at->sfn,
		   (uint16_t)(cell->sfn << 4 | (cell->subframe & 15)));
	out[at->pdu] = at->numbers[pdu->channel];
	dtap_put16(out + at->length, pdu->size);
	return at->header;
}

static size_t
put_nr_header(uint8_t *out, const struct dtap_modem_pdu *pdu,
	      const struct dtap_modem_cell *cell)
{
	const struct nr_layout *at =
		&nr_layouts[cell->nr_version == nr_layouts[1].version];

	memset(out, 0, at->header);
	dtap_put32(out, at->version);
	out[4] = 15;
	out[5] = 9;
	out[6] = pdu->channel == NR_DL_DCCH || pdu->channel == NR_UL_DCCH;
	dtap_put16(out + 7, cell->nr_pci);
	dtap_put32(out + at->freq, cell->nr_arfcn);
	dtap_put16(out + at->sfn, cell->sfn);
	out[at->pdu] = nr_numbers[pdu->channel - NR_BCCH_BCH];
	dtap_put16(out + at->length, pdu->size);
	return at->header;
}

static size_t
put_nas_header(uint8_t *out)
{
	memcpy(out, "\x01\x09\x05\x00", 4); /* version 1, release 9.5.0 */
	return 4;
}

static size_t
put_gsm_header(uint8_t *out, const struct dtap_modem_pdu *pdu)
{
	/* SDCCH as DCCH (0): its own number, 5, ends scat 2.0.0. */
	static const uint8_t channels[] = {0x81, 0x83, 0x80, 0x00, 0x04};
	int pseudo_length = pdu->channel <= GSM_CCCH;

	out[0] = channels[pdu->channel - GSM_BCCH];
	out[1] = pdu->bytes[1 + pseudo_length]; /* the message type */
	out[2] = (uint8_t)pdu->size;
	return 3;
}

static size_t
put_gsm_nas_header(uint8_t *out, const struct dtap_modem_pdu *pdu)
{
	out[0] = pdu->channel == GSM_NAS_UP;
	dtap_put32(out + 1, pdu->size);
	return 5;
}

static uint16_t
code_of(enum dtap_modem_channel channel)
{
	static const uint16_t nas[] = {0xB0EC, 0xB0ED, 0xB0EA,
				       0xB0EB, 0xB0E2, 0xB0E3};

	if (channel < EMM_DOWN)
		return LTE_RRC_LOG;
	if (channel < NR_BCCH_BCH)
		return nas[channel - EMM_DOWN];
	if (channel < GSM_BCCH)
		return NR_RRC_LOG;
	return channel < GSM_NAS_DOWN ? GSM_RR_LOG : GSM_NAS_LOG;
}

size_t
dtap_modem_log_pdu(uint8_t *out, uint16_t *code,
		   const struct dtap_modem_pdu *pdu,
		   const struct dtap_modem_cell *cell,
		   struct dtap_random *random)
{
	size_t header;

	*code = code_of(pdu->channel);
	switch (*code) {
	case LTE_RRC_LOG:
		header = put_lte_header(out, pdu, cell);
		break;
	case NR_RRC_LOG:
		header = put_nr_header(out, pdu, cell);
		break;
	case GSM_RR_LOG:
		header = put_gsm_header(out, pdu);
		break;
	case GSM_NAS_LOG:
		header = put_gsm_nas_header(out, pdu);
		break;
	default:
		header = put_nas_header(out);
	}
	return header + put_pdu(out + header, pdu, cell, random);
}

size_t
dtap_modem_log_serving_cell(uint8_t *out, uint16_t *code,
			    const struct dtap_modem_cell *cell)
{
	*code = 0xB0C2;
	memset(out, 0, 28);
	out[0] = 3;
	dtap_put16(out + 1, cell->pci);
	dtap_put32(out + 3, cell->earfcn);
	dtap_put32(out + 7, cell->earfcn + 18000); /* of the uplink */
	out[11] = 100; /* resource blocks, down and up */
	out[12] = 100;
	dtap_put32(out + 13, cell->identity); /* as SIB1 says */
	dtap_put16(out + 17, cell->tac);
	dtap_put32(out + 19, 3);
	dtap_put16(out + 23, 1); /* MCC, digits of the MNC, MNC */
	out[25] = 2;
	dtap_put16(out + 26, 1);
	out[28] = 0;
	return 29;
}

/* `size` bits from bit `bit` on, the lowest first, of bytes that are 0. */
static void
put_field(uint8_t *out, unsigned bit, unsigned size, uint32_t value)
{
	for (unsigned i = 0; i < size; i++)
		out[(bit + i) / 8] |=
			(uint8_t)((value >> i & 1) << (bit + i) % 8);
}

/* RSRQ is the share of the RSRP in the RSSI of all 100 resource blocks (TS
 * 36.214, 5.1.3): 20 dB. */
static uint32_t
rssi_above(struct dtap_modem_signal signal)
{
	return (uint32_t)(20 * 16 - signal.rsrq);
}

/* Offsets are those of structure lte_serving_18 in data/bodies/signal.txt. */
size_t
dtap_modem_log_signal(uint8_t *out, uint16_t *code,
		      const struct dtap_modem_cell *cell,
		      struct dtap_random *random)
{
	uint8_t *body = out + 8; /* behind two heads */
	/* Between -105 and -80 dBm, a place for each cell; 16 is 1 dB. */
	uint32_t rsrp = (75U + cell->pci % 25U) * 16U + dtap_random(random, 32);
	uint32_t rsrq = 18U * 16U + dtap_random(random, 64);
	uint32_t above = 28U * 16U; /* is the RSSI of the RSRP */

	if (cell->signal.rsrp != 0) {
		rsrp = steps_above(cell->signal.rsrp, RSRP_LOWEST, 1);
		rsrq = steps_above(cell->signal.rsrq, RSRQ_LOWEST, 1);
		above = rssi_above(cell->signal);
	}
	*code = 0xB193;
	memset(out, 0, 8 + 92);
	out[0] = 1; /* version; sub-packets; then id, version, size of one */
	out[1] = 1;
	out[4] = 0x19;
	out[5] = 18;
	dtap_put16(out + 6, 4 + 92);
	dtap_put32(body, cell->earfcn);
	put_field(body + 4, 0, 9, cell->pci);
	put_field(body + 8, 0, 10, cell->sfn);
	put_field(body + 8, 10, 4, cell->subframe);
	put_field(body + 20, 10, 12, rsrp);
	put_field(body + 24, 12, 12, rsrp - 16);
	put_field(body + 28, 12, 12, rsrp); /* the better antenna */
	put_field(body + 32, 12, 10, rsrq);
	put_field(body + 36, 0, 10, rsrq);
	put_field(body + 36, 20, 10, rsrq);
	put_field(body + 40, 10, 11, rsrp - 70 * 16 + above);
	put_field(body + 40, 21, 11, rsrp - 70 * 16 + above - 16);
	put_field(body + 44, 0, 11, rsrp - 70 * 16 + above);
	put_field(body + 68, 0, 9, 300 + dtap_random(random, 40));
	put_field(body + 68, 9, 9, 290 + dtap_random(random, 40));
	return 8 + 92;
}

/* Offsets are those of lte_neighbours_4 and lte_neighbour_cell there. */
size_t
dtap_modem_log_neighbour(uint8_t *out, uint16_t *code,
			 const struct dtap_modem_cell *cell, bool connected)
{
	const struct dtap_modem_neighbour *neighbour = &cell->neighbour;
	uint8_t *body = out + 8, *one = body + 8;
	uint32_t rsrp = steps_above(neighbour->signal.rsrp, RSRP_LOWEST, 1);
	uint32_t rsrq = steps_above(neighbour->signal.rsrq, RSRQ_LOWEST, 1);

	*code = connected ? 0xB195 : 0xB192;
	memset(out, 0, 8 + 8 + 52);
	out[0] = 1;
	out[1] = 1;
	out[4] = connected ? 0x1f : 0x1b;
	out[5] = 4;
	dtap_put16(out + 6, 4 + 8 + 52);
	dtap_put32(body, neighbour->earfcn);
	put_field(body + 4, 0, 6, 1);
	put_field(one, 0, 10, neighbour->pci);
	put_field(one + 12, 0, 12, rsrp);
	put_field(one + 20, 10, 10, rsrq);
	put_field(one + 28, 11, 11,
		  rsrp - 70 * 16 + rssi_above(neighbour->signal));
	return 8 + 8 + 52;
}

size_t
dtap_modem_log_opaque(uint8_t *out, uint16_t *code, bool nr,
		      struct dtap_random *random)
{
	static const struct {
		uint16_t code, low, high;
	} kinds[] = {
		{0xB060, 24, 96},   /* LTE MAC configuration */
		{0xB12A, 40, 320},  /* LTE PCFICH decoding */
		{0xB140, 40, 280},  /* LTE SRS transmit report */
		{0xB132, 60, 500},  /* LTE PDSCH decoding */
		{0xB183, 40, 60},   /* LTE PBCH decoding */
		{0xB184, 36, 160},  /* LTE neighbour measurements of UTRA */
		{0xB0B4, 64, 640},  /* LTE PDCP uplink statistics */
		{0xB8D8, 64, 1600}, /* NR serving cell SNR: the last */
	};
	uint64_t number = dtap_random64(random);
	size_t count = sizeof kinds / sizeof *kinds - !nr;
	size_t kind = (uint32_t)number % count;
	size_t span = (size_t)(kinds[kind].high - kinds[kind].low + 1);
	size_t size = kinds[kind].low + (size_t)((number >> 32) * span >> 32);

	*code = kinds[kind].code;
	for (size_t i = 0; i < size; i += 8)
		dtap_put64(out + i, dtap_random64(random));
	out[0] = 0xfe; /* a version that nobody knows: these bytes mean nothing
			*/
	return size;
}
