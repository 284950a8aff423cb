#pragma once

#include "gateway/audit/record.h"
#include "gateway/engine/budget_desk.h"
#include "gateway/engine/call_conclusion.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/inquiry.h"
#include "gateway/protocol/call.h"

#include <variant>

// What a call takes from budgets, and what it is told when there is nothing left.
namespace portcullis::engine {

// Another round of a call, and a request about a task, are no calls of their own: they use bytes,
// tokens and time.
[[nodiscard]] std::variant<BudgetHold, budget::Refusal> holdBudgets(
    BudgetDesk& desk, const Inquiry& inquiry, const protocol::ClientCall& call, const Route& route);

// What a call is told that got nothing.
[[nodiscard]] Conclusion
concludeRefused(const Inquiry& inquiry, const Route& route, const budget::Refusal& refusal);

// Settles what a call has used, for the record of its outcome. False when what the server gave
// does not fit any more: then nobody gets it, and the conclusion and the record say so.
bool settleBudgets(BudgetDesk& desk,
                   const Inquiry& inquiry,
                   const Route& route,
                   BudgetHold held,
                   Conclusion& ended,
                   audit::CallOutcome& record);

} // namespace portcullis::engine
