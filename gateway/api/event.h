#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

// What happens in the gateway, as it happens.
namespace portcullis::api {

struct StatusChanged // at most ten a second
{
    GatewayStatus status;
};

struct ConfigChanged
{
    ConfigPtr config;
};

struct ToolsChanged // a server's list of tools is new
{
    ServerId server;
};

struct CallChanged // a call began, ended or was refused
{
    ActivityRow row;
};

// A budget reached its threshold, or turned a call away for the first time in its window.
struct BudgetWarning
{
    BudgetId budget;
    std::uint64_t used = 0; // with what is reserved, in the budget's unit
    std::uint64_t limit = 0;
    std::optional<WallTime> reset; // as BudgetUse::reset
    bool exhausted = false;        // a call was refused
};

// `sequence` rises by one with every event of one gateway: a gap means that something was missed,
// and the receiver asks for the whole state again.
struct Event
{
    std::uint64_t sequence = 0;
    std::variant<StatusChanged, ConfigChanged, ToolsChanged, CallChanged, BudgetWarning> what;
};

// Called on the gateway thread; must return at once (post elsewhere).
using EventSink = std::function<void(const Event&)>;

} // namespace portcullis::api
