#include "gateway/protocol/logging.h"
#include "tests/gateway/protocol/support.h"

#include <gtest/gtest.h>

#include <array>

namespace portcullis::protocol {

namespace {

constexpr std::array kLevels = {LogLevel::Debug,
                                LogLevel::Info,
                                LogLevel::Notice,
                                LogLevel::Warning,
                                LogLevel::Error,
                                LogLevel::Critical,
                                LogLevel::Alert,
                                LogLevel::Emergency};

constexpr std::array kNoLevels = {"null",
                                  "4",
                                  "true",
                                  "{}",
                                  R"(["debug"])",
                                  R"("")",
                                  R"("Debug")",
                                  R"("DEBUG")",
                                  R"("debug ")",
                                  R"("warn")",
                                  R"("trace")",
                                  R"("off")",
                                  R"("debug\u0000")"};

ParsedMessage request(const std::string& params)
{
    return ParsedMessage(R"({"jsonrpc":"2.0","id":1,"method":"x","params":)" + params + "}");
}

ParsedMessage logMessage(const std::string& params)
{
    return ParsedMessage(R"({"jsonrpc":"2.0","method":"notifications/message","params":)" + params +
                         "}");
}

std::string forwarded(const std::string& params, std::string_view server = "docs")
{
    return writeLogMessage(*logMessage(params), server);
}

std::string notification(const std::string& params)
{
    return R"({"jsonrpc":"2.0","method":"notifications/message","params":)" + params + "}";
}

} // namespace

// A-69
TEST(LogLevels, AreEightInRisingOrder)
{
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
        EXPECT_EQ(parseLogLevel(logLevelName(kLevels.at(i))), kLevels.at(i));
        EXPECT_TRUE(i == 0 || kLevels.at(i - 1) < kLevels.at(i));
    }
    EXPECT_EQ(logLevelName(LogLevel::Debug), "debug");
    EXPECT_EQ(logLevelName(LogLevel::Emergency), "emergency");
    EXPECT_FALSE(parseLogLevel("").has_value());
    EXPECT_FALSE(parseLogLevel("debugs").has_value());
}

// A-69
TEST(ReadSetLevel, TakesTheEightLevelsAlone)
{
    for (const LogLevel level : kLevels) {
        const ParsedMessage message =
            request(R"({"level":")" + std::string(logLevelName(level)) + "\"}");
        EXPECT_EQ(readSetLevel(*message), level);
    }
    for (const char* const level : kNoLevels) {
        const ParsedMessage message = request(R"({"level":)" + std::string(level) + "}");
        const auto read = readSetLevel(*message);
        ASSERT_FALSE(read.has_value()) << level;
        EXPECT_EQ(read.error().code, code::kInvalidParams);
    }
    EXPECT_FALSE(readSetLevel(*request("{}")).has_value());
    EXPECT_FALSE(readSetLevel(*ParsedMessage(R"({"jsonrpc":"2.0","id":1,"method":"x"})")));
}

// B-65
TEST(ReadLogLevel, TakesNothingForNoMessages)
{
    for (const char* const params :
         {"{}", R"({"level":"debug"})", R"({"_meta":{}})", R"({"_meta":{"logLevel":"debug"}})"}) {
        const auto level = readLogLevel(*request(params));
        ASSERT_TRUE(level.has_value()) << params;
        EXPECT_FALSE(level->has_value());
    }
}

// B-65
TEST(ReadLogLevel, ReadsWhatThisRequestWants)
{
    const std::string before = R"({"_meta":{"io.modelcontextprotocol/logLevel":)";
    for (const LogLevel level : kLevels) {
        const auto read = readLogLevel(*request(before + jsonQuote(logLevelName(level)) + "}}"));
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(*read, level);
    }
    const auto escaped =
        readLogLevel(*request(R"({"_meta":{"io.modelcontextprotocol\/logLevel":"\u0069nfo"}})"));
    ASSERT_TRUE(escaped.has_value());
    EXPECT_EQ(*escaped, LogLevel::Info);
    for (const char* const level : kNoLevels) {
        const auto read = readLogLevel(*request(before + level + "}}"));
        ASSERT_FALSE(read.has_value()) << level;
        EXPECT_EQ(read.error().code, code::kInvalidParams);
    }
}

TEST(LevelOf, KnowsWellFormedMessagesAlone)
{
    EXPECT_EQ(levelOf(*logMessage(R"({"level":"alert","data":1})")), LogLevel::Alert);
    for (const char* const level : kNoLevels) {
        EXPECT_FALSE(levelOf(*logMessage(R"({"level":)" + std::string(level) + "}"))) << level;
    }
    EXPECT_FALSE(levelOf(*logMessage("{}")));
    EXPECT_FALSE(levelOf(*ParsedMessage(R"({"jsonrpc":"2.0","method":"notifications/message"})")));
}

// D-47
TEST(WriteLogMessage, PutsTheLoggerUnderItsServer)
{
    EXPECT_EQ(forwarded(R"({"level":"info","logger":"db","data":{"a" : 1e400}})"),
              notification(R"({"level":"info","data":{"a" : 1e400},"logger":"docs/db"})"));
    EXPECT_EQ(forwarded(R"({"level":"info","logg\u0065r":"other/db\n","data":""})"),
              notification(R"({"level":"info","data":"","logger":"docs/other/db\n"})"));
    for (const char* const logger : {"null", "7", "\"\"", "{}", "[]"}) {
        EXPECT_EQ(forwarded(R"({"logger":)" + std::string(logger) + R"(,"level":"info"})"),
                  notification(R"({"level":"info","logger":"docs"})"));
    }
    EXPECT_EQ(forwarded("{}"), notification(R"({"logger":"docs"})"));
}

// D-26
TEST(WriteLogMessage, LeavesTheMetaOfTheServersHopOut)
{
    EXPECT_EQ(
        forwarded(
            R"({"_meta":{"io.modelcontextprotocol/subscriptionId":1},"level":"info","x":[]})"),
        notification(R"({"level":"info","x":[],"logger":"docs"})"));
}

// A-100
TEST(WriteLogMessage, StaysOnOneLine)
{
    EXPECT_EQ(forwarded("{\"level\":\"info\",\r\n\"data\":[\n\n1\r]}"),
              notification(R"({"level":"info","data":[1],"logger":"docs"})"));
}

TEST(WriteLogMessage, SurvivesDepthAndStrangeTexts)
{
    const std::string deep = repeated("[", 120) + repeated("]", 120);
    const Json out(forwarded(R"({"level":"info","logger":"\ud800","data":)" + deep + "}"));
    EXPECT_EQ(out["params"]["data"].raw(), deep);
    EXPECT_EQ(out["params"]["logger"].string(), "docs/\xEF\xBF\xBD");
}

} // namespace portcullis::protocol
