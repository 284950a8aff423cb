#include "gateway/upstream/environment.h"
#include "gateway/upstream/fingerprint.h"
#include "gateway/upstream/handshake.h"
#include "gateway/upstream/line_splitter.h"
#include "gateway/upstream/pace.h"
#include "gateway/upstream/server_log.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_folder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace portcullis::upstream::test {

namespace {

std::vector<LineSplitter::Line>
split(LineSplitter& splitter, std::string_view text, std::size_t step)
{
    std::vector<LineSplitter::Line> lines;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, step);
        const auto room = splitter.prepare(piece.size());
        piece.copy(room.data(), room.size());
        splitter.commit(piece.size());
        while (auto line = splitter.next()) {
            lines.push_back(std::move(*line));
        }
        text.remove_prefix(piece.size());
    }
    return lines;
}

std::string joined(const std::vector<LineSplitter::Line>& lines)
{
    std::string result;
    for (const auto& line : lines) {
        result += line.tooLong ? "<long>" : "[" + line.text + "]";
    }
    return result;
}

} // namespace

TEST(LineSplitter, CutsWhateverThePiecesAre)
{
    const std::string text = "\xEF\xBB\xBFone\r\n\ntwo\nthree is too long for it\nfour\r\nrest";
    for (const std::size_t step : {1UL, 2UL, 3UL, 7UL, 1000UL}) {
        LineSplitter splitter(10);
        EXPECT_EQ(joined(split(splitter, text, step)), "[one][two]<long>[four]") << step;
        EXPECT_EQ(splitter.rest(), "rest");
    }
}

TEST(LineSplitter, KeepsTheEndsOfALineThatIsTooLong)
{
    LineSplitter splitter(1000);
    const auto lines = split(splitter, "head" + std::string(100'000, 'x') + "tail\nnext\n", 4096);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_TRUE(lines[0].head.starts_with("headx"));
    EXPECT_TRUE(lines[0].tail.ends_with("xtail"));
    EXPECT_EQ(lines[1].text, "next");
}

TEST(GuessId, FindsAnIdAtEitherEndAndNoOther)
{
    EXPECT_EQ(guessId(R"({"jsonrpc":"2.0","id":7,"result":{"a":)", "}}"), 7);
    EXPECT_EQ(guessId(R"({"id": 7 ,"result":{"a":)", "}}"), 7);
    EXPECT_EQ(guessId(R"({"jsonrpc":"2.0","result":{"a":)", R"("}],"jsonrpc":"2.0","id":8})"), 8);
    EXPECT_EQ(guessId(R"({"result":{"id":1,)", R"("id":9}})"), std::nullopt);
    EXPECT_EQ(guessId(R"({"result":{"a":)", R"("id":9}}]}})"), std::nullopt);
    EXPECT_EQ(guessId("", ""), std::nullopt);
}

TEST(Environment, InheritsWhatProgramsNeedAndNoWayToTheKeychain)
{
    for (const char* name :
         {"PATH", "HOME", "LC_ALL", "LANG", "https_proxy", "NO_PROXY", "SSL_CERT_FILE"}) {
        EXPECT_TRUE(isInherited(name)) << name;
    }
    for (const char* name : {"DBUS_SESSION_BUS_ADDRESS",
                             "XDG_RUNTIME_DIR",
                             "LD_PRELOAD",
                             "LD_LIBRARY_PATH",
                             "SSH_AUTH_SOCK",
                             "PORTCULLIS_KEY",
                             ""}) {
        EXPECT_FALSE(isInherited(name)) << name;
    }
}

TEST(Fingerprint, ChangesWithTheProgramAndNotWithValues)
{
    const portcullis::test::TempFolder folder;
    const auto script = folder.path() / "server.py";
    std::ofstream(script) << "one";
    api::ServerConfig config;
    config.command = {"python3", "server.py"};
    config.environment = {{"TOKEN", std::string("a")}};
    const std::string first = fingerprint(config, folder.path());
    config.environment[0].value = std::string("b");
    EXPECT_EQ(fingerprint(config, folder.path()), first);
    std::ofstream(script) << "longer";
    const std::string second = fingerprint(config, folder.path());
    EXPECT_NE(second, first);
    config.environment[0].name = "OTHER";
    EXPECT_NE(fingerprint(config, folder.path()), second);
}

TEST(ServerLog, RotatesItsFileOnceItIsFull)
{
    const portcullis::test::TempFolder folder;
    portcullis::test::ManualClock clock;
    const auto file = folder.path() / "logs" / "a.log";
    ServerLog log(clock, file, 1000);
    const std::string line(999, 'x');
    for (int i = 0; i < 2500; ++i) {
        log.line(line);
        clock.advance(std::chrono::milliseconds(10));
    }
    EXPECT_LE(std::filesystem::file_size(file), ServerLog::kFileBytes);
    EXPECT_LE(std::filesystem::file_size(file.string() + ".1"), ServerLog::kFileBytes);
    EXPECT_FALSE(std::filesystem::exists(file.string() + ".2"));
    EXPECT_EQ(log.tail().size(), 1000U);
}

TEST(ServerLog, DropsWhatAFloodBringsBeyondItsRate)
{
    const portcullis::test::TempFolder folder;
    portcullis::test::ManualClock clock;
    const auto file = folder.path() / "a.log";
    ServerLog log(clock, file, 1000);
    for (int i = 0; i < 10'000; ++i) {
        log.line(std::string(999, 'x'));
    }
    EXPECT_LE(std::filesystem::file_size(file), ServerLog::kFileBytesPerSecond);
}

TEST(ServerLog, KeepsAndCutsOnlyWholeCharacters)
{
    portcullis::test::ManualClock clock;
    ServerLog log(clock, {}, 10);
    log.line("\xE4");
    EXPECT_EQ(log.tail(), "\xEF\xBF\xBD\n");
    log.line("\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4"); // with its end eleven bytes
    EXPECT_EQ(log.tail(), "\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4\n");
}

TEST(ServerLog, EscapesTerminalSequences)
{
    portcullis::test::ManualClock clock;
    ServerLog log(clock, {}, 1000);
    log.line("a\x1b[2Jb\x07\tc\xC2\x9B d\xC3\xA4\x7F");
    EXPECT_EQ(log.tail(), "a\\x1b[2Jb\\x07\tc\\x9b d\xC3\xA4\\x7f\n");
}

namespace {

RpcOutcome httpFailure(unsigned status)
{
    return std::unexpected(
        Failure{.error = {ErrorCode::ProtocolError, "no", {}}, .httpStatus = status});
}

} // namespace

TEST(JudgeProbe, TakesOnlyRefusalsOverHttpForEvidence)
{
    for (const unsigned status : {400U, 404U, 405U, 200U, 202U}) {
        EXPECT_EQ(judgeProbe(httpFailure(status), true).kind, ProbeVerdict::Kind::Session)
            << status;
    }
    for (const unsigned status : {0U, 302U, 401U, 403U, 406U, 415U, 429U, 500U, 503U}) {
        EXPECT_EQ(judgeProbe(httpFailure(status), true).kind, ProbeVerdict::Kind::Failed) << status;
    }
}

// G-56, G-57
TEST(Pace, LetsABurstPassAndMakesAFloodWait)
{
    asio::io_context io;
    Pace pace(io);
    int taken = 0;
    auto take = [](Pace& which, std::size_t messages, int& count) -> Task<> {
        co_await which.take(messages);
        ++count;
    };
    asio::co_spawn(io, take(pace, Pace::kBurst / 2, taken), asio::detached);
    io.poll();
    EXPECT_EQ(taken, 1);
    const auto begun = std::chrono::steady_clock::now();
    asio::co_spawn(io, take(pace, Pace::kBurst, taken), asio::detached);
    io.restart();
    io.poll();
    EXPECT_EQ(taken, 1);
    io.run();
    EXPECT_EQ(taken, 2);
    EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(500));
}

TEST(Pace, HoldsNobodyUpAtTheEnd)
{
    asio::io_context io;
    Pace pace(io);
    bool over = false;
    auto take = [](Pace& which, bool& done) -> Task<> {
        co_await which.take(1000 * Pace::kBurst);
        done = true;
    };
    asio::co_spawn(io, take(pace, over), asio::detached);
    io.poll();
    EXPECT_FALSE(over);
    pace.stop();
    io.restart();
    io.run();
    EXPECT_TRUE(over);
}

} // namespace portcullis::upstream::test
