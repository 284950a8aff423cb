#include "tests/gateway/audit/organisation/certificate_maker.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace portcullis::audit::organisation::test {

namespace {

EVP_PKEY* keyOf(MadeKey kind)
{
    constexpr std::size_t kRsaBits = 3072;
    constexpr std::size_t kFewRsaBits = 1024;
    switch (kind) {
    case MadeKey::P256:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case MadeKey::P384:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
    case MadeKey::Rsa3072:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kRsaBits);
    case MadeKey::Rsa1024:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kFewRsaBits);
    case MadeKey::Ed25519:
        break;
    }
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
    ASSERT_NE(extension, nullptr) << value;
    EXPECT_EQ(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

void setTime(ASN1_TIME* field, WallTime time)
{
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
    EXPECT_NE(ASN1_TIME_set(field, seconds), nullptr);
}

std::string textOf(BIO* bio)
{
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    return {text, static_cast<std::size_t>(size)};
}

} // namespace

std::string Made::pem() const
{
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    EXPECT_EQ(PEM_write_bio_X509(out.get(), certificate.get()), 1);
    return textOf(out.get());
}

std::string Made::keyPem() const
{
    const Owned<BIO> out(BIO_new(BIO_s_mem()));
    EXPECT_EQ(
        PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr),
        1);
    return textOf(out.get());
}

Made make(const Wish& wish)
{
    constexpr long kVersion3 = 2;
    Made made{Owned<X509>(X509_new()), Owned<EVP_PKEY>(keyOf(wish.key))};
    X509* const certificate = made.certificate.get();
    X509* const issuer = wish.issuer == nullptr ? certificate : wish.issuer->certificate.get();
    EVP_PKEY* const issuerKey = wish.issuer == nullptr ? made.key.get() : wish.issuer->key.get();
    X509_set_version(certificate, kVersion3);
    ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), 7);
    setTime(X509_getm_notBefore(certificate), wish.from);
    setTime(X509_getm_notAfter(certificate), wish.until);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject,
                               "CN",
                               MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(wish.name.c_str()),
                               -1,
                               -1,
                               0);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
    extend(certificate,
           issuer,
           NID_basic_constraints,
           wish.isAuthority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (!wish.usage.empty()) {
        extend(certificate, issuer, NID_key_usage, "critical," + wish.usage);
    }
    const bool hashesItself = EVP_PKEY_is_a(issuerKey, "ED25519") == 1;
    EXPECT_GT(X509_sign(certificate, issuerKey, hashesItself ? nullptr : EVP_sha256()), 0);
    return made;
}

Made makeAuthority(const std::string& name, const Made* issuer)
{
    return make(
        {.name = name, .issuer = issuer, .usage = "keyCertSign,cRLSign", .isAuthority = true});
}

void writePkcs12(const std::filesystem::path& path,
                 const std::string& passphrase,
                 EVP_PKEY* key,
                 X509* certificate,
                 const std::vector<X509*>& others)
{
    STACK_OF(X509)* const list = sk_X509_new_null();
    for (X509* const other : others) {
        sk_X509_push(list, other);
    }
    const Owned<PKCS12> file(
        PKCS12_create(passphrase.c_str(), "test", key, certificate, list, 0, 0, 0, 0, 0));
    sk_X509_free(list);
    const Owned<BIO> out(BIO_new_file(path.c_str(), "wb"));
    ASSERT_TRUE(file && out);
    EXPECT_EQ(i2d_PKCS12_bio(out.get(), file.get()), 1);
}

} // namespace portcullis::audit::organisation::test
