#include "gateway/protocol/subscriptions.h"

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

namespace portcullis::protocol {

namespace {

void writeFilter(JsonWriter& out, const SubscriptionFilter& filter)
{
    out.key("notifications").beginObject();
    if (filter.toolsListChanged) {
        out.member("toolsListChanged", true);
    }
    if (filter.promptsListChanged) {
        out.member("promptsListChanged", true);
    }
    if (filter.resourcesListChanged) {
        out.member("resourcesListChanged", true);
    }
    if (!filter.resources.empty()) {
        out.key("resourceSubscriptions").beginArray();
        for (const std::string& uri : filter.resources) {
            out.string(toValidUtf8(uri));
        }
        out.endArray();
    }
    out.endObject();
}

SubscriptionFilter readFilter(JsonValue wanted)
{
    SubscriptionFilter filter;
    filter.toolsListChanged = wanted["toolsListChanged"].boolean();
    filter.promptsListChanged = wanted["promptsListChanged"].boolean();
    filter.resourcesListChanged = wanted["resourcesListChanged"].boolean();
    const JsonValue uris = wanted["resourceSubscriptions"];
    for (JsonValue uri = uris.isArray() ? uris.first() : JsonValue(); uri.exists();
         uri = uri.next()) {
        if (uri.isString()) {
            filter.resources.insert(uri.string());
        }
    }
    return filter;
}

// A notification of a subscription; `params` is still open.
std::string writeOfSubscription(std::string_view id, std::string_view method, JsonWriter params)
{
    params.key("_meta").beginObject().rawMember(kMetaSubscriptionId, id).endObject();
    return writeNotification(method, params.endObject().str());
}

} // namespace

std::expected<SubscriptionFilter, RpcError> readListen(const Message& message, std::size_t mostUris)
{
    const JsonValue wanted = message.params["notifications"];
    if (!wanted.isObject()) {
        return std::unexpected(
            RpcError{code::kInvalidParams, "Invalid params: notifications must be an object", {}});
    }
    SubscriptionFilter filter = readFilter(wanted);
    if (filter.resources.size() > mostUris) {
        return std::unexpected(RpcError{code::kInvalidParams,
                                        "Invalid params: at most " + std::to_string(mostUris) +
                                            " resources can be subscribed to at once",
                                        {}});
    }
    return filter;
}

std::string writeListenMembers(const SubscriptionFilter& filter)
{
    JsonWriter members;
    writeFilter(members, filter);
    return members.take();
}

SubscriptionFilter readAcknowledged(JsonValue params)
{
    return readFilter(params["notifications"]);
}

std::string writeAcknowledged(std::string_view id, const SubscriptionFilter& filter)
{
    JsonWriter params;
    params.beginObject();
    writeFilter(params, filter);
    return writeOfSubscription(id, "notifications/subscriptions/acknowledged", std::move(params));
}

std::string writeListChanged(std::string_view id, std::string_view method)
{
    JsonWriter params;
    params.beginObject();
    return writeOfSubscription(id, method, std::move(params));
}

std::string writeUpdated(std::string_view id, std::string_view uri)
{
    JsonWriter params;
    params.beginObject().member("uri", toValidUtf8(uri));
    if (id.empty()) {
        return writeNotification("notifications/resources/updated", params.endObject().str());
    }
    return writeOfSubscription(id, "notifications/resources/updated", std::move(params));
}

std::string writeListenResult(std::string_view id)
{
    JsonWriter result;
    result.beginObject().member("resultType", "complete").key("_meta").beginObject();
    result.rawMember(kMetaSubscriptionId, id);
    result.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation()));
    return writeResult(id, result.endObject().endObject().str());
}

} // namespace portcullis::protocol
