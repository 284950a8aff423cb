#include "gateway/audit/bundle/known_elsewhere.h"

#include "gateway/audit/bundle/where.h"
#include "gateway/audit/signed_note.h"
#include "gateway/audit/witness.h"
#include "gateway/base/atomic_file.h"
#include "gateway/base/clock.h"

#include <algorithm>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

constexpr std::size_t kMostNote = std::size_t{64} * 1024;
constexpr std::size_t kWitnessKeyBytes = 32;
constexpr std::int64_t kYear10000 = 253'402'300'800; // seconds since 1970

// When the witness says that it has signed; empty for a time that no calendar has.
std::string timeOf(const SignedNote& note, const NoteVerifier& witness)
{
    const auto isIts = [&witness, id = witness.keyId()](const NoteSignature& one) {
        return one.name == witness.name && one.keyId == id;
    };
    const auto its = std::ranges::find_if(note.signatures, isIts);
    const auto seconds = cosignatureTime(*its);
    return seconds && *seconds < kYear10000
               ? " at " + formatTime(WallTime(std::chrono::seconds(*seconds)))
               : std::string();
}

std::string sizeOf(const KeptHead& kept)
{
    return std::to_string(kept.head.size);
}

} // namespace

Result<KeptHead> cosignedHead(const std::filesystem::path& note, const std::string& witness)
{
    const auto verifier = parseVkey(witness);
    if (!verifier || verifier->algorithm != NoteAlgorithm::Cosignature ||
        verifier->publicBytes.size() != kWitnessKeyBytes) {
        return invalid("The key given with --witness is none of a witness.");
    }
    const auto text = readWholeFile(note, kMostNote);
    if (!text) {
        return invalid("The note given with --cosigned cannot be read.");
    }
    const auto parsed = SignedNote::parse(*text);
    if (!parsed || verdictOf(*parsed, *verifier) != NoteVerdict::Valid) {
        return invalid("The note given with --cosigned is not signed by the witness.");
    }
    auto head = api::TreeHead::parse(parsed->text);
    if (!head) {
        return invalid("The note given with --cosigned is not a checkpoint of three lines.");
    }
    const std::string name = shown(verifier->name);
    const std::string size = std::to_string(head->size);
    return KeptHead{std::move(*head),
                    "the checkpoint signed by " + name,
                    name + " signed it",
                    "At size " + size + " the log is the one that " + name + " has signed" +
                        timeOf(*parsed, *verifier) + "."};
}

Result<std::optional<KeptHead>> keptHead(const api::BundleCheckOptions& options,
                                         const std::string& origin)
{
    if (options.pin) {
        return KeptHead{*options.pin, "the pin", "the pin was made", "The pin is met."};
    }
    if (!options.cosigned) {
        return std::optional<KeptHead>();
    }
    auto kept = cosignedHead(*options.cosigned, options.witness.value_or(""));
    if (!kept) {
        return fail(std::move(kept.error()));
    }
    if (logOf(kept->head.origin) != logOf(origin)) {
        return invalid("The note given with --cosigned is one of another log.");
    }
    return std::move(*kept);
}

Result<> holdAgainst(const FoundLog& log, const KeptHead& kept, Sentences& out)
{
    const auto root = log.roots.find(kept.head.size);
    if (root != log.roots.end()) {
        if (root->second != kept.head.root) {
            return invalid("The log is not the one of " + kept.whose + ": at size " + sizeOf(kept) +
                           " its root was another.");
        }
        out.said.push_back(kept.isSame);
    } else if (kept.head.size > log.size) {
        // Genuine bundles of before look the same: nothing in either says which was first.
        out.missing.push_back("when " + kept.when + " the log had " + sizeOf(kept) +
                              " records, this bundle knows only " + std::to_string(log.size) +
                              ": it is older, or the end was removed");
    } else {
        out.missing.push_back(kept.whose + " at size " + sizeOf(kept) +
                              " lies outside what the bundle shows");
    }
    return {};
}

Result<> holdAgainst(const FoundLog& log, const Joint& before, Sentences& out)
{
    if (before.identity != log.identity) {
        return invalid("The previous bundle is one of another log.");
    }
    const std::string ends = "the previous bundle ends at " + std::to_string(before.end);
    if (before.end < log.begin) {
        out.missing.push_back(ends + ", this one begins at " + std::to_string(log.begin));
        return {};
    }
    if (before.end > log.end) {
        out.missing.push_back(ends + ", this one at " + std::to_string(log.end));
        return {};
    }
    if (log.roots.at(before.end) != before.root) {
        return invalid("The bundle does not go on where the previous one ends: the log was "
                       "changed between them.");
    }
    out.said.emplace_back("It goes on where the previous bundle ends.");
    return {};
}

} // namespace portcullis::audit::bundle
