#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# first.sh [bookworm|trixie]: a bare Debian that has git and nothing else of ours;
# git clone, script/run, and the first bytes of the stream: how long each took.
# The mirror's speed is in it; building is not.  Needs root; exits 77 without.
set -euo pipefail
cd "$(dirname "$0")/../.."
. script/lib/debian.sh
suite=${1:-bookworm}
tar=$PWD/build/first/$suite.tar
root=$PWD/build/first/$suite

debian_needs_root || exit 77
command -v mmdebstrap >/dev/null || { echo "skipped: no mmdebstrap here"; exit 77; }
debian_system "$tar" "$suite" minbase git,ca-certificates
debian_unpack "$tar" "$root"
debian_apt "$root"
git clone -q --bare . "$root/diagtap.git"

# shellcheck disable=SC2034 # debian_inside reads it
debian_network=yes
# In the system: times in seconds, by the monotonic clock.
# shellcheck disable=SC2016 # for the inner shell
debian_inside "$root" 1500 '
  now() { read -r up _ </proc/uptime; echo "$up"; }
  since() { echo "$1 $(now)" | awk "{ printf \"%.1f\", \$2 - \$1 }"; }
  begin=$(now)
  git -c safe.directory=/diagtap.git clone -q /diagtap.git /diagtap
  echo "clone: $(since "$begin") s"
  cd /diagtap
  mkfifo /said
  script/run -o listen.port=0 >/said 2>&1 &
  daemon=$!
  exec 3</said
  while read -r line <&3; do
    case $line in
    *"... done"*) echo "$line" ;;
    *"listens on http"*) url=${line#*listens on }; break ;;
    esac
    last=$line
  done
  [ -n "${url:-}" ] || { echo "$last"; exit 1; }
  curl -fsSN "${url}api/diag/stream" 2>/dev/null | head -c 1 >/dev/null
  echo "first data after $(since "$begin") s"
  kill "$daemon"
' | tee build/first/said
rm -rf "$root"
[ "$(wc -l <build/first/said)" -ge 3 ]
