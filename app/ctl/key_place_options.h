#pragma once

#include "app/ctl/rate_options.h"
#include "gateway/api/gateway_client.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace portcullis::ctl {

// Where a key belongs and how fast it may be used: of `key create` and `key set`.
struct KeyPlaceOptions
{
    std::string team;
    bool noTeam = false; // this and the next only where they can be taken away
    std::string caseName;
    bool noCase = false;
    RateOptions rate;
    std::optional<std::uint32_t> concurrent;

    [[nodiscard]] bool given() const
    {
        return !team.empty() || noTeam || !caseName.empty() || noCase || rate.given() || concurrent;
    }
};

// With `removable`, there are --no-team, --no-case and --no-rate, too.
void addKeyPlaceOptions(CLI::App& command, KeyPlaceOptions& options, bool removable);

// Changes a key, or one that is to be made (`Key` is api::UpdateKey or api::NewKey). Errors:
// NotFound (the team or case), InvalidArgument.
template <typename Key>
[[nodiscard]] Result<>
place(const KeyPlaceOptions& options, const api::GatewayConfig& config, Key& key);

} // namespace portcullis::ctl
