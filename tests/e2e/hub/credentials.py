#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""credentials.py FOLDER: an operator, an account and a user of a server of NATS, as
nsc makes them: FOLDER/server.conf has the rest of a configuration, and
FOLDER/user.creds is the user's file.

https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
"""
import base64
import binascii
import json
import os
import subprocess
import sys

SEED = 18 << 3
# JetStream needs an account of the system.
KINDS = {"operator": 14 << 3, "account": 0, "system": 0, "user": 20 << 3}


def text_of(raw):
    raw += binascii.crc_hqx(raw, 0).to_bytes(2, "little")
    return base64.b32encode(raw).decode().rstrip("=")


class Key:
    """An Ed25519 key in a file of openssl's."""

    def __init__(self, folder, kind):
        self.file = os.path.join(folder, kind + ".pem")
        openssl("genpkey", "-algorithm", "ed25519", "-out", self.file)
        kind = KINDS[kind]
        private = openssl("pkey", "-in", self.file, "-outform", "DER")[-32:]
        public = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")[-32:]
        self.public = text_of(bytes([kind]) + public)
        self.seed = text_of(bytes([SEED | kind >> 5, (kind & 31) << 3]) + private)

    def token(self, subject, name, claims):
        """A JWT about the public key `subject`, signed with this key."""
        head = {"typ": "JWT", "alg": "ed25519-nkey"}
        body = {"jti": name, "iat": 1, "iss": self.public, "name": name,
                "sub": subject, "nats": {"version": 2, **claims}}
        text = web64(json.dumps(head).encode()) + "." + web64(json.dumps(body).encode())
        with open(self.file + ".text", "w", encoding="ascii") as out:
            out.write(text)
        return text + "." + web64(openssl("pkeyutl", "-sign", "-rawin", "-inkey",
                                          self.file, "-in", self.file + ".text"))


def web64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, stdout=subprocess.PIPE).stdout


def main(folder):
    operator, account, system, user = (Key(folder, kind) for kind in KINDS)
    limits = {"subs": -1, "data": -1, "payload": -1, "conn": -1, "leaf": -1,
              "imports": -1, "exports": -1, "wildcards": True,
              "mem_storage": -1, "disk_storage": -1, "streams": -1, "consumer": -1}
    of_operator = operator.token(operator.public, "operator", {"type": "operator"})
    of_account = operator.token(account.public, "account",
                                {"type": "account", "limits": limits})
    of_system = operator.token(system.public, "system", {
        "type": "account",
        "limits": {name: -1 for name in limits if limits[name] == -1 and name not in
                   ("mem_storage", "disk_storage", "streams", "consumer")}})
    of_user = account.token(user.public, "user", {
        "type": "user", "pub": {}, "sub": {}, "subs": -1, "data": -1, "payload": -1})
    with open(os.path.join(folder, "server.conf"), "w", encoding="ascii") as out:
        out.write(f"operator: {of_operator}\nresolver: MEMORY\n"
                  f"system_account: {system.public}\n"
                  f"resolver_preload: {{\n  {account.public}: {of_account}\n"
                  f"  {system.public}: {of_system}\n}}\n")
    with open(os.path.join(folder, "user.creds"), "w", encoding="ascii") as out:
        out.write(f"-----BEGIN NATS USER JWT-----\n{of_user}\n"
                  "------END NATS USER JWT------\n\n"
                  f"-----BEGIN USER NKEY SEED-----\n{user.seed}\n"
                  "------END USER NKEY SEED------\n")


main(*sys.argv[1:])
