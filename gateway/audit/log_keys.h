#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/audit/signed_note.h"
#include "gateway/audit/signing_key.h"
#include "gateway/base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace portcullis::audit {

// The two keys with which an installation signs its log. Both sign what leaves it, so that a reader
// needs only one of the algorithms; the faster one signs each batch.
struct LogKeys
{
    SigningKey ed25519;
    SigningKey p256;

    [[nodiscard]] static Result<LogKeys> generate();
};

// Gives an installation's keys, with the log's lock held. `isNew` when the log has no record yet,
// and keys may be made; otherwise their absence is an error.
using KeySource = std::function<Result<std::shared_ptr<const LogKeys>>(bool isNew)>;

// What each of the two keys has to say.
struct OfBothKeys
{
    std::string ed25519;
    std::string p256;
};

// Signs for one log. Immutable. Thread: any.
class LogSigner
{
public:
    // `origin` names the log and its keys. Errors: InvalidArgument, Internal.
    [[nodiscard]] static Result<LogSigner> make(std::shared_ptr<const LogKeys> keys,
                                                std::string origin);

    [[nodiscard]] const std::shared_ptr<const LogKeys>& keys() const { return m_keys; }

    [[nodiscard]] const std::string& origin() const { return m_ed25519.name; }

    [[nodiscard]] const NoteVerifier& ed25519() const { return m_ed25519; }

    [[nodiscard]] const NoteVerifier& p256() const { return m_p256; }

    // The P-256 signature of a checkpoint's text in DER: what stands in the last record of a batch.
    [[nodiscard]] Result<std::string> signHead(const api::TreeHead& head) const;
    [[nodiscard]] bool verifiesHead(const api::TreeHead& head, std::string_view signature) const;

    // The checkpoint as a note with both signatures.
    [[nodiscard]] Result<SignedNote> signNote(const api::TreeHead& head) const;

    // The signatures of a bundle's MANIFEST.sha256: 64 bytes of Ed25519, and DER of P-256.
    [[nodiscard]] Result<OfBothKeys> signManifest(std::string_view sums) const;
    // The public keys as SubjectPublicKeyInfo in PEM.
    [[nodiscard]] Result<OfBothKeys> publicPems() const;

private:
    LogSigner(std::shared_ptr<const LogKeys> keys, NoteVerifier ed25519, NoteVerifier p256);

    std::shared_ptr<const LogKeys> m_keys;
    NoteVerifier m_ed25519;
    NoteVerifier m_p256;
};

} // namespace portcullis::audit
