"""Bundles that are good, and bundles whose records, claims or signatures are not."""
import json

from bundle_maker import Keys, Log, Organisation, Parts, START, line_of, openssl

CANONICAL = "log/headers.jsonl, line 4: this is not in canonical form"


def valid(corpus):
    log, keys = corpus.log, corpus.keys
    size = log.size()
    corpus.good("whole", Parts(log, keys))
    corpus.good("part", Parts(log, keys, 5, 13, older=(5, 7, 7, 13)))
    corpus.good("empty-range", Parts(log, keys, 6, 6))
    corpus.good("empty-log", Parts(Log(), keys))
    corpus.good("one-key", Parts(log, keys, 3, size - 1, scope={"key": "vk_a"}))
    corpus.good("one-server", Parts(log, keys, scope={"server": "db"}))
    corpus.good("denied", Parts(log, keys, scope={"decision": "deny"}))
    corpus.good("allowed", Parts(log, keys, scope={"decision": "allow"}))
    corpus.good("time", Parts(log, keys, scope={"from": START + 4000000, "to": START + 9000000}))
    times = {"from": START + 5001500, "to": START + 9001500}
    corpus.good("time-borders", Parts(log, keys, 4, 10, scope=times))
    corpus.good("time-no-first", Parts(log, keys, 5, 10, scope=times), says="INVALID: Record 4 and those before", status=1)
    corpus.good("time-no-last", Parts(log, keys, 4, 9, scope=times), says="INVALID: Record 9 and those after", status=1)
    corpus.good("time-nothing", Parts(log, keys, 5, 5, scope=times), says="INVALID: Record 4 and those before", status=1)
    corpus.good("one-tool", Parts(log, keys, scope={"tool": "echo"}), says="VALID, BUT INCOMPLETE: that 9 records", status=3)
    corpus.good("one-case", Parts(log, keys, scope={"case": "tiger"}), says="VALID, BUT INCOMPLETE: that ", status=3)
    corpus.good("one-tool-of-a-case", Parts(log, keys, scope={"case": "tiger", "tool": "echo"}), says="VALID, BUT INCOMPLETE: that ", status=3)
    corpus.good("redacted", Parts(log, keys, fields={"result"}))
    removals(corpus)
    ca, other = corpus.organisation.ca, corpus.late.ca
    corpus.good("signed", Parts(log, keys), ["--ca", ca], corpus.organisation)
    corpus.case("signed-unchecked", 3, "VALID, BUT INCOMPLETE: whether CN=org has signed was not", (), "signed.zip")
    corpus.case("signed-other-ca", 1, "INVALID: The certificate of CN=org does not", ["--ca", other], "signed.zip")
    corpus.case("signed-no-ca", 1, "INVALID: The file given with --ca", ["--ca", corpus.organisation.key], "signed.zip")
    corpus.good("signed-late", Parts(log, keys), ["--ca", other], corpus.late, "VALID, BUT INCOMPLETE: the certificate of CN=late is not", 3)
    corpus.case("unsigned-ca", 1, "INVALID: The bundle is not signed by an organisation", ["--ca", ca], "whole.zip")
    for number, odd in enumerate(({"created": -1}, {"created": 2 ** 53 - 1}, {"created": True, "purpose": 7}, {"purpose": "", "requested_by": ""},
                                  {"purpose": "x\n\u2028\u00e9" * 99, "requested_by": "\x1b[31m"})):
        parts = Parts(log, keys)
        parts.manifest.update(odd)
        corpus.good(f"exported-{number}", parts)
    corpus.folder_of("folder")
    corpus.case("folder", 0, "VALID: nothing", (), "folder")


def removals(corpus):
    """Bodies that retention has removed, by a record that the bundle shows or does not show."""
    log, keys, size = corpus.purging, corpus.keys, corpus.log.size()
    twice = Log(corpus.seed).fill().purge(0, 5).purge(5, size)
    shown, word = "VALID, BUT INCOMPLETE: 5 bodies were removed", "VALID, BUT INCOMPLETE: that 2 bodies were removed by retention is the exp"
    corpus.good("purged", Parts(log, keys, 1, purged=[(2, 4), (4, 6), (size - 1, size)]), says=shown, status=3)
    corpus.good("purged-later", Parts(log, keys, 0, size, purged=[(2, 4)]), says=word, status=3)
    corpus.good("purged-in-another-scope", Parts(log, keys, scope={"key": "vk_a"}, purged=[(2, 4), (4, 6)]), says=word, status=3)
    corpus.good("purged-and-later", Parts(twice, keys, 0, size + 1, purged=[(2, 4, size), (6, 8, size + 1)]), status=3,
                says="VALID, BUT INCOMPLETE: 2 bodies were removed by retention before the export; that 2 bodies")


def broken_records(corpus):
    bad, bad_log = corpus.bad, corpus.bad_log

    def edited(line, **members):
        return line_of({**json.loads(line), **members})

    def edit(lines, at, **members):
        lines[at] = edited(lines[at], **members)

    def replaced(lines, at, old, new):
        assert old in lines[at], lines[at]
        lines[at] = lines[at].replace(old, new, 1)

    def swap(lines, a, b):
        lines[a], lines[b] = lines[b], lines[a]

    root = "The records are not those of the checkpoint"
    bad("edited-header", root, lambda p: edit(p.headers, 1, type="admin.other"))
    bad("deleted-record", "log/headers.jsonl, line 5: record 4", lambda p: p.headers.pop(4))
    bad("deleted-last-record", "log/bodies.jsonl has record", lambda p: (p.headers.pop(), p.manifest["range"].update(end=len(p.headers)),
                                                                      p.proof.update(end=len(p.headers), right=["0" * 64])))
    bad("cut-off", "Record 18 and those after it", lambda p: p.headers.pop())
    bad("added-record", "log/headers.jsonl, line 20: there are more", lambda p: p.headers.append(p.headers[-1]))
    bad("swapped-records", "log/headers.jsonl, line 5", lambda p: swap(p.headers, 4, 5))
    bad("withheld-body", "Record 4 is within", lambda p: p.bodies.pop(4), fields=set())
    bad("edited-body", "The body of record 4 is not", lambda p: edit(p.bodies, 4, tool="other"))
    bad("body-twice", "log/bodies.jsonl has record 4 twice", lambda p: p.bodies.insert(4, p.bodies[4]))
    bad("bodies-swapped", "Record 4 is within", lambda p: swap(p.bodies, 4, 5), fields=set())
    bad("body-of-nobody", "log/bodies.jsonl has record 99", lambda p: p.bodies.append(edited(p.bodies[-1], n=99)))
    bad("body-before", "Record 5 is within", lambda p: p.bodies.insert(0, edited(p.bodies[0], n=1)), begin=5, fields=set())
    bad("body-out-of-scope", "Record 4 lies outside", lambda p: None, scope={"server": "db"},
        shows=lambda header, body, scope: header.get("srv") == "db" or header["n"] == 4)
    bad("body-of-another-tool", "Record 4 lies outside", lambda p: None, scope={"tool": "query"},
        shows=lambda header, body, scope: body.get("tool") == "query" or header["n"] == 4)
    bad("body-of-another-case", "Record 4 lies outside", lambda p: None, scope={"case": "lion"},
        shows=lambda header, body, scope: header["n"] == 4)
    bad("edited-value", "The value of args/patient in record 2", lambda p: p.openings[1].update(v='"P9"'))
    bad("edited-salt", "The value of args/limit in record 2", lambda p: p.openings[0].update(s="0" * 64))
    bad("short-salt", "log/openings.jsonl, record 2: a salt", lambda p: p.openings[0].update(s="0" * 62))
    bad("upper-case-salt", "log/openings.jsonl, record 2: a salt", lambda p: p.openings[0].update(s=p.openings[0]["s"].upper()))
    bad("value-twice", "log/openings.jsonl, record 2: args/limit is opened twice", lambda p: p.openings.insert(1, p.openings[0]))
    bad("value-never-recorded", "log/openings.jsonl, record 2: args/\\? is opened", lambda p: p.openings[0].update(f="args/\x1b"))
    bad("value-both-ways", "log/openings.jsonl, record 2: an opening has", lambda p: p.openings[0].update(b="Mw=="))
    bad("value-no-way", "log/openings.jsonl, record 2: an opening has", lambda p: p.openings[0].pop("v"))
    bad("value-with-more", "log/openings.jsonl, record 2: an opening has", lambda p: p.openings[0].update(x=1))
    bad("value-base64", "log/openings.jsonl, record 2: b is missing", lambda p: (p.openings[0].pop("v"), p.openings[0].update(b="Mx==")))
    bad("value-not-base64", "log/openings.jsonl, record 2: b is missing", lambda p: (p.openings[0].pop("v"), p.openings[0].update(b="M~==")))
    bad("value-without-body", "Record 4 has values, but no body", lambda p: p.openings.insert(3, {**p.openings[2], "n": 4}), purged=[(4, 5)],
        log=corpus.purging)
    bad("value-of-nobody", "log/openings.jsonl has record 99", lambda p: p.openings.append({**p.openings[0], "n": 99}))
    bad("purged-and-there", "The body of record 4 is there", lambda p: p.purged.append({"begin": 4, "by": 18, "end": 5}))
    broken_removals(corpus)
    # A log that recorded what cannot be: the tree and all signatures are those of its own keys.
    bad_log("time-back", "log/headers.jsonl, line 5: the time", 4, lambda h: h.update(hw=h["hw"] - 9000000, t=h["t"] - 9000000))
    bad_log("time-ahead", "log/headers.jsonl, line 5: the time", 4, lambda h: h.update(hw=h["hw"] + 1))
    bad_log("counter-gap", "log/headers.jsonl, line 4: the counter kn of vk_a", 3, lambda h: h.update(kn=3))
    bad_log("counter-first", "log/headers.jsonl, line 3: the counter sn of fx", 2, lambda h: h.update(sn=2))
    bad_log("counter-missing", "log/headers.jsonl, line 3: sn is missing", 2, lambda h: h.pop("sn"))
    bad_log("counter-of-nobody", "log/headers.jsonl, line 3: sn counts nothing", 2, lambda h: h.pop("srv"))
    bad_log("key-not-text", "log/headers.jsonl, line 3: key is missing", 2, lambda h: h.update(key=["vk_a"]))
    bad_log("number-boolean", "log/headers.jsonl, line 2: n is missing", 1, lambda h: h.update(n=True))
    bad_log("version-boolean", "log/headers.jsonl, line 4: v is missing", 3, lambda h: h.update(v=True))
    bad_log("version-later", "log/headers.jsonl, line 4: this version", 3, lambda h: h.update(v=2))
    bad_log("body-hash", "log/headers.jsonl, line 4: body is missing", 3, lambda h: h.update(body=h["body"].upper()))
    bad_log("call-missing", "log/headers.jsonl, line 3: call is missing", 2, lambda h: h.pop("call"))
    bad_log("call-begun-twice", "log/headers.jsonl, line 4: the call was begun", 3, lambda h: h.update(type="call.intent"))
    bad_log("outcome-of-no-call", "Record 3 is the outcome", 3, lambda h: h.update(call="019aab12-3456-7789-8abc-0000000000ff"))
    bad_log("outcome-of-another", "Record 5 is the outcome", 5, None, lambda b: b.update({"in": 2}))
    bad_log("outcome-of-none", "The body of record 5: in is missing", 5, None, lambda b: b.pop("in"))
    bad_log("outcome-boolean", "The body of record 5: in is missing", 5, None, lambda b: b.update({"in": True}))
    bad_log("no-commitments", "The body of record 5: c is missing", 5, None, lambda b: b.update(c=[]))
    bad_log("header-too-long", "log/headers.jsonl, line 4: the header is too long", 3, lambda h: h.update(x="x" * 1024))
    # Not in the one form that a line has.
    for name, old, new in (("space", b'"v":1', b'"v": 1'), ("order", b'"n":3', b'"a":1'), ("minus-zero", b'"kn":2', b'"kn":-0'),
                           ("exponent", b'"kn":2', b'"kn":2e0'), ("fraction", b'"kn":2', b'"kn":2.0'), ("leading-zero", b'"kn":2', b'"kn":01'),
                           ("plus", b'"kn":2', b'"kn":+1'), ("too-large", b'"kn":2', b'"kn":9007199254740992'),
                           ("far-too-large", b'"kn":2', b'"kn":' + b"9" * 400), ("null", b'"kn":2', b'"kn":null'),
                           ("not-a-number", b'"kn":2', b'"kn":NaN'), ("duplicate", b'"kn":2', b'"kn":2,"kn":2'),
                           ("escape", b'"fx"', b'"f\\u0078"'), ("slash", b'"fx"', b'"f\\/"'), ("upper-case-escape", b'"fx"', b'"\\u001F"'),
                           ("surrogate", b'"fx"', b'"\\ud800"'), ("surrogate-pair", b'"fx"', b'"\\ud83d\\ude00"'),
                           ("raw-surrogate", b'"fx"', b'"\xed\xa0\x80"'), ("overlong", b'"fx"', b'"\xc1\xbf"'), ("control", b'"fx"', b'"\x01"'),
                           ("name", b'"v":1', b'"v":1,"\xc3\xa9":1'), ("bom", b'{"body"', b'\xef\xbb\xbf{"body"'),
                           ("after", b'"v":1}', b'"v":1}{}'), ("return", b'"v":1}', b'"v":1}\r'), ("nested", b'"fx"', b"[" * 8 + b"]" * 8),
                           ("very-nested", b'"fx"', b"[" * 300 + b"]" * 300)):
        bad("canonical-" + name, CANONICAL, lambda p, old=old, new=new: replaced(p.headers, 3, old, new))
    bad("not-an-object", CANONICAL, lambda p: p.headers.__setitem__(3, b"[1]"))
    bad("empty-line", CANONICAL, lambda p: p.headers.__setitem__(3, b""))
    bad("no-line-feed", "log/headers.jsonl, line 19: the line feed",
        lambda p: p.raw.update({"log/headers.jsonl": b"\n".join(p.headers)}))
    bad("long-line", "log/openings.jsonl, line 1: the line feed", lambda p: p.raw.update({"log/openings.jsonl": b" " * (65 << 20) + b"\n"}))


def broken_removals(corpus):
    """Bodies that are withheld by the excuse that retention has removed them."""
    bad, log = corpus.bad, corpus.purging

    def also(begin, end, by=19):
        return lambda p: p.purged.append({"begin": begin, "by": by, "end": end})

    def nothing(_):
        pass

    bad("purged-outside", "log/purged.jsonl, line 1: the ranges", also(4, 99))
    bad("purged-before", "log/purged.jsonl, line 1: the ranges", also(4, 5), begin=5)
    bad("purged-disorder", "log/purged.jsonl, line 2: the ranges", also(7, 9), purged=[(6, 8)], log=log)
    bad("purged-after-the-last", "log/purged.jsonl, line 2: the ranges", also(20, 21), purged=[(18, 19)], log=log)
    bad("purged-empty", "log/purged.jsonl, line 1: the ranges", also(4, 4))
    bad("purged-of-another-type", "The body of record 1 is said to have been removed", nothing, purged=[(1, 2)], log=log)
    bad("not-purged", "Record 4 is within", lambda p: p.purged.pop(), purged=[(4, 5)], log=log)
    bad("purged-by-nothing", "log/purged.jsonl, line 1: by is missing", lambda p: p.purged[0].pop("by"), purged=[(4, 5)], log=log)
    later = "log/purged.jsonl, line 1: no record that comes later"
    bad("purged-by-an-earlier-record", later, nothing, purged=[(4, 5, 4)], log=log)
    bad("purged-by-no-record", later, nothing, purged=[(4, 5, 20)], log=log)
    bad("purged-by-a-call", "Record 18 is said to have removed", nothing, purged=[(4, 5)])
    bad("purged-by-a-call-in-another-scope", "Record 18 is said to have removed", nothing, purged=[(4, 5)], scope={"key": "vk_a"})
    fewer = "Record 19 has not removed all"
    for name, purge in (("contents", (0, 19, "contents")), ("end", (0, 5)), ("begin", (5, 19)), ("what", (0, 19, 7))):
        says = "The body of record 19: what is missing" if name == "what" else fewer
        bad("purged-by-another-removal-" + name, says, nothing, purged=[(4, 6)], log=Log(corpus.seed).fill().purge(*purge))


def broken_claims(corpus):
    """What manifest.json, the proof, the checkpoints and the keys say."""
    bad, keys, log = corpus.bad, corpus.keys, corpus.log
    size, root = log.size(), log.root()
    bad("proof-left", "The proof does not fit", lambda p: p.proof["left"].append("0" * 64), begin=3)
    bad("proof-right", "The proof does not fit", lambda p: p.proof["right"].pop(), end=7)
    bad("proof-order", "The records are not those", lambda p: p.proof["left"].reverse(), begin=3)
    bad("proof-hash", "log/proof.json: a hash", lambda p: p.proof["left"].__setitem__(0, "0" * 63 + "A"), begin=3)
    bad("proof-not-a-hash", "log/proof.json: a hash", lambda p: p.proof["left"].__setitem__(0, 7), begin=3)
    bad("proof-end", "log/proof.json: the range", lambda p: p.proof.update(end=size + 1))
    bad("proof-begin", "log/proof.json: the range", lambda p: p.proof.update(begin=-1))
    bad("proof-size", "log/proof.json: the range", lambda p: p.proof.update(size=size + 1))
    bad("proof-missing-member", "log/proof.json: left is missing", lambda p: p.proof.pop("left"))
    bad("proof-two-lines", "log/proof.json: this is not", lambda p: p.raw.update({"log/proof.json": line_of(p.proof) + b"\n\n"}))
    bad("proof-no-line-feed", "log/proof.json: the line feed", lambda p: p.raw.update({"log/proof.json": line_of(p.proof)}))
    bad("manifest-range", "manifest.json and the proof differ", lambda p: p.manifest["range"].update(end=size - 1))
    bad("manifest-range-boolean", "manifest.json: begin is missing", lambda p: p.manifest["range"].update(begin=False))
    bad("manifest-size", "manifest.json and the checkpoint differ", lambda p: p.manifest.update(size=size + 1))
    bad("manifest-root", "manifest.json and the checkpoint differ", lambda p: p.manifest.update(root="0" * 64))
    bad("manifest-origin", "manifest.json: origin is missing", lambda p: p.manifest.update(origin="a b"))
    bad("manifest-other-origin", "keys/log.vkeys does not belong", lambda p: p.manifest.update(origin="portcullis.local/x/0"))
    bad("manifest-format", "manifest.json: this program does not know", lambda p: p.manifest.update(format="portcullis-audit-bundle/2"))
    for name in ("headers", "bodies", "values", "withheld", "purged"):
        bad("count-" + name, "manifest.json says", lambda p, name=name: p.manifest["counts"].update({name: 3}))
    bad("count-missing", "manifest.json: purged is missing", lambda p: p.manifest["counts"].pop("purged"))
    bad("count-boolean", "manifest.json: purged is missing", lambda p: p.manifest["counts"].update(purged=False))
    bad("scope-missing", "manifest.json: scope is missing", lambda p: p.manifest.pop("scope"))
    bad("scope-unknown", "manifest.json, scope: type is unknown", lambda p: p.manifest["scope"].update(type="call.denied"))
    bad("scope-not-a-time", "manifest.json, scope: from is missing", lambda p: p.manifest["scope"].update({"from": "1"}))
    bad("scope-decision", "manifest.json, scope: the decision is unknown", lambda p: p.manifest["scope"].update(decision="none"))
    bad("scope-empty-key", "Record 0 lies outside", lambda p: p.manifest["scope"].update(key=""))
    note = "log/checkpoint.note: "
    bad("note-one-signature", note + "a signature of the log is missing", lambda p: setattr(p, "note", keys.note(size, root, (0,))))
    bad("note-other-signature", note + "a signature of the log is missing", lambda p: setattr(p, "note", keys.note(size, root, (1,))))
    bad("note-false", note + "a signature of the log is false", lambda p: setattr(p, "note", p.note.replace(f"\n{size}\n", "\n1\n")))
    bad("note-one-false-more", note + "a signature of the log is false",
        lambda p: setattr(p, "note", p.note + keys.signature_line(0, "another text")))
    bad("note-unsigned", note + "this is not a signed note", lambda p: setattr(p, "note", p.note.split("\n\n")[0] + "\n\n"))
    bad("note-return", note + "this is not a signed note", lambda p: setattr(p, "note", p.note.replace("\n", "\r\n")))
    bad("note-long", note + "this is not a signed note", lambda p: setattr(p, "note", "x" * 65536 + p.note))
    bad("note-not-utf8", note + "this is not a signed note", lambda p: p.raw.update({"log/checkpoint.note": b"\xff" + p.note.encode()}))
    bad("note-base64", note + "this is not a signed note", lambda p: setattr(p, "note", p.note[:-1] + "=\n"))
    bad("note-of-101", note + "this is not a signed note", lambda p: setattr(p, "note", p.note + "\u2014 x AAAAAAE=\n" * 99))
    four = "portcullis.local/x/0"
    bad("note-of-other-log", note + "a signature of the log is missing",
        lambda p: setattr(p, "note", keys.note(size, root, origin=four)))

    def four_lines(parts):
        text = keys.note(size, root).split("\n\n")[0] + "\nmore\n"
        parts.note = text + "\n" + keys.signature_line(0, text) + keys.signature_line(1, text)

    bad("note-four-lines", note + "this is not a checkpoint", four_lines)

    def witnessed(parts):
        parts.note += "\u2014 witness.example/w AAAAAAECAwQ=\n"

    parts = Parts(log, keys)
    for _ in range(98):
        witnessed(parts)
    corpus.good("note-witnessed", parts)
    older = "log/checkpoints.jsonl, line 1: "
    bad("older-root", older + "the log was another one", lambda p: p.checkpoints.append({"note": keys.note(4, log.root(5))}))
    bad("older-outside", older + "the checkpoint lies outside", lambda p: p.checkpoints.append({"note": keys.note(4, log.root(4))}), begin=5)
    bad("older-one-signature", older + "a signature of the log is missing",
        lambda p: p.checkpoints.append({"note": keys.note(4, log.root(4), (1,))}))
    bad("older-disorder", "log/checkpoints.jsonl, line 2: the checkpoints", lambda p: p.checkpoints.reverse(), older=(4, 7))
    bad("older-no-note", older + "note is missing", lambda p: p.checkpoints.append({"x": 1}))
    other = Keys(corpus.secrets, "other")
    bad("older-other-keys", older + "a signature of the log is missing", lambda p: p.checkpoints.append({"note": other.note(4, log.root(4))}))
    broken_keys(corpus, other)


def broken_keys(corpus, other):
    bad, keys = corpus.bad, corpus.keys
    bad("vkeys-of-others", "keys/log.vkeys does not belong",
        lambda p: p.raw.update({"keys/log.vkeys": "".join(key + "\n" for key in other.vkeys()).encode()}))
    rsa = openssl("pkey", "-pubout", give=openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"))
    bad("key-rsa", "keys/log-p256.pem does not hold", lambda p: p.raw.update({"keys/log-p256.pem": rsa}))
    bad("key-swapped", "keys/log-ed25519.pem does not hold", lambda p: p.raw.update({"keys/log-ed25519.pem": keys.pems[1]}))
    bad("key-two", "keys/log-ed25519.pem does not hold", lambda p: p.raw.update({"keys/log-ed25519.pem": keys.pems[0] + other.pems[0]}))
    bad("key-padded", "keys/log-ed25519.pem does not hold",
        lambda p: p.raw.update({"keys/log-ed25519.pem": keys.pems[0].replace(b"=\n", b"=AAAA\n")}))
    bad("key-lines", "keys/log-p256.pem does not hold",
        lambda p: p.raw.update({"keys/log-p256.pem": keys.pems[1].replace(b"-----\n", b"-----\n\n", 1)}))


def organisations(corpus):
    """What an organisation signs, and what it should not have."""
    log, keys, org = corpus.log, corpus.keys, corpus.organisation
    made = {name: Organisation(corpus.secrets, name, **asked) for name, asked in
            (("rsa", {"kind": ("rsa:3072",)}), ("chain", {"middle": True}), ("signs", {"usage": "digitalSignature,keyEncipherment"}),
             ("commits", {"usage": "nonRepudiation"}), ("encrypts", {"usage": "keyEncipherment"}), ("old", {"days": -1}))}

    def stated(name, who, says, status, statement=None, chain=None, cms=None, arguments=()):
        """Signed by `who`, with a statement on the log's keys unless another is given."""
        parts = Parts(log, keys)
        extra = {"keys/log-key.cms": who.statement(keys) if statement is None else statement,
                 "keys/org-chain.pem": who.pem() if chain is None else chain}
        parts.extra = {path: data for path, data in extra.items() if data}
        files = parts.seal(who)
        if cms:
            files["signatures/manifest.cms"] = cms(files["MANIFEST.sha256"])
        corpus.bundle(name, files, status, says, arguments or ["--ca", who.ca])

    for name in ("rsa", "chain", "signs", "commits"):
        stated("org-" + name, made[name], "VALID: nothing", 0)
    stated("org-p256", org, "VALID: nothing", 0)
    stated("org-expired", made["old"], "VALID, BUT INCOMPLETE: the certificate of CN=old is not", 3)
    corpus.case("org-unchecked", 3, "VALID, BUT INCOMPLETE: whether CN=rsa has signed was not", (), "org-rsa.zip")
    corpus.case("org-other-ca", 1, "INVALID: The certificate of CN=rsa does not come", ["--ca", org.ca], "org-rsa.zip")
    corpus.case("org-intermediate-as-ca", 1, "INVALID: The certificate of CN=chain does not come", ["--ca", made["chain"].middle], "org-chain.zip")
    stated("org-no-statement", org, "VALID: nothing", 0, statement=b"")
    stated("org-no-chain-file", org, "VALID: nothing", 0, chain=b"")
    no_middle = ("-nocerts", "-certfile", made["chain"].certificate)
    stated("org-chain-missing", made["chain"], "INVALID: The certificate of CN=chain does not come", 1, cms=lambda sums: openssl(
        "cms", "-sign", "-binary", "-outform", "DER", "-signer", made["chain"].certificate, "-inkey", made["chain"].key, *no_middle, give=sums))
    false = "INVALID: The organisation's signature of MANIFEST.sha256 is false"
    stated("org-no-certificate", org, false, 1, cms=lambda sums: org.sign(sums, "-nocerts"))
    stated("org-other-bytes", org, false, 1, cms=lambda sums: org.sign(sums + b"x"))
    stated("org-other-certificate", org, false, 1,
           cms=lambda sums: openssl("cms", "-sign", "-binary", "-outform", "DER", "-signer", org.certificate, "-inkey", org.key, "-nocerts",
                                    "-certfile", made["rsa"].certificate, give=sums))
    own = "INVALID: signatures/manifest.cms has a content of its own"
    stated("org-enclosed", org, own, 1, cms=lambda sums: org.sign(sums, "-nodetach"))
    stated("org-enclosed-other", org, false, 1, cms=lambda sums: org.sign(b"another text", "-nodetach"))
    two = "INVALID: signatures/manifest.cms must have one signer, and has 2"
    stated("org-two-signers", org, two, 1, cms=lambda sums: org.sign(sums, also=(made["rsa"],)))
    stated("org-same-signer-twice", org, two, 1, cms=lambda sums: openssl(
        "cms", "-resign", "-inform", "DER", "-outform", "DER", "-signer", org.certificate, "-inkey", org.key, "-nocerts", give=org.sign(sums)))
    stated("org-not-for-signatures", made["encrypts"], "INVALID: The certificate of CN=encrypts is not for signatures", 1)
    chain = "INVALID: keys/org-chain.pem does not begin with the certificate of CN=org"
    stated("org-other-chain", org, chain, 1, chain=made["rsa"].pem())
    stated("org-text-before-chain", org, chain, 1, chain=b"CN=somebody else\n" + org.pem())
    foreign, wrong = "INVALID: keys/log-key.cms is not signed by CN=org", "INVALID: keys/log-key.cms is not a statement of CN=org"
    other = Keys(corpus.secrets, "other")
    stated("statement-by-another", org, foreign, 1, statement=made["rsa"].statement(keys, name="org"))
    two_sign = org.sign(b"x", "-nodetach", also=(made["rsa"],))
    stated("statement-by-two", org, foreign, 1, statement=two_sign)
    stated("statement-longer", org, foreign, 1, statement=org.statement(keys) + b"x")
    stated("statement-not-cms", org, foreign, 1, statement=b"portcullis-log-key/1\n")
    stated("statement-detached", org, foreign, 1, statement=org.sign(b"portcullis-log-key/1\n"))
    stated("statement-other-keys", org, wrong, 1, statement=org.statement(other))
    stated("statement-other-organisation", org, wrong, 1, statement=org.statement(keys, name="rsa"))
    for name, workstation in (("empty", ""), ("space", "ws 17"), ("two-lines", "ws\nworkstation x"), ("utf8", "w\u00e9"), ("long", "w" * 256)):
        stated("statement-workstation-" + name, org, wrong, 1, statement=org.statement(keys, workstation))
    stated("statement-workstation-longest", org, "VALID: nothing", 0, statement=org.statement(keys, "w" * 255))
    text = "".join(line + "\n" for line in ("portcullis-log-key/1", "organisation CN=org", "workstation ws-17", *keys.vkeys())).encode()
    for name, says in (("more-text", text + b"more\n"), ("no-line-feed", text[:-1]), ("crlf", text.replace(b"\n", b"\r\n")), ("empty", b"\n"),
                       ("version", text.replace(b"key/1", b"key/2")), ("swapped", text.replace(keys.vkeys()[1].encode(), keys.vkeys()[0].encode()))):
        stated("statement-" + name, org, wrong, 1, statement=org.sign(says, "-nodetach"))
    missing = "INVALID: The organisation's signature of MANIFEST.sha256 is missing"
    for name in ("log-key.cms", "org-chain.pem"):
        parts = Parts(log, keys)
        parts.extra["keys/" + name] = b"x"
        corpus.bundle("unsigned-" + name, parts.seal(), 1, missing)
        corpus.case(f"unsigned-{name}-ca", 1, missing, ["--ca", org.ca], f"unsigned-{name}.zip")
