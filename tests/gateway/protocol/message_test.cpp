#include "gateway/protocol/message.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

struct EnvelopeCase
{
    const char* id; // requirement
    const char* text;
    const char* says; // part of the error, or null where the message is valid
};

constexpr EnvelopeCase kEnvelopes[] = {
    {"A-48", R"({"jsonrpc":"2.0","id":7,"method":"ping"})", nullptr},
    {"A-48", R"({"jsonrpc":"2.0","id":"7","method":"ping","params":{}})", nullptr},
    {"A-48", R"({"jsonrpc":"2.0","id":-0,"method":"ping"})", nullptr},
    {"A-48", R"({"jsonrpc":"2.0","id":null,"method":"ping"})", "id must be"},
    {"A-48", R"({"jsonrpc":"2.0","id":1.5,"method":"ping"})", "id must be"},
    {"A-48", R"({"jsonrpc":"2.0","id":1e3,"method":"ping"})", "id must be"},
    {"A-48", R"({"jsonrpc":"2.0","id":{},"method":"ping"})", "id must be"},
    {"A-48", R"({"jsonrpc":"2.0","id":true,"method":"ping"})", "id must be"},
    {"G-12", R"({"id":1,"method":"ping"})", "jsonrpc"},
    {"G-12", R"({"jsonrpc":2.0,"id":1,"method":"ping"})", "jsonrpc"},
    {"G-12", R"({"jsonrpc":"1.0","id":1,"method":"ping"})", "jsonrpc"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"method":7})", "method must be"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"method":"ping","params":[1]})", "params must be"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"method":"ping","params":null})", "params must be"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"method":"ping","result":{}})", "exactly one"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1}})", "exactly one"},
    {"G-12", R"({"jsonrpc":"2.0","id":1})", "exactly one"},
    {"G-12", R"({"jsonrpc":"2.0","result":{}})", "id must be"},
    {"G-12", R"({"jsonrpc":"2.0","id":null,"result":{}})", "id must be"},
    {"G-12", R"({"jsonrpc":"2.0","id":1,"error":"broken"})", "error must be"},
    {"G-12", R"("ping")", "must be a JSON object"},
    {"JSON-RPC", R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}})", nullptr},
    {"JSON-RPC", R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"m"}})", nullptr},
    {"JSON-RPC", R"({"jsonrpc":"2.0","id":1,"result":{}})", nullptr},
    {"JSON-RPC", R"({"jsonrpc":"2.0","method":"notifications/initialized"})", nullptr},
};

} // namespace

TEST(ReadMessage, ChecksTheEnvelope)
{
    for (const auto& [id, text, says] : kEnvelopes) {
        const Json json(text);
        const auto message = readMessage(json.root());
        ASSERT_EQ(message.has_value(), says == nullptr) << id << ": " << text;
        if (says != nullptr) {
            EXPECT_EQ(message.error().code, code::kInvalidRequest) << text;
            EXPECT_NE(message.error().message.find(says), std::string::npos)
                << message.error().message;
        }
    }
}

TEST(ReadMessage, TellsTheKindsApart)
{
    EXPECT_EQ(ParsedMessage(R"({"jsonrpc":"2.0","id":1,"method":"m"})")->kind,
              MessageKind::Request);
    EXPECT_EQ(ParsedMessage(R"({"jsonrpc":"2.0","method":"m"})")->kind, MessageKind::Notification);
    EXPECT_EQ(ParsedMessage(R"({"jsonrpc":"2.0","id":1,"result":null})")->kind,
              MessageKind::Response);
    EXPECT_EQ(ParsedMessage(R"({"jsonrpc":"2.0","id":1,"error":{}})")->kind, MessageKind::Error);
}

TEST(ReadMessage, KeepsIdsAsLexemes)
{
    for (const std::string id : {"7", "-12", "123456789012345678901234567890", R"("a\u0062")"}) {
        const ParsedMessage message(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"m"})");
        EXPECT_EQ(message->id, id);
    }
}

TEST(ReadId, FindsAUsableIdInBrokenRequests)
{
    EXPECT_EQ(readId(Json(R"({"id":5,"method":3})").root()), "5");
    EXPECT_EQ(readId(Json(R"({"id":null,"method":"m"})").root()), "");
    EXPECT_EQ(readId(Json(R"({"id":1.5})").root()), "");
    EXPECT_EQ(readId(Json("[]").root()), "");
}

TEST(ReadError, ToleratesWhatServersLeaveOut)
{
    const RpcError full =
        readError(Json(R"({"code":-32001,"message":"gone","data":{"n":1e400}})").root());
    EXPECT_EQ(full.code, -32001);
    EXPECT_EQ(full.message, "gone");
    EXPECT_EQ(full.data, R"({"n":1e400})");

    const RpcError bare = readError(Json(R"({"code":"text"})").root());
    EXPECT_EQ(bare.code, code::kInternalError);
    EXPECT_EQ(bare.message, "");
    EXPECT_EQ(readError(Json(R"({"code":99999999999})").root()).code, code::kInternalError);
}

// It goes to people, to models and into records.
TEST(ReadError, CutsEndlessMessages)
{
    for (const char* const part : {"x", "\u00fc", "\u20ac"}) {
        std::string text;
        while (text.size() < 200'000) {
            text.append(part);
        }
        const std::string message =
            readError(Json(R"({"code":1,"message":")" + text + "\"}").root()).message;
        EXPECT_LE(message.size(), 4096U + 3U);
        EXPECT_GT(message.size(), 4000U);
        EXPECT_TRUE(text.starts_with(message.substr(0, message.size() - 3))) << part;
        EXPECT_EQ(Json(jsonQuote(message)).root().string(), message);
    }
}

TEST(WriteMessage, PutsEveryMessageOnOneLine)
{
    const std::string json = "{\r\n\t\"a\" : [ 1e400 ,\n 2 ],\"s\":\"x\\ny\"\n}";
    const std::string flat = "{\t\"a\" : [ 1e400 , 2 ],\"s\":\"x\\ny\"}";
    EXPECT_EQ(singleLine(json), flat);
    EXPECT_EQ(writeRequest("1", "m", json),
              R"({"jsonrpc":"2.0","id":1,"method":"m","params":)" + flat + "}");
    EXPECT_EQ(writeNotification("m", json),
              R"({"jsonrpc":"2.0","method":"m","params":)" + flat + "}");
    EXPECT_EQ(writeResult("\"x\"", json), R"({"jsonrpc":"2.0","id":"x","result":)" + flat + "}");
    EXPECT_EQ(writeError("1", {-1, "line\nbreak", json}),
              R"({"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"line\nbreak","data":)" +
                  flat + "}}");
}

TEST(WriteMessage, LeavesOutWhatIsEmpty)
{
    EXPECT_EQ(writeRequest("1", "ping", ""), R"({"jsonrpc":"2.0","id":1,"method":"ping"})");
    EXPECT_EQ(writeNotification("n"), R"({"jsonrpc":"2.0","method":"n"})");
    EXPECT_EQ(writeError("", {code::kParseError, "Parse error", ""}),
              R"({"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}})");
}

TEST(WriteMessage, MendsTextThatIsNotUtf8)
{
    const std::string text = writeError("1", {-32603, "bad \xFF byte", ""});
    EXPECT_TRUE(JsonDocument::parse(text).has_value());
    EXPECT_NE(text.find("bad \xEF\xBF\xBD byte"), std::string::npos);
}

} // namespace portcullis::protocol
