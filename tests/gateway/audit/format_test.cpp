#include "gateway/audit/canonical.h"
#include "gateway/audit/encoder.h"
#include "gateway/base/encoding.h"
#include "gateway/base/json.h"
#include "tests/gateway/audit/log_fixture.h"

#include <gmock/gmock.h>

namespace portcullis::audit::test {
namespace {

constexpr const char* kFormatFile = PORTCULLIS_SOURCE_DIR "/gateway/audit/FORMAT.md";

// Bytes 00, 01, 02, … in place of random ones, so that the example is always the same.
RandomPool countingBytes()
{
    return RandomPool([](std::span<std::uint8_t> out) {
        std::uint8_t next = 0;
        for (std::uint8_t& byte : out) {
            byte = next++;
        }
    });
}

std::string hexOf(std::string_view bytes)
{
    return toHex(asBytes(bytes));
}

// The example of FORMAT.md, computed from a record with this room's encoder and checked step by
// step with nothing but the hashes of base.
std::string
describe(const Encoded& encoded, std::string_view source, const std::vector<FieldText>& fields)
{
    std::string out;
    out += std::string(source) + "\n";
    const auto body = JsonDocument::parse(std::string(encoded.body));
    const auto header = JsonDocument::parse(std::string(encoded.header));
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string_view salt = encoded.salts.substr(i * kSaltBytes, kSaltBytes);
        const std::string message = fields[i].field + "\n" + std::string(fields[i].text);
        const std::string commitment = toHex(hmacSha256(asBytes(salt), asBytes(message)));
        EXPECT_EQ(body->root()["c"][fields[i].field].string(), commitment);
        out += "salt        " + hexOf(salt) + "\n";
        out += "commitment  " + commitment + "  " + fields[i].field + "\n";
    }
    EXPECT_EQ(header->root()["body"].string(), toHex(sha256(encoded.body)));
    EXPECT_EQ(toHex(encoded.leaf),
              toHex(sha256(std::string(1, '\0') + std::string(encoded.header))));
    EXPECT_TRUE(parseCanonical(encoded.body));
    EXPECT_TRUE(parseCanonical(encoded.header));
    out += "body        " + std::string(encoded.body) + "\n";
    out += "SHA-256     " + toHex(sha256(encoded.body)) + "\n";
    out += "header      " + std::string(encoded.header) + "\n";
    out += "leaf        " + toHex(encoded.leaf) + "\n";
    return out;
}

TEST(AuditFormat, TheWorkedExampleIsTrue)
{
    RecordEncoder encoder(countingBytes());
    LogState state;
    Effects effects;
    const auto time = fromMicros(portcullis::test::ManualClock::kDefaultStart);
    const std::string arguments = R"({"patient": "P1234", "limit": 3})";
    Record call = intent("019aab12-3456-7789-8abc-def012345678", arguments);
    const Encoded& first = encoder.encode(call, state, effects, time);
    std::string example = describe(first, "arguments   " + arguments, argumentFields(arguments));

    const std::string result = R"({"content":[{"type":"text","text":"3 rows"}]})";
    Record answer = outcome("019aab12-3456-7789-8abc-def012345678", 0, result);
    const Encoded& second =
        encoder.encode(answer, state, effects, time + std::chrono::microseconds(1500));
    example += "\n" + describe(second, "result      " + result, {{"result", result}});

    EXPECT_THAT(readFile(kFormatFile), ::testing::HasSubstr("```text\n" + example + "```\n"))
        << "the example now reads:\n"
        << example;
}

} // namespace
} // namespace portcullis::audit::test
