/* SPDX-License-Identifier: MIT */
#include "daemon/setup_upload.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/secret.h"
#include "http/access.h"
#include "archive/upload/http_put.h"
#include "version.h"

/* One line, and the value of a function that cannot go on. */
#define FAIL(log, ...) (dtap_log(log, DTAP_ERROR, __VA_ARGS__), false)

/* With a '/' at its end. */
static bool
read_url(struct dtap_server_options *server, const char *url,
	 const struct dtap_log *log)
{
	size_t size = strlen(url);
	const char *end = url[size - 1] == '/' ? "" : "/";

	if (size + 2 <= sizeof server->url)
		snprintf(server->url, sizeof server->url, "%s%s", url, end);
	return (server->url[0] != '\0' &&
		dtap_upload_transport_takes(server->url)) ||
	       FAIL(log,
		    "upload.url = \"%s\": must be a folder of an HTTP server, "
		    "as https://example.org/captures/, without user, password "
		    "(upload.password_file), '?' and '#'",
		    url);
}

static bool
read_secret(char *out, size_t room, const char *key, const char *path,
	    const struct dtap_log *log)
{
	char why[512];

	return path[0] == '\0' ||
	       dtap_secret_read(path, out, room, why, sizeof why) == 0 ||
	       FAIL(log, "%s: %s", key, why);
}

static bool
read_secrets(struct dtap_server_options *server, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	const char *token = conf->upload.token_file;
	const char *password = conf->upload.password_file;

	if (token[0] != '\0' && password[0] != '\0')
		return FAIL(log, "upload.token_file and upload.password_file: "
				 "a server wants one of them");
	if (!read_secret(server->token, sizeof server->token,
			 "upload.token_file", token, log) ||
	    !read_secret(server->password, sizeof server->password,
			 "upload.password_file", password, log))
		return false;
	if (strchr(server->token, ' ') != NULL)
		return FAIL(log,
			    "upload.token_file: %s: a token has no space in it",
			    token);
	return password[0] == '\0' || strchr(server->password, ':') != NULL ||
	       FAIL(log,
		    "upload.password_file: %s: must be USER:PASSWORD, in one "
		    "line",
		    password);
}

/* The host of "http://host:port/..." or "http://[v6]/...". */
static bool
is_here(const char *url)
{
	const char *host = url + strlen("http://");
	char name[256];

	snprintf(name, sizeof name, "%.*s",
		 (int)strcspn(host, host[0] == '[' ? "]" : ":/"), host);
	return strcasecmp(name, "localhost") == 0 ||
	       dtap_access_is_loopback(name[0] == '[' ? name + 1 : name);
}

static void
warn(const struct dtap_server_options *server, const struct dtap_log *log)
{
	if (strncasecmp(server->url, "http://", 7) == 0 &&
	    !is_here(server->url))
		dtap_log(log, DTAP_WARNING,
			 "upload.url = \"%s\": whoever is on the way can read "
			 "what is uploaded, and the password or token: https "
			 "hides them",
			 server->url);
}

bool
dtap_uploads_read(struct dtap_upload_options *options,
		  const struct dtap_conf *conf, const struct dtap_log *log)
{
	struct dtap_server_options *server = &options->server;

	if (conf->upload.url[0] == '\0')
		return true;
	if (!dtap_upload_transport_is_known())
		return FAIL(log,
			    "upload.url = \"%s\": there is no libcurl here, "
			    "install it (Debian: libcurl4); or this diagtapd "
			    "was built without",
			    conf->upload.url);
	server->agent = "diagtapd/" DTAP_VERSION;
	server->ca_file = conf->upload.ca_file;
	server->connect_timeout = (unsigned)conf->upload.connect_timeout;
	server->stall_timeout = (unsigned)conf->upload.stall_timeout;
	options->min_age_seconds = (unsigned)conf->upload.min_age_seconds;
	options->remove = conf->upload.delete_uploaded;
	if (!read_url(server, conf->upload.url, log) ||
	    !read_secrets(server, conf, log))
		return false;
	if (server->ca_file[0] != '\0' && access(server->ca_file, R_OK) < 0)
		return FAIL(log, "upload.ca_file = \"%s\": %s", server->ca_file,
			    strerror(errno));
	warn(server, log);
	return true;
}
