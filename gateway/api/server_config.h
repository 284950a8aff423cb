#pragma once

#include "gateway/api/allow_rule.h"
#include "gateway/api/governance.h"
#include "gateway/base/clock.h" // before ids.h: Qt's moc cannot read <compare> on its own
#include "gateway/base/ids.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace portcullis::api {

enum class Transport : std::uint8_t
{
    Stdio, // a child process that speaks on its standard streams
    Http,  // Streamable HTTP
    Sse    // HTTP+SSE of 2024-11-05, deprecated (C-73)
};

// Its stable name in the configuration and in records.
[[nodiscard]] const char* transportName(Transport transport);

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

// When a server is brought up (C-61).
enum class StartMode : std::uint8_t
{
    Eager, // with the gateway
    Lazy   // by the first call; its tools are known from the last time
};

// Whose calls one running server answers (C-62).
enum class InstanceScope : std::uint8_t
{
    Shared, // everybody's: right for servers that keep nothing of their clients
    Key,    // each key has one of its own
    Session // each session has; who has none shares its key's
};

// What happens to a tool whose definition is no longer the one that was approved (E-13).
enum class ChangedTools : std::uint8_t
{
    Flag, // it stays, marked as changed until somebody approves it
    Hold  // it does not exist for anybody until somebody approves it
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

// How one tool is shown to clients (E-11), and what is kept of its calls. Allow-lists and records
// know it by the server's own name.
struct ToolOverride
{
    std::string tool;                        // the server's own name
    std::string name;                        // instead of it; empty for its own
    std::optional<std::string> description;  // instead of the server's
    bool hidden = false;                     // does not exist for anybody
    ContentMode content = ContentMode::Full; // the strictest of this, the server's and the key's
    bool operator==(const ToolOverride&) const = default;
};

inline constexpr const char* kSystemProxy = "system";
inline constexpr const char* kNoProxy = "none";

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

    // http here is either transport over HTTP.
    std::string url;                 // http: https, or http on loopback
    std::vector<NamedValue> headers; // http: sent with every request
    std::string caFile;              // http: PEM file trusted instead of the system's
    bool allowPlainHttp = false;     // http: unencrypted beyond loopback (C-81)
    std::string clientCertFile;      // http: PEM chain shown to a server that asks for one (C-81)
    std::string clientKeyFile;       // http: PEM of its private key
    std::optional<SecretRef> clientKeyPassphrase; // http: when that file is encrypted
    // http: kSystemProxy (https_proxy, http_proxy, no_proxy of the gateway), kNoProxy, or
    // "http://host:port"; loopback is never reached through a proxy (C-82)
    std::string proxy = kSystemProxy;

    StartMode start = StartMode::Eager;
    std::chrono::seconds idleStop{0}; // without calls for so long it is stopped; 0 for never
    InstanceScope scope = InstanceScope::Shared;
    // Its users may be sent to sign in at web addresses although its clients share it: they are
    // one person (D-19).
    bool onePerson = false;
    // What it may ask its clients for, as far as they let themselves be asked (D-29): to fill in a
    // form, to open a web address, what their model says, which folders they use. What is off is
    // not offered to it.
    bool offersForms = true;
    bool offersAddresses = true;
    bool offersSampling = true;
    bool offersRoots = true;
    // Links to https addresses in its results stay as they are, for clients to fetch themselves
    // (E-21). Otherwise they are read through the gateway.
    bool keepWebLinks = false;
    // Folders that it is told of when it asks for roots and the client declares none; absolute.
    std::vector<std::string> roots;
    ChangedTools changedTools = ChangedTools::Flag;
    std::vector<ToolOverride> tools; // sorted by tool
    // What may be used of it at all, whatever a key allows. Without a rule that allows: everything
    // that none denies.
    std::vector<AllowRule> rules;

    ContentMode content = ContentMode::Full;
    std::chrono::milliseconds callTimeout = std::chrono::minutes(10);
    std::uint32_t maxInFlight = 32; // calls at once (E-63); twice as many may wait
    std::optional<RateLimit> rate;  // of all keys' calls together

    bool operator==(const ServerConfig&) const = default;
};

} // namespace portcullis::api
