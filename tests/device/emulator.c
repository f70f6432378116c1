/* SPDX-License-Identifier: MIT */
/*
 * emulator [OPTION...] FILE: simulates /dev/diag, mounted over FILE, until
 * SIGTERM.
 *
 *   --as file|cuse|module          a device by CUSE or by our module instead of
 * a file; FILE is then /dev/diag
 *   --feed IMAGES   what the modem sends, see make_images.c
 *   --rate N        containers a second; 0, the default: as fast as the reader
 *   --traffic N     packets a second that its masks may let pass, not images;
 * see fake_traffic.h
 *   --restart N     after N containers the modem restarts, until SIGUSR1
 *   --policy once|full|session|exists|silent  what a second process gets
 *   --monitor whole|split|discard  the monitor of IPA, see monitor.h
 *   --unready N, --fail-read N     of the monitor: N opens get ENXIO; read N
 * gets EIO
 *   --late N        a session ends N opens after its program's close
 *   --by-value, --tplink           the form of the switch
 *   --notices       masks changed, five containers after each open
 *   --owner         QUERY_MD_PID is answered
 *   --full N        N writes get EAGAIN
 *   --refuse        every request is answered with 0x13
 *   --requests FILE, --masks FILE  of the modem, see fake_modem.h
 *   --forget        a restart costs the masks, as before Linux 3.18
 *   --mute OPCODE   requests with this opcode get no answer, for example 0x73
 *   --remote MASK   remote modems
 *   --log FILE      events, one a line
 *   --sent FILE     every byte that was read
 *
 * Exit status 77: this machine does not allow it.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include <dtap/bytes.h>

#include "device/answers.h"
#include "device/fuse.h"
#include "device/module.h"
#include "device/monitor.h"
#include "device/restart.h"
#include "support/fake_traffic.h"

#define IMAGE_MAX (4 << 20)
#define TICK_MS   5
#define FULL      64 /* containers in the queue */

struct feed {
	FILE *images;
	double rate, due;
	unsigned given;   /* images */
	unsigned restart; /* after so many; 0: not */
	bool ending;      /* the last is queued */
	double traffic;   /* packets a second; 0: images */
	struct fake_traffic packets;
};

/* How programs reach the driver. */
struct face {
	const char *name;
	int (*create)(struct port *port, const char *path);
	bool (*serve)(struct port *port);
};

static int
create_cuse(struct port *port, const char *path)
{
	(void)path;
	return fuse_create(port);
}

static int
create_module(struct port *port, const char *path)
{
	(void)path;
	return module_create(port);
}

static const struct face faces[] = {
	{"file", fuse_mount, fuse_serve},
	{"cuse", create_cuse, fuse_serve},
	{"module", create_module, module_serve},
};

static double
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void
feed_one(struct feed *feed, struct driver *driver)
{
	static uint8_t image[IMAGE_MAX];
	uint8_t size[4];

	if (fread(size, 4, 1, feed->images) == 1 &&
	    dtap_get32(size) <= sizeof image &&
	    fread(image, dtap_get32(size), 1, feed->images) == 1) {
		driver_queue(driver, image, dtap_get32(size));
		return;
	}
	fclose(feed->images);
	feed->images = NULL;
	feed->ending = true;
}

/* Packets that are due, in one container each. */
static void
feed_traffic(struct feed *feed, struct port *port)
{
	static uint8_t packet[FAKE_TRAFFIC_PACKET_MAX];
	struct driver *driver = port->driver;

	while (feed->traffic > 0 && driver->session != 0 && !driver->down &&
	       driver->queued < FULL && feed->due <= now()) {
		size_t size = fake_traffic_next(&feed->packets,
						&driver->modems[0], packet);

		feed->due += 1 / feed->traffic;
		if (size > 0)
			give_packet(driver, packet, size);
		port_pump(port);
	}
}

/* Whether the modem has something to send now. */
static bool
may_feed(const struct feed *feed, const struct driver *driver)
{
	return feed->images != NULL && driver->session != 0 && !driver->down &&
	       driver->queued < FULL &&
	       (feed->restart == 0 || feed->given < feed->restart) &&
	       (feed->rate <= 0 || feed->due <= now());
}

/* It restarts when everything was read. */
static void
restart_if_due(struct feed *feed, struct port *port)
{
	if (feed->restart == 0 || feed->given < feed->restart ||
	    port->driver->queued > 0)
		return;
	feed->restart = 0;
	restart_begin(port);
}

static void
feed_all(struct feed *feed, struct port *port)
{
	struct driver *driver = port->driver;

	if (driver->session == 0)
		feed->due = now();
	feed_traffic(feed, port);
	while (may_feed(feed, driver)) {
		feed_one(feed, driver);
		feed->given++;
		if (feed->rate > 0)
			feed->due += 1 / feed->rate;
		port_pump(port);
	}
	restart_if_due(feed, port);
	if (feed->ending && driver->queued == 0) {
		driver_log(driver, "fed");
		feed->ending = false;
	}
}

/* SIGUSR1 ends a restart.  True: end the program. */
static bool
serve_signal(struct port *port, int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof info) != sizeof info ||
	    info.ssi_signo != SIGUSR1)
		return true;
	restart_end(port);
	return false;
}

static int
run(const struct face *face, struct port *port, struct feed *feed, int signals)
{
	struct pollfd fds[] = {
		{.fd = port->fd, .events = POLLIN},
		{.fd = signals, .events = POLLIN},
	};

	while (fds[1].revents == 0 || !serve_signal(port, signals)) {
		if (poll(fds, 2, TICK_MS) < 0 && errno != EINTR)
			return 1;
		if (fds[0].revents != 0 && !face->serve(port))
			return 0;
		feed_all(feed, port);
	}
	return 0;
}

static FILE *
open_or_exit(const char *path, const char *mode)
{
	FILE *file = fopen(path, mode);

	if (file == NULL) {
		perror(path);
		exit(2);
	}
	return file;
}

/* What a second process gets, and on which kernels. */
static void
set_policy(struct driver_options *options, const char *name)
{
	static const struct {
		const char *name;
		int open, logging;
	} policies[] = {
		{"once", EBUSY, 0},     /* reported for one vendor */
		{"full", ENOMEM, 0},    /* all kernels: too many clients */
		{"session", 0, EINVAL}, /* 3.18 and later */
		{"exists", 0, EEXIST},  /* the same, if it makes a session */
		{"silent", 0, 0},       /* 3.4: success, and no traffic */
	};

	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++)
		if (strcmp(policies[i].name, name) == 0) {
			options->second_open = policies[i].open;
			options->second_switch = policies[i].logging;
			return;
		}
	exit(2);
}

static const struct face *
face_of(const char *name)
{
	for (size_t i = 0; i < sizeof faces / sizeof *faces; i++)
		if (strcmp(faces[i].name, name) == 0)
			return &faces[i];
	exit(2);
}

static const struct face *
read_options(struct driver *driver, struct feed *feed, int argc, char **argv)
{
	struct driver_options *options = &driver->options;
	struct fake_modem_options *modem = &driver->modems[0].options;
	const struct face *face = faces;
	static const struct option table[] = {
		{"feed", 1, NULL, 'f'},    {"rate", 1, NULL, 'r'},
		{"policy", 1, NULL, 'p'},  {"by-value", 0, NULL, 'v'},
		{"tplink", 0, NULL, 't'},  {"notices", 0, NULL, 'n'},
		{"owner", 0, NULL, 'o'},   {"refuse", 0, NULL, 'x'},
		{"remote", 1, NULL, 'm'},  {"log", 1, NULL, 'l'},
		{"sent", 1, NULL, 's'},    {"monitor", 1, NULL, 'M'},
		{"unready", 1, NULL, 'U'}, {"fail-read", 1, NULL, 'E'},
		{"late", 1, NULL, 'L'},    {"as", 1, NULL, 'a'},
		{"restart", 1, NULL, 'R'}, {"mute", 1, NULL, 'u'},
		{"full", 1, NULL, 'F'},    {"traffic", 1, NULL, 'T'},
		{"masks", 1, NULL, 'k'},   {"requests", 1, NULL, 'q'},
		{"forget", 0, NULL, 'g'},  {0}};
	int letter;

	while ((letter = getopt_long(argc, argv, "", table, NULL)) != -1)
		switch (letter) {
		case 'a':
			face = face_of(optarg);
			break;
		case 'f':
			feed->images = open_or_exit(optarg, "re");
			break;
		case 'r':
			feed->rate = atof(optarg);
			break;
		case 'R':
			feed->restart = (unsigned)atoi(optarg);
			break;
		case 'p':
			set_policy(options, optarg);
			break;
		case 'M':
			options->monitor = monitor_of(optarg);
			break;
		case 'U':
			options->unready = (unsigned)atoi(optarg);
			break;
		case 'E':
			options->fail_read = (unsigned)atoi(optarg);
			break;
		case 'L':
			options->late = (unsigned)atoi(optarg);
			break;
		case 'F':
			options->full = (unsigned)atoi(optarg);
			break;
		case 'v':
			options->by_value = true;
			break;
		case 't':
			options->tplink = true;
			break;
		case 'n':
			options->notices = true;
			break;
		case 'o':
			options->tells_owner = true;
			break;
		case 'x':
			modem->refuse = FAKE_MODEM_ANY_OPCODE;
			modem->error = 0x13;
			break;
		case 'u':
			modem->mute = (unsigned)strtoul(optarg, NULL, 0);
			break;
		case 'g':
			options->forgets = true;
			break;
		case 'T':
			feed->traffic = atof(optarg);
			break;
		case 'k':
			modem->masks = optarg;
			break;
		case 'q':
			modem->requests = open_or_exit(optarg, "we");
			break;
		case 'm':
			options->remote = (uint16_t)strtoul(optarg, NULL, 0);
			break;
		case 'l':
			options->log = open_or_exit(optarg, "we");
			break;
		case 's':
			options->sent = open_or_exit(optarg, "we");
			setvbuf(options->sent, NULL, _IONBF, 0);
			break;
		default:
			exit(2);
		}
	return face;
}

int
main(int argc, char **argv)
{
	static struct driver driver = {.options = {.log = NULL}};
	struct port port = {.driver = &driver};
	const struct face *face;
	struct feed feed = {0};
	sigset_t set;
	int status;

	driver.options.log = stderr;
	set_policy(&driver.options, "once");
	fake_modem_begin(&driver.modems[0]);
	face = read_options(&driver, &feed, argc, argv);
	driver.modems[1] = driver.modems[0];
	driver.modems[1].options.masks = NULL;
	if (optind != argc - 1)
		return 2;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (face->create(&port, argv[optind]) < 0) {
		perror("emulator: device");
		return 77;
	}
	status = run(face, &port, &feed, signalfd(-1, &set, SFD_CLOEXEC));
	if (face->create == fuse_mount)
		umount2(argv[optind], MNT_DETACH);
	if (driver.options.sent != NULL)
		fclose(driver.options.sent);
	return status;
}
