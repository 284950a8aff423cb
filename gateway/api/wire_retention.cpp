#include "gateway/api/json_reader.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"

namespace portcullis::api {

namespace {

// A request may not be half understood: what is ignored could have kept records from going.
constexpr UnknownMembers kAnswer = UnknownMembers::Ignore;
constexpr UnknownMembers kRequest = UnknownMembers::Refuse;

[[nodiscard]] Json toJson(const RecordFilter& filter)
{
    Json json = Json::object();
    if (filter.key) {
        json["key"] = filter.key->str();
    }
    if (filter.server) {
        json["server"] = filter.server->str();
    }
    if (filter.tool) {
        json["tool"] = *filter.tool;
    }
    if (filter.call) {
        json["call"] = filter.call->str();
    }
    if (filter.time.from) {
        json["from"] = formatExactTime(*filter.time.from);
    }
    if (filter.time.to) {
        json["to"] = formatExactTime(*filter.time.to);
    }
    return json;
}

[[nodiscard]] Result<RecordFilter> filterAt(const Json& json, const std::string& path)
{
    RecordFilter filter;
    ObjectReader reader(json, path, kRequest);
    reader.id("key", filter.key);
    reader.id("server", filter.server);
    reader.text("tool", filter.tool);
    reader.id("call", filter.call);
    reader.time("from", filter.time.from);
    reader.time("to", filter.time.to);
    return finished(reader, std::move(filter));
}

[[nodiscard]] Json toJson(const NumberRange& range)
{
    Json json = Json::object();
    json["begin"] = range.begin;
    json["end"] = range.end;
    return json;
}

[[nodiscard]] Result<NumberRange> rangeAt(const Json& json, const std::string& path)
{
    NumberRange range;
    ObjectReader reader(json, path, kRequest);
    reader.required().number("begin", range.begin);
    reader.required().number("end", range.end);
    return finished(reader, std::move(range));
}

[[nodiscard]] Result<Hold> holdAt(const Json& json, const std::string& path)
{
    Hold hold;
    ObjectReader reader(json, path, kRequest);
    reader.text("id", hold.id);
    reader.required().nested("records", hold.records, filterAt);
    reader.text("reason", hold.reason);
    reader.text("by", hold.by);
    reader.number("n", hold.n);
    return finished(reader, std::move(hold));
}

} // namespace

Json toJson(const Hold& hold)
{
    Json json = Json::object();
    json["id"] = hold.id;
    json["records"] = toJson(hold.records);
    json["reason"] = hold.reason;
    json["by"] = hold.by;
    json["n"] = hold.n;
    return json;
}

Json toJson(const std::vector<Hold>& holds)
{
    Json json = Json::array();
    for (const Hold& hold : holds) {
        json.push_back(toJson(hold));
    }
    return json;
}

Result<Hold> holdFromJson(const Json& json)
{
    return holdAt(json, {});
}

Result<std::vector<Hold>> holdsFromJson(const Json& json)
{
    std::vector<Hold> holds;
    for (const Json& one : json) {
        auto hold = holdAt(one, {});
        if (!hold) {
            return fail(std::move(hold.error()));
        }
        holds.push_back(std::move(*hold));
    }
    return holds;
}

Json toJson(const EraseRequest& request)
{
    Json json = Json::object();
    if (request.records) {
        json["records"] = toJson(*request.records);
    }
    json["within"] = toJson(request.within);
    json["containing"] = request.containing;
    json["reason"] = request.reason;
    json["onlyLook"] = request.onlyLook;
    return json;
}

Result<EraseRequest> eraseRequestFromJson(const Json& json)
{
    EraseRequest request;
    ObjectReader reader(json, {}, kRequest);
    reader.nested("records", request.records, rangeAt);
    reader.nested("within", request.within, filterAt);
    reader.text("containing", request.containing);
    reader.text("reason", request.reason);
    reader.required().flag("onlyLook", request.onlyLook);
    return finished(reader, std::move(request));
}

Json toJson(const EraseReport& report)
{
    Json json = Json::object();
    json["count"] = report.count;
    json["unreadable"] = report.unreadable;
    json["withoutText"] = report.withoutText;
    Json ranges = Json::array();
    for (const NumberRange& range : report.records) {
        ranges.push_back(toJson(range));
    }
    json["records"] = std::move(ranges);
    return json;
}

Result<EraseReport> eraseReportFromJson(const Json& json)
{
    EraseReport report;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().number("count", report.count);
    reader.number("unreadable", report.unreadable);
    reader.number("withoutText", report.withoutText);
    reader.list("records", report.records, rangeAt);
    return finished(reader, std::move(report));
}

Json toJson(const RetentionRequest& request)
{
    Json json = Json::object();
    if (request.contentsBefore) {
        json["contentsBefore"] = formatExactTime(*request.contentsBefore);
    }
    if (request.bodiesBefore) {
        json["bodiesBefore"] = formatExactTime(*request.bodiesBefore);
    }
    json["onlyLook"] = request.onlyLook;
    return json;
}

Result<RetentionRequest> retentionRequestFromJson(const Json& json)
{
    RetentionRequest request;
    ObjectReader reader(json, {}, kRequest);
    reader.time("contentsBefore", request.contentsBefore);
    reader.time("bodiesBefore", request.bodiesBefore);
    reader.required().flag("onlyLook", request.onlyLook);
    return finished(reader, std::move(request));
}

Json toJson(const RetentionReport& report)
{
    Json json = Json::object();
    json["contents"] = report.contents;
    json["bodies"] = report.bodies;
    return json;
}

Result<RetentionReport> retentionReportFromJson(const Json& json)
{
    RetentionReport report;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().number("contents", report.contents);
    reader.required().number("bodies", report.bodies);
    return finished(reader, std::move(report));
}

Json toJson(const SignOff& review)
{
    Json json = Json::object();
    json["begin"] = review.begin;
    json["end"] = review.end;
    json["findings"] = review.findings;
    json["comment"] = review.comment;
    return json;
}

// All must be there: what is signed off is nothing to guess at.
Result<SignOff> signOffFromJson(const Json& json)
{
    SignOff review;
    ObjectReader reader(json, {}, UnknownMembers::Refuse);
    reader.required().number("begin", review.begin);
    reader.required().number("end", review.end);
    reader.required().flag("findings", review.findings);
    reader.required().text("comment", review.comment);
    return finished(reader, std::move(review));
}

} // namespace portcullis::api
