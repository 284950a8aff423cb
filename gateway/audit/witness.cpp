#include "gateway/audit/witness.h"

#include "gateway/audit/merkle.h"
#include "gateway/base/encoding.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::size_t kMaxHashes = 63; // of a log with 2^63 records
constexpr std::string_view kOld = "old ";

std::unexpected<Error> malformed(const char* what)
{
    return fail(ErrorCode::InvalidArgument,
                std::string("This is no request to a witness: ") + what);
}

// Takes the first line off a text.
std::string_view nextLine(std::string_view& rest)
{
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return line;
}

std::optional<std::uint64_t> sizeIn(std::string_view line)
{
    if (!line.starts_with(kOld)) {
        return std::nullopt;
    }
    const std::string_view digits = line.substr(kOld.size());
    std::uint64_t size = 0;
    const char* end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, size);
    const bool isPlain = error == std::errc() && stop == end && std::to_string(size) == digits;
    return isPlain ? std::optional(size) : std::nullopt;
}

std::optional<Digest> hashIn(std::string_view line)
{
    Digest hash{};
    const auto bytes = fromBase64(line);
    if (!bytes || bytes->size() != hash.size() || toBase64(*bytes) != line) {
        return std::nullopt;
    }
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

} // namespace

std::string WitnessRequest::text() const
{
    std::string out = std::string(kOld) + std::to_string(oldSize) + "\n";
    for (const Digest& hash : proof) {
        out += toBase64(hash) + "\n";
    }
    return out + "\n" + checkpoint.format();
}

Result<WitnessRequest> WitnessRequest::parse(std::string_view text)
{
    WitnessRequest request;
    const auto size = sizeIn(nextLine(text));
    if (!size) {
        return malformed("it does not begin with \"old\" and a size.");
    }
    request.oldSize = *size;
    while (!text.empty() && !text.starts_with('\n')) {
        const auto hash = hashIn(nextLine(text));
        if (!hash || request.proof.size() == kMaxHashes) {
            return malformed("its proof is not one of at most 63 hashes.");
        }
        request.proof.push_back(*hash);
    }
    auto note = SignedNote::parse(text.substr(std::min<std::size_t>(text.size(), 1)));
    if (!note) {
        return fail(std::move(note.error()));
    }
    request.checkpoint = std::move(*note);
    return request;
}

Result<api::TreeHead> judgeRequest(const WitnessRequest& request, const WitnessedLog& known)
{
    auto head = api::TreeHead::parse(request.checkpoint.text);
    if (!head) {
        return head;
    }
    const NoteVerifier key{head->origin, NoteAlgorithm::Ed25519, known.publicKey};
    if (verdictOf(request.checkpoint, key) != NoteVerdict::Valid) {
        return fail(ErrorCode::PermissionDenied,
                    "The checkpoint is not signed by the key that this log has: it is of another "
                    "log, or somebody has replaced its keys.");
    }
    const std::string has = std::to_string(known.size);
    if (head->size < known.size) {
        return fail(ErrorCode::Corrupt,
                    "The log has " + std::to_string(head->size) + " records now, and had " + has +
                        " before: an older copy was put back, or its end was cut off.");
    }
    if (request.oldSize != known.size) {
        return fail(ErrorCode::InvalidArgument,
                    "The witness knows the log with " + has +
                        " records; ask with `portcullisctl audit checkpoint --old " + has + "`.");
    }
    if (!isConsistent(known.size, known.root, head->size, head->root, request.proof)) {
        return fail(ErrorCode::Corrupt,
                    "The log does not go on from the " + has +
                        " records that the witness knows: it was changed.");
    }
    return head;
}

std::string_view logOf(std::string_view origin)
{
    return origin.substr(0, origin.rfind('/'));
}

} // namespace portcullis::audit
