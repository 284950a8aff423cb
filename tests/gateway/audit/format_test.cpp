#include "gateway/audit/bundle/bundle_texts.h"
#include "gateway/audit/bundle/openings.h"
#include "gateway/audit/canonical.h"
#include "gateway/audit/encoder.h"
#include "gateway/audit/log_keys.h"
#include "gateway/audit/merkle.h"
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

// The two records of the example.
struct Example
{
    std::string text;
    Frontier tree;
    Digest firstLeaf{};
    std::string salt; // of the first argument by name but one
};

Example makeExample()
{
    RecordEncoder encoder(countingBytes());
    LogState state;
    Effects effects;
    Example example;
    const auto time = fromMicros(portcullis::test::ManualClock::kDefaultStart);
    const std::string arguments = R"({"patient": "P1234", "limit": 3})";
    Record call = intent("019aab12-3456-7789-8abc-def012345678", arguments);
    const Encoded& first = encoder.encode(call, state, effects, time);
    example.text = describe(first, "arguments   " + arguments, argumentFields(arguments));
    example.firstLeaf = first.leaf;
    example.salt = std::string(first.salts.substr(kSaltBytes, kSaltBytes));
    example.tree.append(first.leaf);

    const std::string result = R"({"content":[{"type":"text","text":"3 rows"}]})";
    Record answer = outcome("019aab12-3456-7789-8abc-def012345678", 0, result);
    const Encoded& second =
        encoder.encode(answer, state, effects, time + std::chrono::microseconds(1500));
    example.text += "\n" + describe(second, "result      " + result, {{"result", result}});
    example.tree.append(second.leaf);
    return example;
}

// PKCS#8 up to the 32 private bytes: RFC 8410, and RFC 5915 without the public key.
SigningKey keyOf(const std::string& begin, const std::string& privateBytes)
{
    const auto der = fromHex(begin + privateBytes);
    EXPECT_TRUE(der);
    auto key = SigningKey::load(SecretBytes(std::span<const std::uint8_t>(*der)));
    EXPECT_TRUE(key) << (key ? "" : key.error().message);
    return std::move(*key);
}

TEST(AuditFormat, TheWorkedExampleIsTrue)
{
    const std::string example = makeExample().text;
    EXPECT_THAT(readFile(kFormatFile), ::testing::HasSubstr("```text\n" + example + "```\n"))
        << "the example now reads:\n"
        << example;
}

TEST(AuditFormat, TheExampleOfACheckpointIsTrue)
{
    const std::string seed = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const std::string scalar = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";
    const auto keys = std::make_shared<const LogKeys>(
        LogKeys{keyOf("302e020100300506032b657004220420", seed),
                keyOf("3041020100301306072a8648ce3d020106082a8648ce3d0301070427302502010104"
                      "20",
                      scalar)});
    const std::string origin = "portcullis.local/000102030405060708090a0b0c0d0e0f/1";
    const auto signer = LogSigner::make(keys, origin);
    ASSERT_TRUE(signer);
    const Example example = makeExample();
    const Digest root = example.tree.root();
    std::string text = "origin      " + origin + "\nroot        " + toHex(root) + "\n";
    const auto describeKey =
        [&text](const char* title, const std::string& secret, const NoteVerifier& key) {
            const std::string vkey = key.vkey();
            const std::size_t id = vkey.find('+') + 1;
            text += title + secret + "\npublic      " + hexOf(key.publicBytes) + "\nkey id      " +
                    vkey.substr(id, vkey.find('+', id) - id) + "\nverifier    " + vkey + "\n";
        };
    describeKey("Ed25519     ", seed, signer->ed25519());
    describeKey("P-256       ", scalar, signer->p256());
    text += "proof       " + bundle::proofText({1, 2, 2, {example.firstLeaf}, {}});
    text +=
        "opening     " + bundle::openingLine(0, "args/patient", example.salt, R"("P1234")") + "\n";
    const std::string page = readFile(kFormatFile);
    EXPECT_THAT(page, ::testing::HasSubstr("```text\n" + text + "```\n"))
        << "the example now reads:\n"
        << text;

    const api::TreeHead head{origin, 2, root};
    const std::size_t begin = page.find("```text\n" + head.text());
    ASSERT_NE(begin, std::string::npos);
    const std::size_t first = begin + std::string_view("```text\n").size();
    const auto note = SignedNote::parse(page.substr(first, page.find("```", first) - first));
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, head.text());
    EXPECT_EQ(verdictOf(*note, signer->ed25519()), NoteVerdict::Valid);
    EXPECT_EQ(verdictOf(*note, signer->p256()), NoteVerdict::Valid);
    const std::string again = signer->signNote(head).value().format();
    const std::string_view ed25519 =
        std::string_view(again).substr(0, again.find("\n— ", head.text().size() + 2));
    EXPECT_THAT(page, ::testing::HasSubstr(std::string(ed25519))) << "there is only one";
}

} // namespace
} // namespace portcullis::audit::test
