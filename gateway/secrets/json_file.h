#pragma once

#include "gateway/base/result.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// The two files of this room are JSON objects with a version. Inner header of this room.
namespace portcullis::secrets {

using Json = nlohmann::json;

// Nothing when there is no such file. Corrupt when it is not a JSON object of this version: such a
// file is never overwritten, because nobody else has what it holds.
[[nodiscard]] Result<std::optional<Json>>
readJsonFile(const std::filesystem::path& file, std::size_t limit, std::int64_t version);

[[nodiscard]] std::unexpected<Error> corrupt(const std::filesystem::path& file,
                                             const std::string& why);

// Members of the right kind, or nothing.
[[nodiscard]] const Json* memberOf(const Json& object, const char* name);
[[nodiscard]] std::optional<std::string> textOf(const Json& object, const char* name);
[[nodiscard]] std::optional<std::uint64_t> numberOf(const Json& object, const char* name);
[[nodiscard]] std::optional<std::vector<std::uint8_t>> bytesOf(const Json& object,
                                                               const char* name);

} // namespace portcullis::secrets
