#include "gateway/audit/bundle/part_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portcullis::audit::bundle {

namespace {

ErrorCode codeFor(int systemError)
{
    switch (systemError) {
    case ENOENT:
    case ENOTDIR:
        return ErrorCode::NotFound;
    case EACCES:
    case EPERM:
    case EROFS:
        return ErrorCode::PermissionDenied;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::ResourceExhausted;
    default:
        return ErrorCode::IoError;
    }
}

std::string_view adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return "choose a folder that exists.";
    case ErrorCode::PermissionDenied:
        return "choose a folder that you may write to.";
    case ErrorCode::ResourceExhausted:
        return "there is no room for it. Free some disk space or choose another folder.";
    default:
        return "check the disk.";
    }
}

std::filesystem::path folderOf(const std::filesystem::path& path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

bool syncFolder(const std::filesystem::path& folder)
{
    const FileHandle handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return handle.isOpen() && ::fsync(handle.get()) == 0;
}

} // namespace

Error fileError(int systemError, const std::filesystem::path& path, std::string_view doing)
{
    const ErrorCode code = codeFor(systemError);
    return {code,
            "The file " + path.string() + " cannot be " + std::string(doing) + ": " +
                std::string(adviceFor(code)),
            std::generic_category().message(systemError)};
}

PartFile::PartFile(FileHandle file, std::filesystem::path path)
    : m_file(std::move(file))
    , m_path(std::move(path))
{}

Result<PartFile> PartFile::create(std::filesystem::path path)
{
    std::filesystem::path part = path;
    part += ".part";
    ::unlink(part.c_str());
    FileHandle file(
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen()) {
        return fail(fileError(errno, part, "made"));
    }
    return PartFile(std::move(file), std::move(path));
}

PartFile::~PartFile()
{
    if (m_file.isOpen() && isInPlace()) {
        ::unlink(part().c_str());
    }
}

std::filesystem::path PartFile::part() const
{
    std::filesystem::path part = m_path;
    part += ".part";
    return part;
}

bool PartFile::isInPlace() const
{
    struct stat own = {};
    struct stat named = {};
    return ::fstat(m_file.get(), &own) == 0 && ::lstat(part().c_str(), &named) == 0 &&
           own.st_dev == named.st_dev && own.st_ino == named.st_ino;
}

Result<> PartFile::keep()
{
    if (::fsync(m_file.get()) != 0) {
        return fail(fileError(errno, part(), "written"));
    }
    if (!isInPlace()) {
        return fail(ErrorCode::Busy,
                    "Somebody else writes the file " + m_path.string() +
                        " at the same time; choose another name.");
    }
    if (::rename(part().c_str(), m_path.c_str()) != 0) {
        return fail(fileError(errno, m_path, "put in its place"));
    }
    const FileHandle done = std::move(m_file);
    if (!syncFolder(folderOf(m_path))) {
        return fail(fileError(errno, folderOf(m_path), "written"));
    }
    return {};
}

} // namespace portcullis::audit::bundle
