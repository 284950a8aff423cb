#pragma once

#include "gateway/engine/access.h"
#include "gateway/engine/http_admission.h"
#include "gateway/engine/http_answer.h"
#include "gateway/engine/mcp_service.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/server.h"
#include "gateway/protocol/inbound.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::engine {

// MCP over Streamable HTTP, both eras on the same paths: /mcp with all servers a key may use, and
// /mcp/<server> with one. Every request is refused or identified by its head alone, before its body
// is read.
//
// Owner: engine. Thread: gateway. Errors: HTTP answers; refusals for want of a key are recorded.
class HttpEndpoint
{
public:
    struct Parts
    {
        McpService& service;
        SessionTable& sessions;
        RefusalRecorder& refusals;
        ActivityMeter& meter;
        const Clock& clock;
        StageTimes& times;
        std::function<AccessPtr()> access; // the current one
    };

    explicit HttpEndpoint(Parts parts);

    [[nodiscard]] std::optional<http::Response> admit(const http::RequestHead& head);
    [[nodiscard]] http::Task<> handle(http::Exchange& exchange);

private:
    [[nodiscard]] static Destination destinationOf(const http::RequestHead& head);
    // Empty when this POST may not be answered with a stream.
    [[nodiscard]] StreamPlace streamPlace(const http::RequestHead& head, const Visitor& visitor);
    // The session that the header names, if it names one; or why not.
    [[nodiscard]] std::optional<http::Response> findSession(const protocol::McpHeaders& headers,
                                                            const Visitor& visitor,
                                                            std::string_view id,
                                                            std::shared_ptr<Session>& session);
    [[nodiscard]] std::optional<http::Response> findSessionOnly(const http::RequestHead& head,
                                                                const Visitor& visitor,
                                                                std::shared_ptr<Session>& session);
    [[nodiscard]] http::Task<> post(http::Exchange& exchange, const Visitor& visitor);
    [[nodiscard]] http::Task<> openStandalone(http::Exchange& exchange, const Visitor& visitor);
    [[nodiscard]] http::Task<> endSession(http::Exchange& exchange, const Visitor& visitor);
    [[nodiscard]] http::Task<>
    stateless(http::Exchange& exchange, const Visitor& visitor, Inquiry inquiry);
    [[nodiscard]] http::Task<> sessionMessages(http::Exchange& exchange,
                                               const Visitor& visitor,
                                               std::shared_ptr<const JsonDocument> document,
                                               const protocol::SessionMessages& messages,
                                               const protocol::McpHeaders& headers);
    [[nodiscard]] http::Task<> initialize(http::Exchange& exchange,
                                          const Visitor& visitor,
                                          const protocol::Message& message,
                                          const protocol::McpHeaders& headers);
    [[nodiscard]] http::Task<> batch(http::Exchange& exchange,
                                     const Visitor& visitor,
                                     const std::shared_ptr<Session>& session,
                                     std::vector<protocol::Message> messages,
                                     Inquiry common);
    [[nodiscard]] http::Task<> single(http::Exchange& exchange,
                                      const Visitor& visitor,
                                      const std::shared_ptr<Session>& session,
                                      Inquiry inquiry);
    [[nodiscard]] http::Task<> request(http::Exchange& exchange,
                                       const Visitor& visitor,
                                       const std::shared_ptr<Session>& session,
                                       Inquiry inquiry);
    [[nodiscard]] Inquiry inquiryFor(const http::Exchange& exchange, const Visitor& visitor) const;

    Parts m_parts;
    HttpAdmission m_admission;
};

} // namespace portcullis::engine
