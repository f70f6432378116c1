#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Clients of the DIAG port on an emulated device: their masks, their union, and what
# the real programs send (tests/e2e/port).
. "$(dirname "$0")/lib.sh"
need python3
[ "$FACE" = file ] || skip "the guests have no Python"
export DEVICE=$device
for name in masks commands programs; do
  python3 -B "$SOURCE_DIR/tests/e2e/port/test_$name.py"
  ok "$name"
done
