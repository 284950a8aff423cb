#include "app/common/remote_connection.h"

#include "gateway/api/wire.h"
#include "gateway/base/json.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <utility>

namespace portcullis::remote {

using http::Task;
using nlohmann::json;

namespace {

constexpr std::size_t kLineBytes = std::size_t{64} * 1024 * 1024; // one call's recorded texts
constexpr std::uint32_t kDepth = 64;

const Error kGone{ErrorCode::Unavailable, "Portcullis has stopped meanwhile.", {}};

// nlohmann builds values recursively: depth is checked before it sees any.
Result<json> readLine(const std::string& line)
{
    JsonLimits limits;
    limits.bytes = kLineBytes;
    limits.depth = kDepth;
    if (const auto checked = JsonDocument::parse(line, limits); !checked) {
        return fail(checked.error());
    }
    json read = json::parse(line, nullptr, false);
    if (!read.is_object()) {
        return fail(ErrorCode::ProtocolError, "The gateway sent something that is not an answer.");
    }
    return read;
}

} // namespace

RemoteConnection::RemoteConnection()
    : m_io(1)
    , m_guard(http::asio::make_work_guard(m_io))
    , m_thread([this] { m_io.run(); })
{}

RemoteConnection::~RemoteConnection()
{
    http::asio::post(m_io, [this] {
        m_sink = nullptr;
        m_gone = nullptr;
        if (m_lines) {
            m_lines->close();
        }
        lost();
        m_guard.reset();
    });
    m_thread.join();
}

Result<> RemoteConnection::connect(const std::filesystem::path& socket)
{
    auto connected = std::make_shared<std::promise<Result<>>>();
    auto answer = connected->get_future();
    auto open = [](RemoteConnection& self,
                   std::filesystem::path path,
                   std::shared_ptr<std::promise<Result<>>> done) -> Task<> {
        auto lines = co_await http::connectLines(self.m_io, path, kLineBytes);
        if (!lines) {
            done->set_value(fail(std::move(lines.error())));
            co_return;
        }
        self.m_lines = std::move(*lines);
        done->set_value({});
        co_await self.receive();
    };
    http::asio::co_spawn(m_io, open(*this, socket, connected), http::asio::detached);
    return answer.get();
}

Task<> RemoteConnection::receive()
{
    const auto lines = m_lines;
    while (true) {
        const auto line = co_await lines->readLine();
        if (!line || !*line) {
            break;
        }
        take(**line);
    }
    lost();
}

void RemoteConnection::take(const std::string& line)
{
    auto read = readLine(line);
    if (!read) {
        m_lines->close();
        return;
    }
    if (read->contains("progress")) {
        takeProgress(*read);
        return;
    }
    if (!read->contains("event")) {
        takeAnswer(std::move(*read));
        return;
    }
    const auto event = api::eventFromJson((*read)["event"]);
    if (event && m_sink) {
        m_sink(*event);
    }
}

void RemoteConnection::takeProgress(const json& line)
{
    const auto id = line.find("id");
    const json& progress = line["progress"];
    const auto number = [&progress](const char* name) {
        const auto found = progress.find(name);
        return found != progress.end() && found->is_number_unsigned() ? found->get<std::uint64_t>()
                                                                      : 0;
    };
    const auto open = id != line.end() && id->is_number_integer()
                          ? m_open.find(id->get<std::int64_t>())
                          : m_open.end();
    if (open != m_open.end() && open->second.progress) {
        open->second.progress(number("done"), number("total"));
    }
}

void RemoteConnection::takeAnswer(json answer)
{
    const json id = answer.value("id", json());
    auto found = id.is_number_integer() ? m_open.find(id.get<std::int64_t>()) : m_open.end();
    if (found == m_open.end()) {
        return;
    }
    const Answer done = std::move(m_open.extract(found).mapped().done);
    if (answer.contains("error")) {
        done(fail(api::errorFromJson(answer["error"])));
    } else {
        done(answer.value("result", json()));
    }
}

void RemoteConnection::lost()
{
    if (std::exchange(m_lost, true)) {
        return;
    }
    for (const auto all = std::exchange(m_open, {}); const auto& [id, open] : all) {
        open.done(fail(kGone));
    }
    if (m_gone) {
        m_gone();
    }
}

void RemoteConnection::request(const char* command, json params, Answer done)
{
    job(command, std::move(params), {}, std::move(done));
}

void RemoteConnection::job(const char* command, json params, api::JobWatch watch, Answer done)
{
    http::asio::post(m_io,
                     [this,
                      command,
                      params = std::move(params),
                      watch = std::move(watch),
                      done = std::move(done)] { send(command, params, watch, done); });
}

void RemoteConnection::send(const char* command, json params, api::JobWatch watch, Answer done)
{
    if (m_lost || !m_lines) {
        done(fail(kGone));
        return;
    }
    const std::int64_t id = ++m_last;
    try {
        const json line = {{"id", id}, {"command", command}, {"params", std::move(params)}};
        m_lines->writeLine(line.dump());
    } catch (const json::exception&) {
        done(fail(ErrorCode::InvalidArgument, "A text is not valid UTF-8: write it in UTF-8."));
        return;
    }
    Open& open = m_open[id];
    open.done = std::move(done);
    open.progress = std::move(watch.progress);
    if (watch.stop.stop_possible()) {
        const std::function<void()> cancel = [this, id] {
            request("cancel", {{"id", id}}, [](const Result<json>&) {});
        };
        open.stop = std::make_unique<std::stop_callback<std::function<void()>>>(watch.stop, cancel);
    }
}

void RemoteConnection::observe(api::EventSink sink)
{
    http::asio::post(m_io, [this, sink = std::move(sink)] {
        m_sink = sink;
        if (m_sink && !std::exchange(m_observing, true)) {
            request("observe", json::object(), [](const Result<json>&) {});
        }
    });
}

void RemoteConnection::onGone(std::function<void()> gone)
{
    http::asio::post(m_io, [this, gone = std::move(gone)] {
        m_gone = gone;
        if (m_lost && m_gone) {
            m_gone();
        }
    });
}

} // namespace portcullis::remote
