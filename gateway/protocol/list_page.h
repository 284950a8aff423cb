#pragma once

#include "gateway/base/result.h"
#include "gateway/protocol/message.h"
#include "gateway/protocol/revision.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the four lists (tools, prompts, resources, resource templates) have in common, in both
// roles: pages, cursors, caching hints.
namespace portcullis::protocol {

inline constexpr std::int64_t kMaxTtlMillis = 24LL * 3600 * 1000; // C-46

// One page of a server's list, whatever it lists.
struct ListPage
{
    std::optional<std::string> nextCursor; // an empty string is a cursor, too (B-67)
    std::vector<std::string> notes;        // what was left out or mended, and why
    std::int64_t ttlMillis = 0;            // 0 when absent or not usable (G-61)
    bool publicScope = false;
};

// Reads everything of a page but its items, which stand in the array `list`. Errors: ProtocolError
// when the page as a whole makes no sense.
[[nodiscard]] Result<ListPage> readListPage(JsonValue result, std::string_view list, Era era);

// A list's result from items written before. `ttlMillis` counts in the stateless era.
[[nodiscard]] std::string writeListResult(std::string_view list,
                                          std::span<const std::string* const> items,
                                          Revision revision,
                                          std::int64_t ttlMillis,
                                          std::optional<std::string_view> nextCursor = {});

// The cursor asked for, or nothing. Errors: -32602 when it is not a string.
[[nodiscard]] std::expected<std::optional<std::string>, RpcError>
readCursor(const Message& message);

// `meta` is the _meta object (writeStatelessMeta) or empty.
[[nodiscard]] std::string writeListParams(const std::optional<std::string>& cursor,
                                          std::string_view meta);

} // namespace portcullis::protocol
