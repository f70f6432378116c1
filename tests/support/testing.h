/* SPDX-License-Identifier: MIT */
/* testing.h - what every cmocka program of ours includes, and nothing else. */
#ifndef DTAP_TESTING_H
#define DTAP_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Runs a program's table of tests; the value is main's. */
#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
