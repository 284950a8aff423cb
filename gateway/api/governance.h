#pragma once

#include "gateway/base/clock.h" // before ids.h: Qt's moc cannot read <compare> on its own
#include "gateway/base/ids.h"

#include <chrono>
#include <cstdint>
#include <string>

// Who owns keys, and how fast a key or a server may be used.
namespace portcullis::api {

// Owns teams. Disabled, none of their keys may be used.
struct Customer
{
    CustomerId id;
    std::string name; // for people, unique among customers; the id when empty
    bool disabled = false;
    bool operator==(const Customer&) const = default;
};

// Owns keys; belongs to one customer. Disabled, none of its keys may be used.
struct Team
{
    TeamId id;
    CustomerId customer; // always one that is there
    std::string name;    // for people, unique among the customer's teams; the id when empty
    bool disabled = false;
    bool operator==(const Team&) const = default;
};

// A token bucket: it holds `burst` calls when full and is filled with `calls` in each `period`,
// evenly. A call that finds it empty is refused with Reason::RateLimited. Failed calls count.
struct RateLimit
{
    std::uint32_t calls = 0;         // 1 to 1,000,000
    std::chrono::seconds period{60}; // 1 second to 1 day
    std::uint32_t burst = 0;         // 1 to 1,000,000: calls at one moment
    bool operator==(const RateLimit&) const = default;
};

} // namespace portcullis::api
