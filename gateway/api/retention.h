#pragma once

#include "gateway/api/completion.h"
#include "gateway/api/evidence.h"
#include "gateway/base/clock.h"
#include "gateway/base/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// How long the audit log keeps what it knows, what must stay, and what must go. Values, and the
// questions about them.
namespace portcullis::api {

// Records for which all that is said holds; all records when nothing is.
struct RecordFilter
{
    std::optional<KeyId> key;
    std::optional<ServerId> server;
    std::optional<std::string> tool;
    std::optional<CallId> call;
    TimeRange time; // by `hw`
    bool operator==(const RecordFilter&) const = default;
};

// Records that must stay as they are, whatever their age: a legal hold.
struct Hold
{
    std::string id; // UUID; made by the log
    RecordFilter records;
    std::string reason;
    std::string by;
    std::int64_t n = -1; // of the record that says so
    bool operator==(const Hold&) const = default;
};

// Records begin ≤ n < end.
struct NumberRange
{
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool operator==(const NumberRange&) const = default;
};

enum class Removable : std::uint8_t
{
    Contents, // arguments and results
    Bodies    // who called, by which program, for which request of a model, and why it was allowed
};

// The stable name ("contents"), for records.
[[nodiscard]] const char* removableName(Removable what);

// Which contents are to be erased: those of all these records that `within` holds for.
struct EraseRequest
{
    std::optional<NumberRange> records; // all when not said
    RecordFilter within;
    // Only contents with this text in them, letter by letter, also where JSON escapes it; may be
    // empty. Not found: other case, other encodings. Of what was kept only to be proven, a whole
    // argument or result is found that is this text.
    std::string containing;
    std::string reason;    // for the record that is left behind
    bool onlyLook = false; // find them, and leave them
    bool operator==(const EraseRequest&) const = default;
};

struct EraseReport
{
    std::vector<NumberRange> records; // with contents that were found, and erased unless onlyLook
    std::uint64_t count = 0;
    std::uint64_t unreadable = 0; // contents that could not be looked into
    // Contents that were kept only to be proven: they have no text in which one can be found.
    std::uint64_t withoutText = 0;
    bool operator==(const EraseReport&) const = default;
};

// What is older than this is to go; nothing when not said.
struct RetentionRequest
{
    std::optional<WallTime> contentsBefore;
    std::optional<WallTime> bodiesBefore;
    bool onlyLook = false; // count them, and leave them
    bool operator==(const RetentionRequest&) const = default;
};

struct RetentionReport
{
    std::uint64_t contents = 0; // that were removed, or found to be removable
    std::uint64_t bodies = 0;
    bool operator==(const RetentionReport&) const = default;
};

// What can be asked of a gateway about it; as LogClient in all else. Everything is recorded; what
// cannot be recorded is not done.
class RetentionClient
{
public:
    virtual ~RetentionClient() = default;

    // Completes with the hold as it is in force. Errors: InvalidArgument (no reason, a time that
    // ends before it begins).
    virtual void setHold(Hold hold, Completion<Hold> done) = 0;
    // Errors: NotFound (no such hold), InvalidArgument (no reason).
    virtual void releaseHold(std::string id, std::string reason, Completion<> done) = 0;
    virtual void holds(Completion<std::vector<Hold>> done) = 0;

    // Destroys contents and the keys to them. Errors: InvalidArgument (nothing says which, no
    // reason), PermissionDenied (one of them is on hold: then none is erased), Cancelled (what was
    // erased until then stays so), IoError (a key could not be destroyed yet).
    virtual void
    eraseContents(EraseRequest request, JobWatch watch, Completion<EraseReport> done) = 0;
    // Removes what is older, but for what is on hold; only looking leaves no record.
    virtual void
    removeOld(RetentionRequest request, JobWatch watch, Completion<RetentionReport> done) = 0;
};

} // namespace portcullis::api
