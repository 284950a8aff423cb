#pragma once

#include "gateway/audit/organisation/openssl_handles.h"
#include "gateway/base/clock.h"
#include "tests/support/manual_clock.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

// Certificates and keys as an organisation would have them, made anew for each test.
namespace portcullis::audit::organisation::test {

inline constexpr WallTime kNow{
    std::chrono::microseconds(portcullis::test::ManualClock::kDefaultStart)};

enum class MadeKey : std::uint8_t
{
    P256,
    P384,
    Rsa3072,
    Rsa1024,
    Ed25519
};

struct Made
{
    Owned<X509> certificate;
    Owned<EVP_PKEY> key;

    [[nodiscard]] std::string pem() const;
    [[nodiscard]] std::string keyPem() const; // PKCS#8, not encrypted
};

struct Wish
{
    std::string name = "Example Hospital";
    MadeKey key = MadeKey::P256;
    const Made* issuer = nullptr;           // none: it signs itself
    std::string usage = "digitalSignature"; // empty: no such extension
    WallTime from = kNow - std::chrono::days(3650);
    WallTime until = kNow + std::chrono::days(3650);
    bool isAuthority = false;
};

[[nodiscard]] Made make(const Wish& wish);

// A root of ten years.
[[nodiscard]] Made makeAuthority(const std::string& name, const Made* issuer = nullptr);

// Either of certificate and key may be missing.
void writePkcs12(const std::filesystem::path& path,
                 const std::string& passphrase,
                 EVP_PKEY* key,
                 X509* certificate,
                 const std::vector<X509*>& others = {});

} // namespace portcullis::audit::organisation::test
