#pragma once

#include "gateway/audit/database.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/listing.h"
#include "gateway/audit/log_state.h"
#include "gateway/audit/pin.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace portcullis::audit {

// The writing side of the file: the one connection that inserts and that checkpoints the WAL. No
// other connection may do either: SQLite before 3.51.3 can damage the file when one connection
// commits while another one checkpoints (sqlite.org/wal.html#walresetbug).
//
// A snapshot, held by a second, reading connection, bounds what a checkpoint copies, and keeps the
// WAL from beginning anew.
//
// Owner: the writer. Thread: the writer's. Errors: those of the database; after one, the
// transaction is rolled back and the caller loads the state again.
class Store
{
public:
    [[nodiscard]] static Result<Store>
    open(const std::filesystem::path& file, const SecretBytes& key, api::Durability durability);

    [[nodiscard]] Result<LogState> load() { return loadState(m_connection); }

    // For what takes part in the transaction.
    [[nodiscard]] Connection& connection() { return m_connection; }

    // The signed head of the tree that ends with record `n`; empty when there is none.
    [[nodiscard]] Result<std::string> headAt(std::int64_t n);

    // How the log with this head compares with its pin.
    [[nodiscard]] Result<LogVerdict> judge(const api::TreeHead& head,
                                           const std::optional<Pin>& pin);
    // From now on the log goes by this epoch; part of a transaction.
    [[nodiscard]] Result<> setEpoch(std::int64_t epoch);

    // One transaction: begin, any number of inserts, and commit or abandon.
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> insert(const Encoded& record);
    // A subtree that isStored().
    [[nodiscard]] Result<> insert(const HashedSubtree& node);
    [[nodiscard]] Result<> saveSnapshot(const LogState& state);
    [[nodiscard]] Result<> commit();

    void abandon() { m_transaction.reset(); }

    // Number of the first record that is not in the listing.
    [[nodiscard]] std::int64_t listedUpTo() const { return m_listing.next(); }

    // A transaction of its own that brings the next slice of records into the listing.
    [[nodiscard]] Result<> listMore();

    [[nodiscard]] Result<> setDurability(api::Durability durability);

    // Holds what is committed now, which must not be in the database completely.
    [[nodiscard]] Result<> holdSnapshot();
    // Copies the frames up to the snapshot, and syncs nothing: the WAL up to the snapshot must be
    // synced, and frames must have come since, so that the WAL does not begin anew.
    [[nodiscard]] Result<> checkpointToSnapshot();
    // Releases the snapshot, syncs, and copies what it can without waiting for readers; the WAL
    // begins anew when that was everything.
    [[nodiscard]] Result<> checkpoint();
    // Copies everything and empties the WAL; waits a while for readers.
    [[nodiscard]] Result<> checkpointAndTruncate();

    // Frames of 4096 bytes in the WAL.
    [[nodiscard]] std::int64_t walFrames() const { return *m_walFrames; }

    // Those among them that no checkpoint has copied yet.
    [[nodiscard]] std::int64_t uncopiedFrames() const { return *m_walFrames - m_copiedFrames; }

private:
    Store() = default;

    [[nodiscard]] Result<> prepare();
    [[nodiscard]] Result<> insertPayload(const Encoded& record);
    [[nodiscard]] Result<> checkpoint(int mode);
    [[nodiscard]] Result<> openSnapshot(const std::filesystem::path& file, const SecretBytes& key);
    void releaseSnapshot();
    [[nodiscard]] Result<> syncAgain();

    api::Durability m_durability = api::Durability::Strict;
    bool m_syncs = true; // the connection does what the durability asks for
    Connection m_connection;
    Connection m_reading; // holds the snapshot for pieces
    Statement m_beginReading;
    Statement m_read;
    Statement m_endReading;
    bool m_holdsSnapshot = false;
    Transaction::Statements m_transactionStatements;
    Statement m_insertRecord;
    Statement m_insertPayload;
    Statement m_insertWrappedKey;
    Statement m_insertNode;
    Listing m_listing;
    std::optional<Transaction> m_transaction;
    std::int64_t m_copiedFrames = 0;
    std::unique_ptr<std::int64_t> m_walFrames; // its own place: SQLite's hook holds the address
};

} // namespace portcullis::audit
