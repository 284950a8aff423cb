#pragma once

#include <string>

namespace portcullis {

// The account that this program runs as, "name/uid", or the number alone where the system knows no
// name. May ask the network for it: not where waiting does harm. Any thread.
[[nodiscard]] std::string osUser();

} // namespace portcullis
