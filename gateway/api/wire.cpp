#include "gateway/api/wire.h"

#include "gateway/api/config_json.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/roles_json.h"
#include "gateway/api/wire_names.h"

namespace portcullis::api {

namespace {

[[nodiscard]] Json toJson(const KeyUse& use)
{
    Json json = Json::object();
    json["key"] = use.key.str();
    json["lastUsed"] = formatExactTime(use.lastUsed);
    return json;
}

} // namespace

Json toJson(const Error& error)
{
    Json json = Json::object();
    json["code"] = errorCodeName(error.code);
    json["message"] = error.message;
    json["cause"] = error.cause;
    return json;
}

Json toJson(const ServerStatus& status)
{
    Json json = Json::object();
    json["id"] = status.id.str();
    json["state"] = nameIn(kServerStates, status.state);
    json["revision"] = status.revision;
    json["serverName"] = status.serverName;
    json["serverVersion"] = status.serverVersion;
    json["tools"] = status.tools;
    json["inFlight"] = status.inFlight;
    json["restarts"] = status.restarts;
    if (status.lastError) {
        json["lastError"] = toJson(*status.lastError);
    }
    if (status.since) {
        json["since"] = formatExactTime(*status.since);
    }
    return json;
}

Json toJson(const GatewayStatus& status)
{
    Json json = Json::object();
    json["state"] = nameIn(kGatewayStates, status.state);
    json["reason"] = status.reason;
    json["endpoint"] = status.endpoint;
    json["socketPath"] = status.socketPath;
    json["dataFolder"] = status.dataFolder;
    json["configRevision"] = status.configRevision;
    json["sessions"] = status.sessions;
    json["inFlight"] = status.inFlight;
    json["servers"] = arrayOf(status.servers);
    Json keys = Json::array();
    for (const KeyUse& use : status.keys) {
        keys.push_back(toJson(use));
    }
    json["keys"] = std::move(keys);
    json["callsPerMinute"] = status.callsPerMinute;
    json["calls"] = status.calls;
    json["refused"] = status.refused;
    json["auditRecords"] = status.auditRecords;
    json["logAlarm"] = status.logAlarm;
    json["logWarning"] = status.logWarning;
    json["pinPlace"] = nameIn(kPinPlaces, status.pinPlace);
    json["pinProblem"] = status.pinProblem;
    if (status.permissions) {
        json["permissions"] = toJson(*status.permissions);
    }
    if (status.lockdown) {
        json["lockdown"] = toJson(*status.lockdown);
    }
    return json;
}

Json toJson(const ToolInfo& tool)
{
    Json json = Json::object();
    json["name"] = tool.name;
    json["publicName"] = tool.publicName;
    json["title"] = tool.title;
    json["description"] = tool.description;
    json["definitionHash"] = tool.definitionHash;
    json["readOnlyHint"] = tool.readOnlyHint;
    json["destructiveHint"] = tool.destructiveHint;
    json["nonDestructiveHint"] = tool.nonDestructiveHint;
    json["approvedHash"] = tool.approvedHash;
    json["changed"] = tool.changed;
    json["held"] = tool.held;
    json["hidden"] = tool.hidden;
    return json;
}

Json toJson(const ToolApproval& approval)
{
    Json json = Json::object();
    json["tool"] = approval.tool;
    json["definitionHash"] = approval.definitionHash;
    return json;
}

Json toJson(const ServerReport& report)
{
    Json json = Json::object();
    json["revision"] = report.revision;
    json["serverName"] = report.serverName;
    json["serverVersion"] = report.serverVersion;
    json["tools"] = arrayOf(report.tools);
    json["notes"] = report.notes;
    json["diagnostics"] = report.diagnostics;
    return json;
}

Json toJson(const ActivityRow& row)
{
    Json json = Json::object();
    json["n"] = row.n;
    json["time"] = formatExactTime(row.time);
    json["call"] = row.call.str();
    json["key"] = row.key.str();
    json["client"] = row.client;
    json["server"] = row.server.str();
    json["tool"] = row.tool;
    json["reason"] = reasonName(row.reason);
    json["outcome"] = outcomeName(row.outcome);
    json["durationMicros"] = row.durationMicros;
    json["argumentBytes"] = row.argumentBytes;
    json["resultBytes"] = row.resultBytes;
    json["case"] = row.caseId.str();
    return json;
}

Json toJson(const ActivityQuery& query)
{
    Json json = Json::object();
    if (query.before) {
        json["before"] = *query.before;
    }
    json["limit"] = query.limit;
    if (query.key) {
        json["key"] = query.key->str();
    }
    if (query.keys) {
        json["keys"] = Json::array();
        for (const KeyId& key : *query.keys) {
            json["keys"].push_back(key.str());
        }
    }
    if (query.server) {
        json["server"] = query.server->str();
    }
    if (query.caseId) {
        json["case"] = query.caseId->str();
    }
    json["text"] = query.text;
    json["refusedOnly"] = query.refusedOnly;
    return json;
}

Json toJson(const ActivityPage& page)
{
    Json json = Json::object();
    json["rows"] = arrayOf(page.rows);
    json["more"] = page.more;
    return json;
}

Json toJson(const CallDetails& details)
{
    Json json = Json::object();
    json["row"] = toJson(details.row);
    json["intentHeader"] = details.intentHeader;
    json["intentBody"] = details.intentBody;
    json["outcomeHeader"] = details.outcomeHeader;
    json["outcomeBody"] = details.outcomeBody;
    if (details.arguments) {
        json["arguments"] = *details.arguments;
    }
    if (details.result) {
        json["result"] = *details.result;
    }
    return json;
}

namespace {

struct EventWriter
{
    Json& json;

    void operator()(const StatusChanged& changed) const
    {
        json["type"] = kStatusChanged;
        json["status"] = toJson(changed.status);
    }

    void operator()(const ConfigChanged& changed) const
    {
        json["type"] = kConfigChanged;
        json["config"] = changed.config ? toJson(*changed.config) : Json(nullptr);
    }

    void operator()(const ToolsChanged& changed) const
    {
        json["type"] = kToolsChanged;
        json["server"] = changed.server.str();
    }

    void operator()(const CallChanged& changed) const
    {
        json["type"] = kCallChanged;
        json["row"] = toJson(changed.row);
    }

    void operator()(const BudgetWarning& warning) const
    {
        json["type"] = kBudgetWarning;
        json["warning"] = warningToJson(warning);
    }
};

} // namespace

Json toJson(const Event& event)
{
    Json json = Json::object();
    json["sequence"] = event.sequence;
    std::visit(EventWriter{json}, event.what);
    return json;
}

} // namespace portcullis::api
