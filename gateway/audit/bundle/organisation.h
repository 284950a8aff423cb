#pragma once

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
    std::string name; // subject of the first certificate (RFC 2253), as shown() gives it
    CertificateTrust trust = CertificateTrust::Unchecked;
};

// Judges an organisation's detached CMS signature (RFC 5652, in DER) over the bytes of
// MANIFEST.sha256. `authority`: file with its certificate in PEM; no other that this machine
// trusts counts. Any thread. Errors: Corrupt.
[[nodiscard]] Result<Signer>
checkOrganisation(std::string_view cms,
                  std::string_view sums,
                  const std::optional<std::filesystem::path>& authority);

} // namespace portcullis::audit::bundle
