#pragma once

#include "gateway/api/config.h"
#include "gateway/base/ids.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What servers offer, and what of it clients see.
namespace portcullis::api {

// One tool as a server offers it, and what becomes of it on the way to clients.
struct ToolInfo
{
    std::string name;       // the server's own
    std::string publicName; // in /mcp: "<server>__<tool>"
    std::string title;
    std::string description;    // the server's own
    std::string definitionHash; // hex SHA-256 of the definition
    bool readOnlyHint = false;
    bool destructiveHint = false;
    bool nonDestructiveHint = false; // says that it is not; saying nothing means that it may be
    std::string approvedHash; // of the definition that was approved; empty when none is known
    bool changed = false;     // the definition is not the approved one (E-13)
    bool held = false;        // changed, and does not exist for clients until it is approved
    bool hidden = false;      // by an override: does not exist for clients (E-11)
    bool operator==(const ToolInfo&) const = default;
};

// That a person has looked at a tool's definition and accepts it (E-13).
struct ToolApproval
{
    std::string tool;           // the server's own name
    std::string definitionHash; // hex, as ToolInfo showed it: what was looked at
    bool operator==(const ToolApproval&) const = default;
};

// What a trial connection to a server found.
struct ServerReport
{
    std::string revision;
    std::string serverName;
    std::string serverVersion;
    std::vector<ToolInfo> tools;
    std::vector<std::string> notes; // tools left out and why, slips tolerated
    std::string diagnostics;        // the end of the child's stderr
    bool operator==(const ServerReport&) const = default;
};

using ToolsOfServers = std::map<ServerId, std::vector<ToolInfo>>;

// How many of these tools a key shows its client at /mcp, given the rules of its servers and of the
// case that it is bound to; whether it may be used at all is not asked. The key itself need not be
// in the configuration: it may be what it would become.
[[nodiscard]] std::size_t
countShownTools(const KeyConfig& key, const GatewayConfig& config, const ToolsOfServers& tools);

// The highest number of tools that clients are known to put up with (40, 80, 100, 128) and that is
// exceeded here (E-12); nothing when none is.
[[nodiscard]] std::optional<std::uint32_t> exceededToolLimit(std::size_t count);

} // namespace portcullis::api
