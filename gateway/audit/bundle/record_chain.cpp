#include "gateway/audit/bundle/record_chain.h"

#include <algorithm>

namespace portcullis::audit::bundle {

Result<> RecordChain::header(const Header& header, const Where& where)
{
    if (header.version != 1) {
        return invalid(where, ": this version of a record is unknown.");
    }
    const bool goesOn = m_hw ? header.hw == std::max(header.t, *m_hw) : header.hw >= header.t;
    if (!goesOn) {
        return invalid(where, ": the time of the log does not go on from the record before.");
    }
    m_hw = header.hw;
    m_first = m_first.value_or(header.hw);
    if (auto key = count(header.key, m_keys, "kn", where); !key) {
        return key;
    }
    if (auto server = count(header.server, m_servers, "sn", where); !server) {
        return server;
    }
    m_began.reset();
    if (header.isIntent() && !m_open.emplace(header.call, header.n).second) {
        return invalid(where, ": the call was begun before.");
    }
    if (header.endsCall()) {
        if (const auto open = m_open.find(header.call); open != m_open.end()) {
            m_began = open->second;
            m_open.erase(open);
        }
    }
    return {};
}

Result<> RecordChain::count(const std::optional<Header::Counter>& counter,
                            Counters& counters,
                            std::string_view name,
                            const Where& where) const
{
    if (!counter) {
        return {};
    }
    const auto [known, isNew] = counters.try_emplace(counter->owner, 0);
    // Of a log that is not shown from its beginning, the first number may be any.
    const bool good =
        isNew && m_begin > 0 ? counter->number >= 1 : counter->number == known->second + 1;
    if (!good) {
        return invalid(where,
                       ": the counter " + std::string(name) + " of " + shown(counter->owner) +
                           " has a gap.");
    }
    known->second = counter->number;
    return {};
}

Result<> RecordChain::body(const Header& header, Fields& fields) const
{
    const std::int64_t n = fields.integer("n");
    if (auto good = fields.result(); !good) {
        return good;
    }
    if (n != header.n) {
        return invalid(fields.where(), " is that of another record.");
    }
    if (!header.endsCall()) {
        return {};
    }
    const std::int64_t intent = fields.integer("in");
    if (auto good = fields.result(); !good) {
        return good;
    }
    if (m_began ? intent != *m_began : intent >= m_begin) {
        return invalid("Record " + std::to_string(header.n) +
                       " is the outcome of a call that was not begun.");
    }
    return {};
}

} // namespace portcullis::audit::bundle
