#include "gateway/api/config.h"

#include <algorithm>

namespace portcullis::api {

const ServerConfig* findServer(const GatewayConfig& config, const ServerId& id)
{
    const auto found = std::ranges::find(config.servers, id, &ServerConfig::id);
    return found == config.servers.end() ? nullptr : &*found;
}

const KeyConfig* findKey(const GatewayConfig& config, const KeyId& id)
{
    const auto found = std::ranges::find(config.keys, id, &KeyConfig::id);
    return found == config.keys.end() ? nullptr : &*found;
}

const KeyConfig* findKeyByName(const GatewayConfig& config, std::string_view name)
{
    const KeyConfig* byLabel = nullptr;
    for (const KeyConfig& key : config.keys) {
        if (key.id.str() == name) {
            return &key;
        }
    }
    for (const KeyConfig& key : config.keys) {
        if (key.label == name) {
            if (byLabel != nullptr) {
                return nullptr; // two keys of this label: guessing would hit the wrong one
            }
            byLabel = &key;
        }
    }
    return byLabel;
}

} // namespace portcullis::api
