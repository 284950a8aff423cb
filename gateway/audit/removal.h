#pragma once

#include "gateway/audit/content_keys.h"
#include "gateway/audit/content_seal.h"
#include "gateway/audit/database.h"
#include "gateway/audit/record.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string_view>
#include <vector>

// How contents and bodies leave the log: in the transaction of the record that says so.
namespace portcullis::audit {

// The records of [?1, ?2) that are on hold, for "n NOT IN (…)".
inline constexpr std::string_view kHeldRecords =
    "SELECT r.n FROM hold h CROSS JOIN rec r WHERE r.n >= ?1 AND r.n < ?2"
    " AND r.hw >= h.since AND r.hw < h.until AND (h.key IS NULL OR h.key = r.key)"
    " AND (h.srv IS NULL OR h.srv = r.srv) AND (h.tool IS NULL OR h.tool = r.tool)"
    " AND (h.call IS NULL OR h.call = r.call)";

// Whose bodies may go: those of calls. What the log says of itself and of people who look after it
// stays, so that it can be told why something is gone.
inline constexpr std::string_view kRemovableBody =
    "type IN ('call.intent', 'call.outcome', 'call.denied', 'call.orphaned', 'access.refused')"
    " AND body IS NOT NULL";
// The same for a type.
[[nodiscard]] bool mayLoseBody(std::string_view type);

// Whether a record changes what the log keeps.
[[nodiscard]] bool isRemoval(const Record& record);
// Whether what it says is done when keys are destroyed, and not before.
[[nodiscard]] bool destroysKeys(const Record& record);
// How many contents or bodies were removed, by what apply() has left in it.
[[nodiscard]] std::uint64_t removedBy(const Record& record);

// Does what such a record says, but for what is on hold, and writes into the record what was done.
// Erased contents take the key with them that they shared: the others get a new one.
//
// Owner: the log's file. Thread: the writer's, within a transaction. Errors: those of the database
// and of ContentKeys; then the transaction must not be committed.
class Removal
{
public:
    // Both must outlive it.
    Removal(Connection& connection, ContentKeys& keys)
        : m_connection(connection)
        , m_keys(keys)
    {}

    // `n`: the number that the record will have.
    [[nodiscard]] Result<> apply(Record& record, std::int64_t n);

private:
    [[nodiscard]] Result<> erase(ContentErased& record);
    [[nodiscard]] Result<> purge(RecordsPurged& record);
    [[nodiscard]] Result<> set(HoldSet& record, std::int64_t n);
    [[nodiscard]] Result<> release(const HoldReleased& record);

    [[nodiscard]] Result<std::vector<std::int64_t>> contentsIn(const api::NumberRange& range);
    [[nodiscard]] Result<> removeContent(std::int64_t n);
    [[nodiscard]] Result<std::int64_t> sharedFrom(std::int64_t n);
    [[nodiscard]] Result<> renewKeys(const api::NumberRange& range);
    [[nodiscard]] Result<> renewKey(const api::NumberRange& range);
    [[nodiscard]] Result<>
    rewrap(const std::vector<std::int64_t>& records, std::int64_t old, std::int64_t id);
    [[nodiscard]] Result<std::vector<std::int64_t>> numbers(std::string_view sql,
                                                            const api::NumberRange& range);
    [[nodiscard]] Result<> run(std::string_view sql, std::int64_t first, std::int64_t second = 0);

    Connection& m_connection;
    ContentKeys& m_keys;
    ContentSeal m_seal;
};

// Numbers in rising order as ranges.
[[nodiscard]] std::vector<api::NumberRange> rangesOf(const std::vector<std::int64_t>& numbers);

} // namespace portcullis::audit
