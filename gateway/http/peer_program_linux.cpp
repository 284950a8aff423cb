#include "gateway/base/program_file.h"
#include "gateway/http/peer_program.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <utility>

// By proc(5): a folder there that was opened once leads to its process and to no other, whoever
// gets the number after it.
namespace portcullis::http {

namespace {

constexpr std::size_t kMaxKnown = 64;

// Of Linux 6.5 (unix(7)); older headers do not name it.
#ifdef SO_PEERPIDFD
constexpr int kPeerProcess = SO_PEERPIDFD;
#else
constexpr int kPeerProcess = 77;
#endif

// Whether the process that has connected is still there; by itself and not by its number, where the
// system can. An older one cannot say, and is believed.
bool isStillThere(int socket)
{
    int process = -1;
    socklen_t size = sizeof process;
    if (::getsockopt(socket, SOL_SOCKET, kPeerProcess, &process, &size) != 0) {
        return errno == ENOPROTOOPT;
    }
    const FileHandle handle(process);
    pollfd poll{handle.get(), POLLIN, 0}; // readable once it has ended (pidfd_open(2))
    return ::poll(&poll, 1, 0) == 0;
}

std::string readAll(const FileHandle& file)
{
    std::array<char, 4096> text{};
    const ssize_t got = file ? ::read(file.get(), text.data(), text.size()) : 0;
    return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

std::int64_t nanosOf(const timespec& time)
{
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

} // namespace

ProcessFolder::ProcessFolder(FileHandle folder)
    : m_folder(std::move(folder))
{}

std::shared_ptr<const ProcessFolder> ProcessFolder::of(std::int64_t pid)
{
    const std::string path = "/proc/" + std::to_string(pid);
    FileHandle folder(pid > 0 ? ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1);
    return folder ? std::make_shared<const ProcessFolder>(std::move(folder)) : nullptr;
}

std::shared_ptr<const ProcessFolder> ProcessFolder::ofPeer(int socket, std::int64_t pid)
{
    auto folder = of(pid);
    // Still there after its folder was opened: it has had its number all the time.
    return isStillThere(socket) ? folder : nullptr;
}

FileHandle ProcessFolder::openProgram() const
{
    return FileHandle(::openat(m_folder.get(), "exe", O_RDONLY | O_CLOEXEC | O_NONBLOCK));
}

std::string ProcessFolder::programPath() const
{
    std::array<char, 4096> path{};
    const ssize_t length = ::readlinkat(m_folder.get(), "exe", path.data(), path.size());
    return {path.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

// "4711 (name of ) any kind) S 4242 …"
std::optional<std::int64_t> ProcessFolder::parent() const
{
    const std::string text =
        readAll(FileHandle(::openat(m_folder.get(), "stat", O_RDONLY | O_CLOEXEC)));
    const std::size_t name = text.rfind(") ");
    if (name == std::string::npos || text.size() < name + 5) {
        return std::nullopt;
    }
    std::int64_t pid = 0;
    const char* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + name + 4, end, pid);
    return read.ec == std::errc() && pid > 0 ? std::optional(pid) : std::nullopt;
}

ProgramFinder::ProgramFinder(std::filesystem::path bridge)
    : m_bridge(std::move(bridge))
{}

std::optional<ProgramFinder::FileMark> ProgramFinder::markOf(int file)
{
    struct stat status{};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return FileMark{status.st_dev,
                    status.st_ino,
                    status.st_size,
                    nanosOf(status.st_mtim),
                    nanosOf(status.st_ctim)};
}

bool ProgramFinder::isBridge(int file) const
{
    struct stat own{};
    struct stat other{};
    return m_bridge.is_absolute() && ::stat(m_bridge.c_str(), &own) == 0 &&
           ::fstat(file, &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino;
}

std::optional<Digest> ProgramFinder::hashOf(int file)
{
    const auto mark = markOf(file);
    if (!mark) {
        return std::nullopt;
    }
    for (const Known& known : m_known) {
        if (known.mark == *mark) {
            return known.hash;
        }
    }
    const auto hash = hashOpenFile(file);
    if (!hash || markOf(file) != mark) { // it was written to meanwhile
        return std::nullopt;
    }
    if (m_known.size() >= kMaxKnown) {
        m_known.erase(m_known.begin());
    }
    m_known.push_back({*mark, *hash});
    return *hash;
}

std::optional<PeerProgram> ProgramFinder::find(const ProcessFolder& process)
{
    const FileHandle program = process.openProgram();
    if (!program) {
        return std::nullopt;
    }
    if (isBridge(program.get())) {
        return findStarter(process);
    }
    const auto hash = hashOf(program.get());
    return hash ? std::optional(PeerProgram{*hash, process.programPath()}) : std::nullopt;
}

// A process has the same parent until that ends. The same one before and after: it was there when
// its folder and its program were opened, and its number was nobody else's.
std::optional<PeerProgram> ProgramFinder::findStarter(const ProcessFolder& bridge)
{
    const auto pid = bridge.parent();
    const auto starter = pid ? ProcessFolder::of(*pid) : nullptr;
    if (!starter) {
        return std::nullopt;
    }
    const FileHandle program = starter->openProgram();
    const std::string path = starter->programPath();
    if (!program || bridge.parent() != pid) {
        return std::nullopt;
    }
    const auto hash = hashOf(program.get());
    return hash ? std::optional(PeerProgram{*hash, path}) : std::nullopt;
}

} // namespace portcullis::http
