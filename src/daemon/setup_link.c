/* SPDX-License-Identifier: MIT */
#include "daemon/setup_link.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/net.h"
#include "base/secret.h"
#include "nats/link_server.h"
#include "nats/nats_link.h"

static bool
read_servers(struct dtap_link_options *link, const struct dtap_link_keys *keys,
	     const struct dtap_log *log)
{
	const char *words = keys->servers;

	while (*words != '\0') {
		size_t size = strcspn(words, " ");

		if (link->server_count == DTAP_LINK_SERVERS)
			return DTAP_FAIL(log,
					 "%s.servers: more than %d servers",
					 keys->group, DTAP_LINK_SERVERS);
		if (!dtap_link_server_read(&link->servers[link->server_count++],
					   words, size))
			return DTAP_FAIL(log,
					 "%s.servers: \"%.*s\": must be "
					 "nats://HOST:PORT or tls://HOST:PORT, "
					 "without user and password "
					 "(%s.user)",
					 keys->group, (int)size, words,
					 keys->group);
		words += size + (words[size] == ' ');
	}
	return link->server_count > 0 ||
	       DTAP_FAIL(log,
			 "%s.servers is empty: name a server, for example "
			 "tls://hub.example.org:4222",
			 keys->group);
}

/* A file that libnats reads each time that it connects. */
static bool
read_path(char out[1024], const struct dtap_link_keys *keys, const char *key,
	  const char *path, const struct dtap_log *log)
{
	if ((size_t)snprintf(out, 1024, "%s", path) >= 1024)
		errno = ENAMETOOLONG;
	else if (path[0] == '\0' || access(path, R_OK) == 0)
		return true;
	return DTAP_FAIL(log, "%s.%s = \"%s\": %s", keys->group, key, path,
			 strerror(errno));
}

static bool
read_user(struct dtap_link_options *link, const struct dtap_link_keys *keys,
	  const struct dtap_log *log)
{
	const char *user = keys->user, *file = keys->password_file;
	char why[512];

	if ((user[0] == '\0') != (file[0] == '\0'))
		return DTAP_FAIL(log,
				 "%s.user and %s.password_file: set both or "
				 "none",
				 keys->group, keys->group);
	if (user[0] == '\0')
		return true;
	if (strlen(user) >= sizeof link->user)
		return DTAP_FAIL(log, "%s.user is too long", keys->group);
	strcpy(link->user, user);
	return dtap_secret_read(file, link->password, sizeof link->password,
				why, sizeof why) == 0 ||
	       DTAP_FAIL(log, "%s.password_file: %s", keys->group, why);
}

static bool
read_nkey(struct dtap_link_options *link, const struct dtap_link_keys *keys,
	  const struct dtap_log *log)
{
	const char *file = keys->nkey_file;
	char seed[128], why[512];
	bool good;

	if (file[0] == '\0')
		return true;
	if (dtap_secret_read(file, seed, sizeof seed, why, sizeof why) < 0)
		return DTAP_FAIL(log, "%s.nkey_file: %s", keys->group, why);
	good = dtap_nats_link_read_seed(link, seed);
	explicit_bzero(seed, sizeof seed);
	return good || DTAP_FAIL(log,
				 "%s.nkey_file: %s: must be the seed of a "
				 "user's NKey, SU..., in one line",
				 keys->group, file);
}

static bool
read_login(struct dtap_link_options *link, const struct dtap_link_keys *keys,
	   const struct dtap_log *log)
{
	int ways = (keys->user[0] != '\0') + (keys->nkey_file[0] != '\0') +
		   (keys->credentials_file[0] != '\0');

	if (ways > 1)
		return DTAP_FAIL(log,
				 "%s.user, %s.nkey_file and "
				 "%s.credentials_file: set one of them",
				 keys->group, keys->group, keys->group);
	return read_user(link, keys, log) && read_nkey(link, keys, log) &&
	       read_path(link->credentials_file, keys, "credentials_file",
			 keys->credentials_file, log) &&
	       read_path(link->ca_file, keys, "ca_file", keys->ca_file, log);
}

/* Others on the network could read all of it. */
void
dtap_setup_link_warn(const struct dtap_link_options *link,
		     const struct dtap_link_keys *keys,
		     const struct dtap_log *log)
{
	for (size_t i = 0; i < link->server_count; i++) {
		const struct dtap_link_server *server = &link->servers[i];

		if (!server->tls &&
		    strcasecmp(server->host, "localhost") != 0 &&
		    !dtap_net_is_loopback(server->host))
			dtap_log(log, DTAP_WARNING,
				 "%s.servers: nats://%s is not encrypted: "
				 "others on the network can read the traffic "
				 "and the password; use tls://",
				 keys->group, server->host);
	}
}

bool
dtap_setup_link_library(const char *key, const struct dtap_log *log)
{
	if (dtap_nats_link_library() == NULL)
		return DTAP_FAIL(log,
				 "%s: this diagtapd was built without libnats",
				 key);
	if (dtap_nats_link_is_known())
		return true;
	return DTAP_FAIL(log,
			 "%s: %s is not installed (Debian: libnats); this "
			 "diagtapd was built for it, and takes no other "
			 "version",
			 key, dtap_nats_link_library());
}

bool
dtap_setup_link(struct dtap_link_options *link,
		const struct dtap_link_keys *keys, const struct dtap_log *log)
{
	return read_servers(link, keys, log) && read_login(link, keys, log);
}
