#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;

// How a window reads millions of records: over a connection of its own, by the tables of the
// listing, which gateway/audit/FORMAT.md describes.
namespace portcullis::api {

// A connection to the log's file that reads and can do nothing else, with its key set. Whoever has
// it owns it; it is used by one thread at a time, and each statement is reset when its rows are
// read: a statement that stays open keeps the log's WAL from being emptied.
using LogConnection = std::shared_ptr<::sqlite3>;

// Somebody has examined records of the log and says so.
struct SignOff
{
    std::int64_t begin = 0;
    std::int64_t end = 0;  // the first record that was not examined
    bool findings = false; // something must be looked into; the comment says what
    std::string comment;
    bool operator==(const SignOff&) const = default;
};

// Records are counted by blocks of so many numbers (list_block).
inline constexpr std::int64_t kListedBlock = 4096;

// Of durations in microseconds, what lists sort by: their two leading digits. Rises with the
// duration; 0 to 99 are themselves, 100 is 100 to 109, 190 is 1000 to 1099.
[[nodiscard]] constexpr std::int64_t paceOf(std::int64_t micros)
{
    std::int64_t leading = micros < 0 ? 0 : micros;
    std::int64_t pace = 0;
    for (; leading >= 100; leading /= 10) {
        pace += 90;
    }
    return pace + leading;
}

// The first half of a UUID as a number, by which calls are found (list_call); rises with the time
// of the call. Nothing when the text does not begin like a UUID.
[[nodiscard]] std::optional<std::int64_t> callPrefix(std::string_view call);

} // namespace portcullis::api
