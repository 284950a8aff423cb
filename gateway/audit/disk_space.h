#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

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

    DiskSpace(const std::filesystem::path& folder,
              std::uint64_t reserveBytes,
              std::uint64_t minimumFreeBytes,
              Probe probe);

    // Looks, makes the reserve again where there is room for it, and says why calls must be
    // refused.
    [[nodiscard]] std::optional<Error> check();

    // Gives the reserve up; false when there was none.
    [[nodiscard]] bool releaseReserve();

private:
    [[nodiscard]] bool hasReserve() const;
    [[nodiscard]] bool makeReserve();

    std::filesystem::path m_reserve;
    std::uint64_t m_reserveBytes;
    std::uint64_t m_minimumFreeBytes;
    Probe m_probe;
};

} // namespace portcullis::audit
