#include "gateway/api/config_json.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/wire.h"

namespace portcullis::api {

namespace {

constexpr UnknownMembers kAnswer = UnknownMembers::Ignore;
constexpr UnknownMembers kRequest = UnknownMembers::Refuse;

[[nodiscard]] Result<ConfigPtr> configAt(const Json& json, const std::string& path)
{
    auto config = configFromJson(json);
    if (!config) {
        return failAt(path, config.error().message);
    }
    return std::make_shared<const GatewayConfig>(std::move(*config));
}

} // namespace

Json toJson(const Revision& revision)
{
    Json json = Json::object();
    json["revision"] = revision.revision;
    json["previous"] = revision.previous ? Json(*revision.previous) : Json(nullptr);
    json["time"] = formatExactTime(revision.time);
    json["by"] = revision.by;
    json["user"] = revision.user;
    json["change"] = revision.change;
    json["subject"] = revision.subject;
    json["hash"] = revision.hash;
    json["damage"] = revision.damage;
    return json;
}

Result<Revision> revisionFromJson(const Json& json, const std::string& path)
{
    Revision revision;
    ObjectReader reader(json, path, kAnswer);
    reader.required().number("revision", revision.revision);
    reader.nested("previous", revision.previous, numberFromJson<std::uint64_t>);
    reader.required().time("time", revision.time);
    reader.text("by", revision.by);
    reader.text("user", revision.user);
    reader.text("change", revision.change);
    reader.text("subject", revision.subject);
    reader.text("hash", revision.hash);
    reader.text("damage", revision.damage);
    return finished(reader, std::move(revision));
}

Json toJson(const RevisionQuery& query)
{
    Json json = Json::object();
    if (query.before) {
        json["before"] = *query.before;
    }
    json["limit"] = query.limit;
    return json;
}

Result<RevisionQuery> revisionQueryFromJson(const Json& json)
{
    RevisionQuery query;
    ObjectReader reader(json, {}, kRequest);
    reader.nested("before", query.before, numberFromJson<std::uint64_t>);
    reader.number("limit", query.limit);
    return finished(reader, std::move(query));
}

Json toJson(const RevisionPage& page)
{
    Json json = Json::object();
    json["revisions"] = arrayOf(page.revisions);
    json["more"] = page.more;
    return json;
}

Result<RevisionPage> revisionPageFromJson(const Json& json)
{
    RevisionPage page;
    ObjectReader reader(json, {}, kAnswer);
    reader.list("revisions", page.revisions, revisionFromJson);
    reader.flag("more", page.more);
    return finished(reader, std::move(page));
}

Json toJson(const RevisionState& state)
{
    Json json = Json::object();
    json["revision"] = toJson(state.revision);
    json["config"] = toJson(*state.config);
    return json;
}

Result<RevisionState> revisionStateFromJson(const Json& json)
{
    RevisionState state;
    ObjectReader reader(json, {}, kAnswer);
    reader.required().nested("revision", state.revision, revisionFromJson);
    reader.required().nested("config", state.config, configAt);
    return finished(reader, std::move(state));
}

} // namespace portcullis::api
