/* SPDX-License-Identifier: MIT */
#include "hub/server_conf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/secret.h"
#include "fleet/fleet_name.h"
#include "fleet/nkey.h"
#include "hub/run.h"

/* What stands before the users. */
static const char head[] =
	"# nats-server for a fleet of diagtapd: nats-server -c THIS_FILE\n"
	"# It is of version 2.10 or newer; diagtap-hub(8) says how it was "
	"made.\n"
	"port: 4222\n"
	"\n"
	"tls {\n"
	"  cert_file: \"%s/server.crt\"\n"
	"  key_file: \"%s/server.key\"\n"
	"}\n"
	"\n"
	"# The sum of store.bytes of all groups is below max_file_store, and "
	"that\n"
	"# well below the room of the disk: a full disk ends all.\n"
	"jetstream {\n"
	"  store_dir: \"/var/lib/nats\"\n"
	"  max_file_store: 20G\n"
	"  max_memory_store: 64M\n"
	"}\n"
	"\n"
	"# A message has at most 0.5 MiB of records.  Thousands of devices may "
	"come\n"
	"# back at once.\n"
	"max_payload: 1M\n"
	"max_connections: 20000\n"
	"write_deadline: \"10s\"\n"
	"ping_interval: \"30s\"\n"
	"\n"
	"authorization {\n"
	"  timeout: 10\n"
	"  users: [\n"
	"    { # the hub\n"
	"      nkey: \"%s\"\n"
	"      permissions {\n"
	"        publish: [\"$JS.API.INFO\", \"$JS.API.STREAM.INFO.*\",\n"
	"          \"$JS.API.STREAM.CREATE.*\", \"$JS.API.STREAM.UPDATE.*\",\n"
	"          \"$JS.API.CONSUMER.CREATE.*.*\", "
	"\"$JS.API.CONSUMER.MSG.NEXT.*.*\",\n"
	"          \"$JS.API.CONSUMER.DELETE.*.*\"]\n"
	"        subscribe: \"_INBOX.>\"\n"
	"      }\n"
	"    }\n";

static const char user[] =
	"    { # %s\n"
	"      nkey: \"%s\"\n"
	"      permissions {\n"
	"        publish: [\"diag.%s.>\", \"" DTAP_FLEET_KEY_PREFIX "%s\"]\n"
	"        subscribe: \"_INBOX.%s.>\"\n"
	"      }\n"
	"    }\n";

static const char tail[] = "  ]\n"
			   "}\n";

/* A file that only its owner can read, and that was not there. */
static bool
write_new(const char *path, const char *seed)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good;

	if (fd < 0)
		return false;
	good = dprintf(fd, "%s\n", seed) > 0 && fsync(fd) == 0;
	return close(fd) == 0 && good;
}

/* The public key of a file, which is made if it is not there. */
static bool
take_key(const char *folder, const char *name, char public_key[DTAP_NKEY_ROOM],
	 const struct dtap_log *log)
{
	char path[PATH_MAX], seed[DTAP_NKEY_ROOM], why[512];
	bool good;

	if (snprintf(path, sizeof path, "%s/%s.nkey", folder, name) >=
	    (int)sizeof path)
		return DTAP_FAIL(log, "%s: the path is too long", folder);
	if (access(path, F_OK) < 0 &&
	    (!dtap_nkey_make(seed) || !write_new(path, seed)))
		return DTAP_FAIL(log, "%s: %s", path, strerror(errno));
	if (dtap_secret_read(path, seed, sizeof seed, why, sizeof why) < 0)
		return DTAP_FAIL(log, "%s", why);
	good = dtap_nkey_public(seed, public_key);
	explicit_bzero(seed, sizeof seed);
	return good ||
	       DTAP_FAIL(log, "%s: not the seed of a user's NKey", path);
}

static bool
put_device(FILE *out, const char *folder, const char *key,
	   const struct dtap_log *log)
{
	char public_key[DTAP_NKEY_ROOM];
	struct dtap_fleet_name name;

	if (!dtap_fleet_key_read(&name, key))
		return DTAP_FAIL(log,
				 "\"%s\": must be GROUP.DEVICE, "
				 "each " DTAP_FLEET_WORD_RULE,
				 key);
	if (!take_key(folder, key, public_key, log))
		return false;
	fprintf(out, user, key, public_key, key, key, name.device);
	return true;
}

int
dtap_hub_server_conf(FILE *out, const char *folder, char **devices, int count,
		     const struct dtap_log *log)
{
	char public_key[DTAP_NKEY_ROOM], *path = realpath(folder, NULL);
	bool good = path != NULL;

	if (path == NULL)
		dtap_log(log, DTAP_ERROR, "%s: %s", folder, strerror(errno));
	good = good && take_key(path, "hub", public_key, log);
	if (good)
		fprintf(out, head, path, path, public_key);
	for (int i = 0; good && i < count; i++)
		good = put_device(out, path, devices[i], log);
	if (good)
		fputs(tail, out);
	free(path);
	return good && fflush(out) == 0 ? 0 : DTAP_HUB_WRONG;
}
