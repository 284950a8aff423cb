#pragma once

#include "gateway/api/gateway_client.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>

// Records as the options of a command name them.
namespace portcullis::ctl {

struct FilterOptions
{
    std::string key;
    std::string server;
    std::string tool;
    std::string call;
    std::string from;
    std::string to;
};

void addFilter(CLI::App& command, FilterOptions& options);

// Errors: those of looking up a key.
[[nodiscard]] Result<api::RecordFilter> filterOf(api::GatewayClient& gateway,
                                                 const FilterOptions& options);

// "key vk_1, server crm".
[[nodiscard]] std::string describe(const api::RecordFilter& filter);

// What checkMoment() has accepted; nothing for an empty text.
[[nodiscard]] std::optional<WallTime> momentOf(const std::string& text);

} // namespace portcullis::ctl
