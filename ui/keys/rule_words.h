#pragma once

#include "gateway/api/explanation.h"

#include <QString>
#include <QStringList>

#include <vector>

// Rules, their conditions and what they come to, in words. Pure; GUI thread (tr).
namespace portcullis::ui {

// Does the tree of tools show it whole: a tool, or all of a server, allowed without conditions?
[[nodiscard]] bool isPlain(const api::AllowRule& rule);

// "is", "is one of", "lies in the folder", …
[[nodiscard]] QString conditionText(api::ConditionKind kind);
// What belongs behind it, as an example.
[[nodiscard]] QString conditionHint(api::ConditionKind kind);
[[nodiscard]] QString holdingText(api::Holding holding);
[[nodiscard]] QString levelText(api::RuleLevel level);

// What a change comes to, a sentence for each key; empty when nothing differs.
[[nodiscard]] QStringList differenceTexts(const api::EffectiveDifference& difference);

} // namespace portcullis::ui
