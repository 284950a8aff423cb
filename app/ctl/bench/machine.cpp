#include "app/ctl/bench/rows.h"

#include <nlohmann/json.hpp>
#include <sys/utsname.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sched.h>
#include <thread>

namespace portcullis::ctl::bench {

namespace {

// The value of the first line "name : value" of a file of /proc.
std::string procField(const char* path, const std::string& name)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(':');
        if (colon != std::string::npos && line.starts_with(name)) {
            const std::size_t begin = line.find_first_not_of(" \t", colon + 1);
            return begin == std::string::npos ? std::string() : line.substr(begin);
        }
    }
    return {};
}

// The type of the file system that holds a folder: the longest mount point that its path begins
// with.
std::string fileSystemOf(const std::filesystem::path& folder)
{
    std::error_code error;
    const std::string path = std::filesystem::canonical(folder, error).string() + "/";
    std::ifstream mounts("/proc/self/mounts");
    std::string best;
    std::string type;
    for (std::string device, point, kind, rest;
         mounts >> device >> point >> kind && std::getline(mounts, rest);) {
        const std::string prefix = point.ends_with('/') ? point : point + "/";
        if (path.starts_with(prefix) && prefix.size() >= best.size()) {
            best = prefix;
            type = kind;
        }
    }
    return type;
}

} // namespace

Result<> pinToOneCore()
{
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    ::sched_getaffinity(0, sizeof(allowed), &allowed);
    for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
        if (CPU_ISSET(core, &allowed)) {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(core, &one);
            if (::sched_setaffinity(0, sizeof(one), &one) == 0) {
                return {};
            }
            break;
        }
    }
    return fail(
        ErrorCode::IoError, "This process could not be bound to one core.", std::strerror(errno));
}

nlohmann::json describeMachine(const std::filesystem::path& folder)
{
    utsname system{};
    ::uname(&system);
    std::array<double, 1> load{};
    ::getloadavg(load.data(), 1);
    return {{"system", std::string(system.sysname) + " " + system.release},
            {"processor", procField("/proc/cpuinfo", "model name")},
            {"cores", std::thread::hardware_concurrency()},
            {"memory", procField("/proc/meminfo", "MemTotal")},
            {"load", load[0]},
            {"fileSystem", fileSystemOf(folder)},
            {"version", PORTCULLIS_VERSION},
#ifdef NDEBUG
            {"build", "optimized"}
#else
            {"build", "debug"}
#endif
    };
}

} // namespace portcullis::ctl::bench
