#include "gateway/audit/bundle/organisation.h"

#include "gateway/audit/bundle/where.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

struct Free
{
    void operator()(BIO* bio) const noexcept { BIO_free_all(bio); }

    void operator()(CMS_ContentInfo* cms) const noexcept { CMS_ContentInfo_free(cms); }

    // Only the list: its certificates belong to the signature.
    void operator()(STACK_OF(X509) * list) const noexcept { sk_X509_free(list); }

    void operator()(X509_STORE* store) const noexcept { X509_STORE_free(store); }
};

using Store = std::unique_ptr<X509_STORE, Free>;

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

std::string subjectOf(CMS_ContentInfo* cms)
{
    constexpr std::size_t kMostBytes = 1000;
    const std::unique_ptr<STACK_OF(X509), Free> signers(CMS_get0_signers(cms));
    const std::unique_ptr<BIO, Free> out(BIO_new(BIO_s_mem()));
    const X509* const first = signers ? sk_X509_value(signers.get(), 0) : nullptr;
    if (!out || first == nullptr) {
        return {};
    }
    X509_NAME_print_ex(out.get(), X509_get_subject_name(first), 0, XN_FLAG_RFC2253);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return shown({text, static_cast<std::size_t>(size)}, kMostBytes);
}

// The name of the first signer if every signer has signed the text and, unless `store` is null,
// comes from it. The signature is parsed anew each time: verifying leaves marks in it.
std::optional<std::string> signerOf(std::string_view data, std::string_view text, X509_STORE* store)
{
    const auto* next = reinterpret_cast<const unsigned char*>(data.data());
    const std::unique_ptr<CMS_ContentInfo, Free> cms(
        d2i_CMS_ContentInfo(nullptr, &next, static_cast<long>(data.size())));
    const std::unique_ptr<BIO, Free> content(
        BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    const unsigned flags = CMS_BINARY | (store == nullptr ? CMS_NO_SIGNER_CERT_VERIFY : 0U);
    const bool good =
        cms && content && CMS_verify(cms.get(), nullptr, store, content.get(), nullptr, flags) == 1;
    ERR_clear_error();
    return good ? std::optional(subjectOf(cms.get())) : std::nullopt;
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

} // namespace

Result<Signer> checkOrganisation(std::string_view cms,
                                 std::string_view sums,
                                 const std::optional<std::filesystem::path>& authority)
{
    auto name = isWholeDer(cms) ? signerOf(cms, sums, nullptr) : std::nullopt;
    if (!name) {
        return invalid("The organisation's signature of MANIFEST.sha256 is false.");
    }
    Signer signer{std::move(*name)};
    if (!authority) {
        return signer;
    }
    const Store store = storeOf(*authority);
    if (!store) {
        return invalid("The file given with --ca has no certificate.");
    }
    if (signerOf(cms, sums, store.get())) {
        signer.trust = CertificateTrust::Trusted;
        return signer;
    }
    if (X509_STORE_set_flags(store.get(), X509_V_FLAG_NO_CHECK_TIME) != 1 ||
        !signerOf(cms, sums, store.get())) {
        return invalid("The certificate of " + signer.name +
                       " does not come from the authority given with --ca.");
    }
    signer.trust = CertificateTrust::NotToday;
    return signer;
}

} // namespace portcullis::audit::bundle
