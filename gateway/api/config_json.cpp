#include "gateway/api/config_json.h"

#include "gateway/api/config_names.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/json_text.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace portcullis::api {

namespace {

[[nodiscard]] Json entriesToJson(const std::vector<NamedValue>& entries)
{
    Json object = Json::object();
    for (const NamedValue& entry : entries) {
        if (const auto* secret = std::get_if<SecretRef>(&entry.value)) {
            object[entry.name]["secret"] = secret->name;
        } else {
            object[entry.name] = std::get<std::string>(entry.value);
        }
    }
    return object;
}

[[nodiscard]] Result<Value> valueFromJson(const Json& json, const std::string& path)
{
    if (json.is_string()) {
        return Value(json.get<std::string>());
    }
    if (!json.is_object()) {
        return failAt(path, "must be a string or {\"secret\": \"name of a stored secret\"}");
    }
    SecretRef secret;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().text("secret", secret.name);
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    return Value(std::move(secret));
}

[[nodiscard]] Result<std::vector<NamedValue>> entriesFromJson(const Json& json,
                                                              const std::string& path)
{
    if (!json.is_object()) {
        return failAt(path, "must be an object of names and values");
    }
    std::vector<NamedValue> entries;
    for (const auto& [name, value] : json.items()) {
        auto read = valueFromJson(value, path + "/" + pointerToken(name));
        if (!read) {
            return fail(std::move(read.error()));
        }
        entries.push_back({name, std::move(*read)});
    }
    return entries;
}

[[nodiscard]] Json secondsToJson(std::chrono::milliseconds time)
{
    if (time.count() % 1000 == 0) {
        return time.count() / 1000;
    }
    return static_cast<double>(time.count()) / 1000.0;
}

[[nodiscard]] Result<std::chrono::milliseconds> secondsFromJson(const Json& json,
                                                                const std::string& path)
{
    constexpr double kMost = 1e9; // far above any rule, far below where the arithmetic ends
    const double seconds = json.is_number() ? json.get<double>() : -1;
    if (!(seconds >= 0 && seconds <= kMost)) {
        return failAt(path, "must be a number of seconds");
    }
    return std::chrono::milliseconds(std::llround(seconds * 1000.0));
}

struct Endpoint
{
    std::string host;
    std::uint16_t port = 0;
};

[[nodiscard]] std::string formatEndpoint(const std::string& host, std::uint16_t port)
{
    const bool isIpv6 = host.find(':') != std::string::npos;
    return (isIpv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

[[nodiscard]] Result<Endpoint> endpointFromJson(const Json& json, const std::string& path)
{
    const std::string text = json.is_string() ? json.get<std::string>() : std::string();
    const std::size_t colon = text.rfind(':');
    Endpoint endpoint;
    bool good = colon != std::string::npos && colon > 0;
    if (good) {
        endpoint.host = text.substr(0, colon);
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, endpoint.port);
        good = error == std::errc() && stop == end;
    }
    if (good && endpoint.host.find(':') != std::string::npos) {
        good = endpoint.host.starts_with('[') && endpoint.host.ends_with(']');
        endpoint.host = good ? endpoint.host.substr(1, endpoint.host.size() - 2) : std::string();
    }
    if (!good) {
        return failAt(path, "must be an address and a port, such as \"127.0.0.1:8717\"");
    }
    if (endpoint.host == "localhost") {
        endpoint.host = "127.0.0.1"; // a socket is bound to an address, not to a name
    }
    return endpoint;
}

[[nodiscard]] Json toJson(const Limits& limits)
{
    Json json = Json::object();
    json["bodyBytes"] = limits.bodyBytes;
    json["headerBytes"] = limits.headerBytes;
    json["resultBytes"] = limits.resultBytes;
    json["sessionsPerKey"] = limits.sessionsPerKey;
    json["sessions"] = limits.sessions;
    json["streamsPerKey"] = limits.streamsPerKey;
    json["inFlightPerKey"] = limits.inFlightPerKey;
    json["requestsPerMinute"] = limits.requestsPerMinute;
    json["sessionIdleSeconds"] = limits.sessionIdle.count();
    return json;
}

[[nodiscard]] Result<Limits> limitsFromJson(const Json& json, const std::string& path)
{
    Limits limits;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.number("bodyBytes", limits.bodyBytes);
    reader.number("headerBytes", limits.headerBytes);
    reader.number("resultBytes", limits.resultBytes);
    reader.number("sessionsPerKey", limits.sessionsPerKey);
    reader.number("sessions", limits.sessions);
    reader.number("streamsPerKey", limits.streamsPerKey);
    reader.number("inFlightPerKey", limits.inFlightPerKey);
    reader.number("requestsPerMinute", limits.requestsPerMinute);
    auto idle = static_cast<std::uint32_t>(limits.sessionIdle.count());
    reader.number("sessionIdleSeconds", idle);
    limits.sessionIdle = std::chrono::seconds(idle);
    return finished(reader, std::move(limits));
}

[[nodiscard]] Result<Digest> digestFromJson(const Json& json, const std::string& path)
{
    Digest digest{};
    const auto bytes = json.is_string() ? fromHex(json.get_ref<const std::string&>())
                                        : fail(ErrorCode::InvalidArgument, {});
    if (!bytes || bytes->size() != digest.size()) {
        return failAt(path, "must be 64 hexadecimal digits");
    }
    std::ranges::copy(*bytes, digest.begin());
    return digest;
}

} // namespace

Json toJson(const AllowRule& rule)
{
    return formatRule(rule);
}

Result<AllowRule> ruleFromJson(const Json& json, const std::string& path)
{
    if (!json.is_string()) {
        return failAt(path, "must be a string, \"server:tool\" or \"server:*\"");
    }
    auto rule = parseRule(json.get_ref<const std::string&>());
    if (!rule) {
        return fail(ErrorCode::InvalidArgument,
                    path.empty() ? rule.error().message : path + ": " + rule.error().message);
    }
    return rule;
}

Json toJson(const ServerConfig& server)
{
    Json json = Json::object();
    json["id"] = server.id.str();
    json["name"] = server.name;
    json["enabled"] = server.enabled;
    json["transport"] = nameIn(kTransports, server.transport);
    json["protocol"] = nameIn(kProtocols, server.protocol);
    json["command"] = server.command;
    json["workingDirectory"] = server.workingDirectory;
    json["environment"] = entriesToJson(server.environment);
    json["url"] = server.url;
    json["headers"] = entriesToJson(server.headers);
    json["caFile"] = server.caFile;
    json["allowPlainHttp"] = server.allowPlainHttp;
    json["content"] = nameIn(kContentModes, server.content);
    json["callTimeoutSeconds"] = secondsToJson(server.callTimeout);
    json["maxInFlight"] = server.maxInFlight;
    return json;
}

Json toJson(const KeyConfig& key)
{
    Json json = Json::object();
    json["id"] = key.id.str();
    json["label"] = key.label;
    json["owner"] = key.owner;
    json["created"] = formatExactTime(key.created);
    if (key.expires) {
        json["expires"] = formatExactTime(*key.expires);
    }
    json["disabled"] = key.disabled;
    json["hash"] = toHex(key.hash);
    json["content"] = nameIn(kContentModes, key.content);
    json["allow"] = arrayOf(key.allow);
    return json;
}

Json toJson(const Settings& settings)
{
    Json json = Json::object();
    json["listen"] = formatEndpoint(settings.listenHost, settings.listenPort);
    json["durability"] = nameIn(kDurabilities, settings.durability);
    json["limits"] = toJson(settings.limits);
    return json;
}

Json toJson(const GatewayConfig& config)
{
    Json json = Json::object();
    json["revision"] = config.revision;
    json["settings"] = toJson(config.settings);
    json["servers"] = arrayOf(config.servers);
    json["keys"] = arrayOf(config.keys);
    return json;
}

Result<ServerConfig> serverFromJson(const Json& json, const std::string& path)
{
    ServerConfig server;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().id("id", server.id);
    reader.text("name", server.name);
    reader.flag("enabled", server.enabled);
    reader.choice("transport", kTransports, server.transport);
    reader.choice("protocol", kProtocols, server.protocol);
    reader.texts("command", server.command);
    reader.text("workingDirectory", server.workingDirectory);
    reader.nested("environment", server.environment, entriesFromJson);
    reader.text("url", server.url);
    reader.nested("headers", server.headers, entriesFromJson);
    reader.text("caFile", server.caFile);
    reader.flag("allowPlainHttp", server.allowPlainHttp);
    reader.choice("content", kContentModes, server.content);
    reader.nested("callTimeoutSeconds", server.callTimeout, secondsFromJson);
    reader.number("maxInFlight", server.maxInFlight);
    return finished(reader, std::move(server));
}

Result<KeyConfig> keyFromJson(const Json& json, const std::string& path)
{
    KeyConfig key;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().id("id", key.id);
    reader.text("label", key.label);
    reader.text("owner", key.owner);
    reader.time("created", key.created);
    reader.time("expires", key.expires);
    reader.flag("disabled", key.disabled);
    reader.required().nested("hash", key.hash, digestFromJson);
    reader.choice("content", kContentModes, key.content);
    reader.list("allow", key.allow, ruleFromJson);
    return finished(reader, std::move(key));
}

Result<Settings> settingsFromJson(const Json& json, const std::string& path)
{
    Settings settings;
    Endpoint endpoint{settings.listenHost, settings.listenPort};
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.nested("listen", endpoint, endpointFromJson);
    reader.choice("durability", kDurabilities, settings.durability);
    reader.nested("limits", settings.limits, limitsFromJson);
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    settings.listenHost = std::move(endpoint.host);
    settings.listenPort = endpoint.port;
    return settings;
}

Result<GatewayConfig> configFromJson(const Json& json)
{
    GatewayConfig config;
    ObjectReader reader(json, {}, UnknownMembers::Refuse);
    reader.number("revision", config.revision);
    reader.nested("settings", config.settings, settingsFromJson);
    reader.list("servers", config.servers, serverFromJson);
    reader.list("keys", config.keys, keyFromJson);
    if (auto done = reader.finish(); !done) {
        return fail(std::move(done.error()));
    }
    if (const auto problem = checkConfig(config)) {
        return failAt(problem->member, problem->what);
    }
    return config;
}

Result<GatewayConfig> parseConfig(std::string_view text)
{
    auto json = parseJsonText(text, {kMaxConfigBytes});
    if (!json) {
        return fail(std::move(json.error()));
    }
    return configFromJson(*json);
}

std::string formatConfig(const GatewayConfig& config)
{
    return formatJsonText(toJson(config), 2) + "\n";
}

} // namespace portcullis::api
