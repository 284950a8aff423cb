#pragma once

#include <string>

namespace portcullis::ctl {

// The account that runs this program, as the system names it; its number where it has no name.
[[nodiscard]] std::string userName();

} // namespace portcullis::ctl
