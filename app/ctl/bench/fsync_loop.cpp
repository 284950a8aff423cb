#include "app/ctl/bench/file_descriptor.h"
#include "app/ctl/bench/micro.h"
#include "app/ctl/bench/sockets.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>

namespace portcullis::ctl::bench {

Result<MicroResult> measureFsync(const std::filesystem::path& folder, double seconds)
{
    using SteadyClock = std::chrono::steady_clock;
    constexpr std::size_t kPage = 4096;
    std::string path = (folder / "portcullis-fsync-XXXXXX").string();
    const FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC));
    if (!file.isOpen()) {
        return fail(ErrorCode::IoError,
                    "No file could be made in " + folder.string() + ".",
                    std::strerror(errno));
    }
    ::unlink(path.c_str());
    const std::string page(kPage, 'x');
    Latencies latencies;
    const auto end = SteadyClock::now() + std::chrono::duration<double>(seconds);
    for (auto begin = SteadyClock::now(); begin < end; begin = SteadyClock::now()) {
        if (!writeAll(file.get(), page) || ::fdatasync(file.get()) != 0) {
            return fail(ErrorCode::IoError, "The disk took no more.", std::strerror(errno));
        }
        latencies.add(SteadyClock::now() - begin);
    }
    return MicroResult{"append 4 KiB and fdatasync", latencies.percentiles()};
}

} // namespace portcullis::ctl::bench
