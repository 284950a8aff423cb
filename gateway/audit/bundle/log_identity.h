#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/audit/bundle/bundle_files.h"
#include "gateway/audit/bundle/where.h"
#include "gateway/audit/signed_note.h"
#include "gateway/base/result.h"

#include <string>
#include <string_view>

namespace portcullis::audit::bundle {

// Which log a bundle comes from: its name and its two public keys. Immutable. Thread: any.
// Errors: Corrupt, IoError.
class LogIdentity
{
public:
    // From keys/. `origin` as manifest.json has it.
    [[nodiscard]] static Result<LogIdentity> load(const BundleFiles& files,
                                                  const std::string& origin);

    [[nodiscard]] const std::string& origin() const { return m_ed25519.name; }

    [[nodiscard]] std::string ed25519Vkey() const { return m_ed25519.vkey(); }

    [[nodiscard]] std::string p256Vkey() const { return m_p256.vkey(); }

    // Whether the verifier key is one of the log's two.
    [[nodiscard]] bool hasVkey(std::string_view vkey) const;

    // signatures/manifest.p256 and .ed25519 over the bytes of MANIFEST.sha256.
    [[nodiscard]] Result<> checkSums(const BundleFiles& files, std::string_view sums) const;

    // What a note says that both keys must have signed. Other signatures are none of our business.
    [[nodiscard]] Result<api::TreeHead> checkNote(std::string_view note, const Where& where) const;

    bool operator==(const LogIdentity&) const = default;

private:
    LogIdentity(NoteVerifier ed25519, NoteVerifier p256)
        : m_ed25519(std::move(ed25519))
        , m_p256(std::move(p256))
    {}

    NoteVerifier m_ed25519;
    NoteVerifier m_p256;
};

} // namespace portcullis::audit::bundle
