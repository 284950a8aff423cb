#include "gateway/api/wire.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portcullis::api {
namespace {

TreeHead sampleHead()
{
    return {"portcullis.local/ab/1", 650, sha256("root")};
}

ExportRequest sampleRequest()
{
    ExportRequest request;
    request.caseId = CaseId("tiger");
    request.range = TimeRange{fromMicros(1'700'000'000'000'001), fromMicros(1'700'000'000'000'002)};
    request.key = KeyId("vk_1");
    request.server = ServerId("files");
    request.tool = "read";
    request.decision = Decision::Deny;
    request.values = Values::None;
    request.redacted = {"args/patient", "result"};
    request.purpose = "Quarterly review";
    request.requestedBy = "A. Reviewer";
    request.previous = PreviousBundle{sampleHead(), "portcullis.local/ab/1+01020304+Ag=="};
    return request;
}

TEST(WireEvidence, RequestsReadBack)
{
    const ExportRequest times = sampleRequest();
    EXPECT_EQ(exportRequestFromJson(toJson(times)).value(), times);
    ExportRequest signedToo = times;
    signedToo.organisationKey = OrganisationKey{Pkcs12File{"/keys/org.p12"}, "ws-17"};
    EXPECT_EQ(exportRequestFromJson(toJson(signedToo)).value(), signedToo);
    signedToo.organisationKey =
        OrganisationKey{TokenKey{"pkcs11:token=org", "/usr/lib/x.so", "/keys/chain.pem"}, ""};
    EXPECT_EQ(exportRequestFromJson(toJson(signedToo)).value(), signedToo);
    ExportRequest records;
    records.range = RecordRange{3, 9};
    EXPECT_EQ(exportRequestFromJson(toJson(records)).value(), records);
    records.range = RecordRange{3, std::nullopt};
    EXPECT_EQ(exportRequestFromJson(toJson(records)).value(), records);
}

TEST(WireEvidence, RequestsWithAFilterNobodyKnowsAreRefused)
{
    auto json = toJson(sampleRequest());
    json["ward"] = "C-17";
    const auto read = exportRequestFromJson(json);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::InvalidArgument);
}

TEST(WireEvidence, RequestsNameOneKindOfRange)
{
    auto json = toJson(sampleRequest());
    json["records"] = {{"begin", 0}};
    EXPECT_FALSE(exportRequestFromJson(json));
    json.erase("records");
    json.erase("times");
    EXPECT_FALSE(exportRequestFromJson(json));
}

TEST(WireEvidence, AnOrganisationsKeyIsInOnePlace)
{
    ExportRequest request;
    request.organisationKey = OrganisationKey{Pkcs12File{"/keys/org.p12"}, ""};
    auto json = toJson(request);
    json["organisationKey"]["pkcs11"] = "pkcs11:token=org";
    EXPECT_FALSE(exportRequestFromJson(json));
    json["organisationKey"].erase("pkcs11");
    json["organisationKey"].erase("pkcs12");
    EXPECT_FALSE(exportRequestFromJson(json));
}

TEST(WireEvidence, DecisionsThatDoNotExistAreRefused)
{
    auto json = toJson(sampleRequest());
    json["decision"] = "perhaps";
    EXPECT_FALSE(exportRequestFromJson(json));
}

TEST(WireEvidence, SummariesReadBack)
{
    const ExportSummary summary{
        "0190", sampleHead(), 3, 9, {6, 5, 4, 3, 2}, sha256("sums"), "CN=Org"};
    EXPECT_EQ(exportSummaryFromJson(toJson(summary)).value(), summary);
}

TEST(WireEvidence, ChecksReadBackWithAndWithoutAPin)
{
    CheckRequest request;
    EXPECT_EQ(checkRequestFromJson(toJson(request)).value(), request);
    request = {CheckDepth::Deep, sampleHead()};
    EXPECT_EQ(checkRequestFromJson(toJson(request)).value(), request);
}

TEST(WireEvidence, ReportsReadBackWithAndWithoutAFault)
{
    LogReport report{sampleHead(), 650, 2, 4, 17, std::nullopt, std::nullopt};
    EXPECT_EQ(logReportFromJson(toJson(report)).value(), report);
    report.fault = "Record 3: it is missing.";
    report.firstBad = 3;
    report.remembered = sampleHead();
    report.isPinMissing = true;
    EXPECT_EQ(logReportFromJson(toJson(report)).value(), report);
}

TEST(WireEvidence, CheckpointsReadBack)
{
    const Checkpoint checkpoint{
        sampleHead(), "text\n\n— name AAAA\n", {sha256("a"), sha256("b")}, "a+b+c", "d+e+f"};
    EXPECT_EQ(checkpointFromJson(toJson(checkpoint)).value(), checkpoint);
}

TEST(WireEvidence, RootsHaveTheLengthOfADigest)
{
    auto json = toJson(Checkpoint{sampleHead(), "note", {}, "", ""});
    json["head"]["root"] = "abcd";
    EXPECT_FALSE(checkpointFromJson(json));
}

} // namespace
} // namespace portcullis::api
