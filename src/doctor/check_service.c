/* SPDX-License-Identifier: MIT */
#include "doctor/checks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/vfs.h"
#include "base/listen_check.h"
#include "base/net.h"
#include "client/http_get.h"
#include "daemon/privileges.h"

/* Whether a diagtapd answers there: it, or its refusal of a visitor. */
static bool
answers(const char *address, unsigned port)
{
	char server[DTAP_NET_HOST_PORT], digits[8], text[400], why[512];
	struct dtap_url url;
	const struct dtap_http_get_options options = {
		.url = &url, .stop = -1, .sink = -1};
	struct dtap_http_get *get;

	snprintf(digits, sizeof digits, "%u", port % 65536);
	snprintf(text, sizeof text, "http://%s/api/status",
		 dtap_net_write_host_port(server, address, digits));
	if (!dtap_url_parse(&url, text, why))
		return false;
	get = dtap_http_get_open(&options, why);
	if (get == NULL)
		return errno == EACCES;
	dtap_http_get_close(get);
	return true;
}

static void
judge_address(const struct dtap_check_of *of, int error)
{
	const char *address = of->conf->listen.address;
	unsigned port = (unsigned)of->conf->listen.port;

	if (error == 0)
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "address",
				  "%s port %u is free.", address, port);
	else if (error == EADDRINUSE && answers(address, port))
		dtap_findings_add(
			of->findings, DTAP_FINDING_NOTE, "address",
			"A program at %s port %u answers over HTTP. If it "
			"is diagtapd, it runs already: look there; else set "
			"listen.port.",
			address, port);
	else
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "address",
				  "Cannot listen on %s port %u: %s.", address,
				  port, dtap_listen_advice(error));
}

void
dtap_check_address(const struct dtap_check_of *of)
{
	const char *address = of->conf->listen.address;
	int fd;

	if (address[0] == '\0') {
		dtap_findings_add(of->findings, DTAP_FINDING_NOTE, "address",
				  "No TCP: only programs of this machine reach "
				  "it, by %s.",
				  of->conf->listen.unix_socket);
		return;
	}
	fd = dtap_net_bind(address, (unsigned)of->conf->listen.port);
	judge_address(of, fd >= 0 ? 0 : errno);
	if (fd >= 0)
		close(fd);
}

void
dtap_check_token(const struct dtap_check_of *of)
{
	const struct dtap_conf *conf = of->conf;
	bool is_here = conf->listen.address[0] == '\0' ||
		       dtap_net_is_loopback(conf->listen.address);

	if (conf->access.token_file[0] != '\0')
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "token",
				  "Who reads needs the token of %s.",
				  conf->access.token_file);
	else if (is_here)
		dtap_findings_add(
			of->findings, DTAP_FINDING_NOTE, "token",
			"None is set: every user of this machine can "
			"read, and nobody can change the clock or the "
			"captures. Set access.token_file for that.");
	else
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "token",
				  "Everyone who reaches %s can read the "
				  "traffic. Set access.token_file.",
				  conf->listen.address);
}

/* By the mode of the directory: the daemon changes to this user. */
static bool
may_write(const struct dtap_conf *conf, const struct stat *status)
{
	struct dtap_identity user;
	bool in_group;

	if (dtap_identity_find(&user, conf->user, conf->group) < 0 || !user.set)
		return access(conf->archive.directory, W_OK | X_OK) == 0;
	if (user.uid == 0)
		return true;
	in_group = user.gid == status->st_gid;
	for (int i = 0; i < user.group_count; i++)
		in_group = in_group || user.groups[i] == status->st_gid;
	if (user.uid == status->st_uid)
		return (status->st_mode & 0300) == 0300;
	return (status->st_mode & (in_group ? 0030U : 0003U)) ==
	       (in_group ? 0030U : 0003U);
}

static void
judge_space(const struct dtap_check_of *of)
{
	const struct dtap_conf *conf = of->conf;
	const char *directory = conf->archive.directory;
	uint64_t wanted = (uint64_t)conf->archive.min_free_bytes_to_start;
	uint64_t space = 0;
	int fd = dtap_vfs_directory(&dtap_vfs, directory);

	if (fd < 0 || dtap_vfs.space(&dtap_vfs, fd, &space) < 0)
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "archive",
				  "Cannot read %s: %s.", directory,
				  strerror(errno));
	else if (space < wanted)
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "archive",
				  "%" PRIu64 " bytes are free in %s, but "
				  "archive.min_free_bytes_to_start = %" PRIu64
				  ". Make room, or set less.",
				  space, directory, wanted);
	else
		dtap_findings_add(of->findings, DTAP_FINDING_WELL, "archive",
				  "%s is writable and has %" PRIu64
				  " MB of room.",
				  directory, space / 1000000);
	if (fd >= 0)
		close(fd);
}

void
dtap_check_archive(const struct dtap_check_of *of)
{
	const char *directory = of->conf->archive.directory;
	struct stat status;

	if (!of->conf->archive.enabled)
		return;
	if (stat(directory, &status) < 0 || !S_ISDIR(status.st_mode))
		dtap_findings_add(of->findings, DTAP_FINDING_PROBLEM, "archive",
				  "The directory %s is not there. Make it, or "
				  "set archive.directory.",
				  directory);
	else if (!may_write(of->conf, &status))
		dtap_findings_add(
			of->findings, DTAP_FINDING_PROBLEM, "archive",
			"%s may not write into %s. Change the owner of "
			"the directory.",
			of->conf->user[0] != '\0' ? of->conf->user
						  : "This user",
			directory);
	else
		judge_space(of);
}
