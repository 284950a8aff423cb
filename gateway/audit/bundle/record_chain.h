#pragma once

#include "gateway/audit/bundle/fields.h"
#include "gateway/audit/bundle/header.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace portcullis::audit::bundle {

// What one record says about others: times, counters, intents and their outcomes. Its memory grows
// with the keys, servers and calls in flight, not with the records.
//
// Owner: one check, which shows it every record in turn. Thread: one. Errors: Corrupt.
class RecordChain
{
public:
    // `begin`: number of the first record.
    explicit RecordChain(std::uint64_t begin)
        : m_begin(static_cast<std::int64_t>(begin))
    {}

    [[nodiscard]] Result<> header(const Header& header, const Where& where);
    // The body of the header that came last; `fields` are its members.
    [[nodiscard]] Result<> body(const Header& header, Fields& fields) const;

    // The time of the log (hw) at the first and the last record.
    [[nodiscard]] std::optional<std::int64_t> firstTime() const { return m_first; }

    [[nodiscard]] std::optional<std::int64_t> lastTime() const { return m_hw; }

    // Calls that have an intent and no outcome.
    [[nodiscard]] std::size_t openCalls() const { return m_open.size(); }

private:
    using Counters = std::unordered_map<std::string, std::int64_t>;

    [[nodiscard]] Result<> count(const std::optional<Header::Counter>& counter,
                                 Counters& counters,
                                 std::string_view name,
                                 const Where& where) const;

    const std::int64_t m_begin;
    std::optional<std::int64_t> m_first;
    std::optional<std::int64_t> m_hw;
    Counters m_keys;
    Counters m_servers;
    std::unordered_map<std::string, std::int64_t> m_open; // call → its intent
    // Intent of the call that the last header ends, if it lies within the range.
    std::optional<std::int64_t> m_began;
};

} // namespace portcullis::audit::bundle
