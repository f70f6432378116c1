#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# conf/monitoring: the alerts are raised where they should be and nowhere else; alerts
# and dashboard use metrics that the daemon has.  Grafana itself is not tried.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need promtool # Debian: prometheus
need python3

cp "$SOURCE_DIR/conf/monitoring/alerts.yml" "$SOURCE_DIR/tests/monitoring/alerts_test.yml" .
promtool check rules alerts.yml >judged 2>&1 || fail "promtool check rules: $(cat judged)"
promtool test rules alerts_test.yml >judged 2>&1 || fail "promtool test rules: $(cat judged)"
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
start -o archive.enabled=true -o archive.directory="$work/archive"
fetch /metrics | sed -n 's/^\(diagtap_[a-z_]*\).*/\1/p' | sort -u >there
kill "$pid"
ended 0
[ -s there ] || fail "no metrics"
# used FILE: the metrics that its queries have; not the words of a text.
used() { grep 'expr:\|^ *increase(\|^ *> ' "$1" | grep -o 'diagtap_[a-z_]*' | sort -u; }
for file in alerts.yml dashboard.yml; do
  unknown=$(used $file | comm -23 - there)
  [ -z "$unknown" ] || fail "$file: the daemon has no $unknown"
done
# Whatever tells of a loss or a failure is in the dashboard.
grep -E 'lost|missed|dropped|failures|unsent' there | grep -v '_bytes_' >losses
(used dashboard.yml; used alerts.yml) | sort -u >used
unseen=$(comm -23 losses used)
[ -z "$unseen" ] || fail "neither dashboard nor alerts have $unseen"
ok "the daemon has all $(wc -l <used) metrics that they use"
