#pragma once

#include "app/ctl/unlock.h"
#include "gateway/audit/signed_note.h"
#include "gateway/audit/signing_key.h"
#include "gateway/audit/witness.h"
#include "gateway/base/result.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace portcullis::ctl {

// The folder of a witness, on a stick or on another machine: its key, sealed like an installation's
// secrets, and of each log the newest checkpoint that it has signed.
//
// Owner: a command. Thread: its own. Errors: those of openMaster(); NotFound (no witness there);
// Corrupt (a checkpoint there is not signed by this witness).
class WitnessFolder
{
public:
    // Makes the key. `name` is what its signatures are called. Errors: AlreadyExists.
    [[nodiscard]] static Result<WitnessFolder>
    make(const std::filesystem::path& folder, const UnlockWay& way, const std::string& name);
    [[nodiscard]] static Result<WitnessFolder> open(const std::filesystem::path& folder,
                                                    const UnlockWay& way);

    // The verifier key of its signatures.
    [[nodiscard]] const audit::NoteVerifier& verifier() const { return m_verifier; }

    // What is known of the log with this origin. NotFound when it is new.
    [[nodiscard]] Result<audit::WitnessedLog> known(std::string_view origin) const;
    // Signs a checkpoint as of now, and remembers it before that can be seen. `publicKey` is the
    // log's.
    [[nodiscard]] Result<audit::SignedNote>
    cosign(audit::SignedNote checkpoint, const std::string& publicKey, std::int64_t seconds) const;

    // A log as the newest checkpoint here has it, with the signatures of both.
    struct Known
    {
        audit::SignedNote note;
        api::TreeHead head;
        std::string publicKey; // of the log
    };

    // Every log, by its name.
    [[nodiscard]] Result<std::vector<Known>> all() const;

private:
    WitnessFolder(std::filesystem::path folder,
                  audit::SigningKey key,
                  audit::NoteVerifier verifier);

    [[nodiscard]] std::filesystem::path fileOf(std::string_view origin) const;
    [[nodiscard]] Result<Known> read(const std::filesystem::path& file) const;

    std::filesystem::path m_folder;
    audit::SigningKey m_key;
    audit::NoteVerifier m_verifier;
};

} // namespace portcullis::ctl
