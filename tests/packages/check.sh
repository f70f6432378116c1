# SPDX-License-Identifier: MIT
# check.sh - the packages through their life; run as root by script/test-package
# inside the guest, with the packages in /debs/new and those of 0.1.0 in /debs/old.
# "ok" or "NOT OK" for each promise, with counts; 1 if one is not kept.
set -u
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
conf=/etc/diagtap/diagtapd.conf
state=/var/lib/diagtap
status=http://127.0.0.1:9840/api/status
new=$(dpkg-deb -f /debs/new/diagtapd_*.deb Version)
kept=0
broken=0

# ok WHAT COMMAND...
ok() {
  if "${@:2}" >/tmp/output 2>&1; then
    echo "ok $1"
    kept=$((kept + 1))
  else
    echo "NOT OK $1"
    tail -n 30 /tmp/output | sed 's/^/   | /'
    journalctl -u diagtapd -u diagtap-hub -q -o cat --no-pager -n 8 | sed 's/^/   > /'
    broken=$((broken + 1))
  fi
}
fails() { ! "$@"; }
is() { [ "$(systemctl show -P "$1" "${3:-diagtapd}")" = "$2" ]; }
# exposure SERVICE: what "systemd-analyze security" says.
exposure() {
  systemd-analyze security "$1" 2>/dev/null |
    sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p'
}
# run_test NAME: a test of debian/tests, into /tmp/served; 77 is a success, with less.
run_test() {
  local status=0
  bash "/$1" >/tmp/served 2>&1 || status=$?
  [ $status = 0 ] || [ $status = 77 ]
}
# await COMMAND...: for 20 s at most.
await() {
  for _ in $(seq 200); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  "$@"
}
# has_version VERSION: the daemon that answers.
has_version() { curl -fsS -m 2 $status | grep -q "\"version\": \"$1"; }
serves() { [ "$(curl -sSN -m 20 http://127.0.0.1:9840/api/diag/stream | head -c 50000 | wc -c)" = 50000 ]; }
apt_install() { apt-get -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"; }
ours() { dpkg-query -W -f '${binary:Package} ${db:Status-Status}\n' '*diagtap*' | sed -n "s/ $1\$//p"; }
# shellcheck disable=SC2046 # a list
purge() { apt-get -q -y purge $(ours installed) $(ours config-files); }

# block NAME: the command block of docs/operate.md with the mark "guest: NAME".
block() {
  awk -v mark="<!-- guest: $1 -->" '
    { text = $0; sub(/^ +/, "", text) }
    text == mark { on = 1; next }
    on && /^ +/ { if (!depth) { match($0, /^ +/); depth = RLENGTH } print substr($0, depth + 1); next }
    on && depth { exit }' /operate.md
}
# run_block NAME: each of its lines must succeed, read as a script.
run_block() {
  block "$1" >/tmp/block
  [ -s /tmp/block ] || { echo "no block $1"; return 1; }
  (cd /debs/new && bash -euo pipefail /tmp/block)
}

# What is on the disk, with the bytes of configurations; not what any use changes.
# The user of a package stays, as Debian's policy advises.
files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /run -o -path /tmp -o -path /debs \
    -o -path /var/log -o -path /var/cache -o -path /var/lib/apt -o -path /var/lib/systemd/random-seed \
    -o -path /var/tmp -o -path /said -o -path /root \) -prune -o ! -path '/var/lib/dpkg/*' \
    ! -path '/etc/*-' ! -path /etc/.pwd.lock -printf '%p %y %u:%g %m\n' | sort
  find /var/lib/dpkg/info -name '*diagtap*'
  find /etc -type f ! -name '*-' ! -name passwd ! -name group ! -name 'gshadow' \
    ! -name shadow ! -name subuid ! -name subgid ! -name ld.so.cache -exec sha256sum {} + | sort
}
# nothing_left: beside the files there is nothing of the service.
nothing_left() {
  files >/tmp/after
  diff /tmp/before /tmp/after || return 1
  ! systemctl list-unit-files 'diagtap*' | grep diagtap || return 1
  ! systemctl list-units --all 'diagtap*' | grep diagtap || return 1
  ! pgrep -a diagtap || return 1
  ! dpkg -l '*diagtap*' 2>/dev/null | grep '^[^uD|+]'
}

systemctl daemon-reload
files >/tmp/before

# A new installation.
ok "installs" apt_install install /debs/new/*.deb
ok "is not enabled" fails systemctl is-enabled --quiet diagtapd
ok "is not started" is ActiveState inactive
ok "has its user" id diagtap
ok "has the directory of captures" test "$(stat -c %U:%a $state)" = diagtap:750
ok "has a configuration that others can read" test "$(stat -c %U:%a $conf)" = root:644
ok "the configuration is dpkg's" dpkg-query -S $conf
ok "the manual is there" test -e /usr/share/man/man8/diagtapd.8.gz
run_test serve
served=$?
ok "serves: $(grep -c '^ok' /tmp/served) of debian/tests/serve" sh -c "cat /tmp/served; exit $served"
ok "the hub is not enabled" fails systemctl is-enabled --quiet diagtap-hub
ok "the hub is not started" is ActiveState inactive diagtap-hub
ok "the hub has its user" id diagtap-hub
ok "the hub's configuration is dpkg's" dpkg-query -S /etc/diagtap/diagtap-hub.conf
ok "the hub's manual is there" test -e /usr/share/man/man8/diagtap-hub.8.gz
[ ! -x /debs/nats-server ] || export NATS_SERVER=/debs/nats-server
run_test serve-hub
served=$?
ok "the hub serves: $(grep -c '^ok' /tmp/served) of debian/tests/serve-hub" \
  sh -c "cat /tmp/served; exit $served"
grep '^skipped' /tmp/served || :
level=$(exposure diagtap-hub)
ok "the hub's exposure, $level, is what its unit says" \
  grep -q "exposure level $level of 10" "$(systemctl show -P FragmentPath diagtap-hub)"
ok "a program is built with the library" test -e /usr/include/dtap/tap.h -a -e \
  "$(find /usr/lib -name libdiagtap.so)"
ok "is purged" purge
ok "leaves nothing" nothing_left

# 0.1.0 with an edited configuration.  Its sandbox does not go with its unit: that is
# why it was edited here.
ok "0.1.0 installs" apt_install install /debs/old/*.deb
sed -i 's/^diag_stream_enabled = false;/diag_stream_enabled = true;/
  s/^sandbox = true;/sandbox = false;/
  s/^  source = "diag";/  source = "simulator";/
  s/^  rotate_bytes = .*/  rotate_bytes = 65536;/
  /^archive: {/,/^};/s/^  enabled = false;/  enabled = true;/' $conf
cp $conf /tmp/edited.conf
ok "it is enabled and started" systemctl enable --now diagtapd
ok "it answers" await has_version 0.1.0
ok "it serves" serves
find_capture() { find $state -name '*.pcap' | grep -q .; }
ok "it records" await find_capture
first=$(find $state -name '*.pcap' | sort | head -n 1)

ok "is upgraded" apt_install install /debs/new/*.deb
ok "the new version runs" await has_version "${new%%[~-]*}"
ok "it serves" serves
ok "it was not started in vain" is NRestarts 0
ok "the edited configuration is kept" cmp $conf /tmp/edited.conf
ok "the new one is beside it" test -e $conf.dpkg-dist
ok "it is still enabled" systemctl is-enabled --quiet diagtapd
ok "the captures are kept" test -s "$first"
listed() { curl -fsS http://127.0.0.1:9840/api/archive | grep -q "\"${first##*/}\""; }
ok "and listed" listed

ok "is rolled back" apt_install --allow-downgrades install /debs/old/*.deb
ok "the old version runs" await has_version 0.1.0
ok "it serves" serves
ok "the edited configuration is kept then too" cmp $conf /tmp/edited.conf
ok "the captures too" test -s "$first"

ok "is upgraded again" apt_install install /debs/new/*.deb
ok "the new version runs again" await has_version "${new%%[~-]*}"
# Removed, not purged: what is the administrator's stays.
ok "is removed" apt-get -q -y remove diagtapd
ok "nothing runs" fails pgrep diagtapd
ok "the configuration stays" cmp $conf /tmp/edited.conf
ok "the captures stay" test -s "$first"
ok "is purged" purge
ok "leaves nothing" nothing_left

# A configuration that nobody has edited.
ok "0.1.0 installs" apt_install install /debs/old/diagtapd_*.deb
ok "is upgraded" apt_install install /debs/new/diagtapd_*.deb
dpkg-deb --fsys-tarfile /debs/new/diagtapd_*.deb | tar -xO ./etc/diagtap/diagtapd.conf >/tmp/shipped.conf
ok "the configuration is the new one" cmp $conf /tmp/shipped.conf
ok "it is not started" is ActiveState inactive
ok "is purged" purge
ok "leaves nothing" nothing_left

# docs/operate.md, as it is read: its commands, one after another.
ok "operate.md: install" run_block install
ok "operate.md: start" run_block start
ok "the service runs as it says" is ActiveState active
ok "and is enabled" systemctl is-enabled --quiet diagtapd
sed -i 's/^  source = "diag";/  source = "simulator";/; /^archive: {/,/^};/s/^  enabled = false;/  enabled = true;/
  /^archive: {/,/^};/s/^  rotate_bytes = .*/  rotate_bytes = 65536;/' $conf
systemctl restart diagtapd
ok "it serves" serves
await find_capture
has_figure() { run_block rate >/tmp/rate && grep 'tap="diag".* [1-9][0-9.]* MB a day' /tmp/rate; }
ok "operate.md: rate, which is a figure" await has_figure
ok "operate.md: backup" run_block backup
ok "which has captures, and none that grows" \
  test -n "$(find /srv/diagtap-backup -name '*.pcap')" -a -z "$(find /srv/diagtap-backup -name '*.part')"
ok "operate.md: token" run_block token
ok "operate.md: reload" run_block reload
token=$(cat /etc/diagtap/token)
ok "the token is asked for" sh -c "! curl -fsS $status"
ok "and taken" curl -fsS -u ":$token" -o /dev/null $status
ok "operate.md: harden" run_block harden
ok "no process of it is root" test "$(ps -o user= -C diagtapd)" = diagtap
ok "it runs then" await curl -fsS -u ":$token" -o /dev/null $status
level=$(exposure diagtapd)
ok "its exposure, $level, is what operate.md says" \
  grep -q "exposure level is then $level" /operate.md
rm -rf /etc/systemd/system/diagtapd.service.d /etc/diagtap/token /srv/diagtap-backup
ok "is purged" purge
ok "leaves nothing" nothing_left

echo "$kept promises kept, $broken broken"
[ $broken = 0 ]
