#pragma once

#include "gateway/audit/bundle/verdict.h"
#include "gateway/base/result.h"

#include <filesystem>

// The whole check of a bundle: the same rules as verify.py, which is in every bundle.
namespace portcullis::audit::bundle {

using CheckOptions = api::BundleCheckOptions;

// An api::BundleCheck.
[[nodiscard]] Result<Verdict> checkBundle(const std::filesystem::path& path,
                                          const CheckOptions& options);

} // namespace portcullis::audit::bundle
