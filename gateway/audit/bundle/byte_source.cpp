#include "gateway/audit/bundle/byte_source.h"

#include "gateway/audit/bundle/where.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace portcullis::audit::bundle {

std::string shown(std::string_view text, std::size_t most)
{
    std::string out(text.substr(0, most));
    std::ranges::replace_if(out, [](char c) { return c < 0x20 || c > 0x7E; }, '?');
    return out;
}

std::unexpected<Error> unreadable(int error)
{
    return fail(ErrorCode::IoError,
                "The bundle cannot be read: " + std::generic_category().message(error) + ".");
}

Result<std::shared_ptr<const InputFile>> InputFile::open(const std::filesystem::path& path,
                                                         Links links)
{
    const int noLinks = links == Links::Refuse ? O_NOFOLLOW : 0;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | noLinks);
    if (descriptor < 0) {
        return unreadable(errno);
    }
    auto file = std::make_shared<InputFile>(Token(), descriptor);
    struct stat status{};
    if (::fstat(descriptor, &status) != 0) {
        return unreadable(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return invalid(path.string() + " is neither an archive nor a folder.");
    }
    file->m_size = static_cast<std::uint64_t>(status.st_size);
    return file;
}

InputFile::~InputFile()
{
    ::close(m_descriptor);
}

Result<std::size_t> InputFile::readAt(std::uint64_t offset, std::span<char> out) const
{
    std::size_t done = 0;
    while (done < out.size()) {
        const auto part = out.subspan(done);
        const ssize_t count =
            ::pread(m_descriptor, part.data(), part.size(), static_cast<off_t>(offset + done));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return unreadable(errno);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    return done;
}

Result<std::size_t> FileSource::read(std::span<char> out)
{
    auto count = m_file->readAt(m_at, out);
    m_at += count.value_or(0);
    return count;
}

} // namespace portcullis::audit::bundle
