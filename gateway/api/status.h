#pragma once

#include "gateway/api/lockdown.h"
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

// Where it is kept what the log's head was, besides in the log, so that a log that was turned back
// is noticed.
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
    // What somebody should do something about: its disk is filling up, what is too old is not
    // removed. A sentence for people.
    std::string logWarning;
    PinPlace pinPlace = PinPlace::None; // None while the log is not open
    std::string pinProblem;             // why it does not follow the log at present; calls go on
    std::optional<LockdownStatus> lockdown; // absent while there is no policy
    bool operator==(const GatewayStatus&) const = default;
};

// Why a call was or was not allowed. The names (reasonName) are stable: they stand in the log.
enum class Reason : std::uint8_t
{
    Allowed,
    UnknownTool,
    ToolNotAllowed,
    ServerDisabled,
    MissingKey,
    UnknownKey,
    KeyDisabled,
    KeyExpired,
    BadHost,
    BadOrigin,
    RateLimited,
    TooManyInFlight,
    AuditUnavailable,
    Locked,
    ToolHidden,  // by an override of the configuration (E-11)
    ToolChanged, // held until somebody approves its new definition (E-13)
    TeamDisabled,
    CustomerDisabled,
    CaseClosed,
    ToolNotInCase,       // the key's allow-list has it, its case's does not
    BudgetExhausted,     // a budget of the key, its team, customer, case or server has no room
    DeniedByRule,        // a rule denies it, whatever the arguments
    ArgumentsNotAllowed, // it may be used, but not with these arguments
    BadAllowHeader,      // the request's own rules cannot be read
    ToolNotInPolicy      // the policy of the locked-down installation does not allow it
};

[[nodiscard]] const char* reasonName(Reason reason);
[[nodiscard]] std::optional<Reason> reasonFromName(std::string_view name);

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
    bool operator==(const ActivityQuery&) const = default;
};

struct ActivityPage
{
    std::vector<ActivityRow> rows;
    bool more = false;
    bool operator==(const ActivityPage&) const = default;
};

// One call with everything recorded about it, as name and value for display, and the recorded
// texts.
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
