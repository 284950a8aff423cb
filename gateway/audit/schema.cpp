#include "gateway/audit/schema.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <array>
#include <string>

namespace portcullis::audit {

namespace {

// Right of `body`, rec holds a projection of header and body for lists. The triggers stop mistakes;
// emptying a body is the one change that retention may make.
constexpr const char* kSchema = R"sql(
BEGIN IMMEDIATE;
CREATE TABLE meta(k TEXT PRIMARY KEY, v ANY NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE rec(
    n INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL CHECK(length(leaf) = 32),
    header BLOB NOT NULL CHECK(length(header) <= 1024),
    body BLOB,
    t INTEGER NOT NULL,
    hw INTEGER NOT NULL,
    type TEXT NOT NULL,
    call TEXT,
    key TEXT,
    kn INTEGER,
    srv TEXT,
    sn INTEGER,
    tool TEXT,
    client TEXT,
    reason TEXT,
    outcome TEXT,
    intent INTEGER,
    duration_us INTEGER,
    argument_bytes INTEGER,
    result_bytes INTEGER,
    head BLOB,
    case_id TEXT
) STRICT;
CREATE INDEX rec_refused ON rec(outcome) WHERE outcome = 'denied';
CREATE TABLE node(
    level INTEGER NOT NULL,
    i INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK(length(hash) = 32),
    PRIMARY KEY(level, i)
) STRICT, WITHOUT ROWID;
CREATE TABLE payload(
    n INTEGER PRIMARY KEY,
    salts BLOB NOT NULL,
    text BLOB
) STRICT;
CREATE TABLE wrapped_key(
    n INTEGER PRIMARY KEY,
    key BLOB NOT NULL CHECK(length(key) = 40)
) STRICT;
CREATE TABLE shared_key(begin INTEGER PRIMARY KEY, id INTEGER NOT NULL) STRICT;
CREATE TABLE hold(
    id TEXT PRIMARY KEY,
    n INTEGER NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    key TEXT,
    srv TEXT,
    tool TEXT,
    call TEXT,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE open_call(call TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counter(
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    last INTEGER NOT NULL,
    t INTEGER NOT NULL,
    PRIMARY KEY(kind, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER rec_no_delete BEFORE DELETE ON rec
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
CREATE TRIGGER rec_no_update BEFORE UPDATE ON rec
WHEN NEW.body IS NOT NULL
    OR NEW.n IS NOT OLD.n OR NEW.leaf IS NOT OLD.leaf OR NEW.header IS NOT OLD.header
    OR NEW.head IS NOT OLD.head
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END;
CREATE TRIGGER node_no_delete BEFORE DELETE ON node
BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
CREATE TRIGGER node_no_update BEFORE UPDATE ON node
BEGIN SELECT RAISE(ABORT, 'the tree is append-only'); END;
INSERT INTO meta VALUES('format', 'portcullis-audit'), ('snapshot', 0), ('epoch', 1),
    ('bodies', 0);
)sql";

// What tells this log from every other one.
Result<> nameLog(Connection& connection)
{
    std::array<std::uint8_t, 16> random{};
    fillRandom(random);
    const std::string name = toHex(random);
    auto insert = connection.prepare("INSERT INTO meta VALUES('log', ?1), ('schema', ?2)");
    if (!insert) {
        return fail(std::move(insert.error()));
    }
    insert->bind(1, name);
    insert->bind(2, kSchemaVersion);
    return insert->run();
}

Result<> createSchema(Connection& connection)
{
    auto created = connection.execute(kSchema);
    if (created) {
        created = nameLog(connection);
    }
    if (created) {
        created = connection.execute("COMMIT");
    }
    if (!created) {
        static_cast<void>(connection.execute("ROLLBACK"));
    }
    return created;
}

// Version 3 did not know of cases: what it holds belongs to none.
constexpr const char* kFromVersion3 = R"sql(
BEGIN IMMEDIATE;
ALTER TABLE rec ADD COLUMN case_id TEXT;
UPDATE meta SET v = 4 WHERE k = 'schema';
COMMIT;
)sql";

Result<> upgrade(Connection& connection)
{
    auto upgraded = connection.execute(kFromVersion3);
    if (!upgraded) {
        static_cast<void>(connection.execute("ROLLBACK"));
    }
    return upgraded;
}

} // namespace

Result<> prepareSchema(Connection& connection)
{
    const auto tables = connection.queryInteger("SELECT count(*) FROM sqlite_master");
    if (!tables) {
        return fail(tables.error());
    }
    if (*tables == 0) {
        return createSchema(connection);
    }
    const auto version = connection.queryInteger("SELECT v FROM meta WHERE k = 'schema'");
    if (!version) {
        return fail(ErrorCode::Corrupt,
                    "The file audit.db is not an audit log; move it away or choose another folder.",
                    version.error().cause);
    }
    if (*version == 3) {
        return upgrade(connection);
    }
    if (*version != kSchemaVersion) {
        return fail(ErrorCode::Unsupported,
                    *version > kSchemaVersion
                        ? "The audit log was written by a newer Portcullis; install that version."
                        : "The audit log was written by a preview of Portcullis whose logs this "
                          "version cannot read; choose another folder.",
                    "schema " + std::to_string(*version) + ", known " +
                        std::to_string(kSchemaVersion));
    }
    return {};
}

// What is too damaged to say is for those who read on.
Result<> checkSchema(Connection& connection)
{
    const auto version = connection.queryInteger("SELECT v FROM meta WHERE k = 'schema'");
    if (version && *version == 3) {
        return fail(ErrorCode::Unsupported,
                    "The audit log is as an older Portcullis left it: open it once with this "
                    "version, then check it.");
    }
    return {};
}

} // namespace portcullis::audit
