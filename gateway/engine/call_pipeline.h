#pragma once

#include "gateway/audit/audit_log.h"
#include "gateway/engine/activity_meter.h"
#include "gateway/engine/asking_turns.h"
#include "gateway/engine/budget_desk.h"
#include "gateway/engine/call_route.h"
#include "gateway/engine/call_steps.h"
#include "gateway/engine/event_hub.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/kept_states.h"
#include "gateway/engine/log_levels.h"
#include "gateway/engine/parked_calls.h"
#include "gateway/engine/request_state.h"
#include "gateway/engine/retry_memory.h"
#include "gateway/engine/server_pool.h"
#include "gateway/engine/stage_times.h"
#include "gateway/engine/task_answers.h"
#include "gateway/engine/tool_catalog.h"
#include "gateway/engine/url_elicitations.h"
#include "gateway/http/async.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace portcullis::engine {

struct CallRefusal;

// The way of one call of a tool, a prompt or a resource, and of a request about a task: resolve,
// decide, record the intent, ask the server, record the outcome, answer. Nothing reaches a server
// before its intent is committed; nothing reaches the client before its outcome is committed; a
// tool that is not allowed is answered like one that does not exist.
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
        OfferCatalog& offers;
        ServerPool& servers;
        const TokenSealer& sealer;
        ActivityMeter& meter;
        BudgetDesk& budgets;
        EventHub& events;
        const Clock& clock;
        StageTimes& times;
        LogLevels& logLevels;
        UrlElicitations& elicitations;
        std::function<AccessPtr()> access; // in force now
    };

    explicit CallPipeline(Parts parts);

    // The JSON-RPC answer; empty when the client has cancelled and waits for none.
    [[nodiscard]] http::Task<std::string> run(Inquiry inquiry);

    // The same for tasks/get, tasks/update and tasks/cancel of the stateless era.
    [[nodiscard]] http::Task<std::string> runTask(Inquiry inquiry);

    [[nodiscard]] std::uint32_t inFlight() const { return m_inFlight; }

    // Cancels calls of keys that may no longer be used (D-34), and those whose client has been away
    // for longer than their answers would be kept.
    void cancelForsaken(const api::GatewayConfig& config);

    // At the end of the gateway: every running call is cancelled and recorded as such.
    void cancelAll(const std::string& reason);

private:
    // Counts a call as long as it lives.
    class InFlight
    {
    public:
        InFlight(CallPipeline& pipeline, KeyId key, std::shared_ptr<CallHandle> handle);
        ~InFlight();
        InFlight(const InFlight&) = delete;
        InFlight& operator=(const InFlight&) = delete;
        InFlight(InFlight&&) = delete;
        InFlight& operator=(InFlight&&) = delete;

        [[nodiscard]] std::uint32_t ofKey() const { return m_pipeline.m_inFlightOfKey[m_key]; }

    private:
        CallPipeline& m_pipeline;
        KeyId m_key;
        std::shared_ptr<CallHandle> m_handle;
    };

    using Round = CallRound;
    using Turn = CallTurn;
    using Ending = CallEnding;

    [[nodiscard]] std::expected<Round, protocol::RpcError>
    openRound(const Inquiry& inquiry,
              const protocol::ClientCall& call,
              const Route& route,
              const http::asio::any_io_executor& executor);
    [[nodiscard]] static protocol::ClientFeatures featuresFor(const Inquiry& inquiry,
                                                              const Route& route);
    // What the route's server may ask of the client, and with which credentials it is reached.
    static void settleFeatures(Inquiry& inquiry, Route& route);
    [[nodiscard]] bool takeState(const KeyId& key, const RoundState& state, Round& round);
    [[nodiscard]] http::Task<Ending> end(const Inquiry& inquiry,
                                         const protocol::ClientCall& call,
                                         const Route& route,
                                         const CallId& id,
                                         Round round);
    [[nodiscard]] static http::Task<Ending> repeat(const Inquiry& inquiry,
                                                   std::shared_ptr<Retry> earlier);
    // `refusal`, if there is one, is the reason; else the route's decision.
    [[nodiscard]] http::Task<std::string> deny(const Inquiry& inquiry,
                                               const protocol::ClientCall& call,
                                               Route route,
                                               const CallId& id,
                                               const CallRefusal* refusal);
    [[nodiscard]] http::Task<std::string> execute(const Inquiry& inquiry,
                                                  const protocol::ClientCall& call,
                                                  const Route& route,
                                                  const CallId& id,
                                                  Round round,
                                                  BudgetHold held);
    [[nodiscard]] http::Task<Turn>
    ask(const Inquiry& inquiry, const protocol::ClientCall& call, const Route& route, Round round);
    [[nodiscard]] http::Task<bool>
    awaitTurn(const Inquiry& inquiry, const ServerId& server, std::shared_ptr<Conversation> talk);
    // Lives as long as the client's request runs.
    [[nodiscard]] http::Task<std::shared_ptr<void>> hearMore(const Inquiry& inquiry,
                                                             ServerId server);
    [[nodiscard]] Conversation::Send senderTo(const Inquiry& inquiry, const ServerId& server);
    [[nodiscard]] upstream::CallRequest requestOf(const Inquiry& inquiry,
                                                  const protocol::ClientCall& call,
                                                  const Route& route,
                                                  std::chrono::milliseconds timeLimit) const;
    [[nodiscard]] Conclusion concludeTurn(const Inquiry& inquiry,
                                          const protocol::ClientCall& call,
                                          const Route& route,
                                          const CallId& id,
                                          const Turn& turn);
    [[nodiscard]] Conclusion passOn(const Inquiry& inquiry,
                                    const protocol::ClientCall& call,
                                    const Route& route,
                                    const upstream::CallReply& reply);
    [[nodiscard]] std::optional<std::string> stateForClient(const Inquiry& inquiry,
                                                            const protocol::ClientCall& call,
                                                            const Route& route,
                                                            JsonValue given);
    [[nodiscard]] Conclusion askBack(const Inquiry& inquiry,
                                     const protocol::ClientCall& call,
                                     const Route& route,
                                     const Turn& turn);

    [[nodiscard]] Conclusion handOver(const Inquiry& inquiry,
                                      const Route& route,
                                      const CallId& id,
                                      const upstream::CallReply& reply) const;
    [[nodiscard]] http::Task<std::string>
    pollTask(const Inquiry& inquiry, const TaskVisit& visit, BudgetHold held);
    [[nodiscard]] http::Task<std::string>
    changeTask(const Inquiry& inquiry, const TaskVisit& visit, BudgetHold held);
    [[nodiscard]] http::Task<Result<upstream::CallReply>>
    askTask(const Inquiry& inquiry, const TaskVisit& visit, const BudgetHold& held);
    [[nodiscard]] http::Task<Result<audit::Receipt>>
    recordIntent(const Inquiry& inquiry, const TaskVisit& visit, const BudgetHold& held);
    [[nodiscard]] http::Task<std::string> recordOutcome(const Inquiry& inquiry,
                                                        const TaskVisit& visit,
                                                        std::int64_t intent,
                                                        TaskAnswer answer,
                                                        BudgetHold held,
                                                        std::int64_t askedMicros);
    void announce(const api::ActivityRow& row, const Result<audit::Receipt>& receipt);
    [[nodiscard]] audit::CallIntent intentOf(const Inquiry& inquiry,
                                             const protocol::ClientCall& call,
                                             const Route& route,
                                             const CallId& id,
                                             const BudgetHold& held) const;
    [[nodiscard]] api::ActivityRow rowOf(const Inquiry& inquiry,
                                         const protocol::ClientCall& call,
                                         const Route& route,
                                         const CallId& id) const;

    Parts m_parts;
    CallRouter m_router;
    ParkedCalls m_parked;
    KeptStates m_keptStates;
    RetryMemory m_retries;
    AskingTurns m_turns;
    HandedOut m_handedOut;
    std::uint32_t m_inFlight = 0;
    std::map<KeyId, std::uint32_t> m_inFlightOfKey;
    std::map<std::shared_ptr<CallHandle>, KeyId> m_running;
};

} // namespace portcullis::engine
