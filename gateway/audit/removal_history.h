#pragma once

#include "gateway/api/retention.h"
#include "gateway/audit/database.h"
#include "gateway/base/json.h"
#include "gateway/base/result.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::audit {

// Numbers of records in ranges that may overlap.
class NumberSet
{
public:
    void add(const api::NumberRange& range) { m_ranges.push_back(range); }

    // After the last add().
    void sort();
    [[nodiscard]] bool has(std::int64_t n) const;

    // Disjoint and in rising order, after sort().
    [[nodiscard]] const std::vector<api::NumberRange>& ranges() const { return m_ranges; }

private:
    std::vector<api::NumberRange> m_ranges;
};

// What a log's records say was removed from it: from which records, how much, and what was on hold
// then and so was not.
//
// Owner: the check. Thread: the connection's. Memory grows with the records about removals and
// holds, not with the log. Errors: those of the database.
class RemovalHistory
{
public:
    // Anew, as the log is now; what was missing stays counted. Such records are found by the
    // listing and, where that has not come yet, one by one: whether it is true is looked at
    // elsewhere.
    [[nodiscard]] Result<> read(Connection& connection);

    // Whether a record says that this of record `n` was removed.
    [[nodiscard]] Result<bool>
    tells(Connection& connection, api::Removable what, std::int64_t n) const;
    // It is missing, and tells() is true.
    void countMissing(api::Removable what, std::int64_t n);

    // Records of which more is missing than was removed.
    struct Surplus
    {
        api::Removable what = api::Removable::Contents;
        api::NumberRange records;
        std::uint64_t missing = 0;
        std::uint64_t removed = 0;
    };

    [[nodiscard]] std::optional<Surplus> surplus() const;

private:
    static constexpr std::size_t kKinds = 2; // of Removable
    static constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

    struct Removed
    {
        std::int64_t at = 0; // the record that says so
        api::NumberRange records;
        std::uint64_t count = 0;
        bool isExact = false; // all of them
    };

    struct Held
    {
        std::int64_t from = 0;
        std::int64_t until = kForEver;
        std::string id;
        JsonDocument body;
    };

    [[nodiscard]] Result<>
    read(Connection& connection, const std::string& from, const api::NumberRange& range);
    void note(std::int64_t n, std::string_view type, std::string_view body);
    void arrange();
    [[nodiscard]] Surplus* countOf(std::size_t kind, std::int64_t n);
    [[nodiscard]] Result<std::vector<const Held*>> holdsOn(Connection& connection,
                                                           std::int64_t n) const;

    std::array<std::vector<Removed>, kKinds> m_removed;
    std::array<NumberSet, kKinds> m_covered;
    NumberSet m_erased; // contents, each by its number
    std::vector<Held> m_holds;
    std::array<std::vector<Surplus>, kKinds> m_counts; // of what is not erased; disjoint
};

} // namespace portcullis::audit
