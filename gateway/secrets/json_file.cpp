#include "gateway/secrets/json_file.h"

#include "gateway/base/atomic_file.h"
#include "gateway/base/encoding.h"

namespace portcullis::secrets {

Result<std::optional<Json>>
readJsonFile(const std::filesystem::path& file, std::size_t limit, std::int64_t version)
{
    auto text = readWholeFile(file, limit);
    if (!text) {
        if (text.error().code == ErrorCode::NotFound) {
            return std::optional<Json>();
        }
        if (text.error().code == ErrorCode::ResourceExhausted) {
            return corrupt(file, "it is larger than such a file can be");
        }
        return fail(std::move(text.error()));
    }
    Json json = Json::parse(*text, nullptr, false);
    if (!json.is_object()) {
        return corrupt(file, "it is not a JSON object");
    }
    if (numberOf(json, "version") != static_cast<std::uint64_t>(version)) {
        return corrupt(file, "its version is not " + std::to_string(version));
    }
    return std::optional<Json>(std::move(json));
}

std::unexpected<Error> corrupt(const std::filesystem::path& file, const std::string& why)
{
    return fail(ErrorCode::Corrupt,
                "The file " + file.string() + " is damaged: " + why +
                    ". Put back a copy of it from a backup.");
}

const Json* memberOf(const Json& object, const char* name)
{
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> textOf(const Json& object, const char* name)
{
    const Json* member = memberOf(object, name);
    if (member == nullptr || !member->is_string()) {
        return std::nullopt;
    }
    return member->get<std::string>();
}

std::optional<std::uint64_t> numberOf(const Json& object, const char* name)
{
    const Json* member = memberOf(object, name);
    if (member == nullptr || !member->is_number_unsigned()) {
        return std::nullopt;
    }
    return member->get<std::uint64_t>();
}

std::optional<std::vector<std::uint8_t>> bytesOf(const Json& object, const char* name)
{
    const auto text = textOf(object, name);
    if (!text) {
        return std::nullopt;
    }
    auto bytes = fromBase64(*text);
    if (!bytes) {
        return std::nullopt;
    }
    return std::move(*bytes);
}

} // namespace portcullis::secrets
