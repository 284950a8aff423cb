#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace portcullis::test {

// A new folder that only this user can enter, removed with all its content at the end. Its path is
// short enough for the address of a Unix socket inside.
// Owner: the test. Thread: any one at a time. Failure: the constructor throws std::system_error,
// which fails the test.
class TempFolder
{
public:
    TempFolder()
    {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "portcullis-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::system_error(errno, std::generic_category(), pattern);
        }
        m_path = pattern;
    }

    ~TempFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    TempFolder(TempFolder&&) = delete;
    TempFolder& operator=(TempFolder&&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    // The path of something inside the folder, whether it exists or not.
    [[nodiscard]] std::filesystem::path file(std::string_view name) const { return m_path / name; }

    // Writes a file inside the folder, replacing one of that name, and returns its path.
    std::filesystem::path write(std::string_view name, std::string_view content) const
    {
        std::filesystem::path target = file(name);
        std::ofstream out(target, std::ios::binary | std::ios::trunc);
        out.exceptions(std::ios::failbit | std::ios::badbit);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        return target;
    }

private:
    std::filesystem::path m_path;
};

} // namespace portcullis::test
