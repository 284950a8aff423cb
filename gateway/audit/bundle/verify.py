#!/usr/bin/env python3
"""Checks a Portcullis audit bundle without Portcullis.

    python3 verify.py BUNDLE [--ca FILE] [--pin SIZE:ROOT | --witness VKEY --cosigned FILE] [--previous BUNDLE]
                      [--log-key VKEY]

BUNDLE is the .zip file or the folder it was unpacked to. Needs Python 3.8 and openssl 3.0 or newer,
and no network. Written from FORMAT.md, which is in the bundle beside this program.

Exit status: 0 valid, 1 invalid, 2 wrong command line, 3 valid as far as it goes, but something that
would complete it is missing; the last line says what.
"""
import argparse
import base64
import collections
import datetime
import hashlib
import hmac
import io
import json
import os
import re
import stat
import struct
import subprocess
import sys
import tempfile
import zlib

FORMAT = "portcullis-audit-bundle/1"
MAX_FILES = 1000
MAX_LINE = 64 * 1024 * 1024
MAX_RATIO = 2000           # of a file to what it takes up in the archive
MAX_TOTAL = 64 * 1024 ** 3
MAX_SMALL = 16 * 1024 * 1024   # a file that is read as a whole
MAX_DIRECTORY = 1024 * 1024    # of an archive
MAX_INTEGER = 2 ** 53 - 1
MAX_DEPTH = 8
MAX_HEADER = 1024
MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 100
NAME = re.compile(r"[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?(/[A-Za-z0-9_-]([A-Za-z0-9._-]*[A-Za-z0-9_-])?)*\Z")
ORIGIN = re.compile(r"[!-*,-~]{1,255}\Z")   # printable, without space and plus
HEX32 = re.compile(r"[0-9a-f]{64}\Z")
NEEDED = ("MANIFEST.sha256", "manifest.json", "README.txt", "FORMAT.md", "keys/log-ed25519.pem", "keys/log-p256.pem",
          "keys/log.vkeys", "log/bodies.jsonl", "log/checkpoint.note", "log/checkpoints.jsonl",
          "log/headers.jsonl", "log/openings.jsonl", "log/proof.json", "log/purged.jsonl",
          "signatures/manifest.ed25519", "signatures/manifest.p256")
SIGNATURES = ("signatures/manifest.cms", "signatures/manifest.ed25519", "signatures/manifest.p256")
COUNTED = ("headers", "bodies", "values", "withheld", "purged")   # in manifest.json
COUNTERS = (("key", "kn"), ("srv", "sn"))   # of a header
SCOPE = {"case": str, "decision": str, "from": int, "key": str, "server": str, "to": int, "tool": str}


class Invalid(Exception):
    """The bundle is not what it says it is."""


def require(condition, sentence):
    if not condition:
        raise Invalid(sentence)


def shown(text, most=100):
    """Text of the bundle as a terminal may see it."""
    return re.sub(rb"[^ -~]", b"?", text.encode("utf-8", "surrogateescape")[:most]).decode()


# --- archives ------------------------------------------------------------------------------------

LOCAL = struct.Struct("<4s5H3I2H")       # the structures of a ZIP archive (APPNOTE.TXT 6.3, section 4.3)
CENTRAL = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
END64 = struct.Struct("<4sQ2H2I4Q")
LOCATOR64 = struct.Struct("<4sIQI")
EXTRA = struct.Struct("<2H")
FULL = 0xFFFFFFFF                        # the value stands in the extra field
STORED, DEFLATED = 0, 8
ODD = "The archive is put together in a way that no bundle is."
Entry = collections.namedtuple("Entry", "name flags method crc packed size offset begin")


class Archive:
    """A ZIP archive in the one shape that a bundle has: the entries one after the other, then the directory of
    them, then the end; nothing before, between, after or beside that. So there is only one way to read it."""

    def __init__(self, path):
        self.file = open(path, "rb")
        self.length = os.fstat(self.file.fileno()).st_size
        self.entries = {}
        at, directory, count = self._end(path)
        require(count <= MAX_FILES, "The archive has too many files.")
        here, total, folded = 0, 0, set()
        for _ in range(count):
            entry, directory = self._entry(directory)
            require(entry.name.lower() not in folded, f"The archive has two entries named {entry.name}.")
            folded.add(entry.name.lower())
            require(entry.offset == here, ODD)
            entry = entry._replace(begin=self._local(entry))
            here = entry.begin + entry.packed
            total += entry.size
            self.entries[entry.name] = entry
        require(not directory and here == at, ODD)
        require(total <= MAX_TOTAL, "The archive unpacks to too much.")

    def at(self, offset, size):
        require(0 <= offset and offset + size <= self.length, ODD)
        self.file.seek(offset)
        data = self.file.read(size)
        require(len(data) == size, ODD)
        return data

    def _end(self, path):
        """Where the directory begins, its bytes, and how many entries it has."""
        wrong = f"{path} is not a ZIP archive, or something stands after its end."
        end = self.length - END.size
        require(end >= 0, wrong)
        signature, disk, first, here, count, size, at, comment = END.unpack(self.at(end, END.size))
        require(signature == b"PK\5\6" and comment == 0, wrong)
        require(disk == first == 0 and here == count and size <= MAX_DIRECTORY, ODD)
        if at == FULL:
            end -= END64.size + LOCATOR64.size
            signature, disk, place, disks = LOCATOR64.unpack(self.at(end + END64.size, LOCATOR64.size))
            require((signature, disk, place, disks) == (b"PK\6\7", 0, end, 1), ODD)
            found = END64.unpack(self.at(end, END64.size))
            at = found[9]
            require((found[0], found[1]) == (b"PK\6\6", END64.size - 12) and found[4:9] == (0, 0, count, count, size), ODD)
        require(at + size == end, ODD)
        return at, self.at(at, size), count

    @staticmethod
    def _entry(directory):
        """The first entry of the directory, and the rest of it."""
        require(len(directory) >= CENTRAL.size, ODD)
        (signature, _, _, flags, method, _, _, crc, packed, size, name_size, extra_size, comment, disk, _, attributes,
         offset) = CENTRAL.unpack(directory[:CENTRAL.size])
        used = CENTRAL.size + name_size + extra_size
        require(signature == b"PK\1\2" and comment == 0 and disk == 0 and len(directory) >= used, ODD)
        name = directory[CENTRAL.size:CENTRAL.size + name_size].decode("ascii", "surrogateescape")
        require(NAME.match(name), f"The archive has an entry with a name that no bundle has: {shown(name)}.")
        mode = stat.S_IFMT(attributes >> 16)
        require(mode in (0, stat.S_IFREG), f"The entry {name} is not a plain file.")
        require(not flags & 0x1, f"The entry {name} is encrypted.")
        require(method in (STORED, DEFLATED) and not flags & ~0x806,   # bits that are hints only, and UTF-8
                f"The entry {name} is packed in a way that no bundle uses.")
        size, packed, offset = wide(directory[CENTRAL.size + name_size:used], (size, packed, offset))
        require(method == DEFLATED or packed == size, ODD)
        require(size <= 1024 * 1024 or size <= MAX_RATIO * max(packed, 1), f"The entry {name} unpacks to more than can be true.")
        return Entry(name, flags, method, crc, packed, size, offset, 0), directory[used:]

    def _local(self, entry):
        """Where the bytes of an entry begin. What stands before them must say what the directory says."""
        signature, _, flags, method, _, _, crc, packed, size, name_size, extra_size = LOCAL.unpack(self.at(entry.offset, LOCAL.size))
        rest = self.at(entry.offset + LOCAL.size, name_size + extra_size)
        if (size, packed) != (FULL, FULL) and rest[name_size:] == EXTRA.pack(1, 16) + bytes(16):
            rest = rest[:name_size]   # room that was kept and not needed
        size, packed = wide(rest[name_size:], (size, packed))
        require(signature == b"PK\3\4" and rest[:name_size] == entry.name.encode() and
                (flags, method, crc, packed, size) == (entry.flags, entry.method, entry.crc, entry.packed, entry.size), ODD)
        return entry.offset + LOCAL.size + name_size + extra_size


def wide(extra, values):
    """Values of which those that are FULL stand in the extra field, and nothing else does."""
    missing = sum(value == FULL for value in values)
    require(extra == b"" if missing == 0 else extra[:4] == EXTRA.pack(1, 8 * missing) and len(extra) == 4 + 8 * missing, ODD)
    stored = iter(struct.unpack(f"<{missing}Q", extra[4:]))
    return tuple(next(stored) if value == FULL else value for value in values)


class Unpacked(io.RawIOBase):
    """The bytes of one entry. Its length and checksum are checked at its end."""

    def __init__(self, archive, entry):
        super().__init__()
        self.archive, self.entry = archive, entry
        self.at, self.left = entry.begin, entry.packed
        self.length, self.crc, self.waiting = 0, 0, b""
        self.unpacker = zlib.decompressobj(-15) if entry.method == DEFLATED else None

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.waiting:
            self.waiting = self._piece()
            self.length += len(self.waiting)
            self.crc = zlib.crc32(self.waiting, self.crc)
            self._require(self.length <= self.entry.size)
            if not self.waiting:
                self._require(self.left == 0 and self.length == self.entry.size and self.crc == self.entry.crc)
        size = min(len(buffer), len(self.waiting))
        buffer[:size] = self.waiting[:size]
        self.waiting = self.waiting[size:]
        return size

    def _require(self, condition):
        require(condition, f"The entry {self.entry.name} is damaged.")

    def _packed(self):
        data = self.archive.at(self.at, min(self.left, 1 << 16))
        self.at += len(data)
        self.left -= len(data)
        return data

    def _piece(self):
        if self.unpacker is None:
            return self._packed()
        while not self.unpacker.eof:
            given = self.unpacker.unconsumed_tail or self._packed()
            try:
                data = self.unpacker.decompress(given, 1 << 16)
            except zlib.error:
                self._require(False)
            if data:
                return data
            self._require(given or self.unpacker.eof)
        self._require(not self.unpacker.unused_data)
        return b""


# --- the files -----------------------------------------------------------------------------------

class Bundle:
    """The files of a bundle, in an archive or a folder, by names that cannot lead out of it."""

    def __init__(self, path):
        self.folder = self.archive = None
        if os.path.isdir(path):
            self.folder = path
            self.names = self._walk(path)
        else:
            require(stat.S_ISREG(os.stat(path).st_mode), f"{path} is neither an archive nor a folder.")
            self.archive = Archive(path)
            self.names = set(self.archive.entries)
        for name in sorted(NEEDED):
            require(name in self.names, f"The file {name} is missing.")
        for name in sorted(self.names):
            require(not name.startswith("signatures/") or name in SIGNATURES, f"The file {name} is covered by no signature.")

    @staticmethod
    def _walk(folder):
        def stop(problem):
            raise problem

        names, folded = set(), set()
        for place, folders, files in os.walk(folder, onerror=stop):
            for entry in folders + files:
                full = os.path.join(place, entry)
                name = os.path.relpath(full, folder).replace(os.sep, "/")
                mode = os.lstat(full).st_mode
                require(not stat.S_ISLNK(mode), f"The file {shown(name)} is a link.")
                if stat.S_ISDIR(mode):
                    continue
                require(stat.S_ISREG(mode), f"The file {shown(name)} is not a plain file.")
                require(NAME.match(name), f"A file has a name that no bundle has: {shown(name)}.")
                require(name.lower() not in folded, f"The folder has two files named {name}.")
                folded.add(name.lower())
                names.add(name)
                require(len(names) <= MAX_FILES, "The folder has too many files.")
        return names

    def open(self, name):
        if self.archive is None:
            return open(os.path.join(self.folder, name), "rb")
        return io.BufferedReader(Unpacked(self.archive, self.archive.entries[name]), 1 << 16)

    def read(self, name, most=MAX_SMALL):
        with self.open(name) as file:
            data = file.read(most + 1)
        require(len(data) <= most, f"{name} is too long.")
        return data

    def digest(self, name):
        hashed = hashlib.sha256()
        with self.open(name) as file:
            while True:
                piece = file.read(1 << 16)
                if not piece:
                    return hashed.hexdigest()
                hashed.update(piece)

    def line(self, name):
        """The one line that the file has."""
        data = self.read(name)
        require(data.endswith(b"\n"), f"{name}: the line feed is missing.")
        return data[:-1]

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
    require(all(re.match(r"[ -~]*\Z", name) for name in names), "a member's name is not printable ASCII")
    return dict(pairs)


def _integer(text):
    require(len(text) <= 17 and -MAX_INTEGER <= int(text) <= MAX_INTEGER, "a number is too large")
    return int(text)


def _never(text):
    raise Invalid(f"{text} is no value that a record can have")


DECODER = json.JSONDecoder(object_pairs_hook=_members, parse_int=_integer, parse_float=_never,
                           parse_constant=_never, strict=True)


def _fits(value, depth=0):
    """Neither null nor more than eight objects and lists within each other."""
    if isinstance(value, (dict, list)):
        inside = value.values() if isinstance(value, dict) else value
        return depth < MAX_DEPTH and all(_fits(one, depth + 1) for one in inside)
    return value is not None


def canonical(line, where):
    """The value of one line that must be written in exactly one way (FORMAT.md, Lines)."""
    wrong = f"{where}: this is not in canonical form."
    try:
        text = line.decode("utf-8")
        value = DECODER.decode(text)
    except (Invalid, ValueError, RecursionError):
        raise Invalid(wrong) from None
    require(isinstance(value, dict) and _fits(value), wrong)
    require(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == text, wrong)
    return value


def member(value, name, kind, where):
    found = value.get(name)
    good = isinstance(found, kind) and not (kind is int and isinstance(found, bool))
    require(good, f"{where}: {name} is missing or not what it must be.")
    return found


def unbase64(text):
    """The bytes of a text in base64, or None when no encoder writes it like this (RFC 4648, section 3.5)."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


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
    """Whether openssl agrees, and what it wrote to file.out. Arguments that are the names of files stand for these,
    with the given bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"file.out": b"", **files}.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = ["openssl"] + [os.path.join(folder, word) if word in files or word == "file.out" else word for word in arguments]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        except FileNotFoundError:
            print("verify.py needs the program openssl (3.0 or newer).", file=sys.stderr)
            sys.exit(2)
        with open(os.path.join(folder, "file.out"), "rb") as file:
            return done.returncode == 0, file.read()


def whole_der(data):
    """Whether this is one DER element and nothing after it. openssl's commands do not look."""
    if len(data) < 2:
        return False
    if data[1] < 0x80:
        return len(data) == 2 + data[1]
    more = data[1] & 0x7F
    return 1 <= more <= 4 and len(data) == 2 + more + int.from_bytes(data[2:2 + more], "big")


def signed_p256(pem, message, signature):
    return whole_der(signature) and openssl("dgst", "-sha256", "-verify", "file.key", "-signature", "file.signature", "file.message",
                                            **{"file.key": pem, "file.message": message, "file.signature": signature})[0]


def signed_ed25519(pem, message, signature):
    return len(signature) == 64 and openssl("pkeyutl", "-verify", "-pubin", "-inkey", "file.key", "-rawin", "-in", "file.message",
                                            "-sigfile", "file.signature",
                                            **{"file.key": pem, "file.message": message, "file.signature": signature})[0]


def cms_signer(cms, *how, **files):
    """The certificates of all who have signed in PEM, or None when a signature is false. `how`: of what, and whom to trust."""
    good, pem = openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", "file.cms", "-purpose", "any", *how, "-out", os.devnull,
                        "-signer", "file.out", **{"file.cms": cms}, **files)
    return pem if good and whole_der(cms) else None


def cms_content(cms):
    """What stands in a CMS signature that is good, or None when it is one of something beside it."""
    good, content = openssl("cms", "-verify", "-binary", "-inform", "DER", "-in", "file.cms", "-noverify", "-nosigs", "-out", "file.out",
                            **{"file.cms": cms})
    return content if good else None


def subject_of(pem):
    subject = openssl("x509", "-in", "file.pem", "-noout", "-subject", "-nameopt", "RFC2253", "-out", "file.out", **{"file.pem": pem})[1]
    return shown(re.sub(rb"\Asubject=|\n\Z", b"", subject).decode("ascii", "surrogateescape"), 1000)


def may_sign(pem):
    """Whether the certificate has no key usage or one that allows signatures (RFC 5280, section 4.2.1.3)."""
    text = openssl("x509", "-in", "file.pem", "-noout", "-ext", "keyUsage", "-out", "file.out", **{"file.pem": pem})[1]
    named = {word.strip() for word in re.split(rb"[,\n]", text)}
    return b"Key Usage:" not in text or text.count(b"Key Usage:") == 1 and bool(named & {b"Digital Signature", b"Non Repudiation"})


def der_of(pem, prefix, size, name):
    """The key in a PEM file that is written as openssl writes it: another reader cannot find another key in it."""
    text = pem.decode("latin-1")
    found = re.match(r"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)-----END PUBLIC KEY-----\n\Z", text)
    der = unbase64(found.group(1).replace("\n", "")) if found else None
    require(der is not None and der.startswith(prefix) and len(der) == size, f"{name} does not hold the key that it must.")
    encoded = base64.b64encode(der).decode()
    lines = [encoded[at:at + 64] + "\n" for at in range(0, len(encoded), 64)]
    require(found.group(1) == "".join(lines), f"{name} does not hold the key that it must.")
    return der


ED25519_PREFIX = bytes.fromhex("302a300506032b6570032100")   # RFC 8410, section 4
P256_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")   # RFC 5480, section 2.1.1; uncompressed


class LogKeys:
    """The two keys of a log, as C2SP's signed notes know them."""

    def __init__(self, bundle, origin):
        self.ed25519_pem = bundle.read("keys/log-ed25519.pem")
        self.p256_pem = bundle.read("keys/log-p256.pem")
        self.origin = origin
        raw = der_of(self.ed25519_pem, ED25519_PREFIX, 44, "keys/log-ed25519.pem")[12:]
        p256 = der_of(self.p256_pem, P256_PREFIX, 91, "keys/log-p256.pem")
        self.ed25519_id = hashlib.sha256(origin.encode() + b"\n\x01" + raw).digest()[:4]
        self.p256_id = hashlib.sha256(p256).digest()[:4]
        self.vkeys = [self._vkey(origin, self.ed25519_id, b"\x01" + raw), self._vkey(origin, self.p256_id, b"\x02" + p256)]
        require(bundle.read("keys/log.vkeys") == "".join(key + "\n" for key in self.vkeys).encode(),
                "keys/log.vkeys does not belong to the keys beside it.")

    @staticmethod
    def _vkey(origin, identity, key):
        return f"{origin}+{identity.hex()}+{base64.b64encode(key).decode()}"

    def check_note(self, note, where):
        """Both keys must have signed; unknown signatures are none of our business."""
        text, signatures = split_note(note, where)
        both = ((self.ed25519_id, signed_ed25519, self.ed25519_pem), (self.p256_id, signed_p256, self.p256_pem))
        for identity, verify, pem in both:
            own = [signature for name, number, signature in signatures if name == self.origin and number == identity]
            require(own, f"{where}: a signature of the log is missing.")
            for signature in own:
                require(verify(pem, text.encode(), signature), f"{where}: a signature of the log is false.")
        return parse_checkpoint(text, where)


def split_note(note, where):
    wrong = f"{where}: this is not a signed note."
    require(len(note.encode()) <= MAX_NOTE and not re.search("[\x00-\x09\x0b-\x1f]", note), wrong)
    text, empty, rest = note.rpartition("\n\n")
    require(empty and rest.endswith("\n"), wrong)
    signatures = []
    for line in rest[:-1].split("\n"):
        found = re.match("\u2014 ([^ +\x7f]+) ([A-Za-z0-9+/=]+)\\Z", line)
        data = unbase64(found.group(2)) if found else None
        require(data is not None and len(data) > 4 and len(signatures) < MAX_SIGNATURES, wrong)
        signatures.append((found.group(1), data[:4], data[4:]))
    return text + "\n", signatures


def parse_checkpoint(text, where):
    found = re.match(r"([^\n]+)\n(0|[1-9][0-9]{0,19})\n([A-Za-z0-9+/=]{44})\n\Z", text)
    root = unbase64(found.group(3)) if found else None
    require(root is not None and len(root) == 32 and int(found.group(2)) < 2 ** 64, f"{where}: this is not a checkpoint of three lines.")
    return found.group(1), int(found.group(2)), root


Kept = collections.namedtuple("Kept", "size root whose when is_same")   # what somebody says that the log was; the rest for sentences


def moment(micros):
    """A time since 1970 as people read it; nothing for one that no calendar has."""
    if not 0 <= micros < 253402300800000000:
        return ""
    time = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)
    return time.isoformat(timespec="milliseconds") + "Z"


def cosigned(path, vkey, log_origin):
    """A checkpoint that a witness has signed (C2SP tlog-cosignature), which serves as a pin then."""
    found = re.match(r"([^ +\x00-\x1f\x7f]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)\Z", vkey)
    key = unbase64(found.group(3)) if found else None
    require(key is not None and len(key) == 33 and key[0] == 4, "The key given with --witness is none of a witness.")
    name = found.group(1)
    identity = hashlib.sha256(name.encode("utf-8", "surrogateescape") + b"\n" + key).digest()[:4]
    require(identity.hex() == found.group(2), "The key given with --witness is none of a witness.")
    try:
        with open(path, "rb") as file:
            note = file.read(MAX_NOTE + 1)
    except OSError:
        note = None
    require(note is not None and len(note) <= MAX_NOTE, "The note given with --cosigned cannot be read.")
    false = "The note given with --cosigned is not signed by the witness."
    try:
        text, signatures = split_note(note.decode("utf-8"), "")
    except (UnicodeDecodeError, Invalid):
        raise Invalid(false) from None
    own = [signature for signer, number, signature in signatures if signer == name and number == identity]
    pem = "-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(ED25519_PREFIX + key[1:]).decode() + "\n-----END PUBLIC KEY-----\n"
    times = [int.from_bytes(signature[:8], "big") for signature in own]
    good = [len(signature) == 72 and time < 2 ** 63 and
            signed_ed25519(pem.encode(), f"cosignature/v1\ntime {time}\n{text}".encode(), signature[8:])
            for time, signature in zip(times, own)]
    require(good and all(good), false)
    try:
        origin, size, root = parse_checkpoint(text, "")
    except Invalid:
        raise Invalid("The note given with --cosigned is not a checkpoint of three lines.") from None
    require(origin.rsplit("/", 1)[0] == log_origin.rsplit("/", 1)[0], "The note given with --cosigned is one of another log.")
    name, when = shown(name), moment(times[0] * 1000000)
    return Kept(size, root, f"the checkpoint signed by {name}", f"{name} signed it",
                f"At size {size} the log is the one that {name} has signed{' at ' if when else ''}{when}.")


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
        self.claims()
        self.keys = LogKeys(self.bundle, self.origin)
        self.signatures()
        self.checkpoint()
        self.proof()
        self.records()
        self.totals()
        self.outside()

    def files(self):
        self.sums = self.bundle.read("MANIFEST.sha256")
        lines, listed = self.sums.split(b"\n"), {}
        require(lines.pop() == b"", "MANIFEST.sha256: the line feed is missing.")
        for number, line in enumerate(lines, 1):
            where = f"MANIFEST.sha256, line {number}"
            found = re.match(rb"([0-9a-f]{64})  ([ -~]+)\Z", line)
            require(found, f"{where}: this is not a line of sha256sum.")
            name = found.group(2).decode()
            require(name not in listed, f"{where}: {shown(name)} stands there twice.")
            listed[name] = found.group(1).decode()
        present = {name for name in self.bundle.names
                   if name != "MANIFEST.sha256" and not name.startswith("signatures/")}
        for name in sorted(present ^ set(listed)):
            raise Invalid(f"The file {shown(name)} is {'not listed in MANIFEST.sha256' if name in present else 'missing'}.")
        for name, digest in listed.items():
            require(self.bundle.digest(name) == digest, f"The file {name} is not the one that was exported.")

    def claims(self):
        """What manifest.json says, as far as it will be checked."""
        where = "manifest.json"
        manifest = canonical(self.bundle.line(where), where)
        require(manifest.get("format") == FORMAT, f"{where}: this program does not know the format; use the one of this bundle's version.")
        for name, kind in (("origin", str), ("size", int), ("root", str), ("range", dict), ("counts", dict)):
            member(manifest, name, kind, where)
        self.origin, self.manifest = manifest["origin"], manifest
        for name in ("begin", "end"):
            member(manifest["range"], name, int, where)
        for name in COUNTED:
            member(manifest["counts"], name, int, where)
        self.scope = scope_of(manifest)
        require(ORIGIN.match(self.origin), f"{where}: origin is missing or not what it must be.")

    def signatures(self):
        require(signed_p256(self.keys.p256_pem, self.sums, self.bundle.read("signatures/manifest.p256")),
                "The log's P-256 signature of MANIFEST.sha256 is false.")
        require(signed_ed25519(self.keys.ed25519_pem, self.sums, self.bundle.read("signatures/manifest.ed25519")),
                "The log's Ed25519 signature of MANIFEST.sha256 is false.")
        pin = self.options.pin
        self.kept = Kept(*pin, "the pin", "the pin was made", "The pin is met.") if pin else None
        if self.options.cosigned is not None:
            self.kept = cosigned(self.options.cosigned, self.options.witness, self.origin)
        if self.options.log_key is not None:
            require(self.options.log_key in self.keys.vkeys, "The bundle is signed by another log than the one named by --log-key.")
            self.said.append("The log's key is the one that was named.")
        if "signatures/manifest.cms" in self.bundle.names:
            self.organisation()
        else:
            require(not self.bundle.names & {"keys/log-key.cms", "keys/org-chain.pem"},
                    "The organisation's signature of MANIFEST.sha256 is missing.")
            require(self.options.ca is None, "The bundle is not signed by an organisation; --ca has nothing to check.")

    def organisation(self):
        cms = self.bundle.read("signatures/manifest.cms")
        sums = ("-content", "file.sums")
        pem = cms_signer(cms, *sums, "-noverify", **{"file.sums": self.sums})
        require(pem is not None, "The organisation's signature of MANIFEST.sha256 is false.")
        require(cms_content(cms) is None, "signatures/manifest.cms has a content of its own.")
        number = pem.count(b"-----BEGIN CERTIFICATE-----\n")
        require(number == 1, f"signatures/manifest.cms must have one signer, and has {number}.")
        name = subject_of(pem)
        require(may_sign(pem), f"The certificate of {name} is not for signatures: its key usage has neither digitalSignature nor nonRepudiation.")
        if self.options.ca is None:
            self.missing.append(f"whether {name} has signed was not checked; give the certificate's authority with --ca")
        else:
            self.trust(name, lambda *time: cms_signer(cms, *sums, "-CAfile", self.options.ca, "-no-CApath", "-no-CAstore", *time,
                                                      **{"file.sums": self.sums}) is not None)
        if "keys/org-chain.pem" in self.bundle.names:
            require(self.bundle.read("keys/org-chain.pem").startswith(pem), f"keys/org-chain.pem does not begin with the certificate of {name}.")
        if "keys/log-key.cms" in self.bundle.names:
            self.statement(name, pem, self.bundle.read("keys/log-key.cms"))

    def trust(self, name, comes_from_authority):
        """Only the authority that was given counts, and none that this machine trusts anyway."""
        require(openssl("x509", "-inform", "PEM", "-in", self.options.ca, "-noout")[0], "The file given with --ca has no certificate.")
        if comes_from_authority():
            self.said.append(f"Signed by {name}; the certificate is trusted.")
            return
        require(comes_from_authority("-no_check_time"), f"The certificate of {name} does not come from the authority given with --ca.")
        self.missing.append(f"the certificate of {name} is not valid today, and nothing here shows that it was when it signed")

    def statement(self, name, pem, cms):
        require(cms_signer(cms, "-noverify") == pem, f"keys/log-key.cms is not signed by {name}.")
        found = re.match(rb"portcullis-log-key/1\norganisation ([ -~]*)\nworkstation ([!-~]{1,255})\n(.*)\Z", cms_content(cms), re.DOTALL)
        keys = "".join(key + "\n" for key in self.keys.vkeys)
        require(found and (found.group(1), found.group(3)) == (name.encode(), keys.encode()),
                f"keys/log-key.cms is not a statement of {name} on the keys of this log.")
        self.said.append(f"By that certificate's word the log is the one of the workstation {found.group(2).decode()}.")

    def checkpoint(self):
        where = "log/checkpoint.note"
        try:
            note = self.bundle.read(where).decode("utf-8")
        except UnicodeDecodeError:
            raise Invalid(f"{where}: this is not a signed note.") from None
        origin, self.size, self.root = self.keys.check_note(note, where)
        require(origin == self.origin, "The checkpoint is one of another log.")
        require((self.manifest["size"], self.manifest["root"]) == (self.size, self.root.hex()),
                "manifest.json and the checkpoint differ in size or root.")

    def proof(self):
        where = "log/proof.json"
        proof = canonical(self.bundle.line(where), where)
        self.begin, self.end, size = (member(proof, name, int, where) for name in ("begin", "end", "size"))
        left, right = member(proof, "left", list, where), member(proof, "right", list, where)
        for text in left + right:
            require(isinstance(text, str) and HEX32.match(text), f"{where}: a hash is not 64 hexadecimal digits.")
        require(0 <= self.begin <= self.end <= size == self.size, f"{where}: the range does not lie within the log.")
        self.frontier = Frontier(self.begin, [bytes.fromhex(text) for text in left])
        self.right = [bytes.fromhex(text) for text in right]
        require(len(self.right) == len(cover(self.end, size)), "The proof does not fit its range.")
        declared = self.manifest["range"]
        require((declared["begin"], declared["end"]) == (self.begin, self.end),
                "manifest.json and the proof differ in the range.")

    def records(self):
        older = Older(self)
        bodies = Joined(self.bundle, "log/bodies.jsonl")
        openings = Joined(self.bundle, "log/openings.jsonl")
        purged = Purged(self.bundle, self.begin, self.end, self.size)
        removals = Removals()
        chain = Chain(self.begin)
        wanted = {self.begin, self.end} | {asked[0] for asked in (self.kept, self.options.joint) if asked}

        def grown():
            older.compare(self.frontier)
            if self.frontier.size in wanted:
                self.roots[self.frontier.size] = self.frontier.root()

        grown()
        for number, line in self.bundle.lines("log/headers.jsonl"):
            where = f"log/headers.jsonl, line {number}"
            n = self.begin + number - 1
            require(n < self.end, f"{where}: there are more records than the range has.")
            header = header_of(line, where)
            require(header["n"] == n, f"{where}: record {n} should stand here.")
            chain.header(header, where)
            removals.header(header)
            self.record(n, header, bodies, openings, purged, removals, chain)
            self.frontier.append(0, leaf_hash(line))
            grown()
        require(self.frontier.size == self.end, f"Record {self.frontier.size} and those after it are missing.")
        bodies.finish()
        openings.finish()
        purged.finish()
        for level, value in zip(cover(self.end, self.size), self.right):
            self.frontier.append(level, value)
        require(self.frontier.root() == self.root, "The records are not those of the checkpoint: the Merkle root differs.")
        self.roots[self.size] = self.root
        self.unproven = removals.finish()
        self.borders(chain)
        chain.finish(self)

    def borders(self, chain):
        """Times never fall, so a neighbour on the other side of the time that is asked for proves that nothing of
        it is missing."""
        first, last, scope = chain.first, chain.hw, self.scope
        require("from" not in scope or self.begin == 0 or (first is not None and first < scope["from"]),
                f"Record {self.begin - 1} and those before it may belong to the bundle's time: no neighbour shows where it begins.")
        require("to" not in scope or self.end == self.size or (last is not None and last >= scope["to"]),
                f"Record {self.end} and those after it may belong to the bundle's time: no neighbour shows where it ends.")

    def record(self, n, header, bodies, openings, purged, removals, chain):
        self.counts["headers"] += 1
        inside, removed = in_scope(header, self.scope), purged.holds(n)
        if bodies.n != n:
            require(openings.n != n, f"Record {n} has values, but no body that they belong to.")
            require(not removed or header["type"].startswith("call.") or header["type"] == "access.refused",
                    f"The body of record {n} is said to have been removed, but bodies of its type never are.")
            if removed:
                removals.claim(n, purged.by, inside)
                self.counts["purged"] += inside
            elif inside:
                require(in_body(self.scope), f"Record {n} is within the bundle's scope, but its body is withheld.")
                self.counts["not_matching"] += 1
            return
        require(inside, f"Record {n} lies outside the bundle's scope, but its body is there.")
        require(not removed, f"The body of record {n} is there, though it is said to have been removed.")
        require(hashlib.sha256(bodies.line).hexdigest() == header["body"], f"The body of record {n} is not the one that was recorded.")
        where, body = f"The body of record {n}", bodies.value
        require(all(body.get(name) == self.scope[name] for name in in_body(self.scope)),
                f"Record {n} lies outside the bundle's scope, but its body is there.")
        self.counts["bodies"] += 1
        chain.body(header, body, where)
        removals.body(n, body, where)
        self.values(n, member(body, "c", dict, where), openings)
        bodies.leave(n)

    def values(self, n, commitments, openings):
        opened = set()
        for value in openings.take_all(n):
            where = f"log/openings.jsonl, record {n}"
            field, salt = member(value, "f", str, where), member(value, "s", str, where)
            require(field in commitments and field not in opened, f"{where}: {shown(field)} is opened twice or was never recorded.")
            require(HEX32.match(salt), f"{where}: a salt is not 64 hexadecimal digits.")
            require(len(value) == 4 and ("b" in value) != ("v" in value), f"{where}: an opening has n, f, s and either b or v.")
            if "b" in value:
                text = unbase64(member(value, "b", str, where))
                require(text is not None, f"{where}: b is missing or not what it must be.")
            else:
                text = member(value, "v", str, where).encode("utf-8")
            made = hmac.new(bytes.fromhex(salt), field.encode() + b"\n" + text, hashlib.sha256).hexdigest()
            require(made == commitments[field], f"The value of {shown(field)} in record {n} is not the one that was recorded.")
            opened.add(field)
        self.counts["values"] += len(opened)
        self.counts["withheld"] += len(commitments) - len(opened)

    def totals(self):
        for name in COUNTED:
            said = self.manifest["counts"][name]
            require(said == self.counts[name], f"manifest.json says {said} {name}, but there are {self.counts[name]}.")
        proven = self.counts["purged"] - self.unproven
        if proven:
            self.missing.append(f"{proven} bodies were removed by retention before the export")
        if self.unproven:
            self.missing.append(f"that {self.unproven} bodies were removed by retention is the exporter's word: the record that says so is not shown")
        if self.counts["not_matching"]:
            self.missing.append(f"that {self.counts['not_matching']} records without a body do not concern the {' and the '.join(in_body(self.scope))} is the exporter's word")

    def exported(self):
        """Who has asked for the bundle and what for, as its manifest says."""
        created, line = self.manifest.get("created"), ""
        when = moment(created) if isinstance(created, int) and not isinstance(created, bool) else ""
        for word, value in (("", when), (" by", self.manifest.get("requested_by")), (" for", self.manifest.get("purpose"))):
            line += f"{word} {shown(value, 200)}" if isinstance(value, str) and value else ""
        return line

    def outside(self):
        """What other people hold against the bundle."""
        kept = self.kept
        if kept and kept.size in self.roots:
            require(self.roots[kept.size] == kept.root, f"The log is not the one of {kept.whose}: at size {kept.size} its root was another.")
            self.said.append(kept.is_same)
        elif kept and kept.size > self.size:
            # Genuine bundles of before look the same: nothing in either says which was first.
            self.missing.append(f"when {kept.when} the log had {kept.size} records, this bundle knows only {self.size}: "
                                "it is older, or the end was removed")
        elif kept:
            self.missing.append(f"{kept.whose} at size {kept.size} lies outside what the bundle shows")
        if self.options.joint:
            self.joint(*self.options.joint)

    def joint(self, end, root, origin, vkeys):
        require((self.origin, self.keys.vkeys) == (origin, vkeys), "The previous bundle is one of another log.")
        if self.begin <= end <= self.end:
            require(self.roots[end] == root, "The bundle does not go on where the previous one ends: the log was changed between them.")
            self.said.append("It goes on where the previous bundle ends.")
        elif end < self.begin:
            self.missing.append(f"the previous bundle ends at {end}, this one begins at {self.begin}")
        else:
            self.missing.append(f"the previous bundle ends at {end}, this one at {self.end}")


def scope_of(manifest):
    """Which records the bundle must have the bodies of: those that every member agrees to."""
    where = "manifest.json, scope"
    scope = member(manifest, "scope", dict, "manifest.json")
    for name in scope:
        require(name in SCOPE, f"{where}: {name} is unknown.")
        member(scope, name, SCOPE[name], where)
    require(scope.get("decision", "allow") in ("allow", "deny"), f"{where}: the decision is unknown.")
    return scope


def in_body(scope):
    """What of a scope no header tells."""
    return [name for name in ("tool", "case") if name in scope]


def in_scope(header, scope):
    for name, key in (("key", "key"), ("server", "srv")):
        if name in scope and header.get(key) != scope[name]:
            return False
    if "decision" in scope and (header["type"] in ("call.denied", "access.refused")) != (scope["decision"] == "deny"):
        return False
    return not ("from" in scope and header["hw"] < scope["from"] or "to" in scope and header["hw"] >= scope["to"])


def header_of(line, where):
    """A record's header in which every member has its type, and none stands without the one it belongs to."""
    require(len(line) <= MAX_HEADER, f"{where}: the header is too long.")
    header = canonical(line, where)
    for name, kind in (("n", int), ("v", int), ("t", int), ("hw", int), ("type", str), ("body", str)):
        member(header, name, kind, where)
    require(HEX32.match(header["body"]), f"{where}: body is missing or not what it must be.")
    for name, count in COUNTERS:
        if name in header:
            member(header, name, str, where)
            member(header, count, int, where)
        else:
            require(count not in header, f"{where}: {count} counts nothing.")
    if header["type"].startswith("call."):
        member(header, "call", str, where)
    return header


class Older:
    """Older checkpoints of the log in the order of their sizes, compared while the tree grows."""

    def __init__(self, check):
        self.check = check
        self.lines = check.bundle.lines("log/checkpoints.jsonl")
        self.last = check.begin
        self._next()

    def _next(self):
        number, line = next(self.lines, (0, None))
        self.size = None
        if line is None:
            return
        self.where = where = f"log/checkpoints.jsonl, line {number}"
        note = member(canonical(line, where), "note", str, where)
        origin, self.size, self.root = self.check.keys.check_note(note, where)
        require(origin == self.check.origin, f"{where}: this is a checkpoint of another log.")
        require(self.check.begin <= self.size <= self.check.end, f"{where}: the checkpoint lies outside the range.")
        require(self.size >= self.last, f"{where}: the checkpoints are not in the order of their sizes.")
        self.last = self.size

    def compare(self, frontier):
        while self.size == frontier.size:
            require(self.root == frontier.root(), f"{self.where}: the log was another one when this checkpoint was signed.")
            self._next()


class Joined:
    """Lines in the order of their records, read beside the headers."""

    def __init__(self, bundle, name):
        self.name = name
        self.lines = bundle.lines(name)
        self.last = 0
        self._next()

    def _next(self):
        number, self.line = next(self.lines, (0, None))
        self.n = None
        if self.line is None:
            return
        where = f"{self.name}, line {number}"
        self.value = canonical(self.line, where)
        self.n = member(self.value, "n", int, where)
        require(self.n >= self.last, f"{where}: the lines are not in the order of their records.")
        self.last = self.n

    def leave(self, n):
        self._next()
        require(self.n != n, f"{self.name} has record {n} twice.")

    def take_all(self, n):
        while self.n == n:
            yield self.value
            self._next()

    def finish(self):
        require(self.n is None, f"{self.name} has record {self.n}, which does not lie within the range.")


class Purged:
    """Ranges of records whose bodies retention has removed, read beside the headers."""

    def __init__(self, bundle, begin, end, size):
        self.lines = bundle.lines("log/purged.jsonl")
        self.first, self.last, self.size = begin, end, size
        self.begin = self.end = begin
        self._next()

    def _next(self):
        number, line = next(self.lines, (0, None))
        if line is None:
            self.begin = self.end = self.last
            return
        where = f"log/purged.jsonl, line {number}"
        value = canonical(line, where)
        begin, by, end = (member(value, name, int, where) for name in ("begin", "by", "end"))
        require(self.end <= begin < end <= self.last, f"{where}: the ranges are not in order or not within that of the bundle.")
        require(end <= by < self.size, f"{where}: no record that comes later in the log has this number.")
        self.begin, self.end, self.by = begin, end, by

    def holds(self, n):
        if n >= self.end and self.end < self.last:
            self._next()
        return self.begin <= n < self.end

    def finish(self):
        self._next()   # a further line cannot be right


class Removals:
    """Bodies that are said to have been removed, until the record that says so is reached: otherwise anybody could
    withhold a body by calling it removed."""

    def __init__(self):
        self.claims = {}       # record that is said to have removed bodies → [first, after the last, how many within the scope]
        self.reached = None    # of the last record
        self.unproven = 0

    def claim(self, n, by, inside):
        claim = self.claims.setdefault(by, [n, n, 0])
        claim[1] = n + 1
        claim[2] += inside

    def header(self, header):
        self.unproven += self.reached[2] if self.reached else 0
        self.reached = self.claims.pop(header["n"], None)
        require(self.reached is None or header["type"] == "retention.purge",
                f"Record {header['n']} is said to have removed bodies, but it is of another type.")

    def body(self, n, body, where):
        if self.reached is None:
            return
        what, begin, end = member(body, "what", str, where), member(body, "begin", int, where), member(body, "end", int, where)
        require(what == "bodies" and begin <= self.reached[0] and self.reached[1] <= end,
                f"Record {n} has not removed all the bodies that it is said to have removed.")
        self.reached = None

    def finish(self):
        return self.unproven + sum(claim[2] for claim in [*self.claims.values(), self.reached or (0, 0, 0)])


class Chain:
    """What one record says about others: times, counters, intents and their outcomes."""

    def __init__(self, begin):
        self.begin = begin
        self.first = self.hw = None
        self.counters = {}
        self.open = {}      # call → its intent, of calls without an outcome
        self.began = None   # intent of the call that this record ends, if it lies within the range

    def header(self, header, where):
        require(header["v"] == 1, f"{where}: this version of a record is unknown.")
        good = header["hw"] >= header["t"] if self.hw is None else header["hw"] == max(header["t"], self.hw)
        require(good, f"{where}: the time of the log does not go on from the record before.")
        self.hw = header["hw"]
        self.first = self.hw if self.first is None else self.first
        for name, count in COUNTERS:
            if name in header:
                self._count(header[name], header[count], name, count, where)
        self._call(header, where)

    def _count(self, owner, number, name, count, where):
        before = self.counters.get((name, owner), 0 if self.begin == 0 else None)
        require(number >= 1 if before is None else number == before + 1, f"{where}: the counter {count} of {shown(owner)} has a gap.")
        self.counters[name, owner] = number

    def _call(self, header, where):
        self.began = None
        if header["type"] == "call.intent":
            require(header["call"] not in self.open, f"{where}: the call was begun before.")
            self.open[header["call"]] = header["n"]
        elif header["type"] in ("call.outcome", "call.orphaned"):
            self.began = self.open.pop(header["call"], None)

    def body(self, header, body, where):
        require(member(body, "n", int, where) == header["n"], f"{where} is that of another record.")
        if header["type"] in ("call.outcome", "call.orphaned"):
            intent = member(body, "in", int, where)
            good = intent < self.begin if self.began is None else intent == self.began
            require(good, f"Record {header['n']} is the outcome of a call that was not begun.")

    def finish(self, check):
        if self.open:
            check.said.append(f"{len(self.open)} calls have no outcome within the range.")


# --- the command line ----------------------------------------------------------------------------

def pin_from(text):
    found = re.match(r"(0|[1-9][0-9]{0,19}):([A-Za-z0-9+/=]{44})\Z", text)
    root = unbase64(found.group(2)) if found else None
    if root is None or len(root) != 32 or int(found.group(1)) >= 2 ** 64:
        raise argparse.ArgumentTypeError("a pin is SIZE:ROOT as the checkpoint shows them")
    return int(found.group(1)), root


def verified(path, options):
    check = Check(Bundle(path), options)
    check.run()
    return check


def main():
    parser = argparse.ArgumentParser(description="Checks a Portcullis audit bundle without Portcullis.",
                                     epilog="Exit status: 0 valid, 1 invalid, 2 wrong command line, 3 valid but incomplete.")
    parser.add_argument("bundle", metavar="BUNDLE", help="the .zip file, or the folder it was unpacked to")
    parser.add_argument("--ca", metavar="FILE", help="PEM file of the authority of the organisation's certificate")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--pin", type=pin_from, metavar="SIZE:ROOT", help="what the log was at an earlier time, from a printed checkpoint or a receipt")
    kept.add_argument("--cosigned", metavar="FILE", help="the same as a checkpoint that a witness has signed")
    parser.add_argument("--witness", metavar="VKEY", help="the verifier key of that witness")
    parser.add_argument("--previous", metavar="BUNDLE", help="the bundle before this one")
    parser.add_argument("--log-key", metavar="VKEY", help="the log's verifier key, as you know it from elsewhere")
    options = parser.parse_args()
    options.joint = None
    if (options.witness is None) != (options.cosigned is None):
        parser.error("--witness and --cosigned go together")
    try:
        if options.previous is not None:
            alone = argparse.Namespace(ca=None, pin=None, cosigned=None, joint=None, log_key=options.log_key)
            before = verified(options.previous, alone)
            options.joint = before.end, before.roots[before.end], before.origin, before.keys.vkeys
        check = verified(options.bundle, options)
    except Invalid as problem:
        print(f"INVALID: {problem}")
        return 1
    except OSError as problem:
        print(f"INVALID: The bundle cannot be read: {problem.strerror or problem}.")
        return 1
    records = f"records {check.begin} to {check.end - 1}" if check.begin < check.end else "no records"
    print(f"Log {check.origin}, {records} of {check.size}.")
    exported = check.exported()
    if exported:
        print(f"Exported{exported} (the exporter's word).")
    scope = json.dumps(check.scope, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    print(f"Scope: {shown(scope, 1000) if check.scope else 'every record'}.")
    print(f"Root {base64.b64encode(check.root).decode()} at size {check.size}.")
    counts = check.counts
    print(f"{counts['headers']} records, {counts['bodies']} bodies, {counts['values']} values shown, {counts['withheld']} withheld.")
    for sentence in check.said:
        print(sentence)
    if check.missing:
        print("VALID, BUT INCOMPLETE: " + "; ".join(check.missing) + ".")
        return 3
    print("VALID: nothing was changed, and nothing between the first and the last record is missing.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
