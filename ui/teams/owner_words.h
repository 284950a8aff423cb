#pragma once

#include "gateway/api/config_change.h"
#include "ui/widgets/confirm.h"
#include "ui/words.h"

#include <QString>

#include <vector>

// Customers, teams and cases in words, and what becomes of their keys. Pure; GUI thread (tr).
namespace portcullis::ui {

// What people call it; the id where it has no name.
[[nodiscard]] QString ownerName(const api::Customer& customer);
[[nodiscard]] QString ownerName(const api::Team& team);
[[nodiscard]] QString ownerName(const api::Case& one);
// With the customer's in front: "Police / Analysts".
[[nodiscard]] QString fullName(const api::Team& team, const api::GatewayConfig& config);

// The keys of all its teams, of the team, or bound to the case, in the configuration's order.
using KeyList = std::vector<const api::KeyConfig*>;
[[nodiscard]] KeyList keysOf(const api::Customer& customer, const api::GatewayConfig& config);
[[nodiscard]] KeyList keysOf(const api::Team& team, const api::GatewayConfig& config);
[[nodiscard]] KeyList keysOf(const api::Case& one, const api::GatewayConfig& config);
// "3 keys: Editor, Notebook, Trial"; the first few by name.
[[nodiscard]] QString keysText(const KeyList& keys);

// Whether its keys may be used, as far as it says.
[[nodiscard]] Phrase describe(const api::Customer& customer);
[[nodiscard]] Phrase describe(const api::Team& team, const api::GatewayConfig& config);
[[nodiscard]] Phrase describe(const api::Case& one);

// To ask before its keys are turned away.
[[nodiscard]] Question beforeDisabling(const api::Customer& customer,
                                       const api::GatewayConfig& config);
[[nodiscard]] Question beforeDisabling(const api::Team& team, const api::GatewayConfig& config);
[[nodiscard]] Question beforeClosing(const api::Case& one, const api::GatewayConfig& config);
// To ask before it is gone, with its budgets.
[[nodiscard]] Question beforeRemoving(const api::Customer& customer,
                                      const api::GatewayConfig& config);
[[nodiscard]] Question beforeRemoving(const api::Team& team, const api::GatewayConfig& config);
[[nodiscard]] Question beforeRemoving(const api::Case& one, const api::GatewayConfig& config);

// What still uses it and keeps it from being removed, and what to do; empty where nothing does.
[[nodiscard]] QString obstacleTo(const api::RemoveCustomer& change,
                                 const api::GatewayConfig& config);
[[nodiscard]] QString obstacleTo(const api::RemoveTeam& change, const api::GatewayConfig& config);
[[nodiscard]] QString obstacleTo(const api::RemoveCase& change, const api::GatewayConfig& config);

} // namespace portcullis::ui
