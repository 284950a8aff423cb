#pragma once

#include "gateway/api/config.h"
#include "gateway/api/governance_change.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// Every way in which the configuration can change. A change is checked as a whole and gives a new
// snapshot with the next revision, or an error that says what is wrong and changes nothing.
namespace portcullis::api {

struct AddServer
{
    ServerConfig server;
    bool operator==(const AddServer&) const = default;
};

struct UpdateServer // same id; replaces all the rest
{
    ServerConfig server;
    bool operator==(const UpdateServer&) const = default;
};

struct RemoveServer // also takes its lines out of every allow-list, its prices and its budgets away
{
    ServerId id;
    bool operator==(const RemoveServer&) const = default;
};

struct AddKey // made by the gateway, which alone knows the hash
{
    KeyConfig key;
    bool operator==(const AddKey&) const = default;
};

// All but hashes, created and allow-list, which stay. An older secret ends with the key at the
// latest.
struct UpdateKey
{
    KeyId id;
    std::string label;
    std::string owner;
    std::optional<WallTime> expires;
    bool disabled = false;
    ContentMode content = ContentMode::Full;
    bool lenientAccept = false;
    TeamId team{};
    CaseId caseId{};
    std::optional<RateLimit> rate{};
    std::uint32_t concurrency = 0;
    KeyTransports transports{};
    KeyPrograms programs{};
    bool operator==(const UpdateKey&) const = default;
};

// Another secret in the place of the present one; made by the gateway, which alone knows the hash.
struct RotateKey
{
    KeyId id;
    Digest hash{};                   // of the new secret
    WallTime asOf{};                 // now
    std::optional<WallTime> until{}; // the old one goes on, at most kMaxOverlap; absent: not at all
    bool replaceOld = false;         // also while the one before the old one still works
    bool operator==(const RotateKey&) const = default;
};

struct EndOldSecret // at once
{
    KeyId id;
    bool operator==(const EndOldSecret&) const = default;
};

struct SetAllowList
{
    KeyId id;
    std::vector<AllowRule> allow;
    bool operator==(const SetAllowList&) const = default;
};

struct RemoveKey // and its budgets
{
    KeyId id;
    bool operator==(const RemoveKey&) const = default;
};

struct UpdateSettings
{
    Settings settings;
    bool operator==(const UpdateSettings&) const = default;
};

struct ReplaceConfig // import: takes everything as it is; only the revision goes on
{
    GatewayConfig config;
    bool operator==(const ReplaceConfig&) const = default;
};

// These two are worked out by the gateway, which alone knows what the configuration was.
// `seen`: the revision that their author looked at; refused when it is no longer the current one.

struct UndoRevision // takes back what one revision changed, as far as nothing later touched it
{
    std::uint64_t revision = 0;
    std::uint64_t seen = 0;
    bool operator==(const UndoRevision&) const = default;
};

struct RestoreRevision // the whole configuration as it was after a revision
{
    std::uint64_t revision = 0;
    std::uint64_t seen = 0;
    bool operator==(const RestoreRevision&) const = default;
};

// The name in records of a change that nobody made here: the file was another one.
inline constexpr const char* kConfigFound = "config.found";

using ConfigChange = std::variant<AddServer,
                                  UpdateServer,
                                  RemoveServer,
                                  AddKey,
                                  UpdateKey,
                                  RotateKey,
                                  EndOldSecret,
                                  SetAllowList,
                                  RemoveKey,
                                  AddCustomer,
                                  UpdateCustomer,
                                  RemoveCustomer,
                                  AddTeam,
                                  UpdateTeam,
                                  RemoveTeam,
                                  AddCase,
                                  UpdateCase,
                                  RemoveCase,
                                  SetBudget,
                                  RemoveBudget,
                                  SetPrice,
                                  RemovePrice,
                                  UpdateSettings,
                                  SetRoles,
                                  ReplaceConfig,
                                  UndoRevision,
                                  RestoreRevision>;

// The update that leaves a key as it is, to be changed in part.
[[nodiscard]] UpdateKey updateOf(const KeyConfig& key);

// Pure. Errors: NotFound, AlreadyExists, InvalidArgument with a sentence for the person who made
// it; Unsupported for what needs the history.
[[nodiscard]] Result<GatewayConfig> applyChange(const GatewayConfig& config,
                                                const ConfigChange& change);

// Checks one server, one key or a whole configuration against the rules applyChange() enforces.
[[nodiscard]] Result<> validate(const ServerConfig& server);
[[nodiscard]] Result<> validate(const GatewayConfig& config);

// A member of a server or of the settings that cannot stay as it is.
struct BrokenRule
{
    std::string member; // as a JSON pointer: "/url", "/limits/bodyBytes"
    std::string what;   // is allowed there, as the end of a sentence: "must name a host"
    bool operator==(const BrokenRule&) const = default;
};

// The first one, for forms that show it at its field.
[[nodiscard]] std::optional<BrokenRule> brokenRule(const ServerConfig& server);
[[nodiscard]] std::optional<BrokenRule> brokenRule(const Settings& settings);

// The stable name of a change's kind ("server.add"), for records.
[[nodiscard]] const char* changeName(const ConfigChange& change);
// What it is about, for records: an id, of budgets and prices with what they say; empty for
// settings and the whole; of roles who has them.
[[nodiscard]] std::string changeSubject(const ConfigChange& change);

} // namespace portcullis::api
