#!/usr/bin/env python3
"""Checks a Portcullis audit bundle without Portcullis.

    python3 verify.py BUNDLE [--ca FILE] [--pin SIZE:ROOT] [--previous BUNDLE] [--log-key VKEY]

BUNDLE is the .zip file or the folder it was unpacked to. Needs Python 3.8 and openssl 3.0 or newer,
and no network. Written from FORMAT.md, which is in the bundle beside this program.

Exit status: 0 valid, 1 invalid, 2 wrong command line, 3 valid as far as it goes, but something that
would complete it is missing; the last line says what.
"""
import argparse
import base64
import binascii
import collections
import hashlib
import hmac
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import zipfile

FORMAT = "portcullis-audit-bundle/1"
MAX_FILES = 1000
MAX_LINE = 64 * 1024 * 1024
MAX_RATIO = 2000           # of a file to what it takes up in the archive
MAX_TOTAL = 64 * 1024 ** 3
MAX_INTEGER = 2 ** 53 - 1
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*\Z")
HEX32 = re.compile(r"[0-9a-f]{64}\Z")
SCOPE = {"decision": str, "from": int, "key": str, "server": str, "to": int, "tool": str}
NEEDED = ("MANIFEST.sha256", "manifest.json", "README.txt", "FORMAT.md", "keys/log-ed25519.pem", "keys/log-p256.pem",
          "keys/log.vkeys", "log/bodies.jsonl", "log/checkpoint.note", "log/checkpoints.jsonl",
          "log/headers.jsonl", "log/openings.jsonl", "log/proof.json", "log/purged.jsonl",
          "signatures/manifest.ed25519", "signatures/manifest.p256")


class Invalid(Exception):
    """The bundle is not what it says it is."""


def require(condition, sentence):
    if not condition:
        raise Invalid(sentence)


# --- the files -----------------------------------------------------------------------------------

class Bundle:
    """The files of a bundle, in an archive or a folder, by names that cannot lead out of it."""

    def __init__(self, path):
        self.archive = None
        if os.path.isdir(path):
            self.folder = path
            self.names = self._walk(path)
        else:
            try:
                self.archive = zipfile.ZipFile(path)
            except (OSError, zipfile.BadZipFile) as error:
                raise Invalid(f"{path} is not a ZIP archive: {error}.") from None
            self.names = self._listed()
        for name in NEEDED:
            require(name in self.names, f"The file {name} is missing.")

    @staticmethod
    def _walk(folder):
        names = set()
        for place, folders, files in os.walk(folder):
            for entry in folders + files:
                full = os.path.join(place, entry)
                require(not os.path.islink(full), f"{full} is a link.")
            for entry in files:
                name = os.path.relpath(os.path.join(place, entry), folder).replace(os.sep, "/")
                require(NAME.match(name), f"A file has a name that no bundle has: {name!r}.")
                names.add(name)
        require(len(names) <= MAX_FILES, "The bundle has too many files.")
        return names

    def _listed(self):
        names, total = set(), 0
        entries = self.archive.infolist()
        require(len(entries) <= MAX_FILES, "The archive has too many files.")
        for entry in entries:
            name = entry.filename
            require(NAME.match(name), f"The archive has an entry with a name that no bundle has: {name!r}.")
            require(name not in names, f"The archive has two entries named {name}.")
            mode = entry.external_attr >> 16
            require(mode == 0 or stat.S_ISREG(mode), f"The entry {name} is not a plain file.")
            require(not entry.flag_bits & 0x1, f"The entry {name} is encrypted.")
            require(entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED),
                    f"The entry {name} is packed in a way that no bundle uses.")
            require(entry.file_size <= 1024 * 1024 or
                    entry.file_size <= MAX_RATIO * max(entry.compress_size, 1),
                    f"The entry {name} unpacks to more than can be true.")
            total += entry.file_size
            names.add(name)
        require(total <= MAX_TOTAL, "The archive unpacks to too much.")
        return names

    def open(self, name):
        if self.archive is None:
            return open(os.path.join(self.folder, name), "rb")
        return self.archive.open(name)

    def read(self, name, most=16 * 1024 * 1024):
        with self.open(name) as file:
            data = file.read(most + 1)
        require(len(data) <= most, f"{name} is too long.")
        return data

    def text(self, name):
        try:
            return self.read(name).decode("utf-8")
        except UnicodeDecodeError:
            raise Invalid(f"{name} is not UTF-8.") from None

    def digest(self, name):
        hashed = hashlib.sha256()
        with self.open(name) as file:
            while True:
                piece = file.read(1 << 20)
                if not piece:
                    return hashed.hexdigest()
                hashed.update(piece)

    def lines(self, name):
        """Each line without its line feed; every line must have one."""
        with self.open(name) as file:
            number = 0
            while True:
                line = file.readline(MAX_LINE + 1)
                if not line:
                    return
                number += 1
                require(line.endswith(b"\n"), f"{name}, line {number}: the line feed is missing or the line too long.")
                yield number, line[:-1]


# --- canonical JSON ------------------------------------------------------------------------------

def _members(pairs):
    names = [name for name, _ in pairs]
    require(len(set(names)) == len(names), "a member is named twice")
    require(all(name.isascii() and name.isprintable() for name in names), "a member's name is not printable ASCII")
    return dict(pairs)


def _integer(text):
    value = int(text)
    require(-MAX_INTEGER <= value <= MAX_INTEGER, "a number is too large")
    return value


def _never(text):
    raise Invalid(f"{text} is no value that a record can have")


DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_int=_integer, parse_float=_never,
                           parse_constant=_never, strict=True)


def _without_null(value):
    if isinstance(value, dict):
        return all(_without_null(member) for member in value.values())
    if isinstance(value, list):
        return all(_without_null(member) for member in value)
    return value is not None


def canonical(line, where):
    """The value of one line that must be written in exactly one way (FORMAT.md, Lines)."""
    try:
        text = line.decode("utf-8")
        value = DECODER.decode(text)
    except Invalid as problem:
        raise Invalid(f"{where}: {problem}.") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Invalid(f"{where}: this is not JSON.") from None
    require(isinstance(value, dict), f"{where}: this is not an object.")
    require(_without_null(value), f"{where}: null is no value that a record can have.")
    again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    require(again == text, f"{where}: this is not in canonical form.")
    return value


def member(value, name, kind, where):
    found = value.get(name)
    good = isinstance(found, kind) and not (kind is int and isinstance(found, bool))
    require(good, f"{where}: {name} is missing or not what it must be.")
    return found


# --- the tree (RFC 6962 section 2.1) -------------------------------------------------------------

def leaf_hash(header):
    return hashlib.sha256(b"\x00" + header).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def cover(begin, end):
    """Levels of the fewest whole subtrees that hold the leaves [begin, end)."""
    levels = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        levels.append(level)
        begin += 1 << level
    return levels


class Frontier:
    """The right edge of a growing tree."""

    def __init__(self, size, hashes):
        require(len(hashes) == bin(size).count("1"), "The proof does not fit its range.")
        self.size = size
        self.hashes = list(hashes)

    def append(self, level, value):
        bit = 1 << level
        require(self.size & (bit - 1) == 0, "A hash of the proof stands in the wrong place.")
        added = bit
        while self.size & bit:
            value = node_hash(self.hashes.pop(), value)
            bit <<= 1
        self.hashes.append(value)
        self.size += added

    def root(self):
        if not self.hashes:
            return hashlib.sha256(b"").digest()
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


# --- signatures ----------------------------------------------------------------------------------

def openssl(*arguments, **files):
    """Whether openssl agrees. Words in braces stand for files with the given bytes."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, data in files.items():
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "wb") as file:
                file.write(data)
        command = ["openssl"] + [argument.format(**paths) for argument in arguments]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except FileNotFoundError:
            sys.exit("verify.py needs the program openssl (3.0 or newer).")
        return done.returncode == 0, done.stderr.decode("utf-8", "replace").strip()


def signed_p256(pem, message, signature):
    return openssl("dgst", "-sha256", "-verify", "{key}", "-signature", "{signature}", "{message}",
                   key=pem, message=message, signature=signature)[0]


def signed_ed25519(pem, message, signature):
    return openssl("pkeyutl", "-verify", "-pubin", "-inkey", "{key}", "-rawin", "-in", "{message}",
                   "-sigfile", "{signature}", key=pem, message=message, signature=signature)[0]


def der_of(pem):
    text = pem.decode("ascii", "replace")
    found = re.fullmatch(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)-----END PUBLIC KEY-----\n", text)
    require(found, "A key of the log is not a public key in PEM.")
    return base64.b64decode(found.group(1))


ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")   # RFC 8410, section 4


class LogKeys:
    """The two keys of a log, as C2SP's signed notes know them."""

    def __init__(self, bundle, origin):
        self.ed25519_pem = bundle.read("keys/log-ed25519.pem")
        self.p256_pem = bundle.read("keys/log-p256.pem")
        ed25519, p256 = der_of(self.ed25519_pem), der_of(self.p256_pem)
        require(ed25519.startswith(ED25519_PREFIX) and len(ed25519) == 44, "keys/log-ed25519.pem holds another kind of key.")
        raw = ed25519[12:]
        self.ed25519_id = hashlib.sha256(origin.encode() + b"\n\x01" + raw).digest()[:4]
        self.p256_id = hashlib.sha256(p256).digest()[:4]
        self.vkeys = [self._vkey(origin, self.ed25519_id, b"\x01" + raw), self._vkey(origin, self.p256_id, b"\x02" + p256)]
        require(bundle.text("keys/log.vkeys") == "".join(key + "\n" for key in self.vkeys),
                "keys/log.vkeys does not belong to the keys beside it.")

    @staticmethod
    def _vkey(origin, identity, key):
        return f"{origin}+{identity.hex()}+{base64.b64encode(key).decode()}"

    def check_note(self, note, where):
        """Both keys must have signed; unknown signatures are none of our business."""
        text, signatures = split_note(note, where)
        origin = text.split("\n", 1)[0]
        both = ((self.ed25519_id, signed_ed25519, self.ed25519_pem), (self.p256_id, signed_p256, self.p256_pem))
        for identity, verify, pem in both:
            own = [signature for name, number, signature in signatures if name == origin and number == identity]
            require(own, f"{where}: a signature of the log is missing.")
            for signature in own:
                require(verify(pem, text.encode(), signature), f"{where}: a signature of the log is false.")
        return parse_checkpoint(text, where)


def split_note(note, where):
    text, empty, rest = note.rpartition("\n\n")
    require(empty and rest.endswith("\n") and rest, f"{where}: this is not a signed note.")
    signatures = []
    for line in rest[:-1].split("\n"):
        found = re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)", line)
        require(found, f"{where}: a line is not a signature.")
        try:
            data = base64.b64decode(found.group(2), validate=True)
        except binascii.Error:
            raise Invalid(f"{where}: a signature is not base64.") from None
        require(len(data) > 4, f"{where}: a signature is too short.")
        signatures.append((found.group(1), data[:4], data[4:]))
    return text + "\n", signatures


def parse_checkpoint(text, where):
    found = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n", text)
    require(found, f"{where}: this is not a checkpoint of three lines.")
    root = base64.b64decode(found.group(3))
    require(base64.b64encode(root).decode() == found.group(3), f"{where}: the root is not written as it must be.")
    return found.group(1), int(found.group(2)), root


# --- the checks ----------------------------------------------------------------------------------

class Check:
    def __init__(self, bundle, options):
        self.bundle = bundle
        self.options = options
        self.missing = []      # what would complete the proof
        self.said = []         # what was found, for people
        self.counts = collections.Counter()
        self.roots = {}        # size → root, wherever somebody will ask

    def run(self):
        self.files()
        self.manifest = canonical(self.bundle.read("manifest.json").removesuffix(b"\n"), "manifest.json")
        require(self.manifest.get("format") == FORMAT, "manifest.json: this program does not know the format; use the one of this bundle's version.")
        self.origin = member(self.manifest, "origin", str, "manifest.json")
        self.keys = LogKeys(self.bundle, self.origin)
        self.signatures()
        self.checkpoint()
        self.proof()
        self.records()
        self.totals()
        self.outside()

    def files(self):
        listed = {}
        for number, line in self.bundle.lines("MANIFEST.sha256"):
            where = f"MANIFEST.sha256, line {number}"
            found = re.fullmatch(rb"([0-9a-f]{64})  ([ -~]+)", line)
            require(found, f"{where}: this is not a line of sha256sum.")
            name = found.group(2).decode()
            require(name not in listed, f"{where}: {name} stands there twice.")
            listed[name] = found.group(1).decode()
        present = {name for name in self.bundle.names
                   if name != "MANIFEST.sha256" and not name.startswith("signatures/")}
        for name in sorted(present ^ set(listed)):
            raise Invalid(f"The file {name} is {'not listed in MANIFEST.sha256' if name in present else 'missing'}.")
        for name, digest in listed.items():
            require(self.bundle.digest(name) == digest, f"The file {name} is not the one that was exported.")

    def signatures(self):
        message = self.bundle.read("MANIFEST.sha256")
        require(signed_p256(self.keys.p256_pem, message, self.bundle.read("signatures/manifest.p256")),
                "The log's P-256 signature of MANIFEST.sha256 is false.")
        require(signed_ed25519(self.keys.ed25519_pem, message, self.bundle.read("signatures/manifest.ed25519")),
                "The log's Ed25519 signature of MANIFEST.sha256 is false.")
        if self.options.log_key:
            require(self.options.log_key in self.keys.vkeys, "The bundle is signed by another log than the one named by --log-key.")
            self.said.append("The log's key is the one that was named.")
        if "signatures/manifest.cms" in self.bundle.names:
            self.organisation(message)
        else:
            require(not self.options.ca, "The bundle is not signed by an organisation; --ca has nothing to check.")

    def organisation(self, message):
        cms = self.bundle.read("signatures/manifest.cms")
        trust = ["-CAfile", self.options.ca] if self.options.ca else ["-noverify"]
        good, why = openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", "{cms}", "-content", "{message}",
                            "-purpose", "any", *trust, "-out", os.devnull, cms=cms, message=message)
        require(good, f"The organisation's signature of MANIFEST.sha256 is false: {(why.splitlines() or ['no reason'])[-1]}")
        if self.options.ca:
            self.said.append("The organisation's certificate is trusted.")
        else:
            self.missing.append("the organisation's certificate was not checked; give its authority with --ca")

    def checkpoint(self):
        origin, self.size, self.root = self.keys.check_note(self.bundle.text("log/checkpoint.note"), "log/checkpoint.note")
        require(origin == self.origin, "The checkpoint is one of another log.")
        require(self.manifest.get("size") == self.size and self.manifest.get("root") == self.root.hex(),
                "manifest.json and the checkpoint differ in size or root.")

    def proof(self):
        where = "log/proof.json"
        proof = canonical(self.bundle.read(where).removesuffix(b"\n"), where)
        self.begin, self.end, size = (member(proof, name, int, where) for name in ("begin", "end", "size"))
        require(0 <= self.begin <= self.end <= size == self.size, f"{where}: the range does not lie within the log.")
        hashes = {}
        for side in ("left", "right"):
            hashes[side] = []
            for text in member(proof, side, list, where):
                require(isinstance(text, str) and HEX32.match(text), f"{where}: a hash is not 64 hexadecimal digits.")
                hashes[side].append(bytes.fromhex(text))
        self.frontier = Frontier(self.begin, hashes["left"])
        self.right = hashes["right"]
        require(len(self.right) == len(cover(self.end, size)), "The proof does not fit its range.")
        declared = self.manifest.get("range")
        require(declared == {"begin": self.begin, "end": self.end}, "manifest.json and the proof differ in the range.")

    def wanted_roots(self):
        """Sizes at which the root will be asked for while the records go by."""
        wanted = {self.begin, self.end}
        for number, line in self.bundle.lines("log/checkpoints.jsonl"):
            where = f"log/checkpoints.jsonl, line {number}"
            note = member(canonical(line, where), "note", str, where)
            origin, size, root = self.keys.check_note(note, where)
            require(origin == self.origin, f"{where}: this is a checkpoint of another log.")
            require(self.begin <= size <= self.end, f"{where}: the checkpoint lies outside the range.")
            self.older.append((where, size, root))
            wanted.add(size)
        for pin in (self.options.pin, self.options.joint):
            if pin:
                wanted.add(pin[0])
        return wanted

    def scope(self):
        where = "manifest.json, scope"
        scope = member(self.manifest, "scope", dict, "manifest.json")
        for name in scope:
            require(name in SCOPE, f"{where}: {name} is unknown.")
            member(scope, name, SCOPE[name], where)
        require(scope.get("decision", "allow") in ("allow", "deny"), f"{where}: the decision is unknown.")
        return scope

    def borders(self, scope, first, last):
        """The neighbours of a time must show that the range goes as far as the time does."""
        require("from" not in scope or self.begin == 0 or (first is not None and first < scope["from"]),
                f"Record {self.begin - 1} and those before it may belong to the bundle's time: no neighbour shows where it begins.")
        require("to" not in scope or self.end == self.size or (last is not None and last >= scope["to"]),
                f"Record {self.end} and those after it may belong to the bundle's time: no neighbour shows where it ends.")

    def records(self):
        self.older = []
        wanted = self.wanted_roots()
        scope = self.scope()
        bodies = Joined(self.bundle, "log/bodies.jsonl")
        openings = Joined(self.bundle, "log/openings.jsonl")
        purged = Purged(self.bundle)
        chain = Chain(self.begin)
        first = None
        if self.begin in wanted:
            self.roots[self.begin] = self.frontier.root()
        for number, line in self.bundle.lines("log/headers.jsonl"):
            where = f"log/headers.jsonl, line {number}"
            require(len(line) <= 1024, f"{where}: the header is too long.")
            header = canonical(line, where)
            n = self.begin + number - 1
            require(header.get("n") == n, f"{where}: record {n} should stand here.")
            require(n < self.end, f"{where}: there are more records than the range has.")
            chain.header(header, where)
            first = header["hw"] if first is None else first
            self.record(n, header, scope, bodies, openings, purged, chain)
            self.frontier.append(0, leaf_hash(line))
            if self.frontier.size in wanted:
                self.roots[self.frontier.size] = self.frontier.root()
        require(self.frontier.size == self.end, f"Record {self.frontier.size} and those after it are missing.")
        bodies.finish()
        openings.finish()
        for level, value in zip(cover(self.end, self.size), self.right):
            self.frontier.append(level, value)
        require(self.frontier.root() == self.root, "The records are not those of the checkpoint: the Merkle root differs.")
        self.roots[self.size] = self.root
        for where, size, root in self.older:
            require(self.roots[size] == root, f"{where}: the log was another one when this checkpoint was signed.")
        self.borders(scope, first, chain.hw)
        chain.finish(self)

    def record(self, n, header, scope, bodies, openings, purged, chain):
        self.counts["headers"] += 1
        body_line = bodies.take(n)
        fields = openings.take_all(n)
        inside = in_scope(n, header, scope)
        if body_line is None:
            require(not fields, f"Record {n} has values, but no body that they belong to.")
            if inside and not purged.holds(n):
                if "tool" in scope:
                    self.counts["not_matching"] += 1
                else:
                    raise Invalid(f"Record {n} is within the bundle's scope, but its body is withheld.")
            self.counts["purged"] += inside and purged.holds(n)
            return
        require(inside, f"Record {n} lies outside the bundle's scope, but its body is there.")
        require(hashlib.sha256(body_line).hexdigest() == header["body"], f"The body of record {n} is not the one that was recorded.")
        body = canonical(body_line, f"body of record {n}")
        require(body.get("n") == n, f"The body of record {n} is that of another record.")
        require("tool" not in scope or body.get("tool") == scope["tool"],
                f"Record {n} lies outside the bundle's scope, but its body is there.")
        self.counts["bodies"] += 1
        chain.body(header, body)
        self.values(n, member(body, "c", dict, f"body of record {n}"), fields)

    def values(self, n, commitments, fields):
        opened = set()
        for value in fields:
            where = f"log/openings.jsonl, record {n}"
            field = member(value, "f", str, where)
            salt = member(value, "s", str, where)
            require(field in commitments and field not in opened, f"{where}: {field} is opened twice or was never recorded.")
            require(HEX32.match(salt), f"{where}: a salt is not 64 hexadecimal digits.")
            if "b" in value:
                text = base64.b64decode(member(value, "b", str, where), validate=True)
            else:
                text = member(value, "v", str, where).encode("utf-8", "strict")
            made = hmac.new(bytes.fromhex(salt), field.encode() + b"\n" + text, hashlib.sha256).hexdigest()
            require(made == commitments[field], f"The value of {field} in record {n} is not the one that was recorded.")
            opened.add(field)
        self.counts["values"] += len(opened)
        self.counts["withheld"] += len(commitments) - len(opened)

    def totals(self):
        declared = self.manifest.get("counts")
        require(isinstance(declared, dict), "manifest.json: counts are missing.")
        for name in ("headers", "bodies", "values", "withheld", "purged"):
            require(declared.get(name) == self.counts[name],
                    f"manifest.json says {declared.get(name)} {name}, but there are {self.counts[name]}.")
        if self.counts["purged"]:
            self.missing.append(f"{self.counts['purged']} bodies were removed by retention before the export")
        if self.counts["not_matching"]:
            self.missing.append(f"that {self.counts['not_matching']} records without a body do not concern the tool is the exporter's word")

    def outside(self):
        """What other people hold against the bundle."""
        pin = self.options.pin
        if pin and pin[0] in self.roots:
            require(self.roots[pin[0]] == pin[1], f"The log is not the one of the pin: at size {pin[0]} its root was another.")
            self.said.append("The pin is met.")
        elif pin:
            self.missing.append(f"the pin at size {pin[0]} lies outside what the bundle shows")
        joint = self.options.joint
        if joint and joint[0] in self.roots:
            require(self.roots[joint[0]] == joint[1], "The bundle does not go on where the previous one ends: the log was changed between them.")
            self.said.append("It goes on where the previous bundle ends.")
        elif joint:
            self.missing.append(f"the previous bundle ends at {joint[0]}, this one begins at {self.begin}")


def in_scope(n, header, scope):
    for name, key in (("key", "key"), ("server", "srv")):
        if scope.get(name) is not None and header.get(key) != scope[name]:
            return False
    if scope.get("decision") == "deny" and header["type"] not in ("call.denied", "access.refused"):
        return False
    if scope.get("decision") == "allow" and header["type"] in ("call.denied", "access.refused"):
        return False
    return scope.get("from", 0) <= header["hw"] < scope.get("to", MAX_INTEGER)


class Joined:
    """Lines in the order of their records, read beside the headers."""

    def __init__(self, bundle, name):
        self.name = name
        self.lines = bundle.lines(name)
        self.last = -1
        self._next()

    def _next(self):
        found = next(self.lines, None)
        self.line = None
        if found is None:
            self.n = None
            return
        number, self.line = found
        where = f"{self.name}, line {number}"
        self.value = canonical(self.line, where)
        self.n = member(self.value, "n", int, where)
        require(self.n >= self.last, f"{where}: the lines are not in the order of their records.")
        self.last = self.n

    def take(self, n):
        if self.n != n:
            return None
        line = self.line
        self._next()
        require(self.n != n, f"{self.name} has record {n} twice.")
        return line

    def take_all(self, n):
        values = []
        while self.n == n:
            values.append(self.value)
            self._next()
        return values

    def finish(self):
        require(self.n is None, f"{self.name} has record {self.n}, which does not lie within the range.")


class Purged:
    """Ranges of records whose bodies retention has removed."""

    def __init__(self, bundle):
        self.ranges = []
        last = 0
        for number, line in bundle.lines("log/purged.jsonl"):
            where = f"log/purged.jsonl, line {number}"
            value = canonical(line, where)
            begin, end = member(value, "begin", int, where), member(value, "end", int, where)
            require(last <= begin < end, f"{where}: the ranges are not in order.")
            last = end
            self.ranges.append((begin, end))

    def holds(self, n):
        return any(begin <= n < end for begin, end in self.ranges)


class Chain:
    """What one record says about others: times, counters, intents and their outcomes."""

    def __init__(self, begin):
        self.begin = begin
        self.hw = None
        self.counters = {}
        self.open = {}         # n of an intent → its call, until its outcome's body names it
        self.running = set()   # calls without an outcome, as the headers tell

    def header(self, header, where):
        require(header.get("v") == 1, f"{where}: this version of a record is unknown.")
        for name, kind in (("t", int), ("hw", int), ("type", str), ("body", str)):
            member(header, name, kind, where)
        require(header["hw"] >= header["t"] and (self.hw is None or header["hw"] >= self.hw),
                f"{where}: the time of the log runs backwards.")
        self.hw = header["hw"]
        for name, count in (("key", "kn"), ("srv", "sn")):
            if name in header:
                number = member(header, count, int, where)
                before = self.counters.get((name, header[name]))
                require(before is None or number == before + 1,
                        f"{where}: {header[name]}'s own counter has a gap.")
                self.counters[name, header[name]] = number
        if header["type"] == "call.intent":
            self.open[header["n"]] = header.get("call")
            self.running.add(header.get("call"))
        elif header["type"] in ("call.outcome", "call.orphaned"):
            self.running.discard(header.get("call"))

    def body(self, header, body):
        if header["type"] not in ("call.outcome", "call.orphaned"):
            return
        intent = body.get("in")
        if isinstance(intent, int) and intent >= self.begin:
            require(self.open.get(intent) == header.get("call"),
                    f"Record {header['n']} is the outcome of a call that was not begun.")
            del self.open[intent]

    def finish(self, check):
        if self.running:
            check.said.append(f"{len(self.running)} calls have no outcome within the range.")


# --- the command line ----------------------------------------------------------------------------

def pin_from(text):
    size, colon, root = text.partition(":")
    try:
        value = base64.b64decode(root, validate=True)
    except binascii.Error:
        value = b""
    if not colon or not re.fullmatch("0|[1-9][0-9]{0,15}", size) or len(value) != 32:
        raise argparse.ArgumentTypeError("a pin is SIZE:ROOT as the checkpoint shows them")
    return int(size), value


def verified(path, options):
    check = Check(Bundle(path), options)
    check.run()
    return check


def main():
    parser = argparse.ArgumentParser(description="Checks a Portcullis audit bundle without Portcullis.",
                                     epilog="Exit status: 0 valid, 1 invalid, 2 wrong command line, 3 valid but incomplete.")
    parser.add_argument("bundle", metavar="BUNDLE", help="the .zip file, or the folder it was unpacked to")
    parser.add_argument("--ca", metavar="FILE", help="PEM file of the authority of the organisation's certificate")
    parser.add_argument("--pin", type=pin_from, metavar="SIZE:ROOT", help="what the log was at an earlier time, from a printed checkpoint or a receipt")
    parser.add_argument("--previous", metavar="BUNDLE", help="the bundle before this one")
    parser.add_argument("--log-key", metavar="VKEY", help="the log's verifier key, as you know it from elsewhere")
    options = parser.parse_args()
    options.joint = None
    try:
        if options.previous:
            alone = argparse.Namespace(ca=None, pin=None, joint=None, log_key=options.log_key)
            before = verified(options.previous, alone)
            options.joint = before.end, before.roots[before.end]
        check = verified(options.bundle, options)
        require(not options.previous or before.origin == check.origin, "The previous bundle is one of another log.")
    except Invalid as problem:
        print(f"INVALID: {problem}")
        return 1
    except (OSError, zipfile.BadZipFile, EOFError, zipfile.zlib.error) as problem:
        print(f"INVALID: The bundle cannot be read: {problem}")
        return 1
    print(f"Log {check.origin}, records {check.begin} to {check.end - 1} of {check.size}.")
    print(f"Root {base64.b64encode(check.root).decode()} at size {check.size}.")
    print("{headers} records, {bodies} bodies, {values} values shown, {withheld} withheld.".format_map(check.counts | collections.Counter()))
    for sentence in check.said:
        print(sentence)
    if check.missing:
        print("VALID, BUT INCOMPLETE: " + "; ".join(check.missing) + ".")
        return 3
    print("VALID: nothing was changed, and nothing between the first and the last record is missing.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
