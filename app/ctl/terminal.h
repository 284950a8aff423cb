#pragma once

#include "gateway/base/result.h"
#include "gateway/base/secret_bytes.h"

#include <string_view>

// Questions to the person at the terminal.
namespace portcullis::ctl {

// Is there a terminal to ask on?
[[nodiscard]] bool hasTerminal();
// Asks on the controlling terminal, without echo. Errors: Cancelled (Ctrl-C, Ctrl-D), Unavailable.
[[nodiscard]] Result<SecretBytes> askSecret(std::string_view question);

// Does a person sit at standard input and output?
[[nodiscard]] bool isInteractive();

// Asks yes or no where a person sits at standard input and output; where none does, the answer is
// yes: a script has said what it wants.
[[nodiscard]] bool confirm(std::string_view question);

} // namespace portcullis::ctl
