#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""quoted.py PAGE FOLDER: each sentence of the page was said.

A section of the page with <!-- said: NAME --> has tables.  Each `code` in the first
cell of a row must stand in a line of FOLDER/NAME; "…" stands for anything.  A file
that ends with "skipped" excuses its section.
"""
import pathlib
import re
import sys

CODE = re.compile(r"`([^`]+)`")


def sections(text):
    """(name, sentences) of each section with a mark."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        mark = re.search(r"<!-- said: (\w+) -->", part)
        if not mark:
            continue
        rows = re.findall(r"^\| (.*?) \|", part, re.M)
        yield mark[1], [code for row in rows for code in CODE.findall(row)]


def was_said(sentence, lines):
    pattern = re.compile(".*".join(map(re.escape, sentence.split("…"))))
    return any(pattern.search(line) for line in lines)


def main():
    page, folder = map(pathlib.Path, sys.argv[1:])
    wrong = checked = 0
    for name, sentences in sections(page.read_text()):
        if not sentences:
            raise SystemExit(f"{name}: no sentence in its table")
        said = (folder / name).read_text(errors="replace")
        if said.endswith("skipped\n"):
            print(f"not checked: {name}")
            continue
        for sentence in sentences:
            checked += 1
            if not was_said(sentence, said.splitlines()):
                wrong += 1
                print(f"{name}: nobody says: {sentence}\n---\n{said[-6000:]}")
    if not checked:
        raise SystemExit("the page has no sentence")
    print(f"{checked} sentences were said")
    sys.exit(1 if wrong else 0)


main()
