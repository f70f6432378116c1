# SPDX-License-Identifier: MIT
"""run.py [NAME...]: the tests of the viewer in browsers, two files at a time.

Each file is a process of its own, with its own browser and its own daemons, so
files do not disturb each other.  What a file prints comes in one piece when it
has ended, and then how long its tests took.  NAMEs (test_list,
test_list.List.test_rows_appear_and_follow) are run one after the other.
"""

import concurrent.futures
import glob
import os
import subprocess
import sys
import time
import unittest

# It measures, and so it is alone, at the end.
ALONE = ["test_soak"]
# Those that take longest begin first.
LONG = ["test_records", "test_firefox", "test_captures", "test_access"]


class Timed(unittest.TextTestResult):
    """Tells the seconds of each test."""

    def startTest(self, test):
        self.begun = time.monotonic()
        super().startTest(test)

    def addSuccess(self, test):
        unittest.TestResult.addSuccess(self, test)
        self.stream.writeln(f"ok, {time.monotonic() - self.begun:.1f} s")
        self.stream.flush()


def one(names):
    """Runs tests in this process."""
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Timed)
    result = runner.run(unittest.defaultTestLoader.loadTestsFromNames(names))
    return 0 if result.wasSuccessful() else 1


def as_process(name):
    """Runs a file in a process of its own; (whether it went well, what it printed)."""
    begun = time.monotonic()
    ended = subprocess.run([sys.executable, "-B", __file__, name], text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return ended.returncode == 0, f"{ended.stdout}{name}: {time.monotonic() - begun:.0f} s\n"


def every_file():
    names = [os.path.basename(path)[:-len(".py")] for path in sorted(glob.glob("test_*.py"))]
    first = [name for name in LONG if name in names]
    rest = [name for name in names if name not in LONG + ALONE]
    failed = []
    with concurrent.futures.ThreadPoolExecutor(min(2, os.cpu_count())) as pool:
        running = {pool.submit(as_process, name): name for name in first + rest}
        for ended in concurrent.futures.as_completed(running):
            went_well, printed = ended.result()
            print(printed, flush=True)
            if not went_well:
                failed.append(running[ended])
    for name in ALONE:
        went_well, printed = as_process(name)
        print(printed, flush=True)
        if not went_well:
            failed.append(name)
    print("failed: " + " ".join(failed) if failed else "all files went well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(one(sys.argv[1:]) if sys.argv[1:] else every_file())
