/* SPDX-License-Identifier: MIT */
#include "extcap/fleet.h"

#include <stdlib.h>
#include <string.h>

#include "base/json_value.h"
#include "client/http_get.h"

#define ANSWER_MOST (64U << 20)
#define WORD_ROOM   33

/* Room for more.  False: there is none; the text is freed. */
static bool
grow(char **text, size_t *room)
{
	size_t more = *room == 0 ? 65536 : 2 * *room;
	char *grown = more > ANSWER_MOST ? NULL : realloc(*text, more);

	if (grown == NULL) {
		free(*text);
		return false;
	}
	*text = grown;
	*room = more;
	return true;
}

/* The whole body, for the caller to free.  NULL: there is too much, or ENOMEM.
 */
static char *
read_body(struct dtap_http_get *get, size_t *size)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t n;

	*size = 0;
	do {
		if (*size == room && !grow(&text, &room))
			return NULL;
		n = dtap_http_get_read(get, (uint8_t *)text + *size,
				       room - *size);
		*size += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	return text;
}

/* NULL: `why`. */
static char *
ask(const struct dtap_extcap_capture *capture, size_t *size, char why[512])
{
	struct dtap_url url;
	const struct dtap_http_get_options options = {
		.url = &url, .stop = -1, .sink = -1};
	struct dtap_http_get *get;
	char *text;

	if (!dtap_extcap_server(&url, capture, why))
		return NULL;
	dtap_url_set_path(&url, "/api/devices");
	get = dtap_http_get_open(&options, why);
	if (get == NULL)
		return NULL;
	text = read_body(get, size);
	snprintf(why, 512, "%.300s: no list of devices", url.shown);
	dtap_http_get_close(get);
	return text;
}

/* A name that can stand in a line for Wireshark. */
static bool
read_word(const struct dtap_json *device, const char *name, char out[WORD_ROOM])
{
	struct dtap_json value;

	return dtap_json_member(device, name, &value) &&
	       dtap_json_text(&value, out, WORD_ROOM) &&
	       strspn(out, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
		       strlen(out);
}

/* Whether a line was printed. */
static bool
print(FILE *out, const struct dtap_json *device, const char *search,
      const char *format)
{
	char group[WORD_ROOM], name[WORD_ROOM], state[WORD_ROOM];
	char both[2 * WORD_ROOM];

	if (!read_word(device, "group", group) ||
	    !read_word(device, "device", name) ||
	    !read_word(device, "state", state) || strcmp(state, "here") != 0 ||
	    (strstr(name, search) == NULL && strstr(group, search) == NULL))
		return false;
	snprintf(both, sizeof both, "%s.%s", group, name);
	fprintf(out, format, both, name, group);
	return true;
}

int
dtap_extcap_fleet_list(FILE *out, const struct dtap_extcap_capture *capture,
		       const char *search, const char *format)
{
	char why[512];
	size_t size;
	unsigned count = 0;
	char *text = ask(capture, &size, why);
	struct dtap_json answer, devices, device;
	bool good = text != NULL && dtap_json_open(&answer, text, size) &&
		    dtap_json_member(&answer, "devices", &devices);

	if (!good)
		fprintf(stderr, "%s\n", why);
	while (good && count < DTAP_FLEET_LISTED &&
	       dtap_json_next_item(&devices, &device))
		count += print(out, &device, search, format);
	free(text);
	return good ? 0 : 1;
}
