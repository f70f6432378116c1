/* SPDX-License-Identifier: MIT */
#include "hub/setup_connection.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/secret.h"
#include "fleet/nkey.h"

#define SECRET_ROOM   256
#define CONNECT_TRIES 100 /* 100 ms each */

static bool
read_secret(const char *key, const char *path, char out[SECRET_ROOM],
	    const struct dtap_log *log)
{
	char why[512];

	*out = '\0';
	return *path == '\0' ||
	       dtap_secret_read(path, out, SECRET_ROOM, why, sizeof why) == 0 ||
	       DTAP_FAIL(log, "%s: %s", key, why);
}

struct secrets {
	char password[SECRET_ROOM], seed[SECRET_ROOM];
};

static bool
read_secrets(struct secrets *secrets, const struct dtap_conf *conf,
	     const struct dtap_log *log)
{
	char public_key[DTAP_NKEY_ROOM];

	if (!read_secret("hub.password_file", conf->hub.password_file,
			 secrets->password, log) ||
	    !read_secret("hub.nkey_file", conf->hub.nkey_file, secrets->seed,
			 log))
		return false;
	return secrets->seed[0] == '\0' ||
	       dtap_nkey_public(secrets->seed, public_key) ||
	       DTAP_FAIL(log,
			 "hub.nkey_file: %s: not the seed of a user's NKey "
			 "(SU...)",
			 conf->hub.nkey_file);
}

/* A file that libnats reads each time that it connects. */
static bool
check_path(const char *key, const char *path, const struct dtap_log *log)
{
	return path[0] == '\0' || access(path, R_OK) == 0 ||
	       DTAP_FAIL(log, "%s = \"%s\": %s", key, path, strerror(errno));
}

static bool
check_login(const struct dtap_conf *conf, const struct dtap_log *log)
{
	bool has_user = conf->hub.user[0] != '\0';
	int ways = has_user + (conf->hub.nkey_file[0] != '\0') +
		   (conf->hub.credentials_file[0] != '\0');

	if (ways > 1)
		return DTAP_FAIL(log, "hub.user, hub.nkey_file and "
				      "hub.credentials_file: set one of them");
	if (has_user != (conf->hub.password_file[0] != '\0'))
		return DTAP_FAIL(log, "hub.user and hub.password_file: set "
				      "both or none");
	return check_path("hub.credentials_file", conf->hub.credentials_file,
			  log) &&
	       check_path("hub.ca_file", conf->hub.ca_file, log);
}

bool
dtap_hub_setup_check_connection(const struct dtap_conf *conf,
				const struct dtap_log *log)
{
	struct secrets secrets = {.password = ""};
	bool good = check_login(conf, log) && read_secrets(&secrets, conf, log);

	explicit_bzero(&secrets, sizeof secrets);
	return good && (conf->hub.servers[0] != '\0' ||
			DTAP_FAIL(log, "hub.servers: at least one is needed"));
}

struct dtap_hub_connection *
dtap_hub_setup_connect(const struct dtap_conf *conf, const struct dtap_log *log,
		       void (*ended)(void *arg), void *arg)
{
	struct dtap_hub_connection *connection = NULL;
	struct secrets secrets;
	const struct dtap_hub_connection_options options = {
		.servers = conf->hub.servers,
		.user = conf->hub.user,
		.password = secrets.password,
		.nkey_seed = secrets.seed,
		.credentials_file = conf->hub.credentials_file,
		.ca_file = conf->hub.ca_file,
		.log = log,
		.ended = ended,
		.arg = arg,
	};
	char why[256];

	if (read_secrets(&secrets, conf, log)) {
		connection = dtap_hub_connection_open(&options, why);
		if (connection == NULL)
			dtap_log(log, DTAP_ERROR, "nats: %s", why);
	}
	explicit_bzero(&secrets, sizeof secrets);
	return connection;
}

bool
dtap_hub_setup_await(struct dtap_hub_connection *connection,
		     const atomic_bool *ended, const struct dtap_log *log)
{
	for (int i = 0; i < CONNECT_TRIES; i++) {
		if (dtap_hub_connection_is_open(connection))
			return true;
		if (atomic_load(ended))
			return false;
		dtap_clock_sleep(dtap_clock_now() + 100 * DTAP_NS_PER_MS);
	}
	return DTAP_FAIL(log, "nats: no server of hub.servers answers");
}
