#pragma once

#include "gateway/engine/access.h"
#include "gateway/engine/mcp_service.h"
#include "gateway/engine/program_lookup.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/line_socket.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::engine {

// MCP over the owner-only socket, one message a line, for the stdio bridge. The first line is the
// bridge's own: {"portcullis":1,"key":"pcl_…","server":"fx"?}, answered with
// {"portcullis":1,"ok":true} or {"portcullis":1,"error":"…"} and the end. Every further line is
// MCP, of either era (B-03, A-100).
//
// Owner: engine. Thread: gateway. Errors: answers, and the end of the connection.
class LineEndpoint
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
        ProgramLookup& programs;
        std::function<AccessPtr()> access;
        // Keeps everything above alive for a request that outlives its connection's handler.
        std::function<std::shared_ptr<void>()> hold;
    };

    explicit LineEndpoint(Parts parts);

    [[nodiscard]] http::Task<> serve(std::shared_ptr<http::LineConnection> connection);

    // From now on requests are answered with this reason; those that run may end. Without one they
    // are let in again.
    void close(std::string reason) { m_closed = std::move(reason); }

private:
    struct Client;
    using ClientPtr = std::shared_ptr<Client>;

    // Finds out which program it is, once, where any key asks for it.
    [[nodiscard]] http::Task<> learnProgram(Client& client);
    [[nodiscard]] bool greet(Client& client, const std::string& line);
    [[nodiscard]] bool stillAllowed(Client& client);
    [[nodiscard]] bool readNarrowing(Client& client, JsonValue list);
    // False when the connection is to end.
    [[nodiscard]] bool receive(const ClientPtr& client, std::string line);
    [[nodiscard]] bool tolerate(Client& client, std::string_view id, const std::string& why);
    void dispatch(const ClientPtr& client, const std::shared_ptr<const JsonDocument>& document);
    void receiveSession(const ClientPtr& client,
                        const std::shared_ptr<const JsonDocument>& document,
                        const protocol::Message& message);
    void receiveStateless(const ClientPtr& client,
                          const std::shared_ptr<const JsonDocument>& document,
                          const protocol::StatelessMessage& message);
    void receiveBatch(const ClientPtr& client,
                      const std::shared_ptr<const JsonDocument>& document,
                      const std::vector<protocol::Message>& messages);
    void receiveNotification(Client& client, const protocol::Message& message);
    void record(const Client& client, api::Reason reason);
    [[nodiscard]] static audit::Caller callerOf(const Client& client);
    // Takes one of the key's requests of this minute; a refusal is recorded.
    [[nodiscard]] bool take(const Client& client);
    [[nodiscard]] Inquiry sessionInquiry(const ClientPtr& client,
                                         std::shared_ptr<const JsonDocument> document) const;
    void initialize(Client& client, const protocol::Message& message);
    void start(const ClientPtr& client, Inquiry inquiry);
    [[nodiscard]] Inquiry inquiryFor(const ClientPtr& client,
                                     std::shared_ptr<const JsonDocument> document) const;

    Parts m_parts;
    std::string m_closed; // why, once it is
};

} // namespace portcullis::engine
