#include "gateway/api/config_json.h"
#include "gateway/api/governance_names.h"
#include "gateway/api/json_reader.h"
#include "gateway/api/roles_json.h"
#include "gateway/api/wire.h"
#include "gateway/api/wire_names.h"
#include "gateway/base/encoding.h"

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
        json["team"] = change.team.str();
        json["case"] = change.caseId.str();
        json["rate"] = rateOrNull(change.rate);
        json["concurrency"] = change.concurrency;
        json["transports"] = arrayOf(change.transports);
        json["programs"] = arrayOf(change.programs);
    }

    void operator()(const RotateKey& change) const
    {
        json["id"] = change.id.str();
        json["hash"] = toHex(change.hash);
        json["asOf"] = formatExactTime(change.asOf);
        json["until"] = timeOrNull(change.until);
        json["replaceOld"] = change.replaceOld;
    }

    void operator()(const EndOldSecret& change) const { json["id"] = change.id.str(); }

    void operator()(const SetAllowList& change) const
    {
        json["id"] = change.id.str();
        json["allow"] = arrayOf(change.allow);
    }

    void operator()(const RemoveKey& change) const { json["id"] = change.id.str(); }

    void operator()(const AddCustomer& change) const { json["customer"] = toJson(change.customer); }

    void operator()(const UpdateCustomer& change) const
    {
        json["customer"] = toJson(change.customer);
    }

    void operator()(const RemoveCustomer& change) const { json["id"] = change.id.str(); }

    void operator()(const AddTeam& change) const { json["team"] = toJson(change.team); }

    void operator()(const UpdateTeam& change) const { json["team"] = toJson(change.team); }

    void operator()(const RemoveTeam& change) const { json["id"] = change.id.str(); }

    void operator()(const AddCase& change) const { json["case"] = toJson(change.added); }

    void operator()(const UpdateCase& change) const { json["case"] = toJson(change.updated); }

    void operator()(const RemoveCase& change) const { json["id"] = change.id.str(); }

    void operator()(const SetBudget& change) const { json["budget"] = toJson(change.budget); }

    void operator()(const RemoveBudget& change) const { json["id"] = change.id.str(); }

    void operator()(const SetPrice& change) const { json["price"] = toJson(change.price); }

    void operator()(const RemovePrice& change) const
    {
        json["server"] = change.server.str();
        json["tool"] = change.tool;
    }

    void operator()(const UpdateSettings& change) const
    {
        json["settings"] = toJson(change.settings);
    }

    void operator()(const SetRoles& change) const
    {
        json["roles"] = change.roles ? toJson(*change.roles) : Json(nullptr);
        json["evenOwn"] = change.evenOwn;
    }

    void operator()(const ReplaceConfig& change) const { json["config"] = toJson(change.config); }

    void operator()(const UndoRevision& change) const
    {
        json["revision"] = change.revision;
        json["seen"] = change.seen;
    }

    void operator()(const RestoreRevision& change) const
    {
        json["revision"] = change.revision;
        json["seen"] = change.seen;
    }
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
        reader.required().id("team", change.team);
        reader.required().id("case", change.caseId);
        reader.required().nested("rate", change.rate, rateFromJson);
        reader.required().number("concurrency", change.concurrency);
        reader.required().list("transports", change.transports, keyTransportFromJson);
        reader.required().list("programs", change.programs, programFromJson);
    }

    void operator()(RotateKey& change) const
    {
        reader.required().id("id", change.id);
        reader.required().nested("hash", change.hash, digestFromJson);
        reader.required().time("asOf", change.asOf);
        reader.required().time("until", change.until);
        reader.required().flag("replaceOld", change.replaceOld);
    }

    void operator()(EndOldSecret& change) const { reader.required().id("id", change.id); }

    void operator()(SetAllowList& change) const
    {
        reader.required().id("id", change.id);
        reader.required().list("allow", change.allow, ruleFromJson);
    }

    void operator()(RemoveKey& change) const { reader.required().id("id", change.id); }

    void operator()(AddCustomer& change) const
    {
        reader.required().nested("customer", change.customer, customerFromJson);
    }

    void operator()(UpdateCustomer& change) const
    {
        reader.required().nested("customer", change.customer, customerFromJson);
    }

    void operator()(RemoveCustomer& change) const { reader.required().id("id", change.id); }

    void operator()(AddTeam& change) const
    {
        reader.required().nested("team", change.team, teamFromJson);
    }

    void operator()(UpdateTeam& change) const
    {
        reader.required().nested("team", change.team, teamFromJson);
    }

    void operator()(RemoveTeam& change) const { reader.required().id("id", change.id); }

    void operator()(AddCase& change) const
    {
        reader.required().nested("case", change.added, caseFromJson);
    }

    void operator()(UpdateCase& change) const
    {
        reader.required().nested("case", change.updated, caseFromJson);
    }

    void operator()(RemoveCase& change) const { reader.required().id("id", change.id); }

    void operator()(SetBudget& change) const
    {
        reader.required().nested("budget", change.budget, budgetFromJson);
    }

    void operator()(RemoveBudget& change) const { reader.required().id("id", change.id); }

    void operator()(SetPrice& change) const
    {
        reader.required().nested("price", change.price, priceFromJson);
    }

    void operator()(RemovePrice& change) const
    {
        reader.required().id("server", change.server);
        reader.required().text("tool", change.tool);
    }

    void operator()(UpdateSettings& change) const
    {
        reader.required().nested("settings", change.settings, settingsFromJson);
    }

    void operator()(SetRoles& change) const
    {
        reader.required().nested("roles", change.roles, rolesFromJson);
        reader.required().flag("evenOwn", change.evenOwn);
    }

    void operator()(ReplaceConfig& change) const
    {
        const auto read = [](const Json& json, const std::string&) { return configFromJson(json); };
        reader.required().nested("config", change.config, read);
    }

    void operator()(UndoRevision& change) const
    {
        reader.required().number("revision", change.revision);
        reader.required().number("seen", change.seen);
    }

    void operator()(RestoreRevision& change) const
    {
        reader.required().number("revision", change.revision);
        reader.required().number("seen", change.seen);
    }
};

// An empty change of each kind, to find one by its name.
[[nodiscard]] std::optional<ConfigChange> emptyChange(std::string_view type)
{
    const ConfigChange kinds[] = {
        AddServer{},      UpdateServer{},   RemoveServer{},   AddKey{},     UpdateKey{},
        RotateKey{},      EndOldSecret{},   SetAllowList{},   RemoveKey{},  AddCustomer{},
        UpdateCustomer{}, RemoveCustomer{}, AddTeam{},        UpdateTeam{}, RemoveTeam{},
        AddCase{},        UpdateCase{},     RemoveCase{},     SetBudget{},  RemoveBudget{},
        SetPrice{},       RemovePrice{},    UpdateSettings{}, SetRoles{},   ReplaceConfig{},
        UndoRevision{},   RestoreRevision{}};
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
    json["team"] = key.team.str();
    json["case"] = key.caseId.str();
    json["rate"] = rateOrNull(key.rate);
    json["concurrency"] = key.concurrency;
    json["transports"] = arrayOf(key.transports);
    json["programs"] = arrayOf(key.programs);
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
    reader.id("team", key.team);
    reader.id("case", key.caseId);
    reader.nested("rate", key.rate, rateFromJson);
    reader.number("concurrency", key.concurrency);
    reader.list("transports", key.transports, keyTransportFromJson);
    reader.list("programs", key.programs, programFromJson);
    return finished(reader, std::move(key));
}

Json toJson(const KeyRotation& rotation)
{
    Json json = Json::object();
    json["key"] = rotation.key.str();
    json["overlapSeconds"] = rotation.overlap.count();
    json["replaceOld"] = rotation.replaceOld;
    return json;
}

Result<KeyRotation> keyRotationFromJson(const Json& json)
{
    KeyRotation rotation;
    ObjectReader reader(json, {}, kRefuse);
    reader.required().id("key", rotation.key);
    std::uint32_t overlap = 0;
    reader.required().number("overlapSeconds", overlap);
    rotation.overlap = std::chrono::seconds(overlap);
    reader.required().flag("replaceOld", rotation.replaceOld);
    return finished(reader, std::move(rotation));
}

} // namespace portcullis::api
