#include "gateway/engine/data_folder.h"

#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace portcullis::engine {

namespace {

constexpr std::size_t kMaxSocketPath = 107; // sockaddr_un::sun_path without its end

} // namespace

Result<> prepareDataFolder(const std::filesystem::path& folder)
{
    std::error_code error;
    if (!std::filesystem::exists(folder, error)) {
        std::filesystem::create_directories(folder, error);
        if (error) {
            return fail(ErrorCode::IoError,
                        "The data folder " + folder.string() + " cannot be made.",
                        error.message());
        }
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    struct stat info = {};
    if (::stat(folder.c_str(), &info) != 0) {
        return fail(ErrorCode::IoError,
                    "The data folder " + folder.string() + " cannot be read.",
                    std::strerror(errno));
    }
    if (!S_ISDIR(info.st_mode)) {
        return fail(ErrorCode::InvalidArgument, folder.string() + " is not a folder.");
    }
    if (info.st_uid != ::geteuid()) {
        return fail(ErrorCode::PermissionDenied,
                    "The data folder " + folder.string() + " belongs to another user.");
    }
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    "Other users may write to the data folder " + folder.string() +
                        ". Take that right away (chmod 700) and start again.");
    }
    return {};
}

std::filesystem::path socketPath(const std::filesystem::path& dataFolder, const char* name)
{
    std::error_code ignored;
    const std::filesystem::path whole = std::filesystem::weakly_canonical(dataFolder, ignored);
    std::filesystem::path path = whole / "run" / name;
    if (path.string().size() <= kMaxSocketPath) {
        return path;
    }
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::filesystem::path base = runtime != nullptr && *runtime != '\0'
                                           ? runtime
                                           : "/tmp/portcullis-" + std::to_string(::geteuid());
    const std::string short8 = toHex(sha256(whole.string())).substr(0, 16);
    return base / ("portcullis-" + short8) / name;
}

} // namespace portcullis::engine
