#include "gateway/api/config_json.h"
#include "gateway/api/config_names.h"
#include "gateway/api/config_rules.h"
#include "gateway/api/governance_names.h"
#include "gateway/api/json_reader.h"

#include <cmath>

namespace portcullis::api {

namespace {

[[nodiscard]] Json valueToJson(const SecretRef& secret)
{
    return Json{{"secret", secret.name}};
}

[[nodiscard]] Json entriesToJson(const std::vector<NamedValue>& entries)
{
    Json object = Json::object();
    for (const NamedValue& entry : entries) {
        if (const auto* secret = std::get_if<SecretRef>(&entry.value)) {
            object[entry.name] = valueToJson(*secret);
        } else {
            object[entry.name] = std::get<std::string>(entry.value);
        }
    }
    return object;
}

[[nodiscard]] Result<SecretRef> secretFromJson(const Json& json, const std::string& path)
{
    if (!json.is_object()) {
        return failAt(path, "must be {\"secret\": \"name of a stored secret\"}");
    }
    SecretRef secret;
    ObjectReader reader(json, path, UnknownMembers::Refuse);
    reader.required().text("secret", secret.name);
    return finished(reader, std::move(secret));
}

[[nodiscard]] Result<Value> valueFromJson(const Json& json, const std::string& path)
{
    if (json.is_string()) {
        return Value(json.get<std::string>());
    }
    if (!json.is_object()) {
        return failAt(path, "must be a string or {\"secret\": \"name of a stored secret\"}");
    }
    auto secret = secretFromJson(json, path);
    if (!secret) {
        return fail(std::move(secret.error()));
    }
    return Value(std::move(*secret));
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

[[nodiscard]] Json overridesToJson(const std::vector<ToolOverride>& tools)
{
    Json object = Json::object();
    for (const ToolOverride& tool : tools) {
        Json& entry = object[tool.tool] = Json::object();
        entry["name"] = tool.name;
        if (tool.description) {
            entry["description"] = *tool.description;
        }
        entry["hidden"] = tool.hidden;
        entry["content"] = nameIn(kContentModes, tool.content);
    }
    return object;
}

[[nodiscard]] Result<std::vector<ToolOverride>> overridesFromJson(const Json& json,
                                                                  const std::string& path)
{
    if (!json.is_object()) {
        return failAt(path, "must be an object of tools and how they are shown");
    }
    std::vector<ToolOverride> tools;
    for (const auto& [tool, value] : json.items()) {
        ToolOverride shown;
        shown.tool = tool;
        ObjectReader reader(value, path + "/" + pointerToken(tool), UnknownMembers::Refuse);
        reader.text("name", shown.name);
        reader.text("description", shown.description);
        reader.flag("hidden", shown.hidden);
        reader.choice("content", kContentModes, shown.content);
        if (auto done = reader.finish(); !done) {
            return fail(std::move(done.error()));
        }
        tools.push_back(std::move(shown));
    }
    return tools;
}

} // namespace

const char* transportName(Transport transport)
{
    return nameIn(kTransports, transport);
}

Json toJson(const ServerConfig& server)
{
    Json json = Json::object();
    json["id"] = server.id.str();
    json["name"] = server.name;
    json["enabled"] = server.enabled;
    json["transport"] = transportName(server.transport);
    json["protocol"] = nameIn(kProtocols, server.protocol);
    json["command"] = server.command;
    json["workingDirectory"] = server.workingDirectory;
    json["environment"] = entriesToJson(server.environment);
    json["url"] = server.url;
    json["headers"] = entriesToJson(server.headers);
    json["caFile"] = server.caFile;
    json["allowPlainHttp"] = server.allowPlainHttp;
    json["clientCertFile"] = server.clientCertFile;
    json["clientKeyFile"] = server.clientKeyFile;
    if (server.clientKeyPassphrase) {
        json["clientKeyPassphrase"] = valueToJson(*server.clientKeyPassphrase);
    }
    json["proxy"] = server.proxy;
    json["start"] = nameIn(kStartModes, server.start);
    json["idleStopSeconds"] = server.idleStop.count();
    json["scope"] = nameIn(kInstanceScopes, server.scope);
    json["onePerson"] = server.onePerson;
    json["offersForms"] = server.offersForms;
    json["offersAddresses"] = server.offersAddresses;
    json["offersSampling"] = server.offersSampling;
    json["offersRoots"] = server.offersRoots;
    json["keepWebLinks"] = server.keepWebLinks;
    json["roots"] = server.roots;
    json["changedTools"] = nameIn(kChangedTools, server.changedTools);
    json["tools"] = overridesToJson(server.tools);
    json["rules"] = arrayOf(server.rules);
    json["content"] = nameIn(kContentModes, server.content);
    json["callTimeoutSeconds"] = secondsToJson(server.callTimeout);
    json["maxInFlight"] = server.maxInFlight;
    if (server.rate) {
        json["rate"] = toJson(*server.rate);
    }
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
    reader.text("clientCertFile", server.clientCertFile);
    reader.text("clientKeyFile", server.clientKeyFile);
    reader.nested("clientKeyPassphrase", server.clientKeyPassphrase, secretFromJson);
    reader.text("proxy", server.proxy);
    reader.choice("start", kStartModes, server.start);
    auto idleStop = static_cast<std::uint32_t>(server.idleStop.count());
    reader.number("idleStopSeconds", idleStop);
    server.idleStop = std::chrono::seconds(idleStop);
    reader.choice("scope", kInstanceScopes, server.scope);
    reader.flag("onePerson", server.onePerson);
    reader.flag("offersForms", server.offersForms);
    reader.flag("offersAddresses", server.offersAddresses);
    reader.flag("offersSampling", server.offersSampling);
    reader.flag("offersRoots", server.offersRoots);
    reader.flag("keepWebLinks", server.keepWebLinks);
    reader.texts("roots", server.roots);
    reader.choice("changedTools", kChangedTools, server.changedTools);
    reader.nested("tools", server.tools, overridesFromJson);
    reader.list("rules", server.rules, ruleFromJson);
    reader.choice("content", kContentModes, server.content);
    reader.nested("callTimeoutSeconds", server.callTimeout, secondsFromJson);
    reader.number("maxInFlight", server.maxInFlight);
    reader.nested("rate", server.rate, rateFromJson);
    return finished(reader, std::move(server));
}

} // namespace portcullis::api
