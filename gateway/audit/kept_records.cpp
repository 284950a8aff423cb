#include "gateway/audit/kept_records.h"

#include <utility>

namespace portcullis::audit {

namespace {

// At 8 KiB each, 16 MiB of them.
constexpr std::size_t kMostKept = 2048;
constexpr const char* kWithheld = "withheld"; // the caller did not get the result

// A configuration that could not be recorded has not been changed, nor a run begun.
bool hasHappened(const Record& record)
{
    return std::holds_alternative<CallOutcome>(record) ||
           std::holds_alternative<CallDenied>(record) ||
           std::holds_alternative<AccessRefused>(record);
}

} // namespace

bool isNewCall(const Record& record)
{
    return std::holds_alternative<CallIntent>(record);
}

void KeptRecords::keep(Record& record)
{
    if (m_jobs.size() >= kMostKept || !hasHappened(record)) {
        return;
    }
    if (auto* const outcome = std::get_if<CallOutcome>(&record)) {
        outcome->error = kWithheld;
    }
    m_jobs.push_back({std::move(record), [](const Result<Receipt>&) {}});
}

} // namespace portcullis::audit
