#include "tests/support/test_certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace portcullis::test {

namespace {

std::string takePem(BIO* memory)
{
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(memory);
    return pem;
}

void extend(X509* certificate, int kind, const std::string& value)
{
    X509V3_CTX context{};
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

} // namespace

Credentials makeCredentials(const std::string& names, long seconds)
{
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -7200);
    X509_gmtime_adj(X509_getm_notAfter(certificate), seconds);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    const std::string name = "test";
    X509_NAME_add_entry_by_txt(subject,
                               "CN",
                               MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.data()),
                               static_cast<int>(name.size()),
                               -1,
                               0);
    X509_set_issuer_name(certificate, subject);
    extend(certificate, NID_basic_constraints, "critical,CA:TRUE");
    extend(certificate, NID_subject_alt_name, names);
    X509_sign(certificate, key, EVP_sha256());

    Credentials made;
    BIO* memory = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(memory, certificate);
    made.certificate = takePem(memory);
    memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    made.key = takePem(memory);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return made;
}

std::string encryptKey(const std::string& key, const std::string& passphrase)
{
    BIO* memory = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
    EVP_PKEY* read = PEM_read_bio_PrivateKey(memory, nullptr, nullptr, nullptr);
    BIO_free(memory);
    memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PKCS8PrivateKey(memory,
                                  read,
                                  EVP_aes_256_cbc(),
                                  passphrase.data(),
                                  static_cast<int>(passphrase.size()),
                                  nullptr,
                                  nullptr);
    EVP_PKEY_free(read);
    return takePem(memory);
}

} // namespace portcullis::test
