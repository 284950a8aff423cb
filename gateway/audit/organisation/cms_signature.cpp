#include "gateway/audit/organisation/cms_signature.h"

#include "gateway/audit/organisation/openssl_handles.h"
#include "gateway/base/crypto.h"

#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace portcullis::audit::organisation {

namespace {

unsigned char* writableBytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::unexpected<Error> failed(const char* what)
{
    std::string cause(what);
    if (const unsigned long code = ERR_peek_last_error(); code != 0) {
        cause += std::string(": ") + ERR_reason_error_string(code);
    }
    ERR_clear_error();
    return fail(
        ErrorCode::Internal, "The organisation's signature could not be made.", std::move(cause));
}

// SignedData without content and signers, with the certificates.
Owned<CMS_ContentInfo> emptySignature(const std::vector<Certificate>& chain)
{
    Owned<CMS_ContentInfo> cms(
        CMS_sign(nullptr, nullptr, nullptr, nullptr, CMS_PARTIAL | CMS_DETACHED | CMS_BINARY));
    const bool good = cms && std::ranges::all_of(chain, [&cms](const Certificate& certificate) {
                          return CMS_add1_cert(cms.get(), certificate.handle()) == 1;
                      });
    return good ? std::move(cms) : nullptr;
}

bool enclose(CMS_ContentInfo* cms, std::string_view content)
{
    ASN1_OCTET_STRING** const place = CMS_get0_content(cms);
    if (place == nullptr) {
        return false;
    }
    *place = ASN1_OCTET_STRING_new();
    return *place != nullptr &&
           ASN1_OCTET_STRING_set(*place, bytesOf(content), static_cast<int>(content.size())) == 1;
}

// The three attributes that every signer signs (RFC 5652 section 11).
bool addAttributes(CMS_SignerInfo* signer, std::string_view content, WallTime now)
{
    const Digest digest = sha256(content);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> time(
        ASN1_TIME_set(nullptr, seconds), &ASN1_TIME_free);
    return time &&
           CMS_signed_add1_attr_by_NID(
               signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj(NID_pkcs7_data), -1) ==
               1 &&
           CMS_signed_add1_attr_by_NID(signer,
                                       NID_pkcs9_messageDigest,
                                       V_ASN1_OCTET_STRING,
                                       digest.data(),
                                       static_cast<int>(digest.size())) == 1 &&
           CMS_signed_add1_attr_by_NID(
               signer, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()), time.get(), -1) == 1;
}

// What is signed: the attributes as SET OF in DER (RFC 5652 section 5.4; X.690 section 11.6).
std::optional<std::string> attributesOf(const CMS_SignerInfo* signer)
{
    std::vector<std::string> attributes;
    int length = 0;
    for (int i = 0; i < CMS_signed_get_attr_count(signer); ++i) {
        const X509_ATTRIBUTE* const attribute = CMS_signed_get_attr(signer, i);
        const int size = i2d_X509_ATTRIBUTE(attribute, nullptr);
        if (size <= 0) {
            return std::nullopt;
        }
        std::string& der = attributes.emplace_back(static_cast<std::size_t>(size), '\0');
        unsigned char* next = writableBytes(der);
        length += i2d_X509_ATTRIBUTE(attribute, &next);
    }
    std::ranges::sort(attributes);
    std::string set(static_cast<std::size_t>(ASN1_object_size(1, length, V_ASN1_SET)), '\0');
    unsigned char* next = writableBytes(set);
    ASN1_put_object(&next, 1, length, V_ASN1_SET, V_ASN1_UNIVERSAL);
    set.resize(static_cast<std::size_t>(next - writableBytes(set)));
    for (const std::string& attribute : attributes) {
        set += attribute;
    }
    return set;
}

std::string derOf(CMS_ContentInfo* cms)
{
    const int size = i2d_CMS_ContentInfo(cms, nullptr);
    std::string der(static_cast<std::size_t>(std::max(size, 0)), '\0');
    unsigned char* next = writableBytes(der);
    if (size > 0) {
        i2d_CMS_ContentInfo(cms, &next);
    }
    return der;
}

// As a reader will see it.
bool isGood(std::string_view der, std::string_view content, Content where)
{
    const unsigned char* next = bytesOf(der);
    const Owned<CMS_ContentInfo> cms(
        d2i_CMS_ContentInfo(nullptr, &next, static_cast<long>(der.size())));
    const Owned<BIO> beside(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const bool good = cms && beside &&
                      CMS_verify(cms.get(),
                                 nullptr,
                                 nullptr,
                                 where == Content::Detached ? beside.get() : nullptr,
                                 nullptr,
                                 CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    ERR_clear_error();
    return good;
}

} // namespace

// OpenSSL builds everything with the public key alone. The private one only ever sees the bytes to
// sign: it may be anywhere, and nothing of OpenSSL has to be taught where.
Result<std::string>
signCms(std::string_view content, Content where, const SigningIdentity& identity, WallTime now)
{
    const Owned<CMS_ContentInfo> cms = emptySignature(identity.chain);
    if (!cms || (where == Content::Enclosed && !enclose(cms.get(), content))) {
        return failed("signed data");
    }
    X509* const certificate = identity.chain.front().handle();
    CMS_SignerInfo* const signer =
        CMS_add1_signer(cms.get(),
                        certificate,
                        X509_get0_pubkey(certificate),
                        EVP_sha256(),
                        CMS_PARTIAL | CMS_NOCERTS | CMS_NOSMIMECAP | CMS_CADES);
    const auto attributes = signer != nullptr && addAttributes(signer, content, now)
                                ? attributesOf(signer)
                                : std::nullopt;
    if (!attributes) {
        return failed("signer");
    }
    const auto signature = identity.key->sign(*attributes);
    if (!signature) {
        return signature;
    }
    if (ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer),
                        signature->data(),
                        static_cast<int>(signature->size())) != 1) {
        return failed("signature");
    }
    std::string der = derOf(cms.get());
    if (!isGood(der, content, where)) {
        return fail(ErrorCode::InvalidArgument,
                    "The key does not belong to the certificate of " +
                        identity.chain.front().subject() + ".");
    }
    return der;
}

} // namespace portcullis::audit::organisation
