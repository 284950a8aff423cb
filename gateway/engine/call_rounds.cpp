#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/call_records.h"

#include <utility>

// How a call talks with its server, in one round or in several.
namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kStateLife = std::chrono::hours(24); // of what servers give out themselves (D-14)

}

// What an earlier round has left. Tampered, foreign and expired states are told apart by nobody
// (B-47); a handle leads back once (B-49).
std::expected<CallPipeline::Round, protocol::RpcError> CallPipeline::openRound(
    const Inquiry& inquiry, const protocol::ClientCall& call, const Route& route)
{
    Round round;
    if (!call.requestState) {
        return round;
    }
    const KeyId& key = inquiry.who.key->id;
    const auto state = openState(m_parts.sealer, key, route, call, m_parts.clock.wallNow());
    if (state && !state->handle.empty()) {
        round.parked = m_parked.take(key, state->handle);
    } else if (state) {
        round.state = state->state;
    }
    if (!round.parked && !round.state) {
        return std::unexpected(
            protocol::RpcError{protocol::code::kInvalidParams, "Invalid requestState", {}});
    }
    return round;
}

Task<CallPipeline::Turn> CallPipeline::ask(const Inquiry& inquiry,
                                           const protocol::ClientCall& call,
                                           const Route& route,
                                           Round round)
{
    if (inquiry.handle->cancelled()) {
        co_return Turn{fail(ErrorCode::Cancelled,
                            "The client cancelled the call before it reached the server."),
                       {},
                       {}};
    }
    const auto executor = co_await http::asio::this_coro::executor;
    std::shared_ptr<Conversation> talk = std::move(round.parked);
    Conversation::Turn turn;
    if (talk) {
        turn = co_await talk->resume(inquiry, call.inputResponses);
    } else {
        talk = std::make_shared<Conversation>(executor, targetOf(inquiry, call, route));
        Conversation::Opening opening{requestOf(inquiry, call, route),
                                      std::string(call.inputResponses.raw()),
                                      std::move(round.state)};
        turn = co_await talk->begin(inquiry, senderTo(inquiry, route.server), std::move(opening));
    }
    if (turn.reply) {
        co_return Turn{std::move(*turn.reply), {}, {}};
    }
    co_return Turn{fail(ErrorCode::Unavailable, "The server waits for its client."),
                   std::move(talk),
                   std::move(turn.questions)};
}

Conversation::Target
CallPipeline::targetOf(const Inquiry& inquiry, const protocol::ClientCall& call, const Route& route)
{
    Conversation::Target target;
    target.kind = route.kind;
    target.name = route.name;
    if (route.kind != protocol::CallKind::Resource) {
        target.arguments = call.arguments.exists() ? std::string(call.arguments.raw()) : "{}";
    }
    target.server = route.server.str();
    target.asks = inquiry.profile.aggregated() ? route.server.str() : std::string();
    return target;
}

// Looked up when it is needed: the configuration may have changed since.
Conversation::Send CallPipeline::senderTo(const Inquiry& inquiry, const ServerId& server)
{
    return [this, server, features = inquiry.client.features](
               upstream::CallRequest request,
               upstream::CallEvents events) -> std::shared_ptr<upstream::PendingCall> {
        upstream::Server* running = m_parts.servers.findFor(server, features);
        return running == nullptr ? nullptr : running->call(std::move(request), std::move(events));
    };
}

upstream::CallRequest CallPipeline::requestOf(const Inquiry& inquiry,
                                              const protocol::ClientCall& call,
                                              const Route& route) const
{
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, route.server);
    upstream::CallRequest request;
    request.method = std::string(protocol::methodOf(route.kind));
    request.name = route.name;
    request.arguments = call.arguments.exists() ? std::string(call.arguments.raw()) : "{}";
    request.meta = protocol::forwardedMeta(call.meta);
    protocol::ClientFeatures features = inquiry.client.features;
    features.tasks = route.kind == protocol::CallKind::Tool; // the gateway can drive them (D-81)
    request.capabilities = protocol::writeClientFeatures(features);
    if (features.tasks) {
        request.tasks =
            inquiry.client.features.tasks ? upstream::TaskUse::PassedOn : upstream::TaskUse::Driven;
    }
    if (const auto level = inquiry.client.logLevel ? inquiry.client.logLevel() : std::nullopt) {
        request.logLevel = protocol::logLevelName(*level);
    }
    request.wantsProgress = !call.progressToken.empty() && inquiry.notify != nullptr;
    if (config != nullptr) {
        request.timeout = config->callTimeout;
    }
    request.stillAllowed = m_router.stillAllowed(inquiry, route);
    return request;
}

// A stateless client is told what its server wants, and comes back with it (B-45 to B-49).
Conclusion CallPipeline::askBack(const Inquiry& inquiry,
                                 const protocol::ClientCall& call,
                                 const Route& route,
                                 const Turn& turn)
{
    const KeyId& key = inquiry.who.key->id;
    const auto handle = m_parked.park(key, turn.asks);
    if (!handle) {
        turn.asks->abandon("too many calls wait for their clients");
        Conclusion full;
        full.outcome = api::Outcome::RpcError;
        full.error = "too_many_parked";
        full.answer = protocol::writeError(
            inquiry.message.id,
            {protocol::code::kInternalError,
             "Too many calls of this key wait for an answer; answer one and try again.",
             {}});
        return full;
    }
    const WallTime expires = m_parts.clock.wallNow() + ParkedCalls::kLife;
    return concludeAsking(
        inquiry,
        protocol::writeInputRequired(
            turn.questions,
            sealState(m_parts.sealer, key, route, call, RoundState{*handle, {}}, expires)));
}

// A server of the stateless era has answered with what it wants: its state goes out sealed (D-13).
Conclusion CallPipeline::passOn(const Inquiry& inquiry,
                                const protocol::ClientCall& call,
                                const Route& route,
                                const upstream::CallReply& reply) const
{
    auto requests = protocol::readInputRequests(reply.result["inputRequests"]);
    if (!requests) {
        return conclude(inquiry, route, fail(std::move(requests.error())));
    }
    rewriteQuestions(inquiry, route.server, *requests);
    std::optional<std::string> state;
    if (const JsonValue given = reply.result["requestState"]; given.exists()) {
        state = sealState(m_parts.sealer,
                          inquiry.who.key->id,
                          route,
                          call,
                          RoundState{{}, given.string()},
                          m_parts.clock.wallNow() + kStateLife);
    }
    return concludeAsking(inquiry, protocol::writeInputRequired(*requests, state));
}

} // namespace portcullis::engine
