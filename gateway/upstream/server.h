#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"
#include "gateway/http/async.h"
#include "gateway/http/proxy.h"
#include "gateway/protocol/client_features.h"
#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/logging.h"
#include "gateway/protocol/tools.h"
#include "gateway/upstream/offer_list.h"
#include "gateway/upstream/question.h"
#include "gateway/upstream/server_call.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

// One upstream MCP server, whatever its era and transport. Everything here lives on the gateway
// thread.
namespace portcullis::upstream {

namespace asio = boost::asio;
using http::Task;

// Gives the secrets that a configuration names. Implemented by engine over the vault.
class CredentialSource
{
public:
    virtual ~CredentialSource() = default;
    [[nodiscard]] virtual Result<SecretBytes> secret(const std::string& name) = 0;
};

// A verdict about a server's era that survives restarts (C-05).
struct EraVerdict
{
    std::string fingerprint; // of what was probed: command and file version, or URL
    protocol::Revision revision = protocol::kNewestSession;
    std::int64_t probedMicros = 0;
};

// How often a server is asked about a task, whatever it wishes (D-70).
struct TaskPace
{
    std::chrono::milliseconds shortest{500};
    std::chrono::milliseconds longest{30'000};
};

struct ServerOptions
{
    api::ServerConfig config;
    std::filesystem::path dataFolder;  // the logs of children stand below it
    std::filesystem::path supervisor;  // program that watches one child: portcullis-supervisor
    std::optional<EraVerdict> verdict; // remembered from earlier
    // What the gateway declares to a server of the session era that it can be asked (D-80).
    protocol::ClientFeatures features;
    http::SystemProxies proxies; // for servers whose proxy is the system's (C-82)
    // Stopped when no call has run or waited for so long; the next one starts it (C-61). 0: never.
    std::chrono::milliseconds idleStop{0};
    bool keepWhileWatched = false; // what it has to tell of resources is a use of it, too
    std::chrono::milliseconds probeTimeout{3000}; // C-03
    std::chrono::milliseconds handshakeTimeout{30'000};
    std::chrono::milliseconds listTimeout{30'000};
    std::chrono::milliseconds pingAfter{60'000};  // of silence on a stream of HTTP+SSE
    std::chrono::milliseconds firstBackoff{1000}; // doubles to a minute, with jitter (C-59)
    std::uint32_t failuresBeforeGivingUp = 5;
    std::chrono::milliseconds longestBackoff{60'000};
    std::chrono::milliseconds startWait{30'000};    // of a call for a start-up (E-62)
    std::chrono::milliseconds relistInterval{2000}; // between two lists after changes (G-56)
    std::chrono::milliseconds quieterAfter{1000};   // until fewer log messages are asked for (D-45)
    TaskPace taskPace;
    std::chrono::milliseconds grace{3000}; // of a child to end by itself (C-58)
    std::chrono::milliseconds term{2000};  // and then after SIGTERM
    std::size_t lineBytes = 16 * 1024 * 1024;
    std::size_t stderrBytes = 256 * 1024;
};

// Called on the gateway thread, from the event loop or from inside start(), restart(), stop() and
// call(); never after ~Server.
struct ServerEvents
{
    std::function<void()> stateChanged;  // status() differs in more than inFlight
    std::function<void()> toolsChanged;  // tools() is a new list
    std::function<void()> offersChanged; // offers() has been asked for, and may be others
    std::function<void(const std::string& uri)> resourceUpdated; // one that was subscribed to
    // Of a URL elicitation; `incarnation` as in CallReply.
    std::function<void(const std::string& incarnation, const std::string& id)> elicitationComplete;
    std::function<void(const EraVerdict&)> verdict;
    // notifications/message that is about no call, or about one that cannot be told (D-46).
    std::function<void(const protocol::Message&)> logMessage;
};

// One server of the configuration: started on demand or at once, probed, restarted with back-off,
// listed, called, stopped while nobody needs it. It never blocks and never delays another one.
//
// Owner: engine. Thread: gateway. Errors are states (status().lastError) and replies of calls.
class Server
{
public:
    [[nodiscard]] static std::unique_ptr<Server> create(asio::io_context& io,
                                                        ServerOptions options,
                                                        CredentialSource& credentials,
                                                        const Clock& clock,
                                                        ServerEvents events);
    virtual ~Server() = default; // as stop(), without waiting

    // Begins to connect; returns at once. Without it the first call does.
    virtual void start() = 0;
    // Out of back-off, failure or idleness, at once.
    virtual void restart() = 0;
    // Ends the session and the child: close stdin, wait, SIGTERM, wait, SIGKILL (C-58).
    virtual Task<> stop() = 0;

    [[nodiscard]] virtual api::ServerStatus status() const = 0;
    // The last complete list of tools (all pages, C-86); kept while the server is away (D-58).
    [[nodiscard]] virtual const std::vector<protocol::Tool>& tools() const = 0;
    [[nodiscard]] virtual const std::vector<std::string>& notes() const = 0;
    // The last lists of prompts, resources and templates; asked for once the server is ready.
    [[nodiscard]] virtual const OfferList& offers() const = 0;
    // How long the server lets that list be kept (B-40); nothing when it says nothing about it.
    [[nodiscard]] virtual std::optional<std::chrono::milliseconds> toolsLife() const = 0;
    // The end of the child's stderr.
    [[nodiscard]] virtual std::string diagnostics() const = 0;
    // Who the server says it is and the revision spoken, once connected.
    [[nodiscard]] virtual const std::optional<protocol::ServerHello>& hello() const = 0;

    // Has it asked its client anything without saying in which call? Since it was configured, over
    // reconnections, too.
    [[nodiscard]] virtual bool asksWithoutAddress() const = 0;

    // Begins a call. `events` tell what the server says meanwhile, until wait() returns. Starts an
    // idle server. Waits for a start-up in progress at most 30 s (E-62); a server in back-off
    // answers Unavailable.
    [[nodiscard]] virtual std::shared_ptr<PendingCall> call(CallRequest request,
                                                            CallEvents events) = 0;

    // Has the server tell of changes of these resources, and of no others, over reconnections, too
    // (ServerEvents::resourceUpdated). Those it agrees to by now; none while it is away.
    virtual Task<std::set<std::string>> watchResources(std::set<std::string> uris) = 0;

    // The least severe messages it is to send from now on, over reconnections, too; nothing where
    // nobody wants any (D-45). Of a server of the stateless era, and one that sends none, this asks
    // nothing.
    virtual void wantLogLevel(std::optional<protocol::LogLevel> level) = 0;
    // The roots that were given it are others now; where it is of the session era and was told
    // that this may be.
    virtual void tellRootsChanged() = 0;
    // When it knows the level, so that a call can begin that wants to hear more.
    virtual Task<> logLevelTold() = 0;

    // Completes when the first attempt to connect and list has succeeded or failed.
    virtual Task<Result<>> firstAttempt() = 0;
};

} // namespace portcullis::upstream
