#pragma once

#include "gateway/api/status.h"
#include "gateway/api/tree_head.h"
#include "gateway/audit/merkle.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What is remembered of a log in another place than the log, so that an older or another copy of it
// is noticed.
namespace portcullis::audit {

struct Pin
{
    api::TreeHead head;
    WallTime time{}; // when it was made
    bool operator==(const Pin&) const = default;

    // Five short lines, below 300 bytes: small enough for every keychain.
    [[nodiscard]] std::string text() const;
    // Errors: Corrupt.
    [[nodiscard]] static Result<Pin> parse(std::string_view text);
};

// What a store remembers. More than one pin where it has more than one place: a place may be behind
// another one, but the log must be as each of them says. None of them alone would do: the later one
// by its time may be that of a copy, when somebody has set the clock.
struct Pins
{
    std::vector<Pin> pins;
    bool areDamaged = false; // something is kept that cannot be read
    bool operator==(const Pins&) const = default;
};

// Where the last pin of an installation is kept. Implemented by app. Called on a thread that may
// block, one call at a time.
class PinStore
{
public:
    virtual ~PinStore() = default;
    // No pin when there has never been one. Errors: Locked, IoError.
    [[nodiscard]] virtual Result<Pins> load() = 0;
    [[nodiscard]] virtual Result<> save(const Pin& pin) = 0;

    // As far as load() has found out. Any thread, any time.
    [[nodiscard]] virtual api::PinPlace place() const { return api::PinPlace::Folder; }
};

// What a check compares a log with.
struct Remembered
{
    std::vector<api::TreeHead> heads;
    bool isWhole = true; // there is something, and nothing that cannot be read
};

// Of `store`; nothing, and whole, where there is none. Errors: those of load().
[[nodiscard]] Result<Remembered> rememberedBy(PinStore* store);

// How a log that is opened compares with its pin.
enum class LogVerdict : std::uint8_t
{
    Ok,              // the pinned log, perhaps with more records
    Rollback,        // fewer records than were pinned
    Fork,            // other records than were pinned
    DatabaseMissing, // a new log, where one was pinned
    PinMissing       // records, and no pin; or one that cannot be read
};

// The stable name of a verdict ("rollback"), for records.
[[nodiscard]] const char* verdictName(LogVerdict verdict);
// For the person at the workstation: what was found, and what may have happened.
[[nodiscard]] std::string
describe(LogVerdict verdict, const api::TreeHead& found, const Pin* pinned);

// Judges the log `head`, whose tree is in `tree`. Errors: those of the tree.
[[nodiscard]] Result<LogVerdict>
judge(const api::TreeHead& head, SubtreeHashes& tree, const std::optional<Pin>& pin);

} // namespace portcullis::audit
