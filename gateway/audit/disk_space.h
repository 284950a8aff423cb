#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace portcullis::audit {

// How much room there is in the log's folder, and a file that holds some of it back: when the disk
// is full all the same, that file is given up so that the outcomes of running calls can be
// recorded.
//
// Owner: the writer. Thread: the writer's. Failure: a reserve that cannot be made is tried again at
// the next check, and missing room is an Error to be shown, never an exception.
class DiskSpace
{
public:
    // Bytes that an ordinary user may still write in the folder; nothing when that is unknown.
    using Probe = std::function<std::optional<std::uint64_t>()>;

    // Below `minimumFree` calls are refused, below `warningFree` somebody should know.
    struct Limits
    {
        std::uint64_t reserve = 0;
        std::uint64_t minimumFree = 0;
        std::uint64_t warningFree = 0;
    };

    DiskSpace(const std::filesystem::path& folder, Limits limits, Probe probe);

    // Looks, makes the reserve again where there is room for it, and says why calls must be
    // refused.
    [[nodiscard]] std::optional<Error> check();

    // Of the last check: there is room, but not much; a sentence for people.
    [[nodiscard]] const std::optional<std::string>& warning() const { return m_warning; }

    // Gives the reserve up; false when there was none.
    [[nodiscard]] bool releaseReserve();

private:
    [[nodiscard]] std::optional<Error> shortage(std::uint64_t free);
    [[nodiscard]] bool hasReserve() const;
    [[nodiscard]] bool makeReserve();

    std::filesystem::path m_reserve;
    Limits m_limits;
    Probe m_probe;
    std::optional<std::string> m_warning;
    bool m_isShort = false;
};

} // namespace portcullis::audit
