#include "gateway/engine/config_entry.h"

#include "gateway/api/json_text.h"
#include "gateway/api/wire.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace portcullis::engine {

namespace {

constexpr std::string_view kAnyVersion = "portcullis-revision ";
constexpr std::string_view kVersion = "portcullis-revision 1 ";

[[nodiscard]] std::unexpected<Error> damaged(std::uint64_t number, const char* cause)
{
    return fail(ErrorCode::Corrupt,
                "What was kept of revision " + std::to_string(number) + " is damaged.",
                cause);
}

// Cuts the first line off.
[[nodiscard]] std::string_view takeLine(std::string_view& text)
{
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

} // namespace

std::string formatEntry(const api::Revision& revision, std::string_view config)
{
    nlohmann::json header = api::toJson(revision);
    header.erase("damage");
    std::string rest = api::formatJsonText(header) + "\n";
    rest += config;
    return std::string(kVersion) + toHex(sha256(rest)) + "\n" + rest;
}

Result<ConfigEntry> parseEntry(std::string_view text, std::uint64_t number)
{
    const std::string_view first = takeLine(text);
    if (!first.starts_with(kVersion)) {
        if (first.starts_with(kAnyVersion)) {
            return fail(ErrorCode::Unsupported,
                        "Revision " + std::to_string(number) +
                            " was kept by another version of Portcullis.");
        }
        return damaged(number, "It does not begin as it should.");
    }
    if (first.substr(kVersion.size()) != toHex(sha256(text))) {
        return damaged(number, "Its checksum is another one.");
    }
    const auto header = api::parseJsonText(takeLine(text));
    auto revision = header ? api::revisionFromJson(*header) : fail(header.error());
    if (!revision || revision->revision != number) {
        return damaged(number, "It is about another revision.");
    }
    if (revision->hash != toHex(sha256(text))) {
        return damaged(number, "The configuration is not the one that was recorded.");
    }
    revision->damage.clear();
    return ConfigEntry{std::move(*revision), std::string(text)};
}

} // namespace portcullis::engine
