#include "gateway/protocol/list_page.h"

#include "gateway/protocol/lifecycle.h"
#include "gateway/protocol/meta_keys.h"
#include "gateway/protocol/text.h"

#include <algorithm>

namespace portcullis::protocol {

Result<ListPage> readListPage(JsonValue result, std::string_view list, Era era)
{
    if (!result[list].isArray()) {
        return fail(ErrorCode::ProtocolError,
                    "The server's answer to a list has no array \"" + std::string(list) + "\".");
    }
    const JsonValue type = result["resultType"];
    if (era == Era::Stateless && type.exists() && !type.stringEquals("complete")) {
        return fail(ErrorCode::ProtocolError,
                    "The server's list has the result type " + excerpt(type.raw(), 32) +
                        ", which a list cannot have.");
    }
    ListPage page;
    const JsonValue cursor = result["nextCursor"];
    if (cursor.isString()) {
        page.nextCursor = cursor.string();
    } else if (cursor.exists() && !cursor.isNull()) {
        page.notes.emplace_back("nextCursor is not a string; further pages are not read.");
    }
    const auto ttl = result["ttlMs"].integer();
    page.ttlMillis = std::clamp<std::int64_t>(ttl.value_or(0), 0, kMaxTtlMillis);
    page.publicScope = result["cacheScope"].stringEquals("public");
    return page;
}

std::string writeListResult(std::string_view list,
                            std::span<const std::string* const> items,
                            Revision revision,
                            std::int64_t ttlMillis,
                            std::optional<std::string_view> nextCursor)
{
    const bool stateless = eraOf(revision) == Era::Stateless;
    JsonWriter result;
    result.beginObject();
    if (stateless) {
        result.member("resultType", "complete");
    }
    result.key(list).beginArray();
    for (const std::string* const item : items) {
        result.raw(*item);
    }
    result.endArray();
    if (nextCursor) {
        result.member("nextCursor", toValidUtf8(*nextCursor));
    }
    if (stateless) {
        // Private: what a list holds depends on the key that asks (B-40).
        result.member("ttlMs", std::clamp<std::int64_t>(ttlMillis, 0, kMaxTtlMillis));
        result.member("cacheScope", "private");
        result.key("_meta").beginObject();
        result.rawMember(kMetaServerInfo, writeImplementation(gatewayImplementation()));
        result.endObject();
    }
    return result.endObject().take();
}

std::expected<std::optional<std::string>, RpcError> readCursor(const Message& message)
{
    const JsonValue cursor = message.params["cursor"];
    if (!cursor.exists()) {
        return std::nullopt;
    }
    if (!cursor.isString()) {
        return std::unexpected(
            RpcError{code::kInvalidParams, "Invalid params: cursor must be a string", {}});
    }
    return cursor.string();
}

std::string writeListParams(const std::optional<std::string>& cursor, std::string_view meta)
{
    JsonWriter params;
    params.beginObject();
    if (cursor) {
        params.member("cursor", *cursor);
    }
    if (!meta.empty()) {
        params.rawMember("_meta", meta);
    }
    return params.endObject().take();
}

} // namespace portcullis::protocol
