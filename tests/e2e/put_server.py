#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# put_server.py FOLDER: a server that takes captures into folders that exist.
# It prints its port, then a line for each request: METHOD PATH.
import http.server
import os
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        print("PUT", self.path, flush=True)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path = sys.argv[1] + self.path
        there = os.path.isdir(os.path.dirname(path))
        if there:
            with open(path, "wb") as file:
                file.write(body)
        self.send_response(201 if there else 409)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
