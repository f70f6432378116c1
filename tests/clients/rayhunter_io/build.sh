#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh FOLDER: builds rayhunter_io in FOLDER with Debian's crates, without a
# network, and prints its path.  Exits 77 if cargo or the crates are not there.
set -eu
cd "$(dirname "$0")"
crates=/usr/share/cargo/registry
command -v cargo >/dev/null || exit 77
for crate in tokio libc; do
  find "$crates" -maxdepth 1 -name "$crate-[0-9]*" 2>/dev/null | grep -q . || exit 77
done
mkdir -p "$1/source"
cp -R Cargo.toml src "$1/source"
cd "$1/source"
cargo build --quiet --release --offline --target-dir "$1" \
  --config 'source.crates-io.replace-with="debian"' \
  --config "source.debian.directory=\"$crates\"" >&2
echo "$1/release/rayhunter_io"
