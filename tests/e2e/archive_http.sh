#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Captures over HTTP, as people fetch them: with curl, resumed, amid recording;
# and one of them served again as if it were live.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl

token=0123456789abcdef0123
echo $token >token
chmod 600 token
mkdir archive
# No file is full before the test says so, however slow this machine is.
recorded() {
  start -o access.token_file="$work/token" -o archive.enabled=true \
    -o archive.directory="$work/archive" -o archive.flush_ms=50 \
    -o archive.rotate_bytes=1000000000 -o archive.keep_bytes=0 \
    -o archive.min_free_bytes_to_start=0 -o archive.min_free_bytes=0 "$@"
}
get() { curl -fsS -u ":$token" --max-time 50 "$@"; }
list() { get "$url/api/archive"; }
last() { list | sed -n 's/.*{"name": "\([^"]*\)".*/\1/p' | tail -1; }
await() { while ! list | grep -q "$1"; do :; done; }

recorded -o diag.rate=3000
await '"growing": true'
name=$(last)
get -o grows "$url/api/archive/$name"
for _ in 1 2 3; do get -C - -o grows "$url/api/archive/$name" || :; done
size=$(stat -c %s grows)
cmp -n "$size" grows archive/"$name".part || fail "what grows is not what is written"
if command -v tcpdump >/dev/null; then
  tcpdump -r grows -w /dev/null 2>tcpdump.err ||
    fail "what grows does not open: $(cat tcpdump.err)"
fi
get -X POST "$url/api/archive/stop" >/dev/null
await '"growing": false'
get -C - -o grows "$url/api/archive/$name"
cmp grows archive/"$name" || fail "resumed to the end it is another file"
[ "$(stat -c %s grows)" -ge "$size" ] || fail "nothing was resumed"
ok "a capture is fetched while it grows, and resumed to its end"

list >list.json
if command -v python3 >/dev/null; then
  python3 - list.json <<'PY' || fail "the list is no JSON, or lies"
import json, sys
archive, = json.load(open(sys.argv[1]))["archives"]
capture, = archive["captures"]
assert archive["tap"] == "diag" and archive["state"] == "stopped", archive
assert capture["bytes"] == capture["sidecar"]["bytes"] > 1000, capture
assert capture["sidecar"]["records"] > 10 and capture["compression"] == "none"
PY
fi
ok "the list is JSON and tells what the sidecar files do"

get -X POST "$url/api/archive/start" >/dev/null
await '"growing": true'
get "$url/api/archive?limit=1" >newest
[ "$(grep -c '"name"' newest)" = 1 ] || fail "limit=1: $(cat newest)"
grep -q '"left_out": 1' newest || fail "no left_out: $(cat newest)"
! grep -q "$name" newest || fail "the oldest is the newest"
get -X POST "$url/api/archive/stop" >/dev/null
await '"state": "stopped"'
get -X DELETE "$url/api/archive/$(last)" >/dev/null

get -X DELETE "$url/api/archive/$name" >/dev/null
[ -z "$(ls archive)" ] || fail "left behind: $(ls archive)"
for name in ..%2ftoken %2e%2e/token ../token "$name"; do
  status=$(curl -sS -o body -w '%{http_code}' -u ":$token" --path-as-is \
    "$url/api/archive/$name")
  [ "$status" = 404 ] || fail "$name: $status $(cat body)"
done
status=$(curl -sS -o body -w '%{http_code}' -X POST "$url/api/archive/start")
[ "$status" = 401 ] || fail "started without the token: $status"
kill "$pid"
ended 0
ok "what is deleted is gone, with its sidecar file; no name leads elsewhere"

# Recorded from its first container on, it is the stream that it was; Wireshark
# opens it as it is, and so do we.
"$MAKE_CAPTURE" containers 500 4 >made.bin
for packed in gzip:gz zstd:zst; do
  recorded -o diag.source=file -o diag.file=made.bin -o diag.speed=0 \
    -o diag.wait_subscribers=1 -o archive.compress="${packed%:*}"
  await "\"compression\": \"${packed%:*}\""
  name=$(last)
  file=archived.${packed#*:}
  get -o "$file" "$url/api/archive/$name"
  get -o side "$url/api/archive/${name%%.*}.json"
  get -o plain -D head "$url/api/archive/$name?compression=none"
  case $name in
  *.gz) gzip -dc "$file" ;;
  *.zst) command -v zstd >/dev/null && zstd -dqc "$file" || cat plain ;;
  esac | cmp - plain || fail "decompressed here it is another capture"
  tr -d '\r' <head | grep -qix "content-disposition: attachment; filename=\"${name%.*}\"" ||
    fail "the plain capture has another name: $(cat head)"
  get -0 "$url/api/archive/$name?compression=none" | cmp - plain ||
    fail "in HTTP/1.0 it is another capture"
  status=$(curl -sS -o body -w '%{http_code}' -u ":$token" "$url/api/archive/$name?compression=gzip")
  [ "$status" = 400 ] || fail "compression=gzip: $status $(cat body)"
  kill "$pid"
  ended 0
  if command -v capinfos >/dev/null; then
    records=$(capinfos -rcMT "$file" | cut -f 2)
    grep -q "\"records\": $records," side || fail "$records records in $name: $(cat side)"
  fi
  replay "$file"
  fetch /api/diag/stream >again.bin
  ended 0
  cmp made.bin again.bin || fail "the archive is not what was read"
  ok "an archived capture, packed, is served again as it was ($name)"
done
