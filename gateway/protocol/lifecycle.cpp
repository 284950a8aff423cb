#include "gateway/protocol/lifecycle.h"

#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/tasks.h"
#include "gateway/protocol/text.h"

#include <algorithm>

namespace portcullis::protocol {

namespace {

constexpr std::int64_t kDiscoverTtlMillis = 5 * 60 * 1000; // E-34

RpcError invalidParams(std::string_view rule)
{
    return {code::kInvalidParams, "Invalid params: " + std::string(rule), {}};
}

Implementation readImplementation(JsonValue info)
{
    return {info["name"].string(), info["version"].string(), info["title"].string()};
}

ServerFeatures readFeatures(JsonValue capabilities)
{
    const JsonValue tools = capabilities["tools"];
    const JsonValue prompts = capabilities["prompts"];
    const JsonValue resources = capabilities["resources"];
    ServerFeatures features;
    features.tools = tools.isObject();
    features.toolsListChanged = tools["listChanged"].boolean();
    features.prompts = prompts.isObject();
    features.promptsListChanged = prompts["listChanged"].boolean();
    features.resources = resources.isObject();
    features.resourcesListChanged = resources["listChanged"].boolean();
    features.resourcesSubscribe = resources["subscribe"].boolean();
    features.completions = capabilities["completions"].isObject();
    features.logging = capabilities["logging"].isObject();
    features.apps = capabilities["extensions"][kAppsExtension].isObject();
    features.callsAsTasks = capabilities["tasks"]["requests"]["tools"]["call"].isObject();
    features.tasks = capabilities["extensions"][kTasksExtension].isObject();
    return features;
}

std::string knownRevisions()
{
    std::string names;
    for (const Revision revision : supportedRevisions()) {
        names.append(names.empty() ? "" : ", ").append(revisionName(revision));
    }
    return names;
}

// The revisions of the gateway that a list of names has too, best first.
std::vector<Revision> commonRevisions(JsonValue names)
{
    std::vector<Revision> common;
    if (!names.isArray()) {
        return common;
    }
    for (const Revision revision : supportedRevisions()) {
        for (JsonValue name = names.first(); name.exists(); name = name.next()) {
            if (name.stringEquals(revisionName(revision))) {
                common.push_back(revision);
                break;
            }
        }
    }
    return common;
}

} // namespace

Implementation gatewayImplementation()
{
    return {"portcullis", PORTCULLIS_VERSION, "Portcullis"};
}

std::string writeImplementation(const Implementation& implementation)
{
    JsonWriter writer;
    writer.beginObject();
    writer.member("name", implementation.name).member("version", implementation.version);
    if (!implementation.title.empty()) {
        writer.member("title", implementation.title);
    }
    return writer.endObject().take();
}

std::expected<InitializeRequest, RpcError> readInitialize(const Message& message)
{
    const JsonValue version = message.params["protocolVersion"];
    const JsonValue capabilities = message.params["capabilities"];
    const JsonValue client = message.params["clientInfo"];
    if (!version.isString()) {
        return std::unexpected(invalidParams("protocolVersion must be a string"));
    }
    if (capabilities.exists() && !capabilities.isObject()) {
        return std::unexpected(invalidParams("capabilities must be an object"));
    }
    if (client.exists() && !client.isObject()) {
        return std::unexpected(invalidParams("clientInfo must be an object"));
    }
    return InitializeRequest{
        version.string(), {client["name"].string(), client["version"].string()}, capabilities};
}

bool Offered::lacks(std::string_view method) const
{
    if (method.starts_with("tools/")) {
        return !tools;
    }
    if (method.starts_with("prompts/")) {
        return !prompts;
    }
    if (method == "resources/subscribe" || method == "resources/unsubscribe") {
        return !resources || !subscriptions;
    }
    if (method.starts_with("resources/")) {
        return !resources;
    }
    return (method == "completion/complete" && !completions) ||
           (method == "logging/setLevel" && !logging);
}

std::string writeServerCapabilities(Revision revision, const Offered& offered)
{
    JsonWriter out;
    out.beginObject();
    // The gateway itself tells of changes: rights and the configuration change lists, too.
    if (offered.tools) {
        out.rawMember("tools", R"({"listChanged":true})");
    }
    if (offered.prompts) {
        out.rawMember("prompts", R"({"listChanged":true})");
    }
    if (offered.resources) {
        out.rawMember("resources",
                      offered.subscriptions ? R"({"subscribe":true,"listChanged":true})"
                                            : R"({"listChanged":true})");
    }
    if (offered.completions && revision >= Revision::V2025_03_26) {
        out.rawMember("completions", "{}");
    }
    if (offered.logging) {
        out.rawMember("logging", "{}");
    }
    const bool tasks = offered.tasks && eraOf(revision) == Era::Stateless; // E-35
    if (tasks || offered.apps) {
        out.key("extensions").beginObject();
        if (tasks) {
            out.rawMember(kTasksExtension, "{}");
        }
        if (offered.apps) {
            out.rawMember(kAppsExtension, "{}");
        }
        out.endObject();
    }
    return out.endObject().take();
}

std::string
writeInitializeResult(Revision revision, std::string_view instructions, const Offered& offered)
{
    JsonWriter result;
    result.beginObject().member("protocolVersion", revisionName(revision));
    result.rawMember("capabilities", writeServerCapabilities(revision, offered));
    result.rawMember("serverInfo", writeImplementation(gatewayImplementation()));
    if (!instructions.empty()) {
        result.member("instructions", toValidUtf8(instructions));
    }
    return result.endObject().take();
}

std::string writeDiscoverResult(std::string_view instructions, const Offered& offered)
{
    JsonWriter result;
    result.beginObject().member("resultType", "complete");
    result.key("supportedVersions").beginArray();
    for (const Revision revision : supportedRevisions()) {
        result.string(revisionName(revision));
    }
    result.endArray();
    result.rawMember("capabilities", writeServerCapabilities(kNewestStateless, offered));
    if (!instructions.empty()) {
        result.member("instructions", toValidUtf8(instructions));
    }
    // Private, because instructions name the servers that this key may see (B-40).
    result.member("ttlMs", kDiscoverTtlMillis).member("cacheScope", "private");
    result.key("_meta").beginObject();
    result.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation())).endObject();
    return result.endObject().take();
}

std::string writeInitializeParams(Revision revision, std::string_view capabilities)
{
    JsonWriter params;
    params.beginObject().member("protocolVersion", revisionName(revision));
    params.rawMember("capabilities", capabilities);
    params.rawMember("clientInfo", writeImplementation(gatewayImplementation()));
    return params.endObject().take();
}

Result<ServerHello> readInitializeResult(JsonValue result)
{
    const JsonValue version = result["protocolVersion"];
    if (!version.isString()) {
        return fail(ErrorCode::ProtocolError,
                    "The server's answer to initialize has no protocolVersion.");
    }
    const auto revision = parseRevision(version.string());
    if (!revision || eraOf(*revision) != Era::Session) {
        return fail(ErrorCode::ProtocolError,
                    "The server answered initialize with protocol version " +
                        excerpt(version.string(), 32) + "; Portcullis speaks " + knownRevisions() +
                        ". Update one of them.");
    }
    ServerHello hello;
    hello.revision = *revision;
    hello.server = readImplementation(result["serverInfo"]);
    hello.instructions = result["instructions"].string();
    hello.features = readFeatures(result["capabilities"]);
    return hello;
}

bool isDiscoverResult(JsonValue result)
{
    const JsonValue type = result["resultType"];
    return result["supportedVersions"].isArray() &&
           (!type.exists() || type.stringEquals("complete"));
}

Result<ServerHello> readDiscoverResult(JsonValue result)
{
    if (!isDiscoverResult(result)) {
        return fail(ErrorCode::ProtocolError,
                    "The server's answer to server/discover has no supportedVersions.");
    }
    const JsonValue offered = result["supportedVersions"];
    const auto common = commonRevisions(offered);
    if (common.empty()) {
        return fail(ErrorCode::ProtocolError,
                    "The server speaks protocol versions " + excerpt(offered.raw()) +
                        "; Portcullis speaks " + knownRevisions() + ". Update one of them.");
    }
    ServerHello hello;
    hello.revision = common.front();
    hello.server = readImplementation(result["_meta"][kMetaServerInfo]);
    hello.instructions = result["instructions"].string();
    hello.features = readFeatures(result["capabilities"]);
    return hello;
}

std::string
writeStatelessMeta(Revision revision, std::string_view capabilities, std::string_view extra)
{
    JsonWriter meta;
    meta.beginObject().member(kMetaProtocolVersion, revisionName(revision));
    meta.rawMember(kMetaClientInfo, writeImplementation(gatewayImplementation()));
    meta.rawMember(kMetaClientCapabilities, capabilities);
    if (!extra.empty()) {
        meta.raw(extra);
    }
    return meta.endObject().take();
}

std::vector<Revision> readSupported(const RpcError& error)
{
    const auto data = JsonDocument::parse(error.data);
    return data ? commonRevisions(data->root()["supported"]) : std::vector<Revision>();
}

} // namespace portcullis::protocol
