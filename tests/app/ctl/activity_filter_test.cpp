#include "app/ctl/activity_filter.h"

#include <gtest/gtest.h>

namespace portcullis::ctl {

TEST(ActivityFilter, FindsPartsOfToolNamesWithoutRegardToCaseAsTheLogDoes)
{
    api::ActivityRow row;
    row.tool = "readFile";
    api::ActivityQuery query;
    for (const char* text : {"", "readfile", "FILE", "adF"}) {
        query.text = text;
        EXPECT_TRUE(fits(row, query)) << text;
    }
    query.text = "write";
    EXPECT_FALSE(fits(row, query));
}

} // namespace portcullis::ctl
