/* SPDX-License-Identifier: MIT */
#include "conf/key_rows.h"

/* conf/diagtap-hub.conf explains each. */
static const struct dtap_key keys[] = {
	BOOL(sandbox, "true"),

	KEY(hub.servers, DTAP_WORDS, "nats://127.0.0.1:4222", 0, 0, NULL),
	KEY(hub.groups, DTAP_WORDS, "default", 0, 0, NULL),
	STRING(hub.user, "", NULL),
	STRING(hub.password_file, "", NULL),
	STRING(hub.nkey_file, "", NULL),
	STRING(hub.credentials_file, "", NULL),
	STRING(hub.ca_file, "", NULL),
	INT(hub.reorder_ms, "15000", 0, 60000),
	INT(hub.buffer_bytes, "2097152", 512 * KIB, GIB),
	STRING(hub.uploads, "", NULL),

	INT(store.bytes, "1073741824", MIB, 1024 * GIB),
	INT(store.seconds, "86400", 60, 31536000),
	INT(store.messages, "100000", 100, 100000000),
	INT(store.replicas, "1", 1, 5),

	STRING(listen.address, "127.0.0.1", NULL),
	INT(listen.port, "9850", 0, 65535),
	INT(listen.max_subscribers, "64", 1, 10000),
	STRING(listen.unix_socket, "", NULL),
	STRING(listen.unix_mode, "0660", NULL),
	STRING(listen.unix_group, "", NULL),

	STRING(access.token_file, "", NULL),
	BOOL(access.allow_anonymous, "false"),
	WORDS(access.hosts),

	BOOL(pcap_over_ip.enabled, "false"),
	STRING(pcap_over_ip.address, "127.0.0.1", NULL),
	INT(pcap_over_ip.port, "57022", 0, 65535),

	INT(ws.ping_seconds, "30", 0, 3600),
	INT(ws.stall_timeout, "30", 0, 3600),
};

const struct dtap_key_table dtap_hub_keys = {keys, sizeof keys / sizeof *keys};
