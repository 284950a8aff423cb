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

// Some clients forget the session id on tools/call: they are served without a session,
// unless the settings refuse that.
protocol::Revision revisionOf(const std::shared_ptr<Session>& session,
                              const protocol::SessionMessages& messages)
{
    return session ? session->revision
                   : messages.headerRevision.value_or(protocol::Revision::V2025_03_26);
}

// Of a batch there is none.
std::string_view idOf(const protocol::SessionMessages& messages)
{
    return messages.batch ? std::string_view() : messages.messages.front().id;
}

//
std::optional<http::Response> checkRevision(const std::shared_ptr<Session>& session,
                                            protocol::Revision revision,
                                            const protocol::SessionMessages& messages)
{
    const bool hasHeader = revision > protocol::Revision::V2025_03_26;
    if (session && hasHeader && messages.headerRevision && *messages.headerRevision != revision) {
        return sessionError(400,
                            protocol::code::kInvalidRequest,
                            "MCP-Protocol-Version is not the negotiated one",
                            idOf(messages));
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
    , m_admission({api::KeyTransport::Http,
                   m_parts.refusals,
                   m_parts.meter,
                   m_parts.sessions.streams(),
                   m_parts.clock,
                   m_parts.access})
{}

Destination HttpEndpoint::destinationOf(const http::RequestHead& head)
{
    return {profileOf(head.path), hasKeyInQuery(head.query)};
}

std::optional<http::Response> HttpEndpoint::admit(const http::RequestHead& head)
{
    Visitor visitor;
    auto refused = m_admission.admit(head, destinationOf(head), visitor);
    return refused ? std::move(refused) : checkForm(head, visitor.who.key->lenientAccept);
}

StreamPlace HttpEndpoint::streamPlace(const http::RequestHead& head, const Visitor& visitor)
{
    if (visitor.who.key->lenientAccept && head.method == "POST" && acceptsNoStream(head)) {
        return {};
    }
    return [this, key = visitor.who.key->id, access = visitor.who.access] {
        return m_admission.takeStream(key, *access);
    };
}

Task<> HttpEndpoint::handle(http::Exchange& exchange)
{
    Visitor visitor;
    // Rights may have changed while the body came in.
    const http::RequestHead& head = exchange.request().head;
    if (auto refused = m_admission.identify(head, destinationOf(head), visitor)) {
        http::Response response = std::move(*refused);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const std::string& method = head.method;
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
    const JsonLimits limits = messageLimits(*visitor.who.access);
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
    const http::RequestHead& head = exchange.request().head;
    inquiry.caller = m_admission.callerOf(head.peer, visitor);
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
    if (auto refused = findSession(headers, visitor, idOf(messages), session)) {
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
              [this, &peer, &visitor] { return m_admission.take(peer, visitor); },
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
    std::optional<protocol::RpcError> wrong;
    if (inquiry.message.kind != protocol::MessageKind::Notification) {
        wrong = session ? session->questions.answered(inquiry.document, inquiry.message)
                        : std::optional(nobodyWaits());
    } else if (session) {
        m_parts.service.notified(visitor.who, *session, inquiry.message);
    }
    http::Response response =
        wrong ? sessionError(400, wrong->code, wrong->message, inquiry.message.id)
              : http::emptyResponse(202);
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
