#pragma once

#include "gateway/api/config_change.h"
#include "gateway/api/history.h"
#include "gateway/audit/record.h"
#include "gateway/base/clock.h"
#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portcullis::engine {

// What the configuration was: one file a revision in the folder "history" of the data folder, each
// with who changed what and the whole configuration after it. A file begins with its version and
// the checksum of all that follows, so that a damaged one is known as such.
//
// An entry is written before the configuration's own file: after a crash in between there is an
// entry too many, which settle() takes away, and never a change without one. The oldest go when the
// bounds are reached; the log keeps their hashes.
//
// Owner: engine, or the command line when no gateway runs. Thread: any one that may block; readers
// beside the one writer. Errors: NotFound (not kept), Corrupt (damaged), Unsupported (kept by a
// version that this one cannot read), and those of files.
class ConfigHistory
{
public:
    struct Bounds
    {
        std::size_t revisions = 1000;
        std::uintmax_t bytes = std::uintmax_t{64} * 1024 * 1024;
    };

    // The clock must outlive it.
    ConfigHistory(const std::filesystem::path& dataFolder, const Clock& clock)
        : ConfigHistory(dataFolder, clock, Bounds{})
    {}

    ConfigHistory(const std::filesystem::path& dataFolder, const Clock& clock, Bounds bounds);

    // A configuration that somebody else has put in the place of the last one that is kept.
    struct Found
    {
        api::GatewayConfig config; // under the next revision
        std::uint64_t previous = 0;
        std::string before; // hash of the last one
    };

    // Brings the entries in line with the configuration in force: takes away the one of a change
    // that was not made in the end, and keeps one that is not kept yet. What it finds is left to
    // the caller, as a change of its own.
    [[nodiscard]] Result<std::optional<Found>> settle(const api::GatewayConfig& current) const;

    // Keeps the configuration in force, unless it is kept.
    [[nodiscard]] Result<> ensure(const api::GatewayConfig& current) const;
    // Keeps what a change is about to make of revision `previous`, and lets the oldest go.
    [[nodiscard]] Result<> add(std::uint64_t previous,
                               const api::GatewayConfig& next,
                               const audit::ConfigurationChanged& change) const;
    // The change was not made.
    void takeBack(std::uint64_t revision) const;

    [[nodiscard]] Result<api::RevisionPage> revisions(const api::RevisionQuery& query) const;
    [[nodiscard]] Result<api::RevisionState> revision(std::uint64_t number) const;
    // `current` with a revision undone, under the next revision. Errors: InvalidArgument naming the
    // place and the later revision in the way.
    [[nodiscard]] Result<api::GatewayConfig> undone(std::uint64_t number,
                                                    const api::GatewayConfig& current) const;
    // What is to be applied for a change: another one where it speaks of the history, otherwise
    // itself. Errors: InvalidArgument when its author saw another revision than the current one.
    [[nodiscard]] Result<api::ConfigChange> resolve(const api::ConfigChange& change,
                                                    const api::GatewayConfig& current) const;

private:
    [[nodiscard]] std::filesystem::path fileOf(std::uint64_t revision) const;
    [[nodiscard]] std::vector<std::uint64_t> numbers() const; // oldest first
    [[nodiscard]] Result<> write(api::Revision revision, const api::GatewayConfig& config) const;
    [[nodiscard]] bool isKept(const api::GatewayConfig& config) const;
    void prune() const;
    void removeUnfinished() const;
    [[nodiscard]] std::optional<std::uint64_t> laterChange(
        std::uint64_t number, std::uint64_t until, const std::vector<std::string>& path) const;

    std::filesystem::path m_folder;
    const Clock& m_clock;
    Bounds m_bounds;
};

// Does a change need what the configuration was?
[[nodiscard]] bool speaksOfHistory(const api::ConfigChange& change);

} // namespace portcullis::engine
