#include "gateway/engine/gateway.h"

#include "gateway/engine/data_folder.h"
#include "gateway/engine/gateway_impl.h"

#include <utility>

namespace portcullis::engine {

namespace {

const Error kGone{ErrorCode::Unavailable, "The gateway has stopped.", {}};

} // namespace

Gateway::Gateway() = default;

Gateway::~Gateway()
{
    stop();
}

Result<std::unique_ptr<Gateway>> Gateway::create(GatewayOptions options, const Clock& clock)
{
    if (auto folder = prepareDataFolder(options.dataFolder); !folder) {
        return fail(folder.error());
    }
    auto stored = ConfigStore(options.dataFolder).load();
    if (!stored) {
        return fail(stored.error());
    }
    std::unique_ptr<Gateway> gateway(new Gateway());
    gateway->m_impl =
        std::make_unique<Impl>(*gateway, std::move(options), clock, std::move(*stored));
    if (auto started = gateway->m_impl->start(); !started) {
        return fail(started.error());
    }
    return gateway;
}

void Gateway::open(SecretBytes master, api::Completion<> done)
{
    auto shared = std::make_shared<SecretBytes>(std::move(master));
    if (!m_impl->post([this, shared, done] { m_impl->open(std::move(*shared), done); })) {
        done(fail(kGone));
    }
}

void Gateway::stop(std::chrono::milliseconds deadline)
{
    m_impl->stop(deadline);
}

void Gateway::config(api::Completion<api::ConfigPtr> done)
{
    if (!m_impl->post([this, done] { done(m_impl->config()); })) {
        done(fail(kGone));
    }
}

void Gateway::status(api::Completion<api::GatewayStatus> done)
{
    if (!m_impl->post([this, done] { done(m_impl->status()); })) {
        done(fail(kGone));
    }
}

void Gateway::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    if (!m_impl->post(
            [this, change = std::move(change), done] { m_impl->apply(change, "user", done); })) {
        done(fail(kGone));
    }
}

void Gateway::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    if (!m_impl->post([this, key = std::move(key), done] { m_impl->createKey(key, done); })) {
        done(fail(kGone));
    }
}

void Gateway::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    auto shared = std::make_shared<SecretBytes>(std::move(secret));
    if (!m_impl->post([this, name = std::move(name), shared, done] {
            m_impl->putSecret(name, std::move(*shared), done);
        })) {
        done(fail(kGone));
    }
}

void Gateway::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    if (!m_impl->post(
            [this, server = std::move(server), done] { m_impl->testServer(server, done); })) {
        done(fail(kGone));
    }
}

void Gateway::restartServer(ServerId server, api::Completion<> done)
{
    if (!m_impl->post(
            [this, server = std::move(server), done] { m_impl->restartServer(server, done); })) {
        done(fail(kGone));
    }
}

void Gateway::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    if (!m_impl->post(
            [this, server = std::move(server), done] { m_impl->serverTools(server, done); })) {
        done(fail(kGone));
    }
}

void Gateway::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    if (!m_impl->post([this, query = std::move(query), done] { m_impl->activity(query, done); })) {
        done(fail(kGone));
    }
}

void Gateway::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    if (!m_impl->post([this, n, done] { m_impl->callDetails(n, done); })) {
        done(fail(kGone));
    }
}

void Gateway::unlock(SecretBytes passphrase, api::Completion<> done)
{
    auto shared = std::make_shared<SecretBytes>(std::move(passphrase));
    if (!m_impl->post([this, shared, done] { m_impl->unlock(std::move(*shared), done); })) {
        done(fail(kGone));
    }
}

void Gateway::observe(api::EventSink sink)
{
    // A gateway that has stopped has no more events.
    static_cast<void>(m_impl->post([this, sink = std::move(sink)] { m_impl->observe(sink); }));
}

} // namespace portcullis::engine
