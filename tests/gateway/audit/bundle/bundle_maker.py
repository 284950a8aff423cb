"""Makes small logs and bundles of them as the gateway would, without the gateway.

Everything follows from a seed but the ECDSA signatures and the certificates, into which openssl puts
randomness and the time.
"""
import base64
import copy
import hashlib
import hmac
import json
import os
import random
import struct
import subprocess
import tempfile
import zlib

ORIGIN = "portcullis.local/000102030405060708090a0b0c0d0e0f/0"
START = 1795339800000000


def line_of(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def openssl(*arguments, give=b""):
    return subprocess.run(["openssl", *arguments], input=give, capture_output=True, check=True).stdout


def pem_of(label, der):
    text = base64.b64encode(der).decode()
    return f"-----BEGIN {label}-----\n{text}\n-----END {label}-----\n".encode()


class Keys:
    """The two keys of a log."""

    def __init__(self, folder, seed):
        secret = [hashlib.sha256(f"{seed} {number}".encode()).digest() for number in range(2)]
        self.files = [os.path.join(folder, f"{seed}.{name}") for name in ("ed25519", "p256")]
        ed25519 = bytes.fromhex("302e020100300506032b657004220420") + secret[0]           # RFC 8410
        p256 = (bytes.fromhex("30310201010420") + secret[1] + bytes.fromhex("a00a06082a8648ce3d030107"))   # RFC 5915
        for path, pem in zip(self.files, (pem_of("PRIVATE KEY", ed25519), pem_of("EC PRIVATE KEY", p256))):
            with open(path, "wb") as file:
                file.write(pem)
        self.pems = [openssl("pkey", "-in", path, "-pubout") for path in self.files]
        ders = [openssl("pkey", "-in", path, "-pubout", "-outform", "DER") for path in self.files]
        self.public = [b"\x01" + ders[0][12:], b"\x02" + ders[1]]
        self.ids = [hashlib.sha256(ORIGIN.encode() + b"\n" + self.public[0]).digest()[:4], hashlib.sha256(ders[1]).digest()[:4]]

    def vkeys(self):
        return [f"{ORIGIN}+{identity.hex()}+{base64.b64encode(key).decode()}" for identity, key in zip(self.ids, self.public)]

    def sign(self, which, message):
        with tempfile.NamedTemporaryFile() as file:
            file.write(message)
            file.flush()
            if which == 0:
                return openssl("pkeyutl", "-sign", "-rawin", "-inkey", self.files[0], "-in", file.name)
            return openssl("dgst", "-sha256", "-sign", self.files[1], file.name)

    def note(self, size, root, signers=(0, 1), origin=ORIGIN):
        text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
        lines = [self.signature_line(which, text, origin) for which in signers]
        return text + "\n" + "".join(lines)

    def signature_line(self, which, text, origin=ORIGIN):
        return f"\u2014 {origin} {base64.b64encode(self.ids[which] + self.sign(which, text.encode())).decode()}\n"


class Witness:
    """Cosigns checkpoints (C2SP tlog-cosignature). `shift`: how far the time beside its signature is from the one it signs."""

    def __init__(self, folder, name, seed="", shift=0):
        self.name, self.keys, self.shift = name, Keys(folder, name + seed), shift
        self.public = b"\x04" + self.keys.public[0][1:]
        self.identity = hashlib.sha256(name.encode() + b"\n" + self.public).digest()[:4]

    def vkey(self):
        return f"{self.name}+{self.identity.hex()}+{base64.b64encode(self.public).decode()}"

    def cosign(self, text, time=START // 1000000):
        signature = self.keys.sign(0, f"cosignature/v1\ntime {time}\n{text}".encode())
        data = self.identity + struct.pack(">Q", time + self.shift) + signature
        return f"\u2014 {self.name} {base64.b64encode(data).decode()}\n"


def root_of(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


def cover(begin, end):
    """Bounds of the fewest whole subtrees that hold [begin, end)."""
    parts = []
    while begin < end:
        size = 1 << (end - begin).bit_length() - 1
        if begin:
            size = min(size, begin & -begin)
        parts.append((begin, begin + size))
        begin += size
    return parts


class Log:
    """Records as they are made. `break_header` and `break_body` may change one before it is hashed."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        self.headers, self.bodies, self.openings = [], [], []
        self.hw, self.counters = 0, {}
        self.breaks = {}

    def on(self, n, header=None, body=None):
        self.breaks[n] = (header, body)

    def add(self, kind, call=None, key=None, srv=None, fields=None, step=1500, **members):
        n = len(self.headers)
        t = START + n * 1000000 + step
        self.hw = max(self.hw, t)
        values = []
        commitments = {}
        for name, text in sorted((fields or {}).items()):
            salt = self.random.randbytes(32)
            commitments[name] = hmac.new(salt, name.encode() + b"\n" + text, hashlib.sha256).hexdigest()
            shown = {"b": base64.b64encode(text).decode()} if b"\xff" in text else {"v": text.decode()}
            values.append({"f": name, "n": n, "s": salt.hex(), **shown})
        body = {"n": n, "nonce": self.random.randbytes(16).hex(), "c": commitments, **members}
        header = {"v": 1, "n": n, "t": t, "hw": self.hw, "type": kind}
        if call:
            header["call"] = f"019aab12-3456-7789-8abc-{call:012x}"
        for owner, name, count in ((key, "key", "kn"), (srv, "srv", "sn")):
            if owner:
                self.counters[name, owner] = self.counters.get((name, owner), 0) + 1
                header.update({name: owner, count: self.counters[name, owner]})
        change_header, change_body = self.breaks.get(n, (None, None))
        if change_body:
            change_body(body)
        written = line_of(body)
        header["body"] = hashlib.sha256(written).hexdigest()
        if change_header:
            change_header(header)
        self.headers.append(line_of(header))
        self.bodies.append(written)
        self.openings.append(values)
        return n

    def fill(self, calls=8):
        """A run with every type of record and two keys and servers. Twice the same with the same seed."""
        self.add("run.open", version="1.0", config=7)
        self.add("admin.config", change="key.create", subject="vk_b", config=8)
        for number in range(calls):
            key, srv, tool = ("vk_a", "vk_b")[number % 2], ("fx", "db")[number // 2 % 2], ("echo", "query")[number % 3 == 0]
            of_case = {"case": "tiger"} if number % 2 else {}
            # The wall clock goes back once.
            step = -5000000 if number == 3 else 1500
            intent = self.add("call.intent", number + 1, key, srv, {"args/limit": b"3", "args/patient": f'"P{number}"'.encode()}, step=step,
                              tool=tool, args={"bytes": 32, "mode": "full"}, policy={"decision": "allow", "rule": "fx:*"}, **of_case)
            if number == 4:
                self.add("call.denied", 100 + number, key, srv, {"args": b"[1,2]"}, tool=tool, policy={"decision": "deny", "reason": "rule"})
                self.add("access.refused", key=None, count=2, reason="no key")
            if number != calls - 1:
                text = b'{"bad":"\xff"}' if number == 2 else f'{{"rows":{number}}}'.encode()
                kind = "call.orphaned" if number == 5 else "call.outcome"
                self.add(kind, number + 1, key, srv, {"result": text}, tool=tool, **{"in": intent, "status": "ok"}, **of_case)
        return self

    def purge(self, begin, end, what="bodies"):
        """The record that retention leaves of what it has removed."""
        self.add("retention.purge", begin=begin, end=end, what=what, before=START, count=end - begin, by="retention")
        return self

    def size(self):
        return len(self.headers)

    def leaves(self):
        return [hashlib.sha256(b"\x00" + header).digest() for header in self.headers]

    def root(self, size=None):
        return root_of(self.leaves()[:size])


class Parts:
    """A bundle before it is sealed: what stands in its files, open for changes."""

    def __init__(self, log, keys, begin=0, end=None, size=None, scope=None, fields=None, purged=(), older=(), shows=None):
        """`purged`: (begin, end) of the records without bodies, and which record has removed them: the last, if not said."""
        size = log.size() if size is None else size
        end = size if end is None else end
        leaves = log.leaves()
        self.purged = [{"begin": first, "end": last, "by": by[0] if by else log.size() - 1} for first, last, *by in purged]
        purged = [part[:2] for part in purged]
        self.keys = keys
        self.headers = log.headers[begin:end]
        self.bodies, self.openings = [], []
        scope = scope or {}
        for n in range(begin, end):
            header, body = json.loads(log.headers[n]), json.loads(log.bodies[n])
            if not (shows or inside)(header, body, scope) or any(first <= n < last for first, last in purged):
                continue
            self.bodies.append(log.bodies[n])
            self.openings += [copy.deepcopy(value) for value in log.openings[n] if fields is None or value["f"] in fields]
        root = root_of(leaves[:size])
        self.note = keys.note(size, root)
        self.checkpoints = [{"note": keys.note(older_size, root_of(leaves[:older_size]))} for older_size in older]
        self.proof = {"begin": begin, "end": end, "size": size,
                      "left": [root_of(leaves[a:b]).hex() for a, b in cover(0, begin)],
                      "right": [root_of(leaves[a:b]).hex() for a, b in cover(end, size)]}
        withheld = sum(len(json.loads(body)["c"]) for body in self.bodies) - len(self.openings)
        removed = sum(inside(json.loads(log.headers[n]), json.loads(log.bodies[n]), {k: v for k, v in scope.items() if k not in ("tool", "case")})
                      for first, last in purged for n in range(first, last))
        self.manifest = {"format": "portcullis-audit-bundle/1", "origin": ORIGIN, "size": size, "root": root.hex(),
                         "range": {"begin": begin, "end": end}, "scope": scope, "created": START + 3600 * 1000000,
                         "purpose": "Quarterly review", "requested_by": "M. Example", "organisation": "Example Hospital",
                         "counts": {"headers": end - begin, "bodies": len(self.bodies), "values": len(self.openings),
                                    "withheld": withheld, "purged": removed}}
        self.extra = {}      # further files that the manifest lists
        self.raw = {}        # files that are not made from the above

    def files(self):
        def lines(values):
            return b"".join((value if isinstance(value, bytes) else line_of(value)) + b"\n" for value in values)

        files = {"README.txt": b"A bundle for tests.\n", "FORMAT.md": b"See the gateway's.\n",
                 "keys/log-ed25519.pem": self.keys.pems[0], "keys/log-p256.pem": self.keys.pems[1],
                 "keys/log.vkeys": "".join(key + "\n" for key in self.keys.vkeys()).encode(),
                 "log/bodies.jsonl": lines(self.bodies), "log/checkpoint.note": self.note.encode(),
                 "log/checkpoints.jsonl": lines(self.checkpoints), "log/headers.jsonl": lines(self.headers),
                 "log/openings.jsonl": lines(self.openings), "log/proof.json": lines([self.proof]),
                 "log/purged.jsonl": lines(self.purged), "manifest.json": lines([self.manifest])}
        return {**files, **self.extra, **self.raw}

    def seal(self, organisation=None):
        """All files, with the log's signatures and, if one is given, an organisation's."""
        files = self.files()
        return sealed(files, self.keys, organisation)


def inside(header, body, scope):
    refused = header["type"] in ("call.denied", "access.refused")
    return (scope.get("key", header.get("key")) == header.get("key") and scope.get("server", header.get("srv")) == header.get("srv") and
            scope.get("tool", body.get("tool")) == body.get("tool") and
            scope.get("case", body.get("case")) == body.get("case") and
            ("decision" not in scope or refused == (scope["decision"] == "deny")) and
            scope.get("from", 0) <= header["hw"] < scope.get("to", 2 ** 53))


def sums_of(files):
    covered = sorted(name for name in files if name != "MANIFEST.sha256" and not name.startswith("signatures/"))
    return "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in covered).encode()


def sealed(files, keys, organisation=None, sums=None):
    files = dict(files)
    files["MANIFEST.sha256"] = sums_of(files) if sums is None else sums
    files["signatures/manifest.ed25519"] = keys.sign(0, files["MANIFEST.sha256"])
    files["signatures/manifest.p256"] = keys.sign(1, files["MANIFEST.sha256"])
    if organisation:
        files["signatures/manifest.cms"] = organisation.sign(files["MANIFEST.sha256"])
    return files


class Organisation:
    """An authority, and a certificate of it that signs bundles."""

    def __init__(self, folder, name, days=3650, kind=("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), usage=None, middle=False):
        self.name = name
        self.ca, self.middle, self.certificate = (os.path.join(folder, f"{name}{end}.pem") for end in ("-ca", "-middle", ""))
        self.key = self.certificate + ".key"
        self.chain = [self.certificate] + [self.middle] * middle
        make = ("req", "-newkey", *kind, "-nodes")
        openssl(*make, "-x509", "-keyout", self.ca + ".key", "-out", self.ca, "-days", "3650", "-subj", f"/CN={name} authority")
        if middle:
            request = openssl(*make, "-keyout", self.middle + ".key", "-subj", f"/CN={name} department")
            self._issue(request, self.ca, self.middle, 3650, "basicConstraints=critical,CA:TRUE")
        request = openssl(*make, "-keyout", self.key, "-subj", f"/CN={name}")
        extension = f"keyUsage=critical,{usage}" if usage else "basicConstraints=CA:FALSE"
        self._issue(request, self.middle if middle else self.ca, self.certificate, days, extension)

    @staticmethod
    def _issue(request, issuer, out, days, extension):
        with tempfile.NamedTemporaryFile() as file:
            file.write(extension.encode())
            file.flush()
            openssl("x509", "-req", "-CA", issuer, "-CAkey", issuer + ".key", "-days", str(days), "-set_serial", "7", "-extfile", file.name,
                    "-out", out, give=request)

    def pem(self):
        return b"".join(openssl("x509", "-in", path) for path in self.chain)

    def sign(self, message, *how, also=()):
        """`also`: others who sign the same."""
        signers = [word for one in (self, *also) for word in ("-signer", one.certificate, "-inkey", one.key)]
        above = ("-certfile", self.middle) if self.middle in self.chain else ()
        return openssl("cms", "-sign", "-binary", "-outform", "DER", *signers, *above, "-md", "sha256", *how, give=message)

    def statement(self, keys, workstation="ws-17", name=None):
        text = "".join(line + "\n" for line in ("portcullis-log-key/1", f"organisation CN={name or self.name}",
                                                f"workstation {workstation}", *keys.vkeys()))
        return self.sign(text.encode(), "-nodetach")


# --- archives ------------------------------------------------------------------------------------

class Entry:
    """One entry of an archive with everything that can be wrong about it."""

    def __init__(self, name, data, method=8):
        self.name, self.data, self.method = name, data, method
        self.packed = packed_by(method, data)
        self.flags, self.attributes, self.crc, self.size = 0, 0o100644 << 16, zlib.crc32(data), len(data)
        self.local_name, self.extra, self.local_extra, self.comment = None, b"", b"", b""
        self.after = b""     # bytes between this entry and the next

    def head(self):
        return (self.flags, self.method, 0, 33, self.crc, len(self.packed), self.size)

    def local(self):
        name = (self.local_name or self.name).encode()
        return (struct.pack("<4s5H3I2H", b"PK\3\4", 20, *self.head(), len(name), len(self.local_extra)) + name + self.local_extra +
                self.packed + self.after)

    def central(self, offset):
        name = self.name.encode()
        return (struct.pack("<4s6H3I5H2I", b"PK\1\2", 0x31e, 20, *self.head(), len(name), len(self.extra), len(self.comment), 0, 0,
                            self.attributes, offset) + name + self.extra + self.comment)


def packed_by(method, data):
    if method != 8:
        return data
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def entries_of(files):
    return {name: Entry(name, files[name]) for name in sorted(files)}


def archive_of(entries, before=b"", between=b"", after=b"", comment=b"", count=None):
    out, directory = before, b""
    for entry in entries:
        directory += entry.central(len(out))
        out += entry.local()
    out += between
    count = len(entries) if count is None else count
    return (out + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(out), len(comment)) +
            comment + after)
