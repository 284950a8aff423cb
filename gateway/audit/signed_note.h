#pragma once

#include "gateway/audit/signing_key.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Signed notes (C2SP signed-note): a text and lines that say who signed it.
namespace portcullis::audit {

// With the bytes that C2SP signed-note assigns to them.
enum class NoteAlgorithm : std::uint8_t
{
    Ed25519 = 0x01,
    EcdsaP256 = 0x02,
    Cosignature = 0x04 // Ed25519 over the time and the note (C2SP tlog-cosignature)
};

// A name and a public key: who may sign.
struct NoteVerifier
{
    std::string name; // without spaces and plus signs
    NoteAlgorithm algorithm = NoteAlgorithm::Ed25519;
    std::string publicBytes; // as SigningKey::publicBytes()

    [[nodiscard]] std::uint32_t keyId() const;
    // "<name>+<key id in hex>+<base64 of algorithm and key>", as C2SP's tools take it.
    [[nodiscard]] std::string vkey() const;
    bool operator==(const NoteVerifier&) const = default;
};

// Errors: InvalidArgument.
[[nodiscard]] Result<NoteVerifier> parseVkey(std::string_view text);

[[nodiscard]] Result<NoteVerifier>
verifierFor(const SigningKey& key, std::string name, NoteAlgorithm algorithm);

struct NoteSignature
{
    std::string name;
    std::uint32_t keyId = 0;
    std::string bytes; // after the key id
    bool operator==(const NoteSignature&) const = default;

    [[nodiscard]] std::string line() const; // with its line feed
};

// A note taken apart. Nothing in it is verified.
struct SignedNote
{
    std::string text; // with its last line feed
    std::vector<NoteSignature> signatures;

    // At most 64 KiB and 100 signatures. Errors: InvalidArgument.
    [[nodiscard]] static Result<SignedNote> parse(std::string_view note);
    [[nodiscard]] std::string format() const;
};

enum class NoteVerdict : std::uint8_t
{
    Unsigned, // by this key
    Valid,
    Invalid // a signature names this key and is not its: the note must be thrown away
};

[[nodiscard]] NoteVerdict verdictOf(const SignedNote& note, const NoteVerifier& verifier);

// The signature of a note's text. `signer` is the key's verifier. Errors: those of the key.
[[nodiscard]] Result<NoteSignature>
signNote(std::string_view text, const SigningKey& key, const NoteVerifier& signer);

// A witness's word that at `seconds` since 1970 this checkpoint was the largest it had seen and
// consistent with all before.
[[nodiscard]] Result<NoteSignature> cosignNote(std::string_view text,
                                               std::int64_t seconds,
                                               const SigningKey& key,
                                               const NoteVerifier& signer);
// When a cosignature says it was made.
[[nodiscard]] std::optional<std::int64_t> cosignatureTime(const NoteSignature& signature);

} // namespace portcullis::audit
