#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The tap "ipa": entries of each header form, made up, saved and played back.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

# start_ipa OPTION...: a daemon whose only tap is ipa.
start_ipa() {
  start -o diag_stream_enabled=false -o ipa_stream_enabled=true "$@"
}

# playback FILE OPTION...: a saved stream, once, to one subscriber.
playback() {
  local file=$1
  shift
  start_ipa -o ipa.device="$file" -o ipa.wait_subscribers=1 -o ipa.at_end=exit "$@"
}

for form in status status5 dpl2 dpl3; do
  start_ipa -o ipa.source=simulator -o ipa.header=$form -o ipa.rate=100000 \
    -o ipa.wait_subscribers=1
  curl -fsSN "$url/api/ipa/stream" 2>/dev/null | head -c 500000 >$form.cut || :
  kill "$pid"
  ended 0
  playback $form.cut
  fetch /api/ipa/stream >$form.out
  ended 0
  cmp $form.cut $form.out || fail "$form: the stream is not what was saved"
  grep -q "the header is \"$form\"" log || fail "$form: not found, or not said"
  ok "$form: found by itself, and the stream equals what was saved"
done

# In the midst of another form's entries; two octets that no header begins with.
{ head -c 100000 dpl3.out; printf '\377\377'; tail -c +100001 dpl3.out; } >torn
playback torn -o ipa.header=dpl3 -o ipa.at_end=hold
fetch /api/ipa/stream >torn.out &
until curl -fsS "$url/api/status" >status && grep -q '"state": "ended"' status; do
  sleep 0.01
done
grep -q '"slips": 1, ' status || fail "the status does not count it: $(cat status)"
kill "$pid"
wait $!
ended 0
cmp torn torn.out || fail "out of step, octets are missing"
[ "$(grep -c 'out of step with header "dpl3"' log)" = 1 ] || fail "not said once"
grep -q 'in step with header "dpl3" after [0-9]* octets' log || fail "not again"
ok "out of step: said once, and every octet is there"
