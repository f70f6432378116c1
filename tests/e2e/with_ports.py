#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""with_ports.py COUNT CONF PORTS: nginx, on ports that the kernel chose.

nginx cannot be told "any port".  So we listen, write the ports into CONF where
it has @1@, @2@, ... and to the file PORTS, and hand the sockets to nginx the way
it hands them to itself when it is upgraded: by number, in the environment.
"""
import os
import socket
import sys

count, conf, ports = int(sys.argv[1]), sys.argv[2], sys.argv[3]
sockets = []
for _ in range(count):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(64)
    listener.set_inheritable(True)
    sockets.append(listener)

numbers = [listener.getsockname()[1] for listener in sockets]
text = open(conf).read()
for i, number in enumerate(numbers):
    text = text.replace(f"@{i + 1}@", str(number))
with open(conf, "w") as out:
    out.write(text)
with open(ports + ".part", "w") as out:
    out.write(" ".join(map(str, numbers)) + "\n")
os.rename(ports + ".part", ports)
os.environ["NGINX"] = "".join(f"{s.fileno()};" for s in sockets)
directory = os.path.dirname(os.path.abspath(conf))
os.execvp("nginx", ["nginx", "-p", directory, "-c", os.path.abspath(conf),
                    "-e", f"{directory}/error.log"])
