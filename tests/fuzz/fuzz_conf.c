/* SPDX-License-Identifier: MIT */
/* Configuration: what is taken is printed as a file that is taken again. */
#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "conf/conf.h"

const char *__lsan_default_suppressions(void);

/* libconfig loses a string that the file's end cuts short. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig\n";
}

static bool
read_bytes(struct dtap_conf *conf, const void *data, size_t size)
{
	int fd = memfd_create("conf", MFD_CLOEXEC);
	struct dtap_conf_error error = {.text = ""};
	char path[40];
	bool good;

	CLAIM(fd >= 0 && write(fd, data, size) == (ssize_t)size);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	good = dtap_conf_read(conf, path, &error);
	/* One line that says something. */
	CLAIM(good || (error.text[0] != '\0' && strlen(error.text) < 512));
	close(fd);
	return good;
}

static char *
print(const struct dtap_conf *conf, size_t *size)
{
	char *text;
	FILE *out = open_memstream(&text, size);

	CLAIM(out != NULL);
	dtap_conf_print(conf, out);
	CLAIM(fclose(out) == 0);
	return text;
}

static void
print_and_read_again(const struct dtap_conf *conf)
{
	struct dtap_conf again;
	struct dtap_conf_error error;
	size_t size, again_size;
	char *text = print(conf, &size), *again_text;

	CLAIM(dtap_conf_init(&again, &dtap_diagtapd_keys, &error));
	CLAIM(read_bytes(&again, text, size));
	again_text = print(&again, &again_size);
	CLAIM(size == again_size && memcmp(text, again_text, size) == 0);
	dtap_conf_free(&again);
	free(again_text);
	free(text);
}

/* "-o" takes a text without NUL, a file takes anything. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size);
	struct dtap_conf conf;
	struct dtap_conf_error error;
	bool good;

	/* libconfig would open files that an @include names. */
	if (text == NULL || memmem(data, size, "@include", 8) != NULL) {
		free(text);
		return 0;
	}
	CLAIM(dtap_conf_init(&conf, &dtap_diagtapd_keys, &error));
	good = dtap_conf_set(&conf, text, &error);
	good = read_bytes(&conf, data, size) || good;
	if (good)
		print_and_read_again(&conf);
	dtap_conf_free(&conf);
	free(text);
	return 0;
}
