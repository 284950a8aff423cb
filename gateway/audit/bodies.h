#pragma once

#include "gateway/audit/canonical.h"
#include "gateway/audit/content.h"
#include "gateway/audit/pin.h"
#include "gateway/audit/record.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

// The body line of each type of record (FORMAT.md lists the fields).
namespace portcullis::audit {

// Written at the start for a call that an earlier run left without an outcome: what happened to it
// is unknown. Only the log itself writes it.
struct CallOrphaned
{
    api::ActivityRow call; // the intent's
};

// Written when a person has accepted a log that is not as its pin says; the first record of a new
// epoch. Only the log itself writes it.
struct LogAlarm
{
    LogVerdict verdict = LogVerdict::Ok;
    api::TreeHead found;
    std::optional<Pin> pinned;
    std::string by; // who has accepted it: "gui", "ctl"
};

// Written when the wall clock is not where it should be.
struct ClockStep
{
    WallTime from{}; // where it should be; at a start, the largest time in the log
    WallTime to{};
    bool atStart = false;
};

// Written when the log takes no new calls any more, where that can still be written.
struct LogSuspended
{
    ErrorCode reason = ErrorCode::Internal;
};

// Written when the log takes new calls again.
struct LogResumed
{
    WallTime since{}; // when it stopped
    ErrorCode reason = ErrorCode::Internal;
    std::uint64_t refused = 0; // calls meanwhile
};

// What the log says of itself between the records that it is given.
using LogNote = std::variant<ClockStep, LogSuspended, LogResumed>;

// What every body has in common.
struct BodyParts
{
    std::int64_t n = 0;
    std::span<const std::uint8_t> nonce; // 16 random bytes: a body cannot be guessed from its hash
    const Commitments& commitments;
    std::string_view user; // the account that the program runs as
};

void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunOpen& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunClose& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallIntent& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOutcome& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallDenied& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOrphaned& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogAlarm& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ClockStep& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogSuspended& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogResumed& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const AccessRefused& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ConfigurationChanged& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ReviewSignedOff& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const BundleExported& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogChecked& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ContentErased& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const RecordsPurged& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const HoldSet& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const HoldReleased& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const BudgetState& record);

} // namespace portcullis::audit
