#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""run_page.py PAGE: runs the commands of a page, as its reader would.

A block of commands that is run begins with ```sh run, and words that say how:

  background     it serves until the end of the page, or until the next such
                 block; the next block waits until it "listens on"
  beside         the same, and what was begun before stays
  until=FILE     it is ended, as by Ctrl-C, when the file has data
  shows=TEXT     its output has the text; may stand several times
  exits=STATUS   not 0; several are joined by commas
  needs=PROGRAM  it is left out, with a line, where this is not installed

Each page has a folder of its own with the files of the tree, a home, and a
network and a /dev/shm of its own (only root can make these, so others skip): so
ports and paths are those of the page.  It runs as nobody, because Wireshark 4.4 loads no script for root.

Stand-ins are first on the path: wireshark is tshark, tshark ends after 5
packets, and cmake builds nothing, because the programs are those of this build.
"""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

LONGEST = 60  # seconds, for what takes one or two
SOURCE = pathlib.Path(os.environ["SOURCE_DIR"])
PROGRAMS = ("DIAGTAPD", "DIAGTAP_EXTCAP", "DIAGTAP_RUN")
STAND_INS = {
    "cmake": "exit 0",
    "wireshark": """
for word; do
  shift
  [ "$word" = -k ] || set -- "$@" "$word"
done
exec tshark "$@"
""",
    "tshark": """
for word; do
  [ "$word" != -i ] || set -- -c 5 "$@"
done
exec TSHARK "$@"
""",
}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


class Block:
    """Commands with the words of their fence."""

    def __init__(self, line, words, text):
        self.line, self.text = line, text
        self.shows, self.needs = [], []
        self.until = None
        self.exits = [0]
        self.serves = self.beside = False
        for word in words:
            self.take(word)

    def take(self, word):
        name, _, value = word.partition("=")
        if name == "background":
            self.serves = True
        elif name == "beside":
            self.serves = self.beside = True
        elif name == "until":
            self.until = value
        elif name == "exits":
            self.exits = [int(status) for status in value.split(",")]
        elif name in ("shows", "needs"):
            getattr(self, name).append(value)
        else:
            raise SystemExit(f"line {self.line}: no such word: {word}")


def blocks_of(page):
    """The blocks of a page that are to be run."""
    text = page.read_text()
    found = []
    for match in re.finditer(r"^```sh run(.*)\n((?:.*\n)*?)```$", text, re.M):
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(line, shlex.split(match[1]), match[2]))
    return found


class Page:
    """The folder of a page, and what serves there."""

    def __init__(self, folder):
        self.folder, self.tree = folder, folder / "diagtap"
        self.servers = []
        self.environment = {
            "PATH": f"{folder}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": f"{folder}/home", "TMPDIR": f"{folder}/tmp", "LC_ALL": "C.UTF-8",
        }

    def furnish(self):
        for name in ("bin", "home", "tmp"):
            (self.folder / name).mkdir()
        for name in ("conf", "dissector", "docs", "script"):
            shutil.copytree(SOURCE / name, self.tree / name)
        built = self.tree / "build/release/src"
        built.mkdir(parents=True)
        for name in filter(os.environ.get, PROGRAMS):
            path = pathlib.Path(os.environ[name])
            shutil.copy(path, built)
            (self.folder / "bin" / path.name).symlink_to(built / path.name)
        for name, text in STAND_INS.items():
            path = self.folder / "bin" / name
            real = shutil.which("tshark") or "/bin/false"
            path.write_text(f"#!/bin/sh\n{text.strip().replace('TSHARK', real)}\n")
            path.chmod(0o755)
        shutil.copy(os.environ["MAKE_CAPTURE"], self.folder / "bin")
        self.shell('make_capture frames 200 3 >trip.qmdl')
        subprocess.run(["chown", "-R", "nobody", self.folder], check=True)

    def popen(self, text, out):
        """A shell as nobody, in its own group of processes."""
        return subprocess.Popen(
            ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups",
             "bash", "-euc", text],
            cwd=self.tree, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))

    def shell(self, text):
        subprocess.run(["bash", "-euc", text], cwd=self.tree, env=self.environment, check=True)

    @staticmethod
    def end(process):
        """As Ctrl-C would.  The status."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            return process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return process.wait()

    def clear(self):
        while self.servers:
            self.end(self.servers.pop())

    def run(self, number, block):
        """What is wrong, or None; and the output."""
        path = self.folder / f"{number}.out"
        with open(path, "wb") as out:
            if block.serves and not block.beside:
                self.clear()
            process = self.popen(block.text, out)
        said = lambda: path.read_text(errors="replace")
        if block.serves:
            self.servers.append(process)
            ready = lambda: "listens on" in said()
        elif block.until:
            ready = lambda: self.has_data(block.until)
        else:
            ready = lambda: process.poll() is not None
        wrong = self.wait(process, ready)
        if wrong is None and not block.serves:
            status = self.end(process)
            if not block.until and status not in block.exits:
                wrong = f"exit status {status}, not {block.exits}"
        elif wrong is not None:
            self.end(process)
        for text in block.shows:
            if wrong is None and text not in said():
                wrong = f"its output has no '{text}'"
        return wrong, said()

    def has_data(self, name):
        path = self.tree / name
        return path.exists() and path.stat().st_size > 0

    @staticmethod
    def wait(process, ready):
        for _ in range(LONGEST * 20):
            ended = process.poll() is not None
            if ready():
                return None
            if ended:
                return f"it ended early, with {process.returncode}"
            time.sleep(.05)
        return "it takes too long"


def run_blocks(page, blocks):
    failed = 0
    for number, block in enumerate(blocks):
        first = block.text.strip().splitlines()[0]
        missing = [name for name in block.needs if not shutil.which(name)]
        if missing:
            print(f"left out, no {missing[0]}: line {block.line}: {first}")
            continue
        begun = time.monotonic()
        wrong, said = page.run(number, block)
        print(f"{'FAILED' if wrong else 'ok'}: line {block.line}: {first}"
              f" ({time.monotonic() - begun:.1f} s)", flush=True)
        if wrong:
            failed += 1
            print(f"{wrong}\n{block.text}---\n{said[-3000:]}")
    return failed


def main():
    path = SOURCE / sys.argv[1]
    if os.geteuid() != 0:
        skip("only root can make a network for it")
    if not os.environ.get("APART"):
        if subprocess.run(["unshare", "-mn", "true"], stderr=subprocess.DEVNULL).returncode:
            skip("this root may not make a network")
        os.environ["APART"] = "1"
        os.execvp("unshare", ["unshare", "-mn", sys.executable, "-B", *sys.argv])
    for name in ("curl", "tshark", "ip"):
        if not shutil.which(name):
            skip(f"{name} is not installed")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", "/dev/shm"], check=True)
    blocks = blocks_of(path)
    if not blocks:
        raise SystemExit(f"{path}: no block is marked")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        page = Page(pathlib.Path(folder))
        try:
            page.furnish()
            failed = run_blocks(page, blocks)
        finally:
            page.clear()
    sys.exit(1 if failed else 0)


main()
