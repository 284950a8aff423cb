#pragma once

#include "gateway/audit/record.h"
#include "gateway/engine/budget_desk.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/inquiry.h"
#include "gateway/protocol/call.h"

#include <string>
#include <variant>

// What a call takes from budgets, and what it is told when there is nothing left.
namespace portcullis::engine {

// How many calls of the inquiry's key may run at once.
[[nodiscard]] std::uint32_t mostAtOnce(const Inquiry& inquiry);

// Why a call gets nothing, and what its client is told.
struct CallRefusal
{
    api::Reason reason = api::Reason::BudgetExhausted; // or RateLimited
    std::string rule;                                  // the budget, or whose rate: "key", "server"
    std::string answer;
};

// Another round of a call, and a request about a task, are no calls of their own: no rate counts
// them, and of budgets they use bytes, tokens and time.
[[nodiscard]] std::variant<BudgetHold, CallRefusal> holdBudgets(BudgetDesk& desk,
                                                                const Inquiry& inquiry,
                                                                const protocol::ClientCall& call,
                                                                const Route& route);

// Settles what a call has used, for the record of its outcome. False when what the server gave
// does not fit any more: then nobody gets it, and the conclusion and the record say so.
bool settleBudgets(BudgetDesk& desk,
                   const Inquiry& inquiry,
                   const Route& route,
                   BudgetHold held,
                   Conclusion& ended,
                   audit::CallOutcome& record);

} // namespace portcullis::engine
