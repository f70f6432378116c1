/* SPDX-License-Identifier: MIT */
/*
 * conf.h - what the daemon is told: a libconfig file, then options over it.
 *
 * One table (keys.c) names every key once; it drives defaults, parsing, ranges
 * and the print-out.  An unknown key is an error.
 */
#ifndef DTAP_CONF_H
#define DTAP_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A tap's group.  A key that only one tap has is NULL or 0 in the other's. */
struct dtap_conf_tap {
	char *source, *device, *address, *socket, *file, *at_end, *header;
	char *interface, *filter;
	bool listen;
	double speed, rate;
	int64_t wait_subscribers, buffer_bytes, snaplen, seed;
};

struct dtap_conf {
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
		int64_t ping_seconds, stall_timeout;
	} ws;
	struct dtap_conf_tap diag, ipa;
	struct {
		bool enabled;
		char *directory, *name, *format, *compress;
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
		char *preset, *logs, *messages; /* logs: as hosts */
		bool events;
	} masks;
};

/* One line without a newline: where, the offending value, what is allowed. */
struct dtap_conf_error {
	char text[512];
};

/* Every key at its default.  False: no memory, or the table is wrong. */
bool dtap_conf_init(struct dtap_conf *conf, struct dtap_conf_error *error);
void dtap_conf_free(struct dtap_conf *conf);

/* Reads a file over what is there.  False: error, and conf is half changed. */
bool dtap_conf_read(struct dtap_conf *conf, const char *path,
		    struct dtap_conf_error *error);

/*
 * Sets one key from "KEY=VALUE", VALUE as in the file; quotes around a string
 * may be left out.
 */
bool dtap_conf_set(struct dtap_conf *conf, const char *assignment,
		   struct dtap_conf_error *error);

/* Prints the whole as a file that dtap_conf_read() takes. */
void dtap_conf_print(const struct dtap_conf *conf, FILE *out);

#endif
