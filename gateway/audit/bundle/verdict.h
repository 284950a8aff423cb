#pragma once

#include "gateway/api/bundle_verdict.h"

namespace portcullis::audit::bundle {

using Verdict = api::BundleVerdict;
using Counts = Verdict::Counts;
using Declared = Verdict::Declared;

} // namespace portcullis::audit::bundle
