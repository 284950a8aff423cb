#pragma once

#include "gateway/api/config.h"
#include "ui/words.h"

#include <QString>
#include <QStringList>

#include <cstddef>
#include <vector>

// Keys and allow-lists in words. Pure; GUI thread (tr).
namespace portcullis::ui {

// Active, disabled, expired, or soon to expire; what it belongs to is left aside.
[[nodiscard]] Phrase describe(const api::KeyConfig& key, WallTime now);
// The same, and where the key itself would do: that its team, its customer or its case stands in
// the way.
[[nodiscard]] Phrase
describe(const api::KeyConfig& key, const api::GatewayConfig& config, WallTime now);

// Its team, its case, its rate and how many calls at once, a fact each, where there is one.
[[nodiscard]] QStringList ownerFacts(const api::KeyConfig& key, const api::GatewayConfig& config);

// "All of Files, 2 tools of Mail"; "Nothing" when empty.
[[nodiscard]] QString allowSummary(const std::vector<api::AllowRule>& rules,
                                   const api::GatewayConfig& config);

// What so many tools mean for clients; empty when all can take them (requirement E-12).
[[nodiscard]] QString toolCountWarning(std::size_t tools);

// What a new allow-list changes for its key, a sentence each; empty when nothing.
[[nodiscard]] QStringList describeDifference(const std::vector<api::AllowRule>& before,
                                             const std::vector<api::AllowRule>& after,
                                             const api::GatewayConfig& config);

} // namespace portcullis::ui
