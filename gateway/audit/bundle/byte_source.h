#pragma once

#include "gateway/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace portcullis::audit::bundle {

// "The bundle cannot be read: …" for a number of errno.
[[nodiscard]] std::unexpected<Error> unreadable(int error);

// A plain file that is open for reading. Owner: shared by what reads it. Thread: any (it has no
// position). Errors: IoError; Corrupt when it is no plain file.
class InputFile
{
public:
    // Never waits for the other end of a pipe. A link as the last part of the path is followed, or
    // is an error.
    enum class Links
    {
        Follow,
        Refuse
    };

    [[nodiscard]] static Result<std::shared_ptr<const InputFile>>
    open(const std::filesystem::path& path, Links links);
    ~InputFile();

    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    [[nodiscard]] std::uint64_t size() const { return m_size; } // when it was opened

    // Less than asked for only at the end.
    [[nodiscard]] Result<std::size_t> readAt(std::uint64_t offset, std::span<char> out) const;

private:
    struct Token
    {};

    int m_descriptor;
    std::uint64_t m_size = 0;

public:
    InputFile(Token, int descriptor) // takes the descriptor over
        : m_descriptor(descriptor)
    {}
};

// Bytes one after the other. Owner: who asked for it. Thread: one at a time. Errors: IoError, and
// Corrupt when what is there is not what it must be.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    // 0 at the end, and not before.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> out) = 0;
};

// All of a file.
class FileSource final : public ByteSource
{
public:
    explicit FileSource(std::shared_ptr<const InputFile> file)
        : m_file(std::move(file))
    {}

    [[nodiscard]] Result<std::size_t> read(std::span<char> out) override;

private:
    std::shared_ptr<const InputFile> m_file;
    std::uint64_t m_at = 0;
};

} // namespace portcullis::audit::bundle
