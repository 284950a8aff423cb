#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <string>

namespace portcullis::test {

// What a program said and how it ended.
struct Ran
{
    int status = -1;
    std::string output;

    [[nodiscard]] std::string lastLine() const
    {
        const std::size_t before =
            output.rfind('\n', output.size() - std::min<std::size_t>(output.size(), 2));
        return output.substr(before == std::string::npos ? 0 : before + 1);
    }
};

// Runs a line of the shell to its end; its errors stand in the output as well.
inline Ran run(const std::string& command)
{
    Ran ran;
    FILE* const pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
    EXPECT_NE(pipe, nullptr);
    std::array<char, 4096> buffer{};
    while (pipe != nullptr) {
        const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe);
        if (size == 0) {
            break;
        }
        ran.output.append(buffer.data(), size);
    }
    const int status = pipe == nullptr ? -1 : ::pclose(pipe);
    ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
}

inline std::string quoted(const std::filesystem::path& path)
{
    return "'" + path.string() + "'";
}

inline Ran runIn(const std::filesystem::path& folder, const std::string& command)
{
    return run("cd " + quoted(folder) + " && " + command);
}

} // namespace portcullis::test
