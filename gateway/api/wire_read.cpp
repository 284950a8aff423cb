#include "gateway/api/config_json.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/roles_json.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"

namespace portcullis::api {

namespace {

constexpr UnknownMembers kIgnore = UnknownMembers::Ignore;

[[nodiscard]] ErrorCode errorCodeFromName(std::string_view name)
{
    for (int i = 0; i <= static_cast<int>(ErrorCode::Internal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        if (name == errorCodeName(code)) {
            return code;
        }
    }
    return ErrorCode::Internal;
}

[[nodiscard]] Result<Error> errorAt(const Json& json, const std::string& path)
{
    Error error;
    std::string code;
    ObjectReader reader(json, path, kIgnore);
    reader.required().text("code", code);
    reader.required().text("message", error.message);
    reader.text("cause", error.cause);
    error.code = errorCodeFromName(code);
    return finished(reader, std::move(error));
}

[[nodiscard]] Result<ServerStatus> serverStatusAt(const Json& json, const std::string& path)
{
    ServerStatus status;
    ObjectReader reader(json, path, kIgnore);
    reader.required().id("id", status.id);
    reader.required().choice("state", kServerStates, status.state);
    reader.text("revision", status.revision);
    reader.text("serverName", status.serverName);
    reader.text("serverVersion", status.serverVersion);
    reader.number("tools", status.tools);
    reader.number("inFlight", status.inFlight);
    reader.number("restarts", status.restarts);
    reader.nested("lastError", status.lastError, errorAt);
    reader.time("since", status.since);
    return finished(reader, std::move(status));
}

[[nodiscard]] Result<KeyUse> keyUseAt(const Json& json, const std::string& path)
{
    KeyUse use;
    ObjectReader reader(json, path, kIgnore);
    reader.required().id("key", use.key);
    reader.required().time("lastUsed", use.lastUsed);
    return finished(reader, std::move(use));
}

[[nodiscard]] Result<std::vector<KeyId>> keyIdsFromJson(const Json& json, const std::string& path)
{
    std::vector<KeyId> keys;
    for (const Json& one : json) {
        if (!json.is_array() || !one.is_string()) {
            return failAt(path, "must be an array of ids");
        }
        keys.emplace_back(one.get<std::string>());
    }
    return keys;
}

template <typename Enum>
[[nodiscard]] auto namedBy(std::optional<Enum> (*fromName)(std::string_view), const char* what)
{
    return [fromName, what](const Json& json, const std::string& path) -> Result<Enum> {
        const auto value =
            json.is_string() ? fromName(json.get_ref<const std::string&>()) : std::nullopt;
        if (!value) {
            return failAt(path, what);
        }
        return *value;
    };
}

} // namespace

Result<GatewayStatus> statusAt(const Json& json, const std::string& path)
{
    GatewayStatus status;
    ObjectReader reader(json, path, kIgnore);
    reader.required().choice("state", kGatewayStates, status.state);
    reader.text("reason", status.reason);
    reader.text("endpoint", status.endpoint);
    reader.text("socketPath", status.socketPath);
    reader.text("dataFolder", status.dataFolder);
    reader.number("configRevision", status.configRevision);
    reader.number("sessions", status.sessions);
    reader.number("inFlight", status.inFlight);
    reader.list("servers", status.servers, serverStatusAt);
    reader.list("keys", status.keys, keyUseAt);
    reader.list("callsPerMinute", status.callsPerMinute, numberFromJson<std::uint32_t>);
    reader.number("calls", status.calls);
    reader.number("refused", status.refused);
    reader.number("auditRecords", status.auditRecords);
    reader.text("logAlarm", status.logAlarm);
    reader.text("logWarning", status.logWarning);
    reader.choice("pinPlace", kPinPlaces, status.pinPlace);
    reader.text("pinProblem", status.pinProblem);
    reader.nested("permissions", status.permissions, permissionsFromJson);
    reader.nested("lockdown", status.lockdown, lockdownAt);
    return finished(reader, std::move(status));
}

Result<ToolInfo> toolAt(const Json& json, const std::string& path)
{
    ToolInfo tool;
    ObjectReader reader(json, path, kIgnore);
    reader.required().text("name", tool.name);
    reader.text("publicName", tool.publicName);
    reader.text("title", tool.title);
    reader.text("description", tool.description);
    reader.text("definitionHash", tool.definitionHash);
    reader.flag("readOnlyHint", tool.readOnlyHint);
    reader.flag("destructiveHint", tool.destructiveHint);
    reader.flag("nonDestructiveHint", tool.nonDestructiveHint);
    reader.text("approvedHash", tool.approvedHash);
    reader.flag("changed", tool.changed);
    reader.flag("held", tool.held);
    reader.flag("hidden", tool.hidden);
    return finished(reader, std::move(tool));
}

Result<ActivityRow> rowAt(const Json& json, const std::string& path)
{
    ActivityRow row;
    ObjectReader reader(json, path, kIgnore);
    reader.required().number("n", row.n);
    reader.required().time("time", row.time);
    reader.id("call", row.call);
    reader.id("key", row.key);
    reader.text("client", row.client);
    reader.id("server", row.server);
    reader.text("tool", row.tool);
    reader.required().nested(
        "reason", row.reason, namedBy(reasonFromName, "must be a known reason"));
    reader.required().nested(
        "outcome", row.outcome, namedBy(outcomeFromName, "must be a known outcome"));
    reader.number("durationMicros", row.durationMicros);
    reader.number("argumentBytes", row.argumentBytes);
    reader.number("resultBytes", row.resultBytes);
    reader.id("case", row.caseId);
    return finished(reader, std::move(row));
}

Error errorFromJson(const Json& json)
{
    auto error = errorAt(json, {});
    if (!error) {
        return {ErrorCode::Internal, "The other side sent an error that cannot be read.", {}};
    }
    return std::move(*error);
}

Result<GatewayStatus> statusFromJson(const Json& json)
{
    return statusAt(json, {});
}

Result<ToolInfo> toolFromJson(const Json& json)
{
    return toolAt(json, {});
}

Result<ServerReport> reportFromJson(const Json& json)
{
    ServerReport report;
    ObjectReader reader(json, {}, kIgnore);
    reader.text("revision", report.revision);
    reader.text("serverName", report.serverName);
    reader.text("serverVersion", report.serverVersion);
    reader.required().list("tools", report.tools, toolAt);
    reader.texts("notes", report.notes);
    reader.text("diagnostics", report.diagnostics);
    return finished(reader, std::move(report));
}

Result<ActivityQuery> queryFromJson(const Json& json)
{
    ActivityQuery query;
    ObjectReader reader(json, {}, kIgnore);
    reader.nested("before", query.before, numberFromJson<std::int64_t>);
    reader.number("limit", query.limit);
    reader.id("key", query.key);
    reader.nested("keys", query.keys, keyIdsFromJson);
    reader.id("server", query.server);
    reader.id("case", query.caseId);
    reader.text("text", query.text);
    reader.flag("refusedOnly", query.refusedOnly);
    return finished(reader, std::move(query));
}

Result<ActivityPage> pageFromJson(const Json& json)
{
    ActivityPage page;
    ObjectReader reader(json, {}, kIgnore);
    reader.required().list("rows", page.rows, rowAt);
    reader.flag("more", page.more);
    return finished(reader, std::move(page));
}

Result<CallDetails> detailsFromJson(const Json& json)
{
    CallDetails details;
    ObjectReader reader(json, {}, kIgnore);
    reader.required().nested("row", details.row, rowAt);
    reader.text("intentHeader", details.intentHeader);
    reader.text("intentBody", details.intentBody);
    reader.text("outcomeHeader", details.outcomeHeader);
    reader.text("outcomeBody", details.outcomeBody);
    reader.text("arguments", details.arguments);
    reader.text("result", details.result);
    return finished(reader, std::move(details));
}

Result<Event> eventFromJson(const Json& json)
{
    Event event;
    std::string type;
    ObjectReader reader(json, {}, kIgnore);
    reader.required().number("sequence", event.sequence);
    reader.required().text("type", type);
    if (type == kStatusChanged) {
        StatusChanged changed;
        reader.required().nested("status", changed.status, statusAt);
        event.what = std::move(changed);
    } else if (type == kConfigChanged) {
        std::optional<GatewayConfig> config;
        reader.required().nested("config", config, [](const Json& member, const std::string&) {
            return configFromJson(member);
        });
        event.what = ConfigChanged{
            config ? std::make_shared<const GatewayConfig>(std::move(*config)) : nullptr};
    } else if (type == kToolsChanged) {
        ToolsChanged changed;
        reader.required().id("server", changed.server);
        event.what = std::move(changed);
    } else if (type == kCallChanged) {
        CallChanged changed;
        reader.required().nested("row", changed.row, rowAt);
        event.what = std::move(changed);
    } else if (type == kBudgetWarning) {
        BudgetWarning warning;
        reader.required().nested("warning", warning, warningAt);
        event.what = std::move(warning);
    } else {
        reader.refuse("type", "must be a known kind of event");
    }
    return finished(reader, std::move(event));
}

} // namespace portcullis::api
