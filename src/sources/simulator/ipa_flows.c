/* SPDX-License-Identifier: MIT */
#include "sources/simulator/ipa_flows.h"

#include <string.h>

#define ICMP   1
#define TCP    6
#define UDP    17
#define ICMPV6 58

#define IPV4_HEADER 20
#define IPV6_HEADER 40
#define TCP_HEADER  20
#define UDP_HEADER  8 /* the same for ICMP */

enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

struct step {
	bool down;
	uint8_t flags;    /* of TCP */
	const char *text; /* the payload; NULL: size made-up bytes */
	uint16_t size;
};

/* A literal that may contain zeros. */
#define TEXT(literal) literal, sizeof(literal) - 1

#define NAME "\7example\3com\0"

static const struct step http[] = {
	{false, SYN, NULL, 0},
	{true, SYN | ACK, NULL, 0},
	{false, ACK, NULL, 0},
	{false, PSH | ACK,
	 TEXT("GET /news HTTP/1.1\r\nHost: example.com\r\n\r\n")},
	{true, ACK, NULL, 0},
	{true, PSH | ACK,
	 TEXT("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
	      "Content-Length: 2800\r\n\r\n")},
	{true, ACK, NULL, 1400},
	{true, PSH | ACK, NULL, 1400},
	{false, ACK, NULL, 0},
	{true, FIN | ACK, NULL, 0},
	{false, FIN | ACK, NULL, 0},
	{true, ACK, NULL, 0},
};

static const struct step dns[] = {
	{false, 0, TEXT("\x2a\x17\1\0\0\1\0\0\0\0\0\0" NAME "\0\1\0\1")},
	{true, 0,
	 TEXT("\x2a\x17\x81\x80\0\1\0\1\0\0\0\0" NAME
	      "\0\1\0\1\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xc0\0\2\7")},
};

static const struct step datagrams[] = {
	{false, 0, NULL, 172}, {true, 0, NULL, 172},  {false, 0, NULL, 172},
	{true, 0, NULL, 1200}, {false, 0, NULL, 172}, {true, 0, NULL, 172},
};

static const struct step echo[] = {
	{false, 0, NULL, 56},
	{true, 0, NULL, 56},
};

struct dtap_ipa_flow_script {
	uint8_t protocol;
	uint16_t port; /* of the host */
	const struct step *steps;
	size_t count;
};

#define SCRIPT(protocol, port, steps)                                  \
	{                                                              \
		protocol, port, steps, sizeof(steps) / sizeof *(steps) \
	}

static const struct dtap_ipa_flow_script scripts[] = {
	SCRIPT(TCP, 80, http),
	SCRIPT(UDP, 53, dns),
	SCRIPT(UDP, 45060, datagrams),
	SCRIPT(ICMP, 0, echo),
};

static void
put16(uint8_t *out, size_t value)
{
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
}

static void
put32(uint8_t *out, uint32_t value)
{
	put16(out, value >> 16);
	put16(out + 2, value & 0xffff);
}

/* RFC 1071, before it is folded. */
static uint32_t
sum(const uint8_t *data, size_t size)
{
	uint32_t total = 0;

	for (size_t i = 0; i + 1 < size; i += 2)
		total += (uint32_t)(data[i] << 8 | data[i + 1]);
	return size % 2 != 0 ? total + (uint32_t)(data[size - 1] << 8) : total;
}

static uint16_t
fold(uint32_t total)
{
	while (total > 0xffff)
		total = (total >> 16) + (total & 0xffff);
	return (uint16_t)~total;
}

/* 198.51.100.2, and 192.0.2.x; RFC 5737. */
static void
put_address4(uint8_t out[4], const struct dtap_ipa_flow *flow, bool phone)
{
	static const uint8_t ours[] = {198, 51, 100, 2}, theirs[] = {192, 0, 2};

	memcpy(out, phone ? ours : theirs, phone ? 4 : 3);
	if (!phone)
		out[3] = flow->host;
}

/* 2001:db8:1::2, and 2001:db8:2::x; RFC 3849. */
static void
put_address6(uint8_t out[16], const struct dtap_ipa_flow *flow, bool phone)
{
	static const uint8_t prefix[] = {0x20, 0x01, 0x0d, 0xb8, 0};

	memset(out, 0, 16);
	memcpy(out, prefix, sizeof prefix);
	out[5] = phone ? 1 : 2;
	out[15] = phone ? 2 : flow->host;
}

static size_t
put_ipv4(uint8_t *out, const struct dtap_ipa_flow *flow, bool down, size_t size)
{
	memset(out, 0, IPV4_HEADER);
	out[0] = 0x45;
	put16(out + 2, IPV4_HEADER + size);
	put16(out + 4, flow->port + flow->step);
	out[6] = 0x40; /* do not fragment */
	out[8] = down ? 54 : 64;
	out[9] = flow->script->protocol;
	put_address4(out + 12, flow, !down);
	put_address4(out + 16, flow, down);
	put16(out + 10, fold(sum(out, IPV4_HEADER)));
	return IPV4_HEADER;
}

static size_t
put_ipv6(uint8_t *out, const struct dtap_ipa_flow *flow, bool down, size_t size)
{
	uint8_t protocol = flow->script->protocol;

	memset(out, 0, 8);
	out[0] = 0x60;
	put16(out + 4, size);
	out[6] = protocol == ICMP ? ICMPV6 : protocol;
	out[7] = down ? 54 : 64;
	put_address6(out + 8, flow, !down);
	put_address6(out + 24, flow, down);
	return IPV6_HEADER;
}

/* Only ICMP over IPv4 has a checksum without the addresses. */
static void
put_checksum(uint8_t *ip, size_t header, size_t size, size_t at)
{
	bool v6 = header == IPV6_HEADER;
	uint8_t protocol = v6 ? ip[6] : ip[9];
	uint32_t total = sum(ip + header, size);

	if (protocol != ICMP)
		total += sum(v6 ? ip + 8 : ip + 12, v6 ? 32 : 8) + protocol +
			 (uint32_t)size;
	put16(ip + header + at, fold(total));
}

static void
put_tcp(uint8_t *out, struct dtap_ipa_flow *flow, const struct step *step)
{
	bool down = step->down;

	memset(out, 0, TCP_HEADER);
	put16(out, down ? flow->script->port : flow->port);
	put16(out + 2, down ? flow->port : flow->script->port);
	put32(out + 4, flow->sent[down]);
	put32(out + 8, step->flags & ACK ? flow->sent[!down] : 0);
	out[12] = TCP_HEADER / 4 << 4;
	out[13] = step->flags;
	put16(out + 14, 65000);
	flow->sent[down] += step->size + (step->flags & (SYN | FIN) ? 1u : 0);
}

static void
put_udp(uint8_t *out, const struct dtap_ipa_flow *flow, const struct step *step)
{
	put16(out, step->down ? flow->script->port : flow->port);
	put16(out + 2, step->down ? flow->port : flow->script->port);
	put16(out + 4, UDP_HEADER + (size_t)step->size);
	put16(out + 6, 0);
}

static void
put_echo(uint8_t *out, const struct dtap_ipa_flow *flow,
	 const struct step *step)
{
	memset(out, 0, UDP_HEADER);
	if (flow->v6)
		out[0] = step->down ? 129 : 128;
	else
		out[0] = step->down ? 0 : 8;
	put16(out + 4, flow->port);
	put16(out + 6, 1);
}

static void
put_payload(uint8_t *out, const struct step *step)
{
	if (step->text != NULL)
		memcpy(out, step->text, step->size);
	else
		for (size_t i = 0; i < step->size; i++)
			out[i] = (uint8_t)('a' + i % 26);
}

static size_t
put_packet(uint8_t *out, struct dtap_ipa_flow *flow, const struct step *step)
{
	uint8_t protocol = flow->script->protocol;
	size_t before = protocol == TCP ? TCP_HEADER : UDP_HEADER;
	size_t size = before + step->size;
	size_t header = flow->v6 ? put_ipv6(out, flow, step->down, size)
				 : put_ipv4(out, flow, step->down, size);

	put_payload(out + header + before, step);
	if (protocol == TCP)
		put_tcp(out + header, flow, step);
	else if (protocol == UDP)
		put_udp(out + header, flow, step);
	else
		put_echo(out + header, flow, step);
	put_checksum(out, header, size,
		     protocol == TCP   ? 16
		     : protocol == UDP ? 6
				       : 2);
	return header + size;
}

static void
begin_flow(struct dtap_ipa_flow *flow, struct dtap_random *random)
{
	*flow = (struct dtap_ipa_flow){
		.script = &scripts[dtap_random(
			random, sizeof scripts / sizeof *scripts)],
		.v6 = dtap_random(random, 2) == 1,
		.port = (uint16_t)dtap_random_in(random, 32768, 60999),
		.host = (uint8_t)dtap_random_in(random, 1, 254),
		.sent = {(uint32_t)dtap_random64(random),
			 (uint32_t)dtap_random64(random)},
	};
}

void
dtap_ipa_flows_begin(struct dtap_ipa_flows *flows, uint64_t seed)
{
	flows->random.state = seed;
	for (size_t i = 0; i < DTAP_IPA_FLOWS; i++)
		begin_flow(&flows->flows[i], &flows->random);
}

size_t
dtap_ipa_flows_next(struct dtap_ipa_flows *flows, uint8_t *out, bool *down)
{
	struct dtap_ipa_flow *flow =
		&flows->flows[dtap_random(&flows->random, DTAP_IPA_FLOWS)];
	const struct step *step = &flow->script->steps[flow->step];
	size_t size = put_packet(out, flow, step);

	*down = step->down;
	if (++flow->step == flow->script->count)
		begin_flow(flow, &flows->random);
	return size;
}
