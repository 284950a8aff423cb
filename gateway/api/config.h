#pragma once

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
#include <variant>
#include <vector>

// What the gateway is told to be: plain values, parsed once, swapped in whole. Secrets are named
// here, never held. A change is a new snapshot; a running call keeps the one it began with.
namespace portcullis::api {

enum class Transport : std::uint8_t
{
    Stdio, // a child process that speaks on its standard streams
    Http   // Streamable HTTP
};

// Which era to speak to a server (requirement C-04).
enum class ProtocolChoice : std::uint8_t
{
    Auto,     // probe
    Session,  // revisions with an initialize handshake, up to 2025-11-25
    Stateless // 2026-07-28 and later
};

// What of arguments and results is kept. The salted commitment is recorded in every mode.
enum class ContentMode : std::uint8_t
{
    Full,      // the text, encrypted with the database, and its salt
    ProveOnly, // the salt only: a text shown by somebody else can be proven later
    None       // nothing: the commitment alone
};

enum class Durability : std::uint8_t
{
    Strict,  // a commit is on the disk (fsync) before anything goes on
    Standard // a commit survives a crash of the program at once, one of the machine after at most
             // 50 ms
};

// The name of a secret in the vault.
struct SecretRef
{
    std::string name;
    bool operator==(const SecretRef&) const = default;
};

// A setting whose value stands in the configuration or, by name, in the vault.
using Value = std::variant<std::string, SecretRef>;

struct NamedValue
{
    std::string name;
    Value value;
    bool operator==(const NamedValue&) const = default;
};

// One upstream server.
struct ServerConfig
{
    ServerId id;
    std::string name; // for people; the id when empty
    bool enabled = true;
    Transport transport = Transport::Stdio;
    ProtocolChoice protocol = ProtocolChoice::Auto;

    std::vector<std::string> command;    // stdio: program and arguments, no shell
    std::string workingDirectory;        // stdio: absolute; empty for $HOME
    std::vector<NamedValue> environment; // stdio: on top of the allow-listed variables (C-60)

    std::string url;                 // http: https, or http on loopback
    std::vector<NamedValue> headers; // http: sent with every request
    std::string caFile;              // http: PEM file trusted instead of the system's
    bool allowPlainHttp = false;     // http: unencrypted beyond loopback (C-81)

    ContentMode content = ContentMode::Full;
    std::chrono::milliseconds callTimeout = std::chrono::minutes(10);
    std::uint32_t maxInFlight = 32; // calls at once (E-63); twice as many may wait

    bool operator==(const ServerConfig&) const = default;
};

// One line of an allow-list: a tool of a server, or "*" for all its tools, future ones included.
struct AllowRule
{
    ServerId server;
    std::string tool; // the server's own name of the tool
    bool operator==(const AllowRule&) const = default;
};

inline constexpr const char* kEveryTool = "*";

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
    ContentMode content = ContentMode::Full; // the stricter of this and the server's counts
    std::vector<AllowRule> allow;

    bool operator==(const KeyConfig&) const = default;
};

// Limits toward clients; the defaults are those of requirement table G.3.
struct Limits
{
    std::uint32_t bodyBytes = 8 * 1024 * 1024;
    std::uint32_t headerBytes = 32 * 1024;
    std::uint32_t resultBytes = 25 * 1024 * 1024;
    std::uint32_t sessionsPerKey = 32;
    std::uint32_t sessions = 512;
    std::uint32_t streamsPerKey = 32;
    std::uint32_t inFlightPerKey = 64;
    std::uint32_t requestsPerMinute = 1200; // per key; 0 for none
    std::chrono::seconds sessionIdle = std::chrono::minutes(30);
    bool operator==(const Limits&) const = default;
};

struct Settings
{
    std::string listenHost = "127.0.0.1"; // a loopback address, nothing else
    std::uint16_t listenPort = 8717;      // 0 for any free one
    Durability durability = Durability::Strict;
    Limits limits;
    bool operator==(const Settings&) const = default;
};

struct GatewayConfig
{
    std::uint64_t revision = 0; // raised by one with every change
    Settings settings;
    std::vector<ServerConfig> servers; // in the order in which their tools are listed (E-40)
    std::vector<KeyConfig> keys;

    bool operator==(const GatewayConfig&) const = default;
};

using ConfigPtr = std::shared_ptr<const GatewayConfig>;

[[nodiscard]] const ServerConfig* findServer(const GatewayConfig& config, const ServerId& id);
[[nodiscard]] const KeyConfig* findKey(const GatewayConfig& config, const KeyId& id);
// By id, or by label when exactly one key has it.
[[nodiscard]] const KeyConfig* findKeyByName(const GatewayConfig& config, std::string_view name);

// "fx:echo" or "fx:*".
[[nodiscard]] std::string formatRule(const AllowRule& rule);
[[nodiscard]] Result<AllowRule> parseRule(std::string_view text);

} // namespace portcullis::api
