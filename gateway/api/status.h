#pragma once

#include "gateway/api/lockdown.h"
#include "gateway/api/reason.h"
#include "gateway/api/roles.h"
#include "gateway/api/tools.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Read models: what can be seen of the running gateway. A window can be drawn from a configuration
// and a GatewayStatus alone.
namespace portcullis::api {

enum class GatewayState : std::uint8_t
{
    Stopped,
    Locked, // waiting for the key; the endpoint answers 503
    Running,
    Refusing, // running, but the log or the policy is not right: every call is refused
    Stopping
};

enum class ServerState : std::uint8_t
{
    Disabled,
    Idle,     // not needed yet
    Starting, // being started or probed
    Ready,
    Backoff, // failed, will be tried again
    Failed   // failed too often, waits for a person
};

struct ServerStatus
{
    ServerId id;
    ServerState state = ServerState::Idle;
    std::string revision;   // the protocol revision spoken, "2025-11-25"; empty until known
    std::string serverName; // as the server calls itself; display only
    std::string serverVersion;
    std::uint32_t tools = 0;
    std::uint32_t inFlight = 0;
    std::uint32_t restarts = 0;
    std::optional<Error> lastError;
    std::optional<WallTime> since; // when this state began
    bool operator==(const ServerStatus&) const = default;
};

struct KeyUse
{
    KeyId key;
    WallTime lastUsed{};
    bool operator==(const KeyUse&) const = default;
};

// Where the log's head is kept besides in the log, so that one that was turned back is noticed.
enum class PinPlace : std::uint8_t
{
    None,
    Folder,  // beside the log: an older copy of the whole folder goes unnoticed
    Keychain // of the desktop, as well
};

struct GatewayStatus
{
    GatewayState state = GatewayState::Stopped;
    std::string reason;     // why, when not Running; a sentence for people
    std::string endpoint;   // "http://127.0.0.1:8717/mcp"; empty unless listening
    std::string socketPath; // of the owner-only socket for the stdio bridge
    std::string dataFolder;
    std::uint64_t configRevision = 0;
    std::uint32_t sessions = 0;
    std::uint32_t inFlight = 0;
    std::vector<ServerStatus> servers;         // in configuration order
    std::vector<KeyUse> keys;                  // keys used at least once
    std::vector<std::uint32_t> callsPerMinute; // the last 60 minutes, oldest first
    std::uint64_t calls = 0;                   // since start
    std::uint64_t refused = 0;
    std::uint64_t auditRecords = 0; // in the log
    // What is wrong with the log: it is not as it was left. A sentence for people; until somebody
    // accepts it, every call is refused.
    std::string logAlarm;
    // What somebody should see to, such as a disk that is filling up. A sentence for people.
    std::string logWarning;
    PinPlace pinPlace = PinPlace::None; // None while the log is not open
    // Why the pin does not follow the log at present: a sentence for people. Calls go on.
    std::string pinProblem;
    std::optional<LockdownStatus> lockdown; // absent while there is no policy
    // Of whom asks; absent where the gateway does not tell: then it decides when it is asked.
    std::optional<Permissions> permissions;
    bool operator==(const GatewayStatus&) const = default;
};

// Whether one who sees this status may ask for it, as far as is known.
[[nodiscard]] bool mayAsk(const GatewayStatus& status, Operation operation);

// How a call ended.
enum class Outcome : std::uint8_t
{
    Running,
    Ok,
    ToolError, // a result with isError
    RpcError,  // the upstream answered with a JSON-RPC error
    Timeout,
    Cancelled,
    UpstreamGone,  // unavailable, exited, broken connection, garbage
    InputRequired, // a stateless client was asked for input; it comes back with another call
    TaskCreated,   // the server goes on with it as a task; who follows it makes calls of their own
    Denied,
    Orphaned // found open at the next start: what happened is unknown
};

[[nodiscard]] const char* outcomeName(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcomeFromName(std::string_view name);

// One line of the activity list: a call, or a refusal before there was one.
struct ActivityRow
{
    std::int64_t n = -1; // number of the record that ended it; of the intent while it runs
    WallTime time{};
    CallId call;
    KeyId key;
    std::string client; // name and version as the client gave them
    ServerId server;
    std::string tool;
    Reason reason = Reason::Allowed;
    Outcome outcome = Outcome::Running;
    std::int64_t durationMicros = 0;
    std::int64_t argumentBytes = 0;
    std::int64_t resultBytes = 0;
    CaseId caseId{}; // that the key was bound to then
    bool operator==(const ActivityRow&) const = default;
};

// Newest first. All filters must match.
struct ActivityQuery
{
    std::optional<std::int64_t> before; // rows with n below this one: the next page
    std::uint32_t limit = 100;          // at most 1000
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::string text; // part of a tool name
    bool refusedOnly = false;
    // One of these; none of them when it is empty.
    std::optional<std::vector<KeyId>> keys = std::nullopt;
    std::optional<CaseId> caseId{};
    bool operator==(const ActivityQuery&) const = default;
};

struct ActivityPage
{
    std::vector<ActivityRow> rows;
    bool more = false;
    bool operator==(const ActivityPage&) const = default;
};

// One call with everything recorded about it, for display, and the recorded texts.
struct CallDetails
{
    ActivityRow row;
    std::string intentHeader; // canonical JSON as stored; empty where there is none
    std::string intentBody;
    std::string outcomeHeader;
    std::string outcomeBody;
    std::optional<std::string> arguments; // as received; absent when not kept
    std::optional<std::string> result;
    bool operator==(const CallDetails&) const = default;
};

} // namespace portcullis::api
