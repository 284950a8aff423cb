#include "gateway/base/qr_code.h"
#include "tests/support/qr_reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portcullis {

namespace {

const std::string kNote = "portcullis.local/000102030405060708090a0b0c0d0e0f/0\n19\n"
                          "Lkma3ayqBGFY/yCtLAygj0U+cJkESI4cTTkr2cQhsJc=\n\n— portcullis.local/" +
                          std::string(280, 'x') + "\n";

TEST(QrCode, IsReadByAnotherMakersReader)
{
    const auto code = QrCode::make(kNote);
    ASSERT_TRUE(code);
    EXPECT_EQ(test::readQrCode(*code), kNote);
}

TEST(QrCode, HasNothingAroundIt)
{
    const auto code = QrCode::make("a");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->side(), 21U);
    EXPECT_TRUE(code->isDark(0, 0)); // the corner of a finder
    EXPECT_FALSE(code->isDark(-1, 0));
    EXPECT_FALSE(code->isDark(0, 21));
}

TEST(QrCode, FitsATerminalAsHalfBlocks)
{
    const auto code = QrCode::make(kNote);
    ASSERT_TRUE(code);
    const std::string text = code->inHalfBlocks();
    const std::string first = text.substr(0, text.find('\n'));
    EXPECT_LE(code->side() + 4, 80U);
    EXPECT_EQ(first.size(), 3 * (code->side() + 4)); // a block has three bytes, and it is all light
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(text, '\n')), (code->side() + 5) / 2);
}

TEST(QrCode, RefusesWhatDoesNotFit)
{
    EXPECT_TRUE(QrCode::make(std::string(2953, 'x')));
    for (const std::string& text : {std::string(), std::string(2954, 'x')}) {
        const auto code = QrCode::make(text);
        ASSERT_FALSE(code);
        EXPECT_EQ(code.error().code, ErrorCode::InvalidArgument);
    }
}

} // namespace

} // namespace portcullis
