"""Bundles whose files or whose archive are not as they must be."""
import os
import random
import struct

from bundle_maker import Entry, Keys, Parts, archive_of, entries_of, packed_by, sealed, sums_of

ODD = "INVALID: The archive is put together"


def broken_files(corpus):
    bad_files, keys = corpus.bad_files, corpus.keys

    def flip(files, name, at=None):
        data = bytearray(files[name])
        data[len(data) // 2 if at is None else at] ^= 1
        files[name] = bytes(data)

    for name in ("README.txt", "log/headers.jsonl", "log/bodies.jsonl", "manifest.json", "keys/log.vkeys"):
        bad_files("flipped-" + name.replace("/", "-"), f"The file {name} is not the one", lambda files, name=name: flip(files, name))
    bad_files("flipped-ed25519", "The log's Ed25519 signature", lambda files: flip(files, "signatures/manifest.ed25519"))
    bad_files("flipped-p256", "The log's P-256 signature", lambda files: flip(files, "signatures/manifest.p256"))
    bad_files("longer-p256", "The log's P-256 signature", lambda files: files.update({"signatures/manifest.p256": files["signatures/manifest.p256"] + b"x" * 9}))
    bad_files("longer-ed25519", "The log's Ed25519 signature",
              lambda files: files.update({"signatures/manifest.ed25519": files["signatures/manifest.ed25519"] + b"x"}))
    bad_files("flipped-cms", "The organisation's signature", lambda files: flip(files, "signatures/manifest.cms", -9), corpus.organisation)
    bad_files("longer-cms", "The organisation's signature",
              lambda files: files.update({"signatures/manifest.cms": files["signatures/manifest.cms"] + b"x"}), corpus.organisation)
    bad_files("cms-of-others", "The organisation's signature",
              lambda files: files.update({"signatures/manifest.cms": corpus.organisation.sign(b"another text")}))
    # ContentInfo of SignedData (RFC 5652) with no signer at all.
    empty = bytes.fromhex("301f06092a864886f70d010702a0123010020101310030 0906092a864886f70d0107013100".replace(" ", ""))
    empty = b"\x30" + bytes([len(empty) - 2]) + empty[2:]
    bad_files("cms-of-nobody", "The organisation's signature", lambda files: files.update({"signatures/manifest.cms": empty}))
    bad_files("cms-empty", "The organisation's signature", lambda files: files.update({"signatures/manifest.cms": b""}))
    bad_files("file-missing", "The file log/purged.jsonl is missing", lambda files: files.pop("log/purged.jsonl"))
    bad_files("file-added", "The file notes.txt is not listed", lambda files: files.update({"notes.txt": b"x"}))
    bad_files("signature-added", "The file signatures/manifest.html is covered by no", lambda files: files.update({"signatures/manifest.html": b"x"}))
    bad_files("signed-by-others", "The log's P-256", lambda files: files.update(
        {name: data for name, data in sealed(files, Keys(corpus.secrets, "other")).items() if name.startswith("signatures/")}))

    def resum(change):
        def apply(files):
            sums = change(sums_of({name: data for name, data in files.items() if not name.startswith("signatures/")}))
            files.update(sealed(files, keys, sums=sums))
        return apply

    bad_files("sums-missing-file", "The file other.txt is missing", resum(lambda sums: sums + b"0" * 64 + b"  other.txt\n"))
    bad_files("sums-way-out", "The file ../other.txt is missing", resum(lambda sums: sums + b"0" * 64 + b"  ../other.txt\n"))
    bad_files("sums-twice", "MANIFEST.sha256, line 14: README.txt stands", resum(lambda sums: sums + sums.split(b"\n")[1] + b"\n"))
    bad_files("sums-star", "MANIFEST.sha256, line 1: this is not", resum(lambda sums: sums.replace(b"  ", b" *", 1)))
    bad_files("sums-upper-case", "MANIFEST.sha256, line 1: this is not", resum(lambda sums: sums[:64].upper() + sums[64:]))
    bad_files("sums-no-line-feed", "MANIFEST.sha256: the line feed", resum(lambda sums: sums[:-1]))
    bad_files("sums-itself", "The file MANIFEST.sha256 is missing", resum(lambda sums: sums + b"0" * 64 + b"  MANIFEST.sha256\n"))
    bad_files("sums-unlisted", "The file FORMAT.md is not listed", resum(lambda sums: sums[sums.index(b"\n") + 1:]))

    def unpacked(name, says, change):
        corpus.folder_of(name, change)
        corpus.case(name, 1, "INVALID: " + says, (), name)

    def link(top):
        os.rename(os.path.join(top, "README.txt"), os.path.join(corpus.folder, "README.elsewhere"))
        os.symlink("../README.elsewhere", os.path.join(top, "README.txt"))

    unpacked("folder-link", "The file README.txt is a link", link)
    unpacked("folder-linked-folder", "The file more is a link", lambda top: os.symlink("/", os.path.join(top, "more")))
    unpacked("folder-pipe", "The file pipe is not a plain file", lambda top: os.mkfifo(os.path.join(top, "pipe")))
    unpacked("folder-name", "A file has a name that no bundle has: .hidden", lambda top: open(os.path.join(top, ".hidden"), "w").close())
    unpacked("folder-bad-bytes", "A file has a name that no bundle has: \\?x", lambda top: open(os.path.join(top.encode(), b"\xffx"), "w").close())
    unpacked("folder-case", "The folder has two files named", lambda top: open(os.path.join(top, "readme.TXT"), "w").close())


def broken_archives(corpus):
    bad = corpus.bad_archive

    def put(name, **members):
        def apply(entries):
            for member, value in members.items():
                setattr(entries[name], member, value)
        return apply

    def last(name, **members):
        """With one more entry, which is the last."""
        def apply(entries):
            entries[name] = Entry(name, b"x")
            for member, value in members.items():
                setattr(entries[name], member, value)
        return apply

    some = "log/headers.jsonl"
    bad("zip-plain", "VALID: nothing", status=0)
    bad("zip-before", ODD, before=b"#!/bin/sh\n")
    bad("zip-between", ODD, between=b"x")
    bad("zip-gap", ODD, put(some, after=b"hidden"))
    bad("zip-after", "INVALID: .* is not a ZIP archive, or something", after=b"x")
    bad("zip-comment", "INVALID: .* is not a ZIP archive, or something", comment=b"x")
    bad("zip-second", "INVALID: .* is not a ZIP archive, or something", after=b"PK\5\6" + b"\0" * 17)
    bad("zip-empty-after", ODD, after=b"PK\5\6" + b"\0" * 18)
    bad("zip-count", ODD, count=3)
    bad("zip-count-more", ODD, count=18)
    bad("zip-many", "INVALID: The archive has too many files", count=1001)
    bad("zip-twice", "INVALID: The archive has two entries", lambda entries: [*entries.values(), entries["README.txt"]])
    bad("zip-case", "INVALID: The archive has two entries", last("readme.txt"))
    for number, name in enumerate(("/etc/passwd", "../x", "a/../x", "a//x", "a\\x", "C:x", "x/", ".x", "x.", "a./x", "", "x\x00y", "\u00e9", "x" * 9 + "\n")):
        bad(f"zip-name-{number}", "INVALID: The archive has an entry with a name", last(name))
    bad("zip-link", "INVALID: The entry README.txt is not a plain file", put("README.txt", attributes=0o120777 << 16))
    bad("zip-folder", "INVALID: The entry README.txt is not a plain file", put("README.txt", attributes=0o040755 << 16))
    bad("zip-device", "INVALID: The entry README.txt is not a plain file", put("README.txt", attributes=0o020644 << 16))
    bad("zip-no-type", "VALID: nothing", put("README.txt", attributes=0o600 << 16), status=0)
    bad("zip-encrypted", "INVALID: The entry README.txt is encrypted", put("README.txt", flags=1))
    bad("zip-descriptor", "INVALID: The entry README.txt is packed", put("README.txt", flags=8))
    bad("zip-utf8", "VALID: nothing", put("README.txt", flags=0x802), status=0)
    bad("zip-bzip2", "INVALID: The entry README.txt is packed", put("README.txt", method=12))
    bad("zip-entry-comment", ODD, put("README.txt", comment=b"x"))
    bad("zip-extra", ODD, put("README.txt", extra=b"UT\5\0\1\0\0\0\0"))
    bad("zip-local-extra", ODD, put("README.txt", local_extra=b"UT\5\0\1\0\0\0\0"))
    room = struct.pack("<2H2Q", 1, 16, 0, 0)
    bad("zip-room", "VALID: nothing", put("README.txt", local_extra=room), status=0)
    bad("zip-room-used", ODD, put("README.txt", local_extra=struct.pack("<2H2Q", 1, 16, 1, 0)))
    bad("zip-local-name", ODD, put("README.txt", local_name="README.TXT"))
    bad("zip-crc", "INVALID: The entry README.txt is damaged", put("README.txt", crc=7))
    bad("zip-size-less", "INVALID: The entry README.txt is damaged", put("README.txt", size=3))
    bad("zip-size-more", "INVALID: The entry README.txt is damaged", put("README.txt", size=99))
    bad("zip-huge", "INVALID: The entry README.txt unpacks to more", put("README.txt", size=2 ** 31))

    def repack(change):
        def apply(entries):
            entry = entries[some]
            entry.packed = change(entry)
        return apply

    bad("zip-cut", f"INVALID: The entry {some} is damaged", repack(lambda entry: entry.packed[:-9]))
    bad("zip-packed-more", f"INVALID: The entry {some} is damaged", repack(lambda entry: entry.packed + b"x"))
    bad("zip-packed-twice", f"INVALID: The entry {some} is damaged", repack(lambda entry: entry.packed + packed_by(8, b"")))
    bad("zip-not-deflate", f"INVALID: The entry {some} is damaged", repack(lambda entry: b"\7" * 99))
    bad("zip-never-ends", f"INVALID: The entry {some} is damaged", repack(lambda entry: b""))
    corpus.write("zip-nothing.zip", b"")
    corpus.case("zip-nothing", 1, "INVALID: .* is not a ZIP archive, or something")
    whole = archive_of(list(entries_of(Parts(corpus.log, corpus.keys).seal()).values()))
    corpus.write("zip-short.zip", whole[:-1])
    corpus.case("zip-short", 1, "INVALID: .* is not a ZIP archive, or something")
    wide_archives(corpus, whole)
    flips(corpus, whole)


def wide_archives(corpus, whole):
    """With the records that archives of 4 GiB and more have."""
    end = len(whole) - 22
    found = struct.unpack("<4s4H2IH", whole[end:])
    at, size, count = found[6], found[5], found[3]
    full = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, 0xFFFFFFFF, 0)

    def write(name, status, says, record=(44, 45, 45, 0, 0, count, count, size, at), locator=(0, end, 1), last=full):
        data = whole[:end] + struct.pack("<4sQ2H2I4Q", b"PK\6\6", *record) + struct.pack("<4sIQI", b"PK\6\7", *locator) + last
        corpus.write(name + ".zip", data)
        corpus.case(name, status, says)

    write("zip64", 0, "VALID: nothing")
    write("zip64-not-needed", 1, ODD, last=whole[end:])
    write("zip64-count", 1, ODD, record=(44, 45, 45, 0, 0, count, count - 1, size, at))
    write("zip64-at", 1, ODD, record=(44, 45, 45, 0, 0, count, count, size, 2 ** 64 - 1))
    write("zip64-size", 1, ODD, record=(44, 45, 45, 0, 0, count, count, 2 ** 63, at))
    write("zip64-length", 1, ODD, record=(45, 45, 45, 0, 0, count, count, size, at))
    write("zip64-elsewhere", 1, ODD, locator=(0, end - 1, 1))
    write("zip64-disks", 1, ODD, locator=(0, end, 2))
    corpus.write("zip64-lost.zip", whole[:end] + full)
    corpus.case("zip64-lost", 1, ODD)
    for name, extra, says, status in (("used", struct.pack("<2HQQ", 1, 16, 20, 20), "VALID: nothing", 0),
                                      ("short", struct.pack("<2HQ", 1, 8, 20), ODD, 1), ("long", struct.pack("<2HQQQ", 1, 24, 20, 20, 0), ODD, 1),
                                      ("other", struct.pack("<2HQQ", 2, 16, 20, 20), ODD, 1), ("far", struct.pack("<2HQQ", 1, 16, 20, 2 ** 64 - 1), ODD, 1)):
        entries = entries_of(Parts(corpus.log, corpus.keys).seal())
        entry = entries["README.txt"]
        assert len(entry.data) == 20
        entry.method = 0
        entry.packed = WideBytes(entry.data)
        entry.size = 0xFFFFFFFF
        entry.extra = entry.local_extra = extra
        corpus.write(f"zip64-entry-{name}.zip", archive_of(list(entries.values())))
        corpus.case(f"zip64-entry-{name}", status, says)


class WideBytes(bytes):
    """Bytes whose number stands in the extra field."""

    def __len__(self):
        return 0xFFFFFFFF


def flips(corpus, whole):
    """Single bits of an archive, somewhere. Those of times and versions mean nothing; all others are noticed."""
    chance = random.Random(corpus.seed)
    for number in range(40):
        data = bytearray(whole)
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        corpus.write(f"flip-{number}.zip", bytes(data))
        corpus.case(f"flip-{number}", None, "")
