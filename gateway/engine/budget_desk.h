#pragma once

#include "gateway/api/config.h"
#include "gateway/audit/budget_records.h"
#include "gateway/base/clock.h"
#include "gateway/budget/ledger.h"
#include "gateway/budget/rates.h"
#include "gateway/engine/event_hub.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portcullis::engine {

// What a request is about to use.
struct BudgetAsk
{
    const api::KeyConfig& key;
    const ServerId& server;
    std::string_view arguments;
    bool call = true;    // a call of its own: not another round of one, nor a question about a task
    bool writes = false; // the tool does not say that it only reads
    std::int64_t priceMicros = 0;
    std::chrono::milliseconds timeLimit{0};
};

// What one request holds of its budgets, from before its intent until its outcome.
struct BudgetHold
{
    budget::Reservation reservation;
    budget::Amounts known{}; // without the answer and its time

    // Of the server's time, what is left for it; never 0.
    [[nodiscard]] std::chrono::milliseconds timeLimit() const;
};

// What a request has used.
struct BudgetUsed
{
    std::string_view answer; // what the client gets of the server's
    std::int64_t upstreamMicros = 0;
    budget::Ending ending = budget::Ending::Succeeded;
    bool sent = true; // to its server
};

// Where calls take from budgets and give back, and what of it goes into the log.
// Owner: Runtime. Thread: gateway. Errors: budgets whose time zone is not there count by UTC's
// calendar, which warning() says; where a record of use could not be read, no limit can be kept,
// and alarm() says so until somebody accepts that.
class BudgetDesk
{
public:
    BudgetDesk(const Clock& clock, EventHub& events);

    void configure(api::ConfigPtr config);
    // What the log knows from earlier runs; after the first configure(), before the first call.
    void replay(const std::vector<audit::BudgetEntry>& entries);

    // Why no call may be made while there are budgets, and what to do: a sentence for people. Empty
    // when nothing is wrong.
    [[nodiscard]] std::string alarm() const;
    // Goes on without what could not be read: budgets count what else the log has.
    void acceptLoss();

    // What somebody should do something about; calls go on. A sentence for people, or empty.
    [[nodiscard]] const std::string& warning() const { return m_warning; }

    // Takes a call of its own from the rates of its key and its server.
    [[nodiscard]] std::optional<budget::Rates::TooSoon> takeRate(const api::KeyConfig& key,
                                                                 const api::ServerConfig* server)
    {
        return m_rates.take(key, server);
    }

    [[nodiscard]] std::variant<BudgetHold, budget::Refusal> reserve(const BudgetAsk& ask);
    // For the record of the intent, which must be appended in the same turn.
    [[nodiscard]] std::string recordOf(const BudgetHold& hold);
    // Does the answer still fit? What fits is held, too.
    [[nodiscard]] bool fits(BudgetHold& hold, std::string_view answer);
    // For the record of the outcome, which must be appended in the same turn.
    [[nodiscard]] std::string settle(BudgetHold hold, const BudgetUsed& used);
    // The intent could not be recorded: nothing was done.
    void giveBack(BudgetHold hold);

    [[nodiscard]] std::optional<api::BudgetUse> use(const BudgetId& budget, std::uint32_t history);

    // Is it time to record the state? `records`: how many the log has. Says so once.
    [[nodiscard]] bool takeDue(std::uint64_t records);
    // For a record, which must be appended in the same turn; nothing where there never was a
    // budget.
    [[nodiscard]] std::optional<std::string> state();

    // It could not be written.
    void stateLost() { m_due = true; }

private:
    void replayOne(const audit::BudgetEntry& entry);
    [[nodiscard]] std::int64_t tokensOf(std::string_view text) const;

    const Clock& m_clock;
    budget::Ledger m_ledger;
    budget::Rates m_rates;
    api::ConfigPtr m_config;
    std::string m_unread;  // why a record of use could not be read
    std::string m_warning; // of the configuration in force
    bool m_countsTokens = false;
    bool m_any = false; // there is something to write down
    bool m_due = false;
    std::uint64_t m_recordsThen = 0; // when the state was written last
    MonotonicTime m_writtenThen{};
};

// That the time zones of budgets which a change brings are there. Errors: those of
// budget::Zone::find(), with the budget's name.
[[nodiscard]] Result<> checkTimeZones(const api::GatewayConfig& before,
                                      const api::GatewayConfig& next);

} // namespace portcullis::engine
