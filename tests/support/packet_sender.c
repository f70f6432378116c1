/* SPDX-License-Identifier: MIT */
/*
 * packet_sender [-t] [-m FORM] [-r RATE] [-s SIZE] INTERFACE COUNT: sends COUNT
 * packets of SIZE bytes (100) on an Ethernet interface, RATE a second or as
 * fast as it can.
 *
 *   -t       on a TUN interface, as packets that it receives
 *   -m FORM  made-up IPA entries with headers of that form, behind an Ethernet
 *            header of type 0x88b5; also written to standard output
 *
 * A packet is IPv4 and UDP, from port 5000 + number % 4, and its payload begins
 * with its number.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <dtap/bytes.h>

#include "base/clock.h"
#include "sources/simulator/ipa_entries.h"

#define ETHERNET 14
#define HEADERS  28 /* of IPv4 and UDP */
#define PORT     5000
#define FRAME    65536

struct packet_sender {
	int fd;
	size_t link, size; /* bytes of the link header, and of a packet */
	double rate;       /* packets a second; 0: no limit */
	const struct dtap_ipa_header_format *form;
	struct dtap_ipa_entries mirror;
	uint8_t frame[FRAME];
};

static void
put16(uint8_t *out, size_t value)
{
	out[0] = (uint8_t)(value >> 8);
	out[1] = (uint8_t)value;
}

static uint16_t
checksum(const uint8_t *data, size_t size)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < size; i += 2)
		sum += (uint32_t)(data[i] << 8 | data[i + 1]);
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t) ~((sum >> 16) + sum);
}

static size_t
make_packet(struct packet_sender *packet_sender, uint32_t number)
{
	uint8_t *ip = packet_sender->frame + packet_sender->link;

	memset(ip, 0, HEADERS);
	ip[0] = 0x45;
	put16(ip + 2, packet_sender->size);
	put16(ip + 4, number & 0xffff);
	ip[8] = 64;
	ip[9] = 17;
	memcpy(ip + 12, "\xc6\x33\x64\x02\xc0\x00\x02\x01", 8);
	put16(ip + 10, checksum(ip, 20));
	put16(ip + 20, PORT + number % 4);
	put16(ip + 22, 9);
	put16(ip + 24, packet_sender->size - 20);
	dtap_put32(ip + HEADERS, number);
	return packet_sender->size;
}

static size_t
make_entry(struct packet_sender *packet_sender)
{
	struct dtap_shape shape;
	size_t size = dtap_ipa_entries_next(
		&packet_sender->mirror,
		packet_sender->frame + packet_sender->link, &shape);

	fwrite(packet_sender->frame + packet_sender->link, 1, size, stdout);
	return size;
}

/* Waits while the queue is full. */
static int
send_frame(struct packet_sender *packet_sender, size_t size)
{
	while (write(packet_sender->fd, packet_sender->frame, size) < 0)
		if (errno != ENOBUFS && errno != EAGAIN)
			return -1;
	return 0;
}

static int
open_tun(const char *interface)
{
	struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int fd = open("/dev/net/tun", O_RDWR);

	strncpy(request.ifr_name, interface, IFNAMSIZ - 1);
	return fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0 ? -1 : fd;
}

static int
open_packet(const char *interface)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET,
		.sll_ifindex = (int)if_nametoindex(interface),
	};
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	return fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) <
				       0
		       ? -1
		       : fd;
}

/* Reads the options. */
static void
take_options(struct packet_sender *packet_sender, int argc, char **argv)
{
	int letter;

	while ((letter = getopt(argc, argv, "tm:r:s:")) != -1)
		if (letter == 't')
			packet_sender->link = 0;
		else if (letter == 'm')
			packet_sender->form =
				dtap_ipa_header_format_find(optarg);
		else if (letter == 'r')
			packet_sender->rate = strtod(optarg, NULL);
		else
			packet_sender->size = strtoul(optarg, NULL, 0);
}

static int
send_all(struct packet_sender *packet_sender, unsigned long count)
{
	int64_t began = dtap_clock_now();
	int status = 0;

	for (uint32_t i = 0; i < count; i++) {
		size_t size = packet_sender->form != NULL
				      ? make_entry(packet_sender)
				      : make_packet(packet_sender, i);

		if (packet_sender->rate > 0)
			dtap_clock_sleep(began +
					 (int64_t)(i / packet_sender->rate *
						   DTAP_NS_PER_S));
		if (send_frame(packet_sender, packet_sender->link + size) < 0)
			status = 1;
	}
	return status;
}

int
main(int argc, char **argv)
{
	static struct packet_sender packet_sender = {.link = ETHERNET,
						     .size = 100};
	int status;

	take_options(&packet_sender, argc, argv);
	if (argc - optind != 2 || packet_sender.size < HEADERS + 4 ||
	    packet_sender.size > FRAME - ETHERNET)
		return 2;
	packet_sender.fd = packet_sender.link == 0 ? open_tun(argv[optind])
						   : open_packet(argv[optind]);
	if (packet_sender.fd < 0) {
		perror(argv[optind]);
		return 1;
	}
	memcpy(packet_sender.frame, "\2\0\0\0\0\1\2\0\0\0\0\2\x08\0", ETHERNET);
	if (packet_sender.form != NULL) {
		memcpy(packet_sender.frame + 12, "\x88\xb5", 2);
		dtap_ipa_entries_begin(&packet_sender.mirror,
				       packet_sender.form, 1);
	}
	status = send_all(&packet_sender, strtoul(argv[optind + 1], NULL, 0));
	return fflush(stdout) == 0 ? status : 1;
}
