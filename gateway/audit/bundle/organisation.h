#pragma once

#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/log_identity.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

enum class CertificateTrust : std::uint8_t
{
    Unchecked, // no authority was given
    Trusted,
    NotToday // it comes from the authority, but is not valid now
};

// Who has signed, as far as that is checked.
struct Signer
{
    std::string name; // subject of the certificate (RFC 2253), as shown() gives it
    std::string pem;  // the certificate
    CertificateTrust trust = CertificateTrust::Unchecked;
    std::optional<std::string> workstation; // on which the log is, if the signer says so
};

// Judges what an organisation has signed in a bundle: signatures/manifest.cms, which is there, over
// the bytes of MANIFEST.sha256, and keys/org-chain.pem and keys/log-key.cms, which may be.
// `authority`: file with its certificate in PEM; no other that this machine trusts counts. Any
// thread. Errors: Corrupt, IoError.
[[nodiscard]] Result<Signer>
checkOrganisation(const BundleFiles& files,
                  std::string_view sums,
                  const LogIdentity& identity,
                  const std::optional<std::filesystem::path>& authority);

} // namespace portcullis::audit::bundle
