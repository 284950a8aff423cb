#pragma once

#include "gateway/api/server_config.h"

#include <CLI/CLI.hpp>

#include <string>

namespace portcullis::ctl {

// --forms, --addresses, --sampling and --client-roots of a server: what it may ask its clients for.
struct OfferOptions
{
    std::string forms; // "on" or "off"; empty: as it is
    std::string addresses;
    std::string sampling;
    std::string roots;

    [[nodiscard]] bool given() const
    {
        return !forms.empty() || !addresses.empty() || !sampling.empty() || !roots.empty();
    }
};

void addOfferOptions(CLI::App& command, OfferOptions& options);

// Sets what has been given.
void takeOffers(const OfferOptions& options, api::ServerConfig& server);

} // namespace portcullis::ctl
