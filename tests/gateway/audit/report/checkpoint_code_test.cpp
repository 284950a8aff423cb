#include "gateway/audit/report/checkpoint_code.h"
#include "gateway/audit/report/svg.h"
#include "tests/support/qr_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portcullis::audit::report {

namespace {

using ::testing::HasSubstr;

const std::string kOrigin = "portcullis.local/0123456789abcdef0123456789abcdef/1";
const std::string kNote = kOrigin + "\n7\nroot\n\n— " + kOrigin + " c2lnbmF0dXJl\n";

TEST(CheckpointCode, IsReadFromTheDrawing)
{
    const auto drawing = checkpointCode(kOrigin, "7:root", kNote);
    ASSERT_TRUE(drawing);
    const auto* const raster = std::get_if<Raster>(&drawing->shapes.front());
    ASSERT_NE(raster, nullptr);
    constexpr std::size_t kPixels = 4;
    const std::size_t side = raster->columns * kPixels;
    std::string pixels(side * side, '\xFF');
    for (const DarkRun& run : runsOf(*raster)) {
        for (std::size_t y = run.row * kPixels; y < (run.row + 1) * kPixels; ++y) {
            pixels.replace(
                y * side + run.column * kPixels, run.length * kPixels, run.length * kPixels, '\0');
        }
    }
    const std::string size = std::to_string(side);
    const portcullis::test::TempFolder folder;
    EXPECT_EQ(portcullis::test::readQrPicture(
                  folder.write("code.pgm", "P5 " + size + " " + size + " 255\n" + pixels)),
              kNote);
}

TEST(CheckpointCode, SaysBesideItWhatItSays)
{
    const auto drawing = checkpointCode(kOrigin, "7:root", kNote);
    ASSERT_TRUE(drawing);
    const std::string svg = svgOf(*drawing, "code");
    for (const std::string& text : {kOrigin, std::string(">7<"), std::string(">root<")}) {
        EXPECT_THAT(svg, HasSubstr(text));
    }
    // Black on white also where the page is dark.
    EXPECT_THAT(svg, HasSubstr(R"(<rect fill="#fff")"));
    EXPECT_THAT(svg, HasSubstr(R"(<path fill="#000" d="M4 4h7v1h-7z)")); // a finder's upper edge
}

TEST(CheckpointCode, IsLeftOutWhenTheTextDoesNotFit)
{
    EXPECT_FALSE(checkpointCode(kOrigin, "7:root", std::string(5000, 'x')));
}

} // namespace

} // namespace portcullis::audit::report
