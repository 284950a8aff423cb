#pragma once

#include "gateway/api/allow_rule.h"
#include "gateway/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What an administrator's signed policy has taken out of the hands of the people at a workstation:
// values to show. The file itself is policy_file.h; what holds it is gateway/policy/lockdown.h.
namespace portcullis::api {

enum class LockKind : std::uint8_t
{
    Fixed,   // is `value`, and cannot be changed
    AtMost,  // may be `value` or less, and not without a limit
    AtLeast, // may be `value` or more
    Budget,  // is there, with a limit of `value` or less
    Rules,   // no key may more than the policy's rules allow
    Servers  // no other servers than the policy names
};

// Its stable name in JSON: "fixed", "at-most".
[[nodiscard]] const char* lockKindName(LockKind kind);
[[nodiscard]] std::optional<LockKind> lockKindFromName(std::string_view name);

// One thing that is locked.
struct LockedPlace
{
    // A JSON pointer into the configuration's document, in which elements of lists are named by
    // their ids, and "*" stands for each: "/settings/limits/bodyBytes", "/keys/*/content". Of
    // Rules and Servers empty.
    std::string place;
    LockKind kind = LockKind::Fixed;
    std::string value; // JSON; of Rules and Servers one of them, as a text
    bool operator==(const LockedPlace&) const = default;
};

// The policy that an installation is under.
struct LockdownStatus
{
    std::string issuer; // empty while no policy could be read
    std::uint64_t version = 0;
    WallTime issued{};
    std::optional<WallTime> expires;
    bool released = false; // it locks nothing, and may be removed
    std::vector<LockedPlace> places;
    std::vector<AllowRule> ceiling; // those of Rules, for explanations
    // Why every call is refused, a sentence for people; empty while the policy is in force.
    std::string problem;
    bool operator==(const LockdownStatus&) const = default;
};

// What locks a place, "/settings/receipts", in this way; a lock of what is around it counts for
// Fixed. Null when nothing does.
[[nodiscard]] const LockedPlace*
lockOf(const LockdownStatus& lockdown, std::string_view place, LockKind kind = LockKind::Fixed);

} // namespace portcullis::api
