#include "tests/gateway/upstream/harness.h"

namespace portcullis::upstream::test {

bool Loop::until(const std::function<bool()>& condition)
{
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition() && std::chrono::steady_clock::now() < end) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds(20));
    }
    return condition();
}

void Loop::await(Task<> task)
{
    bool done = false;
    asio::co_spawn(io, std::move(task), [&done](const std::exception_ptr& error) {
        EXPECT_FALSE(error);
        done = true;
    });
    EXPECT_TRUE(until([&done] { return done; }));
}

Result<SecretBytes> Secrets::secret(const std::string& name)
{
    const auto found = values.find(name);
    if (found == values.end()) {
        return fail(ErrorCode::NotFound, "There is no secret named " + name + ".");
    }
    return SecretBytes(found->second);
}

ServerOptions Upstream::options(const std::filesystem::path& folder)
{
    ServerOptions options;
    options.config.id = ServerId("fx");
    options.dataFolder = folder;
    options.supervisor = PORTCULLIS_SUPERVISOR;
    options.probeTimeout = std::chrono::milliseconds(200);
    options.handshakeTimeout = std::chrono::milliseconds(5000);
    options.listTimeout = std::chrono::milliseconds(5000);
    options.firstBackoff = std::chrono::milliseconds(10);
    options.longestBackoff = std::chrono::milliseconds(40);
    options.relistInterval = std::chrono::milliseconds(50);
    options.grace = std::chrono::milliseconds(200);
    options.term = std::chrono::milliseconds(200);
    return options;
}

Upstream::Upstream(Loop& ownLoop, std::vector<std::string> arguments)
    : loop(ownLoop)
    , settings(options(folder.path()))
{
    settings.config.command = {PORTCULLIS_TEST_SERVER};
    settings.config.command.insert(
        settings.config.command.end(), arguments.begin(), arguments.end());
    settings.config.protocol = api::ProtocolChoice::Session;
}

Upstream::~Upstream()
{
    if (m_server != nullptr) {
        loop.await(m_server->stop());
    }
}

Server& Upstream::server()
{
    if (m_server == nullptr) {
        ServerEvents events;
        events.stateChanged = [this] { states.push_back(m_server->status().state); };
        events.toolsChanged = [this] { ++toolsChanges; };
        events.verdict = [this](const EraVerdict& verdict) { verdicts.push_back(verdict); };
        m_server = Server::create(loop.io, settings, secrets, clock, std::move(events));
    }
    return *m_server;
}

CallRequest toolCall(const std::string& tool, const std::string& arguments)
{
    CallRequest request;
    request.name = tool;
    request.arguments = arguments;
    request.members = protocol::writeCallMembers(
        {.name = tool, .arguments = arguments, .inputResponses = {}, .requestState = {}});
    return request;
}

Result<> Upstream::start()
{
    server().start();
    return loop.await(server().firstAttempt());
}

std::shared_ptr<PendingCall> Upstream::begin(const std::string& tool, const std::string& arguments)
{
    CallRequest request = toolCall(tool, arguments);
    request.timeout = settings.config.callTimeout;
    return server().call(std::move(request), {});
}

Result<CallReply> Upstream::call(const std::string& tool, const std::string& arguments)
{
    const auto pending = begin(tool, arguments);
    return loop.await(pending->wait());
}

std::string firstText(const CallReply& reply)
{
    return reply.result["content"].first()["text"].string();
}

std::string Upstream::text(const std::string& tool, const std::string& arguments)
{
    const auto reply = call(tool, arguments);
    if (!reply) {
        return errorCodeName(reply.error().code) + (": " + reply.error().message);
    }
    return reply->error ? "rpc " + std::to_string(reply->error->code) : firstText(*reply);
}

bool Upstream::reaches(api::ServerState state)
{
    return loop.until([this, state] { return server().status().state == state; });
}

} // namespace portcullis::upstream::test
