#pragma once

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>

// Places in the document of a configuration, as api::LockedPlace names them: JSON pointers in which
// elements of lists are named by their ids, and "*" stands for each. Inner header of this room.
namespace portcullis::policy {

using Json = nlohmann::json;

// Puts a value at a place; null takes what is there away. An element of a list that is not there is
// added with its id; nothing is done below what is not there. False when the place cannot be one:
// it leads through a number or a text, or an element is to be no object.
[[nodiscard]] bool putAt(Json& document, std::string_view place, const Json& value);

// Calls `visit` with each value at a place; with null where an object around it is there, and it is
// not. False as above.
using PlaceVisitor = std::function<void(const std::string& found, Json* value)>;
[[nodiscard]] bool visitAt(Json& document, std::string_view place, const PlaceVisitor& visit);

} // namespace portcullis::policy
