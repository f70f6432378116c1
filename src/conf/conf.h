/* SPDX-License-Identifier: MIT */
/*
 * conf.h - the configuration: a libconfig file, then options that override it.
 *
 * Each program has a table with a row for every key that it knows: default,
 * type and range (keys.c, hub_keys.c).  It drives parsing and printing.  An
 * unknown key is an error.  Plain data, one owner, read only when threads run.
 */
#ifndef DTAP_CONF_H
#define DTAP_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* The group of a tap.  A key that this tap does not have is NULL or 0. */
struct dtap_conf_tap {
	char *source, *device, *address, *socket, *file, *at_end, *header;
	char *interface, *filter, *story;
	bool listen;
	double speed, rate;
	int64_t wait_subscribers, buffer_bytes, snaplen, seed, sims;
};

/* The keys of a program (keys.h). */
struct dtap_key_table;
extern const struct dtap_key_table dtap_diagtapd_keys, dtap_hub_keys;

struct dtap_conf {
	const struct dtap_key_table *keys;
	bool diag_stream_enabled, ipa_stream_enabled, debug_mode;
	double clock_offset; /* s */
	char *user, *group;
	bool sandbox;
	struct {
		char *address, *unix_socket, *unix_mode, *unix_group;
		int64_t port, max_subscribers;
	} listen;
	struct {
		char *token_file, *hosts; /* hosts: words, a space between */
		bool allow_anonymous;
	} access;
	struct {
		int64_t bytes, flush_ms;
	} ring;
	struct {
		int64_t snaplen;
	} pcap;
	struct {
		bool enabled;
		char *address;
		int64_t port, ipa_port;
	} pcap_over_ip;
	struct {
		bool enabled;
		char *address; /* HOST:PORT */
	} gsmtap;
	struct {
		int64_t ping_seconds, stall_timeout;
	} ws;
	struct {
		char *wireshark; /* a folder; "": none */
	} viewer;
	struct dtap_conf_tap diag, ipa;
	struct {
		bool enabled;
		char *directory, *name, *format, *split, *compress;
		int64_t rotate_bytes, rotate_seconds;
		int64_t keep_bytes, keep_files, keep_seconds;
		int64_t min_free_bytes, min_free_bytes_to_start;
		int64_t flush_ms, sync_seconds;
	} archive;
	struct {
		char *url, *token_file, *password_file, *ca_file;
		int64_t connect_timeout, stall_timeout, min_age_seconds;
		bool delete_uploaded;
	} upload;
	struct {
		bool enabled;
		char *device;  /* "": the owner chose no name */
		char *servers; /* words, a space between */
		char *group, *compress;
		char *user, *password_file, *nkey_file;
		char *credentials_file, *ca_file;
		int64_t linger_ms, window_bytes;
	} uplink;
	struct {
		char *servers; /* words, a space between */
		char *group, *device;
		char *user, *password_file, *nkey_file;
		char *credentials_file, *ca_file;
	} nats;
	struct {
		bool enabled;
		char *address, *tty_directory, *socket, *mode, *group;
		char *commands; /* words, a space between */
		int64_t tcp, ttys, max_clients;
	} port;
	struct {
		char *preset, *logs,
			*messages; /* logs: codes, a space between */
		char *file;
		bool events;
	} masks;
	struct {
		char *servers, *groups; /* words, a space between */
		char *user, *password_file, *nkey_file, *credentials_file;
		char *ca_file, *uploads;
		int64_t reorder_ms, buffer_bytes;
	} hub;
	struct {
		int64_t bytes, seconds, messages, replicas;
	} store;
};

/* One line without a newline: the place, the wrong value, what is allowed. */
struct dtap_conf_error {
	char text[512];
};

/* How a program reads its configuration again, for SIGHUP.  False: error. */
struct dtap_reread {
	bool (*read)(void *arg, struct dtap_conf *conf,
		     struct dtap_conf_error *error);
	void *arg;
};

/*
 * Sets every key of a program to its default; what it does not know is NULL or
 * 0.  False: no memory, or the table is wrong.
 */
bool dtap_conf_init(struct dtap_conf *conf, const struct dtap_key_table *keys,
		    struct dtap_conf_error *error);
void dtap_conf_free(struct dtap_conf *conf);

/* Sets the keys that a file has.  False: error; conf may be half changed. */
bool dtap_conf_read(struct dtap_conf *conf, const char *path,
		    struct dtap_conf_error *error);

/*
 * Sets one key from "KEY=VALUE"; VALUE is written as in the file, but a string
 * needs no quotes.  False: error.
 */
bool dtap_conf_set(struct dtap_conf *conf, const char *assignment,
		   struct dtap_conf_error *error);

/* Prints all keys in the form that dtap_conf_read() reads. */
void dtap_conf_print(const struct dtap_conf *conf, FILE *out);

#endif
