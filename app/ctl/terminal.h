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

} // namespace portcullis::ctl
