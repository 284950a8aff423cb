#include "gateway/audit/organisation/pkcs11_token.h"

#include "gateway/audit/organisation/openssl_handles.h"
#include "gateway/audit/organisation/token_process.h"
#include "gateway/base/crypto.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <utility>
#include <vector>

namespace portcullis::audit::organisation {

namespace {

// DigestInfo of SHA-256 up to the hash: RFC 8017 section 9.2, note 1.
constexpr std::string_view kSha256Info("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02"
                                       "\x01\x05\x00\x04\x20",
                                       19);

std::string textOf(const Digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

// ECDSA-Sig-Value from the two numbers one after the other, as tokens give them (PKCS#11 v3.0
// section 2.3.1).
std::string ecdsaDer(std::string_view numbers)
{
    const auto half = static_cast<int>(numbers.size() / 2);
    const auto* const bytes = reinterpret_cast<const unsigned char*>(numbers.data());
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> signature(ECDSA_SIG_new(),
                                                                          &ECDSA_SIG_free);
    BIGNUM* const r = BN_bin2bn(bytes, half, nullptr);
    BIGNUM* const s = BN_bin2bn(bytes + half, half, nullptr);
    if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return {};
    }
    const int size = i2d_ECDSA_SIG(signature.get(), nullptr);
    std::string der(static_cast<std::size_t>(std::max(size, 0)), '\0');
    auto* next = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(signature.get(), &next);
    return der;
}

class KeyOnToken final : public PrivateKey
{
public:
    KeyOnToken(TokenProcess process, CertificateKeyType type)
        : m_process(std::move(process))
        , m_type(type)
    {}

    [[nodiscard]] Result<std::string> sign(std::string_view message) override
    {
        const std::string digest = textOf(sha256(message));
        const bool isRsa = m_type == CertificateKeyType::Rsa;
        const TokenChannel& channel = m_process.channel();
        // What is wrong with sending shows as no answer.
        static_cast<void>(channel.send(isRsa ? kTokenRsa : kTokenEcdsa));
        static_cast<void>(channel.send(isRsa ? std::string(kSha256Info) + digest : digest));
        const auto signature = m_process.answer();
        if (!signature) {
            return fail(signature.error());
        }
        return isRsa ? std::string(signature->revealText()) : ecdsaDer(signature->revealText());
    }

private:
    TokenProcess m_process;
    CertificateKeyType m_type;
};

Result<std::vector<Certificate>> certificatesIn(const std::filesystem::path& path)
{
    std::vector<Certificate> found;
    if (path.empty()) {
        return found;
    }
    const Owned<BIO> in(BIO_new_file(path.c_str(), "rb"));
    while (const Owned<X509> certificate{in ? PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)
                                            : nullptr}) {
        found.emplace_back(certificate.get());
    }
    ERR_clear_error();
    if (found.empty()) {
        return fail(ErrorCode::NotFound, path.string() + " has no certificate in PEM.");
    }
    return found;
}

// What the token has: the key's own certificate first, if it has that.
struct OnToken
{
    bool hasOwn = false;
    std::vector<Certificate> certificates;
};

Result<OnToken> read(TokenProcess& process)
{
    OnToken found;
    auto message = process.answer();
    found.hasOwn = message && !message->empty();
    for (bool isFirst = true; message && (isFirst || !message->empty()); isFirst = false) {
        // What is no certificate cannot be one of the chain.
        if (auto certificate = Certificate::parse(message->revealText())) {
            found.certificates.push_back(std::move(*certificate));
        } else if (isFirst) {
            found.hasOwn = false;
        }
        message = process.more();
    }
    if (!message) {
        return fail(std::move(message.error()));
    }
    return found;
}

void ask(const TokenChannel& channel, const Pkcs11Token& token, const SecretBytes& pin)
{
    const TokenQuery& key = token.key;
    // What is wrong with sending shows as no answer.
    for (const std::string& text : {token.module.string(),
                                    key.token,
                                    key.serial,
                                    key.manufacturer,
                                    key.model,
                                    key.object,
                                    key.id}) {
        static_cast<void>(channel.send(text));
    }
    static_cast<void>(channel.send(pin.bytes()));
}

} // namespace

Result<SigningIdentity>
openPkcs11(const Pkcs11Token& token, const SecretBytes& pin, const TokenProgram& program)
{
    if (!token.module.is_absolute()) {
        return fail(ErrorCode::InvalidArgument,
                    "The PKCS#11 module must be named by its whole path, as in "
                    "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so.");
    }
    auto certificates = certificatesIn(token.certificates);
    auto process = certificates ? TokenProcess::start(program.path, program.patience)
                                : fail(std::move(certificates.error()));
    if (!process) {
        return fail(std::move(process.error()));
    }
    ask(process->channel(), token, pin);
    auto found = read(*process);
    if (!found) {
        return fail(std::move(found.error()));
    }
    if (!found->hasOwn && certificates->empty()) {
        return fail(ErrorCode::NotFound,
                    "The token has no certificate for the key, that is, none with the same id; "
                    "give it in a file.");
    }
    const Certificate own = found->hasOwn ? found->certificates.front() : certificates->front();
    certificates->insert(
        certificates->end(), found->certificates.begin(), found->certificates.end());
    SigningIdentity identity;
    identity.chain = chainOf(own, *certificates);
    identity.key = std::make_unique<KeyOnToken>(std::move(*process), own.keyType());
    return identity;
}

} // namespace portcullis::audit::organisation
