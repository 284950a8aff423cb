#include "app/ctl/bench/traffic.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace portcullis::ctl::bench {

namespace {

constexpr std::array<std::string_view, 48> kWords{
    "the",      "invoice", "of",       "customer", "and",     "order",    "to",       "was",
    "shipped",  "on",      "with",     "number",   "patient", "record",   "for",      "report",
    "quarter",  "revenue", "contract", "signed",   "by",      "returned", "error",    "file",
    "document", "version", "approved", "pending",  "from",    "account",  "balance",  "in",
    "is",       "not",     "found",    "address",  "street",  "city",     "delivery", "date",
    "total",    "amount",  "paid",     "open",     "ticket",  "priority", "high",     "low"};
constexpr std::array kKeys{
    "vk_0123456789abcdef", "vk_1123456789abcdef", "vk_2123456789abcdef", "vk_3123456789abcdef"};
constexpr std::array kClients{"claude-code", "claude-code", "cursor", "inspector"}; // of the keys
constexpr std::array kServers{"files", "crm", "warehouse", "mail"};
constexpr std::array<std::array<const char*, 6>, kServers.size()> kTools{{
    {"search_documents", "read_file", "list_directory", "write_file", "move_file", "file_info"},
    {"query", "get_customer", "create_ticket", "close_ticket", "add_note", "list_tickets"},
    {"update_order", "get_order", "list_orders", "stock_level", "reserve", "release"},
    {"send_mail", "search_mail", "read_mail", "list_folders", "move_mail", "draft_mail"},
}};

constexpr std::chrono::microseconds kPause{700'000}; // from one call to the next

audit::Content contentOf(std::shared_ptr<const std::string> text)
{
    audit::Content out;
    out.end = text->size();
    out.text = std::move(text);
    return out;
}

} // namespace

Traffic::Traffic(TrafficClock& clock)
    : m_clock(clock)
{
    for (auto& text : m_arguments) {
        text = std::make_shared<const std::string>(
            R"({"query":")" + words(100 + roll(400)) + R"(","path":"/srv/data/)" +
            std::to_string(roll(100'000)) + R"(.json","limit":)" + std::to_string(roll(100)) + "}");
    }
    for (auto& text : m_results) {
        text = std::make_shared<const std::string>(R"({"content":[{"type":"text","text":")" +
                                                   words(700 + roll(800)) + R"("}]})");
    }
}

// Words and numbers in between, which no compressor foresees.
std::string Traffic::words(std::size_t bytes)
{
    std::string out;
    while (out.size() < bytes) {
        if (roll(6) == 0) {
            out += std::to_string(m_random() % 1'000'000'000);
        } else {
            out += kWords[roll(kWords.size())];
        }
        out += ' ';
    }
    return out;
}

audit::Content Traffic::argumentsOfCall()
{
    return contentOf(m_arguments[roll(m_arguments.size())]);
}

audit::Content Traffic::resultOfCall()
{
    return contentOf(m_results[roll(m_results.size())]);
}

audit::Caller Traffic::caller()
{
    audit::Caller out;
    const std::size_t agent = roll(kKeys.size());
    out.key = KeyId(kKeys[agent]);
    out.session = "0123456789abcdef0123456789abcdef";
    out.client = kClients[agent];
    out.clientVersion = "2.1.0";
    out.transport = "http";
    out.revision = "2025-11-25";
    return out;
}

// A UUID of version 7: it begins with the time.
CallId Traffic::nextCall()
{
    const auto millis = static_cast<unsigned long long>(toMicros(m_clock.wallNow()) / 1000);
    std::array<char, 64> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%08llx-%04llx-7%03llx-8%03llx-%012llx",
                  (millis >> 16U) & 0xffffffffU,
                  millis & 0xffffU,
                  static_cast<unsigned long long>(roll(4096)),
                  static_cast<unsigned long long>(roll(4096)),
                  static_cast<unsigned long long>(++m_calls));
    m_lastCall = text.data();
    return CallId(m_lastCall);
}

std::vector<audit::Record> Traffic::next()
{
    m_clock.advance(kPause);
    const std::size_t what = roll(1000);
    std::vector<audit::Record> out;
    if (what == 0) {
        out.push_back(change());
    } else if (what < 30) {
        out.push_back(refusal());
    } else {
        out = call();
    }
    return out;
}

std::vector<audit::Record> Traffic::call()
{
    audit::CallIntent intent;
    intent.call = nextCall();
    intent.caller = caller();
    const std::size_t server = roll(kServers.size());
    intent.server = ServerId(kServers[server]);
    intent.tool = kTools[server][roll(kTools[server].size())];
    intent.definitionHash = std::string(64, 'd');
    intent.serverVersion = "1.4.2";
    intent.serverRevision = "2025-11-25";
    intent.arguments = argumentsOfCall();
    intent.rule = intent.server.str() + ":*";
    intent.configRevision = m_revision;
    audit::CallOutcome outcome;
    outcome.call = intent.call;
    outcome.key = intent.caller.key;
    outcome.client = intent.caller.client + " 2.1.0";
    outcome.server = intent.server;
    outcome.tool = intent.tool;
    const std::size_t end = roll(100);
    outcome.outcome = end == 0   ? api::Outcome::Timeout
                      : end <= 3 ? api::Outcome::ToolError
                                 : api::Outcome::Ok;
    outcome.result = resultOfCall();
    outcome.argumentBytes = static_cast<std::int64_t>(intent.arguments.view().size());
    outcome.upstreamMicros = static_cast<std::int64_t>(300 + roll(1000) * roll(1000));
    outcome.queueMicros = static_cast<std::int64_t>(100 + roll(300));
    outcome.totalMicros = outcome.upstreamMicros + outcome.queueMicros;
    std::vector<audit::Record> out;
    out.reserve(2);
    out.emplace_back(std::move(intent));
    out.emplace_back(std::move(outcome));
    return out;
}

audit::Record Traffic::refusal()
{
    audit::CallDenied denied;
    denied.call = nextCall();
    denied.caller = caller();
    denied.server = ServerId("files");
    denied.tool = "delete_" + std::to_string(roll(6));
    denied.arguments = argumentsOfCall();
    denied.reason = api::Reason::ToolNotAllowed;
    denied.configRevision = m_revision;
    return denied;
}

audit::Record Traffic::change()
{
    ++m_revision;
    return audit::ConfigurationChanged{
        "key.change", kKeys[0], m_revision, std::string(64, 'a'), std::string(64, 'b'), "gui"};
}

} // namespace portcullis::ctl::bench
