/* SPDX-License-Identifier: MIT */
#include "http/wireshark_files.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/accept.h"
#include "http/archive/file_answer.h"

#define FOLDER "/wireshark/"

static const struct file {
	const char *name, *stored, *type;
	bool zipped, needed;
} files[] = {
	{"wiregasm.js", "wiregasm.js.gz", "text/javascript; charset=utf-8",
	 true, true},
	{"wiregasm.wasm", "wiregasm.wasm.gz", "application/wasm", true, true},
	{"wiregasm.data", "wiregasm.data.gz", "application/octet-stream", true,
	 true},
	{"LICENSE", "LICENSE", "text/plain; charset=utf-8", false, false},
	{"SOURCE.txt", "SOURCE.txt", "text/plain; charset=utf-8", false, false},
};

static const struct file *
find(const char *name)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (strcmp(files[i].name, name) == 0)
			return &files[i];
	return NULL;
}

bool
dtap_wireshark_file_known(const char *path)
{
	return strncmp(path, FOLDER, strlen(FOLDER)) == 0 &&
	       find(path + strlen(FOLDER)) != NULL;
}

/* A regular file, and no link.  -1: there is none. */
static int
open_file(int folder, const struct file *file, struct stat *status)
{
	int fd = openat(folder, file->stored,
			O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, status) == 0 && S_ISREG(status->st_mode))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

bool
dtap_wireshark_files_are_there(int folder)
{
	struct stat status;

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		int fd = files[i].needed ? open_file(folder, &files[i], &status)
					 : -1;

		if (fd >= 0)
			close(fd);
		else if (files[i].needed)
			return false;
	}
	return true;
}

static bool
answer_file(const struct dtap_file_request *file_request,
	    struct dtap_response *response, const struct file *file,
	    const struct stat *status)
{
	char etag[64], headers[256];
	struct dtap_reply reply = {.status = 200,
				   .type = file->type,
				   .headers = headers,
				   .elsewhere = (uint64_t)status->st_size};

	snprintf(etag, sizeof etag, "\"%jx-%jx\"", (uintmax_t)status->st_size,
		 (uintmax_t)status->st_mtime);
	snprintf(headers, sizeof headers,
		 "Cache-Control: no-cache\r\nETag: %s\r\n%s", etag,
		 file->zipped ? "Content-Encoding: gzip\r\n"
				"Vary: Accept-Encoding\r\n"
			      : "");
	if (dtap_request_knows_etag(&file_request->request, etag))
		reply.status = 304;
	else if (file_request->request.method != DTAP_HEAD)
		response->left = reply.elsewhere;
	return dtap_file_answer(file_request, response, &reply);
}

bool
dtap_wireshark_file_fetch(const struct dtap_file_request *file_request,
			  struct dtap_response *response)
{
	const struct file *file = find(file_request->word);
	struct stat status;

	if (file == NULL)
		return dtap_file_answer_text(
			file_request, response, 404,
			"There is no file of that name.\n");
	if (file->zipped &&
	    !dtap_accept_gzip(file_request->request.accept_encoding))
		return dtap_file_answer_text(
			file_request, response, 406,
			"This file is sent with gzip only: send "
			"Accept-Encoding: gzip.\n");
	response->file = open_file(file_request->service->wireshark_folder,
				   file, &status);
	if (response->file < 0)
		return dtap_file_answer_text(
			file_request, response, 404,
			"There is no such file in the folder that "
			"viewer.wireshark names.\n");
	return answer_file(file_request, response, file, &status);
}
