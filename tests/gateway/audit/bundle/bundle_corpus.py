"""Where the bundles of a corpus and what a check must say of each are written down."""
import os

from bundle_maker import Keys, Log, Organisation, Parts, archive_of, entries_of, sealed


class Corpus:
    def __init__(self, folder, seed):
        self.folder, self.seed = folder, seed
        self.cases = []
        self.secrets = os.path.join(folder, "keys")
        os.makedirs(self.secrets, exist_ok=True)
        self.keys = Keys(self.secrets, seed)
        self.log = Log(seed).fill()
        self.purging = Log(seed).fill().purge(0, self.log.size())   # ends with the record of a removal
        self.organisation = Organisation(self.secrets, "org")
        self.late = Organisation(self.secrets, "late", days=-1)

    def case(self, name, status, says, arguments=(), file=None):
        self.cases.append({"name": name, "file": file or name + ".zip", "arguments": list(arguments), "status": status, "says": says})

    def write(self, name, data):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(data)

    def bundle(self, name, files, status, says, arguments=()):
        entries = list(entries_of(files).values())
        for number, entry in enumerate(entries):   # some of each kind
            if number % 3 == 0:
                entry.method, entry.packed = 0, entry.data
        self.write(name + ".zip", archive_of(entries))
        self.case(name, status, says, arguments)

    def good(self, name, parts, arguments=(), organisation=None, says="VALID: nothing", status=0):
        self.bundle(name, parts.seal(organisation), status, says, arguments)

    def bad(self, name, says, change, arguments=(), log=None, **asked):
        """`change` edits the parts of a bundle before it is sealed."""
        parts = Parts(log or self.log, self.keys, **asked)
        change(parts)
        self.bundle(name, parts.seal(), 1, "INVALID: " + says, arguments)

    def bad_log(self, name, says, n, header=None, body=None, **asked):
        """A log that has recorded something impossible, in record `n`."""
        log = Log(self.seed)
        log.on(n, header, body)
        log.fill()
        self.bundle(name, Parts(log, self.keys, **asked).seal(), 1, "INVALID: " + says)

    def bad_files(self, name, says, change, organisation=None, arguments=()):
        """`change` edits the files of a sealed bundle."""
        files = Parts(self.log, self.keys).seal(organisation)
        change(files)
        self.bundle(name, files, 1, "INVALID: " + says, arguments)

    def bad_archive(self, name, says, change=None, status=1, **around):
        entries = entries_of(Parts(self.log, self.keys).seal())
        changed = (change(entries) if change else None) or entries
        self.write(name + ".zip", archive_of(list(changed.values()) if isinstance(changed, dict) else changed, **around))
        self.case(name, status, says)

    def folder_of(self, name, change=None):
        top = os.path.join(self.folder, name)
        for file, data in Parts(self.log, self.keys).seal().items():
            os.makedirs(os.path.dirname(os.path.join(top, file)), exist_ok=True)
            with open(os.path.join(top, file), "wb") as out:
                out.write(data)
        if change:
            change(top)
