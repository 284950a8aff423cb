#include "gateway/engine/client_binding.h"
#include "gateway/engine/http_batch.h"
#include "gateway/engine/line_endpoint_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

// What each message of a bridge is taken for, of either era (B-03).
namespace portcullis::engine {

using http::Task;

void LineEndpoint::receiveStateless(const ClientPtr& client,
                                    const std::shared_ptr<const JsonDocument>& document,
                                    const protocol::StatelessMessage& message)
{
    if (message.message.kind != protocol::MessageKind::Request) {
        receiveNotification(*client, message.message);
        return;
    }
    Inquiry inquiry = inquiryFor(client, document);
    inquiry.message = message.message;
    inquiry.revision = message.revision;
    bindStateless(inquiry, message);
    start(client, std::move(inquiry));
}

// A cancellation is for whichever era owns the request (B-03, B-30).
void LineEndpoint::receiveNotification(Client& client, const protocol::Message& message)
{
    const auto running = client.stateless.find(protocol::readCancelled(message));
    if (message.method == "notifications/cancelled" && running != client.stateless.end()) {
        const std::shared_ptr<CallHandle> handle = running->second;
        handle->cancel("the client cancelled the request");
    } else if (client.session) {
        m_parts.service.notified(client.who, *client.session, message);
    }
}

// one array in, one array out.
void LineEndpoint::receiveBatch(const ClientPtr& client,
                                const std::shared_ptr<const JsonDocument>& document,
                                const std::vector<protocol::Message>& messages)
{
    std::string refused = m_closed;
    if (!client->session) {
        refused = "Not initialized: send initialize first";
    } else if (client->session->revision > protocol::Revision::V2025_03_26) {
        refused = "Batches do not exist in this protocol revision";
    } else if (messages.size() > kMaxBatch) {
        refused = "A batch may have at most " + std::to_string(kMaxBatch) + " messages";
    }
    if (!refused.empty()) {
        client->write(protocol::writeError({}, {protocol::code::kInvalidRequest, refused, {}}));
        return;
    }
    auto run = [](ClientPtr who, Batch batch, std::shared_ptr<void> hold) -> Task<> {
        static_cast<void>(hold);
        const std::vector<std::string> answers = co_await answerBatch(std::move(batch));
        who->write(batchText(answers));
    };
    Batch batch{m_parts.service,
                client->session,
                messages,
                sessionInquiry(client, document),
                [this, client] { return take(*client); }};
    http::asio::co_spawn(
        m_parts.executor, run(client, std::move(batch), m_parts.hold()), http::asio::detached);
}

void LineEndpoint::receiveSession(const ClientPtr& client,
                                  const std::shared_ptr<const JsonDocument>& document,
                                  const protocol::Message& message)
{
    if (message.kind == protocol::MessageKind::Notification) {
        receiveNotification(*client, message);
        return;
    }
    if (message.kind != protocol::MessageKind::Request) {
        if (client->session) {
            // A response has no answer on a line, not even one that was not valid (G-28).
            static_cast<void>(client->session->questions.answered(document, message));
        }
        return;
    }
    if (message.method == "initialize" && m_closed.empty()) {
        initialize(*client, message);
        return;
    }
    if (!client->session && message.method != "ping" && m_closed.empty()) {
        client->write(protocol::writeError(
            message.id,
            {protocol::code::kInvalidRequest, "Not initialized: send initialize first", {}}));
        return;
    }
    Inquiry inquiry = sessionInquiry(client, document);
    inquiry.message = message;
    start(client, std::move(inquiry));
}

void LineEndpoint::initialize(Client& client, const protocol::Message& message)
{
    const auto request = protocol::readInitialize(message);
    if (!request) {
        client.write(protocol::writeError(message.id, request.error()));
        return;
    }
    if (client.session && !client.session->inFlight.empty()) {
        client.write(protocol::writeError(
            message.id, {protocol::code::kInvalidRequest, "Already initialized", {}})); // G-30
        return;
    }
    if (client.session) {
        m_parts.sessions.end(std::exchange(client.session, nullptr)->id, "initialized again");
    }
    client.session =
        m_parts.sessions.open(client.who.key->id, client.who.access->config->settings.limits);
    if (!client.session) {
        client.write(protocol::writeError(
            message.id, {protocol::code::kInternalError, "Too many sessions are in use", {}}));
        return;
    }
    client.session->revision = protocol::negotiate(request->requested);
    client.session->client = request->client;
    client.session->profile = client.profile;
    client.session->features =
        protocol::readClientFeatures(request->capabilities, client.session->revision);
    client.session->offered =
        m_parts.service.offered(client.who, client.profile, client.session->features);
    client.session->ofConnection = true;
    client.session->lists = m_parts.service.listFingerprints(client.who, client.profile);
    client.session->write = [connection = client.connection](std::string text) {
        connection->writeLine(std::move(text));
    };
    client.write(protocol::writeResult(
        message.id,
        protocol::writeInitializeResult(client.session->revision,
                                        m_parts.service.instructions(client.who, client.profile),
                                        client.session->offered)));
}

Inquiry LineEndpoint::sessionInquiry(const ClientPtr& client,
                                     std::shared_ptr<const JsonDocument> document) const
{
    Inquiry inquiry = inquiryFor(client, std::move(document));
    if (client->session) {
        inquiry.revision = client->session->revision;
        bindSession(inquiry, client->session);
    }
    return inquiry;
}

} // namespace portcullis::engine
