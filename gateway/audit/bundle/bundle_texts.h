#pragma once

#include "gateway/audit/bundle/bundle_signers.h"
#include "gateway/audit/bundle/export_plan.h"
#include "gateway/audit/bundle/export_request.h"
#include "gateway/audit/canonical.h"

#include <string>
#include <string_view>

// The small files of a bundle as texts. Pure. FORMAT.md, Part 2.
namespace portcullis::audit::bundle {

// The member "scope": which records a bundle shows the bodies of.
void writeScope(CanonicalWriter& out, const Scope& scope);

[[nodiscard]] std::string proofText(const RangeProof& proof);

[[nodiscard]] std::string
manifestText(const ExportPlan& plan, const ExportRequest& request, const BundleCounts& counts);

// For the person who opens the archive.
[[nodiscard]] std::string
readmeText(const ExportPlan& plan, const ExportRequest& request, const BundleSigners& signers);

// SHA-256 of each key's SubjectPublicKeyInfo, in groups that can be read aloud.
[[nodiscard]] OfBothKeys fingerprintsOf(const LogSigner& signer);

// FORMAT.md and verify.py as they were when this program was built.
[[nodiscard]] std::string_view formatText();
[[nodiscard]] std::string_view verifierText();

} // namespace portcullis::audit::bundle
