#pragma once

#include "gateway/api/evidence.h"
#include "gateway/api/log_listing.h"
#include "gateway/api/status.h"
#include "gateway/audit/budget_records.h"
#include "gateway/audit/record_parts.h"
#include "gateway/audit/removal_records.h"
#include "gateway/base/clock.h"
#include "gateway/base/crypto.h"
#include "gateway/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What is recorded, as values. How each becomes a canonical header and body is FORMAT.md's matter.
namespace portcullis::audit {

struct RunOpen
{
    std::string version;
    std::uint64_t configRevision = 0;
    std::string configHash; // hex SHA-256 of the formatted configuration
    // By runFacts(); empty where it cannot be told.
    std::string build;  // commit or version that the program was made of
    std::string bootId; // of the computer's start
    std::string openssl;
    std::string sqlcipher;
    std::string sqlite;
    std::optional<std::int64_t> databaseBytes; // on the disk, without the WAL
    // Where the installation was unlocked ("gui", "ctl") and with what ("keychain", "passphrase");
    // empty where that was not said.
    std::string unlockedBy;
    std::string unlockedWith;
};

struct RunClose
{
    std::string reason;
};

struct CallIntent
{
    CallId call;
    Caller caller;
    ParentRequest parent;
    ServerId server;
    std::string method = "tools/call"; // or prompts/get, resources/read, tasks/*
    CallId task;                       // of tasks/*: the call that has become the task
    std::string tool;                  // or prompt, or the URI of a resource
    std::string definitionHash;        // hex; of the definition the caller was shown
    std::string serverVersion;
    std::string serverRevision;
    std::string serverTransport;  // "stdio", "http" or "sse"
    std::string serverConfigHash; // hex SHA-256 of how it is configured
    bool readOnly = false;        // as the server declares the tool: untrusted
    bool destructive = false;
    Content arguments;
    std::string rule;   // the allow-list line that allowed it
    std::string budget; // what it reserved, canonical JSON; empty for nothing
    std::uint64_t configRevision = 0;
};

struct CallOutcome
{
    CallId call;
    std::int64_t intent = -1; // n of the intent
    KeyId key;                // repeated, so that the record can be listed alone
    CaseId caseId;            // likewise
    std::string client;
    ServerId server;
    std::string tool;
    api::Outcome outcome = api::Outcome::Ok;
    std::optional<std::int64_t> code; // JSON-RPC error code
    std::string error;                // class of failure, no content
    std::string budget;               // what it used, canonical JSON; empty where nothing was held
    Content result;
    std::optional<std::int64_t> resultBlocks; // of its content
    std::int64_t argumentBytes = 0;
    std::int64_t totalMicros = 0;    // from the request's arrival to the answer being ready
    std::int64_t queueMicros = 0;    // before the upstream was asked, the intent's commit included
    std::int64_t upstreamMicros = 0; // the upstream's time
};

struct CallDenied
{
    CallId call;
    Caller caller;
    ParentRequest parent;
    ServerId server; // empty when the name belongs to no server
    std::string method = "tools/call";
    CallId task; // as in CallIntent
    std::string tool;
    Content arguments;
    api::Reason reason = api::Reason::ToolNotAllowed;
    std::string rule;
    std::uint64_t configRevision = 0;
};

// A request without a valid key, with a bad Host or Origin, or of somebody without the role.
// `count` requests of the same source and reason since the last such record stand in one: the log
// cannot be flooded.
struct AccessRefused
{
    Caller caller; // key: only when the key is known but disabled or expired
    api::Reason reason = api::Reason::UnknownKey;
    std::uint64_t count = 1;
    // Of who asked the gateway itself for what their roles do not give them; else empty.
    std::string operation{}; // api::operationName()
    std::string user{};      // "anna/1001"
};

struct ConfigurationChanged
{
    std::string change;  // api::changeName()
    std::string subject; // api::changeSubject()
    std::uint64_t revision = 0;
    // Hex SHA-256: of the formatted configurations; of a secret as it is sealed; of a server's
    // approvals. Empty for a secret that there is not.
    std::string before;
    std::string after;
    std::string by; // who: "gui", "ctl", "ctl anna/1001", "start"
};

// A person has examined records.
struct ReviewSignedOff
{
    api::SignOff review;
    Digest root{};  // of the tree of all records before this one; the encoder's matter
    std::string by; // "gui"
};

// A part of the log has been given out as a signed bundle.
struct BundleExported
{
    api::ExportRequest request; // `redacted` names all that is hidden
    api::ExportSummary summary;
    std::string by; // who: "gui", "ctl"
};

// The whole log was derived anew, and this is what came of it.
struct LogChecked
{
    api::CheckRequest request;
    api::LogReport report;
    std::string by;
};

using Record = std::variant<RunOpen,
                            RunClose,
                            CallIntent,
                            CallOutcome,
                            CallDenied,
                            AccessRefused,
                            ConfigurationChanged,
                            ReviewSignedOff,
                            BundleExported,
                            LogChecked,
                            ContentErased,
                            RecordsPurged,
                            HoldSet,
                            HoldReleased,
                            BudgetState>;

} // namespace portcullis::audit
