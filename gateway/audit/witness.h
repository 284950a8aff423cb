#pragma once

#include "gateway/api/tree_head.h"
#include "gateway/audit/signed_note.h"
#include "gateway/base/crypto.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A witness: somebody on another machine who remembers how large a log was, and who signs a new
// checkpoint only when the log goes on from there. Pure.
namespace portcullis::audit {

// What a log asks of a witness, as a text that can be carried in a file (C2SP tlog-witness, the
// body of add-checkpoint).
struct WitnessRequest
{
    std::uint64_t oldSize = 0; // of the checkpoint that the witness knows
    std::vector<Digest> proof; // that the log goes on from there (RFC 6962 §2.1.2)
    SignedNote checkpoint;     // the new one

    [[nodiscard]] std::string text() const;
    // At most 63 hashes. Errors: InvalidArgument.
    [[nodiscard]] static Result<WitnessRequest> parse(std::string_view text);
};

// A log as its witness knows it.
struct WitnessedLog
{
    std::string publicKey;  // of its Ed25519 key: 32 bytes
    std::uint64_t size = 0; // of the newest checkpoint that was cosigned; 0 for none yet
    Digest root{};
};

// The checkpoint that may be cosigned: signed by the log's key, and going on from what is known.
// Errors: PermissionDenied (another key), InvalidArgument (the proof begins elsewhere, or the log
// has become smaller), Corrupt (another history: the log was changed).
[[nodiscard]] Result<api::TreeHead> judgeRequest(const WitnessRequest& request,
                                                 const WitnessedLog& known);

// What of an origin stays the same when a log goes on under a new epoch.
[[nodiscard]] std::string_view logOf(std::string_view origin);

} // namespace portcullis::audit
