/* SPDX-License-Identifier: MIT */
#include "conf/keys.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/key_rows.h"

/* Keys of a group stand together; conf/diagtapd.conf explains each. */
static const struct dtap_key keys[] = {
	BOOL(diag_stream_enabled, "false"),
	BOOL(ipa_stream_enabled, "false"),
	BOOL(debug_mode, "false"),
	FLOAT(clock_offset, "0.0", -4e9, 4e9),
	STRING(user, "", NULL),
	STRING(group, "", NULL),
	BOOL(sandbox, "true"),

	STRING(listen.address, "127.0.0.1", NULL),
	INT(listen.port, "9840", 0, 65535),
	INT(listen.max_subscribers, "64", 1, 10000),
	STRING(listen.unix_socket, "", NULL),
	STRING(listen.unix_mode, "0660", NULL),
	STRING(listen.unix_group, "", NULL),

	STRING(access.token_file, "", NULL),
	BOOL(access.allow_anonymous, "false"),
	WORDS(access.hosts),

	INT(ring.bytes, "8388608", 64 * KIB, GIB),
	INT(ring.flush_ms, "10", 0, 10000),

	INT(pcap.snaplen, "262144", 1024, 262144),

	BOOL(pcap_over_ip.enabled, "false"),
	STRING(pcap_over_ip.address, "127.0.0.1", NULL),
	INT(pcap_over_ip.port, "57012", 0, 65535),
	INT(pcap_over_ip.ipa_port, "57013", 0, 65535),

	BOOL(gsmtap.enabled, "false"),
	STRING(gsmtap.address, "127.0.0.1:4729", NULL),

	INT(ws.ping_seconds, "30", 0, 3600),
	INT(ws.stall_timeout, "30", 0, 3600),

	STRING(viewer.wireshark, "", NULL),

	STRING(diag.source, "diag", NULL),
	INT(diag.wait_subscribers, "0", 0, 10000),
	STRING(diag.at_end, "end", "end exit hold loop"),
	STRING(diag.device, "/dev/diag", NULL),
	INT(diag.buffer_bytes, "1048576", 64 * KIB, 16 * MIB),
	STRING(diag.address, "", NULL),
	BOOL(diag.listen, "false"),
	STRING(diag.socket, "@diag", NULL),
	STRING(diag.file, "", NULL),
	FLOAT(diag.speed, "1.0", 0, 1e6),
	INT(diag.seed, "1", 0, 9e15),
	FLOAT(diag.rate, "200.0", 0.01, 1e6),
	STRING(diag.story, "stress", "stress day"),
	INT(diag.sims, "1", 1, 2),

	STRING(ipa.source, "ipa", NULL),
	INT(ipa.wait_subscribers, "0", 0, 10000),
	STRING(ipa.at_end, "end", "end exit hold loop"),
	STRING(ipa.device, "/dev/qcom_ipa0_monitor", NULL),
	STRING(ipa.header, "auto",
	       "auto status status5 status-csum status5-csum dpl2 dpl3 qmap"),
	INT(ipa.buffer_bytes, "0", 0, GIB),
	STRING(ipa.interface, "", NULL),
	INT(ipa.snaplen, "1900", 64, 131072),
	STRING(ipa.filter, "", NULL),
	STRING(ipa.file, "", NULL),
	FLOAT(ipa.speed, "1.0", 0, 1e6),
	INT(ipa.seed, "1", 0, 9e15),
	FLOAT(ipa.rate, "1000.0", 0.01, 1e7),

	BOOL(archive.enabled, "false"),
	STRING(archive.directory, "/var/lib/diagtap", NULL),
	STRING(archive.name, "", NULL),
	STRING(archive.format, "pcap", "pcap raw"),
	STRING(archive.split, "container", "container message"),
	INT(archive.rotate_bytes, "8388608", 64 * KIB, 1024 * GIB),
	INT(archive.rotate_seconds, "3600", 0, 31536000),
	INT(archive.keep_bytes, "67108864", 0, 1024 * GIB),
	INT(archive.keep_files, "0", 0, 1e6),
	INT(archive.keep_seconds, "0", 0, 1e9),
	INT(archive.min_free_bytes_to_start, "33554432", 0, 1024 * GIB),
	INT(archive.min_free_bytes, "16777216", 0, 1024 * GIB),
	INT(archive.flush_ms, "1000", 0, 60000),
	INT(archive.sync_seconds, "10", 0, 3600),
	STRING(archive.compress, "none", "none gzip zstd"),

	STRING(upload.url, "", NULL),
	STRING(upload.token_file, "", NULL),
	STRING(upload.password_file, "", NULL),
	STRING(upload.ca_file, "", NULL),
	INT(upload.connect_timeout, "30", 1, 3600),
	INT(upload.stall_timeout, "60", 1, 3600),
	INT(upload.min_age_seconds, "0", 0, 1e9),
	BOOL(upload.delete_uploaded, "false"),

	STRING(uplink.device, "", NULL),
	BOOL(uplink.enabled, "false"),
	WORDS(uplink.servers),
	STRING(uplink.group, "default", NULL),
	INT(uplink.linger_ms, "1000", 0, 60000),
	INT(uplink.window_bytes, "1048576", 256 * KIB, GIB),
	STRING(uplink.compress, "zstd", "none zstd"),
	STRING(uplink.user, "", NULL),
	STRING(uplink.password_file, "", NULL),
	STRING(uplink.nkey_file, "", NULL),
	STRING(uplink.credentials_file, "", NULL),
	STRING(uplink.ca_file, "", NULL),

	WORDS(nats.servers),
	STRING(nats.group, "default", NULL),
	STRING(nats.device, "", NULL),
	STRING(nats.user, "", NULL),
	STRING(nats.password_file, "", NULL),
	STRING(nats.nkey_file, "", NULL),
	STRING(nats.credentials_file, "", NULL),
	STRING(nats.ca_file, "", NULL),

	BOOL(port.enabled, "false"),
	STRING(port.address, "127.0.0.1", NULL),
	INT(port.tcp, "43555", 0, 65535),
	INT(port.ttys, "0", 0, 16),
	STRING(port.tty_directory, "/dev/diagtap", NULL),
	STRING(port.socket, "", NULL),
	STRING(port.mode, "0660", NULL),
	STRING(port.group, "", NULL),
	KEY(port.commands, DTAP_WORDS, "safe", 0, 0, NULL),
	INT(port.max_clients, "16", 1, 64),

	STRING(masks.preset, "none", "none signalling radio all"),
	CODES(masks.logs),
	BOOL(masks.events, "false"),
	STRING(masks.messages, "none", "none fatal error high medium low"),
	STRING(masks.file, "", NULL),
};

const struct dtap_key_table dtap_diagtapd_keys = {keys,
						  sizeof keys / sizeof *keys};

const struct dtap_key *
dtap_key_find(const struct dtap_key_table *table, const char *path)
{
	for (size_t i = 0; i < table->count; i++)
		if (strcmp(table->keys[i].path, path) == 0)
			return &table->keys[i];
	return NULL;
}

bool
dtap_key_is_equal(const struct dtap_conf *one, const struct dtap_conf *other,
		  const struct dtap_key *key)
{
	const void *a = (const char *)one + key->offset;
	const void *b = (const char *)other + key->offset;

	switch (key->type) {
	case DTAP_BOOL:
		return *(const bool *)a == *(const bool *)b;
	case DTAP_INT:
		return *(const int64_t *)a == *(const int64_t *)b;
	case DTAP_FLOAT:
		return memcmp(a, b, sizeof(double)) == 0;
	default:
		return strcmp(*(char *const *)a, *(char *const *)b) == 0;
	}
}

bool
dtap_key_is_text(const struct dtap_key *key)
{
	return key->type == DTAP_STRING || key->type == DTAP_WORDS ||
	       key->type == DTAP_CODES;
}

bool
dtap_key_refuse(const struct dtap_key *key, struct dtap_allowed *allowed)
{
	char *out = allowed->text;
	size_t room = sizeof allowed->text;

	switch (key->type) {
	case DTAP_BOOL:
		snprintf(out, room, "true or false");
		break;
	case DTAP_INT:
		snprintf(out, room, "a whole number from %.0f to %.0f",
			 key->min, key->max);
		break;
	case DTAP_FLOAT:
		snprintf(out, room, "a number from %g to %g", key->min,
			 key->max);
		break;
	case DTAP_STRING:
		if (key->choices != NULL)
			snprintf(out, room, "one of: %s", key->choices);
		else
			snprintf(out, room, "a string");
		break;
	case DTAP_WORDS:
		snprintf(out, room,
			 "a list of words, for example [\"a\", \"b\"]");
		break;
	case DTAP_CODES:
		snprintf(out, room,
			 "a list of numbers from 0 to 0x%X, for example "
			 "[0xB0C0, 0xB821]",
			 (unsigned)key->max);
	}
	return false;
}

static void *
field(struct dtap_conf *conf, const struct dtap_key *key)
{
	return (char *)conf + key->offset;
}

bool
dtap_key_set_bool(struct dtap_conf *conf, const struct dtap_key *key,
		  bool value, struct dtap_allowed *allowed)
{
	if (key->type != DTAP_BOOL)
		return dtap_key_refuse(key, allowed);
	*(bool *)field(conf, key) = value;
	return true;
}

bool
dtap_key_set_int(struct dtap_conf *conf, const struct dtap_key *key,
		 int64_t value, struct dtap_allowed *allowed)
{
	if (key->type == DTAP_FLOAT)
		return dtap_key_set_float(conf, key, (double)value, allowed);
	if (key->type != DTAP_INT || (double)value < key->min ||
	    (double)value > key->max)
		return dtap_key_refuse(key, allowed);
	*(int64_t *)field(conf, key) = value;
	return true;
}

bool
dtap_key_set_float(struct dtap_conf *conf, const struct dtap_key *key,
		   double value, struct dtap_allowed *allowed)
{
	if (key->type != DTAP_FLOAT || isnan(value) || value < key->min ||
	    value > key->max)
		return dtap_key_refuse(key, allowed);
	*(double *)field(conf, key) = value;
	return true;
}

/* `value` is one of the words of `choices`. */
static bool
is_choice(const char *choices, const char *value)
{
	size_t size = strlen(value);
	const char *at = choices;

	if (size == 0 || strchr(value, ' ') != NULL)
		return false;
	while ((at = strstr(at, value)) != NULL) {
		if ((at == choices || at[-1] == ' ') &&
		    (at[size] == ' ' || at[size] == '\0'))
			return true;
		at++;
	}
	return false;
}

/* Takes over the text. */
static bool
keep_text(struct dtap_conf *conf, const struct dtap_key *key, char *text,
	  struct dtap_allowed *allowed)
{
	char **out = field(conf, key);

	if (text == NULL) {
		snprintf(allowed->text, sizeof allowed->text, "%s",
			 strerror(ENOMEM));
		return false;
	}
	free(*out);
	*out = text;
	return true;
}

bool
dtap_key_set_string(struct dtap_conf *conf, const struct dtap_key *key,
		    const char *value, struct dtap_allowed *allowed)
{
	if (key->type != DTAP_STRING ||
	    (key->choices != NULL && !is_choice(key->choices, value)))
		return dtap_key_refuse(key, allowed);
	return keep_text(conf, key, strdup(value), allowed);
}

/* Every word is a number that the key allows. */
static bool
are_codes(const struct dtap_key *key, const char *words)
{
	while (*words != '\0') {
		char *end;
		unsigned long code = strtoul(words, &end, 0);

		if (end == words || (*end != ' ' && *end != '\0') ||
		    (double)code > key->max || *words == '-')
			return false;
		words = end + strspn(end, " ");
	}
	return true;
}

bool
dtap_key_set_words(struct dtap_conf *conf, const struct dtap_key *key,
		   const char *words, struct dtap_allowed *allowed)
{
	static const char between[] = " \t,[]()\"";
	char *out, *end;

	if (key->type != DTAP_WORDS && key->type != DTAP_CODES)
		return dtap_key_refuse(key, allowed);
	out = end = calloc(1, strlen(words) + 2);
	while (out != NULL && *(words += strspn(words, between)) != '\0') {
		size_t size = strcspn(words, between);

		if (end > out)
			*end++ = ' ';
		end = (char *)memcpy(end, words, size) + size;
		words += size;
	}
	if (out != NULL && key->type == DTAP_CODES && !are_codes(key, out)) {
		free(out);
		return dtap_key_refuse(key, allowed);
	}
	return keep_text(conf, key, out, allowed);
}

static bool
set_quoted(struct dtap_conf *conf, const struct dtap_key *key, const char *text,
	   struct dtap_allowed *allowed)
{
	size_t size = strlen(text);
	bool quoted = size >= 2 && text[0] == '"' && text[size - 1] == '"';
	char *bare = quoted ? strndup(text + 1, size - 2) : strdup(text);
	bool set;

	set = bare != NULL && dtap_key_set_string(conf, key, bare, allowed);
	free(bare);
	return set;
}

bool
dtap_key_set_text(struct dtap_conf *conf, const struct dtap_key *key,
		  const char *text, struct dtap_allowed *allowed)
{
	char *end;
	int64_t whole;
	double number;

	if (key->type == DTAP_STRING)
		return set_quoted(conf, key, text, allowed);
	if (key->type == DTAP_WORDS || key->type == DTAP_CODES)
		return dtap_key_set_words(conf, key, text, allowed);
	if (key->type == DTAP_BOOL) {
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return dtap_key_refuse(key, allowed);
		return dtap_key_set_bool(conf, key, text[0] == 't', allowed);
	}
	errno = 0;
	whole = strtoll(text, &end, 0);
	if (end != text && *end == '\0' && errno == 0)
		return dtap_key_set_int(conf, key, whole, allowed);
	number = strtod(text, &end);
	if (end == text || *end != '\0')
		return dtap_key_refuse(key, allowed);
	return dtap_key_set_float(conf, key, number, allowed);
}
