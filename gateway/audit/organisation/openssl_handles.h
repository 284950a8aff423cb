#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>

#include <memory>

// Owners of what OpenSSL hands out.
namespace portcullis::audit::organisation {

struct Free
{
    void operator()(BIO* bio) const noexcept { BIO_free_all(bio); }

    void operator()(CMS_ContentInfo* cms) const noexcept { CMS_ContentInfo_free(cms); }

    void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }

    void operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

    void operator()(PKCS12* file) const noexcept { PKCS12_free(file); }

    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

// A list and the certificates in it.
struct FreeAll
{
    void operator()(STACK_OF(X509) * list) const noexcept { sk_X509_pop_free(list, X509_free); }
};

template <typename T>
using Owned = std::unique_ptr<T, Free>;

} // namespace portcullis::audit::organisation
