#pragma once

#include "gateway/api/config_diff.h"

#include <QString>

#include <string>

// Members of a configuration and their values, in words. Pure but for the locale; GUI thread (tr).
namespace portcullis::ui {

// "allow-list"; a member without words of its own by its name.
[[nodiscard]] QString memberText(const std::string& member);

// "contents kept: fingerprints", a line of what stands at this place. Flags are yes or no, times
// are local.
[[nodiscard]] QString lineText(const api::ConfigPath& place, const api::ConfigLine& line);

} // namespace portcullis::ui
