#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/base/crypto.h"
#include "tests/support/temp_folder.h"

#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>

namespace portcullis::test {

// A clock that moves on with every look at it, so that a log of any size spans some time.
class SteppingClock final : public Clock
{
public:
    [[nodiscard]] WallTime wallNow() const override
    {
        return fromMicros(1'790'000'000'000'000 + kStepMicros * m_steps.fetch_add(1));
    }

    [[nodiscard]] MonotonicTime monotonicNow() const override { return {}; }

    [[nodiscard]] std::chrono::microseconds elapsedNow() const override
    {
        return std::chrono::microseconds(kStepMicros * m_steps.load());
    }

private:
    static constexpr std::int64_t kStepMicros = 700'000;

    mutable std::atomic<std::int64_t> m_steps{0};
};

// A real log with calls, refusals and changes of the configuration, the same ones every time.
class SampleLog
{
public:
    SampleLog()
    {
        audit::LogOptions options;
        options.folder = m_folder.path() / "log";
        options.minimumFreeBytes = 0;
        options.reserveBytes = 0;
        options.durability = api::Durability::Standard;
        options.queueCapacity = 20'000;
        options.keys =
            [keys = std::make_shared<const audit::LogKeys>(audit::LogKeys::generate().value())](
                bool) { return Result<std::shared_ptr<const audit::LogKeys>>(keys); };
        m_log = std::move(audit::AuditLog::open(options, randomSecret(32), m_clock)).value();
    }

    // Two records of each call, one of the rest.
    void fill(int count)
    {
        for (int i = 0; i < count; ++i) {
            addOne();
            if (i % 4000 == 3999) {
                m_log->flush();
            }
        }
        m_log->flush();
    }

    // Until the listing has everything.
    void waitForListing()
    {
        const auto reader = m_log->openReader().value();
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(10);
        while (!isListed(reader.get()) && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    [[nodiscard]] audit::AuditLog& log() { return *m_log; }

private:
    [[nodiscard]] bool isListed(::sqlite3* reader) const;

    [[nodiscard]] int roll(int sides) { return static_cast<int>(m_random() % sides); }

    [[nodiscard]] static audit::Content content(std::string text)
    {
        audit::Content out;
        out.end = text.size();
        out.text = std::make_shared<const std::string>(std::move(text));
        out.mode = api::ContentMode::None;
        return out;
    }

    void add(audit::Record record)
    {
        m_log->append(std::move(record), [](const Result<audit::Receipt>&) {});
    }

    void addOne()
    {
        const std::string id = std::to_string(m_next++);
        const CallId call(("019aab12-0000-7000-8abc-" + std::string(12 - id.size(), '0') + id)
                              .replace(9, 4, hex4(m_next)));
        const int what = roll(40);
        if (what == 0) {
            add(audit::ConfigurationChanged{
                "key.change", "vk_0", static_cast<std::uint64_t>(m_next), "aa", "bb", "gui"});
        } else if (what < 4) {
            addRefusal(call);
        } else {
            addCall(call);
        }
    }

    static std::string hex4(std::int64_t number)
    {
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text;
        for (int shift = 12; shift >= 0; shift -= 4) {
            text += kDigits[static_cast<std::size_t>((number >> shift) & 15)];
        }
        return text;
    }

    void addRefusal(const CallId& call)
    {
        audit::CallDenied denied;
        denied.call = call;
        denied.caller.key = KeyId("vk_" + std::to_string(roll(4)));
        denied.caller.client = "cursor";
        denied.server = ServerId("files");
        denied.tool = "delete_" + std::to_string(roll(6));
        denied.arguments = content("{}");
        denied.reason = api::Reason::ToolNotAllowed;
        add(std::move(denied));
    }

    void addCall(const CallId& call)
    {
        constexpr std::array kServers = {"files", "tickets", "mail"};
        constexpr std::array kOutcomes = {
            api::Outcome::Ok, api::Outcome::ToolError, api::Outcome::Timeout};
        audit::CallIntent intent;
        intent.call = call;
        intent.caller.key = KeyId("vk_" + std::to_string(roll(4)));
        intent.caller.client = roll(3) == 0 ? "cursor" : "claude-code";
        intent.caller.clientVersion = "2.1";
        intent.server = ServerId(kServers[static_cast<std::size_t>(roll(3))]);
        intent.tool = "tool_" + std::to_string(roll(12));
        intent.arguments = content(R"({"id":1})");
        intent.rule = "*";
        audit::CallOutcome outcome;
        outcome.call = call;
        intent.caller.caseId = CaseId(m_next % 3 == 0 ? "tiger" : "");
        outcome.key = intent.caller.key;
        outcome.caseId = intent.caller.caseId;
        outcome.client = intent.caller.client + " 2.1";
        outcome.server = intent.server;
        outcome.tool = intent.tool;
        outcome.outcome = kOutcomes[static_cast<std::size_t>(std::max(0, roll(30) - 27))];
        outcome.result = content("{}");
        outcome.argumentBytes = 8;
        outcome.totalMicros = 300 + roll(1000) * roll(1000);
        add(std::move(intent));
        add(std::move(outcome));
    }

    TempFolder m_folder;
    SteppingClock m_clock;
    std::unique_ptr<audit::AuditLog> m_log;
    std::mt19937 m_random{11};
    std::int64_t m_next = 0;
};

} // namespace portcullis::test
