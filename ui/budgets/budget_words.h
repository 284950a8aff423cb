#pragma once

#include "gateway/api/config.h"
#include "ui/words.h"

#include <QString>
#include <QStringList>

// Budgets in words: whose, of what, in which time, and how it stands. Pure; GUI thread (tr).
namespace portcullis::ui {

// How a budget stands, from calm to urgent.
enum class BudgetStanding : std::uint8_t
{
    NotCounted, // nobody counts
    Fine,
    Near, // the warning's threshold is reached
    Held, // full with what running calls hold besides
    UsedUp
};

[[nodiscard]] BudgetStanding standingOf(const api::BudgetState& state);
[[nodiscard]] Phrase describe(BudgetStanding standing);

[[nodiscard]] QString levelText(api::BudgetLevel level);    // "Team"
[[nodiscard]] QString levelsText(api::BudgetLevel level);   // "Teams"
[[nodiscard]] QString unitText(api::BudgetUnit unit);       // "Calls"
[[nodiscard]] QString periodText(api::BudgetPeriod period); // "Day"
// "by the calendar of Europe/Berlin", "the last 24 hours before each call", "as long as the case
// is"
[[nodiscard]] QString windowText(const api::Budget& budget);

// The name of its owner, or the id where it has none or is not there.
[[nodiscard]] QString ownerText(const api::GatewayConfig& config, const api::Budget& budget);

// "Calls a day"
[[nodiscard]] QString subjectText(const api::Budget& budget);
// "Editor: Calls a day"
[[nodiscard]] QString budgetTitle(const api::GatewayConfig& config, const api::Budget& budget);

// What of the limit is taken, with what calls hold that run.
[[nodiscard]] std::uint64_t takenOf(const api::BudgetUse& use);
// Whole percent, rounded down; more than 100 where more was used than allowed.
[[nodiscard]] QString percentText(std::uint64_t amount, std::uint64_t limit);
// "812 of 1,000 (81 %)", and what is held besides: ", 3 held"
[[nodiscard]] QString useText(const api::BudgetState& state, const QString& currency);
// "23 Nov 00:00", in local time; what it is where there is none.
[[nodiscard]] QString resetText(const api::BudgetState& state, WallTime now);
[[nodiscard]] QString momentRange(WallTime start, WallTime end);

// Who can own a budget of this level: ids and names.
struct OwnerName
{
    std::string id;
    QString name;
};

[[nodiscard]] std::vector<OwnerName> ownersOf(const api::GatewayConfig& config,
                                              api::BudgetLevel level);

// The gateway's error with what to do about it.
[[nodiscard]] QString budgetAdvice(const Error& error);

} // namespace portcullis::ui
