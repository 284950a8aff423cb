#include "gateway/audit/signed_note.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::size_t kMaxNoteBytes = std::size_t{64} * 1024;
constexpr std::size_t kMaxSignatures = 100;
constexpr std::string_view kMark = "\xE2\x80\x94 "; // an em dash and a space
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;

std::unexpected<Error> malformed(const char* what)
{
    return fail(ErrorCode::InvalidArgument, std::string("The signed note is malformed: ") + what);
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes) {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

std::string toBigEndian(std::uint64_t value, std::size_t size)
{
    std::string bytes(size, '\0');
    for (std::size_t i = size; i > 0; --i) {
        bytes[i - 1] = static_cast<char>(value & 0xFFU);
        value >>= 8U;
    }
    return bytes;
}

std::optional<std::string> decoded(std::string_view base64)
{
    const auto bytes = fromBase64(base64);
    return bytes ? std::optional(std::string(bytes->begin(), bytes->end())) : std::nullopt;
}

bool isKeyName(std::string_view name)
{
    return !name.empty() && isValidUtf8(name) && name.find('+') == std::string_view::npos &&
           std::ranges::none_of(
               name, [](char c) { return c == ' ' || c == 0x7F || (c >= 0 && c < 0x20); });
}

KeyKind kindFor(NoteAlgorithm algorithm)
{
    return algorithm == NoteAlgorithm::EcdsaP256 ? KeyKind::EcdsaP256 : KeyKind::Ed25519;
}

std::optional<NoteAlgorithm> algorithmFrom(char byte)
{
    for (const auto algorithm :
         {NoteAlgorithm::Ed25519, NoteAlgorithm::EcdsaP256, NoteAlgorithm::Cosignature}) {
        if (static_cast<char>(algorithm) == byte) {
            return algorithm;
        }
    }
    return std::nullopt;
}

// What a witness signs (C2SP tlog-cosignature, "Ed25519 signed message").
std::string cosignedMessage(std::string_view text, std::uint64_t seconds)
{
    std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
    message += text;
    return message;
}

bool verifies(const NoteVerifier& verifier, const NoteSignature& signature, std::string_view text)
{
    const KeyKind kind = kindFor(verifier.algorithm);
    std::string_view bytes = signature.bytes;
    if (verifier.algorithm != NoteAlgorithm::Cosignature) {
        return verifySignature(kind, verifier.publicBytes, text, bytes);
    }
    const auto seconds = cosignatureTime(signature);
    if (!seconds) {
        return false;
    }
    bytes.remove_prefix(kTimeBytes);
    return verifySignature(kind,
                           verifier.publicBytes,
                           cosignedMessage(text, static_cast<std::uint64_t>(*seconds)),
                           bytes);
}

Result<NoteSignature> parseSignature(std::string_view line)
{
    if (!line.starts_with(kMark)) {
        return malformed("a line after its text is no signature.");
    }
    line.remove_prefix(kMark.size());
    const std::size_t space = line.find(' ');
    const auto bytes =
        space == std::string_view::npos ? std::nullopt : decoded(line.substr(space + 1));
    if (!bytes || bytes->size() <= kIdBytes || !isKeyName(line.substr(0, space))) {
        return malformed("a signature is not a name and base64.");
    }
    return NoteSignature{
        std::string(line.substr(0, space)),
        static_cast<std::uint32_t>(bigEndian(std::string_view(*bytes).substr(0, kIdBytes))),
        bytes->substr(kIdBytes)};
}

} // namespace

std::uint32_t NoteVerifier::keyId() const
{
    // ECDSA's came before the rule of the others.
    const std::string hashed = algorithm == NoteAlgorithm::EcdsaP256
                                   ? publicBytes
                                   : name + '\n' + static_cast<char>(algorithm) + publicBytes;
    const Digest digest = sha256(hashed);
    return static_cast<std::uint32_t>(
        bigEndian({reinterpret_cast<const char*>(digest.data()), kIdBytes}));
}

std::string NoteVerifier::vkey() const
{
    return name + "+" + toHex(asBytes(toBigEndian(keyId(), kIdBytes))) + "+" +
           toBase64(asBytes(static_cast<char>(algorithm) + publicBytes));
}

Result<NoteVerifier> parseVkey(std::string_view text)
{
    const std::size_t first = text.find('+');
    const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
    const auto key =
        second == std::string_view::npos ? std::nullopt : decoded(text.substr(second + 1));
    const auto algorithm =
        key && key->size() > 1 ? algorithmFrom(key->front()) : std::optional<NoteAlgorithm>();
    if (!algorithm || !isKeyName(text.substr(0, first))) {
        return fail(ErrorCode::InvalidArgument,
                    "The verifier key must look like \"name+0a1b2c3d+base64\".");
    }
    NoteVerifier verifier{std::string(text.substr(0, first)), *algorithm, key->substr(1)};
    if (verifier.vkey() != text) {
        return fail(ErrorCode::InvalidArgument,
                    "The verifier key's parts do not belong together; copy all of it.");
    }
    return verifier;
}

Result<NoteVerifier> verifierFor(const SigningKey& key, std::string name, NoteAlgorithm algorithm)
{
    if (!isKeyName(name) || kindFor(algorithm) != key.kind()) {
        return fail(ErrorCode::InvalidArgument, "The key cannot sign notes under this name.");
    }
    auto bytes = key.publicBytes();
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    return NoteVerifier{std::move(name), algorithm, std::move(*bytes)};
}

std::string NoteSignature::line() const
{
    const std::string signature = toBigEndian(keyId, kIdBytes) + bytes;
    return std::string(kMark) + name + " " + toBase64(asBytes(signature)) + "\n";
}

Result<SignedNote> SignedNote::parse(std::string_view note)
{
    if (note.size() > kMaxNoteBytes || !isValidUtf8(note)) {
        return malformed("it is too long or not UTF-8.");
    }
    if (std::ranges::any_of(note, [](char c) { return c >= 0 && c < 0x20 && c != '\n'; })) {
        return malformed("it has control characters.");
    }
    const std::size_t end = note.rfind("\n\n");
    if (end == std::string_view::npos || !note.ends_with('\n') || end + 2 == note.size()) {
        return malformed("text, an empty line and signatures must follow each other.");
    }
    SignedNote parsed{std::string(note.substr(0, end + 1)), {}};
    std::string_view rest = note.substr(end + 2);
    while (!rest.empty()) {
        const std::size_t line = rest.find('\n');
        auto signature = parseSignature(rest.substr(0, line));
        if (!signature) {
            return fail(std::move(signature.error()));
        }
        parsed.signatures.push_back(std::move(*signature));
        if (parsed.signatures.size() > kMaxSignatures) {
            return malformed("it has too many signatures.");
        }
        rest.remove_prefix(line + 1);
    }
    return parsed;
}

std::string SignedNote::format() const
{
    std::string note = text + "\n";
    for (const NoteSignature& signature : signatures) {
        note += signature.line();
    }
    return note;
}

NoteVerdict verdictOf(const SignedNote& note, const NoteVerifier& verifier)
{
    const std::uint32_t id = verifier.keyId();
    NoteVerdict verdict = NoteVerdict::Unsigned;
    for (const NoteSignature& signature : note.signatures) {
        if (signature.name != verifier.name || signature.keyId != id) {
            continue;
        }
        if (!verifies(verifier, signature, note.text)) {
            return NoteVerdict::Invalid;
        }
        verdict = NoteVerdict::Valid;
    }
    return verdict;
}

Result<NoteSignature>
signNote(std::string_view text, const SigningKey& key, const NoteVerifier& signer)
{
    auto bytes = key.sign(text);
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    return NoteSignature{signer.name, signer.keyId(), std::move(*bytes)};
}

Result<NoteSignature> cosignNote(std::string_view text,
                                 std::int64_t seconds,
                                 const SigningKey& key,
                                 const NoteVerifier& signer)
{
    if (seconds < 0) {
        return fail(ErrorCode::InvalidArgument, "This machine's clock is before 1970; set it.");
    }
    const auto time = static_cast<std::uint64_t>(seconds);
    auto bytes = key.sign(cosignedMessage(text, time));
    if (!bytes) {
        return fail(std::move(bytes.error()));
    }
    return NoteSignature{signer.name, signer.keyId(), toBigEndian(time, kTimeBytes) + *bytes};
}

std::optional<std::int64_t> cosignatureTime(const NoteSignature& signature)
{
    if (signature.bytes.size() <= kTimeBytes) {
        return std::nullopt;
    }
    const std::uint64_t seconds =
        bigEndian(std::string_view(signature.bytes).substr(0, kTimeBytes));
    return seconds >> 63U == 0 ? std::optional(static_cast<std::int64_t>(seconds)) : std::nullopt;
}

} // namespace portcullis::audit
