#pragma once

#include "gateway/audit/canonical.h"
#include "gateway/audit/content.h"
#include "gateway/audit/pin.h"
#include "gateway/audit/record.h"

#include <cstdint>
#include <span>
#include <string_view>

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
    TreeHead found;
    std::optional<Pin> pinned;
    std::string by; // who has accepted it: "gui", "ctl"
};

// What every body has in common.
struct BodyParts
{
    std::int64_t n = 0;
    std::span<const std::uint8_t> nonce; // 16 random bytes: a body cannot be guessed from its hash
    const Commitments& commitments;
};

void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunOpen& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const RunClose& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallIntent& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOutcome& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallDenied& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const CallOrphaned& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const LogAlarm& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const AccessRefused& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ConfigurationChanged& record);
void writeBody(CanonicalWriter& out, const BodyParts& parts, const ReviewSignedOff& record);

} // namespace portcullis::audit
