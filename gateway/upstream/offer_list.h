#pragma once

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/offers.h"
#include "gateway/upstream/rpc_connection.h"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portcullis::upstream {

// The prompts, resources and resource templates of one server.
struct OfferList
{
    std::array<std::vector<protocol::Offer>, 3> offers; // by OfferKind
    // How long the server lets each be kept: the shortest of its pages. Nothing in the session era,
    // where it tells of changes instead.
    std::array<std::optional<std::chrono::milliseconds>, 3> lives; // by OfferKind
    std::vector<std::string> notes;                                // what was left out, and why

    [[nodiscard]] std::vector<protocol::Offer>& of(protocol::OfferKind kind)
    {
        return offers.at(std::to_underlying(kind));
    }

    [[nodiscard]] const std::vector<protocol::Offer>& of(protocol::OfferKind kind) const
    {
        return offers.at(std::to_underlying(kind));
    }

    [[nodiscard]] std::optional<std::chrono::milliseconds>& lifeOf(protocol::OfferKind kind)
    {
        return lives.at(std::to_underlying(kind));
    }

    [[nodiscard]] std::optional<std::chrono::milliseconds> lifeOf(protocol::OfferKind kind) const
    {
        return lives.at(std::to_underlying(kind));
    }
};

// Asks for all pages of one kind, with these ClientCapabilities (listingCapabilities()), and puts
// them in the place of those in `list`. A server that refuses has none: some declare resources and
// know no templates. False when the connection broke or the answer made no sense; then the list is
// as it was.
[[nodiscard]] Task<bool> fetchOffers(std::shared_ptr<RpcConnection> connection,
                                     protocol::OfferKind kind,
                                     std::string capabilities,
                                     std::chrono::milliseconds timeout,
                                     OfferList& list);

} // namespace portcullis::upstream
