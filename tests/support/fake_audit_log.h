#pragma once

#include "gateway/audit/audit_log.h"

#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::test {

// A log in memory that a test can hold, break and read. Completions run in append(), or, while
// held, in release().
class FakeAuditLog final : public audit::AuditLog
{
public:
    void append(audit::Record record, Completion done) override
    {
        records.push_back(std::move(record));
        auto complete =
            [this, done = std::move(done), n = static_cast<std::int64_t>(records.size()) - 1] {
                if (failure) {
                    done(std::unexpected(*failure));
                    return;
                }
                done(audit::Receipt{n, {}, {}});
            };
        if (held) {
            m_waiting.push_back(std::move(complete));
        } else {
            complete();
        }
    }

    // Commits what waits.
    void release()
    {
        held = false;
        auto waiting = std::exchange(m_waiting, {});
        for (auto& complete : waiting) {
            complete();
        }
    }

    [[nodiscard]] std::size_t waiting() const { return m_waiting.size(); }

    [[nodiscard]] std::optional<Error> health() const override { return sick; }

    [[nodiscard]] std::optional<Error> refusal() override { return sick; }

    [[nodiscard]] std::optional<WallTime> openedAfter() const override { return {}; }

    [[nodiscard]] std::optional<std::string> warning() const override { return {}; }

    [[nodiscard]] std::optional<audit::Suspension> suspension() const override { return {}; }

    [[nodiscard]] Result<> accept(std::string) override { return {}; }

    [[nodiscard]] std::optional<Error> pinError() const override { return {}; }

    void setDurability(api::Durability) override {}

    [[nodiscard]] Result<api::ActivityPage> activity(const api::ActivityQuery&) override
    {
        return api::ActivityPage{};
    }

    [[nodiscard]] Result<api::CallDetails> details(std::int64_t) override
    {
        return api::CallDetails{};
    }

    [[nodiscard]] Result<std::vector<api::KeyUse>> keyUses() override
    {
        return std::vector<api::KeyUse>{};
    }

    [[nodiscard]] Result<std::vector<audit::BudgetEntry>> budgetEntries() override
    {
        return std::vector<audit::BudgetEntry>{};
    }

    [[nodiscard]] Result<std::vector<audit::RecordedChange>> changes(std::int64_t,
                                                                     std::string_view) override
    {
        return std::vector<audit::RecordedChange>{};
    }

    [[nodiscard]] Result<api::LogConnection> openReader() override
    {
        return fail(ErrorCode::Unsupported, "There is no file.");
    }

    [[nodiscard]] std::uint64_t recordCount() const override { return records.size(); }

    [[nodiscard]] Result<api::ExportSummary> exportBundle(api::ExportRequest,
                                                          const audit::organisation::KeyOpening&,
                                                          const std::filesystem::path&,
                                                          const std::string&,
                                                          const api::JobWatch&) override
    {
        return api::ExportSummary{};
    }

    [[nodiscard]] Result<api::LogReport>
    check(const api::CheckRequest&, const std::string&, const api::JobWatch&) override
    {
        return api::LogReport{};
    }

    [[nodiscard]] Result<api::Checkpoint> checkpoint(std::uint64_t) override
    {
        return api::Checkpoint{};
    }

    [[nodiscard]] Result<api::Hold> setHold(api::Hold hold) override { return hold; }

    [[nodiscard]] Result<>
    releaseHold(const std::string&, const std::string&, const std::string&) override
    {
        return {};
    }

    [[nodiscard]] Result<std::vector<api::Hold>> holds() override
    {
        return std::vector<api::Hold>{};
    }

    [[nodiscard]] Result<api::EraseReport>
    erase(const api::EraseRequest&, const std::string&, const api::JobWatch&) override
    {
        return api::EraseReport{};
    }

    [[nodiscard]] Result<api::RetentionReport>
    removeOld(const api::RetentionRequest&, const std::string&, const api::JobWatch&) override
    {
        return api::RetentionReport{};
    }

    [[nodiscard]] std::string origin() const override { return "portcullis.local/fake/1"; }

    [[nodiscard]] audit::LogTimings timings() const override { return {}; }

    void flush() override {}

    template <typename T>
    [[nodiscard]] std::vector<T> of() const
    {
        std::vector<T> found;
        for (const audit::Record& record : records) {
            if (const T* one = std::get_if<T>(&record)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    std::vector<audit::Record> records;
    bool held = false;
    std::optional<Error> failure; // answers appends with this
    std::optional<Error> sick;    // what health() says

private:
    std::deque<std::function<void()>> m_waiting;
};

} // namespace portcullis::test
