#include "gateway/base/program_file.h"
#include "tests/support/temp_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace portcullis {
namespace {

namespace fs = std::filesystem;

class ProgramFileTest : public testing::Test
{
protected:
    fs::path make(const std::string& name, const std::string& text, fs::perms mode)
    {
        const fs::path path = m_folder.path() / name;
        std::ofstream(path, std::ios::binary) << text;
        fs::permissions(path, mode);
        return path;
    }

    test::TempFolder m_folder;
};

TEST_F(ProgramFileTest, IsHashedAsAWholeThroughLinks)
{
    const std::string text(700'000, 'x'); // several pieces
    const fs::path program = make("program", text, fs::perms::owner_all);
    EXPECT_EQ(hashProgram(program), sha256(text));
    fs::create_symlink(program, m_folder.path() / "link");
    EXPECT_EQ(hashProgram(m_folder.path() / "link"), sha256(text));
}

TEST_F(ProgramFileTest, WhatIsNoProgramIsRefusedWithItsReason)
{
    const auto message = [](const fs::path& path) {
        const auto hash = hashProgram(path);
        return hash ? std::string() : hash.error().message;
    };
    const fs::path script = make("script", "#!/bin/sh\n", fs::perms::owner_all);
    EXPECT_NE(message(script).find("it is a script"), std::string::npos);
    const fs::path data = make("data", "text", fs::perms::owner_read);
    EXPECT_NE(message(data).find("not executable"), std::string::npos);
    EXPECT_NE(message(m_folder.path()).find("not a file"), std::string::npos);
    EXPECT_EQ(hashProgram(m_folder.path() / "none").error().code, ErrorCode::NotFound);
}

} // namespace
} // namespace portcullis
