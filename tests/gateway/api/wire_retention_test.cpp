#include "gateway/api/wire.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

RecordFilter sampleFilter()
{
    RecordFilter filter;
    filter.key = KeyId("vk_1");
    filter.server = ServerId("crm");
    filter.tool = "query";
    filter.call = CallId("019aab12-3456-7789-8abc-def012345678");
    filter.time = {fromMicros(1'790'000'000'000'001), fromMicros(1'790'000'000'000'002)};
    return filter;
}

TEST(WireRetention, HoldsReadBack)
{
    const std::vector<Hold> holds{{"h1", sampleFilter(), "Case 12", "gui", 7}, {}};
    EXPECT_EQ(holdsFromJson(toJson(holds)).value(), holds);
    EXPECT_EQ(holdFromJson(toJson(holds[0])).value(), holds[0]);
}

TEST(WireRetention, RequestsAndReportsReadBack)
{
    EraseRequest request{NumberRange{3, 9}, sampleFilter(), "P1234", "Art. 17", true};
    EXPECT_EQ(eraseRequestFromJson(toJson(request)).value(), request);
    request.records.reset();
    EXPECT_EQ(eraseRequestFromJson(toJson(request)).value(), request);
    const EraseReport report{{{1, 2}, {5, 9}}, 5, 2, 3};
    EXPECT_EQ(eraseReportFromJson(toJson(report)).value(), report);
    const RetentionRequest old{fromMicros(1), {}, true};
    EXPECT_EQ(retentionRequestFromJson(toJson(old)).value(), old);
    const RetentionReport removed{7, 9};
    EXPECT_EQ(retentionReportFromJson(toJson(removed)).value(), removed);
}

// What is not understood could have kept records from going.
TEST(WireRetention, ARequestThatSaysMoreIsRefused)
{
    auto request = toJson(EraseRequest{});
    request["within"]["department"] = "oncology";
    EXPECT_FALSE(eraseRequestFromJson(request));
    request = toJson(EraseRequest{});
    request.erase("onlyLook");
    EXPECT_FALSE(eraseRequestFromJson(request));
    auto old = toJson(RetentionRequest{});
    old["headersBefore"] = "2026-01-01T00:00:00Z";
    EXPECT_FALSE(retentionRequestFromJson(old));
    old = toJson(RetentionRequest{});
    old.erase("onlyLook");
    EXPECT_FALSE(retentionRequestFromJson(old));
    auto hold = toJson(Hold{});
    hold.erase("records");
    EXPECT_FALSE(holdFromJson(hold));
}

} // namespace
} // namespace portcullis::api
