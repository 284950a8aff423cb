#pragma once

#include "gateway/api/config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How two configurations differ, and how a difference is taken back. Pure; their revisions are left
// aside.
namespace portcullis::api {

// From the outside in: members by their names in the file, what has an id by that id, prices by
// "server:tool". {"keys", "vk_…", "allow"}
using ConfigPath = std::vector<std::string>;

// The last part of a path that is about the order of a list and not about what is in it.
inline constexpr const char* kOrderPart = "*order";

// How a line is to be read by who words it in another language.
enum class LineKind : std::uint8_t
{
    Text,
    Flag, // "true" or "false"
    Time  // as parseTime() reads it
};

// A line of a value, in its parts.
struct ConfigLine
{
    ConfigPath members; // whose value it is, below the place itself; empty: of the place
    std::string value;
    LineKind kind = LineKind::Text;
    bool operator==(const ConfigLine&) const = default;
};

struct ConfigDifference
{
    ConfigPath path;
    std::string place; // as a person reads it, in English: "key claude › allow-list"
    std::string thing; // the name of what the second part is the id of; empty where it is none
    // As text, of a list one entry a line, whatever their length; nothing where it is not there.
    std::optional<std::string> before;
    std::optional<std::string> after;
    std::vector<ConfigLine> beforeLines = {}; // the same in parts; none where there is no value
    std::vector<ConfigLine> afterLines = {};
    bool operator==(const ConfigDifference&) const = default;
};

// In the order of the file. What is new or gone as a whole is one difference; empty when the
// configurations are equal.
[[nodiscard]] std::vector<ConfigDifference> compareConfigs(const GatewayConfig& before,
                                                           const GatewayConfig& after);

// The name of a member as a person reads it, in English ("allow-list").
[[nodiscard]] std::string describeMember(std::string_view name);
// Are the members of this one named by people and servers, and not by this program?
[[nodiscard]] bool hasForeignNames(std::string_view member);

// Is one of them the other, within it, or of the same budget, whose members make sense together
// alone?
[[nodiscard]] bool isSamePlace(const ConfigPath& one, const ConfigPath& other);

// A configuration with what led from `before` to `after` taken back, and all else as it is in
// `current`, whose revision it keeps.
struct UndoneConfig
{
    GatewayConfig config;
    // Where `current` is no longer as in `after`; then nothing is taken back.
    std::vector<ConfigDifference> inTheWay;
};

// Errors: InvalidArgument when what comes of it is no valid configuration.
[[nodiscard]] Result<UndoneConfig> undoDifference(const GatewayConfig& before,
                                                  const GatewayConfig& after,
                                                  const GatewayConfig& current);

} // namespace portcullis::api
