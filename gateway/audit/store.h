#pragma once

#include "gateway/audit/database.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/log_state.h"
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
// Owner: the writer. Thread: the writer's. Errors: those of the database; after one, the
// transaction is rolled back and the caller loads the state again.
class Store
{
public:
    [[nodiscard]] static Result<Store>
    open(const std::filesystem::path& file, const SecretBytes& key, api::Durability durability);

    [[nodiscard]] Result<LogState> load() { return loadState(m_connection); }

    // One transaction: begin, any number of inserts, and commit or abandon.
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> insert(const Encoded& record);
    [[nodiscard]] Result<> saveSnapshot(const LogState& state);
    [[nodiscard]] Result<> commit();

    void abandon() { m_transaction.reset(); }

    [[nodiscard]] Result<> setDurability(api::Durability durability);

    // Copies what it can from the WAL into the database without waiting for readers.
    [[nodiscard]] Result<> checkpoint();
    // Copies everything and empties the WAL; waits a while for readers.
    [[nodiscard]] Result<> checkpointAndTruncate();

    // Frames of 4096 bytes in the WAL that no checkpoint has copied yet.
    [[nodiscard]] std::int64_t uncopiedFrames() const { return *m_walFrames - m_copiedFrames; }

private:
    Store() = default;

    [[nodiscard]] Result<> prepare();
    [[nodiscard]] Result<> insertPayload(const Encoded& record);
    [[nodiscard]] Result<> checkpoint(int mode);

    Connection m_connection;
    Transaction::Statements m_transactionStatements;
    Statement m_insertRecord;
    Statement m_insertPayload;
    std::optional<Transaction> m_transaction;
    std::int64_t m_copiedFrames = 0;
    std::unique_ptr<std::int64_t> m_walFrames; // its own place: SQLite's hook holds the address
};

} // namespace portcullis::audit
