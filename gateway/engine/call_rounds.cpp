#include "gateway/engine/bridged_features.h"
#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/call_records.h"
#include "gateway/protocol/client_answer.h"

#include <utility>

// How a call talks with its server, in one round or in several.
namespace portcullis::engine {

using http::Task;

namespace {

constexpr const char* kInvalidState = "Invalid requestState";
constexpr auto kStateLife = std::chrono::hours(24); // of what servers give out themselves (D-14)

// G-25. Told before the state counts as used: its client may come back with better answers.
std::optional<std::string> faultOfRound(const ParkedCalls& parked,
                                        const Inquiry& inquiry,
                                        const protocol::ClientCall& call,
                                        const std::optional<RoundState>& state)
{
    if (state && !state->handle.empty()) {
        const auto waits = parked.find(inquiry.who.key->id, state->handle);
        return waits ? waits->faultOf(call.inputResponses, inquiry.revision) : std::nullopt;
    }
    const bool refused = call.requestState && !state; // for that reason, whatever the answers are
    return refused ? std::nullopt
                   : protocol::faultOfUntoldAnswers(call.inputResponses, inquiry.revision);
}

CallTurn failed(ErrorCode code, std::string message)
{
    return {fail(code, std::move(message)), {}, {}, {}, {}};
}

CallTurn notSent()
{
    return failed(ErrorCode::Cancelled,
                  "The client cancelled the call before it reached the server.");
}

// D-08: nothing is sent again by itself.
CallTurn lostOn(const ServerId& server)
{
    return failed(ErrorCode::Unavailable,
                  "Portcullis was restarted while the server " + server.str() +
                      " waited for your answer; the call may have had effects.");
}

// Folders that an administrator has named for the server, where its client declares none.
void standInForRoots(Inquiry& inquiry, const Route& route)
{
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, route.server);
    if (config != nullptr && !config->roots.empty() && !inquiry.client.features.roots) {
        inquiry.client.features.roots = true; // the gateway itself fulfils it (D-81)
        inquiry.client.gatewayRoots = protocol::writeRoots(config->roots);
    }
}

Conversation::Target
targetOf(const Inquiry& inquiry, const protocol::ClientCall& call, const Route& route)
{
    Conversation::Target target;
    target.kind = route.kind;
    target.name = route.name;
    if (route.kind != protocol::CallKind::Resource) {
        target.arguments = call.arguments.exists() ? std::string(call.arguments.raw()) : "{}";
    }
    target.server = route.server.str();
    target.asks = inquiry.profile.aggregated() ? route.server.str() : std::string();
    target.uris = urisFor(inquiry, route.server);
    return target;
}

} // namespace

// What an earlier round has left. Tampered, foreign and expired states are told apart by nobody
// (B-47); a handle leads back once (B-49), for one request however often it arrives (B-52).
std::expected<CallPipeline::Round, protocol::RpcError>
CallPipeline::openRound(const Inquiry& inquiry,
                        const protocol::ClientCall& call,
                        const Route& route,
                        const http::asio::any_io_executor& executor)
{
    Round round;
    const KeyId& key = inquiry.who.key->id;
    const auto state = call.requestState
                           ? openState(m_parts.sealer, key, route, call, m_parts.clock.wallNow())
                           : std::nullopt;
    if (const auto fault = faultOfRound(m_parked, inquiry, call, state)) {
        return std::unexpected(protocol::RpcError{
            protocol::code::kInvalidParams, "Invalid params: inputResponses: " + *fault, {}});
    }
    if (!call.requestState) {
        return round;
    }
    RetryMemory::Entry entry;
    if (state) {
        entry =
            m_retries.enter(executor, *call.requestState, std::string(call.inputResponses.raw()));
    }
    if (entry.kind == RetryMemory::Kind::Repeated) {
        round.earlier = std::move(entry.retry);
        return round;
    }
    if (entry.kind == RetryMemory::Kind::Full) {
        return std::unexpected(
            protocol::RpcError{protocol::code::kInternalError,
                               "Too many requests have come back with a state; try again in a "
                               "minute.",
                               {}});
    }
    if (entry.kind == RetryMemory::Kind::First && takeState(key, *state, round)) {
        round.retry = std::move(entry.retry);
        return round;
    }
    return std::unexpected(protocol::RpcError{protocol::code::kInvalidParams, kInvalidState, {}});
}

bool CallPipeline::takeState(const KeyId& key, const RoundState& state, Round& round)
{
    if (!state.handle.empty()) {
        round.lost = !m_parked.isOwn(state.handle);
        round.parked = round.lost ? nullptr : m_parked.take(key, state.handle);
        return round.lost || round.parked != nullptr;
    }
    round.state =
        state.kept.empty() ? state.state : m_keptStates.find(key, state.kept).value_or("");
    return !round.state.empty();
}

// The answer that the same request was given before, under this one's id.
Task<CallPipeline::Ending> CallPipeline::repeat(const Inquiry& inquiry,
                                                std::shared_ptr<Retry> earlier)
{
    const auto ended = co_await Retry::ended(std::move(earlier));
    Ending ending{{}, fail(ErrorCode::AlreadyExists, "The request has come twice."), nullptr};
    const auto answer = JsonDocument::parse(ended ? ended->answer : std::string());
    if (!answer) {
        ending.conclusion.outcome = api::Outcome::RpcError;
        ending.conclusion.error = "repeated";
        ending.conclusion.answer = protocol::writeError(
            inquiry.message.id, {protocol::code::kInvalidParams, kInvalidState, {}});
        co_return ending;
    }
    const JsonValue root = answer->root();
    ending.conclusion = *ended;
    ending.conclusion.error = "repeated";
    ending.conclusion.answer =
        root["result"].exists()
            ? protocol::writeResult(inquiry.message.id, root["result"].raw())
            : protocol::writeError(inquiry.message.id, protocol::readError(root["error"]));
    co_return ending;
}

Task<CallPipeline::Turn> CallPipeline::ask(const Inquiry& inquiry,
                                           const protocol::ClientCall& call,
                                           const Route& route,
                                           Round round)
{
    if (inquiry.handle->cancelled()) {
        co_return notSent();
    }
    if (round.lost) {
        co_return lostOn(route.server);
    }
    const auto executor = co_await http::asio::this_coro::executor;
    const std::shared_ptr<void> louder = co_await hearMore(inquiry, route.server);
    std::shared_ptr<Conversation> talk = std::move(round.parked);
    Conversation::Turn turn;
    if (talk) {
        turn = co_await talk->resume(inquiry, call.inputResponses);
    } else {
        talk = std::make_shared<Conversation>(
            executor, m_parts.elicitations, targetOf(inquiry, call, route));
        Conversation::Opening opening{
            requestOf(inquiry, call, route, round.timeLimit),
            protocol::writeServerAnswers(call.inputResponses, urisFor(inquiry, route.server)),
            std::move(round.state)};
        if (!co_await awaitTurn(inquiry, route.server, talk)) {
            co_return notSent();
        }
        turn = co_await talk->begin(inquiry, senderTo(inquiry, route.server), std::move(opening));
    }
    if (turn.reply) {
        co_return Turn{std::move(*turn.reply), {}, {}, std::move(turn.note), std::move(turn.flag)};
    }
    co_return Turn{fail(ErrorCode::Unavailable, "The server waits for its client."),
                   std::move(talk),
                   std::move(turn.questions),
                   std::move(turn.note),
                   std::move(turn.flag)};
}

// Where a question does not say in which call it is asked, calls that may be asked take turns.
// False when the client has cancelled meanwhile.
Task<bool> CallPipeline::awaitTurn(const Inquiry& inquiry,
                                   const ServerId& server,
                                   std::shared_ptr<Conversation> talk)
{
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, server);
    const bool addressed = config == nullptr || config->transport == api::Transport::Http;
    if (addressed || !inquiry.client.features.any()) {
        co_return true;
    }
    const upstream::Server* running = m_parts.servers.findFor(server, callerOf(inquiry));
    const auto mode = running != nullptr && running->asksWithoutAddress()
                          ? AskingTurns::Mode::Alone
                          : AskingTurns::Mode::Beside;
    const auto owner = m_parts.servers.ownerOf(server, inquiry.who.key->id, inquiry.client.session);
    std::string place = server.str() + " " + owner.key.str() + " " + owner.session;
    auto turn = co_await m_turns.enter(std::move(place), talk, inquiry.handle, mode);
    const bool goes = turn != nullptr && !inquiry.handle->cancelled();
    talk->hold(std::move(turn));
    co_return goes;
}

// A client without a session says with each request which messages it wants; a server of the
// session era has to be told before (D.1 row 16).
Task<std::shared_ptr<void>> CallPipeline::hearMore(const Inquiry& inquiry, ServerId server)
{
    const bool stateless = protocol::eraOf(inquiry.revision) == protocol::Era::Stateless;
    const auto level =
        stateless && inquiry.client.logLevel ? inquiry.client.logLevel() : std::nullopt;
    if (!level) {
        co_return nullptr;
    }
    co_return co_await m_parts.logLevels.raise(std::move(server), callerOf(inquiry), *level);
}

// What a server may ask this client for. What clients know of "this server" is, at the endpoint of
// all servers, what they know of every one (D-27). A sign-in at a web page would count for
// everybody who shares the server's connection (D-19).
protocol::ClientFeatures CallPipeline::featuresFor(const Inquiry& inquiry, const Route& route)
{
    const api::ServerConfig* config = api::findServer(*inquiry.who.access->config, route.server);
    protocol::ClientFeatures features = config == nullptr
                                            ? inquiry.client.features
                                            : withheldFrom(*config, inquiry.client.features);
    features.samplingContext = features.samplingContext && !inquiry.profile.aggregated();
    features.elicitationUrl =
        features.elicitationUrl && mayHaveUrlsOpened(*inquiry.who.access->config, route.server);
    return features;
}

void CallPipeline::settleFeatures(Inquiry& inquiry, Route& route)
{
    inquiry.client.declared = inquiry.client.features;
    inquiry.client.features = featuresFor(inquiry, route);
    standInForRoots(inquiry, route);
    route.credential = credentialOf(*inquiry.who.access, route.server);
}

// Looked up when it is needed: the configuration may have changed since.
Conversation::Send CallPipeline::senderTo(const Inquiry& inquiry, const ServerId& server)
{
    const ServerPool::Caller caller = callerOf(inquiry);
    return [this, server, caller](
               upstream::CallRequest request,
               upstream::CallEvents events) -> std::shared_ptr<upstream::PendingCall> {
        request.key = caller.key.str();
        upstream::Server* running = m_parts.servers.findFor(server, caller);
        return running == nullptr ? nullptr : running->call(std::move(request), std::move(events));
    };
}

upstream::CallRequest CallPipeline::requestOf(const Inquiry& inquiry,
                                              const protocol::ClientCall& call,
                                              const Route& route,
                                              std::chrono::milliseconds timeLimit) const
{
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
    request.timeout = timeLimit;
    request.longest = inquiry.who.access->config->settings.limits.longestCall;
    request.stillAllowed = m_router.stillAllowed(inquiry, call, route);
    return request;
}

// A stateless client is told what its server wants, and comes back with it (B-45 to B-49).
Conclusion CallPipeline::askBack(const Inquiry& inquiry,
                                 const protocol::ClientCall& call,
                                 const Route& route,
                                 const Turn& turn)
{
    const KeyId& key = inquiry.who.key->id;
    const api::Limits& limits = inquiry.who.access->config->settings.limits;
    const auto handle = m_parked.park(key, turn.asks, limits);
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
    const WallTime expires = m_parts.clock.wallNow() + limits.parkedLife;
    return concludeAsking(
        inquiry,
        protocol::writeInputRequired(
            turn.questions,
            sealState(m_parts.sealer, key, route, call, RoundState{*handle, {}, {}}, expires)));
}

// A server of the stateless era has answered with what it wants: its state goes out sealed (D-13).
Conclusion CallPipeline::passOn(const Inquiry& inquiry,
                                const protocol::ClientCall& call,
                                const Route& route,
                                const upstream::CallReply& reply)
{
    auto requests = protocol::readInputRequests(reply.result["inputRequests"]);
    if (!requests) {
        return conclude(inquiry, route, fail(std::move(requests.error())));
    }
    for (const protocol::ClientRequest& request : *requests) {
        const auto params =
            JsonDocument::parse(request.params.empty() ? std::string("{}") : request.params);
        const JsonValue asked = params ? params->root() : JsonValue();
        if (!protocol::mayBeAsked(inquiry.client.features, request.method, asked)) {
            Conclusion refused =
                conclude(inquiry, route, fail(notOffered(request.method, asked))); // B-46
            refused.error = isSecretForm(request.method, asked) ? kAsksForSecret : refused.error;
            return refused;
        }
    }
    if (!inquiry.client.gatewayRoots.empty()) {
        // They are no question to this client; the server gets them when it asks for nothing else.
        std::erase_if(*requests, [](const auto& request) { return request.method == kListRoots; });
    }
    rewriteQuestions(inquiry, route.server, *requests);
    const JsonValue given = reply.result["requestState"];
    const auto state = stateForClient(inquiry, call, route, given);
    if (given.exists() && !state) {
        return conclude(
            inquiry,
            route,
            fail(ErrorCode::ProtocolError, "The state that it wants back is too large to keep."));
    }
    return concludeAsking(inquiry, protocol::writeInputRequired(*requests, state));
}

// A server's own state on its way to the client: sealed, or kept here where it is too large (B-53).
std::optional<std::string> CallPipeline::stateForClient(const Inquiry& inquiry,
                                                        const protocol::ClientCall& call,
                                                        const Route& route,
                                                        JsonValue given)
{
    if (!given.exists()) {
        return std::nullopt;
    }
    const KeyId& key = inquiry.who.key->id;
    const WallTime now = m_parts.clock.wallNow();
    std::string own(given.raw());
    std::string sealed =
        sealState(m_parts.sealer, key, route, call, RoundState{{}, own, {}}, now + kStateLife);
    if (sealed.size() <= inquiry.who.access->config->settings.limits.requestStateBytes) {
        return sealed;
    }
    const auto kept = m_keptStates.keep(key, std::move(own));
    return kept ? std::optional(sealState(m_parts.sealer,
                                          key,
                                          route,
                                          call,
                                          RoundState{{}, {}, *kept},
                                          now + KeptStates::kLife))
                : std::nullopt;
}

} // namespace portcullis::engine
