#include "gateway/api/config_json.h"

#include "gateway/api/config_names.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/governance_names.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/json_text.h"
#include "gateway/api/roles_json.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>

namespace portcullis::api {

namespace {

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

[[nodiscard]] Json toJson(const ToolNaming& naming)
{
    return Json{{"maxLength", naming.maxLength}, {"serverPrefix", naming.serverPrefix}};
}

[[nodiscard]] Result<ToolNaming> toolNamingFromJson(const Json& json, const std::string& path)
{
    ToolNaming naming;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.number("maxLength", naming.maxLength);
    reader.flag("serverPrefix", naming.serverPrefix);
    return finished(reader, std::move(naming));
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
    json["urlBytes"] = limits.urlBytes;
    json["streams"] = limits.streams;
    json["listensPerKey"] = limits.listensPerKey;
    json["urisPerListen"] = limits.urisPerListen;
    json["parkedPerKey"] = limits.parkedPerKey;
    json["parked"] = limits.parked;
    json["requestStateBytes"] = limits.requestStateBytes;
    json["jsonDepth"] = limits.jsonDepth;
    json["jsonMembers"] = limits.jsonMembers;
    json["sessionIdleSeconds"] = limits.sessionIdle.count();
    json["parkedSeconds"] = limits.parkedLife.count();
    json["longestCallSeconds"] = limits.longestCall.count();
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
    reader.number("urlBytes", limits.urlBytes);
    reader.number("streams", limits.streams);
    reader.number("listensPerKey", limits.listensPerKey);
    reader.number("urisPerListen", limits.urisPerListen);
    reader.number("parkedPerKey", limits.parkedPerKey);
    reader.number("parked", limits.parked);
    reader.number("requestStateBytes", limits.requestStateBytes);
    reader.number("jsonDepth", limits.jsonDepth);
    reader.number("jsonMembers", limits.jsonMembers);
    const auto readSeconds = [&reader](const char* name, std::chrono::seconds& time) {
        auto seconds = static_cast<std::uint32_t>(time.count());
        reader.number(name, seconds);
        time = std::chrono::seconds(seconds);
    };
    readSeconds("sessionIdleSeconds", limits.sessionIdle);
    readSeconds("parkedSeconds", limits.parkedLife);
    readSeconds("longestCallSeconds", limits.longestCall);
    return finished(reader, std::move(limits));
}

[[nodiscard]] Result<RetiringSecret> retiringFromJson(const Json& json, const std::string& path)
{
    RetiringSecret retiring;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().nested("hash", retiring.hash, digestFromJson);
    reader.required().time("until", retiring.until);
    return finished(reader, std::move(retiring));
}

} // namespace

Result<Digest> digestFromJson(const Json& json, const std::string& path)
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

Json toJson(KeyTransport transport)
{
    return keyTransportName(transport);
}

Result<KeyTransport> keyTransportFromJson(const Json& json, const std::string& path)
{
    const auto transport =
        json.is_string() ? keyTransportFromName(json.get_ref<const std::string&>()) : std::nullopt;
    if (!transport) {
        return failAt(path, R"(must be "http", "sse" or "stdio")");
    }
    return *transport;
}

Json toJson(const BoundProgram& program)
{
    return Json{{"sha256", toHex(program.hash)}, {"path", program.path}};
}

Result<BoundProgram> programFromJson(const Json& json, const std::string& path)
{
    BoundProgram program;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().nested("sha256", program.hash, digestFromJson);
    reader.text("path", program.path);
    return finished(reader, std::move(program));
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
    json["lenientAccept"] = key.lenientAccept;
    json["allow"] = arrayOf(key.allow);
    json["team"] = key.team.str();
    json["case"] = key.caseId.str();
    if (key.rate) {
        json["rate"] = toJson(*key.rate);
    }
    json["concurrency"] = key.concurrency;
    if (key.retiring) {
        json["retiring"] = {{"hash", toHex(key.retiring->hash)},
                            {"until", formatExactTime(key.retiring->until)}};
    }
    json["transports"] = arrayOf(key.transports);
    json["programs"] = arrayOf(key.programs);
    return json;
}

[[nodiscard]] static Json toJson(const Retention& retention)
{
    Json json = Json::object();
    json["contentDays"] = retention.contentDays;
    json["bodyDays"] = retention.bodyDays;
    return json;
}

[[nodiscard]] static Result<Retention> retentionFromJson(const Json& json, const std::string& path)
{
    Retention retention;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.number("contentDays", retention.contentDays);
    reader.number("bodyDays", retention.bodyDays);
    return finished(reader, std::move(retention));
}

Json toJson(const Settings& settings)
{
    Json json = Json::object();
    json["listen"] = formatEndpoint(settings.listenHost, settings.listenPort);
    json["durability"] = nameIn(kDurabilities, settings.durability);
    json["receipts"] = settings.receipts;
    json["offerSse"] = settings.offerSse;
    json["lenientSessions"] = settings.lenientSessions;
    json["retention"] = toJson(settings.retention);
    json["toolNames"] = toJson(settings.toolNames);
    json["limits"] = toJson(settings.limits);
    json["currency"] = settings.currency;
    return json;
}

Json toJson(const GatewayConfig& config)
{
    Json json = Json::object();
    json["revision"] = config.revision;
    json["settings"] = toJson(config.settings);
    json["servers"] = arrayOf(config.servers);
    json["keys"] = arrayOf(config.keys);
    json["customers"] = arrayOf(config.customers);
    json["teams"] = arrayOf(config.teams);
    json["cases"] = arrayOf(config.cases);
    json["budgets"] = arrayOf(config.budgets);
    json["prices"] = arrayOf(config.prices);
    if (config.roles) {
        json["roles"] = toJson(*config.roles);
    }
    return json;
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
    reader.flag("lenientAccept", key.lenientAccept);
    reader.list("allow", key.allow, ruleFromJson);
    reader.id("team", key.team);
    reader.id("case", key.caseId);
    reader.nested("rate", key.rate, rateFromJson);
    reader.number("concurrency", key.concurrency);
    reader.nested("retiring", key.retiring, retiringFromJson);
    reader.list("transports", key.transports, keyTransportFromJson);
    reader.list("programs", key.programs, programFromJson);
    return finished(reader, std::move(key));
}

Result<Settings> settingsFromJson(const Json& json, const std::string& path)
{
    Settings settings;
    Endpoint endpoint{settings.listenHost, settings.listenPort};
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.nested("listen", endpoint, endpointFromJson);
    reader.choice("durability", kDurabilities, settings.durability);
    reader.flag("receipts", settings.receipts);
    reader.flag("offerSse", settings.offerSse);
    reader.flag("lenientSessions", settings.lenientSessions);
    reader.nested("retention", settings.retention, retentionFromJson);
    reader.nested("toolNames", settings.toolNames, toolNamingFromJson);
    reader.nested("limits", settings.limits, limitsFromJson);
    reader.text("currency", settings.currency);
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
    reader.list("customers", config.customers, customerFromJson);
    reader.list("teams", config.teams, teamFromJson);
    reader.list("cases", config.cases, caseFromJson);
    reader.list("budgets", config.budgets, budgetFromJson);
    reader.list("prices", config.prices, priceFromJson);
    reader.nested("roles", config.roles, rolesFromJson);
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
