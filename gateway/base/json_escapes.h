#pragma once

#include <string>
#include <string_view>

namespace portcullis {

// Appends the text that the inside of a JSON string lexeme stands for. `body` has passed the
// scanner. A pair of surrogate escapes becomes one character, a lone one U+FFFD. The result is
// never longer than `body`.
void appendUnescaped(std::string& out, std::string_view body);

} // namespace portcullis
