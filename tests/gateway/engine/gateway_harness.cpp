#include "tests/gateway/engine/gateway_harness.h"

#include "gateway/base/crypto.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <thread>
#include <unistd.h>

namespace portcullis::test {

namespace {

std::string lowered(std::string text)
{
    std::ranges::transform(
        text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string unchunked(const std::string& body)
{
    std::string whole;
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t line = body.find("\r\n", at);
        if (line == std::string::npos) {
            break;
        }
        const std::size_t size = std::stoul(body.substr(at, line - at), nullptr, 16);
        if (size == 0) {
            break;
        }
        whole += body.substr(line + 2, size);
        at = line + 2 + size + 2;
    }
    return whole;
}

HttpReply parseReply(const std::string& text)
{
    HttpReply reply;
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos || text.size() < 12) {
        return reply;
    }
    reply.status = static_cast<unsigned>(std::stoul(text.substr(9, 3)));
    std::size_t at = text.find("\r\n") + 2;
    while (at < end + 2) {
        const std::size_t next = text.find("\r\n", at);
        const std::size_t colon = text.find(':', at);
        reply.headers[lowered(text.substr(at, colon - at))] =
            text.substr(colon + 2, next - colon - 2);
        at = next + 2;
    }
    reply.body = text.substr(end + 4);
    if (reply.headers["transfer-encoding"] == "chunked") {
        reply.body = unchunked(reply.body);
    }
    return reply;
}

} // namespace

std::string HttpReply::json() const
{
    if (!isStream()) {
        return body;
    }
    std::size_t at = 0;
    std::string last;
    while ((at = body.find("data: ", at)) != std::string::npos) {
        const std::size_t end = body.find('\n', at);
        last = body.substr(at + 6, end - at - 6);
        at = end;
    }
    return last;
}

bool HttpReply::isStream() const
{
    const auto type = headers.find("content-type");
    return type != headers.end() && type->second.starts_with("text/event-stream");
}

RawClient::RawClient(std::uint16_t port)
{
    m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    timeval patience{10, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens");
    }
}

RawClient::~RawClient()
{
    close();
}

void RawClient::close()
{
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

void RawClient::send(const std::string& bytes) const
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t now =
            ::send(m_socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (now <= 0) {
            return; // a server may refuse before it has read all
        }
        sent += static_cast<std::size_t>(now);
    }
}

bool RawClient::readSome()
{
    char buffer[65536];
    ssize_t got = -1;
    do {
        got = ::recv(m_socket, buffer, sizeof buffer, 0);
    } while (got < 0 && errno == EINTR); // a server of the gateway has ended
    if (got <= 0) {
        return false;
    }
    m_received.append(buffer, static_cast<std::size_t>(got));
    return true;
}

bool RawClient::readUntil(const std::string& text, int times)
{
    std::size_t from = 0;
    while (times > 0) {
        const std::size_t at = m_received.find(text, from);
        if (at != std::string::npos) {
            from = at + text.size();
            --times;
        } else if (!readSome()) {
            return false;
        }
    }
    return true;
}

std::string RawClient::readAll()
{
    while (readSome()) {
    }
    return m_received;
}

std::string requestText(const std::string& method,
                        const std::string& path,
                        const Fields& fields,
                        const std::string& body)
{
    std::string text = method + " " + path + " HTTP/1.1\r\n";
    for (const auto& [name, value] : fields) {
        text += name + ": " + value + "\r\n";
    }
    if (!body.empty()) {
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    return text + "\r\n" + body;
}

GatewayHarness::GatewayHarness()
    : master(randomSecret(32))
{}

GatewayHarness::~GatewayHarness()
{
    stop();
}

void GatewayHarness::addServer(const std::string& id, std::vector<std::string> options)
{
    api::ServerConfig server;
    server.id = ServerId(id);
    server.command = {PORTCULLIS_TEST_SERVER};
    server.command.insert(server.command.end(), options.begin(), options.end());
    m_servers.push_back(std::move(server));
}

void GatewayHarness::addServer(api::ServerConfig server)
{
    m_servers.push_back(std::move(server));
}

void GatewayHarness::start()
{
    engine::GatewayOptions options;
    options.dataFolder = folder.path() / "data";
    options.supervisor = PORTCULLIS_SUPERVISOR;
    options.listenPort = 0;
    options.policy = policy.value_or(options.policy);
    options.amendConfig = [this](const api::GatewayConfig& stored) -> Result<api::GatewayConfig> {
        api::GatewayConfig config = stored;
        config.servers = m_servers;
        config.settings.durability = api::Durability::Standard;
        return config;
    };
    if (adjust) {
        adjust(options);
    }
    auto made = engine::Gateway::create(std::move(options), clock);
    ASSERT_TRUE(made) << made.error().message;
    gateway = std::move(*made);
}

void GatewayHarness::open()
{
    const auto opened = wait<void>([this](auto done) { gateway->open(master.duplicate(), done); });
    ASSERT_TRUE(opened) << opened.error().message;
}

void GatewayHarness::stop()
{
    gateway.reset();
}

Result<api::ConfigPtr> GatewayHarness::apply(api::ConfigChange change) const
{
    return wait<api::ConfigPtr>([&](auto done) { gateway->apply(change, done); });
}

GatewayHarness::Key GatewayHarness::makeKey(std::initializer_list<const char*> rules) const
{
    api::NewKey key;
    key.label = "test";
    for (const char* rule : rules) {
        key.allow.push_back(*api::parseRule(rule));
    }
    auto made = wait<api::CreatedKey>([&](auto done) { gateway->createKey(key, done); });
    return made ? Key{made->key.id, std::string(made->secret.revealText())} : Key{};
}

api::ActivityPage GatewayHarness::activity() const
{
    const auto page = wait<api::ActivityPage>([this](auto done) { gateway->activity({}, done); });
    return page ? *page : api::ActivityPage{};
}

api::GatewayStatus GatewayHarness::status() const
{
    const auto status = wait<api::GatewayStatus>([this](auto done) { gateway->status(done); });
    return status ? *status : api::GatewayStatus{};
}

bool GatewayHarness::eventually(const std::function<bool()>& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

std::uint16_t GatewayHarness::port() const
{
    const std::string endpoint = status().endpoint;
    const std::size_t colon = endpoint.rfind(':');
    return static_cast<std::uint16_t>(std::stoul(endpoint.substr(colon + 1)));
}

HttpReply GatewayHarness::send(const std::string& method,
                               const std::string& path,
                               Fields fields,
                               const std::string& body) const
{
    RawClient client(port());
    fields.emplace_back("Connection", "close");
    client.send(requestText(method, path, fields, body));
    return parseReply(client.readAll());
}

HttpReply GatewayHarness::post(const Key& key,
                               const std::string& body,
                               Fields more,
                               const std::string& path) const
{
    Fields fields{{"Host", "localhost"},
                  {"Authorization", "Bearer " + key.secret},
                  {"Content-Type", "application/json"},
                  {"Accept", "application/json, text/event-stream"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return send("POST", path, std::move(fields), body);
}

HttpReply GatewayHarness::postStateless(const Key& key,
                                        const std::string& method,
                                        const std::string& params,
                                        const std::string& name,
                                        const std::string& path) const
{
    const std::string meta =
        R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
        R"("io.modelcontextprotocol/clientInfo":{"name":"tester","version":"1"},)"
        R"("io.modelcontextprotocol/clientCapabilities":{}})";
    Fields more{{"MCP-Protocol-Version", "2026-07-28"}, {"Mcp-Method", method}};
    if (!name.empty()) {
        more.emplace_back("Mcp-Name", name);
    }
    const std::string body = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":{)" +
                             params + (params.empty() ? "" : ",") + meta + "}}";
    return post(key, body, std::move(more), path);
}

Fields GatewayHarness::initialize(const Key& key,
                                  const std::string& revision,
                                  const std::string& path) const
{
    const HttpReply reply =
        post(key,
             R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" +
                 revision + R"(","capabilities":{},"clientInfo":{"name":"tester","version":"1"}}})",
             {},
             path);
    Fields fields{
        {"Mcp-Session-Id",
         reply.headers.contains("mcp-session-id") ? reply.headers.at("mcp-session-id") : ""}};
    if (revision > "2025-03-26") {
        fields.emplace_back("MCP-Protocol-Version", revision);
    }
    static_cast<void>(
        post(key, R"({"jsonrpc":"2.0","method":"notifications/initialized"})", fields, path));
    return fields;
}

std::string callText(const std::string& tool, const std::string& arguments, const std::string& id)
{
    return R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"tools/call","params":{"name":")" +
           tool + R"(","arguments":)" + arguments + "}}";
}

} // namespace portcullis::test
