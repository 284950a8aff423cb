#include "gateway/audit/organisation/certificate.h"

#include "gateway/audit/organisation/openssl_handles.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

std::string textOf(BIO* bio)
{
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

bool hasGroup(const EVP_PKEY* key, std::string_view wanted)
{
    std::array<char, 32> group{};
    std::size_t size = 0;
    return EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
           std::string_view(group.data(), size) == wanted;
}

std::string dateOf(const ASN1_TIME* time)
{
    std::tm parts{};
    std::array<char, 16> text{};
    const bool good = ASN1_TIME_to_tm(time, &parts) == 1 &&
                      std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts) > 0;
    return good ? text.data() : "an unknown date";
}

std::unexpected<Error> unusable(const Certificate& certificate, std::string_view why)
{
    std::string sentence = "The certificate of " + certificate.subject() + " ";
    return fail(ErrorCode::InvalidArgument, sentence.append(why));
}

} // namespace

Certificate::Certificate(x509_st* certificate)
{
    X509_up_ref(certificate);
    m_certificate = std::shared_ptr<x509_st>(certificate, &X509_free);
}

Result<Certificate> Certificate::parse(std::string_view der)
{
    const auto* next = reinterpret_cast<const unsigned char*>(der.data());
    const auto* const end = next + der.size();
    const Owned<X509> parsed(d2i_X509(nullptr, &next, static_cast<long>(der.size())));
    ERR_clear_error();
    if (!parsed || next != end) {
        return fail(ErrorCode::Corrupt, "This is not an X.509 certificate.");
    }
    return Certificate(parsed.get());
}

std::string Certificate::subject() const
{
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    if (out) {
        X509_NAME_print_ex(out.get(), X509_get_subject_name(handle()), 0, XN_FLAG_RFC2253);
    }
    return out ? textOf(out.get()) : std::string();
}

std::string Certificate::pem() const
{
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    return out && PEM_write_bio_X509(out.get(), handle()) == 1 ? textOf(out.get()) : std::string();
}

std::string Certificate::der() const
{
    const int size = i2d_X509(handle(), nullptr);
    std::string der(static_cast<std::size_t>(std::max(size, 0)), '\0');
    auto* next = reinterpret_cast<unsigned char*>(der.data());
    if (size > 0) {
        i2d_X509(handle(), &next);
    }
    return der;
}

Digest Certificate::fingerprint() const
{
    return sha256(der());
}

CertificateKeyType Certificate::keyType() const
{
    constexpr int kFewestRsaBits = 2048;
    const EVP_PKEY* const key = X509_get0_pubkey(handle());
    auto type = CertificateKeyType::Unsupported;
    if (key != nullptr && EVP_PKEY_is_a(key, "RSA") == 1 &&
        EVP_PKEY_get_bits(key) >= kFewestRsaBits) {
        type = CertificateKeyType::Rsa;
    } else if (key != nullptr && EVP_PKEY_is_a(key, "EC") == 1 &&
               (hasGroup(key, "prime256v1") || hasGroup(key, "secp384r1"))) {
        type = CertificateKeyType::Ecdsa;
    }
    ERR_clear_error();
    return type;
}

SigningUse Certificate::signingUse() const
{
    constexpr int kDigitalSignature = 0;
    constexpr int kNonRepudiation = 1;
    constexpr int kAbsent = -1;
    int found = 0;
    auto* const usage =
        static_cast<ASN1_BIT_STRING*>(X509_get_ext_d2i(handle(), NID_key_usage, &found, nullptr));
    ERR_clear_error();
    const std::unique_ptr<ASN1_BIT_STRING, decltype(&ASN1_BIT_STRING_free)> owned(
        usage, &ASN1_BIT_STRING_free);
    const bool allowed = usage == nullptr
                             ? found == kAbsent
                             : ASN1_BIT_STRING_get_bit(usage, kDigitalSignature) == 1 ||
                                   ASN1_BIT_STRING_get_bit(usage, kNonRepudiation) == 1;
    return allowed ? SigningUse::Allowed : SigningUse::Forbidden;
}

bool Certificate::isIssuerOf(const Certificate& other) const
{
    const bool is = X509_check_issued(handle(), other.handle()) == X509_V_OK;
    ERR_clear_error();
    return is;
}

Result<> Certificate::checkForSigning(WallTime now) const
{
    std::time_t seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    if (X509_cmp_time(X509_get0_notBefore(handle()), &seconds) > 0) {
        return unusable(*this,
                        "is valid only from " + dateOf(X509_get0_notBefore(handle())) +
                            " on; check the computer's clock, or sign with another one.");
    }
    if (X509_cmp_time(X509_get0_notAfter(handle()), &seconds) <= 0) {
        return unusable(*this,
                        "expired on " + dateOf(X509_get0_notAfter(handle())) +
                            "; sign with one that is valid.");
    }
    if (signingUse() == SigningUse::Forbidden) {
        return unusable(*this,
                        "is not for signatures: its key usage has neither digitalSignature nor "
                        "nonRepudiation. Sign with another one.");
    }
    if (keyType() == CertificateKeyType::Unsupported) {
        return unusable(*this,
                        "has a key of a kind that cannot sign bundles; use RSA with 2,048 bits or "
                        "more, P-256 or P-384.");
    }
    return {};
}

std::vector<Certificate> chainOf(Certificate certificate, const std::vector<Certificate>& others)
{
    std::vector<Certificate> chain;
    chain.push_back(std::move(certificate));
    // No longer than there are certificates: two that issued each other do not go on for ever.
    while (chain.size() <= others.size() && !chain.back().isIssuerOf(chain.back())) {
        const auto issuer = std::ranges::find_if(
            others, [&chain](const Certificate& other) { return other.isIssuerOf(chain.back()); });
        if (issuer == others.end()) {
            break;
        }
        chain.push_back(*issuer);
    }
    return chain;
}

} // namespace portcullis::audit::organisation
