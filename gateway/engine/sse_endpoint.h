#pragma once

#include "gateway/engine/access.h"
#include "gateway/engine/http_admission.h"
#include "gateway/engine/mcp_service.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/server.h"
#include "gateway/protocol/inbound.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace portcullis::engine {

// MCP over HTTP+SSE of 2024-11-05, for old clients, where the settings offer it (C-73): /sse with
// all servers a key may use, and /sse/<server> with one. A GET opens the stream on which everything
// comes back, first of all where messages are POSTed to. The stream is the session: it begins and
// ends with it. Its id alone opens nothing, every POST needs the key of the GET.
//
// Owner: engine. Thread: gateway. Errors: HTTP answers, errors on the stream; refusals for want of
// a key are recorded.
class SseEndpoint
{
public:
    struct Parts
    {
        http::asio::any_io_executor executor;
        McpService& service;
        SessionTable& sessions;
        RefusalRecorder& refusals;
        ActivityMeter& meter;
        const Clock& clock;
        std::function<AccessPtr()> access; // the current one
        // Keeps everything above alive for a request that outlives its handler.
        std::function<std::shared_ptr<void>()> hold;
    };

    explicit SseEndpoint(Parts parts);

    // Is this a path of its own, and offered?
    [[nodiscard]] bool serves(const std::string& path) const;
    [[nodiscard]] std::optional<http::Response> admit(const http::RequestHead& head);
    [[nodiscard]] http::Task<> handle(http::Exchange& exchange);
    // Ends all its sessions: it is not offered any more.
    void endAll();

private:
    struct Client;
    using ClientPtr = std::shared_ptr<Client>;

    [[nodiscard]] static Destination destinationOf(const http::RequestHead& head);
    [[nodiscard]] http::Task<> open(http::Exchange& exchange, const Visitor& visitor);
    // The client with its session, which takes from now on what the gateway says; null when there
    // are too many sessions.
    [[nodiscard]] ClientPtr makeClient(const Visitor& visitor);
    [[nodiscard]] ClientPtr findClient(const http::RequestHead& head, const Visitor& visitor);

    // Each gives the answer of the POST.
    [[nodiscard]] http::Response receive(const http::Request& request, const Visitor& visitor);
    [[nodiscard]] http::Response receiveOne(const ClientPtr& client, Inquiry inquiry);
    [[nodiscard]] http::Response receiveBatch(const ClientPtr& client,
                                              std::vector<protocol::Message> messages,
                                              const http::Peer& peer,
                                              const Visitor& visitor,
                                              Inquiry common);
    void initialize(Client& client, const Inquiry& inquiry);
    void start(const ClientPtr& client, Inquiry inquiry);
    [[nodiscard]] Inquiry
    inquiryFor(const ClientPtr& client, const http::Request& request, const Visitor& visitor) const;

    Parts m_parts;
    HttpAdmission m_admission;
    std::map<SessionId, std::weak_ptr<Client>> m_clients; // whose streams are open
};

} // namespace portcullis::engine
