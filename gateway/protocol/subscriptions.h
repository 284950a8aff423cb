#pragma once

#include "gateway/base/json.h"
#include "gateway/protocol/message.h"

#include <expected>
#include <set>
#include <string>
#include <string_view>

// subscriptions/listen of the stateless era, in both roles (B-56 to B-61, C-45).
namespace portcullis::protocol {

// What a listener wants to be told of, or is told that it will be.
struct SubscriptionFilter
{
    bool toolsListChanged = false;
    bool promptsListChanged = false;
    bool resourcesListChanged = false;
    std::set<std::string> resources; // URIs
    bool operator==(const SubscriptionFilter&) const = default;

    [[nodiscard]] bool any() const
    {
        return toolsListChanged || promptsListChanged || resourcesListChanged || !resources.empty();
    }
};

// What is not a topic or a URI is left out, as unknown members are (G-32). Errors: -32602, also of
// more than `mostUris` resources.
[[nodiscard]] std::expected<SubscriptionFilter, RpcError> readListen(const Message& message,
                                                                     std::size_t mostUris);

// The members of params for a server, without braces.
[[nodiscard]] std::string writeListenMembers(const SubscriptionFilter& filter);

// What a server has agreed to; `params` of its acknowledgement.
[[nodiscard]] SubscriptionFilter readAcknowledged(JsonValue params);

// Whole messages for a listener, whose request had this id.
[[nodiscard]] std::string writeAcknowledged(std::string_view id, const SubscriptionFilter& filter);
[[nodiscard]] std::string writeListChanged(std::string_view id, std::string_view method);
[[nodiscard]] std::string writeUpdated(std::string_view id, std::string_view uri);
// The result that ends a listener in order (B-60).
[[nodiscard]] std::string writeListenResult(std::string_view id);

} // namespace portcullis::protocol
