#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <cstdint>
#include <functional>
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

// `sequence` rises by one with every event of one gateway: a gap means that something was missed,
// and the receiver asks for the whole state again.
struct Event
{
    std::uint64_t sequence = 0;
    std::variant<StatusChanged, ConfigChanged, ToolsChanged, CallChanged> what;
};

// Called on the gateway thread; must return at once (post elsewhere).
using EventSink = std::function<void(const Event&)>;

} // namespace portcullis::api
