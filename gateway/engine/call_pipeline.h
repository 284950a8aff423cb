#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/engine/activity_meter.h"
#include "gateway/engine/event_hub.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/stage_times.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/http/async.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace portcullis::engine {

// The way of one call: resolve, decide, record the intent, ask the server, record the outcome,
// answer. Nothing reaches a server before its intent is committed; nothing reaches the client
// before its outcome is committed; a tool that is not allowed is answered like one that does not
// exist.
//
// Owner: engine. Thread: gateway. Errors: every one is an answer to the client and, where the log
// can be written, a record.
class CallPipeline
{
public:
    struct Parts
    {
        audit::AuditLog& log;
        ToolCatalog& catalog;
        ServerPool& servers;
        ActivityMeter& meter;
        EventHub& events;
        const Clock& clock;
        StageTimes& times;
        std::function<AccessPtr()> access; // in force now
    };

    explicit CallPipeline(Parts parts);

    // The JSON-RPC answer, or an empty text when the client has cancelled and waits for none
    //
    [[nodiscard]] http::Task<std::string> run(Inquiry inquiry);

    [[nodiscard]] std::uint32_t inFlight() const { return m_inFlight; }

    // Cancels calls of keys that may no longer be used (D-34), and those whose client has been away
    // for longer than their answers would be kept.
    void cancelForsaken(const api::GatewayConfig& config);

    // At the end of the gateway: every running call is cancelled and recorded as such.
    void cancelAll(const std::string& reason);

private:
    struct Route;
    class InFlight;

    [[nodiscard]] http::Task<Route> resolve(const Inquiry& inquiry, const protocol::ToolCall& call);
    [[nodiscard]] http::Task<std::string> deny(const Inquiry& inquiry,
                                               const protocol::ToolCall& call,
                                               const Route& route,
                                               const CallId& id);
    [[nodiscard]] http::Task<std::string> execute(const Inquiry& inquiry,
                                                  const protocol::ToolCall& call,
                                                  const Route& route,
                                                  const CallId& id);
    [[nodiscard]] http::Task<Result<upstream::CallReply>>
    ask(const Inquiry& inquiry, const protocol::ToolCall& call, const Route& route);
    [[nodiscard]] std::function<bool(bool relisted)> stillAllowed(const Inquiry& inquiry,
                                                                  const Route& route) const;
    void announce(const api::ActivityRow& row, const Result<audit::Receipt>& receipt);
    [[nodiscard]] audit::CallIntent intentOf(const Inquiry& inquiry,
                                             const protocol::ToolCall& call,
                                             const Route& route,
                                             const CallId& id) const;
    [[nodiscard]] api::ActivityRow
    rowOf(const Inquiry& inquiry, const Route& route, const CallId& id) const;

    Parts m_parts;
    std::uint32_t m_inFlight = 0;
    std::map<KeyId, std::uint32_t> m_inFlightOfKey;
    std::map<std::shared_ptr<CallHandle>, KeyId> m_running;
};

} // namespace portcullis::engine
