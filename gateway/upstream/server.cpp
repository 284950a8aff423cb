#include "gateway/upstream/server.h"

#include "gateway/upstream/server_core.h"

#include <utility>

namespace portcullis::upstream {

namespace {

// The handle that engine owns. The core lives on while coroutines need it. Thread: gateway.
class CoreServer final : public Server
{
public:
    explicit CoreServer(std::shared_ptr<ServerCore> core)
        : m_core(std::move(core))
    {}

    ~CoreServer() override { m_core->release(); }

    CoreServer(const CoreServer&) = delete;
    CoreServer& operator=(const CoreServer&) = delete;

    void start() override { m_core->start(); }

    void restart() override { m_core->restart(); }

    Task<> stop() override { return m_core->stop(); }

    [[nodiscard]] api::ServerStatus status() const override { return m_core->status(); }

    [[nodiscard]] const std::vector<protocol::Tool>& tools() const override
    {
        return m_core->tools();
    }

    [[nodiscard]] const std::vector<std::string>& notes() const override { return m_core->notes(); }

    [[nodiscard]] const OfferList& offers() const override { return m_core->offers(); }

    [[nodiscard]] std::optional<std::chrono::milliseconds> toolsLife() const override
    {
        return m_core->toolsLife();
    }

    [[nodiscard]] std::string diagnostics() const override { return m_core->diagnostics(); }

    [[nodiscard]] const std::optional<protocol::ServerHello>& hello() const override
    {
        return m_core->hello();
    }

    [[nodiscard]] bool asksWithoutAddress() const override { return m_core->asksWithoutAddress(); }

    [[nodiscard]] std::shared_ptr<PendingCall> call(CallRequest request, CallEvents events) override
    {
        return m_core->call(std::move(request), std::move(events));
    }

    Task<std::set<std::string>> watchResources(std::set<std::string> uris) override
    {
        return m_core->watchResources(std::move(uris));
    }

    void wantLogLevel(std::optional<protocol::LogLevel> level) override
    {
        m_core->wantLogLevel(level);
    }

    void tellRootsChanged() override { m_core->tellRootsChanged(); }

    Task<> logLevelTold() override { return ServerCore::logLevelTold(m_core); }

    Task<Result<>> firstAttempt() override { return m_core->firstAttempt(); }

private:
    std::shared_ptr<ServerCore> m_core;
};

} // namespace

std::unique_ptr<Server> Server::create(asio::io_context& io,
                                       ServerOptions options,
                                       CredentialSource& credentials,
                                       const Clock& clock,
                                       ServerEvents events)
{
    return std::make_unique<CoreServer>(std::make_shared<ServerCore>(
        ServerCore::Parts{io, std::move(options), credentials, clock, std::move(events)}));
}

} // namespace portcullis::upstream
