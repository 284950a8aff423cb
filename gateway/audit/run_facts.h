#pragma once

#include "gateway/audit/record.h"

#include <filesystem>

namespace portcullis::audit {

// What there is to say of a run at its start besides its configuration: which build on which
// libraries, since which start of the computer, and how large the log of `folder` is on the disk.
// What cannot be told stays empty. Reads small files; any thread.
[[nodiscard]] RunOpen runFacts(const std::filesystem::path& folder);

} // namespace portcullis::audit
