# SPDX-License-Identifier: MIT
"""What tshark and our dissector say of a pcap file: the tests' other opinion."""

import os
import re
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


# tshark prints texts of a modem as they are.
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rows(file):
    """For each frame of a pcap, in order, its fields: [(name, shown), ...].

    A record without a frame is a row with no field.
    """
    all_rows = []
    pdml = NO_XML.sub("?", tshark(file, "-T", "pdml").decode(errors="replace"))
    for packet in ElementTree.fromstring(pdml).iter("packet"):
        frames = [field for field in packet.iter("field")
                  if field.get("name") == "diagtap.frame"]
        all_rows += [fields(frame) for frame in frames] or [[]]
    return all_rows


def fields(frame):
    return [(field.get("name"), shown(field)) for field in frame.iter("field")
            if field is not frame and field.get("name", "").startswith("diagtap.")]


def shown(field):
    """As -T fields has it: bytes without colons, and 1 for what is only there."""
    text = field.get("show") or "1"
    return text.replace(":", "") if re.fullmatch("[0-9a-f]{2}(:[0-9a-f]{2})+", text) else text
