/* SPDX-License-Identifier: MIT */
/* A child that is stopped and traced has two pages, of which the second cannot
 * be touched. */
#include "launcher/memory.h"

#include "support/testing.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

struct fixture {
	char *pages;
	unsigned long end; /* of the page that is there */
	pid_t child;
};

static struct fixture fixture;

static int
start(void **state)
{
	struct fixture *f = &fixture;
	int status;

	f->pages = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(f->pages, MAP_FAILED);
	memset(f->pages, 'a', PAGE);
	memcpy(f->pages + PAGE - 5, "diag", 5);
	mprotect(f->pages + PAGE, PAGE, PROT_NONE);
	f->end = (unsigned long)f->pages + PAGE;
	f->child = fork();
	if (f->child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(f->child, &status, 0), f->child);
	*state = f;
	return WIFSTOPPED(status) ? 0 : -1;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	kill(f->child, SIGKILL);
	waitpid(f->child, NULL, 0);
	return munmap(f->pages, 2 * PAGE);
}

static void
string_at_the_end_of_a_page_is_read(void **state)
{
	struct fixture *f = *state;
	char text[64];

	assert_true(dtap_memory_read_string(f->child, f->end - 5, text,
					    sizeof text));
	assert_string_equal(text, "diag");
}

static void
string_across_pages_is_read(void **state)
{
	struct fixture *f = *state;
	char text[2 * PAGE];

	assert_true(dtap_memory_read_string(f->child, f->end - PAGE, text,
					    sizeof text));
	assert_int_equal(strlen(text), PAGE - 1);
}

static void
string_without_an_end_is_none(void **state)
{
	struct fixture *f = *state;
	char text[64];

	/* Its end is beyond the room; it would be on the page that is not
	 * there; the address is nowhere. */
	assert_false(dtap_memory_read_string(f->child, f->end - PAGE, text,
					     sizeof text));
	assert_true(dtap_memory_write(f->child, f->end - 1, "x", 1));
	assert_false(dtap_memory_read_string(f->child, f->end - 5, text,
					     sizeof text));
	assert_false(dtap_memory_read_string(f->child, 8, text, sizeof text));
	assert_true(dtap_memory_write(f->child, f->end - 1, "", 1));
}

/* Any address and size; the last ones cannot be done as whole words behind. */
static void
what_is_written_is_read(void **state)
{
	struct fixture *f = *state;
	char out[16];

	for (unsigned size = 1; size < sizeof out; size++)
		for (unsigned at = size + 8; at < size + 24; at++) {
			assert_true(dtap_memory_write(f->child, f->end - at,
						      "0123456789abcdef",
						      size));
			assert_true(dtap_memory_read(f->child, f->end - at, out,
						     size));
			assert_memory_equal(out, "0123456789abcdef", size);
		}
	assert_false(dtap_memory_write(f->child, f->end, "x", 1));
	assert_false(dtap_memory_read(f->child, f->end, out, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(string_at_the_end_of_a_page_is_read),
		cmocka_unit_test(string_across_pages_is_read),
		cmocka_unit_test(string_without_an_end_is_none),
		cmocka_unit_test(what_is_written_is_read),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
