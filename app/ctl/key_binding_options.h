#pragma once

#include "gateway/api/gateway_client.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace portcullis::ctl {

// What a key is bound to: of `key create` and `key set`.
struct KeyBindingOptions
{
    std::vector<std::string> transports;
    bool anyTransport = false; // this and the next only where they can be taken away
    std::vector<std::string> programs;
    bool anyProgram = false;

    [[nodiscard]] bool given() const
    {
        return !transports.empty() || anyTransport || !programs.empty() || anyProgram;
    }
};

// With `removable`, there are --any-transport and --any-program, too.
void addKeyBindingOptions(CLI::App& command, KeyBindingOptions& options, bool removable);

// Binds a key, or one that is to be made (`Key` is api::UpdateKey or api::NewKey); what is given
// replaces what was. Errors: those of hashProgram().
template <typename Key>
[[nodiscard]] Result<> bind(const KeyBindingOptions& options, Key& key);

// "http, stdio" or "any"
[[nodiscard]] std::string joinTransports(const api::KeyTransports& transports);
// "/usr/bin/claude sha256:0123456789abcdef…" for each, or "any"
[[nodiscard]] std::string joinPrograms(const api::KeyPrograms& programs);

// A key as it may be shown: without hashes of secrets, which are nobody's business.
[[nodiscard]] nlohmann::json describeKey(const api::KeyConfig& key);

} // namespace portcullis::ctl
