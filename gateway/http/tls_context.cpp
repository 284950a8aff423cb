#include "gateway/http/tls_context.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

namespace portcullis::http {

namespace {

struct FreeBio
{
    void operator()(BIO* bio) const { BIO_free(bio); }
};

struct FreeKey
{
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};

using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

std::unexpected<Error> refuse(std::string message)
{
    ERR_clear_error();
    return fail(ErrorCode::InvalidArgument, std::move(message));
}

// What OpenSSL asks for when a file is encrypted. Without a callback it would ask at the terminal.
struct Passphrase
{
    const SecretBytes* secret = nullptr;
    bool asked = false;
};

int givePassphrase(char* space, int size, int /*writing*/, void* data)
{
    auto* const passphrase = static_cast<Passphrase*>(data);
    if (passphrase == nullptr) {
        return -1;
    }
    passphrase->asked = true;
    if (passphrase->secret == nullptr) {
        return -1;
    }
    const std::string_view text = passphrase->secret->revealText();
    if (text.size() > static_cast<std::size_t>(std::max(size, 0))) {
        return -1;
    }
    text.copy(space, text.size());
    return static_cast<int>(text.size());
}

// A pipe or a device could keep the gateway waiting.
bool isFile(const std::string& path)
{
    std::error_code ignored;
    return std::filesystem::is_regular_file(path, ignored);
}

Result<Key> readKey(const std::string& path, const SecretBytes* secret)
{
    const std::unique_ptr<BIO, FreeBio> file(isFile(path) ? BIO_new_file(path.c_str(), "r")
                                                          : nullptr);
    if (file == nullptr) {
        return refuse("The private key file '" + path + "' cannot be read.");
    }
    Passphrase passphrase{secret, false};
    Key key(PEM_read_bio_PrivateKey(file.get(), nullptr, givePassphrase, &passphrase));
    ERR_clear_error();
    if (key != nullptr) {
        return key;
    }
    if (!passphrase.asked) {
        return refuse("The file '" + path + "' holds no private key in PEM form.");
    }
    if (secret == nullptr) {
        return refuse("The private key in '" + path +
                      "' is encrypted. Name the stored secret that holds its passphrase.");
    }
    return refuse("The passphrase for the private key in '" + path +
                  "' is wrong. Store the right one.");
}

Result<> useCertificate(SSL_CTX& context, const ClientOptions& options)
{
    const std::string& path = options.certFile;
    if (!isFile(path)) {
        return refuse("The client certificate file '" + path + "' cannot be read.");
    }
    if (SSL_CTX_use_certificate_chain_file(&context, path.c_str()) != 1) {
        return refuse("The file '" + path + "' holds no certificate in PEM form.");
    }
    auto key = readKey(options.keyFile, options.keyPassphrase.get());
    if (!key) {
        return fail(std::move(key.error()));
    }
    if (X509_check_private_key(SSL_CTX_get0_certificate(&context), key->get()) != 1 ||
        SSL_CTX_use_PrivateKey(&context, key->get()) != 1) {
        return refuse("The private key in '" + options.keyFile +
                      "' does not belong to the certificate in '" + path + "'.");
    }
    return {};
}

} // namespace

Result<std::unique_ptr<asio::ssl::context>> makeTlsContext(const ClientOptions& options)
{
    boost::system::error_code error;
    std::unique_ptr<asio::ssl::context> context;
    try {
        context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
    } catch (const std::exception& failure) {
        return fail(ErrorCode::Internal, "TLS cannot be set up.", failure.what());
    }
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_default_passwd_cb(context->native_handle(), givePassphrase);
    context->set_verify_mode(asio::ssl::verify_peer, error);
    if (options.caFile.empty()) {
        context->set_default_verify_paths(error);
    } else if (!isFile(options.caFile)) {
        return refuse("The certificate authority file '" + options.caFile + "' cannot be read.");
    } else {
        context->load_verify_file(options.caFile, error);
    }
    if (error) {
        return fail(ErrorCode::InvalidArgument,
                    "The file '" + options.caFile + "' holds no certificate authority in PEM form.",
                    error.message());
    }
    if (!options.certFile.empty()) {
        if (auto used = useCertificate(*context->native_handle(), options); !used) {
            return fail(std::move(used.error()));
        }
    }
    return context;
}

} // namespace portcullis::http
