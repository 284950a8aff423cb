#pragma once

#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/sealed_token.h"
#include "gateway/http/async.h"

#include <chrono>
#include <string>
#include <vector>

namespace portcullis::engine {

// Answers the requests of clients, whatever brought them: the methods of MCP that the gateway
// knows. Owner: engine. Thread: gateway. Errors: JSON-RPC errors in the answers.
class McpService
{
public:
    McpService(CallPipeline& calls,
               ToolCatalog& catalog,
               ServerPool& servers,
               const TokenSealer& sealer,
               const Clock& clock);

    // The JSON-RPC answer to one request, on one line; empty when none is to be sent.
    // initialize is the transports' own, because it makes a session.
    [[nodiscard]] http::Task<std::string> answer(Inquiry inquiry);

    // The instructions that both handshakes give (E-32).
    [[nodiscard]] std::string instructions(const Principal& who, const Profile& profile);

    // What the client's list of tools shows now, to tell later whether it has changed.
    [[nodiscard]] std::string listFingerprint(const Principal& who, const Profile& profile) const;

private:
    [[nodiscard]] std::chrono::milliseconds listLife(const std::vector<ServerId>& servers);
    [[nodiscard]] http::Task<std::string> listTools(Inquiry inquiry);

    CallPipeline& m_calls;
    ToolCatalog& m_catalog;
    ServerPool& m_servers;
    const TokenSealer& m_sealer;
    const Clock& m_clock;
};

} // namespace portcullis::engine
