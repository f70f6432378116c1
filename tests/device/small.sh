#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The daemon of script/build-static armv7 small, with its own libwebsockets.
. "$(dirname "$0")/lib.sh"
[ -n "${SMALL:-}" ] || skip "there is no small build here"
DIAGTAPD=$SMALL
make_feed "${FEED:-3000}" 9

emulate --feed images --notices
compare "the small build"
vanish

start
fetch / | grep -qi '<!doctype html>' || fail "no page"
fetch /api/status | grep -q '"state": "running"' || fail "no status"
kill "$pid"
ended 0
ok "the small build: page and status are served"
