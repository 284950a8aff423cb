#include "gateway/audit/log_keys.h"

#include <utility>

namespace portcullis::audit {

Result<LogKeys> LogKeys::generate()
{
    auto ed25519 = SigningKey::generate(KeyKind::Ed25519);
    if (!ed25519) {
        return fail(std::move(ed25519.error()));
    }
    auto p256 = SigningKey::generate(KeyKind::EcdsaP256);
    if (!p256) {
        return fail(std::move(p256.error()));
    }
    return LogKeys{std::move(*ed25519), std::move(*p256)};
}

LogSigner::LogSigner(std::shared_ptr<const LogKeys> keys, NoteVerifier ed25519, NoteVerifier p256)
    : m_keys(std::move(keys))
    , m_ed25519(std::move(ed25519))
    , m_p256(std::move(p256))
{}

Result<LogSigner> LogSigner::make(std::shared_ptr<const LogKeys> keys, std::string origin)
{
    if (keys == nullptr) {
        return fail(ErrorCode::InvalidArgument, "The audit log has no keys to sign with.");
    }
    auto ed25519 = verifierFor(keys->ed25519, origin, NoteAlgorithm::Ed25519);
    if (!ed25519) {
        return fail(std::move(ed25519.error()));
    }
    auto p256 = verifierFor(keys->p256, std::move(origin), NoteAlgorithm::EcdsaP256);
    if (!p256) {
        return fail(std::move(p256.error()));
    }
    return LogSigner(std::move(keys), std::move(*ed25519), std::move(*p256));
}

Result<std::string> LogSigner::signHead(const api::TreeHead& head) const
{
    return m_keys->p256.sign(head.text());
}

bool LogSigner::verifiesHead(const api::TreeHead& head, std::string_view signature) const
{
    return verifySignature(KeyKind::EcdsaP256, m_p256.publicBytes, head.text(), signature);
}

Result<SignedNote> LogSigner::signNote(const api::TreeHead& head) const
{
    SignedNote note{head.text(), {}};
    const std::pair<const SigningKey*, const NoteVerifier*> signers[] = {
        {&m_keys->ed25519, &m_ed25519}, {&m_keys->p256, &m_p256}};
    for (const auto& [key, verifier] : signers) {
        auto signature = audit::signNote(note.text, *key, *verifier);
        if (!signature) {
            return fail(std::move(signature.error()));
        }
        note.signatures.push_back(std::move(*signature));
    }
    return note;
}

Result<OfBothKeys> LogSigner::signManifest(std::string_view sums) const
{
    auto ed25519 = m_keys->ed25519.sign(sums);
    if (!ed25519) {
        return fail(std::move(ed25519.error()));
    }
    auto p256 = m_keys->p256.sign(sums);
    if (!p256) {
        return fail(std::move(p256.error()));
    }
    return OfBothKeys{std::move(*ed25519), std::move(*p256)};
}

Result<OfBothKeys> LogSigner::publicPems() const
{
    auto ed25519 = m_keys->ed25519.publicPem();
    if (!ed25519) {
        return fail(std::move(ed25519.error()));
    }
    auto p256 = m_keys->p256.publicPem();
    if (!p256) {
        return fail(std::move(p256.error()));
    }
    return OfBothKeys{std::move(*ed25519), std::move(*p256)};
}

} // namespace portcullis::audit
