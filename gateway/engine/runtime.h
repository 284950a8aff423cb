#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/engine/access.h"
#include "gateway/engine/activity_meter.h"
#include "gateway/engine/budget_desk.h"
#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/event_hub.h"
#include "gateway/engine/http_endpoint.h"
#include "gateway/engine/line_endpoint.h"
#include "gateway/engine/log_aids.h"
#include "gateway/engine/log_levels.h"
#include "gateway/engine/mcp_service.h"
#include "gateway/engine/sealed_token.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/session_table.h"
#include "gateway/engine/sse_endpoint.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/engine/url_elicitations.h"
#include "gateway/secrets/vault.h"

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace portcullis::engine {

namespace asio = boost::asio;

// What an open installation brings from disk; made where blocking does no harm.
struct OpenStores
{
    std::shared_ptr<audit::AuditLog> log;
    secrets::Vault vault;
    std::vector<api::KeyUse> keyUses;
    std::vector<audit::BudgetEntry> budgets;
    std::optional<WallTime> trustedTime;
};

// A time that has certainly been: that of the log's last record before this run, or an older one
// that a run has left because the clock was not to be trusted. Nothing for a log that is new.
[[nodiscard]] std::optional<WallTime> trustedTime(const std::filesystem::path& dataFolder,
                                                  const audit::AuditLog& log);

[[nodiscard]] Result<OpenStores> openStores(const std::filesystem::path& dataFolder,
                                            const SecretBytes& master,
                                            api::Durability durability,
                                            const Clock& clock,
                                            LogAids aids);

// Everything that exists only while the gateway is unlocked, and the one place where it is wired.
// Owner: Gateway. Thread: gateway; made and destroyed there, after every coroutine that uses it has
// ended.
class Runtime
{
public:
    struct Hooks
    {
        ToolCatalog::Background background;
        std::function<void()> statusChanged;
        std::function<void(const ServerId&)> toolsChanged;
        std::function<void()> offersChanged;
        // Keeps the runtime from being destroyed as long as the result lives.
        std::function<std::shared_ptr<void>()> hold;
        ProgramLookup::Aside lookUp;  // runs what looks at processes, one after the other
        std::filesystem::path bridge; // as in ProgramFinder
    };

    Runtime(asio::io_context& io,
            const ServerPool::Places& places,
            OpenStores stores,
            const SecretBytes& master,
            EventHub& events,
            const Clock& clock,
            const Hooks& hooks);

    // Takes a configuration into force: rights, servers, lists and sessions. `ceiling` is the
    // policy's, or null.
    void configure(api::ConfigPtr config, policy::RequestRulesPtr ceiling);
    // Ends sessions and calls of keys that may no longer be used, and old ones; writes held
    // refusals, and the state of budgets when it is time.
    void sweep();
    // Tells every session whose list of tools is no longer the one it knows (A-67, D-56).
    void announceLists();

    [[nodiscard]] AccessPtr access() const { return m_access; }

    [[nodiscard]] const SecretBytes& pepper() const { return m_pepper; }

    [[nodiscard]] bool idle() const { return m_pipeline.inFlight() == 0; }

    // Declared in the order in which they need each other; members, because the commands use them
    // all.
    std::shared_ptr<audit::AuditLog> log;
    std::optional<WallTime> trustedTime;
    secrets::Vault vault;
    ActivityMeter meter;
    BudgetDesk budgets;
    SessionTable sessions;
    StageTimes times;
    ToolCatalog catalog;
    OfferCatalog offers;
    ServerPool servers;
    Subscriptions subscriptions;
    Listeners listeners;
    LogLevels logLevels;
    UrlElicitations elicitations;
    RefusalRecorder refusals;

    // A request over HTTP: who may come in, and its answer, by the endpoint that its path belongs
    // to.
    [[nodiscard]] std::optional<http::Response> admit(const http::RequestHead& head);
    [[nodiscard]] http::Task<> handle(http::Exchange& exchange);

    [[nodiscard]] LineEndpoint& lines() { return m_lines; }

    [[nodiscard]] CallPipeline& calls() { return m_pipeline; }

private:
    // What a server that is one client's own says about no call goes to that client's sessions,
    // and to no others (D-46).
    void tellOwner(const ServerId& server,
                   const ServerPool::Owner& owner,
                   const protocol::Message& message);

    // Ends the sessions of keys that are bound otherwise now, or have lost a secret.
    void endReboundSessions(const api::GatewayConfig& before);
    void endSessionsOf(const KeyId& key); // but those of connections that ask again
    void keepBudgets();
    [[nodiscard]] http::Task<> recordBudgets(std::shared_ptr<void> held);

    asio::io_context& m_io;
    std::function<std::shared_ptr<void>()> m_hold;
    std::vector<audit::BudgetEntry> m_replay; // until the first configuration
    const Clock& m_clock;
    SecretBytes m_pepper;
    TokenSealer m_sealer;
    AccessPtr m_access;
    CallPipeline m_pipeline;
    McpService m_service;
    HttpEndpoint m_http;
    SseEndpoint m_sse;
    ProgramLookup m_programs;
    LineEndpoint m_lines;
};

} // namespace portcullis::engine
