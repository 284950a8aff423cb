#include "gateway/audit/bundle/log_identity.h"

#include "gateway/audit/bundle/bundle_format.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

// SubjectPublicKeyInfo up to the key: RFC 8410 section 4; RFC 5480 section 2.1.1, uncompressed.
constexpr std::string_view kEd25519Prefix("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);
constexpr std::string_view
    kP256Prefix("\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a"
                "\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04",
                27);
constexpr std::size_t kEd25519Bytes = 44;
constexpr std::size_t kP256Bytes = 91;
constexpr std::string_view kPemBegin = "-----BEGIN PUBLIC KEY-----\n";
constexpr std::string_view kPemEnd = "-----END PUBLIC KEY-----\n";

std::string pemOf(std::span<const std::uint8_t> der)
{
    constexpr std::size_t kPerLine = 64;
    const std::string base64 = toBase64(der);
    std::string pem(kPemBegin);
    for (std::size_t at = 0; at < base64.size(); at += kPerLine) {
        pem.append(base64, at, kPerLine).push_back('\n');
    }
    return pem.append(kPemEnd);
}

// The key in a file that is written as openssl writes it: another reader cannot find another key
// in it.
Result<std::string>
readKey(const BundleFiles& files, std::string_view name, std::string_view prefix, std::size_t size)
{
    const auto pem = files.read(name);
    if (!pem) {
        return fail(pem.error());
    }
    std::string base64;
    if (pem->starts_with(kPemBegin) && pem->ends_with(kPemEnd) &&
        pem->size() >= kPemBegin.size() + kPemEnd.size()) {
        base64 = pem->substr(kPemBegin.size(), pem->size() - kPemBegin.size() - kPemEnd.size());
        std::erase(base64, '\n');
    }
    const auto der = fromBase64(base64);
    if (!der || der->size() != size || pemOf(*der) != *pem ||
        !std::string_view(reinterpret_cast<const char*>(der->data()), size).starts_with(prefix)) {
        return invalid(std::string(name) + " does not hold the key that it must.");
    }
    return std::string(der->begin(), der->end());
}

bool isOrigin(std::string_view origin)
{
    constexpr std::size_t kMostBytes = 255;
    return !origin.empty() && origin.size() <= kMostBytes &&
           std::ranges::all_of(origin, [](char c) { return c > ' ' && c < 0x7F && c != '+'; });
}

Result<> checkSignature(const BundleFiles& files,
                        std::string_view file,
                        const NoteVerifier& verifier,
                        KeyKind kind,
                        std::string_view sums)
{
    const auto signature = files.read(file);
    if (!signature) {
        return fail(signature.error());
    }
    if (!verifySignature(kind, verifier.publicBytes, sums, *signature)) {
        return invalid(std::string("The log's ") +
                       (kind == KeyKind::Ed25519 ? "Ed25519" : "P-256") +
                       " signature of MANIFEST.sha256 is false.");
    }
    return {};
}

} // namespace

Result<LogIdentity> LogIdentity::load(const BundleFiles& files, const std::string& origin)
{
    if (!isOrigin(origin)) {
        return invalid("manifest.json: origin is missing or not what it must be.");
    }
    const auto ed25519 = readKey(files, kEd25519Pem, kEd25519Prefix, kEd25519Bytes);
    if (!ed25519) {
        return fail(ed25519.error());
    }
    auto p256 = readKey(files, kP256Pem, kP256Prefix, kP256Bytes);
    if (!p256) {
        return fail(std::move(p256.error()));
    }
    LogIdentity identity({origin, NoteAlgorithm::Ed25519, ed25519->substr(kEd25519Prefix.size())},
                         {origin, NoteAlgorithm::EcdsaP256, std::move(*p256)});
    const auto vkeys = files.read(kVkeys);
    if (!vkeys) {
        return fail(vkeys.error());
    }
    if (*vkeys != identity.m_ed25519.vkey() + "\n" + identity.m_p256.vkey() + "\n") {
        return invalid("keys/log.vkeys does not belong to the keys beside it.");
    }
    return identity;
}

bool LogIdentity::hasVkey(std::string_view vkey) const
{
    return vkey == m_ed25519.vkey() || vkey == m_p256.vkey();
}

Result<> LogIdentity::checkSums(const BundleFiles& files, std::string_view sums) const
{
    auto good = checkSignature(files, kP256Signature, m_p256, KeyKind::EcdsaP256, sums);
    return good ? checkSignature(files, kEd25519Signature, m_ed25519, KeyKind::Ed25519, sums)
                : good;
}

Result<api::TreeHead> LogIdentity::checkNote(std::string_view note, const Where& where) const
{
    const auto parsed = SignedNote::parse(note);
    if (!parsed) {
        return invalid(where, ": this is not a signed note.");
    }
    for (const NoteVerifier* const key : {&m_ed25519, &m_p256}) {
        const NoteVerdict verdict = verdictOf(*parsed, *key);
        if (verdict == NoteVerdict::Unsigned) {
            return invalid(where, ": a signature of the log is missing.");
        }
        if (verdict == NoteVerdict::Invalid) {
            return invalid(where, ": a signature of the log is false.");
        }
    }
    auto head = api::TreeHead::parse(parsed->text);
    if (!head) {
        return invalid(where, ": this is not a checkpoint of three lines.");
    }
    return head;
}

} // namespace portcullis::audit::bundle
