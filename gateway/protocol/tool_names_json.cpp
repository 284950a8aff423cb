#include "gateway/base/json.h"
#include "gateway/protocol/text.h"
#include "gateway/protocol/tool_names.h"
#include "gateway/protocol/tool_names_text.h"

#include <algorithm>

// The table of names as it is kept between starts.
namespace portcullis::protocol {

namespace {

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kMaxName = 128;
constexpr JsonLimits kFileLimits = {.bytes = 256UL * 1024 * 1024, .depth = 8, .members = 1'000'000};

std::unexpected<Error> corrupt(std::string cause)
{
    return fail(ErrorCode::Corrupt,
                "The saved table of tool names cannot be read. Restore it from a backup, or delete "
                "it to have all names made anew.",
                std::move(cause));
}

bool isPublicName(std::string_view name, std::string_view prefix)
{
    return !name.empty() && name.size() <= kMaxName && name.starts_with(prefix) &&
           std::ranges::all_of(name, [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
           });
}

} // namespace

std::string ToolNames::save() const
{
    JsonWriter out;
    out.beginObject().member("format", kFormat);
    out.key("names").beginArray();
    for (const auto& [name, entry] : m_byName) {
        out.beginObject().member("name", name);
        out.member("server", entry.target.server.str());
        out.member("tool", toValidUtf8(entry.target.tool));
        out.member("lastSeen", entry.lastSeen);
        if (!entry.prefixed) {
            out.key("prefixed").boolean(false);
        }
        out.endObject();
    }
    return out.endArray().endObject().take();
}

Result<ToolNames> ToolNames::load(std::string_view json)
{
    const auto document = JsonDocument::parse(std::string(json), kFileLimits);
    if (!document) {
        return corrupt(document.error().message);
    }
    const JsonValue list = document->root()["names"];
    if (document->root()["format"].integer() != kFormat || !list.isArray()) {
        return corrupt("It is not of format 1.");
    }
    ToolNames names;
    for (JsonValue one = list.first(); one.exists(); one = one.next()) {
        std::string name = one["name"].string();
        Entry entry{{ServerId(one["server"].string()), one["tool"].string()},
                    one["lastSeen"].integer().value_or(0),
                    !one["prefixed"].exists() || one["prefixed"].boolean()};
        const std::string prefix = entry.prefixed ? namePrefix(entry.target.server) : "";
        if (entry.target.server.empty() || entry.target.tool.empty() ||
            !isPublicName(name, prefix) || !names.insert(name, entry)) {
            return corrupt("The entry \"" + excerpt(name, 64) + "\" is invalid or there twice.");
        }
        names.m_byTarget[entry.target].current = name; // until the first update
    }
    return names;
}

} // namespace portcullis::protocol
