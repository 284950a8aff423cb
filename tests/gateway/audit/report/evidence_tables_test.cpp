#include "gateway/audit/report/evidence_tables.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace portcullis::audit::report {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;

RecordView record(const std::string& type, const std::string& body)
{
    const std::string header = R"({"body":"","hw":0,"n":7,"t":0,"type":")" + type + R"(","v":1})";
    auto view = RecordView::parse(header, body);
    EXPECT_TRUE(view);
    return view ? std::move(*view) : RecordView();
}

std::vector<Table> tablesWith(const std::string& type, const std::string& body)
{
    const TableSet tables = tablesOf(record(type, body));
    std::vector<Table> found;
    std::ranges::copy_if(kTables, std::back_inserter(found), [&tables](Table table) {
        return tables.test(indexOf(table));
    });
    return found;
}

TEST(EvidenceTables, WhenTheLogTookNoCallsIsAnIntegrityCheck)
{
    for (const char* const type : {"audit.suspended", "audit.resumed", "clock.step"}) {
        EXPECT_THAT(tablesWith(type, "{}"), ElementsAre(Table::IntegrityChecks)) << type;
    }
    EXPECT_THAT(cellsOf(Table::IntegrityChecks,
                        record("clock.step", R"({"at":"run","delta_us":-5,"from":9,"to":4})")),
                IsSupersetOf({"run", "-5", "9", "4"}));
    EXPECT_THAT(cellsOf(Table::IntegrityChecks,
                        record("audit.resumed",
                               R"({"reason":"resource_exhausted","refused":3,"since":12})")),
                IsSupersetOf({"resource_exhausted", "3", "12"}));
}

TEST(EvidenceTables, WhoeverActedIsNamedByTheirAccount)
{
    const RecordView change = record("admin.config", R"({"by":"gui","user":"ada/1000"})");
    for (const Table table : {Table::AccessReviews,
                              Table::AdminActions,
                              Table::Exports,
                              Table::IntegrityChecks,
                              Table::KeyLifecycle,
                              Table::PolicyChanges}) {
        EXPECT_THAT(cellsOf(table, change), IsSupersetOf({"gui", "ada/1000"}));
    }
}

TEST(EvidenceTables, AReviewerIsAPersonAndNotAPlace)
{
    const RecordView review =
        record("review.signoff", R"({"begin":1,"by":"gui","end":9,"user":"ada/1000"})");
    const auto titles = titlesOf(Table::AccessReviews);
    const auto place = std::ranges::find(titles, "reviewer") - titles.begin();
    EXPECT_EQ(cellsOf(Table::AccessReviews, review).at(static_cast<std::size_t>(place)),
              "ada/1000");
}

TEST(EvidenceTables, WhatWasErasedHeldOrGivenOutIsNamed)
{
    EXPECT_THAT(cellsOf(Table::AdminActions,
                        record("erasure.done", R"({"records":[{"begin":1,"end":3}]})")),
                Contains(R"([{"begin":1,"end":3}])"));
    EXPECT_THAT(cellsOf(Table::AdminActions, record("hold.set", R"({"scope":{"server":"fx"}})")),
                Contains(R"({"server":"fx"})"));
    EXPECT_THAT(
        cellsOf(Table::Exports,
                record("export.bundle",
                       R"({"redacted":["result"],"scope":{"tool":"a"},"signed_by":"CN=X"})")),
        IsSupersetOf({R"(["result"])", R"({"tool":"a"})", "CN=X"}));
}

TEST(EvidenceTables, ASecretThatIsSetOrRemovedIsAChangeOfPolicy)
{
    for (const char* const change : {"secret.set", "secret.remove"}) {
        EXPECT_THAT(tablesWith("admin.config", R"({"change":")" + std::string(change) + R"("})"),
                    ElementsAre(Table::AdminActions, Table::PolicyChanges));
    }
}

TEST(EvidenceTables, GoingBackInTheHistoryMayConcernKeysAndPolicy)
{
    for (const char* const change :
         {"config.replace", "config.found", "config.undo", "config.restore"}) {
        EXPECT_THAT(tablesWith("admin.config", R"({"change":")" + std::string(change) + R"("})"),
                    ElementsAre(Table::AdminActions, Table::KeyLifecycle, Table::PolicyChanges));
    }
}

} // namespace
} // namespace portcullis::audit::report
