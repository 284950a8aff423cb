#include "gateway/engine/http_answer.h"
#include "gateway/engine/http_endpoint.h"
#include "gateway/engine/http_gate.h"
#include "gateway/engine/http_responses.h"

#include <algorithm>

// Sessions over HTTP: how they begin, their standalone streams, how they end.
namespace portcullis::engine {

using http::Task;

Task<> HttpEndpoint::initialize(http::Exchange& exchange,
                                const Visitor& visitor,
                                const protocol::Message& message,
                                const protocol::McpHeaders& headers)
{
    // An ended session's id is no obstacle to a new one.
    if (m_parts.sessions.find(SessionId(headers.sessionId.value_or("")), visitor.who.key->id)) {
        http::Response twice = http::jsonResponse(
            400,
            protocol::writeError(
                message.id,
                {protocol::code::kInvalidRequest, "This session is initialized already", {}}));
        co_await exchange.respond(std::move(twice)); // G-30
        co_return;
    }
    const auto request = protocol::readInitialize(message);
    if (!request) {
        http::Response wrong =
            http::jsonResponse(200, protocol::writeError(message.id, request.error()));
        co_await exchange.respond(std::move(wrong));
        co_return;
    }
    const api::Limits& limits = visitor.who.access->config->settings.limits;
    const std::shared_ptr<Session> session = m_parts.sessions.open(visitor.who.key->id, limits);
    if (!session) {
        m_admission.recordRateLimit(exchange.request().head.peer, visitor);
        http::Response full =
            tooMany("Too many sessions are in use; end one and try again.\n", "5");
        co_await exchange.respond(std::move(full));
        co_return;
    }
    session->secretEnds = secretEnd(visitor.who);
    session->revision = protocol::negotiate(request->requested);
    session->client = request->client;
    session->profile = visitor.profile;
    session->features = protocol::readClientFeatures(request->capabilities, session->revision);
    session->offered = m_parts.service.offered(visitor.who, visitor.profile, session->features);
    session->lists = m_parts.service.listFingerprints(visitor.who, visitor.profile);
    const std::string result =
        protocol::writeInitializeResult(session->revision,
                                        m_parts.service.instructions(visitor.who, visitor.profile),
                                        session->offered);
    http::Response response = http::jsonResponse(200, protocol::writeResult(message.id, result));
    response.headers.set(kSessionHeader, session->id.str());
    co_await exchange.respond(std::move(response));
}

std::optional<http::Response> HttpEndpoint::findSession(const protocol::McpHeaders& headers,
                                                        const Visitor& visitor,
                                                        std::string_view id,
                                                        std::shared_ptr<Session>& session)
{
    if (!headers.sessionId) {
        const bool served = visitor.who.access->config->settings.lenientSessions;
        return served
                   ? std::nullopt
                   : std::optional(sessionError(400,
                                                protocol::code::kInvalidRequest,
                                                "Mcp-Session-Id is missing: initialize gives one",
                                                id));
    }
    if (!isSessionId(*headers.sessionId)) {
        return sessionError(400,
                            protocol::code::kInvalidRequest,
                            "Mcp-Session-Id must be 1 to 256 visible ASCII characters", // G-27
                            id);
    }
    session = m_parts.sessions.find(SessionId(*headers.sessionId), visitor.who.key->id);
    // One with a writer is a session of another transport.
    if (!session || session->profile != visitor.profile || session->write) {
        return sessionNotFound(id);
    }
    return std::nullopt;
}

// A GET or DELETE has nothing but its header fields (A-43, A-44, B-24).
std::optional<http::Response> HttpEndpoint::findSessionOnly(const http::RequestHead& head,
                                                            const Visitor& visitor,
                                                            std::shared_ptr<Session>& session)
{
    const protocol::McpHeaders headers = mcpHeadersOf(head.headers);
    const std::string named = headers.protocolVersion.value_or("");
    const bool known = protocol::parseRevision(named).has_value();
    if (named == protocol::revisionName(protocol::kNewestStateless)) {
        return methodNotAllowed("This protocol version has POST only.\n", "POST");
    }
    if (headers.duplicated || (headers.protocolVersion && !known)) {
        return sessionError(400,
                            protocol::code::kInvalidRequest,
                            "MCP-Protocol-Version must be one supported version");
    }
    if (!headers.sessionId) {
        return methodNotAllowed("Without a session (Mcp-Session-Id) there is only POST.\n", "POST");
    }
    if (auto refused = findSession(headers, visitor, {}, session)) {
        return refused;
    }
    // The field came with 2025-06-18: older clients may send anything.
    const bool hasHeader = session->revision > protocol::Revision::V2025_03_26;
    if (hasHeader && known && named != protocol::revisionName(session->revision)) {
        return sessionError(
            400, protocol::code::kInvalidRequest, "MCP-Protocol-Version is not the negotiated one");
    }
    return std::nullopt;
}

Task<> HttpEndpoint::openStandalone(http::Exchange& exchange, const Visitor& visitor)
{
    const http::RequestHead& head = exchange.request().head;
    std::shared_ptr<Session> session;
    if (auto refused = findSessionOnly(head, visitor, session)) {
        http::Response response = std::move(*refused);
        co_await exchange.respond(std::move(response));
        co_return;
    }
    const StreamPlace place = streamPlace(head, visitor);
    const std::shared_ptr<void> taken = place();
    if (!taken) {
        m_admission.recordRateLimit(head.peer, visitor);
        http::Response full = tooMany("Too many streams of this key are open; close one.\n", "5");
        co_await exchange.respond(std::move(full));
        co_return;
    }
    co_await serveStandalone(exchange, session, head.headers.get("Last-Event-ID"), m_parts.clock);
}

Task<> HttpEndpoint::endSession(http::Exchange& exchange, const Visitor& visitor)
{
    std::shared_ptr<Session> session;
    auto refused = findSessionOnly(exchange.request().head, visitor, session);
    if (!refused) {
        m_parts.sessions.end(session->id, "the client ended its session");
    }
    http::Response response = refused ? std::move(*refused) : http::emptyResponse(204);
    co_await exchange.respond(std::move(response));
}

} // namespace portcullis::engine
