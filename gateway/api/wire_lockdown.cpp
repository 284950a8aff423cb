#include "gateway/api/json_reader.h"
#include "gateway/api/json_text.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"

// The policy that an installation is under, on the wire.
namespace portcullis::api {

namespace {

constexpr UnknownMembers kIgnore = UnknownMembers::Ignore;

[[nodiscard]] Json placeToJson(const LockedPlace& place)
{
    Json json = Json::object();
    json["place"] = place.place;
    json["kind"] = lockKindName(place.kind);
    json["value"] = place.value;
    return json;
}

[[nodiscard]] Result<LockKind> kindAt(const Json& json, const std::string& path)
{
    const auto kind = json.is_string() ? lockKindFromName(json.get_ref<const std::string&>())
                                       : std::optional<LockKind>();
    return kind ? Result<LockKind>(*kind) : failAt(path, "must be the name of a kind of lock");
}

[[nodiscard]] Result<LockedPlace> placeAt(const Json& json, const std::string& path)
{
    LockedPlace place;
    ObjectReader reader(json, path, kIgnore);
    reader.text("place", place.place);
    reader.required().nested("kind", place.kind, kindAt);
    reader.text("value", place.value);
    return finished(reader, std::move(place));
}

} // namespace

Json toJson(const LockdownStatus& lockdown)
{
    Json json = Json::object();
    json["issuer"] = lockdown.issuer;
    json["version"] = lockdown.version;
    json["issued"] = formatExactTime(lockdown.issued);
    if (lockdown.expires) {
        json["expires"] = formatExactTime(*lockdown.expires);
    }
    json["released"] = lockdown.released;
    Json places = Json::array();
    for (const LockedPlace& place : lockdown.places) {
        places.push_back(placeToJson(place));
    }
    json["places"] = std::move(places);
    json["ceiling"] = arrayOf(lockdown.ceiling);
    json["problem"] = lockdown.problem;
    return json;
}

Result<LockdownStatus> lockdownAt(const Json& json, const std::string& path)
{
    LockdownStatus lockdown;
    ObjectReader reader(json, path, kIgnore);
    reader.text("issuer", lockdown.issuer);
    reader.number("version", lockdown.version);
    reader.time("issued", lockdown.issued);
    reader.time("expires", lockdown.expires);
    reader.flag("released", lockdown.released);
    reader.list("places", lockdown.places, placeAt);
    reader.list("ceiling", lockdown.ceiling, ruleFromJson);
    reader.text("problem", lockdown.problem);
    return finished(reader, std::move(lockdown));
}

} // namespace portcullis::api
