#include "gateway/audit/organisation/pkcs12_file.h"

#include "gateway/audit/organisation/openssl_handles.h"

#include <openssl/err.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace portcullis::audit::organisation {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1024} * 1024;

// A key in memory; OpenSSL wipes it when it goes.
class KeyInMemory final : public PrivateKey
{
public:
    explicit KeyInMemory(Owned<EVP_PKEY> key)
        : m_key(std::move(key))
    {}

    [[nodiscard]] Result<std::string> sign(std::string_view message) override
    {
        const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
        const auto* const bytes = reinterpret_cast<const unsigned char*>(message.data());
        std::size_t size = 0;
        std::string signature;
        bool good =
            context &&
            EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, m_key.get()) == 1 &&
            EVP_DigestSign(context.get(), nullptr, &size, bytes, message.size()) == 1;
        if (good) {
            signature.resize(size);
            auto* const out = reinterpret_cast<unsigned char*>(signature.data());
            good = EVP_DigestSign(context.get(), out, &size, bytes, message.size()) == 1;
            signature.resize(size);
        }
        ERR_clear_error();
        return good ? Result<std::string>(std::move(signature))
                    : fail(ErrorCode::Internal, "The organisation's key could not sign.");
    }

private:
    Owned<EVP_PKEY> m_key;
};

Result<std::string> readFile(const std::filesystem::path& path)
{
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    std::string content(kMostBytes + 1, '\0');
    in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (in.bad() || (!in.eof() && in.gcount() == 0)) {
        const int problem = errno;
        const auto code = problem == ENOENT   ? ErrorCode::NotFound
                          : problem == EACCES ? ErrorCode::PermissionDenied
                                              : ErrorCode::IoError;
        return fail(
            code, "The file " + path.string() + " cannot be read: " + std::strerror(problem) + ".");
    }
    content.resize(static_cast<std::size_t>(in.gcount()));
    return content;
}

std::unexpected<Error> unusable(const std::filesystem::path& path, std::string_view why)
{
    return fail(ErrorCode::InvalidArgument, path.string().append(" ").append(why));
}

// With the zero at its end that OpenSSL looks for.
SecretBytes terminated(const SecretBytes& passphrase)
{
    SecretBytes text(passphrase.size() + 1);
    std::ranges::copy(passphrase.bytes(), text.writable().begin());
    return text;
}

Result<Owned<PKCS12>> parse(const std::filesystem::path& path)
{
    const auto content = readFile(path);
    if (!content) {
        return fail(content.error());
    }
    const auto* const begin = reinterpret_cast<const unsigned char*>(content->data());
    const auto* next = begin;
    Owned<PKCS12> file(content->size() > kMostBytes
                           ? nullptr
                           : d2i_PKCS12(nullptr, &next, static_cast<long>(content->size())));
    ERR_clear_error();
    if (!file || next != begin + content->size() || PKCS12_mac_present(file.get()) != 1) {
        return unusable(path, "is not a PKCS#12 file that is protected by a passphrase.");
    }
    return file;
}

// What the file holds, as OpenSSL sorts it.
struct Opened
{
    Owned<EVP_PKEY> key;
    Owned<X509> certificate;
    std::unique_ptr<STACK_OF(X509), FreeAll> others;
};

Result<Opened> open(PKCS12* file, const char* passphrase, const std::filesystem::path& path)
{
    if (PKCS12_verify_mac(file, passphrase, -1) != 1) {
        ERR_clear_error();
        return fail(ErrorCode::Unauthenticated,
                    "The passphrase of " + path.string() + " is wrong, or the file is damaged.");
    }
    EVP_PKEY* key = nullptr;
    X509* certificate = nullptr;
    STACK_OF(X509)* others = nullptr;
    const bool good = PKCS12_parse(file, passphrase, &key, &certificate, &others) == 1;
    Opened opened{Owned<EVP_PKEY>(key),
                  Owned<X509>(certificate),
                  std::unique_ptr<STACK_OF(X509), FreeAll>(others)};
    bool tooOld = false;
    while (const unsigned long code = ERR_get_error()) {
        tooOld = tooOld || ERR_GET_REASON(code) == ERR_R_UNSUPPORTED;
    }
    if (!good && tooOld) {
        return fail(ErrorCode::Unsupported,
                    path.string() + " is encrypted in a way that is no longer thought safe (RC2 or "
                                    "the like); export it again with AES-256.");
    }
    if (!good) {
        return unusable(path, "is damaged.");
    }
    return opened;
}

} // namespace

Result<SigningIdentity> openPkcs12(const std::filesystem::path& path, const SecretBytes& passphrase)
{
    const auto file = parse(path);
    if (!file) {
        return fail(file.error());
    }
    const SecretBytes text = terminated(passphrase);
    auto opened = open(file->get(), text.revealText().data(), path);
    if (!opened) {
        return fail(std::move(opened.error()));
    }
    if (!opened->key) {
        return unusable(path, "has no private key in it.");
    }
    if (!opened->certificate && sk_X509_num(opened->others.get()) <= 0) {
        return unusable(path, "has no certificate in it.");
    }
    if (!opened->certificate) {
        return unusable(path, "has a private key that belongs to none of its certificates.");
    }
    std::vector<Certificate> others;
    const int count = std::max(sk_X509_num(opened->others.get()), 0);
    others.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        others.emplace_back(sk_X509_value(opened->others.get(), i));
    }
    SigningIdentity identity;
    identity.chain = chainOf(Certificate(opened->certificate.get()), others);
    identity.key = std::make_unique<KeyInMemory>(std::move(opened->key));
    return identity;
}

} // namespace portcullis::audit::organisation
