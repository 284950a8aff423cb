#include "gateway/engine/config_store.h"

#include "gateway/api/config_change.h"
#include "gateway/api/config_json.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"
#include "gateway/engine/data_folder.h"

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxConfigBytes = 16 * 1024 * 1024;

} // namespace

ConfigStore::ConfigStore(const std::filesystem::path& dataFolder)
    : m_file(dataFolder / kConfigFile)
{}

Result<api::GatewayConfig> ConfigStore::load() const
{
    std::error_code ignored;
    if (!std::filesystem::exists(m_file, ignored)) {
        return api::GatewayConfig{};
    }
    const auto text = readWholeFile(m_file, kMaxConfigBytes);
    if (!text) {
        return fail(text.error());
    }
    auto config = api::parseConfig(*text);
    if (!config) {
        Error error = config.error();
        error.message = m_file.string() + ": " + error.message;
        return fail(std::move(error));
    }
    return config;
}

Result<> ConfigStore::save(const api::GatewayConfig& config) const
{
    return writeFileAtomically(m_file, api::formatConfig(config));
}

std::string configHash(const api::GatewayConfig& config)
{
    return toHex(sha256(api::formatConfig(config)));
}

} // namespace portcullis::engine
