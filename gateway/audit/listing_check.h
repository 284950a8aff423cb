#pragma once

#include "gateway/audit/database.h"
#include "gateway/audit/listing.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace portcullis::audit {

// Derives the listing from the records again and compares. Sums that go on growing while the check
// runs are compared only when they stood still.
//
// Owner: a check of the log. Thread: the connection's. Memory: by kinds and paces, not by records.
// Errors: those of the database.
class ListingCheck
{
public:
    // The columns of rec that record() wants, in its order.
    [[nodiscard]] static std::string columns();

    // Looks at what is listed at this moment, which may be nothing. `connection` must outlive it.
    [[nodiscard]] static Result<ListingCheck> begin(Connection& connection);

    // The next record. False when the listing says something else of it.
    [[nodiscard]] Result<bool> record(const Statement& row, int firstColumn);
    // After the last one: false when the listing says more, or its sums are wrong.
    [[nodiscard]] Result<bool> end(Connection& connection);

private:
    using Counts = std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t>;

    [[nodiscard]] Result<bool> isListed(Statement& statement, std::int64_t first, std::int64_t n);
    [[nodiscard]] Result<bool> has(std::int64_t n, std::int64_t kind, const Statement& row, int at);
    [[nodiscard]] Result<bool> endBlock();
    [[nodiscard]] Result<bool> sums(Connection& connection);

    std::int64_t m_next = 0;
    std::int64_t m_paced = 0;
    std::int64_t m_called = 0;
    KindNumbers m_kinds;
    std::int64_t m_block = 0;
    std::map<std::int64_t, std::int64_t> m_inBlock; // by kind
    Counts m_paces;
    Statement m_post;
    Statement m_pace;
    Statement m_call;
    Statement m_counts;
};

} // namespace portcullis::audit
