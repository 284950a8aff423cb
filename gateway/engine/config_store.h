#pragma once

#include "gateway/api/config.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string>

namespace portcullis::engine {

// The configuration's file in the data folder: read at start, written whole and atomically.
// Owner: engine, or the command line when no gateway runs. Thread: any one. Errors: InvalidArgument
// with the place in the file, IoError. An unreadable file is never overwritten.
class ConfigStore
{
public:
    explicit ConfigStore(const std::filesystem::path& dataFolder);

    // The stored configuration, or the default one when there is no file yet.
    [[nodiscard]] Result<api::GatewayConfig> load() const;
    [[nodiscard]] Result<> save(const api::GatewayConfig& config) const;

private:
    std::filesystem::path m_file;
};

// Hex SHA-256 of the formatted configuration, as it stands in records.
[[nodiscard]] std::string configHash(const api::GatewayConfig& config);

} // namespace portcullis::engine
