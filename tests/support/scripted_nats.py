#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# scripted_nats.py FOLDER: a server of NATS that does what it is told, and only
# what an uplink needs of the protocol
# (docs.nats.io/reference/reference-protocols/nats-protocol).
#
# It prints its port, then a line for each event.  Messages that it stores go to
# FOLDER, as NUMBER.json (subject and headers) and NUMBER.data.  Standard input
# has orders, one a line, that hold from then on:
#
#   store               stores each message once, by its id, and answers
#   quiet               takes messages and does not answer
#   nobody              nobody takes messages (status 503)
#   error CODE TEXT     answers with an error of JetStream; CODE may be "none"
#   answer TEXT         answers with this text
#   flood               answers rubbish, a lot of it, and stores nothing
#   stall               reads no more of any connection
#   deny                a permissions violation for each message
#   drop N              ends a connection after N more messages; 0: goes on
#   twice               stores, and ends the connection before the first answer
#   silent, mute, other, login   of connections that follow: says nothing; says
#                       nothing after INFO; is no NATS; refuses the login
#   info JSON           members of INFO that differ, of connections that follow
#   normal              of connections that follow: all is well again
import json
import os
import socket
import sys
import threading

folder = sys.argv[1]
lock = threading.Lock()
state = {"answer": "store", "text": "", "greeting": "normal", "info": {},
         "stall": False, "drop": 0, "stored": 0, "ids": {}}
go_on = threading.Event()
go_on.set()


def say(*words):
    with lock:
        print(*words, flush=True)


class Closed(Exception):
    pass


class Connection:
    def __init__(self, peer):
        self.peer = peer
        self.subscription = "1"
        self.buffer = b""

    def send(self, data):
        self.peer.sendall(data)

    def fill(self):
        go_on.wait()
        data = self.peer.recv(65536)
        if not data:
            raise Closed
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line.decode()

    def body(self, size):
        while len(self.buffer) < size + 2:
            self.fill()
        body, self.buffer = self.buffer[:size], self.buffer[size + 2:]
        return body

    def reply(self, subject, text):
        data = text.encode()
        self.send(b"MSG %s %s %d\r\n%s\r\n" % (
            subject.encode(), self.subscription.encode(), len(data), data))

    def nobody(self, subject):
        head = b"NATS/1.0 503\r\n\r\n"
        self.send(b"HMSG %s %s %d %d\r\n%s\r\n" % (
            subject.encode(), self.subscription.encode(), len(head), len(head),
            head))

    def greet(self):
        greeting = state["greeting"]
        if greeting == "silent":
            threading.Event().wait()
        if greeting == "other":
            self.send(b"SSH-2.0-nobody\r\n")
            raise Closed
        info = {"server_id": "scripted", "version": "2.10.27", "headers": True,
                "max_payload": 1048576, "proto": 1}
        info.update(state["info"])
        self.send(b"INFO %s\r\n" % json.dumps(info).encode())
        if greeting == "mute":
            threading.Event().wait()

    def connect(self, options):
        say("CONNECT", options)
        if state["greeting"] == "login":
            self.send(b"-ERR 'Authorization Violation'\r\n")
            raise Closed

    def take(self, words, head, data):
        subject = words[0]
        reply = words[1] if len(words) > (4 if head else 3) - 1 else None
        headers = dict(line.split(": ", 1)
                       for line in head.decode().split("\r\n")[1:] if line)
        say("MESSAGE", subject, headers.get("Nats-Msg-Id", "-"), len(data),
            headers.get("KV-Operation", "-"))
        if subject.startswith("$KV."):
            say("REPORT", data.decode())
            if reply:
                self.reply(reply, '{"stream":"KV_devices","seq":1}')
            return
        self.judge(subject, reply, headers, data)
        if state["drop"] > 0:
            state["drop"] -= 1
            if state["drop"] == 0:
                raise Closed

    def store(self, subject, reply, headers, data):
        name = headers["Nats-Msg-Id"]
        with lock:
            again = name in state["ids"]
            if not again:
                state["stored"] += 1
                state["ids"][name] = state["stored"]
                path = os.path.join(folder, "%06d" % state["stored"])
                with open(path + ".data", "wb") as file:
                    file.write(data)
                with open(path + ".json", "w") as file:
                    json.dump({"subject": subject, **headers}, file)
        if state["answer"] == "twice":
            state["answer"] = "store"
            raise Closed
        answer = {"stream": "DIAG-lab", "seq": state["ids"][name]}
        if again:
            answer["duplicate"] = True
        self.reply(reply, json.dumps(answer))

    def judge(self, subject, reply, headers, data):
        how, text = state["answer"], state["text"]
        if how in ("store", "twice"):
            self.store(subject, reply, headers, data)
        elif how == "nobody":
            self.nobody(reply)
        elif how == "answer":
            self.reply(reply, text)
        elif how == "error":
            code, _, text = text.partition(" ")
            error = {"code": 503, "description": text}
            if code != "none":
                error["err_code"] = int(code)
            self.reply(reply, json.dumps(
                {"error": error, "stream": "DIAG-lab", "seq": 0}))
        elif how == "deny":
            self.send(b"-ERR 'Permissions Violation for Publish to \"%s\"'\r\n"
                      % subject.encode())
        elif how == "flood":
            stem = reply.rsplit(".", 1)[0]
            for i in range(100):
                self.reply("%s.%d" % (stem, 2**63 + i), '{"seq":1}')
                self.reply(stem + ".x", '{"seq":1}')
                self.reply(reply + ".1", "[" * 100)
                self.reply(stem + "-other.1", '{"seq":1}')
            self.reply(reply, "\x00\xff {")

    def serve(self):
        self.greet()
        while True:
            line = self.line()
            verb, *words = line.split(" ")
            if verb == "CONNECT":
                self.connect(line[8:])
            elif verb == "PING":
                self.send(b"PONG\r\n")
            elif verb == "SUB":
                say("SUB", words[0])
                self.subscription = words[-1]
            elif verb == "PUB":
                self.take(words, b"", self.body(int(words[-1])))
            elif verb == "HPUB":
                body = self.body(int(words[-1]))
                size = int(words[-2])
                self.take(words, body[:size], body[size:])

    def run(self):
        try:
            self.serve()
        except (Closed, OSError):
            pass
        self.peer.close()


def accept(listener):
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=Connection(peer).run, daemon=True).start()


def obey(order):
    word, _, text = order.partition(" ")
    if word == "stall":
        go_on.clear()
    elif word == "info":
        state["info"] = json.loads(text)
    elif word == "drop":
        state["drop"] = int(text)
    elif word in ("silent", "mute", "other", "login", "normal"):
        state["greeting"] = word
        if word == "normal":
            state["info"] = {}
            go_on.set()
    else:
        state["answer"], state["text"] = word, text
    say("OBEYED", order)


server = socket.create_server(("127.0.0.1", 0))
say(server.getsockname()[1])
threading.Thread(target=accept, args=(server,), daemon=True).start()
for given in sys.stdin:
    obey(given.strip())
