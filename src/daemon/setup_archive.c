/* SPDX-License-Identifier: MIT */
#include "daemon/setup_archive.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/compress/encoder.h"
#include "archive/upload/http_put.h"
#include "archive/upload/upload_url.h"
#include "base/net.h"
#include "base/secret.h"
#include "http/access.h"
#include "version.h"

/* The URL with a '/' at its end, and the folder of the device in it. */
static bool
read_url(struct dtap_server_options *server, const struct dtap_conf *conf,
	 const struct dtap_log *log)
{
	const char *url = conf->upload.url, *device = conf->uplink.device;
	const char *end = url[strlen(url) - 1] == '/' ? "" : "/";
	int size = snprintf(server->url, sizeof server->url, "%s%s%s%s", url,
			    end, device, device[0] != '\0' ? "/" : "");

	if ((size_t)size >= sizeof server->url)
		server->url[0] = '\0';
	return (server->url[0] != '\0' &&
		dtap_upload_url_is_valid(server->url)) ||
	       DTAP_FAIL(log,
			 "upload.url = \"%s\": must be a folder of an HTTP "
			 "server, for example https://example.org/captures/, "
			 "without user, password "
			 "(upload.password_file), '?' and '#'",
			 url);
}

static bool
may_stay(const struct dtap_server_options *before, const char *path)
{
	return errno == EACCES && before != NULL &&
	       strcmp(before->secret_file, path) == 0;
}

/* Or takes what `before` has of the same file. */
static bool
read_secret(struct dtap_server_options *server,
	    const struct dtap_server_options *before, bool is_token,
	    const char *path, const struct dtap_log *log)
{
	const char *key =
		is_token ? "upload.token_file" : "upload.password_file";
	char *out = is_token ? server->token : server->password;
	char why[512];

	if (path[0] == '\0')
		return true;
	snprintf(server->secret_file, sizeof server->secret_file, "%s", path);
	if (dtap_secret_read(path, out, sizeof server->token, why,
			     sizeof why) == 0)
		return true;
	if (!may_stay(before, path))
		return DTAP_FAIL(log, "%s: %s", key, why);
	memcpy(out, is_token ? before->token : before->password,
	       sizeof server->token);
	dtap_log(log, DTAP_WARNING, "%s: %s; what was read before stays", key,
		 why);
	return true;
}

static bool
read_secrets(struct dtap_server_options *server,
	     const struct dtap_server_options *before,
	     const struct dtap_conf *conf, const struct dtap_log *log)
{
	const char *token = conf->upload.token_file;
	const char *password = conf->upload.password_file;

	if (token[0] != '\0' && password[0] != '\0')
		return DTAP_FAIL(log,
				 "upload.token_file and upload.password_file "
				 "are both set: set one of them");
	if (!read_secret(server, before, true, token, log) ||
	    !read_secret(server, before, false, password, log))
		return false;
	if (strchr(server->token, ' ') != NULL)
		return DTAP_FAIL(log,
				 "upload.token_file: %s: a token must not "
				 "contain spaces",
				 token);
	return password[0] == '\0' || strchr(server->password, ':') != NULL ||
	       DTAP_FAIL(log,
			 "upload.password_file: %s: must be USER:PASSWORD, in "
			 "one "
			 "line",
			 password);
}

/* The server of http://HOST:PORT/... is this machine. */
static bool
is_here(const char *url)
{
	const char *host = url + strlen("http://");
	struct dtap_net_host_port server;

	return dtap_net_read_host_port(&server, host, strcspn(host, "/")) &&
	       (strcasecmp(server.host, "localhost") == 0 ||
		dtap_net_is_loopback(server.host));
}

static void
warn(const struct dtap_server_options *server, const struct dtap_log *log)
{
	if (strncasecmp(server->url, "http://", 7) == 0 &&
	    !is_here(server->url))
		dtap_log(log, DTAP_WARNING,
			 "upload.url = \"%s\" is not encrypted: others on the "
			 "network can read the captures and the password or "
			 "token; use https",
			 server->url);
}

static bool
read_ca_file(struct dtap_server_options *server, const char *path,
	     const struct dtap_log *log)
{
	int length =
		snprintf(server->ca_file, sizeof server->ca_file, "%s", path);

	if ((size_t)length >= sizeof server->ca_file)
		errno = ENAMETOOLONG;
	else if (path[0] == '\0' || access(path, R_OK) == 0)
		return true;
	return DTAP_FAIL(log, "upload.ca_file = \"%s\": %s", path,
			 strerror(errno));
}

bool
dtap_setup_upload(struct dtap_upload_options *options,
		  const struct dtap_upload_options *before,
		  const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_server_options *server = &options->server;

	*options = (struct dtap_upload_options){0};
	if (conf->upload.url[0] == '\0')
		return true;
	if (!dtap_upload_transport_is_known())
		return DTAP_FAIL(log,
				 "upload.url = \"%s\": libcurl is not "
				 "installed (Debian: libcurl4), or this "
				 "diagtapd was built without it",
				 conf->upload.url);
	server->agent = "diagtapd/" DTAP_VERSION;
	server->connect_timeout = (unsigned)conf->upload.connect_timeout;
	server->stall_timeout = (unsigned)conf->upload.stall_timeout;
	options->min_age_seconds = (unsigned)conf->upload.min_age_seconds;
	options->remove = conf->upload.delete_uploaded;
	if (!read_url(server, conf, log) ||
	    !read_secrets(server, before != NULL ? &before->server : NULL, conf,
			  log) ||
	    !read_ca_file(server, conf->upload.ca_file, log))
		return false;
	warn(server, log);
	return true;
}

static enum dtap_compression
compression_of(const char *word)
{
	if (strcmp(word, "gzip") == 0)
		return DTAP_COMPRESSION_GZIP;
	return strcmp(word, "zstd") == 0 ? DTAP_COMPRESSION_ZSTD
					 : DTAP_COMPRESSION_NONE;
}

static struct dtap_archive_options
options_of(const struct dtap_conf *conf)
{
	return (struct dtap_archive_options){
		.directory = conf->archive.directory,
		.name = conf->archive.name,
		.form = strcmp(conf->archive.format, "raw") == 0
				? DTAP_FORM_RAW
				: DTAP_FORM_PCAP,
		.split = strcmp(conf->archive.split, "message") == 0,
		.rotate_bytes = (uint64_t)conf->archive.rotate_bytes,
		.rotate_seconds = (unsigned)conf->archive.rotate_seconds,
		.keep_bytes = (uint64_t)conf->archive.keep_bytes,
		.keep_files = (uint64_t)conf->archive.keep_files,
		.keep_seconds = (unsigned)conf->archive.keep_seconds,
		.min_free_bytes_to_start =
			(uint64_t)conf->archive.min_free_bytes_to_start,
		.min_free_bytes = (uint64_t)conf->archive.min_free_bytes,
		.flush_ms = (unsigned)conf->archive.flush_ms,
		.sync_seconds = (unsigned)conf->archive.sync_seconds,
		.compression = compression_of(conf->archive.compress),
		.version = DTAP_VERSION,
	};
}

/* Rules between keys, which the ranges of single keys cannot express. */
static bool
check(const struct dtap_archive_options *options, const struct dtap_log *log)
{
	/* The growing file, one finished file, and one that is compressed. */
	uint64_t files = options->compression == DTAP_COMPRESSION_NONE ? 2 : 3;

	if (!dtap_capture_name_is_word(options->name))
		return DTAP_FAIL(log,
				 "archive.name = \"%s\": must be at most %d "
				 "letters, digits, '_' and '.'",
				 options->name, DTAP_CAPTURE_NAME_WORD);
	if (options->split && options->form == DTAP_FORM_RAW)
		return DTAP_FAIL(log, "archive.split = \"message\": "
				      "archive.format must be \"pcap\"; a raw "
				      "capture has the bytes as they were "
				      "read");
	if (options->keep_bytes > 0 &&
	    options->keep_bytes / files < options->rotate_bytes)
		return DTAP_FAIL(log,
				 "archive.keep_bytes = %" PRIu64
				 ": must be 0 (no "
				 "limit) or at least %" PRIu64 ", %" PRIu64
				 " times archive.rotate_bytes",
				 options->keep_bytes,
				 files * options->rotate_bytes, files);
	if (options->compression != DTAP_COMPRESSION_NONE &&
	    !dtap_encoder_is_known(options->compression))
		return DTAP_FAIL(
			log, "archive.compress = \"zstd\": this diagtapd was "
			     "built without it; there is \"gzip\"");
	if (options->min_free_bytes_to_start < options->min_free_bytes)
		return DTAP_FAIL(log,
				 "archive.min_free_bytes_to_start = %" PRIu64
				 ": must be at least archive.min_free_bytes, "
				 "%" PRIu64,
				 options->min_free_bytes_to_start,
				 options->min_free_bytes);
	return true;
}

/* "/dev/diag (diag)". */
static const char *
describe(struct dtap_service_tap *tap)
{
	const struct dtap_source *source = dtap_tap_source(tap->tap);

	snprintf(tap->device, sizeof tap->device, "%.200s (%.32s)",
		 source->where, source->type);
	return tap->device;
}

static bool
make_archive(struct dtap_service_tap *tap, struct dtap_archive_options *options,
	     const struct dtap_conf *conf, const struct dtap_log *log)
{
	options->device = describe(tap);
	options->masks =
		strcmp(tap->name, "diag") == 0 ? conf->masks.preset : NULL;
	tap->archive = dtap_archive_new(options, tap->tap, NULL, log);
	return tap->archive != NULL ||
	       DTAP_FAIL(log, "cannot make the archive of %s: %s", tap->name,
			 strerror(errno));
}

bool
dtap_setup_archives(struct dtap_service *service,
		    struct dtap_upload_options *upload,
		    const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_archive_options options = options_of(conf);

	options.record_clock = service->record_clock;
	options.boot = service->identity.boot_text;
	if (service->identity.device[0] != '\0')
		options.uplink_device = service->identity.device;
	if (!conf->archive.enabled)
		return true;
	if (!check(&options, log) ||
	    !dtap_setup_upload(upload, NULL, conf, log))
		return false;
	options.upload = *upload;
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->taps[i].tap != NULL &&
		    !make_archive(&service->taps[i], &options, conf, log))
			return false;
	return true;
}

bool
dtap_setup_limits(struct dtap_archive_options *limits,
		  const struct dtap_conf *conf, const struct dtap_log *log)
{
	*limits = options_of(conf);
	return check(limits, log);
}

void
dtap_setup_warn_of_directory(const struct dtap_conf *conf,
			     const struct dtap_log *log)
{
	const char *directory = conf->archive.directory;
	struct stat status;

	if (!conf->archive.enabled)
		return;
	if (stat(directory, &status) < 0)
		dtap_log(log, DTAP_WARNING, "archive.directory = \"%s\": %s",
			 directory, strerror(errno));
	else if (!S_ISDIR(status.st_mode))
		dtap_log(log, DTAP_WARNING, "archive.directory = \"%s\": %s",
			 directory, strerror(ENOTDIR));
}
