#pragma once

#include "gateway/api/config_diff.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

// Places in a configuration's JSON, found again where lists have other orders and lengths. Inner
// header of this room.
namespace portcullis::api {

struct PlaceDifference
{
    ConfigPath path;
    std::optional<nlohmann::json> before;
    std::optional<nlohmann::json> after;
};

// Objects are compared member by member and lists of things with ids by these; everything else is
// one value, lists of other values included.
[[nodiscard]] std::vector<PlaceDifference> comparePlaces(const nlohmann::json& before,
                                                         const nlohmann::json& after);

// Null when there is no such place.
[[nodiscard]] const nlohmann::json* findPlace(const nlohmann::json& root, const ConfigPath& path);

// Is the place of a difference no longer as it left it?
[[nodiscard]] bool isChangedSince(const PlaceDifference& difference,
                                  const nlohmann::json& after,
                                  const nlohmann::json& current);

// Gives a place the value it had. What comes back into a list goes behind what stood before it, as
// `before` has it. The place is as the difference left it.
void takeBack(nlohmann::json& current,
              const PlaceDifference& difference,
              const nlohmann::json& before);

} // namespace portcullis::api
