#pragma once

#include <unistd.h>
#include <utility>

namespace portcullis {

// Closes what it holds. Owner: whoever opened it. Thread: one. -1: nothing.
class FileHandle
{
public:
    FileHandle() = default;

    explicit FileHandle(int file)
        : m_file(file)
    {}

    ~FileHandle()
    {
        if (m_file >= 0) {
            ::close(m_file);
        }
    }

    FileHandle(const FileHandle&) = delete;
    FileHandle& operator=(const FileHandle&) = delete;

    FileHandle(FileHandle&& other) noexcept
        : m_file(std::exchange(other.m_file, -1))
    {}

    FileHandle& operator=(FileHandle&& other) noexcept
    {
        std::swap(m_file, other.m_file);
        return *this;
    }

    [[nodiscard]] int get() const { return m_file; }

    explicit operator bool() const { return m_file >= 0; }

private:
    int m_file = -1;
};

} // namespace portcullis
