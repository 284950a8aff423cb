#pragma once

#include "gateway/engine/call_pipeline.h"
#include "gateway/engine/inquiry.h"
#include "gateway/engine/listeners.h"
#include "gateway/engine/log_levels.h"
#include "gateway/engine/offer_catalog.h"
#include "gateway/engine/sealed_token.h"
#include "gateway/engine/session_table.h"
#include "gateway/http/async.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::engine {

// Answers the requests of clients, whatever brought them: the methods of MCP that the gateway
// knows. Owner: engine. Thread: gateway. Errors: JSON-RPC errors in the answers.
class McpService
{
public:
    struct Parts
    {
        CallPipeline& calls;
        ToolCatalog& catalog;
        OfferCatalog& offers;
        ServerPool& servers;
        Subscriptions& subscriptions;
        Listeners& listeners;
        LogLevels& logLevels;
        const TokenSealer& sealer;
        const Clock& clock;
    };

    explicit McpService(Parts parts);

    // The JSON-RPC answer to one request, on one line; empty when none is to be sent.
    // initialize is the transports' own, because it makes a session.
    [[nodiscard]] http::Task<std::string> answer(Inquiry inquiry);

    // A notification of a session's client.
    void notified(const Principal& who, Session& session, const protocol::Message& message);

    // The instructions that both handshakes give (E-32).
    [[nodiscard]] std::string instructions(const Principal& who, const Profile& profile);

    // What both handshakes declare (E-34): where a client sees one server, what that one has and
    // the key may see; where it sees several, all, because others may come while a session lasts.
    // So, too, of a server that has not run yet. Extensions are those that the client and a server
    // that has run have in common (B-87).
    [[nodiscard]] protocol::Offered
    offered(const Principal& who, const Profile& profile, const protocol::ClientFeatures& client);

    // What the client's lists show now, to tell later whether they have changed.
    [[nodiscard]] ListFingerprints listFingerprints(const Principal& who,
                                                    const Profile& profile) const;

private:
    // The answer of a method that only one era knows; nothing for any other.
    [[nodiscard]] std::optional<std::string> answerOfEra(const Inquiry& inquiry);
    // How long clients may keep the list of tools, or of the offers of a kind.
    [[nodiscard]] std::chrono::milliseconds listLife(const std::vector<ServerId>& servers,
                                                     std::optional<protocol::OfferKind> kind);
    [[nodiscard]] http::Task<std::string> listTools(Inquiry inquiry);
    [[nodiscard]] http::Task<std::string> listOffers(Inquiry inquiry, protocol::OfferKind kind);
    // Nothing for a cursor that leads nowhere.
    [[nodiscard]] std::optional<OfferCatalog::Page> offersPage(
        const Inquiry& inquiry, protocol::OfferKind kind, const std::optional<std::string>& cursor);
    [[nodiscard]] http::Task<std::string> complete(Inquiry inquiry);
    [[nodiscard]] http::Task<std::string> subscribe(Inquiry inquiry, bool wanted);
    [[nodiscard]] std::string setLevel(const Inquiry& inquiry);

    Parts m_parts;
};

} // namespace portcullis::engine
