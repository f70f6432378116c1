/* SPDX-License-Identifier: MIT */
#include "http/masks_api.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"

#define SPACE      " \t\r\n"
#define HEX        "0123456789abcdefABCDEF"
#define SEPARATORS " ,+" /* between codes; '+' is a space of a form */

static const char *
truth(bool value)
{
	return value ? "true" : "false";
}

static void
put_settings(FILE *out, const struct dtap_mask_settings *settings)
{
	fprintf(out,
		"\"preset\": \"%s\", \"logs\": \"%s\", \"events\": %s, "
		"\"messages\": \"%s\"",
		settings->preset, settings->logs, truth(settings->events),
		settings->messages);
}

/* What the modem was asked for by all clients together. */
static void
put_modem(FILE *out, struct dtap_port *port)
{
	struct dtap_port_status status = {0};

	if (port != NULL)
		dtap_port_status(port, &status);
	fprintf(out,
		"\"modem\": {\"logs\": %u, \"events\": %s, \"messages\": %s}",
		status.logs, truth(status.events), truth(status.messages));
}

char *
dtap_masks_api_json(const struct dtap_service *service, size_t *size)
{
	static const char *const from[] = {
		[DTAP_MASKS_FROM_CONFIGURATION] = "configuration",
		[DTAP_MASKS_FROM_FILE] = "file",
		[DTAP_MASKS_FROM_REQUEST] = "request",
	};
	struct dtap_mask_control_status status;
	char *json;
	FILE *out = open_memstream(&json, size);

	if (out == NULL)
		return NULL;
	dtap_mask_control_status(service->mask_control, &status);
	fprintf(out,
		"{\"settable\": %s, \"why\": ", truth(status.refusal == NULL));
	dtap_json_string(out, status.refusal != NULL ? status.refusal : "");
	fprintf(out, ", \"from\": \"%s\", \"changes\": %" PRIu64 ",\n ",
		from[status.from], status.changes);
	put_settings(out, &status.settings);
	fprintf(out, ",\n ");
	put_modem(out, service->port);
	fprintf(out, "}\n");
	return fclose(out) == 0 ? json : NULL;
}

/* A part of the body; not terminated. */
struct part {
	const char *text;
	size_t size;
};

static bool
is_word(const struct part *part, const char *word)
{
	return part->size == strlen(word) &&
	       memcmp(part->text, word, part->size) == 0;
}

/* False: the word is longer than any that is known. */
static bool
copy_word(char *out, size_t room, const struct part *part)
{
	if (part->size >= room || memchr(part->text, '\0', part->size) != NULL)
		return false;
	memcpy(out, part->text, part->size);
	out[part->size] = '\0';
	return true;
}

static bool
read_preset(struct dtap_masks_order *order, const struct part *value)
{
	order->configured = is_word(value, "configured");
	return order->configured ||
	       (copy_word(order->settings.preset, sizeof order->settings.preset,
			  value) &&
		dtap_mask_settings_is_preset(order->settings.preset));
}

static bool
read_messages(struct dtap_masks_order *order, const struct part *value)
{
	return copy_word(order->settings.messages,
			 sizeof order->settings.messages, value) &&
	       dtap_mask_settings_is_level(order->settings.messages);
}

static bool
read_events(struct dtap_masks_order *order, const struct part *value)
{
	order->settings.events = is_word(value, "true");
	return order->settings.events || is_word(value, "false");
}

/* One code, as "0xB0C0 "; the size of its text, 0 if it is no code. */
static size_t
read_code(char *out, size_t room, const char *text, size_t left)
{
	size_t prefix =
		left > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')
			? 2
			: 0;
	unsigned code = 0;
	size_t digits = 0;

	while (prefix + digits < left && text[prefix + digits] != '\0' &&
	       strchr(HEX, text[prefix + digits]) != NULL) {
		char digit = (char)(text[prefix + digits++] | 0x20);

		code = code << 4 | (unsigned)(digit <= '9' ? digit - '0'
							   : digit - 'a' + 10);
		if (digits > 4)
			return 0;
	}
	if (digits == 0 || room < sizeof "0xB0C0 ")
		return 0;
	snprintf(out, room, "0x%04X ", code);
	return prefix + digits;
}

static bool
is_separator(char c)
{
	return c != '\0' && strchr(SEPARATORS, c) != NULL;
}

/* Codes become "0xB0C0 0xB821". */
static bool
read_logs(struct dtap_masks_order *order, const struct part *value)
{
	char *logs = order->settings.logs;
	const size_t room = sizeof order->settings.logs;
	size_t at = 0, used = 0;

	for (;;) {
		size_t size;

		while (at < value->size && is_separator(value->text[at]))
			at++;
		if (at == value->size)
			break;
		size = read_code(logs + used, room - used, value->text + at,
				 value->size - at);
		at += size;
		if (size == 0 ||
		    (at < value->size && !is_separator(value->text[at])))
			return false;
		used += strlen(logs + used);
	}
	if (used > 0)
		logs[used - 1] = '\0';
	return true;
}

static const struct member {
	const char *name;
	bool (*read)(struct dtap_masks_order *order, const struct part *value);
	const char *allowed;
} members[] = {
	{"preset", read_preset, "none, signalling, radio, all or configured"},
	{"logs", read_logs,
	 "log codes in hexadecimal, for example 0xB0C0 0xB821"},
	{"events", read_events, "true or false"},
	{"messages", read_messages, "none, fatal, error, high, medium or low"},
};

#define MEMBERS (sizeof members / sizeof *members)

/* What is read of the body, and what of it was named. */
struct reader {
	const char *at;
	bool is_json;
	bool named[MEMBERS];
};

static void
skip_space(struct reader *reader)
{
	reader->at += strspn(reader->at, SPACE);
}

/* True: the character was there, and it is skipped with the spaces around. */
static bool
pass(struct reader *reader, char c)
{
	skip_space(reader);
	if (*reader->at != c)
		return false;
	reader->at++;
	skip_space(reader);
	return true;
}

/* A string without escapes: no value needs one. */
static bool
read_string(struct reader *reader, struct part *part)
{
	if (!pass(reader, '"'))
		return false;
	part->text = reader->at;
	part->size = strcspn(reader->at, "\"\\");
	reader->at += part->size;
	return pass(reader, '"');
}

/* A truth value has no quotes, and every other value has. */
static bool
read_json_member(struct reader *reader, struct part *name, struct part *value)
{
	if (!read_string(reader, name) || !pass(reader, ':'))
		return false;
	if (*reader->at == '"')
		return read_string(reader, value) && !is_word(name, "events");
	value->text = reader->at;
	value->size = strspn(reader->at, "truefals");
	reader->at += value->size;
	skip_space(reader);
	return is_word(name, "events");
}

static bool
read_form_member(struct reader *reader, struct part *name, struct part *value)
{
	name->text = reader->at;
	name->size = strcspn(reader->at, "=&");
	if (name->text[name->size] != '=')
		return false;
	value->text = name->text + name->size + 1;
	value->size = strcspn(value->text, "&"
					   "\r\n");
	reader->at = value->text + value->size;
	return true;
}

static bool
take_member(struct reader *reader, struct dtap_masks_order *order,
	    const struct part *name, const struct part *value, char *why,
	    size_t room)
{
	size_t i = 0;

	while (i < MEMBERS && !is_word(name, members[i].name))
		i++;
	if (i == MEMBERS || reader->named[i]) {
		snprintf(why, room,
			 i == MEMBERS ? "\"%.*s\" is not known: allowed are "
					"preset, logs, events and messages."
				      : "%.*s is named twice.",
			 (int)(name->size < 32 ? name->size : 32), name->text);
		return false;
	}
	reader->named[i] = true;
	if (members[i].read(order, value))
		return true;
	snprintf(why, room, "%s must be %s; nothing has changed.",
		 members[i].name, members[i].allowed);
	return false;
}

/* Behind a member: another one comes, the body is over, or it is wrong. */
enum rest { MORE, OVER, WRONG };

static enum rest
rest_of(struct reader *reader)
{
	if (pass(reader, reader->is_json ? ',' : '&'))
		return MORE;
	if (reader->is_json && !pass(reader, '}'))
		return WRONG;
	skip_space(reader);
	return *reader->at == '\0' ? OVER : WRONG;
}

static bool
read_members(struct reader *reader, struct dtap_masks_order *order, char *why,
	     size_t room)
{
	enum rest rest = MORE;

	while (rest == MORE) {
		struct part name, value;

		if (!(reader->is_json
			      ? read_json_member(reader, &name, &value)
			      : read_form_member(reader, &name, &value))) {
			snprintf(why, room,
				 "The body must be a form (preset=radio&"
				 "logs=0xB0C0,0xB821&events=true&messages="
				 "high) or JSON: {\"preset\": \"radio\", "
				 "\"logs\": \"0xB0C0 0xB821\", \"events\": "
				 "true, \"messages\": \"high\"}.");
			return false;
		}
		if (!take_member(reader, order, &name, &value, why, room))
			return false;
		rest = rest_of(reader);
	}
	if (rest == WRONG)
		snprintf(why, room,
			 "The body does not end where it should; "
			 "nothing has changed.");
	return rest == OVER;
}

static bool
names_more_than_preset(const struct reader *reader)
{
	for (size_t i = 1; i < MEMBERS; i++)
		if (reader->named[i])
			return true;
	return false;
}

bool
dtap_masks_api_read(struct dtap_masks_order *order, const char *text, char *why,
		    size_t room)
{
	struct reader reader = {.at = text};

	order->configured = false;
	dtap_mask_settings_init(&order->settings);
	skip_space(&reader);
	reader.is_json = pass(&reader, '{');
	if (!read_members(&reader, order, why, room))
		return false;
	if (!order->configured || !names_more_than_preset(&reader))
		return true;
	snprintf(why, room,
		 "preset configured stands alone: it brings back "
		 "all masks of the configuration.");
	return false;
}

void
dtap_masks_api_describe(char *out, size_t room,
			const struct dtap_masks_order *order)
{
	const struct dtap_mask_settings *settings = &order->settings;

	if (order->configured)
		snprintf(out, room, "those of the configuration");
	else
		snprintf(out, room, "preset %s%s%.200s%s, messages %s",
			 settings->preset,
			 settings->logs[0] != '\0' ? ", logs " : "",
			 settings->logs, settings->events ? ", events" : "",
			 settings->messages);
}
