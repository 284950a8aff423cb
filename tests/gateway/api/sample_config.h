#pragma once

#include "gateway/api/config.h"
#include "tests/gateway/api/sample_binding.h"
#include "tests/gateway/api/sample_governance.h"
#include "tests/gateway/api/sample_rules.h"
#include "tests/gateway/api/sample_servers.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

// Configurations to test with.
namespace portcullis::api::test {

inline KeyConfig sampleKey(const std::string& id, std::vector<AllowRule> allow = {})
{
    KeyConfig key;
    key.id = KeyId("vk_" + id);
    key.label = "Key " + id;
    key.created = fromMicros(1'795'339'800'000'000);
    key.hash = sha256(id);
    key.allow = std::move(allow);
    return key;
}

// Any valid configuration, the same for the same seed.
class ConfigGenerator
{
public:
    explicit ConfigGenerator(std::uint32_t seed)
        : m_random(seed)
    {}

    [[nodiscard]] GatewayConfig next()
    {
        GatewayConfig config;
        config.revision = static_cast<std::uint64_t>(m_random()) << 32U | m_random();
        config.settings = settings();
        for (std::size_t i = below(5); i > 0; --i) {
            config.servers.push_back(server("s" + std::to_string(i)));
        }
        for (std::size_t i = below(5); i > 0; --i) {
            config.keys.push_back(key(std::to_string(i), config));
        }
        GovernanceGenerator(m_random).govern(config);
        return config;
    }

private:
    std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(m_random() % end); }

    bool flip() { return below(2) == 1; }

    // Text that JSON has to escape, and text of other scripts.
    std::string text()
    {
        static const std::vector<std::string> kParts = {
            "a", "Z", "9", " ", "\"", "\\", "/", "~", "{", "ä", "漢", "😀", "%", "'", ":"};
        std::string result;
        for (std::uint32_t parts = below(8); parts > 0; --parts) {
            result += kParts[below(static_cast<std::uint32_t>(kParts.size()))];
        }
        return result;
    }

    WallTime time()
    {
        const std::int64_t micros = static_cast<std::int64_t>(m_random()) * 1'000'000;
        switch (below(3)) {
        case 0:
            return fromMicros(micros);
        case 1:
            return fromMicros(micros + 125'000);
        default:
            return fromMicros(micros + below(1'000'000));
        }
    }

    Value value() { return flip() ? Value(text()) : Value(SecretRef{"secret." + digit()}); }

    std::string digit() { return std::to_string(below(10)); }

    std::vector<NamedValue> entries(const std::string& prefix)
    {
        std::vector<NamedValue> result;
        const std::uint32_t count = below(4);
        for (std::uint32_t i = 0; i < count; ++i) {
            result.push_back({prefix + std::to_string(i), value()});
        }
        return result;
    }

    Settings settings()
    {
        Settings settings;
        const std::string hosts[] = {"127.0.0.1", "127.3.2.1", "::1"};
        settings.listenHost = hosts[below(3)];
        settings.listenPort = static_cast<std::uint16_t>(below(65536));
        settings.durability = flip() ? Durability::Strict : Durability::Standard;
        settings.toolNames.maxLength = 32 + below(97);
        settings.toolNames.serverPrefix = settings.offerSse = flip();
        settings.limits.bodyBytes = 1 + below(1'000'000);
        settings.limits.requestsPerMinute = below(3);
        settings.limits.sessionIdle = std::chrono::seconds(1 + below(86'400));
        return settings;
    }

    ServerConfig server(const std::string& id)
    {
        ServerConfig server = flip() ? stdioServer(id) : httpServer(id);
        server.name = text();
        server.protocol = static_cast<ProtocolChoice>(below(3));
        server.command.push_back(text());
        server.workingDirectory = flip() ? "/srv/" + text() : "";
        server.environment = entries("NAME_");
        server.headers = entries("X-Name-");
        server.caFile = flip() ? "/etc/ca.pem" : "";
        server.enabled = server.keepWebLinks = server.allowPlainHttp = server.onePerson = flip();
        server.offersForms = flip();
        server.offersAddresses = flip();
        server.offersSampling = flip();
        server.offersRoots = flip();
        reachThrough(server);
        server.start = flip() ? StartMode::Eager : StartMode::Lazy;
        server.idleStop = std::chrono::seconds(flip() ? 0 : 10 + below(1000));
        server.scope = static_cast<InstanceScope>(below(3));
        server.changedTools = flip() ? ChangedTools::Flag : ChangedTools::Hold;
        server.tools = overrides();
        server.roots.assign(below(2), "/srv/" + text());
        while (flip()) {
            server.rules.push_back(sampleRule(server.id, text(), m_random));
        }
        server.content = static_cast<ContentMode>(below(3));
        server.callTimeout = std::chrono::milliseconds(1000 + below(3'599'000));
        server.maxInFlight = 1 + below(1024);
        return server;
    }

    void reachThrough(ServerConfig& server)
    {
        const bool maySse =
            server.transport == Transport::Http && server.protocol != ProtocolChoice::Stateless;
        server.transport = maySse && flip() ? Transport::Sse : server.transport;
        const std::string proxies[] = {kSystemProxy, kNoProxy, "http://proxy.example:3128"};
        server.proxy = proxies[below(3)];
        if (flip()) {
            server.clientCertFile = "/etc/client.pem";
            server.clientKeyFile = "/etc/client.key";
            if (flip()) {
                server.clientKeyPassphrase = SecretRef{"passphrase." + digit()};
            }
        }
    }

    std::vector<ToolOverride> overrides()
    {
        std::vector<ToolOverride> result;
        for (char name = 'a'; flip() && name < 'e'; ++name) {
            ToolOverride& tool = result.emplace_back();
            tool.tool = std::string("tool-") + name;
            tool.name = flip() ? std::string() : std::string("Shown_1.as-") + name;
            tool.description = flip() ? std::optional(text()) : std::nullopt;
            tool.hidden = flip();
            tool.content = static_cast<ContentMode>(below(3));
        }
        return result;
    }

    KeyConfig key(const std::string& id, const GatewayConfig& config)
    {
        KeyConfig key = sampleKey(id);
        key.label = "x" + text();
        key.owner = text();
        key.created = time();
        if (flip()) {
            key.expires = time();
        }
        key.disabled = key.lenientAccept = flip();
        key.content = static_cast<ContentMode>(below(3));
        for (const ServerConfig& server : config.servers) {
            if (flip()) {
                key.allow.push_back(sampleRule(server.id, text(), m_random));
            }
        }
        bindAnyhow(key, m_random);
        return key;
    }

    std::mt19937 m_random;
};

} // namespace portcullis::api::test
