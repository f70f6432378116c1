#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# launcher_rh.sh FOLDER: rayhunter's way to use /dev/diag (tests/support/rh), under
# diagtap-run, with diagtapd and its simulator.  FOLDER keeps what cargo builds.
. "$SOURCE_DIR/tests/e2e/lib.sh"

# Debian's cargo takes crates from Debian's packages, without a network.
registry=/usr/share/cargo/registry
cargo=/usr/bin/cargo
[ -x $cargo ] || skip "Debian's cargo is not installed"
for crate in tokio libc; do
  ls -d $registry/$crate-[0-9]* >/dev/null 2>&1 ||
    skip "librust-$crate-dev is not installed"
done
"$DIAGTAPD" -T -o port.enabled=true >said 2>&1 ||
  skip "diagtapd has no port yet: $(cat said)"
mkdir -p "$1/.cargo"
cat >"$1/.cargo/config" <<END
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "$registry"
END
cp -r "$SOURCE_DIR"/tests/support/rh/* "$1"
(cd "$1" && CARGO_HOME="$1/home" nice $cargo build --offline --release) \
  >cargo.log 2>&1 || { cat cargo.log; fail "rh cannot be built"; }

start -o diag.rate=1000 -o port.enabled=true -o port.tcp=0 \
  -o port.socket="$work/port.sock"
for tracing in "" --no-seccomp --trace-all; do
  status=0
  timeout 60 "$DIAGTAP_RUN" $tracing -s "$work/port.sock" \
    "$1/target/release/rh" 100 >out 2>err || status=$?
  [ "$status" = 0 ] || fail "$tracing: exit status $status: $(cat out err)"
  [ "$(cat out)" = "100 containers, with logs
100 containers, with logs" ] || fail "$tracing: $(cat out)"
  ok "rayhunter's calls, ${tracing:-by a filter}: set up and read, twice"
done
kill "$pid"
ended 0
