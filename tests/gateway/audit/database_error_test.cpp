#include "gateway/audit/database.h"

#include <gtest/gtest.h>

#include <sqlite3.h>

namespace portcullis::audit {
namespace {

// Room on the disk that is given up for it would be given up for nothing.
TEST(DatabaseError, AShortageOfMemoryIsNoFullDisk)
{
    for (const int code : {SQLITE_NOMEM, SQLITE_IOERR_NOMEM}) {
        const Error error = databaseError(nullptr, code, "reading");
        EXPECT_EQ(error.code, ErrorCode::Internal);
        EXPECT_EQ(error.message.find("disk"), std::string::npos) << error.message;
        EXPECT_NE(error.message.find("memory"), std::string::npos) << error.message;
    }
    EXPECT_EQ(databaseError(nullptr, SQLITE_FULL, "writing").code, ErrorCode::ResourceExhausted);
}

} // namespace
} // namespace portcullis::audit
