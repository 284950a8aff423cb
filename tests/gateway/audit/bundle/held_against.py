"""What other people hold against a bundle: pins, checkpoints that a witness has signed, keys, the bundle before."""
import base64
import os

from bundle_maker import Keys, Log, ORIGIN, Parts, Witness


def outside(corpus):
    log, keys = corpus.log, corpus.keys

    def pin(size, root):
        return ["--pin", f"{size}:{base64.b64encode(root).decode()}"]

    corpus.case("pin-inside", 0, "VALID: nothing", pin(9, log.root(9)), "whole.zip")
    corpus.case("pin-zero", 0, "VALID: nothing", pin(0, log.root(0)), "whole.zip")
    corpus.case("pin-end", 0, "VALID: nothing", pin(log.size(), log.root()), "part.zip")
    corpus.case("pin-outside", 3, "VALID, BUT INCOMPLETE: the pin", pin(2, log.root(2)), "part.zip")
    removed = "VALID, BUT INCOMPLETE: when the pin was made the log had {} records, this bundle knows only {}"
    corpus.case("pin-later", 3, removed.format(2 ** 64 - 1, log.size()), pin(2 ** 64 - 1, log.root(2)), "whole.zip")
    # Whoever has the keys can cut the end off and sign what is left; so can somebody have made a bundle before.
    corpus.good("cut-tail-signed-again", Parts(log, keys, 0, 15, 15), pin(log.size(), log.root()), says=removed.format(19, 15), status=3)
    witnesses(corpus)
    corpus.case("pin-other", 1, "INVALID: The log is not the one of the pin", pin(9, log.root(8)), "whole.zip")
    corpus.case("log-key", 0, "VALID: nothing", ["--log-key", keys.vkeys()[1]], "whole.zip")
    other = Keys(corpus.secrets, "other")
    corpus.case("log-key-other", 1, "INVALID: The bundle is signed by another log", ["--log-key", other.vkeys()[0]], "whole.zip")
    corpus.case("log-key-empty", 1, "INVALID: The bundle is signed by another log", ["--log-key", ""], "whole.zip")

    def previous(name):
        return ["--previous", os.path.join(corpus.folder, name + ".zip")]

    corpus.good("first", Parts(log, keys, 0, 5, 9))
    corpus.case("goes-on", 0, "VALID: nothing", previous("first"), "part.zip")
    corpus.case("overlaps", 0, "VALID: nothing", previous("first"), "whole.zip")
    corpus.good("earlier", Parts(log, keys, 0, 4, 9))
    corpus.case("gap", 3, "VALID, BUT INCOMPLETE: the previous bundle ends at 4, this one begins at 5", previous("earlier"), "part.zip")
    corpus.case("previous-ends-later", 3, "VALID, BUT INCOMPLETE: the previous bundle ends at 19, this one at 13", previous("whole"), "part.zip")
    corpus.good("other-first", Parts(Log(corpus.seed + 1).fill(), keys, 0, 5, 9))
    corpus.case("does-not-go-on", 1, "INVALID: The bundle does not go on", previous("other-first"), "part.zip")
    corpus.good("other-keys", Parts(log, other, 0, 5, 9))
    corpus.case("previous-of-other-keys", 1, "INVALID: The previous bundle is one of another log", previous("other-keys"), "part.zip")
    corpus.case("previous-missing", 1, "INVALID: The bundle cannot be read", previous("nothing"), "part.zip")
    corpus.case("missing", 1, "INVALID: The bundle cannot be read", (), "nothing.zip")
    # Whoever has the keys can write another history. Only what others hold against it shows that.
    corpus.good("rewritten", Parts(Log(corpus.seed + 1).fill(), keys))
    corpus.case("rewritten-pinned", 1, "INVALID: The log is not the one of the pin", pin(9, log.root(9)), "rewritten.zip")


def witnesses(corpus):
    """Checkpoints that a witness has signed, and others that it has not."""
    log, witness, other = corpus.log, Witness(corpus.secrets, "stick.example"), Witness(corpus.secrets, "other.example")

    def case(name, status, says, note, file="whole.zip", key=witness.vkey()):
        corpus.write(name + ".note", note if isinstance(note, bytes) else note.encode())
        corpus.case(name, status, says, ["--witness", key, "--cosigned", os.path.join(corpus.folder, name + ".note")], file)

    def note(size, root=None, *signatures, origin=ORIGIN):
        text = f"{origin}\n{size}\n{base64.b64encode(root or log.root(size)).decode()}\n"
        return text + "\n" + "".join(one.cosign(text) for one in signatures or (witness,))

    signed, false = note(9), "INVALID: The note given with --cosigned is not signed"
    case("cosigned", 0, "VALID: nothing", signed)
    case("cosigned-by-two", 0, "VALID: nothing", note(9, None, other, witness))
    case("cosigned-with-the-log", 0, "VALID: nothing", corpus.keys.note(9, log.root(9)) + witness.cosign(signed.split("\n\n")[0] + "\n"))
    case("cosigned-earlier-epoch", 0, "VALID: nothing", note(9, origin=ORIGIN[:-1] + "7"))
    case("cosigned-no-time", 0, "VALID: nothing", signed.split("\n\n")[0] + "\n\n" + witness.cosign(signed.split("\n\n")[0] + "\n", 2 ** 62))
    case("cosigned-outside", 3, "VALID, BUT INCOMPLETE: the checkpoint signed by stick.example at size 2 lies outside", note(2), "part.zip")
    case("cosigned-later", 3, "VALID, BUT INCOMPLETE: when stick.example signed it the log had 99 records", note(99, log.root()))
    case("cosigned-other-root", 1, "INVALID: The log is not the one of the checkpoint signed by stick.example", note(9, log.root(8)))
    case("cosigned-other-log", 1, "INVALID: The note given with --cosigned is one of another log", note(9, origin="elsewhere.local/0/0"))
    case("cosigned-by-another", 1, false, note(9, None, other))
    case("cosigned-by-another-of-the-name", 1, false, note(9, None, Witness(corpus.secrets, "stick.example", "fake")))
    case("cosigned-edited", 1, false, signed.replace("\n9\n", "\n8\n"))
    case("cosigned-edited-time", 1, false, note(9, None, Witness(corpus.secrets, "stick.example", shift=1)))
    case("cosigned-twice-once-false", 1, false, note(9, None, witness, Witness(corpus.secrets, "stick.example", shift=1)))
    case("cosigned-nothing", 1, false, "nothing\n")
    case("cosigned-bytes", 1, false, b"\xff\n\n")
    case("cosigned-no-checkpoint", 1, "INVALID: The note given with --cosigned.* is not a checkpoint of three lines", "x\n\n" + witness.cosign("x\n"))
    wrong = "INVALID: The key given with --witness is none"
    case("cosigned-key-of-the-log", 1, wrong, signed, key=corpus.keys.vkeys()[0])
    case("cosigned-key-empty", 1, wrong, signed, key="")
    case("cosigned-key-other-id", 1, wrong, signed, key=witness.vkey().replace("+", "+0", 1))
    corpus.case("cosigned-missing", 1, "INVALID: The note given with --cosigned cannot be read",
                ["--witness", witness.vkey(), "--cosigned", os.path.join(corpus.folder, "nothing")], "whole.zip")
