/* SPDX-License-Identifier: MIT */
#include "support/scripted_source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <dtap/bytes.h>

struct scripted {
	struct dtap_source source;
	const struct scripted_step *steps;
	size_t count, at;
	unsigned done; /* how often the current step was done */
};

static const struct scripted_step *
take_step(struct scripted *scripted)
{
	const struct scripted_step *step;

	if (scripted->at == scripted->count)
		return NULL;
	step = &scripted->steps[scripted->at];
	if (++scripted->done >= step->times) {
		scripted->done = 0;
		scripted->at++;
	}
	return step;
}

static int
fail(struct dtap_source *source, const struct scripted_step *step)
{
	dtap_source_explain(source, "%s", step->why != NULL ? step->why : "");
	errno = step->error;
	return -1;
}

static int
scripted_open(struct dtap_source *source)
{
	struct scripted *scripted = (struct scripted *)source;

	if (scripted->at < scripted->count &&
	    scripted->steps[scripted->at].what == SCRIPTED_OPEN) {
		const struct scripted_step *step = take_step(scripted);

		if (step->error != 0)
			return fail(source, step);
	}
	return 0;
}

static void
write_container(uint8_t *buffer, const struct scripted_step *step,
		unsigned number)
{
	if (step->bytes != NULL)
		memcpy(buffer, step->bytes, step->size);
	else
		memset(buffer, step->mark, step->size);
	if (step->what == SCRIPTED_NUMBERED)
		dtap_put32(buffer, number);
}

static ssize_t
scripted_read(struct dtap_source *source, uint8_t *buffer, size_t size)
{
	struct scripted *scripted = (struct scripted *)source;
	unsigned number = scripted->done;
	const struct scripted_step *step = take_step(scripted);

	if (step == NULL) {
		pause();
		return 0;
	}
	switch (step->what) {
	case SCRIPTED_CONTAINER:
	case SCRIPTED_NUMBERED:
		if (step->size > size)
			abort();
		write_container(buffer, step, number);
		return (ssize_t)step->size;
	case SCRIPTED_FAIL:
		return fail(source, step);
	default:
		return 0;
	}
}

static void
scripted_close(struct dtap_source *source)
{
	(void)source;
}

static void
scripted_free(struct dtap_source *source)
{
	free(source);
}

struct dtap_source *
scripted_new(const struct scripted_step *steps, size_t count)
{
	static const struct dtap_source_ops ops = {
		.open = scripted_open,
		.read = scripted_read,
		.close = scripted_close,
		.free = scripted_free,
	};
	struct scripted *scripted = calloc(1, sizeof *scripted);

	if (scripted == NULL)
		abort();
	scripted->source = (struct dtap_source){
		.ops = &ops,
		.type = "scripted",
		.where = "memory",
		.buffer_size = 1 << 20,
	};
	scripted->steps = steps;
	scripted->count = count;
	return &scripted->source;
}
