#include "gateway/engine/http_endpoint.h"

#include "gateway/engine/call_records.h"
#include "gateway/engine/client_binding.h"
#include "gateway/engine/http_answer.h"
#include "gateway/engine/http_batch.h"
#include "gateway/engine/http_gate.h"
#include "gateway/engine/http_responses.h"

#include <algorithm>

namespace portcullis::engine {

using http::Task;

namespace {

http::Response unauthorized(bool presented)
{
    http::Response response =
        http::textResponse(401, "A valid virtual key is needed: Authorization: Bearer pcl_…\n");
    response.headers.set("WWW-Authenticate",
                         presented ? "Bearer error=\"invalid_token\"" : "Bearer");
    return response;
}

http::Response refusal(const protocol::Refusal& refused)
{
    return http::jsonResponse(refused.httpStatus, protocol::writeError(refused.id, refused.error));
}

// Some clients forget the session id on tools/call: they are served without a session.
protocol::Revision revisionOf(const std::shared_ptr<Session>& session,
                              const protocol::SessionMessages& messages)
{
    return session ? session->revision
                   : messages.headerRevision.value_or(protocol::Revision::V2025_03_26);
}

//
std::optional<http::Response> checkRevision(const std::shared_ptr<Session>& session,
                                            protocol::Revision revision,
                                            const protocol::SessionMessages& messages)
{
    const bool hasHeader = revision > protocol::Revision::V2025_03_26;
    if (session && hasHeader && messages.headerRevision && *messages.headerRevision != revision) {
        return sessionError(
            400, protocol::code::kInvalidRequest, "MCP-Protocol-Version is not the negotiated one");
    }
    if (messages.batch && revision > protocol::Revision::V2025_03_26) {
        return sessionError(
            400, protocol::code::kInvalidRequest, "Batches do not exist in this protocol revision");
    }
    if (messages.batch && messages.messages.size() > kMaxBatch) {
        return sessionError(400,
                            protocol::code::kInvalidRequest,
                            "A batch may have at most " + std::to_string(kMaxBatch) + " messages");
    }
    return std::nullopt;
}

} // namespace

HttpEndpoint::HttpEndpoint(Parts parts)
    : m_parts(std::move(parts))
{}

std::optional<http::Response> HttpEndpoint::admit(const http::RequestHead& head)
{
    Visitor visitor;
    auto refused = identify(head, visitor);
    if (visitor.reason != api::Reason::Allowed) {
        record(head.peer, visitor, visitor.reason);
    }
    if (refused) {
        return refused;
    }
    if (!take(head.peer, visitor)) {
        return tooMany("Too many requests of this key in this minute.\n", "60");
    }
    return checkForm(head, visitor.who.key->lenientAccept);
}

void HttpEndpoint::record(const http::Peer& peer, const Visitor& visitor, api::Reason reason)
{
    audit::Caller caller;
    caller.transport = "http";
    caller.pid = peer.pid;
    caller.executable = peer.executable;
    if (visitor.who.key != nullptr) {
        caller.key = visitor.who.key->id;
    }
    m_parts.refusals.refused(caller, sourceOf(peer), reason);
    m_parts.meter.countRefusal();
}

void HttpEndpoint::recordRateLimit(const http::Peer& peer, const Visitor& visitor)
{
    record(peer, visitor, api::Reason::RateLimited);
}

bool HttpEndpoint::take(const http::Peer& peer, const Visitor& visitor)
{
    const api::Limits& limits = visitor.who.access->config->settings.limits;
    if (m_parts.meter.takeRequest(visitor.who.key->id, limits.requestsPerMinute)) {
        return true;
    }
    recordRateLimit(peer, visitor);
    return false;
}

StreamPlace HttpEndpoint::streamPlace(const http::RequestHead& head, const Visitor& visitor)
{
    if (visitor.who.key->lenientAccept && head.method == "POST" && acceptsNoStream(head)) {
        return {};
    }
    return [this, key = visitor.who.key->id, access = visitor.who.access] {
        return m_parts.sessions.streams().take(key, access->config->settings.limits.streamsPerKey);
    };
}

// The checks that need nothing but the head, in an order that tells a stranger nothing.
std::optional<http::Response> HttpEndpoint::identify(const http::RequestHead& head,
                                                     Visitor& visitor) const
{
    if (const auto reason = checkOrigin(head)) {
        visitor.reason = *reason;
        return http::textResponse(403, "This Host or Origin may not use the gateway.\n");
    }
    const auto profile = profileOf(head.path);
    if (!profile) {
        return http::textResponse(404, "Not found. The endpoint is /mcp.\n");
    }
    if (hasKeyInQuery(head.query)) {
        return http::textResponse(
            400, "A key must not stand in the address: send it as Authorization: Bearer.\n");
    }
    visitor.profile = *profile;
    visitor.who.access = m_parts.access();
    if (!visitor.who.access) {
        http::Response response =
            http::textResponse(503, "Portcullis is locked: open it at the workstation.\n");
        response.headers.set("Retry-After", "5");
        return response;
    }
    const std::string presented = presentedKey(head.headers);
    const policy::Identification found =
        visitor.who.access->ring.identify(presented, m_parts.clock.wallNow());
    visitor.who.key = found.key;
    if (found.reason != api::Reason::Allowed) {
        visitor.reason = found.reason;
        return unauthorized(!presented.empty());
    }
    const bool hidden = !profile->aggregated() &&
                        !visitor.who.access->rights.reaches(found.key->id, profile->server);
    return hidden ? std::optional(http::textResponse(404, "Not found. The endpoint is /mcp.\n"))
                  : std::nullopt;
}

Task<> HttpEndpoint::handle(http::Exchange& exchange)
{
    Visitor visitor;
    // Rights may have changed while the body came in.
    if (auto refused = identify(exchange.request().head, visitor)) {
        http::Response response = std::move(*refused);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const std::string& method = exchange.request().head.method;
    if (method == "POST") {
        co_await post(exchange, visitor);
    } else if (method == "GET") {
        co_await openStandalone(exchange, visitor);
    } else {
        co_await endSession(exchange, visitor);
    }
}

Task<> HttpEndpoint::post(http::Exchange& exchange, const Visitor& visitor)
{
    StageTimer parseTimer(m_parts.times.parse);
    JsonLimits limits;
    limits.bytes = visitor.who.access->config->settings.limits.bodyBytes;
    auto document = JsonDocument::parseShared(exchange.request().body, limits);
    if (!document) {
        http::Response response = refusal(protocol::notJson(document.error()));
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const protocol::McpHeaders headers = mcpHeadersOf(exchange.request().head.headers);
    const protocol::Inbound inbound = protocol::classifyPost(**document, headers);
    parseTimer.stop();
    if (const auto* refused = std::get_if<protocol::Refusal>(&inbound)) {
        http::Response response = refusal(*refused);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    if (const auto* message = std::get_if<protocol::StatelessMessage>(&inbound)) {
        Inquiry inquiry = inquiryFor(exchange, visitor);
        inquiry.document = *document;
        inquiry.message = message->message;
        inquiry.revision = message->revision;
        inquiry.headers = headers;
        bindStateless(inquiry, *message);
        co_await stateless(exchange, visitor, std::move(inquiry));
        co_return;
    }
    co_await sessionMessages(
        exchange, visitor, *document, std::get<protocol::SessionMessages>(inbound), headers);
}

Inquiry HttpEndpoint::inquiryFor(const http::Exchange& exchange, const Visitor& visitor) const
{
    Inquiry inquiry;
    inquiry.who = visitor.who;
    inquiry.profile = visitor.profile;
    inquiry.arrivedMicros = exchange.request().arrivedMicros;
    inquiry.handle = std::make_shared<CallHandle>();
    inquiry.caller.key = visitor.who.key->id;
    inquiry.caller.transport = "http";
    const http::RequestHead& head = exchange.request().head;
    inquiry.caller.pid = head.peer.pid;
    inquiry.caller.executable = head.peer.executable;
    inquiry.header = [&head](std::string_view name) {
        return std::string(head.headers.get(name).value_or(""));
    };
    return inquiry;
}

Task<> HttpEndpoint::stateless(http::Exchange& exchange, const Visitor& visitor, Inquiry inquiry)
{
    if (inquiry.message.kind != protocol::MessageKind::Request) {
        http::Response accepted = http::emptyResponse(202); // B-25
        co_await exchange.respond(std::move(accepted));
        co_return;
    }
    const auto executor = co_await http::asio::this_coro::executor;
    HttpAnswer answer(
        exchange, nullptr, executor, m_parts.clock, streamPlace(exchange.request().head, visitor));
    answer.prepare(inquiry);
    const std::shared_ptr<CallHandle> handle = inquiry.handle;
    exchange.onDisconnect([handle] { handle->cancel("the client closed its connection"); }); // B-28
    const std::string text = co_await m_parts.service.answer(std::move(inquiry));
    co_await answer.finish(text);
}

Task<> HttpEndpoint::sessionMessages(http::Exchange& exchange,
                                     const Visitor& visitor,
                                     std::shared_ptr<const JsonDocument> document,
                                     const protocol::SessionMessages& messages,
                                     const protocol::McpHeaders& headers)
{
    const protocol::Message& first = messages.messages.front();
    if (!messages.batch && first.kind == protocol::MessageKind::Request &&
        first.method == "initialize") {
        co_await initialize(exchange, visitor, first, headers);
        co_return;
    }
    std::shared_ptr<Session> session;
    if (auto refused = findSession(headers, visitor, session)) {
        http::Response response = std::move(*refused);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const protocol::Revision revision = revisionOf(session, messages);
    if (auto wrong = checkRevision(session, revision, messages)) {
        http::Response response = std::move(*wrong);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    Inquiry inquiry = inquiryFor(exchange, visitor);
    inquiry.document = std::move(document);
    inquiry.revision = revision;
    if (session) {
        bindSession(inquiry, session);
    }
    if (messages.batch) {
        co_await batch(exchange, visitor, session, messages.messages, std::move(inquiry));
        co_return;
    }
    inquiry.message = first;
    co_await single(exchange, visitor, session, std::move(inquiry));
}

Task<> HttpEndpoint::batch(http::Exchange& exchange,
                           const Visitor& visitor,
                           const std::shared_ptr<Session>& session,
                           std::vector<protocol::Message> messages,
                           Inquiry common)
{
    const http::Peer& peer = exchange.request().head.peer;
    const auto running = std::make_shared<std::vector<std::shared_ptr<CallHandle>>>();
    Batch all{m_parts.service,
              session,
              std::move(messages),
              std::move(common),
              [this, &peer, &visitor] { return take(peer, visitor); },
              [running](const std::shared_ptr<CallHandle>& handle) { running->push_back(handle); }};
    exchange.onDisconnect([running, &clock = m_parts.clock] {
        for (const auto& handle : *running) {
            handle->leave(clock.monotonicNow());
        }
    });
    const std::vector<std::string> answers = co_await answerBatch(std::move(all));
    http::Response response = batchResponse(answers);
    co_await exchange.respond(std::move(response));
}

Task<> HttpEndpoint::single(http::Exchange& exchange,
                            const Visitor& visitor,
                            const std::shared_ptr<Session>& session,
                            Inquiry inquiry)
{
    if (inquiry.message.kind == protocol::MessageKind::Request) {
        co_await request(exchange, visitor, session, std::move(inquiry));
        co_return;
    }
    const bool expected = inquiry.message.kind == protocol::MessageKind::Notification;
    if (expected && session) {
        m_parts.service.notified(visitor.who, *session, inquiry.message);
    }
    const bool awaited =
        !expected && session && session->questions.answered(inquiry.document, inquiry.message);
    http::Response response = expected || awaited
                                  ? http::emptyResponse(202)
                                  : sessionError(400,
                                                 protocol::code::kInvalidRequest,
                                                 "No request waits for this response");
    co_await exchange.respond(std::move(response));
}

Task<> HttpEndpoint::request(http::Exchange& exchange,
                             const Visitor& visitor,
                             const std::shared_ptr<Session>& session,
                             Inquiry inquiry)
{
    const std::string id(inquiry.message.id);
    if (session && session->inFlight.contains(id)) {
        http::Response twice = http::jsonResponse(
            200,
            protocol::writeError(
                id, {protocol::code::kInvalidRequest, "A request with this id is running", {}}));
        co_await exchange.respond(std::move(twice));
        co_return;
    }
    const auto executor = co_await http::asio::this_coro::executor;
    HttpAnswer answer(
        exchange, session, executor, m_parts.clock, streamPlace(exchange.request().head, visitor));
    answer.prepare(inquiry);
    bindQuestions(inquiry, session);
    const RunningRequest running(session, id, inquiry.handle);
    const std::string text = co_await m_parts.service.answer(std::move(inquiry));
    co_await answer.finish(text);
}

} // namespace portcullis::engine
