#include "gateway/api/config_change.h"
#include "gateway/policy/lockdown.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// The text of a policy, applied to a small configuration. What must hold: no crash; an error has a
// sentence; what a policy made of a configuration is valid, and it keeps to it without another
// change.

namespace {

using namespace portcullis;

void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "policy_file_fuzz: %s\n", what);
        std::abort();
    }
}

api::GatewayConfig sample()
{
    api::GatewayConfig config;
    api::ServerConfig& server = config.servers.emplace_back();
    server.id = ServerId("fx");
    server.command = {"/opt/fx"};
    api::KeyConfig& key = config.keys.emplace_back();
    key.id = KeyId("vk_a");
    key.label = "analyst";
    return config;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto policy =
        api::parsePolicy(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!policy) {
        require(!policy.error().message.empty(), "an error without a sentence");
        return 0;
    }
    const policy::Lockdown lockdown(*policy);
    static_cast<void>(lockdown.status());
    const auto held = lockdown.applyTo(sample());
    if (!held) {
        require(!held.error().message.empty(), "an error without a sentence");
        return 0;
    }
    require(api::validate(*held).has_value(), "an invalid configuration");
    require(lockdown.check(*held).has_value(), "it does not keep to itself");
    const auto again = lockdown.applyTo(*held);
    require(again && *again == *held, "another change");
    return 0;
}
