#pragma once

#include "gateway/audit/content_keys.h"
#include "gateway/audit/content_seal.h"
#include "gateway/audit/database.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/hashing.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace portcullis::audit {

// How many contents share a key at most, and never those of different days: as many are read and
// written again when one of them is erased.
inline constexpr std::int64_t kContentsPerKey = 2048;

// Seals what is kept of new records. Which numbers share a key stands in the table shared_key.
//
// Owner: the log's file. Thread: the writer's. Errors: those of the database and of ContentKeys.
class ContentKeeper
{
public:
    explicit ContentKeeper(std::shared_ptr<ContentKeys> keys)
        : m_keys(std::move(keys))
    {}

    // As it stands in the file: after opening, after a transaction that was rolled back, and after
    // contents were removed. `connection` must outlive it, or the next load().
    [[nodiscard]] Result<> load(Connection& connection);
    // How many keys are missing that the file names: of contents that were erased after this copy
    // of it was made, or lost.
    [[nodiscard]] Result<std::size_t> missing() const;
    // Destroys the keys that the file does not name. It must be on the disk as it is now, and be
    // the log that the keys belong to.
    [[nodiscard]] Result<> settle();
    // Moves those into a file of their own, with this number at the end of its name or a higher
    // one.
    [[nodiscard]] Result<> setAside(std::int64_t number);

    // Puts sealed content in place of the record's own; it lives until the next. Part of the
    // transaction.
    [[nodiscard]] Result<> seal(Encoded& record);

    [[nodiscard]] ContentKeys& keys() { return *m_keys; }

private:
    [[nodiscard]] Result<> beginKey(const Encoded& record);

    std::shared_ptr<ContentKeys> m_keys;
    Connection* m_connection = nullptr;
    ContentSeal m_seal;
    RandomPool m_random;
    std::optional<SecretBytes> m_shared; // of the records from now on
    std::int64_t m_day = 0;              // of its first record, since 1970
    std::int64_t m_contents = 0;         // under it
};

// The numbers of the keys in the table shared_key, in rising order.
[[nodiscard]] Result<std::vector<std::int64_t>> sharedKeys(Connection& connection);

// Opens contents for somebody who reads the log.
//
// Owner: that somebody. Thread: one at a time. Errors: Corrupt, NotFound (the key is
// gone).
class ContentReader
{
public:
    explicit ContentReader(std::shared_ptr<const ContentKeys> keys)
        : m_keys(std::move(keys))
    {}

    // The columns of payload p that open() wants, in its order, and what to join for them.
    static constexpr const char* kColumns =
        "w.key, p.salts, p.text,"
        " (SELECT s.id FROM shared_key s WHERE s.begin <= p.n ORDER BY s.begin DESC LIMIT 1)";
    static constexpr const char* kJoin = " LEFT JOIN wrapped_key w ON w.n = p.n";
    static constexpr int kColumnCount = 4;

    [[nodiscard]] Result<OpenContent> open(std::int64_t n, const Statement& row, int first);

    [[nodiscard]] bool has(std::int64_t id) const { return m_keys->find(id).has_value(); }

    // Which key it is that opens such a row.
    [[nodiscard]] static std::int64_t keyOf(const Statement& row, int first)
    {
        return row.integer(first + 3);
    }

private:
    std::shared_ptr<const ContentKeys> m_keys;
    ContentSeal m_seal;
};

} // namespace portcullis::audit
