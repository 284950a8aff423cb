#include "tests/faults/oracle.h"

#include "gateway/audit/log_check.h"
#include "gateway/audit/open_connection.h"
#include "gateway/base/json.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace portcullis::faults {

namespace {

// traceparent (W3C Trace Context): 00-<trace id>-<parent id>-<flags>
constexpr std::size_t kTraceParentBytes = 55;
constexpr std::size_t kTraceIdAt = 3;
constexpr std::size_t kTraceIdBytes = 32;

std::string sentence(const Error& error)
{
    return error.message + (error.cause.empty() ? "" : " [" + error.cause + "]");
}

std::string at(std::int64_t n, std::string_view what)
{
    return "record " + std::to_string(n) + " " + std::string(what);
}

// A call as its records tell it.
struct Call
{
    bool told = false; // somebody has a receipt of one of its records
    bool ended = false;
};

// Follows the records in their order.
class Walk
{
public:
    Walk(const std::map<std::int64_t, Digest>& receipts, Findings& found)
        : m_receipts(receipts)
        , m_found(found)
    {}

    // What is wrong with it; empty for nothing.
    [[nodiscard]] std::string take(const audit::Statement& row)
    {
        const std::int64_t n = row.integer(0);
        const std::string type(row.text(2));
        ++m_found.records;
        const auto receipt = m_receipts.find(n);
        const bool told = receipt != m_receipts.end();
        if (told && !hasLeaf(receipt->second, row.text(1))) {
            return at(n, "is another one than its receipt says");
        }
        m_found.receipts += told ? 1 : 0;
        if (type == "call.intent") {
            ++m_found.calls;
            m_calls.emplace(n, Call{told, false});
        } else if (type == "call.denied") {
            m_found.untold += told ? 0 : 1;
        } else if (type == "call.outcome" || type == "call.orphaned") {
            return end(n, row.integer(3), told, type == "call.orphaned");
        }
        return {};
    }

    [[nodiscard]] std::string finish()
    {
        for (const auto& [n, call] : m_calls) {
            if (!call.ended) {
                return at(n, "is an intent without an end");
            }
            m_found.untold += call.told ? 0 : 1;
        }
        if (m_found.receipts != m_receipts.size()) {
            return std::to_string(m_receipts.size() - m_found.receipts) +
                   " records that were reported are missing; the last reported is " +
                   std::to_string(m_receipts.rbegin()->first);
        }
        return {};
    }

private:
    static bool hasLeaf(const Digest& leaf, std::string_view stored)
    {
        const auto same = [](std::uint8_t byte, char c) {
            return byte == static_cast<std::uint8_t>(c);
        };
        return std::ranges::equal(leaf, stored, same);
    }

    [[nodiscard]] std::string end(std::int64_t n, std::int64_t intent, bool told, bool orphaned)
    {
        const auto call = m_calls.find(intent);
        if (call == m_calls.end() || call->second.ended) {
            return at(n, "ends a call that does not run");
        }
        call->second.ended = true;
        call->second.told = call->second.told || told;
        m_found.orphaned += orphaned ? 1 : 0;
        return {};
    }

    const std::map<std::int64_t, Digest>& m_receipts;
    Findings& m_found;
    std::map<std::int64_t, Call> m_calls;
};

} // namespace

void Oracle::keep(std::int64_t n, const Digest& leaf)
{
    const std::scoped_lock lock(m_mutex);
    m_receipts[n] = leaf;
}

void Oracle::keepReached(std::string trace)
{
    const std::scoped_lock lock(m_mutex);
    m_reached.push_back(std::move(trace));
}

void Oracle::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_receipts.clear();
    m_reached.clear();
}

// As the program does at its next start.
std::string Oracle::recover(const LogAccess& log) const
{
    const auto opened = log.open();
    if (!opened) {
        return "it does not open: " + sentence(opened.error());
    }
    if (const auto suspension = (*opened)->suspension()) {
        return "it is suspended: " + suspension->sentence;
    }
    if (const auto sick = (*opened)->health()) {
        return "it takes no calls: " + sentence(*sick);
    }
    return {};
}

std::string Oracle::verify(audit::Connection& connection, const LogAccess& log) const
{
    const auto keys = log.keys();
    if (!keys) {
        return sentence(keys.error());
    }
    const auto contents =
        audit::ContentKeys::open(log.database.parent_path() / "audit.keys", log.key);
    if (!contents) {
        return sentence(contents.error());
    }
    const auto report = audit::checkLog(connection, *contents, *keys, {api::CheckDepth::Deep, {}});
    if (!report) {
        return sentence(report.error());
    }
    return report->contentsLost > 0 ? "keys to contents are gone" : report->fault.value_or("");
}

std::string Oracle::follow(audit::Connection& connection, Findings& found) const
{
    auto rows = connection.prepare("SELECT n, leaf, type, intent FROM rec ORDER BY n");
    if (!rows) {
        return sentence(rows.error());
    }
    Walk walk(m_receipts, found);
    for (;;) {
        const auto more = rows->step();
        if (!more) {
            return sentence(more.error());
        }
        if (!*more) {
            return walk.finish();
        }
        if (auto wrong = walk.take(*rows); !wrong.empty()) {
            return wrong;
        }
    }
}

// Servers see only what the log has seen before them, and once.
std::string Oracle::lookForReached(audit::Connection& connection) const
{
    if (m_reached.empty()) {
        return {};
    }
    auto rows = connection.prepare("SELECT body FROM rec WHERE type = 'call.intent'");
    if (!rows) {
        return sentence(rows.error());
    }
    std::unordered_set<std::string> recorded;
    while (rows->step().value_or(false)) {
        const auto body = JsonDocument::parse(std::string(rows->text(0)));
        const std::string trace = body ? body->root()["llm"]["trace"].string() : std::string();
        if (trace.size() == kTraceParentBytes) {
            recorded.insert(trace.substr(kTraceIdAt, kTraceIdBytes));
        }
    }
    for (const std::string& trace : m_reached) {
        if (recorded.erase(trace) == 0) {
            return "a server was asked for call " + trace +
                   ", of which the log has no intent, or was asked twice";
        }
    }
    return {};
}

Findings Oracle::examine(const LogAccess& log, std::uint64_t unanswered) const
{
    const std::scoped_lock lock(m_mutex);
    Findings found;
    found.fault = recover(log);
    if (!found.fault.empty()) {
        return found;
    }
    auto connection = audit::openConnection(
        log.database, log.key, audit::Access::Reader, api::Durability::Strict);
    if (!connection) {
        found.fault = sentence(connection.error());
        return found;
    }
    found.fault = verify(*connection, log);
    if (found.fault.empty()) {
        found.fault = follow(*connection, found);
    }
    if (found.fault.empty() && found.untold > unanswered) {
        found.fault = std::to_string(found.untold) + " calls are there that nobody was told of, " +
                      "and only " + std::to_string(unanswered) + " were under way";
    }
    if (found.fault.empty()) {
        found.fault = lookForReached(*connection);
    }
    return found;
}

} // namespace portcullis::faults
