#include "app/desktop/folder_holder.h"
#include "gateway/engine/data_folder.h"

#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

namespace portcullis::desktop {

namespace {

constexpr const char* kLogLock = "audit.lock";

// A descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}

    ~Descriptor()
    {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int get() const { return m_number; }

private:
    int m_number;
};

// A gateway listens at its control socket from its first moment, locked or not, and the kernel
// knows whose socket that is (unix(7), SO_PEERCRED).
std::optional<FolderHolder> serverOf(const std::filesystem::path& dataFolder)
{
    const std::string path = engine::socketPath(dataFolder, engine::kControlSocket).string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return std::nullopt;
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    const Descriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        // A full queue is somebody's, too.
        return errno == EAGAIN ? std::optional<FolderHolder>(FolderHolder{}) : std::nullopt;
    }
    ucred peer{};
    socklen_t size = sizeof peer;
    const bool known = ::getsockopt(probe.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0;
    return holderOfProcess(known ? peer.pid : 0);
}

// A program that reads or changes the log without serving it holds a lock, and leaves its number in
// the file.
std::optional<FolderHolder> logHolderOf(const std::filesystem::path& dataFolder)
{
    const std::filesystem::path file = dataFolder / kLogLock;
    const Descriptor lock(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (lock.get() < 0 || ::flock(lock.get(), LOCK_SH | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
        return std::nullopt;
    }
    int process = 0;
    std::ifstream(file) >> process;
    return holderOfProcess(process);
}

} // namespace

FolderHolder holderOfProcess(int process)
{
    FolderHolder holder{process, {}};
    if (process > 0) {
        std::ifstream name("/proc/" + std::to_string(process) + "/comm");
        std::getline(name, holder.program);
    }
    return holder;
}

std::optional<FolderHolder> findFolderHolder(const std::filesystem::path& dataFolder)
{
    auto server = serverOf(dataFolder);
    return server ? server : logHolderOf(dataFolder);
}

} // namespace portcullis::desktop
