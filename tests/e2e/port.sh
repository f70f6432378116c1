#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# port.sh NAME: a test of the DIAG port, port/test_NAME.py.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need python3
python3 -B "$SOURCE_DIR/tests/e2e/port/test_$1.py"
ok "$1"
