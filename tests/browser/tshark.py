# SPDX-License-Identifier: MIT
"""What tshark and our dissector say of a pcap file: the tests' other opinion."""

import os
import shutil
import subprocess
import unittest
import xml.etree.ElementTree as ElementTree


def tshark(file, *arguments):
    """Its output.  As root it loads no Lua from 4.4 on, so it runs as nobody."""
    if not shutil.which("tshark"):
        raise unittest.SkipTest("no tshark here")
    folder = os.path.dirname(os.path.abspath(file))
    os.chmod(folder, 0o755)
    lua = os.path.join(folder, "diagtap.lua")
    shutil.copy(os.path.join(os.environ["SOURCE_DIR"], "dissector/diagtap.lua"), lua)
    command = ["tshark", "-X", "lua_script:" + lua, "-r", file, *arguments]
    if os.getuid() == 0:
        command = ["runuser", "-u", "nobody", "--", "env", "HOME=" + folder, *command]
    return subprocess.run(command, check=True, capture_output=True).stdout


def rows(file):
    """For each frame of a pcap, in order, its fields: [(name, shown), ...].

    A record without a frame is a row with no field.
    """
    all_rows = []
    for packet in ElementTree.fromstring(tshark(file, "-T", "pdml")).iter("packet"):
        frames = [field for field in packet.iter("field")
                  if field.get("name") == "diagtap.frame"]
        all_rows += [fields(frame) for frame in frames] or [[]]
    return all_rows


def fields(frame):
    return [(field.get("name"), field.get("show")) for field in frame.iter("field")
            if field is not frame and field.get("name", "").startswith("diagtap.")]
