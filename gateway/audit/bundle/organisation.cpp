#include "gateway/audit/bundle/organisation.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/audit/bundle/log_key_statement.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/audit/organisation/certificate.h"
#include "gateway/audit/organisation/openssl_handles.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

using organisation::Certificate;
using organisation::Owned;
using organisation::SigningUse;

struct FreeStore
{
    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
};

struct FreeList
{
    // Only the list: its certificates belong to the signature.
    void operator()(STACK_OF(X509) * list) const noexcept { sk_X509_free(list); }
};

using Store = std::unique_ptr<X509_STORE, FreeStore>;

// One DER element and nothing after it: OpenSSL would not look.
bool isWholeDer(std::string_view data)
{
    constexpr std::size_t kLong = 0x80;
    const auto byte = [data](std::size_t i) {
        return std::size_t{static_cast<std::uint8_t>(data[i])};
    };
    if (data.size() < 2) {
        return false;
    }
    if (byte(1) < kLong) {
        return data.size() == 2 + byte(1);
    }
    const std::size_t more = byte(1) - kLong;
    if (more < 1 || more > 4 || data.size() < 2 + more) {
        return false;
    }
    std::size_t size = 0;
    for (std::size_t i = 0; i < more; ++i) {
        size = size << 8U | byte(2 + i);
    }
    return data.size() == 2 + more + size;
}

// What a CMS signature is found to be.
struct Signed
{
    std::vector<Certificate> signers;
    std::optional<std::string> content; // that stands in it
};

std::optional<std::string> contentOf(CMS_ContentInfo* cms)
{
    ASN1_OCTET_STRING** const content = CMS_get0_content(cms);
    if (content == nullptr || *content == nullptr) {
        return std::nullopt;
    }
    return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(*content)),
                       static_cast<std::size_t>(ASN1_STRING_length(*content)));
}

// Nothing, unless every signer has signed the text (the content, if that is null) and, unless
// `store` is null, comes from it. The signature is parsed anew each time: verifying leaves marks in
// it.
std::optional<Signed>
verified(std::string_view data, const std::string_view* text, X509_STORE* store)
{
    const auto* next = reinterpret_cast<const unsigned char*>(data.data());
    const Owned<CMS_ContentInfo> cms(
        isWholeDer(data) ? d2i_CMS_ContentInfo(nullptr, &next, static_cast<long>(data.size()))
                         : nullptr);
    const Owned<BIO> beside(
        text == nullptr ? nullptr : BIO_new_mem_buf(text->data(), static_cast<int>(text->size())));
    const unsigned flags = CMS_BINARY | (store == nullptr ? CMS_NO_SIGNER_CERT_VERIFY : 0U);
    const bool good = cms && (beside != nullptr) == (text != nullptr) &&
                      CMS_verify(cms.get(), nullptr, store, beside.get(), nullptr, flags) == 1;
    ERR_clear_error();
    if (!good) {
        return std::nullopt;
    }
    Signed found;
    const std::unique_ptr<STACK_OF(X509), FreeList> signers(CMS_get0_signers(cms.get()));
    for (int i = 0; i < sk_X509_num(signers.get()); ++i) {
        found.signers.emplace_back(sk_X509_value(signers.get(), i));
    }
    found.content = contentOf(cms.get());
    return found;
}

// The one authority, for certificates of any purpose: companies have none for evidence.
Store storeOf(const std::filesystem::path& authority)
{
    Store store(X509_STORE_new());
    const bool good = store && X509_STORE_load_file(store.get(), authority.c_str()) == 1 &&
                      X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY) == 1;
    ERR_clear_error();
    return good ? std::move(store) : Store();
}

// Who has signed MANIFEST.sha256, whatever the certificate is worth.
Result<Signer> signerOf(std::string_view cms, std::string_view sums)
{
    const auto found = verified(cms, &sums, nullptr);
    if (!found) {
        return invalid("The organisation's signature of MANIFEST.sha256 is false.");
    }
    if (found->content) {
        return invalid("signatures/manifest.cms has a content of its own.");
    }
    if (found->signers.size() != 1) {
        return invalid("signatures/manifest.cms must have one signer, and has " +
                       std::to_string(found->signers.size()) + ".");
    }
    const Certificate& certificate = found->signers.front();
    Signer signer;
    signer.name = shown(certificate.subject(), kMostSubject);
    signer.pem = certificate.pem();
    if (certificate.signingUse() == SigningUse::Forbidden) {
        return invalid("The certificate of " + signer.name +
                       " is not for signatures: its key usage has neither digitalSignature nor "
                       "nonRepudiation.");
    }
    return signer;
}

Result<CertificateTrust> trustIn(const Signer& signer,
                                 std::string_view cms,
                                 std::string_view sums,
                                 const std::filesystem::path& authority)
{
    const Store store = storeOf(authority);
    if (!store) {
        return invalid("The file given with --ca has no certificate.");
    }
    if (verified(cms, &sums, store.get())) {
        return CertificateTrust::Trusted;
    }
    if (X509_STORE_set_flags(store.get(), X509_V_FLAG_NO_CHECK_TIME) != 1 ||
        !verified(cms, &sums, store.get())) {
        return invalid("The certificate of " + signer.name +
                       " does not come from the authority given with --ca.");
    }
    return CertificateTrust::NotToday;
}

Result<> checkChain(const BundleFiles& files, const Signer& signer)
{
    const auto chain = files.read(kOrganisationChain);
    if (!chain) {
        return fail(chain.error());
    }
    return chain->starts_with(signer.pem)
               ? Result<>()
               : invalid("keys/org-chain.pem does not begin with the certificate of " +
                         signer.name + ".");
}

// The workstation that the statement names.
Result<std::string>
checkStatement(const BundleFiles& files, const Signer& signer, const LogIdentity& identity)
{
    const auto cms = files.read(kLogKeyStatement);
    if (!cms) {
        return cms;
    }
    const auto found = verified(*cms, nullptr, nullptr);
    if (!found || found->signers.size() != 1 || found->signers.front().pem() != signer.pem) {
        return invalid("keys/log-key.cms is not signed by " + signer.name + ".");
    }
    auto workstation = workstationIn(
        found->content.value_or(""), signer.name, identity.ed25519Vkey(), identity.p256Vkey());
    if (!workstation) {
        return invalid("keys/log-key.cms is not a statement of " + signer.name +
                       " on the keys of this log.");
    }
    return std::move(*workstation);
}

} // namespace

Result<Signer> checkOrganisation(const BundleFiles& files,
                                 std::string_view sums,
                                 const LogIdentity& identity,
                                 const std::optional<std::filesystem::path>& authority)
{
    const auto cms = files.read(kCmsSignature);
    if (!cms) {
        return fail(cms.error());
    }
    auto signer = signerOf(*cms, sums);
    if (signer && authority) {
        const auto trust = trustIn(*signer, *cms, sums, *authority);
        if (!trust) {
            return fail(trust.error());
        }
        signer->trust = *trust;
    }
    if (signer && files.names().contains(kOrganisationChain)) {
        if (auto good = checkChain(files, *signer); !good) {
            return fail(std::move(good.error()));
        }
    }
    if (signer && files.names().contains(kLogKeyStatement)) {
        auto workstation = checkStatement(files, *signer, identity);
        if (!workstation) {
            return fail(std::move(workstation.error()));
        }
        signer->workstation = std::move(*workstation);
    }
    return signer;
}

} // namespace portcullis::audit::bundle
