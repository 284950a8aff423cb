#pragma once

#include <string>
#include <string_view>

namespace portcullis::audit::report {

// A text from outside as it may be shown: what has no shape of its own or changes the direction of
// its neighbours (control characters, Unicode's bidirectional controls), and bytes that are not
// UTF-8, become U+FFFD. Tabs and line feeds stay.
[[nodiscard]] std::string plainText(std::string_view text);

} // namespace portcullis::audit::report
