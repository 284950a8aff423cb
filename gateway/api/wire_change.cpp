#include "gateway/api/config_json.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"

// Changes are commands, not reports: a member that this reader does not know is refused, because a
// limit that a newer program sends must not silently be none.
namespace portcullis::api {

namespace {

constexpr UnknownMembers kRefuse = UnknownMembers::Refuse;

[[nodiscard]] Json timeOrNull(const std::optional<WallTime>& time)
{
    return time ? Json(formatExactTime(*time)) : Json(nullptr);
}

struct ChangeWriter
{
    Json& json;

    void operator()(const AddServer& change) const { json["server"] = toJson(change.server); }

    void operator()(const UpdateServer& change) const { json["server"] = toJson(change.server); }

    void operator()(const RemoveServer& change) const { json["id"] = change.id.str(); }

    void operator()(const AddKey& change) const { json["key"] = toJson(change.key); }

    void operator()(const UpdateKey& change) const
    {
        json["id"] = change.id.str();
        json["label"] = change.label;
        json["owner"] = change.owner;
        json["expires"] = timeOrNull(change.expires);
        json["disabled"] = change.disabled;
        json["content"] = nameIn(kContentModes, change.content);
        json["lenientAccept"] = change.lenientAccept;
    }

    void operator()(const SetAllowList& change) const
    {
        json["id"] = change.id.str();
        json["allow"] = arrayOf(change.allow);
    }

    void operator()(const RemoveKey& change) const { json["id"] = change.id.str(); }

    void operator()(const UpdateSettings& change) const
    {
        json["settings"] = toJson(change.settings);
    }

    void operator()(const ReplaceConfig& change) const { json["config"] = toJson(change.config); }
};

// Fills a change of the kind that has been named. Every member is required: a change replaces, and
// what is left out would go back to its default.
struct ChangeReader
{
    ObjectReader& reader;

    void operator()(AddServer& change) const
    {
        reader.required().nested("server", change.server, serverFromJson);
    }

    void operator()(UpdateServer& change) const
    {
        reader.required().nested("server", change.server, serverFromJson);
    }

    void operator()(RemoveServer& change) const { reader.required().id("id", change.id); }

    void operator()(AddKey& change) const
    {
        reader.required().nested("key", change.key, keyFromJson);
    }

    void operator()(UpdateKey& change) const
    {
        reader.required().id("id", change.id);
        reader.required().text("label", change.label);
        reader.required().text("owner", change.owner);
        reader.required().time("expires", change.expires);
        reader.required().flag("disabled", change.disabled);
        reader.required().choice("content", kContentModes, change.content);
        reader.required().flag("lenientAccept", change.lenientAccept);
    }

    void operator()(SetAllowList& change) const
    {
        reader.required().id("id", change.id);
        reader.required().list("allow", change.allow, ruleFromJson);
    }

    void operator()(RemoveKey& change) const { reader.required().id("id", change.id); }

    void operator()(UpdateSettings& change) const
    {
        reader.required().nested("settings", change.settings, settingsFromJson);
    }

    void operator()(ReplaceConfig& change) const
    {
        const auto read = [](const Json& json, const std::string&) { return configFromJson(json); };
        reader.required().nested("config", change.config, read);
    }
};

// An empty change of each kind, to find one by its name.
[[nodiscard]] std::optional<ConfigChange> emptyChange(std::string_view type)
{
    const ConfigChange kinds[] = {AddServer{},
                                  UpdateServer{},
                                  RemoveServer{},
                                  AddKey{},
                                  UpdateKey{},
                                  SetAllowList{},
                                  RemoveKey{},
                                  UpdateSettings{},
                                  ReplaceConfig{}};
    static_assert(std::size(kinds) == std::variant_size_v<ConfigChange>);
    for (const ConfigChange& kind : kinds) {
        if (type == changeName(kind)) {
            return kind;
        }
    }
    return std::nullopt;
}

} // namespace

Json toJson(const ConfigChange& change)
{
    Json json = Json::object();
    json["type"] = changeName(change);
    std::visit(ChangeWriter{json}, change);
    return json;
}

Result<ConfigChange> changeFromJson(const Json& json)
{
    std::string type;
    ObjectReader reader(json, {}, kRefuse);
    reader.required().text("type", type);
    auto change = emptyChange(type);
    if (change) {
        std::visit(ChangeReader{reader}, *change);
    } else {
        reader.refuse("type", "must be a known kind of change, such as \"server.add\"");
        change.emplace();
    }
    return finished(reader, std::move(*change));
}

Result<ToolApproval> approvalFromJson(const Json& json)
{
    ToolApproval approval;
    ObjectReader reader(json, {}, kRefuse);
    reader.required().text("tool", approval.tool);
    reader.required().text("definitionHash", approval.definitionHash);
    return finished(reader, std::move(approval));
}

Json toJson(const NewKey& key)
{
    Json json = Json::object();
    json["label"] = key.label;
    json["owner"] = key.owner;
    json["expires"] = timeOrNull(key.expires);
    json["content"] = nameIn(kContentModes, key.content);
    json["lenientAccept"] = key.lenientAccept;
    json["allow"] = arrayOf(key.allow);
    return json;
}

Result<NewKey> newKeyFromJson(const Json& json)
{
    NewKey key;
    ObjectReader reader(json, {}, kRefuse);
    reader.required().text("label", key.label);
    reader.text("owner", key.owner);
    reader.time("expires", key.expires);
    reader.choice("content", kContentModes, key.content);
    reader.flag("lenientAccept", key.lenientAccept);
    reader.list("allow", key.allow, ruleFromJson);
    return finished(reader, std::move(key));
}

} // namespace portcullis::api
