#pragma once

#include "gateway/audit/report/compose.h"

#include <string>
#include <vector>

// The parts of a report. Pure.
namespace portcullis::audit::report {

[[nodiscard]] Section coverOf(const Subject& subject, const Figures& figures);
[[nodiscard]] Section limitsOf(const Subject& subject, const Figures& figures);

[[nodiscard]] Section activityOf(const Figures& figures);
[[nodiscard]] Section usersOf(const Figures& figures); // tools, servers, keys, clients
[[nodiscard]] Section refusalsOf(const Figures& figures);
[[nodiscard]] Section durationsOf(const Figures& figures);

[[nodiscard]] Section completenessOf(const Subject& subject, const Figures& figures);
[[nodiscard]] Section changesOf(const Figures& figures);
[[nodiscard]] Section oversightOf(const Figures& figures); // reviews, exports, alarms
[[nodiscard]] Section controlMatrixOf(const std::vector<CountedControl>& controls);
[[nodiscard]] Section appendixOf(const Figures& figures);

// 2026-11-22 09:30:00
[[nodiscard]] std::string shownTime(WallTime time);
// 1.2 ms, 3.4 s, 5.0 h
[[nodiscard]] std::string shownDuration(std::int64_t micros);

} // namespace portcullis::audit::report
