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
    std::vector<std::string> notes;                     // what was left out, and why

    [[nodiscard]] std::vector<protocol::Offer>& of(protocol::OfferKind kind)
    {
        return offers.at(std::to_underlying(kind));
    }

    [[nodiscard]] const std::vector<protocol::Offer>& of(protocol::OfferKind kind) const
    {
        return offers.at(std::to_underlying(kind));
    }
};

// Asks for all pages of one kind and puts them in the place of those in `list`. A server that
// refuses has none: some declare resources and know no templates. False when the connection broke
// or the answer made no sense; then the list is as it was.
[[nodiscard]] Task<bool> fetchOffers(std::shared_ptr<RpcConnection> connection,
                                     protocol::OfferKind kind,
                                     std::chrono::milliseconds timeout,
                                     OfferList& list);

} // namespace portcullis::upstream
