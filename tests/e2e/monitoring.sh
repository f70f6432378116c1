#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# conf/monitoring: the alerts are raised where they should be and nowhere else; alerts
# and dashboard use metrics that the daemon has.  Grafana itself is not tried.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need promtool # Debian: prometheus
need prometheus
need python3

cp "$SOURCE_DIR/conf/monitoring/alerts.yml" "$SOURCE_DIR/tests/monitoring/alerts_test.yml" .
promtool check rules alerts.yml >judged 2>&1 || fail "promtool check rules: $(cat judged)"
promtool test rules alerts_test.yml >judged 2>&1 || fail "promtool test rules: $(cat judged)"
for alert in $(sed -n 's/.*- alert: //p' alerts.yml); do
  grep -q "^| $alert |" "$SOURCE_DIR/docs/operate.md" || fail "operate.md has no $alert"
done
ok "$(sed -n 's/.*: \([0-9]* rules\).*/\1/p' <(promtool check rules alerts.yml)): each is raised on a bad machine, none on a good one"

# The tests are some: an alert that is never raised, or always, is noticed.
for change in 's/> 2$/> 200/' 's/== 0$/>= 0/' 's/for: 5m/for: 1m/'; do
  sed "$change" "$SOURCE_DIR/conf/monitoring/alerts.yml" >alerts.yml
  ! promtool test rules alerts_test.yml >judged 2>&1 || fail "not noticed: $change"
done
cp "$SOURCE_DIR/conf/monitoring/alerts.yml" .

# The expressions of the dashboard, as rules, with something for Grafana's variables.
python3 - "$SOURCE_DIR/conf/monitoring/dashboard.json" >dashboard.yml <<'END_PYTHON'
import json, sys
board = json.load(open(sys.argv[1]))
places, ids = set(), set()
print("groups: [{name: dashboard, rules: [")
for panel in board["panels"]:
    place = panel["gridPos"]
    for x in range(place["x"], place["x"] + place["w"]):
        for y in range(place["y"], place["y"] + place["h"]):
            assert x < 24 and (x, y) not in places, "panels overlap: " + panel["title"]
            places.add((x, y))
    assert panel["id"] not in ids, "two panels have the id %d" % panel["id"]
    ids.add(panel["id"])
    assert panel["type"] == "row" or panel["targets"], "no query: " + panel["title"]
    for target in panel.get("targets", []):
        query = target["expr"].replace("$__rate_interval", "2m")
        query = query.replace("$instance", ".*").replace("$tap", ".*")
        assert "$" not in query, "a variable that nobody has: " + query
        print("{record: 'diagtap:panel', labels: {n: '%d%s'}, expr: '%s'}," %
              (panel["id"], target["refId"], query))
print("]}]")
END_PYTHON
promtool check rules dashboard.yml >judged 2>&1 || fail "the dashboard's queries: $(cat judged)"
ok "$(grep -c record dashboard.yml) queries of the dashboard are PromQL"

mkdir archive
(umask 077 && echo a-token-of-a-test-1 >token)
start -o archive.enabled=true -o archive.directory="$work/archive" \
  -o access.token_file="$work/token"
curl -fsS -u :a-token-of-a-test-1 "$url/metrics" >metrics
cat metrics | sed -n 's/^\(diagtap_[a-z_]*\).*/\1/p' | sort -u >there
[ -s there ] || fail "no metrics"
# used FILE: the metrics that its queries have; not the words of a text.
used() { grep 'expr:\|^ *increase(\|^ *> ' "$1" | grep -o 'diagtap_[a-z_]*' | sort -u; }
for file in alerts.yml dashboard.yml; do
  unknown=$(used $file | comm -23 - there)
  [ -z "$unknown" ] || fail "$file: the daemon has no $unknown"
done
# Whatever tells of a loss or a failure of taps, archive, port or GSMTAP is among them.
grep -E '^diagtap_(source|archive|port|gsmtap|dropped|lost)' there |
  grep -E 'lost|missed|dropped|failures|unsent' | grep -v '_bytes_' >losses
(used dashboard.yml; used alerts.yml) | sort -u >used
unseen=$(comm -23 losses used)
[ -z "$unseen" ] || fail "neither dashboard nor alerts have $unseen"
ok "the daemon has all $(wc -l <used) metrics that they use"

# docs/operate.md's job, in a real Prometheus.
{
  echo 'global: {scrape_interval: 1s, evaluation_interval: 1s}'
  sed -n '/^<!-- prometheus.yml -->$/,/^[^ <]/s/^    //p' "$SOURCE_DIR/docs/operate.md" |
    sed -e "s|127.0.0.1:9840|${url#http://}|; s|/etc/prometheus/diagtap-token|$work/token|" \
      -e "s|/etc/prometheus/diagtap-alerts.yml|$work/alerts.yml|"
} >prometheus.yml
prometheus --config.file=prometheus.yml --storage.tsdb.path="$work/data" \
  --web.listen-address=127.0.0.1:0 2>prometheus.log &
prometheus=$!
pids="$pids $prometheus"
python3 - prometheus.log dashboard.yml <<'END_PYTHON' || { tail prometheus.log; fail "see above"; }
import json, re, sys, time, urllib.parse, urllib.request
log, board = sys.argv[1:]
def await_it(what, question):
    for _ in range(600):
        try:
            answer = question()
        except OSError:
            answer = None
        if answer:
            return answer
        time.sleep(0.1)
    sys.exit("in a minute not " + what)
place = await_it("listening", lambda: re.search(
    r'msg="Listening on" address=(\S+)', open(log).read())).group(1)
def get(path):
    return json.load(urllib.request.urlopen("http://%s/api/v1/%s" % (place, path)))["data"]
def ask(query):
    return get("query?" + urllib.parse.urlencode({"query": query}))["result"]
await_it("scraping", lambda: ask('up{job="diagtap"} == 1'))
await_it("twice", lambda: ask('rate(diagtap_read_bytes_total[1m]) > 0'))
def judged():
    rules = [r for g in get("rules")["groups"] for r in g["rules"]]
    return rules and all(r["health"] == "ok" for r in rules) and rules
rules = await_it("evaluating", judged)
firing = [r["name"] for r in rules if r["state"] == "firing"]
assert not firing, "raised on a good machine: %s" % firing
queries = re.findall("expr: '(.*)'}", open(board).read())
empty = [q for q in queries if not ask(q.replace("2m", "1m"))]
assert not empty, "no data: %s" % empty
print("ok: a Prometheus scrapes it with the token; %d rules are evaluated, and each of"
      " %d queries has data" % (len(rules), len(queries)))
END_PYTHON
kill "$prometheus" "$pid"
wait "$prometheus" || :
ended 0
