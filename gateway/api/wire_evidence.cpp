#include "gateway/api/json_reader.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"
#include "gateway/base/encoding.h"

#include <algorithm>

namespace portcullis::api {

namespace {

constexpr Name<Decision> kDecisions[] = {{Decision::Allow, "allow"}, {Decision::Deny, "deny"}};
constexpr Name<Values> kValues[] = {{Values::All, "all"}, {Values::None, "none"}};

// An answer may know more than its reader. A request may not: what is not understood could have
// been a filter.
constexpr UnknownMembers kAnswer = UnknownMembers::Ignore;
constexpr UnknownMembers kRequest = UnknownMembers::Refuse;

[[nodiscard]] Result<Digest> digestAt(const Json& json, const std::string& path)
{
    Digest digest{};
    const auto bytes = fromHex(json.is_string() ? json.get_ref<const std::string&>() : "");
    if (!bytes || bytes->size() != digest.size()) {
        return failAt(path, "must be 64 hexadecimal digits");
    }
    std::ranges::copy(*bytes, digest.begin());
    return digest;
}

[[nodiscard]] Json toJson(const TreeHead& head)
{
    Json json = Json::object();
    json["origin"] = head.origin;
    json["size"] = head.size;
    json["root"] = toHex(head.root);
    return json;
}

[[nodiscard]] Result<TreeHead> headAt(const Json& json, const std::string& path)
{
    TreeHead head;
    ObjectReader reader(json, path, kAnswer);
    reader.required().text("origin", head.origin);
    reader.required().number("size", head.size);
    reader.required().nested("root", head.root, digestAt);
    return finished(reader, std::move(head));
}

[[nodiscard]] Result<PreviousBundle> previousAt(const Json& json, const std::string& path)
{
    PreviousBundle previous;
    ObjectReader reader(json, path, kRequest);
    reader.required().nested("end", previous.end, headAt);
    reader.required().text("logKey", previous.logKey);
    return finished(reader, std::move(previous));
}

[[nodiscard]] Json toJson(const RecordRange& range)
{
    Json json = Json::object();
    json["begin"] = range.begin;
    if (range.end) {
        json["end"] = *range.end;
    }
    return json;
}

[[nodiscard]] Json toJson(const TimeRange& range)
{
    Json json = Json::object();
    if (range.from) {
        json["from"] = formatExactTime(*range.from);
    }
    if (range.to) {
        json["to"] = formatExactTime(*range.to);
    }
    return json;
}

[[nodiscard]] Result<RecordRange> recordRangeAt(const Json& json, const std::string& path)
{
    RecordRange range;
    ObjectReader reader(json, path, kRequest);
    reader.required().number("begin", range.begin);
    reader.nested("end", range.end, numberFromJson<std::uint64_t>);
    return finished(reader, std::move(range));
}

[[nodiscard]] Result<TimeRange> timeRangeAt(const Json& json, const std::string& path)
{
    TimeRange range;
    ObjectReader reader(json, path, kRequest);
    reader.time("from", range.from);
    reader.time("to", range.to);
    return finished(reader, std::move(range));
}

[[nodiscard]] Result<Decision> decisionAt(const Json& json, const std::string& path)
{
    const auto value =
        json.is_string() ? valueIn(kDecisions, json.get_ref<const std::string&>()) : std::nullopt;
    return value ? Result<Decision>(*value) : failAt(path, "must be \"allow\" or \"deny\"");
}

[[nodiscard]] Json toJson(const OrganisationKey& key)
{
    Json json = Json::object();
    if (const auto* const file = std::get_if<Pkcs12File>(&key.place)) {
        json["pkcs12"] = file->path.string();
    } else {
        const auto& token = std::get<TokenKey>(key.place);
        json["pkcs11"] = token.uri;
        json["module"] = token.module.string();
        json["certificates"] = token.certificates.string();
    }
    json["workstation"] = key.workstation;
    return json;
}

[[nodiscard]] Result<OrganisationKey> organisationKeyAt(const Json& json, const std::string& path)
{
    std::optional<std::string> file;
    std::optional<std::string> uri;
    std::string module;
    std::string certificates;
    OrganisationKey key;
    ObjectReader reader(json, path, kRequest);
    reader.text("pkcs12", file);
    reader.text("pkcs11", uri);
    reader.text("module", module);
    reader.text("certificates", certificates);
    reader.text("workstation", key.workstation);
    if (file.has_value() == uri.has_value()) {
        reader.refuse("pkcs12", "or \"pkcs11\" must be given, and only one of them");
    } else if (file) {
        key.place = Pkcs12File{*file};
    } else {
        key.place = TokenKey{*uri, module, certificates};
    }
    return finished(reader, std::move(key));
}

[[nodiscard]] Json toJson(const BundleCounts& counts)
{
    Json json = Json::object();
    json["headers"] = counts.headers;
    json["bodies"] = counts.bodies;
    json["values"] = counts.values;
    json["withheld"] = counts.withheld;
    json["purged"] = counts.purged;
    return json;
}

[[nodiscard]] Result<BundleCounts> countsAt(const Json& json, const std::string& path)
{
    BundleCounts counts;
    ObjectReader reader(json, path, kAnswer);
    reader.number("headers", counts.headers);
    reader.number("bodies", counts.bodies);
    reader.number("values", counts.values);
    reader.number("withheld", counts.withheld);
    reader.number("purged", counts.purged);
    return finished(reader, std::move(counts));
}

} // namespace

Json toJson(const ExportRequest& request)
{
    Json json = Json::object();
    if (const auto* const times = std::get_if<TimeRange>(&request.range)) {
        json["times"] = toJson(*times);
    } else {
        json["records"] = toJson(std::get<RecordRange>(request.range));
    }
    if (request.key) {
        json["key"] = request.key->str();
    }
    if (request.server) {
        json["server"] = request.server->str();
    }
    if (request.tool) {
        json["tool"] = *request.tool;
    }
    if (request.decision) {
        json["decision"] = nameIn(kDecisions, *request.decision);
    }
    if (request.caseId) {
        json["case"] = request.caseId->str();
    }
    json["values"] = nameIn(kValues, request.values);
    json["redacted"] = request.redacted;
    json["purpose"] = request.purpose;
    json["requestedBy"] = request.requestedBy;
    json["organisation"] = request.organisation;
    if (request.previous) {
        json["previous"] = {{"end", toJson(request.previous->end)},
                            {"logKey", request.previous->logKey}};
    }
    if (request.organisationKey) {
        json["organisationKey"] = toJson(*request.organisationKey);
    }
    return json;
}

Result<ExportRequest> exportRequestFromJson(const Json& json)
{
    ExportRequest request;
    std::optional<RecordRange> records;
    std::optional<TimeRange> times;
    ObjectReader reader(json, {}, kRequest);
    reader.nested("records", records, recordRangeAt);
    reader.nested("times", times, timeRangeAt);
    reader.id("key", request.key);
    reader.id("server", request.server);
    reader.text("tool", request.tool);
    reader.nested("decision", request.decision, decisionAt);
    reader.id("case", request.caseId);
    reader.choice("values", kValues, request.values);
    reader.texts("redacted", request.redacted);
    reader.text("purpose", request.purpose);
    reader.text("requestedBy", request.requestedBy);
    reader.text("organisation", request.organisation);
    reader.nested("previous", request.previous, previousAt);
    reader.nested("organisationKey", request.organisationKey, organisationKeyAt);
    if (records.has_value() == times.has_value()) {
        reader.refuse("records", "or \"times\" must be given, and only one of them");
    } else if (times) {
        request.range = *times;
    } else {
        request.range = *records;
    }
    return finished(reader, std::move(request));
}

Json toJson(const ExportSummary& summary)
{
    Json json = Json::object();
    json["bundleId"] = summary.bundleId;
    json["head"] = toJson(summary.head);
    json["begin"] = summary.begin;
    json["end"] = summary.end;
    json["counts"] = toJson(summary.counts);
    json["manifestSums"] = toHex(summary.manifestSums);
    json["signedBy"] = summary.signedBy;
    return json;
}

Result<ExportSummary> exportSummaryFromJson(const Json& json)
{
    ExportSummary summary;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().text("bundleId", summary.bundleId);
    reader.required().nested("head", summary.head, headAt);
    reader.required().number("begin", summary.begin);
    reader.required().number("end", summary.end);
    reader.required().nested("counts", summary.counts, countsAt);
    reader.required().nested("manifestSums", summary.manifestSums, digestAt);
    reader.text("signedBy", summary.signedBy);
    return finished(reader, std::move(summary));
}

Json toJson(const CheckRequest& request)
{
    Json json = Json::object();
    json["deep"] = request.depth == CheckDepth::Deep;
    if (request.pin) {
        json["pin"] = toJson(*request.pin);
    }
    return json;
}

Result<CheckRequest> checkRequestFromJson(const Json& json)
{
    CheckRequest request;
    bool deep = false;
    ObjectReader reader(json, {}, kRequest);
    reader.flag("deep", deep);
    reader.nested("pin", request.pin, headAt);
    request.depth = deep ? CheckDepth::Deep : CheckDepth::Heads;
    return finished(reader, std::move(request));
}

Json toJson(const LogReport& report)
{
    Json json = Json::object();
    json["head"] = toJson(report.head);
    json["records"] = report.records;
    json["bodiesRemoved"] = report.bodiesRemoved;
    json["contentsLost"] = report.contentsLost;
    json["signatures"] = report.signatures;
    if (report.fault) {
        json["fault"] = *report.fault;
    }
    if (report.firstBad) {
        json["firstBad"] = *report.firstBad;
    }
    if (report.remembered) {
        json["remembered"] = toJson(*report.remembered);
    }
    json["pinMissing"] = report.isPinMissing;
    return json;
}

Result<LogReport> logReportFromJson(const Json& json)
{
    LogReport report;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().nested("head", report.head, headAt);
    reader.required().number("records", report.records);
    reader.number("bodiesRemoved", report.bodiesRemoved);
    reader.number("contentsLost", report.contentsLost);
    reader.number("signatures", report.signatures);
    reader.text("fault", report.fault);
    reader.nested("firstBad", report.firstBad, numberFromJson<std::int64_t>);
    reader.nested("remembered", report.remembered, headAt);
    reader.flag("pinMissing", report.isPinMissing);
    return finished(reader, std::move(report));
}

Json toJson(const Checkpoint& checkpoint)
{
    Json json = Json::object();
    json["head"] = toJson(checkpoint.head);
    json["note"] = checkpoint.note;
    Json hashes = Json::array();
    for (const Digest& hash : checkpoint.consistency) {
        hashes.push_back(toHex(hash));
    }
    json["consistency"] = std::move(hashes);
    json["ed25519Key"] = checkpoint.ed25519Key;
    json["p256Key"] = checkpoint.p256Key;
    return json;
}

Result<Checkpoint> checkpointFromJson(const Json& json)
{
    Checkpoint checkpoint;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().nested("head", checkpoint.head, headAt);
    reader.required().text("note", checkpoint.note);
    reader.list("consistency", checkpoint.consistency, digestAt);
    reader.text("ed25519Key", checkpoint.ed25519Key);
    reader.text("p256Key", checkpoint.p256Key);
    return finished(reader, std::move(checkpoint));
}

} // namespace portcullis::api
