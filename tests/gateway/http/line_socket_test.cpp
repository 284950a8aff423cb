#include "gateway/http/line_socket.h"
#include "raw_client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <unistd.h>

namespace portcullis::http::test {
namespace {

using Lines = std::shared_ptr<LineConnection>;
using Line = Result<std::optional<std::string>>;

Task<> echoLines(Lines lines)
{
    for (;;) {
        Line line = co_await lines->readLine();
        if (!line && line.error().code == ErrorCode::ResourceExhausted) {
            lines->writeLine("too long");
            continue;
        }
        if (!line || !*line) {
            co_return;
        }
        lines->writeLine("<" + **line + ">");
    }
}

class LineSocket : public testing::Test
{
protected:
    LineSocket()
    {
        std::string name = "/tmp/portcullis-lines-XXXXXX";
        m_folder = ::mkdtemp(name.data());
        options.path = m_folder / "run" / "gateway.sock";
    }

    ~LineSocket() override
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }

    void TearDown() override
    {
        loop.call([this] { server.reset(); });
        loop.stop();
    }

    Result<> listen(LineServer::Handler handler = echoLines)
    {
        return loop.call([&]() -> Result<> {
            auto made = LineServer::listen(loop.io(), options, std::move(handler));
            if (!made) {
                return fail(made.error());
            }
            server = std::move(*made);
            return {};
        });
    }

    template <typename T>
    T await(Task<T> task)
    {
        return asio::co_spawn(loop.io(), std::move(task), asio::use_future).get();
    }

    Lines connect()
    {
        auto connected = await(connectLines(loop.io(), options.path));
        EXPECT_TRUE(connected) << connected.error().message;
        return connected ? *connected : nullptr;
    }

    std::string ask(const Lines& lines, const std::string& text)
    {
        loop.call([&] { lines->writeLine(text); });
        const Line line = await(lines->readLine());
        return line && *line ? **line : "nothing";
    }

    // A connected socket for exact bytes.
    int rawConnect() const
    {
        const int raw = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, options.path.c_str(), sizeof address.sun_path - 1);
        EXPECT_EQ(::connect(raw, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        return raw;
    }

    static std::string readRaw(int raw, std::size_t count)
    {
        std::string got(count, '\0');
        const ssize_t bytes = ::recv(raw, got.data(), count, MSG_WAITALL);
        got.resize(bytes > 0 ? static_cast<std::size_t>(bytes) : 0);
        return got;
    }

    static unsigned modeOf(const std::filesystem::path& path)
    {
        struct stat status{};
        ::lstat(path.c_str(), &status);
        return status.st_mode & 07777U;
    }

    Loop loop;
    LineServerOptions options;
    std::unique_ptr<LineServer> server;
    std::filesystem::path m_folder;
};

TEST_F(LineSocket, CarriesLinesBothWays)
{
    ASSERT_TRUE(listen());
    const Lines lines = connect();
    EXPECT_EQ(ask(lines, "one"), "<one>");
    EXPECT_EQ(ask(lines, ""), "<>");
    EXPECT_EQ(ask(lines, "a\nb"), "<a b>");
    const std::string large(5'000'000, 'x');
    EXPECT_EQ(ask(lines, large), "<" + large + ">");
    loop.call([&] { lines->close(); });
}

TEST_F(LineSocket, IsForItsOwnerOnly)
{
    ASSERT_TRUE(listen());
    EXPECT_EQ(modeOf(options.path), 0600U);
    EXPECT_EQ(modeOf(options.path.parent_path()), 0700U);
}

// The folder says who gets as far as the socket.
TEST_F(LineSocket, IsForEverybodyWhomTheFolderLetsInWhereOthersAreWanted)
{
    options.otherUsers = true;
    std::filesystem::create_directory(options.path.parent_path());
    ASSERT_EQ(::chmod(options.path.parent_path().c_str(), 0750), 0);
    ASSERT_TRUE(listen([](Lines lines) -> Task<> {
        lines->writeLine(std::to_string(lines->peer().user.value_or(0) + 1));
        co_return;
    }));
    EXPECT_EQ(modeOf(options.path), 0666U);
    EXPECT_EQ(modeOf(options.path.parent_path()), 0750U);
    const Line told = await(connect()->readLine());
    ASSERT_TRUE(told && *told);
    EXPECT_EQ(**told, std::to_string(::geteuid() + 1));
}

TEST_F(LineSocket, TellsThePeersProcess)
{
    Peer peer;
    ASSERT_TRUE(listen([&peer](Lines lines) {
        peer = lines->peer();
        return echoLines(std::move(lines));
    }));
    const Lines lines = connect();
    EXPECT_EQ(ask(lines, "x"), "<x>");
    EXPECT_EQ(peer.pid, ::getpid());
    EXPECT_EQ(peer.address, options.path.native());
    EXPECT_EQ(lines->peer().pid, ::getpid());
}

TEST_F(LineSocket, TakesLinesInAnyPieces)
{
    ASSERT_TRUE(listen());
    const int raw = rawConnect();
    for (const char byte : std::string("one\r\ntwo\n\nlast, unfinished")) {
        ASSERT_EQ(::send(raw, &byte, 1, MSG_NOSIGNAL), 1);
    }
    ::shutdown(raw, SHUT_WR);
    EXPECT_EQ(readRaw(raw, 1000), "<one>\n<two>\n<>\n");
    ::close(raw);
}

TEST_F(LineSocket, SkipsALineThatIsTooLong)
{
    options.lineBytes = 10;
    ASSERT_TRUE(listen());
    const int raw = rawConnect();
    const std::string bytes =
        "0123456789\n0123456789A\nok\n" + std::string(300'000, 'x') + "\nafter\n";
    ASSERT_EQ(::send(raw, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
    ::shutdown(raw, SHUT_WR);
    EXPECT_EQ(readRaw(raw, 1000), "<0123456789>\ntoo long\n<ok>\ntoo long\n<after>\n");
    ::close(raw);
}

TEST_F(LineSocket, ReplacesAStaleFileButNotALiveOne)
{
    ASSERT_TRUE(listen());
    asio::io_context other;
    const auto second = LineServer::listen(other, options, echoLines);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::Busy);
    EXPECT_EQ(ask(connect(), "still there"), "<still there>");

    loop.call([this] { server.reset(); });
    EXPECT_FALSE(std::filesystem::exists(options.path));
    const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, options.path.c_str(), sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(dead);
    ASSERT_TRUE(std::filesystem::exists(options.path));
    ASSERT_TRUE(listen());
    EXPECT_EQ(ask(connect(), "new"), "<new>");
}

TEST_F(LineSocket, LeavesOtherFilesAlone)
{
    std::filesystem::create_directory(options.path.parent_path());
    std::ofstream(options.path) << "precious";
    const auto listening = listen();
    ASSERT_FALSE(listening);
    EXPECT_EQ(listening.error().code, ErrorCode::AlreadyExists);
    EXPECT_TRUE(std::filesystem::exists(options.path));
}

TEST_F(LineSocket, RefusesAFolderThatOthersCanWrite)
{
    std::filesystem::create_directory(options.path.parent_path());
    ::chmod(options.path.parent_path().c_str(), 0770);
    const auto listening = listen();
    ASSERT_FALSE(listening);
    EXPECT_EQ(listening.error().code, ErrorCode::PermissionDenied);
    EXPECT_THAT(listening.error().message, testing::HasSubstr("chmod 700"));
}

TEST_F(LineSocket, SaysHowLongAPathMayBe)
{
    const auto folder = options.path;
    options.path = folder / std::string(200, 'a');
    const auto listening = listen();
    ASSERT_FALSE(listening);
    EXPECT_EQ(listening.error().code, ErrorCode::InvalidArgument);
    EXPECT_THAT(listening.error().message, testing::HasSubstr("at most 107"));
    const auto connected = await(connectLines(loop.io(), options.path));
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().code, ErrorCode::InvalidArgument);
    options.path = "relative.sock";
    EXPECT_FALSE(listen());
}

TEST_F(LineSocket, SaysWhenNobodyListens)
{
    const auto connected = await(connectLines(loop.io(), options.path));
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().code, ErrorCode::Unavailable);
}

Task<> readOne(Lines lines, std::atomic<int>& begun, std::atomic<int>& code)
{
    ++begun;
    const Line line = co_await lines->readLine();
    code = line ? 0 : static_cast<int>(line.error().code);
}

TEST_F(LineSocket, EndsReadingWhenTheServerIsDestroyed)
{
    std::atomic<int> begun{0};
    std::atomic<int> code{-1};
    ASSERT_TRUE(listen([&](Lines lines) { return readOne(std::move(lines), begun, code); }));
    const Lines lines = connect();
    ASSERT_TRUE(eventually(loop, [&] { return begun == 1; }));
    loop.call([this] { server.reset(); });
    EXPECT_TRUE(eventually(loop, [&] { return code == static_cast<int>(ErrorCode::Unavailable); }));
    const Line end = await(lines->readLine());
    ASSERT_TRUE(end);
    EXPECT_FALSE(*end);
}

Task<> writeUntilClosed(Lines lines, std::atomic<bool>& done)
{
    const std::string line(1'000'000, 'x');
    for (int i = 0; i < 64; ++i) {
        lines->writeLine(line);
    }
    co_await lines->flush();
    const Line next = co_await lines->readLine();
    done = !next;
}

TEST_F(LineSocket, CutsOffAPeerThatDoesNotRead)
{
    std::atomic<bool> done{false};
    ASSERT_TRUE(listen([&done](Lines lines) { return writeUntilClosed(std::move(lines), done); }));
    const int raw = rawConnect();
    EXPECT_TRUE(eventually(loop, [&] { return done.load(); }));
    ::close(raw);
}

TEST_F(LineSocket, LetsFurtherConnectionsWaitForRoom)
{
    options.connections = 1;
    ASSERT_TRUE(listen());
    Lines first = connect();
    EXPECT_EQ(ask(first, "1"), "<1>");
    const int raw = rawConnect();
    ASSERT_EQ(::send(raw, "2\n", 2, MSG_NOSIGNAL), 2);
    loop.call([&] { first->close(); });
    EXPECT_EQ(readRaw(raw, 4), "<2>\n");
    ::close(raw);
}

TEST_F(LineSocket, IsDestroyedWithALoopThatNeverRunsAgain)
{
    ASSERT_TRUE(listen());
    const int raw = rawConnect();
    ASSERT_EQ(::send(raw, "2\n", 2, MSG_NOSIGNAL), 2);
    EXPECT_EQ(readRaw(raw, 4), "<2>\n");
    ::close(raw);
    loop.stop();
}

} // namespace
} // namespace portcullis::http::test
