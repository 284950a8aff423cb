#pragma once

#include "gateway/api/evidence.h"

#include <functional>

// What is asked of an export, and what came of it.
namespace portcullis::audit::bundle {

using api::BundleCounts;
using api::Decision;
using api::ExportRequest;
using api::ExportSummary;
using api::RecordRange;
using api::TimeRange;
using api::Values;

// Which records show their bodies, as far as their headers tell; of all others only the header is
// shown.
struct Scope
{
    std::optional<WallTime> from;
    std::optional<WallTime> to;
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::optional<std::string> tool; // stands in the bodies only
    std::optional<Decision> decision;
    std::optional<CaseId> caseId; // likewise
};

// How far an export is: steps of the same cost, which are not records. Called on the exporting
// thread, at the most once per thousand records or 4 MiB of them; must not throw.
using ExportProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

} // namespace portcullis::audit::bundle
