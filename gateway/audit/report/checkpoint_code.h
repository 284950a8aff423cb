#pragma once

#include "gateway/audit/report/drawing.h"

#include <optional>
#include <string>

namespace portcullis::audit::report {

// The signed checkpoint as a QR code, with what it says beside it; nothing when it is no text that
// fits into one. `pin` is SIZE:ROOT. Pure.
[[nodiscard]] std::optional<Drawing>
checkpointCode(const std::string& origin, const std::string& pin, const std::string& note);

} // namespace portcullis::audit::report
