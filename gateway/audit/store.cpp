#include "gateway/audit/store.h"

#include "gateway/audit/open_connection.h"
#include "gateway/audit/schema.h"
#include "gateway/audit/stored_tree.h"

#include <sqlite3.h>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kInsertRecord =
    "INSERT INTO rec VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
    " ?17, ?18, ?19, ?20, ?21, ?22)";
constexpr std::string_view kInsertPayload = "INSERT INTO payload VALUES(?1, ?2, ?3)";
constexpr std::string_view kInsertWrappedKey = "INSERT INTO wrapped_key VALUES(?1, ?2)";
constexpr std::string_view kInsertNode = "INSERT INTO node VALUES(?1, ?2, ?3)";

void bindOptional(Statement& statement, int parameter, std::optional<std::int64_t> value)
{
    if (value) {
        statement.bind(parameter, *value);
    } else {
        statement.bindNull(parameter);
    }
}

int noteWalFrames(void* frames, sqlite3*, const char*, int count)
{
    *static_cast<std::int64_t*>(frames) = count;
    return SQLITE_OK;
}

} // namespace

Result<Store>
Store::open(const std::filesystem::path& file, const SecretBytes& key, api::Durability durability)
{
    auto connection = openConnection(file, key, Access::Writer, durability);
    if (!connection) {
        return fail(connection.error());
    }
    if (auto ready = prepareSchema(*connection); !ready) {
        return fail(ready.error());
    }
    if (auto ready = Listing::prepare(*connection); !ready) {
        return fail(ready.error());
    }
    restrict(*connection, Access::Writer);
    Store store;
    store.m_durability = durability;
    store.m_connection = std::move(*connection);
    if (auto prepared = store.prepare(); !prepared) {
        return fail(prepared.error());
    }
    if (auto opened = store.openSnapshot(file, key); !opened) {
        return fail(opened.error());
    }
    // What an earlier run left in the WAL goes into the database first: the WAL starts empty.
    if (auto emptied = store.checkpointAndTruncate();
        !emptied && emptied.error().code != ErrorCode::Busy) {
        return fail(emptied.error());
    }
    return store;
}

Result<> Store::prepare()
{
    auto transaction = Transaction::Statements::prepare(m_connection);
    if (!transaction) {
        return fail(transaction.error());
    }
    m_transactionStatements = std::move(*transaction);
    auto record = m_connection.prepare(kInsertRecord);
    if (!record) {
        return fail(record.error());
    }
    m_insertRecord = std::move(*record);
    auto payload = m_connection.prepare(kInsertPayload);
    if (!payload) {
        return fail(payload.error());
    }
    m_insertPayload = std::move(*payload);
    auto wrappedKey = m_connection.prepare(kInsertWrappedKey);
    if (!wrappedKey) {
        return fail(wrappedKey.error());
    }
    m_insertWrappedKey = std::move(*wrappedKey);
    auto node = m_connection.prepare(kInsertNode);
    if (!node) {
        return fail(node.error());
    }
    m_insertNode = std::move(*node);
    auto listing = Listing::open(m_connection);
    if (!listing) {
        return fail(listing.error());
    }
    m_listing = std::move(*listing);
    m_walFrames = std::make_unique<std::int64_t>(0);
    sqlite3_wal_hook(m_connection.handle(), noteWalFrames, m_walFrames.get());
    return {};
}

Result<> Store::openSnapshot(const std::filesystem::path& file, const SecretBytes& key)
{
    auto reading = openConnection(file, key, Access::Reader, api::Durability::Strict);
    if (!reading) {
        return fail(reading.error());
    }
    m_reading = std::move(*reading);
    auto begin = m_reading.prepare("BEGIN");
    auto read = m_reading.prepare("SELECT v FROM meta WHERE k = 'schema'");
    auto end = m_reading.prepare("COMMIT");
    for (const auto* statement : {&begin, &read, &end}) {
        if (!*statement) {
            return fail(statement->error());
        }
    }
    m_beginReading = std::move(*begin);
    m_read = std::move(*read);
    m_endReading = std::move(*end);
    return {};
}

Result<> Store::holdSnapshot()
{
    releaseSnapshot();
    if (auto begun = m_beginReading.run(); !begun) {
        return begun;
    }
    m_holdsSnapshot = true;
    return m_read.run(); // the snapshot is that of the first page read
}

void Store::releaseSnapshot()
{
    if (m_holdsSnapshot) {
        static_cast<void>(m_endReading.run());
        m_holdsSnapshot = false;
    }
}

Result<LogVerdict> Store::judge(const api::TreeHead& head, const std::optional<Pin>& pin)
{
    auto tree = StoredTree::open(m_connection);
    if (!tree) {
        return fail(tree.error());
    }
    return audit::judge(head, *tree, pin);
}

Result<> Store::setEpoch(std::int64_t epoch)
{
    auto update = m_connection.prepare("UPDATE meta SET v = ?1 WHERE k = 'epoch'");
    if (!update) {
        return fail(update.error());
    }
    update->bind(1, epoch);
    return update->run();
}

Result<> Store::begin()
{
    if (!m_syncs) {
        if (auto on = syncAgain(); !on) {
            return on;
        }
    }
    auto transaction = Transaction::begin(m_connection, m_transactionStatements);
    if (!transaction) {
        return fail(transaction.error());
    }
    m_transaction.emplace(std::move(*transaction));
    return {};
}

Result<> Store::insert(const Encoded& record)
{
    Statement& row = m_insertRecord;
    row.bind(1, record.n);
    row.bindBlob(2, record.leaf);
    row.bindBlob(3, record.header);
    row.bindBlob(4, record.body);
    row.bind(5, record.t);
    row.bind(6, record.hw);
    row.bind(7, record.type);
    row.bindOptional(8, record.call);
    row.bindOptional(9, record.key);
    bindOptional(row, 10, record.kn == 0 ? std::nullopt : std::optional(record.kn));
    row.bindOptional(11, record.server);
    bindOptional(row, 12, record.sn == 0 ? std::nullopt : std::optional(record.sn));
    row.bindOptional(13, record.tool);
    row.bindOptional(14, record.client);
    row.bindOptional(15, record.reason);
    row.bindOptional(16, record.outcome);
    bindOptional(row, 17, record.intent);
    bindOptional(row, 18, record.durationMicros);
    bindOptional(row, 19, record.argumentBytes);
    bindOptional(row, 20, record.resultBytes);
    if (record.head.empty()) {
        row.bindNull(21);
    } else {
        row.bindBlob(21, record.head);
    }
    row.bindOptional(22, record.caseId);
    if (auto inserted = row.run(); !inserted || record.salts.empty()) {
        return inserted;
    }
    return insertPayload(record);
}

Result<> Store::insertPayload(const Encoded& record)
{
    m_insertPayload.bind(1, record.n);
    m_insertPayload.bindBlob(2, record.salts);
    if (record.text) {
        m_insertPayload.bindBlob(3, *record.text);
    } else {
        m_insertPayload.bindNull(3);
    }
    if (auto inserted = m_insertPayload.run(); !inserted) {
        return inserted;
    }
    m_insertWrappedKey.bind(1, record.n);
    m_insertWrappedKey.bindBlob(2, record.wrappedKey);
    return m_insertWrappedKey.run();
}

Result<> Store::insert(const HashedSubtree& node)
{
    m_insertNode.bind(1, static_cast<std::int64_t>(node.subtree.level));
    m_insertNode.bind(2, static_cast<std::int64_t>(node.subtree.index));
    m_insertNode.bindBlob(3, node.hash);
    return m_insertNode.run();
}

Result<std::string> Store::headAt(std::int64_t n)
{
    auto query = m_connection.prepare("SELECT head FROM rec WHERE n = ?1");
    if (!query) {
        return fail(std::move(query.error()));
    }
    query->bind(1, n);
    const auto row = query->step();
    if (!row) {
        return fail(row.error());
    }
    return *row ? std::string(query->text(0)) : std::string();
}

Result<> Store::saveSnapshot(const LogState& state)
{
    return saveState(m_connection, state);
}

Result<> Store::commit()
{
    auto committed = m_transaction->commit();
    m_transaction.reset();
    // A WAL that was copied completely begins anew with the next commit.
    m_copiedFrames = *m_walFrames < m_copiedFrames ? 0 : m_copiedFrames;
    return committed;
}

Result<> Store::listMore()
{
    auto done = begin();
    if (done) {
        done = m_listing.list(kListedSlice);
    }
    if (done) {
        done = commit();
    }
    if (!done) {
        abandon();
        static_cast<void>(m_listing.reload(m_connection));
    }
    return done;
}

Result<> Store::setDurability(api::Durability durability)
{
    m_durability = durability;
    return syncAgain();
}

Result<> Store::checkpoint(int mode)
{
    int frames = 0;
    int copied = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(m_connection.handle(), nullptr, mode, &frames, &copied);
    if (code != SQLITE_OK) {
        return fail(databaseError(m_connection.handle(), code, "checkpoint"));
    }
    *m_walFrames = frames;
    m_copiedFrames = copied;
    return {};
}

Result<> Store::checkpointToSnapshot()
{
    m_syncs = false;
    if (auto off = setSynchronous(m_connection, Synchronous::Off); !off) {
        return off;
    }
    auto copied = checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    auto on = syncAgain();
    return on ? copied : on;
}

Result<> Store::syncAgain()
{
    auto on = setSynchronous(m_connection, synchronousFor(m_durability));
    m_syncs = on.has_value();
    return on;
}

Result<> Store::checkpoint()
{
    releaseSnapshot();
    return checkpoint(SQLITE_CHECKPOINT_PASSIVE);
}

Result<> Store::checkpointAndTruncate()
{
    releaseSnapshot();
    return checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

} // namespace portcullis::audit
