#include "gateway/engine/policy_source.h"

#include "gateway/audit/instance_lock.h"
#include "gateway/audit/public_keys.h"
#include "gateway/base/crypto.h"
#include "gateway/base/encoding.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <unistd.h>
#include <utility>

namespace portcullis::engine {

namespace {

using audit::FileHandle;

constexpr std::size_t kMaxSignatureBytes = 1024;
constexpr std::size_t kMaxKeysBytes = std::size_t{64} * 1024;

std::unexpected<Error> unreadable(const std::filesystem::path& path, int error)
{
    return fail(error == ENOENT ? ErrorCode::NotFound : ErrorCode::IoError,
                "The policy of this installation cannot be read: " + path.string() +
                    (error == ENOENT ? " is missing." : " cannot be opened."),
                std::strerror(error));
}

// Of what is open, so that it cannot be another thing by the time it is read.
Result<> checkOwner(const struct stat& info, const std::filesystem::path& path, ::uid_t owner)
{
    const char* const mode = S_ISDIR(info.st_mode) ? "755" : "644";
    if (info.st_uid == owner && (info.st_mode & (S_IWGRP | S_IWOTH)) == 0) {
        return {};
    }
    const std::string whose = owner == 0 ? "root" : std::to_string(owner);
    return fail(ErrorCode::PermissionDenied,
                "The policy of this installation is not safe: " + path.string() +
                    " must belong to " + whose + " and be writable by nobody else (chown " + whose +
                    ", chmod " + mode + ").");
}

std::unexpected<Error> linked(const std::filesystem::path& path)
{
    return fail(ErrorCode::PermissionDenied,
                "The policy of this installation is not safe: " + path.string() +
                    " is a symbolic link, or not what it should be.");
}

// A folder below an open one; the first one has none above.
Result<FileHandle>
openFolder(int above, const std::filesystem::path& path, const PolicyPlace& place)
{
    const std::string name = above == AT_FDCWD ? path.string() : path.filename().string();
    FileHandle folder(
        ::openat(above, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (folder.get() < 0) {
        return errno == ELOOP || errno == ENOTDIR ? Result<FileHandle>(linked(path))
                                                  : unreadable(path, errno);
    }
    struct stat info = {};
    if (::fstat(folder.get(), &info) != 0) {
        return unreadable(path, errno);
    }
    if (auto safe = checkOwner(info, path, place.owner); !safe) {
        return fail(std::move(safe.error()));
    }
    return folder;
}

// Step by step, each name below what has been checked. NotFound where a step is not there.
Result<FileHandle> openWay(const PolicyPlace& place)
{
    std::filesystem::path path = place.top;
    auto folder = openFolder(AT_FDCWD, path, place);
    for (const auto& name : place.folder.lexically_relative(place.top)) {
        if (!folder || name == ".") {
            continue;
        }
        path /= name;
        auto below = openFolder(folder->get(), path, place);
        folder = std::move(below);
    }
    return folder;
}

Result<std::string> readAll(const FileHandle& file, std::size_t limit, const std::string& path)
{
    std::string text;
    std::array<char, 16384> piece{};
    for (;;) {
        const ::ssize_t got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return unreadable(path, errno);
        }
        if (got == 0) {
            return text;
        }
        text.append(piece.data(), static_cast<std::size_t>(got));
        if (text.size() > limit) {
            return fail(ErrorCode::ResourceExhausted,
                        "The policy of this installation cannot be read: " + path +
                            " is larger than " + std::to_string(limit) + " bytes.");
        }
    }
}

Result<std::string>
readFile(const FileHandle& folder, const char* name, std::size_t limit, const PolicyPlace& place)
{
    const std::filesystem::path path = place.folder / name;
    // O_NONBLOCK: a pipe in its place must not hold up the start.
    const FileHandle file(
        ::openat(folder.get(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file.get() < 0) {
        return errno == ELOOP ? Result<std::string>(linked(path)) : unreadable(path, errno);
    }
    struct stat info = {};
    if (::fstat(file.get(), &info) != 0) {
        return unreadable(path, errno);
    }
    if (!S_ISREG(info.st_mode)) {
        return linked(path);
    }
    if (auto safe = checkOwner(info, path, place.owner); !safe) {
        return fail(std::move(safe.error()));
    }
    return readAll(file, limit, path.string());
}

bool isMissing(const Result<std::string>& file)
{
    return !file && file.error().code == ErrorCode::NotFound;
}

bool isNothing(const PolicyPlace& place)
{
    return std::ranges::all_of(std::array{kPolicyName, kPolicySignatureName},
                               [&place](const char* name) {
                                   struct stat info = {};
                                   return ::lstat((place.folder / name).c_str(), &info) != 0 &&
                                          (errno == ENOENT || errno == ENOTDIR);
                               });
}

} // namespace

PolicyPlace::PolicyPlace()
    : folder(PORTCULLIS_POLICY_FOLDER)
    , top("/")
{}

PolicyPlace::PolicyPlace(std::filesystem::path policyFolder,
                         std::filesystem::path topFolder,
                         ::uid_t who)
    : folder(std::move(policyFolder))
    , top(std::move(topFolder))
    , owner(who)
{}

Result<LoadedPolicy>
openPolicy(std::string_view text, std::string_view signature, std::string_view trustedKeys)
{
    const auto keys = audit::readPublicKeys(trustedKeys);
    if (!keys) {
        return fail(keys.error());
    }
    const bool isSigned = std::ranges::any_of(*keys, [&](const audit::PublicKey& key) {
        return audit::verifySignature(key.kind, key.bytes, text, signature);
    });
    if (!isSigned) {
        return fail(ErrorCode::Unauthenticated,
                    "The policy of this installation is not signed by a key that it trusts: the "
                    "file, its signature or the keys were changed, or do not belong together.");
    }
    auto policy = api::parsePolicy(text);
    if (!policy) {
        Error error = std::move(policy.error());
        error.message =
            "The policy of this installation is signed, but cannot be understood: " + error.message;
        return fail(std::move(error));
    }
    return LoadedPolicy{std::make_shared<const policy::Lockdown>(std::move(*policy)),
                        toHex(sha256(text))};
}

Result<MaybePolicy> readPolicy(const PolicyPlace& place)
{
    const auto folder = openWay(place);
    if (!folder) {
        // An unsafe way to nothing is every way on some systems.
        return isNothing(place) ? Result<MaybePolicy>(MaybePolicy()) : fail(folder.error());
    }
    const auto text = readFile(*folder, kPolicyName, api::kMaxPolicyBytes, place);
    const auto signature = readFile(*folder, kPolicySignatureName, kMaxSignatureBytes, place);
    if (isMissing(text) && isMissing(signature)) {
        return MaybePolicy();
    }
    const auto keys = readFile(*folder, kPolicyKeysName, kMaxKeysBytes, place);
    for (const auto* file : {&text, &signature, &keys}) {
        if (!*file) {
            return fail(file->error());
        }
    }
    auto policy = openPolicy(*text, *signature, *keys);
    return policy ? Result<MaybePolicy>(std::move(*policy)) : fail(std::move(policy.error()));
}

std::string stampOf(const PolicyPlace& place)
{
    std::string stamp;
    for (const char* name : {kPolicyName, kPolicySignatureName, kPolicyKeysName}) {
        struct stat info = {};
        if (::lstat((place.folder / name).c_str(), &info) != 0) {
            continue;
        }
        stamp += std::string(name) + " " + std::to_string(info.st_ino) + " " +
                 std::to_string(info.st_size) + " " + std::to_string(info.st_mode) + " " +
                 std::to_string(info.st_uid) + " " + std::to_string(info.st_ctim.tv_sec) + "." +
                 std::to_string(info.st_ctim.tv_nsec) + "\n";
    }
    return stamp;
}

} // namespace portcullis::engine
