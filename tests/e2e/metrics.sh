#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# /metrics: OpenMetrics for clients that ask for it, Prometheus' text for all
# others; promtool finds no fault with either.
. "$(dirname "$0")/lib.sh"
command -v promtool >/dev/null || skip "no promtool here (Debian: prometheus)"

openmetrics='application/openmetrics-text; version=1.0.0; charset=utf-8'
plain='text/plain; version=0.0.4; charset=utf-8'

# metrics TYPE [ACCEPT]: the metrics are of this type.
metrics() {
  if [ $# = 1 ]; then set -- "$1" ''; fi
  curl -fsS -D head -o metrics ${2:+-H "Accept: $2"} "$url/metrics"
  tr -d '\r' <head | grep -qix "content-type: $1" ||
    fail "Accept: $2: $(grep -i content-type head)"
}

# is_openmetrics FILE: promtool reads OpenMetrics only with time stamps.
is_openmetrics() {
  sed '/^[^#]/s/$/ 1700000000/' "$1" >stamped
  rm -rf blocks
  promtool tsdb create-blocks-from openmetrics stamped blocks >judged 2>&1
}

mkdir -p archive
start -o diag.rate=500 -o ipa_stream_enabled=true -o ipa.source=simulator \
  -o archive.enabled=true -o archive.directory="$work/archive"
curl -fsSN "$url/api/diag/pcap" 2>/dev/null | head -c 20000 >/dev/null

metrics "$plain"
cp metrics prometheus.txt
metrics "$plain" '*/*'
metrics "$plain" 'text/html,application/xhtml+xml,*/*;q=0.8'
metrics "$plain" 'application/openmetrics-text;q=0, text/plain'
metrics "$openmetrics" 'application/openmetrics-text'
cp metrics openmetrics.txt
metrics "$openmetrics" 'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1'
grep -qi '^vary: accept' head || fail "no Vary: Accept"
kill "$pid"
ended 0
ok "each client gets the form that it asks for"

promtool check metrics <prometheus.txt >judged 2>&1 ||
  fail "promtool check metrics: $(cat judged)"
[ -s judged ] && fail "promtool check metrics: $(cat judged)"
grep -q '^diagtap_read_containers_total{tap="diag"} [1-9]' prometheus.txt ||
  fail "no containers were read"
grep -q '^# TYPE diagtap_build_info gauge' prometheus.txt || fail "no build_info"
grep -q '# EOF' prometheus.txt && fail "# EOF in Prometheus' text"
ok "promtool finds no fault with Prometheus' text"

is_openmetrics openmetrics.txt || fail "promtool: $(cat judged)"
[ "$(tail -1 openmetrics.txt)" = '# EOF' ] || fail "no # EOF"
# The check is one: without its end it is no OpenMetrics, nor is the other form.
sed '$d' openmetrics.txt >cut
! is_openmetrics cut || fail "promtool takes a cut text"
! is_openmetrics prometheus.txt || fail "promtool takes the other form"
ok "promtool reads OpenMetrics"

# Both say the same.
figures() { sed '/^#/d; s/ .*//' "$1" | sort; }
[ "$(figures prometheus.txt)" = "$(figures openmetrics.txt)" ] ||
  fail "the two forms have different samples"
ok "both forms have the same samples"
