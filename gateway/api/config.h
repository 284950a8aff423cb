#pragma once

#include "gateway/api/allow_rule.h"
#include "gateway/api/budget.h"
#include "gateway/api/governance.h"
#include "gateway/api/key_binding.h"
#include "gateway/api/roles.h"
#include "gateway/api/server_config.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the gateway is told to be: plain values, parsed once, swapped in whole. Secrets are named
// here, never held. A change is a new snapshot; a running call keeps the one it began with.
namespace portcullis::api {

enum class Durability : std::uint8_t
{
    Strict,  // a commit is on the disk (fsync) before anything goes on
    Standard // a commit survives a crash of the program at once, one of the machine after at most
             // 50 ms
};

// One virtual key. The secret itself exists only where its owner keeps it.
struct KeyConfig
{
    KeyId id;
    std::string label;
    std::string owner;
    WallTime created{};
    std::optional<WallTime> expires;
    bool disabled = false;
    Digest hash{}; // HMAC-SHA256 of the secret under the installation's own key
    ContentMode content = ContentMode::Full; // the strictest of this, the server's and the tool's
    bool lenientAccept =
        false; // a lone Accept: application/json will do, answered with JSON
    std::vector<AllowRule> allow;
    TeamId team;   // empty: of nobody
    CaseId caseId; // empty: bound to none; otherwise usable while that case is open
    std::optional<RateLimit> rate;
    std::uint32_t concurrency = 0;          // calls at once; 0: as many as Limits::inFlightPerKey
    std::optional<RetiringSecret> retiring; // never beyond `expires`
    KeyTransports transports;               // each once, in the order of the enumeration
    KeyPrograms programs;                   // each hash once

    bool operator==(const KeyConfig&) const = default;
};

// What an analyst works on. The calls of the keys bound to it pass its allow-list besides the
// key's. Closed, none of them may be used.
struct Case
{
    CaseId id;
    std::string name;  // for people, unique among cases; the id when empty
    WallTime opened{}; // where a budget for its life begins; a case opened again goes on
    std::optional<WallTime> closed;              // since when; absent while it is open
    std::optional<std::vector<AllowRule>> allow; // absent: whatever its keys may
    bool operator==(const Case&) const = default;
};

// Limits toward clients; the defaults are those of requirement table G.3.
struct Limits
{
    std::uint32_t bodyBytes = 8 * 1024 * 1024;
    std::uint32_t headerBytes = 32 * 1024;
    std::uint32_t urlBytes = 8 * 1024;
    std::uint32_t resultBytes = 25 * 1024 * 1024;
    std::uint32_t sessionsPerKey = 32;
    std::uint32_t sessions = 512;
    std::uint32_t streamsPerKey = 32;
    std::uint32_t streams = 512;
    std::uint32_t listensPerKey = 8;
    std::uint32_t urisPerListen = 1000;
    std::uint32_t inFlightPerKey = 64;
    std::uint32_t parkedPerKey = 16; // calls that wait for their clients to come back
    std::uint32_t parked = 256;
    std::uint32_t requestStateBytes = 16 * 1024; // that a client carries; a larger one stays here
    // Of messages: no more than the rooms behind the door are made for. A text is as long as its
    // message at most.
    std::uint32_t jsonDepth = 128;
    std::uint32_t jsonMembers = 100'000;    // of one array or object
    std::uint32_t requestsPerMinute = 1200; // per key; 0 for none
    std::chrono::seconds sessionIdle = std::chrono::minutes(30);
    std::chrono::seconds parkedLife = std::chrono::minutes(10);
    std::chrono::seconds longestCall = std::chrono::minutes(60); // whose progress extends it
    bool operator==(const Limits&) const = default;
};

// Public names of tools at /mcp.
struct ToolNaming
{
    std::uint32_t maxLength =
        46; // 32 to 128 characters; with client prefixes still within 64 (E-04)
    bool serverPrefix =
        true; // "<server>__<tool>"; otherwise the tool's own where it is free (E-08)
    bool operator==(const ToolNaming&) const = default;
};

// After how many days the log gives up what it knows of a call; 0: never.
struct Retention
{
    std::uint32_t contentDays = 0; // arguments and results
    std::uint32_t bodyDays = 0;    // who called, by which program and why; then contents go, too
    bool operator==(const Retention&) const = default;
};

struct Settings
{
    std::string listenHost = "127.0.0.1"; // a loopback address, nothing else
    std::uint16_t listenPort = 8717;      // 0 for any free one
    Durability durability = Durability::Strict;
    bool receipts = true;  // each result tells where in the log its call stands
    bool offerSse = false; // HTTP+SSE of 2024-11-05 at /sse, for old clients (C-73)
    // Serves requests of the session era that name no session, without one.
    bool lenientSessions = true;
    Retention retention;
    ToolNaming toolNames;
    Limits limits;
    std::string currency = "EUR"; // of prices and budgets of cost, ISO 4217
    bool operator==(const Settings&) const = default;
};

struct GatewayConfig
{
    std::uint64_t revision = 0; // raised by one with every change
    Settings settings;
    std::vector<ServerConfig> servers; // in the order in which their tools are listed (E-40)
    std::vector<KeyConfig> keys;
    std::vector<Customer> customers;
    std::vector<Team> teams;
    std::vector<Case> cases;
    std::vector<Budget> budgets; // in the order in which they are asked and shown
    std::vector<Price> prices;   // one for a server and tool
    std::optional<RoleMap> roles;

    bool operator==(const GatewayConfig&) const = default;
};

using ConfigPtr = std::shared_ptr<const GatewayConfig>;

[[nodiscard]] const ServerConfig* findServer(const GatewayConfig& config, const ServerId& id);
[[nodiscard]] const KeyConfig* findKey(const GatewayConfig& config, const KeyId& id);
[[nodiscard]] const Customer* findCustomer(const GatewayConfig& config, const CustomerId& id);
[[nodiscard]] const Team* findTeam(const GatewayConfig& config, const TeamId& id);
[[nodiscard]] const Case* findCase(const GatewayConfig& config, const CaseId& id);
[[nodiscard]] const Budget* findBudget(const GatewayConfig& config, const BudgetId& id);
// What a call of this tool costs, in millionths of the currency; 0 without a price.
[[nodiscard]] std::uint64_t
priceOf(const GatewayConfig& config, const ServerId& server, std::string_view tool);
// By id, or by label when exactly one key has it.
[[nodiscard]] const KeyConfig* findKeyByName(const GatewayConfig& config, std::string_view name);

} // namespace portcullis::api
