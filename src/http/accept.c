/* SPDX-License-Identifier: MIT */
#include "http/accept.h"

#include <string.h>
#include <strings.h>

#define SPACE " \t"

struct part {
	const char *text;
	size_t size;
};

static struct part
trim(const char *text, size_t size)
{
	while (size > 0 && strchr(SPACE, text[0]) != NULL) {
		text++;
		size--;
	}
	while (size > 0 && strchr(SPACE, text[size - 1]) != NULL)
		size--;
	return (struct part){text, size};
}

/* "1", "0.75"; in thousandths.  0 also for what is no weight. */
static unsigned
read_weight(const struct part *text)
{
	unsigned weight = 0, unit = 1000;

	if (text->size == 0 || text->size > 5 ||
	    (text->size > 1 && text->text[1] != '.'))
		return 0;
	for (size_t i = 0; i < text->size; i++) {
		if (i == 1)
			continue;
		if (text->text[i] < '0' || text->text[i] > '9')
			return 0;
		weight += unit * (unsigned)(text->text[i] - '0');
		unit /= 10;
	}
	return weight > 1000 ? 0 : weight;
}

/* The value of the parameter NAME=VALUE; false: it is another one. */
static bool
read_parameter(struct part *value, const struct part *parameter,
	       const char *name)
{
	size_t size = strlen(name);

	if (parameter->size <= size || parameter->text[size] != '=' ||
	    strncasecmp(parameter->text, name, size) != 0)
		return false;
	*value = (struct part){parameter->text + size + 1,
			       parameter->size - size - 1};
	return true;
}

/* The value of a parameter among those of a term; false: it has none. */
static bool
find_parameter(struct part *value, const char *text, size_t size,
	       const char *name)
{
	const char *end = text + size;

	while (text < end) {
		const char *next = memchr(text, ';', (size_t)(end - text));
		struct part parameter;

		if (next == NULL)
			next = end;
		parameter = trim(text, (size_t)(next - text));
		if (read_parameter(value, &parameter, name))
			return true;
		text = next + (next < end);
	}
	return false;
}

bool
dtap_accept_next(const char **at, struct dtap_accept_term *term)
{
	struct part name, weight;
	const char *text;
	size_t size, named;

	*at += strspn(*at, SPACE ",");
	text = *at;
	size = strcspn(text, ",");
	named = strcspn(text, ",;");
	*at += size;
	if (size == 0)
		return false;
	name = trim(text, named);
	*term = (struct dtap_accept_term){.name = name.text,
					  .name_size = name.size,
					  .parameters = text + named,
					  .parameters_size = size - named,
					  .weight = 1000};
	if (find_parameter(&weight, term->parameters, term->parameters_size,
			   "q"))
		term->weight = read_weight(&weight);
	return true;
}

bool
dtap_accept_is(const struct dtap_accept_term *term, const char *name)
{
	return term->name_size == strlen(name) &&
	       strncasecmp(term->name, name, term->name_size) == 0;
}

bool
dtap_accept_gzip(const char *accept_encoding)
{
	struct dtap_accept_term term;

	while (dtap_accept_next(&accept_encoding, &term))
		if (dtap_accept_is(&term, "gzip"))
			return term.weight > 0;
	return false;
}

/* It names a version, and another one. */
static bool
is_of_another_version(const struct dtap_accept_term *term, const char *version)
{
	struct part value;

	return find_parameter(&value, term->parameters, term->parameters_size,
			      "version") &&
	       (value.size != strlen(version) ||
		memcmp(value.text, version, value.size) != 0);
}

/* How much a term wants Prometheus' text: the closer its name, the stronger. */
static unsigned
closeness(const struct dtap_accept_term *term)
{
	if (dtap_accept_is(term, "text/plain") &&
	    !is_of_another_version(term, "0.0.4"))
		return 3;
	if (dtap_accept_is(term, "text/*"))
		return 2;
	return dtap_accept_is(term, "*/*") ? 1 : 0;
}

bool
dtap_accept_openmetrics(const char *accept)
{
	unsigned wanted = 0, plain = 0, closest = 0;
	struct dtap_accept_term term;

	while (dtap_accept_next(&accept, &term)) {
		if (dtap_accept_is(&term, "application/openmetrics-text") &&
		    !is_of_another_version(&term, "1.0.0") &&
		    term.weight > wanted)
			wanted = term.weight;
		if (closeness(&term) > closest) {
			closest = closeness(&term);
			plain = term.weight;
		}
	}
	return wanted > 0 && wanted >= plain;
}
