#include "gateway/engine/client_binding.h"
#include "gateway/engine/http_answer.h"
#include "gateway/engine/http_batch.h"
#include "gateway/engine/http_gate.h"
#include "gateway/engine/http_responses.h"
#include "gateway/engine/sse_endpoint_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

// What is POSTed to a session of HTTP+SSE. A POST is answered at once and without meaning; what it
// asks for is answered on the stream.
namespace portcullis::engine {

using http::Task;

namespace {

constexpr auto kInvalid = protocol::code::kInvalidRequest;

http::Response accepted()
{
    return http::emptyResponse(202);
}

} // namespace

http::Response SseEndpoint::receive(const http::Request& request, const Visitor& visitor)
{
    if (!messageSession(request.head.query)) {
        return sessionError(400, kInvalid, "Send messages to the address of the endpoint event");
    }
    const ClientPtr client = findClient(request.head, visitor);
    const JsonLimits limits = messageLimits(*visitor.who.access);
    auto document = JsonDocument::parseShared(request.body, limits);
    if (!client) { // of another key, too
        return sessionNotFound(document ? protocol::readId((*document)->root()) : "");
    }
    if (!document) {
        return refusal(protocol::notJson(document.error()));
    }
    const protocol::Inbound inbound = protocol::classifyLine(**document);
    if (const auto* refused = std::get_if<protocol::Refusal>(&inbound)) {
        return refusal(*refused);
    }
    const auto* messages = std::get_if<protocol::SessionMessages>(&inbound);
    if (messages == nullptr) {
        return sessionError(400,
                            kInvalid,
                            "This transport speaks 2024-11-05 alone: use /mcp",
                            protocol::readId((*document)->root()));
    }
    Inquiry inquiry = inquiryFor(client, request, visitor);
    inquiry.document = *document;
    if (messages->batch) {
        return receiveBatch(
            client, messages->messages, request.head.peer, visitor, std::move(inquiry));
    }
    inquiry.message = messages->messages.front();
    return receiveOne(client, std::move(inquiry));
}

http::Response SseEndpoint::receiveOne(const ClientPtr& client, Inquiry inquiry)
{
    const protocol::Message& message = inquiry.message;
    if (message.kind == protocol::MessageKind::Notification) {
        m_parts.service.notified(inquiry.who, *client->session, message);
        return accepted();
    }
    if (message.kind != protocol::MessageKind::Request) {
        const auto wrong = client->session->questions.answered(inquiry.document, message);
        return wrong ? sessionError(400, wrong->code, wrong->message, message.id)
                     : accepted(); // G-28
    }
    if (message.method == "initialize") {
        initialize(*client, inquiry);
    } else if (!client->initialized && message.method != "ping") {
        client->write(protocol::writeError(
            message.id, {kInvalid, "Not initialized: send initialize first", {}}));
    } else {
        start(client, std::move(inquiry));
    }
    return accepted();
}

// one array in, one array out.
http::Response SseEndpoint::receiveBatch(const ClientPtr& client,
                                         std::vector<protocol::Message> messages,
                                         const http::Peer& peer,
                                         const Visitor& visitor,
                                         Inquiry common)
{
    if (!client->initialized || messages.size() > kMaxBatch) {
        return sessionError(400,
                            kInvalid,
                            client->initialized ? "A batch may have at most " +
                                                      std::to_string(kMaxBatch) + " messages"
                                                : "Not initialized: send initialize first");
    }
    auto run = [](ClientPtr who, Batch batch, std::shared_ptr<void> hold) -> Task<> {
        static_cast<void>(hold);
        const std::vector<std::string> answers = co_await answerBatch(std::move(batch));
        who->write(batchText(answers));
    };
    Batch batch{m_parts.service,
                client->session,
                std::move(messages),
                std::move(common),
                [this, peer, visitor] { return m_admission.take(peer, visitor); }};
    http::asio::co_spawn(
        m_parts.executor, run(client, std::move(batch), m_parts.hold()), http::asio::detached);
    return accepted();
}

void SseEndpoint::initialize(Client& client, const Inquiry& inquiry)
{
    const protocol::Message& message = inquiry.message;
    const auto request = protocol::readInitialize(message);
    if (!request || client.initialized) {
        const protocol::RpcError twice{kInvalid, "This session is initialized already", {}}; // G-30
        client.write(protocol::writeError(message.id, request ? twice : request.error()));
        return;
    }
    client.initialized = true;
    Session& session = *client.session;
    session.client = request->client;
    session.features = protocol::readClientFeatures(request->capabilities, session.revision);
    session.offered = m_parts.service.offered(inquiry.who, inquiry.profile, {});
    client.write(protocol::writeResult(
        message.id,
        protocol::writeInitializeResult(session.revision,
                                        m_parts.service.instructions(inquiry.who, inquiry.profile),
                                        session.offered)));
}

void SseEndpoint::start(const ClientPtr& client, Inquiry inquiry)
{
    const std::string id(inquiry.message.id);
    if (client->session->inFlight.contains(id)) {
        client->write(
            protocol::writeError(id, {kInvalid, "A request with this id is running", {}})); // G-14
        return;
    }
    auto running = std::make_unique<RunningRequest>(client->session, id, inquiry.handle);
    auto run = [](McpService& service,
                  ClientPtr who,
                  std::unique_ptr<RunningRequest> request,
                  std::string requestId,
                  Inquiry asked,
                  std::shared_ptr<void> hold) -> Task<> {
        static_cast<void>(hold);
        std::string text;
        try {
            text = co_await service.answer(std::move(asked));
        } catch (const std::exception&) {
            text = protocol::writeError(requestId,
                                        {protocol::code::kInternalError, "Internal error", {}});
        }
        request.reset(); // its id may be used again once it is answered
        who->write(text);
    };
    bindQuestions(inquiry, client->session);
    http::asio::co_spawn(
        m_parts.executor,
        run(m_parts.service, client, std::move(running), id, std::move(inquiry), m_parts.hold()),
        http::asio::detached);
}

Inquiry SseEndpoint::inquiryFor(const ClientPtr& client,
                                const http::Request& request,
                                const Visitor& visitor) const
{
    Inquiry inquiry;
    inquiry.who = visitor.who;
    inquiry.profile = visitor.profile;
    inquiry.revision = client->session->revision;
    inquiry.arrivedMicros = request.arrivedMicros;
    inquiry.handle = std::make_shared<CallHandle>();
    inquiry.caller = m_admission.callerOf(request.head.peer, visitor);
    // A copy: the request is gone when its answer goes out.
    inquiry.header = [fields = request.head.headers](std::string_view name) {
        return std::string(fields.get(name).value_or(""));
    };
    inquiry.client.send = [client](const std::string& message) { client->write(message); };
    inquiry.notify = inquiry.client.send;
    bindSession(inquiry, client->session);
    return inquiry;
}

} // namespace portcullis::engine
