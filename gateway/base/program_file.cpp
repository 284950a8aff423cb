#include "gateway/base/program_file.h"

#include "gateway/base/file_handle.h"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <vector>

namespace portcullis {

namespace {

constexpr std::size_t kPiece = std::size_t{256} * 1024;

std::string lastError()
{
    return std::generic_category().message(errno);
}

std::unexpected<Error> cannotRead(const std::filesystem::path& path)
{
    const ErrorCode code = errno == ENOENT   ? ErrorCode::NotFound
                           : errno == EACCES ? ErrorCode::PermissionDenied
                                             : ErrorCode::IoError;
    return fail(code, "The program " + path.string() + " cannot be read.", lastError());
}

std::unexpected<Error> noProgram(const std::filesystem::path& path, const std::string& why)
{
    return fail(ErrorCode::InvalidArgument, path.string() + " is no program: " + why);
}

// What the system would run itself. A script it gives to its interpreter, which is the program
// then.
Result<> checkProgram(int file, const std::filesystem::path& path)
{
    struct stat status{};
    if (::fstat(file, &status) != 0) {
        return cannotRead(path);
    }
    if (!S_ISREG(status.st_mode)) {
        return noProgram(path, "it is not a file.");
    }
    if ((status.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0) {
        return noProgram(path, "the file is not executable.");
    }
    std::array<char, 2> first{};
    if (::pread(file, first.data(), first.size(), 0) == 2 && first[0] == '#' && first[1] == '!') {
        return noProgram(path,
                         "it is a script, which runs in another program. Name that one; note that "
                         "its hash says nothing of the script.");
    }
    return {};
}

} // namespace

Result<Digest> hashOpenFile(int file)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                          EVP_MD_CTX_free);
    Digest digest{};
    bool good = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    std::vector<char> piece(kPiece);
    for (off_t at = 0; good;) {
        const ssize_t got = ::pread(file, piece.data(), piece.size(), at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return fail(ErrorCode::IoError, "A program's file cannot be read.", lastError());
        }
        if (got == 0) {
            break;
        }
        good = EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(got)) == 1;
        at += got;
    }
    good = good && EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
    return good ? Result<Digest>(digest)
                : fail(ErrorCode::Internal, "OpenSSL cannot provide SHA-256.");
}

Result<Digest> hashProgram(const std::filesystem::path& path)
{
    // A pipe in the place of a file must not keep anybody waiting.
    const FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) {
        return cannotRead(path);
    }
    if (auto program = checkProgram(file.get(), path); !program) {
        return fail(std::move(program.error()));
    }
    return hashOpenFile(file.get());
}

} // namespace portcullis
