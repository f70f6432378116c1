/* SPDX-License-Identifier: MIT */
#include "archive/upload/http_put.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef DTAP_CURL

#include "archive/upload/libcurl.h"
#include "base/clock.h"

#define STALL_CHECK_MS 500 /* libcurl wakes us for all else */

struct curl_transport {
	struct dtap_upload_transport calls; /* first */
	struct dtap_libcurl curl;
	const struct dtap_server_options *options;
	CURL *easy;
	CURLM *multi;
	/* Of the present file. */
	const struct dtap_upload_file *file;
	off_t at;           /* bytes read */
	const char *unread; /* why it could not be read; or NULL */
	char url[512];      /* on the server */
	char error[CURL_ERROR_SIZE];
};

static size_t
read_file(char *out, size_t size, size_t count, void *arg)
{
	struct curl_transport *c = arg;
	const struct dtap_upload_file *file = c->file;
	uint64_t left = file->size - (uint64_t)c->at;
	size_t most = size * count < left ? size * count : (size_t)left;
	ssize_t got;

	if (most == 0)
		return 0;
	do
		got = file->vfs->read(file->vfs, file->fd, out, most, c->at);
	while (got < 0 && errno == EINTR);
	if (got <= 0) {
		c->unread = got == 0 ? "the file is shorter than before"
				     : strerror(errno);
		return CURL_READFUNC_ABORT;
	}
	c->at += got;
	return (size_t)got;
}

/* From the start again, on another connection. */
static int
seek_file(void *arg, curl_off_t offset, int origin)
{
	struct curl_transport *c = arg;

	if (origin != SEEK_SET || offset < 0 ||
	    (uint64_t)offset > c->file->size)
		return CURL_SEEKFUNC_FAIL;
	c->at = (off_t)offset;
	return CURL_SEEKFUNC_OK;
}

/* Only the status of the answer is of interest, not its body. */
static size_t
drop(char *bytes, size_t size, size_t count, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * count;
}

static void
allow_protocols(struct curl_transport *c)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	c->curl.easy_setopt(c->easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	c->curl.easy_setopt(c->easy, CURLOPT_PROTOCOLS,
			    (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void
set_credentials(struct curl_transport *c)
{
	const struct dtap_server_options *options = c->options;

	c->curl.easy_setopt(c->easy, CURLOPT_USERAGENT, options->agent);
	if (options->token[0] != '\0') {
		c->curl.easy_setopt(c->easy, CURLOPT_HTTPAUTH,
				    (long)CURLAUTH_BEARER);
		c->curl.easy_setopt(c->easy, CURLOPT_XOAUTH2_BEARER,
				    options->token);
	} else if (options->password[0] != '\0') {
		c->curl.easy_setopt(c->easy, CURLOPT_HTTPAUTH,
				    (long)CURLAUTH_BASIC);
		c->curl.easy_setopt(c->easy, CURLOPT_USERPWD,
				    options->password);
	}
}

/* What is the same for all files of a server. */
static void
set_up(struct curl_transport *c)
{
	const struct dtap_server_options *options = c->options;

	allow_protocols(c);
	c->curl.easy_setopt(c->easy, CURLOPT_NOSIGNAL, 1L);
	c->curl.easy_setopt(c->easy, CURLOPT_HTTP_VERSION,
			    (long)CURL_HTTP_VERSION_1_1);
	c->curl.easy_setopt(c->easy, CURLOPT_UPLOAD, 1L);
	c->curl.easy_setopt(c->easy, CURLOPT_CONNECTTIMEOUT,
			    (long)options->connect_timeout);
	c->curl.easy_setopt(c->easy, CURLOPT_ERRORBUFFER, c->error);
	c->curl.easy_setopt(c->easy, CURLOPT_READFUNCTION, read_file);
	c->curl.easy_setopt(c->easy, CURLOPT_READDATA, c);
	c->curl.easy_setopt(c->easy, CURLOPT_SEEKFUNCTION, seek_file);
	c->curl.easy_setopt(c->easy, CURLOPT_SEEKDATA, c);
	c->curl.easy_setopt(c->easy, CURLOPT_WRITEFUNCTION, drop);
	if (options->ca_file[0] != '\0')
		c->curl.easy_setopt(c->easy, CURLOPT_CAINFO, options->ca_file);
	set_credentials(c);
}

/*
 * Asks first (100 Continue): a server that takes no such file, or not from us,
 * says so before it has cost us its bytes.
 */
static struct curl_slist *
make_headers(const struct dtap_libcurl *curl,
	     const struct dtap_upload_file *file)
{
	char type[100];
	struct curl_slist *ask, *all;

	snprintf(type, sizeof type, "Content-Type: %s", file->type);
	ask = curl->slist_append(NULL, "Expect: 100-continue");
	all = ask == NULL ? NULL : curl->slist_append(ask, type);
	if (all == NULL)
		curl->slist_free_all(ask);
	return all;
}

/* Since when nothing goes on. */
struct progress {
	curl_off_t moved;
	int64_t since;
};

/* Until it can be spoken to, libcurl watches the time. */
static bool
is_over(struct curl_transport *c, struct progress *progress)
{
	int64_t now = dtap_clock_now();
	curl_off_t sent = 0, connected = 0;

	c->curl.easy_getinfo(c->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	c->curl.easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	if (connected == 0 || progress->moved != sent + 1) {
		progress->moved = connected == 0 ? 0 : sent + 1;
		progress->since = now;
	}
	return now - progress->since >
	       c->options->stall_timeout * DTAP_NS_PER_S;
}

/* What libcurl says of it in the end. */
static CURLcode
result_of(struct curl_transport *c)
{
	CURLMsg *message;
	int left;

	while ((message = c->curl.multi_info_read(c->multi, &left)) != NULL)
		if (message->msg == CURLMSG_DONE)
			return message->data.result;
	return CURLE_FAILED_INIT;
}

static enum dtap_upload_result
name_failure(CURLcode code)
{
	static const struct {
		CURLcode code;
		enum dtap_upload_result result;
	} table[] = {
		{CURLE_COULDNT_RESOLVE_HOST, DTAP_UPLOAD_RESOLVE},
		{CURLE_COULDNT_RESOLVE_PROXY, DTAP_UPLOAD_RESOLVE},
		{CURLE_COULDNT_CONNECT, DTAP_UPLOAD_CONNECT},
		{CURLE_OPERATION_TIMEDOUT, DTAP_UPLOAD_CONNECT},
		{CURLE_SSL_CONNECT_ERROR, DTAP_UPLOAD_TLS},
		{CURLE_PEER_FAILED_VERIFICATION, DTAP_UPLOAD_TLS},
		{CURLE_SSL_CACERT_BADFILE, DTAP_UPLOAD_TLS},
		{CURLE_SSL_ISSUER_ERROR, DTAP_UPLOAD_TLS},
		{CURLE_SSL_CIPHER, DTAP_UPLOAD_TLS},
		{CURLE_SSL_CERTPROBLEM, DTAP_UPLOAD_TLS},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (table[i].code == code)
			return table[i].result;
	return DTAP_UPLOAD_PROTOCOL;
}

/* What a server has part in goes to the log, and to terminals. */
static void
error_with(struct dtap_upload_error *error, const char *text)
{
	snprintf(error->text, sizeof error->text, "%.199s", text);
	for (char *at = error->text; *at != '\0'; at++)
		if (*at < ' ' || *at > '~')
			*at = '?';
}

/* A status of 300 and more counts, also where the connection ended after it. */
static enum dtap_upload_result
judge(struct curl_transport *c, CURLcode code, struct dtap_upload_error *error)
{
	curl_off_t sent = 0, after = 0;
	const char *target = NULL;
	long status = 0;

	c->curl.easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	c->curl.easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &sent);
	c->curl.easy_getinfo(c->easy, CURLINFO_RETRY_AFTER, &after);
	c->curl.easy_getinfo(c->easy, CURLINFO_REDIRECT_URL, &target);
	error->status = (unsigned)status;
	error->retry_after = after > 0 && after < 86400 ? (unsigned)after : 0;
	if (c->unread != NULL) {
		error_with(error, c->unread);
		return DTAP_UPLOAD_FILE;
	}
	if (status >= 300) {
		error_with(error, target != NULL ? target : "");
		return DTAP_UPLOAD_REFUSED;
	}
	if (code == CURLE_OK && status >= 200 &&
	    (uint64_t)sent == c->file->size)
		return DTAP_UPLOAD_OK;
	error_with(error, c->error[0] != '\0' ? c->error
					      : c->curl.easy_strerror(code));
	return name_failure(code);
}

static enum dtap_upload_result
run(struct curl_transport *c, const atomic_bool *stop,
    struct dtap_upload_error *error)
{
	struct progress progress = {0, dtap_clock_now()};
	int running = 1;

	for (;;) {
		if (c->curl.multi_perform(c->multi, &running) != CURLM_OK)
			return DTAP_UPLOAD_PROTOCOL;
		if (running == 0)
			return judge(c, result_of(c), error);
		if (atomic_load(stop))
			return DTAP_UPLOAD_CANCELLED;
		if (is_over(c, &progress))
			return DTAP_UPLOAD_STALLED;
		c->curl.multi_poll(c->multi, NULL, 0, STALL_CHECK_MS, NULL);
	}
}

static void
begin(struct curl_transport *c, const struct dtap_upload_file *file,
      struct curl_slist *headers)
{
	c->file = file;
	c->at = 0;
	c->unread = NULL;
	c->error[0] = '\0';
	snprintf(c->url, sizeof c->url, "%s%s", c->options->url, file->name);
	c->curl.easy_setopt(c->easy, CURLOPT_URL, c->url);
	c->curl.easy_setopt(c->easy, CURLOPT_HTTPHEADER, headers);
	c->curl.easy_setopt(c->easy, CURLOPT_INFILESIZE_LARGE,
			    (curl_off_t)file->size);
}

static enum dtap_upload_result
put(struct dtap_upload_transport *transport,
    const struct dtap_upload_file *file, const atomic_bool *stop,
    struct dtap_upload_error *error)
{
	struct curl_transport *c = (struct curl_transport *)transport;
	struct curl_slist *headers = make_headers(&c->curl, file);
	enum dtap_upload_result result = DTAP_UPLOAD_PROTOCOL;

	*error = (struct dtap_upload_error){0};
	begin(c, file, headers);
	if (headers != NULL &&
	    c->curl.multi_add_handle(c->multi, c->easy) == CURLM_OK)
		result = run(c, stop, error);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Who stops does not wait for a name server. */
	c->curl.easy_setopt(c->easy, CURLOPT_QUICK_EXIT,
			    result == DTAP_UPLOAD_CANCELLED ? 1L : 0L);
#endif
	c->curl.multi_remove_handle(c->multi, c->easy);
	c->curl.easy_setopt(c->easy, CURLOPT_HTTPHEADER, NULL);
	c->curl.slist_free_all(headers);
	return result;
}

/* A new handle forgets the server before, with its credentials. */
static int
set_server(struct dtap_upload_transport *transport,
	   const struct dtap_server_options *options)
{
	struct curl_transport *c = (struct curl_transport *)transport;
	CURL *easy = c->curl.easy_init();

	if (easy == NULL) {
		errno = ENOMEM;
		return -1;
	}
	if (c->easy != NULL)
		c->curl.easy_cleanup(c->easy);
	c->easy = easy;
	c->options = options;
	set_up(c);
	return 0;
}

static void
cancel(struct dtap_upload_transport *transport)
{
	struct curl_transport *c = (struct curl_transport *)transport;

	c->curl.multi_wakeup(c->multi);
}

static void
free_transport(struct dtap_upload_transport *transport)
{
	struct curl_transport *c = (struct curl_transport *)transport;

	if (c->easy != NULL)
		c->curl.easy_cleanup(c->easy);
	c->curl.multi_cleanup(c->multi);
	c->curl.global_cleanup();
	free(c);
}

struct dtap_upload_transport *
dtap_upload_transport_new(const struct dtap_server_options *options)
{
	struct curl_transport *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	if (!dtap_libcurl_load(&c->curl)) {
		free(c);
		errno = ENOSYS;
		return NULL;
	}
	c->curl.global_init(CURL_GLOBAL_DEFAULT);
	c->calls = (struct dtap_upload_transport){put, set_server, cancel,
						  free_transport};
	c->multi = c->curl.multi_init();
	if (c->multi != NULL && set_server(&c->calls, options) == 0)
		return &c->calls;
	free_transport(&c->calls);
	errno = ENOMEM;
	return NULL;
}

bool
dtap_upload_transport_is_known(void)
{
	struct dtap_libcurl curl;

	return dtap_libcurl_load(&curl);
}

#else

bool
dtap_upload_transport_is_known(void)
{
	return false;
}

struct dtap_upload_transport *
dtap_upload_transport_new(const struct dtap_server_options *options)
{
	(void)options;
	errno = ENOSYS;
	return NULL;
}

#endif
