#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The content of Wireshark's windows, as a screen reader gets it (AT-SPI).

    look.py WINDOW see ROLE NAME     where it is: X Y WIDTH HEIGHT
    look.py WINDOW read LABEL        the text in the field behind a label
    look.py WINDOW write LABEL TEXT  puts it there
    look.py WINDOW press NAME        a button

WINDOW and NAME are regular expressions, and match anywhere; a LABEL is meant
as it stands.  Exits 1 for what is not to be seen: on the screen, and not
scrolled away.  Of long lists it looks at what comes first.
"""

import re
import sys

import pyatspi

# The list of packets has a cell for each column of each packet.
MOST_CHILDREN = 1000

FIELDS = ("text", "password text")


def shown_in(item):
    yield item
    for i in range(min(item.childCount, MOST_CHILDREN)):
        child = item[i]
        if child and child.getState().contains(pyatspi.STATE_SHOWING):
            yield from shown_in(child)


def windows(title):
    for program in pyatspi.Registry.getDesktop(0):
        for window in program or ():
            if window and re.search(title, window.name):
                yield window


def find(title, role, name):
    """The first of this role whose name matches."""
    for window in windows(title):
        for item in shown_in(window):
            if item.getRoleName() == role and re.search(name, item.name):
                return item
    raise LookupError(f"no {role} {name!r} in {title!r}")


def field(title, label):
    for window in windows(title):
        found = False
        for item in shown_in(window):
            role = item.getRoleName()
            if found and role in FIELDS:
                return item
            found = found or (role == "label" and item.name == label)
    raise LookupError(f"no field {label!r} in {title!r}")


def see(title, role, name):
    place = find(title, role, name).queryComponent().getExtents(
        pyatspi.DESKTOP_COORDS)
    print(place.x, place.y, place.width, place.height)


def read(title, label):
    print(field(title, label).queryText().getText(0, -1))


def write(title, label, text):
    field(title, label).queryEditableText().setTextContents(text)


def press(title, name):
    actions = find(title, "push button", name).queryAction()
    names = [actions.getName(i) for i in range(actions.nActions)]
    actions.doAction(names.index("Press"))


VERBS = {"see": see, "read": read, "write": write, "press": press}

if __name__ == "__main__":
    try:
        VERBS[sys.argv[2]](sys.argv[1], *sys.argv[3:])
    except LookupError as reason:
        sys.exit(f"look.py: {reason}")
