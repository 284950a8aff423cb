#include "gateway/protocol/revision.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portcullis::protocol {

//
TEST(Revision, NegotiatesTheAskedOrTheNewestOfTheSessionEra)
{
    for (const auto* asked : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"}) {
        EXPECT_EQ(revisionName(negotiate(asked)), asked);
    }
    for (const auto* asked : {"1999-01-01", "2026-07-28", "2099-01-01", "", "2025-11-25 "}) {
        EXPECT_EQ(negotiate(asked), Revision::V2025_11_25) << asked;
    }
}

// X6
TEST(Revision, ListsTheStatelessEraFirstThenNewestToOldest)
{
    std::vector<std::string_view> names;
    for (const Revision revision : supportedRevisions()) {
        names.push_back(revisionName(revision));
        EXPECT_EQ(parseRevision(names.back()), revision);
    }
    EXPECT_EQ(names,
              (std::vector<std::string_view>{
                  "2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"}));
    EXPECT_EQ(eraOf(supportedRevisions().front()), Era::Stateless);
    EXPECT_EQ(eraOf(kNewestSession), Era::Session);
}

TEST(Revision, KnowsNoOtherNames)
{
    EXPECT_FALSE(parseRevision("2026-07-29"));
    EXPECT_FALSE(parseRevision("DRAFT-2026-v1"));
    EXPECT_FALSE(parseRevision(""));
}

} // namespace portcullis::protocol
