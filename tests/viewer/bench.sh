#!/bin/sh
# SPDX-License-Identifier: MIT
# bench.sh [SECONDS]: what the viewer's worker costs; see bench.mjs.
set -eu
HERE=$(cd "$(dirname "$0")" && pwd)
VIEWER=$(cd "$HERE/../../src/viewer" && pwd)
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
mkdir "$TMP/fixtures"
export HERE VIEWER TMP
node --expose-gc "$HERE/bench.mjs" "$@"
