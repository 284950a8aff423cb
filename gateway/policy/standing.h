#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "gateway/base/clock.h"

#include <unordered_map>

// Whether a key may be used at all: by what it says itself, and by what it belongs to.
namespace portcullis::policy {

// What teams and cases of one configuration stand in the way of their keys. Immutable. Thread: any.
// Errors: none: a team or case that is not there stands in the way.
class Owners
{
public:
    explicit Owners(const api::GatewayConfig& config);

    // Allowed, TeamDisabled, CustomerDisabled or CaseClosed.
    [[nodiscard]] api::Reason reasonFor(const api::KeyConfig& key) const;

private:
    std::unordered_map<TeamId, api::Reason> m_teams; // of every one, Allowed where nothing is wrong
    std::unordered_map<CaseId, api::Reason> m_cases;
};

// The key itself first: KeyDisabled, KeyExpired, then as Owners::reasonFor().
[[nodiscard]] api::Reason standingOf(const api::KeyConfig& key, const Owners& owners, WallTime now);
// The same for one key alone, without preparation.
[[nodiscard]] api::Reason
standingOf(const api::KeyConfig& key, const api::GatewayConfig& config, WallTime now);

} // namespace portcullis::policy
