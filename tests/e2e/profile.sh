#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# /profile.zip is Wireshark's profile of the tree, and the same bytes each time.
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need python3

start
fetch /profile.zip >one.zip
fetch /profile.zip >two.zip
cmp one.zip two.zip || fail "two answers differ"

python3 - "$SOURCE_DIR/dissector/profile" one.zip <<'END' || fail "not the profile"
import os
import sys
import zipfile

folder, path = sys.argv[1:]
with zipfile.ZipFile(path) as archive:
    assert archive.testzip() is None
    names = sorted(archive.namelist())
    assert names == sorted("diagtap/" + name for name in os.listdir(folder)), names
    for info in archive.infolist():
        with open(os.path.join(folder, os.path.basename(info.filename)), "rb") as file:
            assert archive.read(info) == file.read(), info
        assert info.date_time == (1980, 1, 1, 0, 0, 0), info
        assert info.external_attr >> 16 == 0o100644, info
END
ok "its files are those of dissector/profile"

if command -v unzip >/dev/null; then
  unzip -q one.zip && diff -r diagtap "$SOURCE_DIR/dissector/profile" || fail "unzip"
  ok "unzip makes the folder diagtap"
fi
kill "$pid"
ended 0
