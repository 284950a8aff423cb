#pragma once

#include "gateway/base/secret_bytes.h"

#include <optional>
#include <string_view>

namespace portcullis::audit {

// The text with everything that looks like an escape of a JSON string (RFC 8259 §7) as the
// character it stands for, in UTF-8; nothing when there is none. For JSON in JSON it is asked
// again. Never longer than the text.
[[nodiscard]] std::optional<SecretBytes> withoutJsonEscapes(std::string_view text);

} // namespace portcullis::audit
