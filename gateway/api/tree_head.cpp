#include "gateway/api/tree_head.h"

#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace portcullis::api {

namespace {

std::optional<std::uint64_t> sizeFrom(std::string_view text)
{
    std::uint64_t size = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, size);
    const bool good = error == std::errc() && stop == end && std::to_string(size) == text;
    return good ? std::optional(size) : std::nullopt;
}

std::optional<Digest> rootFrom(std::string_view text)
{
    Digest root{};
    const auto bytes = fromBase64(text);
    if (!bytes || bytes->size() != root.size()) {
        return std::nullopt;
    }
    std::ranges::copy(*bytes, root.begin());
    return root;
}

std::string_view takeLine(std::string_view& text)
{
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

} // namespace

std::string TreeHead::text() const
{
    return origin + "\n" + std::to_string(size) + "\n" + toBase64(root) + "\n";
}

Result<TreeHead> TreeHead::parse(std::string_view text)
{
    std::string_view rest = text;
    const std::string_view origin = takeLine(rest);
    const auto size = sizeFrom(takeLine(rest));
    const auto root = rootFrom(takeLine(rest));
    if (!size || !root || origin.empty() || !rest.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "The checkpoint must be three lines: a log, its size and its root.");
    }
    TreeHead head{std::string(origin), *size, *root};
    if (head.text() != text) {
        return fail(ErrorCode::InvalidArgument, "The checkpoint is not written as it must be.");
    }
    return head;
}

std::string formatPin(const TreeHead& head)
{
    return std::to_string(head.size) + ":" + toBase64(head.root);
}

Result<TreeHead> parsePin(std::string_view text)
{
    const std::size_t colon = text.find(':');
    const auto size = sizeFrom(text.substr(0, colon));
    const auto root =
        colon == std::string_view::npos ? std::nullopt : rootFrom(text.substr(colon + 1));
    if (!size || !root) {
        return fail(ErrorCode::InvalidArgument,
                    "A pin is SIZE:ROOT, such as 650:A9YVJ3…, as the checkpoint shows them.");
    }
    return TreeHead{{}, *size, *root};
}

} // namespace portcullis::api
