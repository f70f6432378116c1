/* SPDX-License-Identifier: MIT */
#include "daemon/setup_uplink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/net.h"
#include "base/secret.h"
#include "uplink/message_builder.h"
#include "nats/nats_link.h"
#include "version.h"

#define DEFAULT_PORT "4222"

/* "nats://HOST:PORT".  False: it is no such URL. */
static bool
read_server(struct dtap_link_server *server, const char *url, size_t size)
{
	static const char plain[] = "nats://", tls[] = "tls://";
	struct dtap_net_host_port at;
	size_t scheme;

	server->tls = strncmp(url, tls, sizeof tls - 1) == 0;
	if (!server->tls && strncmp(url, plain, sizeof plain - 1) != 0)
		return false;
	scheme = server->tls ? sizeof tls - 1 : sizeof plain - 1;
	if (size <= scheme || memchr(url, '@', size) != NULL ||
	    !dtap_net_read_host_port(&at, url + scheme, size - scheme) ||
	    at.host[0] == '\0' || strchr(at.host, '/') != NULL ||
	    strspn(at.port, "0123456789") != strlen(at.port) ||
	    strlen(at.port) >= sizeof server->port)
		return false;
	strcpy(server->host, at.host);
	strcpy(server->port, at.port[0] != '\0' ? at.port : DEFAULT_PORT);
	return true;
}

static bool
read_servers(struct dtap_link_options *link, const char *words,
	     const struct dtap_log *log)
{
	while (*words != '\0') {
		size_t size = strcspn(words, " ");

		if (link->server_count == DTAP_LINK_SERVERS)
			return DTAP_FAIL(log,
					 "uplink.servers: more than %d servers",
					 DTAP_LINK_SERVERS);
		if (!read_server(&link->servers[link->server_count++], words,
				 size))
			return DTAP_FAIL(log,
					 "uplink.servers: \"%.*s\": must be "
					 "nats://HOST:PORT or tls://HOST:PORT, "
					 "without user and password "
					 "(uplink.user)",
					 (int)size, words);
		words += size + (words[size] == ' ');
	}
	return link->server_count > 0 ||
	       DTAP_FAIL(log, "uplink.servers is empty: name a server, for "
			      "example tls://hub.example.org:4222");
}

/* A file that libnats reads each time that it connects. */
static bool
read_path(char out[1024], const char *key, const char *path,
	  const struct dtap_log *log)
{
	if ((size_t)snprintf(out, 1024, "%s", path) >= 1024)
		errno = ENAMETOOLONG;
	else if (path[0] == '\0' || access(path, R_OK) == 0)
		return true;
	return DTAP_FAIL(log, "%s = \"%s\": %s", key, path, strerror(errno));
}

static bool
read_user(struct dtap_link_options *link, const struct dtap_conf *conf,
	  const struct dtap_log *log)
{
	const char *user = conf->uplink.user,
		   *file = conf->uplink.password_file;
	char why[512];

	if ((user[0] == '\0') != (file[0] == '\0'))
		return DTAP_FAIL(log,
				 "uplink.user and uplink.password_file: set "
				 "both or none");
	if (user[0] == '\0')
		return true;
	if (strlen(user) >= sizeof link->user)
		return DTAP_FAIL(log, "uplink.user is too long");
	strcpy(link->user, user);
	return dtap_secret_read(file, link->password, sizeof link->password,
				why, sizeof why) == 0 ||
	       DTAP_FAIL(log, "uplink.password_file: %s", why);
}

static bool
read_nkey(struct dtap_link_options *link, const char *file,
	  const struct dtap_log *log)
{
	char seed[128], why[512];
	bool good;

	if (file[0] == '\0')
		return true;
	if (dtap_secret_read(file, seed, sizeof seed, why, sizeof why) < 0)
		return DTAP_FAIL(log, "uplink.nkey_file: %s", why);
	good = dtap_nats_link_read_seed(link, seed);
	explicit_bzero(seed, sizeof seed);
	return good || DTAP_FAIL(log,
				 "uplink.nkey_file: %s: must be the seed of a "
				 "user's NKey, SU..., in one line",
				 file);
}

static bool
read_login(struct dtap_link_options *link, const struct dtap_conf *conf,
	   const struct dtap_log *log)
{
	int ways = (conf->uplink.user[0] != '\0') +
		   (conf->uplink.nkey_file[0] != '\0') +
		   (conf->uplink.credentials_file[0] != '\0');

	if (ways > 1)
		return DTAP_FAIL(log, "uplink.user, uplink.nkey_file and "
				      "uplink.credentials_file: set one of "
				      "them");
	return read_user(link, conf, log) &&
	       read_nkey(link, conf->uplink.nkey_file, log) &&
	       read_path(link->credentials_file, "uplink.credentials_file",
			 conf->uplink.credentials_file, log) &&
	       read_path(link->ca_file, "uplink.ca_file", conf->uplink.ca_file,
			 log);
}

/* Others on the network could read all of it. */
static void
warn(const struct dtap_link_options *link, const struct dtap_log *log)
{
	for (size_t i = 0; i < link->server_count; i++) {
		const struct dtap_link_server *server = &link->servers[i];

		if (!server->tls &&
		    strcasecmp(server->host, "localhost") != 0 &&
		    !dtap_net_is_loopback(server->host))
			dtap_log(log, DTAP_WARNING,
				 "uplink.servers: nats://%s is not encrypted: "
				 "others on the network can read the traffic "
				 "and the password; use tls://",
				 server->host);
	}
}

static bool
check(const struct dtap_conf *conf, const struct dtap_log *log)
{
	if (conf->uplink.device[0] == '\0')
		return DTAP_FAIL(log, "uplink.enabled: uplink.device must be a "
				      "name for this device");
	if (dtap_nats_link_library() == NULL)
		return DTAP_FAIL(log, "uplink.enabled: this diagtapd was built "
				      "without libnats");
	if (!dtap_nats_link_is_known())
		return DTAP_FAIL(log,
				 "uplink.enabled: %s is not installed (Debian: "
				 "libnats); this diagtapd was built for it, "
				 "and takes no other version",
				 dtap_nats_link_library());
	return strcmp(conf->uplink.compress, "none") == 0 ||
	       dtap_message_builder_knows_zstd() ||
	       DTAP_FAIL(log, "uplink.compress = \"zstd\": this diagtapd was "
			      "built without it: set \"none\"");
}

static bool
read_options(struct dtap_uplink_options *options,
	     const struct dtap_service *service, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	const struct dtap_fleet_identity *identity = &service->identity;

	*options = (struct dtap_uplink_options){
		.link.name = identity->device,
		.identity = identity,
		.record_clock = service->record_clock,
		.version = DTAP_VERSION,
		.linger_ms = (unsigned)conf->uplink.linger_ms,
		.window_bytes = (size_t)conf->uplink.window_bytes,
		.zstd = strcmp(conf->uplink.compress, "zstd") == 0,
	};
	snprintf(options->link.inbox, sizeof options->link.inbox,
		 "_INBOX.%s.%s", identity->device, identity->boot_text);
	return read_servers(&options->link, conf->uplink.servers, log) &&
	       read_login(&options->link, conf, log);
}

static bool
make(struct dtap_service *service, const struct dtap_uplink_options *options,
     const struct dtap_log *log)
{
	struct dtap_link *link = dtap_nats_link_new(&options->link);

	if (link != NULL)
		service->uplink = dtap_uplink_new(options, link, log);
	for (size_t i = 0; i < service->tap_count; i++)
		if (service->uplink == NULL ||
		    (service->taps[i].tap != NULL &&
		     dtap_uplink_add(service->uplink, service->taps[i].tap) <
			     0))
			return DTAP_FAIL(log, "the uplink: %s",
					 strerror(errno));
	return true;
}

bool
dtap_setup_uplink(struct dtap_service *service,
		  struct dtap_uplink_options *options,
		  const struct dtap_conf *conf, const struct dtap_log *log)
{
	if (!conf->uplink.enabled)
		return true;
	if (!check(conf, log) || !read_options(options, service, conf, log))
		return false;
	warn(&options->link, log);
	return make(service, options, log);
}
