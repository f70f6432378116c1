#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# /api/masks: what the modem is asked to log is changed while the daemon runs,
# and the simulator obeys.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

token=masks-token-0123456789
echo "$token" >token
chmod 600 token
# bytes CODE: of a second of the stream; 24 are the header of a pcap.
bytes() { curl -fsSN -m 1 -u ":$token" "$url/api/diag/pcap?codes=$1" 2>/dev/null | wc -c; }
# sends CODE, silent CODE: so it is, in the end.
sends() { until [ "$(bytes "$1")" -gt 1000 ]; do kill -0 "$pid"; done; }
silent() { until [ "$(bytes "$1")" = 24 ]; do kill -0 "$pid"; done; }
# post STATUS BODY
post() {
  local status
  status=$(curl -sS -o body -w '%{http_code}' -u ":$token" -d "$2" "$url/api/masks")
  [ "$status" = "$1" ] || fail "$2: $status, not $1: $(cat body)"
}

start -o diag.rate=500 -o access.token_file=token
sends B0C0
sends B821
ok "a simulator that was asked for nothing sends all"
post 200 'logs=0xB821'
silent B0C0
sends B821
post 200 '{"preset": "signalling"}'
sends B0C0
post 200 'preset=none'
silent B0C0
silent B821
events() { curl -fsSN -m 1 -u ":$token" "$url/api/diag/pcap?ops=60,79" 2>/dev/null | wc -c; }
until [ "$(events)" = 24 ]; do kill -0 "$pid"; done
ok "it obeys the masks of requests: nothing comes that was not named"
post 400 'preset=most'
grep -q 'preset must be' body || fail "$(cat body)"
silent B0C0
ok "a wrong value changes nothing: $(cat body)"
grep -q 'masks: changed over HTTP by 127.0.0.1:[0-9]*: preset none, logs 0xB821' log ||
  fail "the log does not say who changed what"
ok "$(grep -o 'masks: .*' log | head -1)"
curl -fsS -u ":$token" "$url/metrics" | grep -qx 'diagtap_mask_changes_total 3' ||
  fail "the metrics do not count the changes"
kill "$pid"
ended 0

# A reload, and "configured", bring back what the configuration says.
printf 'masks: { logs = [ 0xB0C0 ]; };\n' >conf
start -c conf -o diag.rate=500 -o access.token_file=token
post 200 'logs=B821'
silent B0C0
post 200 'preset=configured'
grep -q '"from": "configuration"' body || fail "$(cat body)"
sends B0C0
silent B821
post 200 'logs=B821'
silent B0C0
kill -HUP "$pid"
until grep -q 'reload: .*masks, the limits' log; do sleep 0.05; done
sends B0C0
silent B821
ok "the masks of the configuration are back"
kill "$pid"
ended 0

start -o access.token_file=token -o diag.source=file -o diag.file=conf
post 409 'preset=all'
ok "a capture: $(cat body)"
kill "$pid"
ended 0
start -o access.token_file=token -o diag_stream_enabled=false
post 409 'preset=all'
ok "disabled: $(cat body)"
