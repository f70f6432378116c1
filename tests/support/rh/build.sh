#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# build.sh FOLDER: builds FOLDER/target/release/rh with Debian's cargo, which takes
# crates from Debian's packages, without a network.  Exits 77, and says why, if it
# cannot.
set -euo pipefail
cd "$(dirname "$0")"
registry=/usr/share/cargo/registry
cargo=/usr/bin/cargo

skip() {
  echo "$*"
  exit 77
}

[ -x $cargo ] || skip "Debian's cargo is not installed"
for crate in tokio libc; do
  ls -d $registry/$crate-[0-9]* >/dev/null 2>&1 ||
    skip "librust-$crate-dev is not installed"
done
mkdir -p "$1/.cargo"
cat >"$1/.cargo/config" <<END
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "$registry"
END
cp -r Cargo.toml src "$1"
cd "$1"
CARGO_HOME="$1/home" nice $cargo build --offline --release
