#include "gateway/engine/gateway_face.h"

#include "gateway/engine/gateway_impl.h"

#include <utility>

namespace portcullis::engine {

Gateway::Face::Face(Impl& impl, std::string by, std::optional<std::filesystem::path> exports)
    : m_impl(impl)
    , m_by(std::move(by))
    , m_exports(std::move(exports))
{}

std::unexpected<Error> Gateway::Face::gone()
{
    return fail(ErrorCode::Unavailable, "The gateway has stopped.");
}

void Gateway::Face::config(api::Completion<api::ConfigPtr> done)
{
    if (!m_impl.post([this, done] { done(m_impl.config()); })) {
        done(gone());
    }
}

void Gateway::Face::status(api::Completion<api::GatewayStatus> done)
{
    if (!m_impl.post([this, done] { done(m_impl.status()); })) {
        done(gone());
    }
}

void Gateway::Face::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    if (!m_impl.post(
            [this, change = std::move(change), done] { m_impl.apply(change, m_by, done); })) {
        done(gone());
    }
}

void Gateway::Face::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    if (!m_impl.post([this, key = std::move(key), done] { m_impl.createKey(key, m_by, done); })) {
        done(gone());
    }
}

void Gateway::Face::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    if (!m_impl.post([this, rotation = std::move(rotation), done] {
            m_impl.rotateKey(rotation, m_by, done);
        })) {
        done(gone());
    }
}

void Gateway::Face::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    auto shared = std::make_shared<SecretBytes>(std::move(secret));
    if (!m_impl.post([this, name = std::move(name), shared, done] {
            m_impl.putSecret(name, std::move(*shared), m_by, done);
        })) {
        done(gone());
    }
}

void Gateway::Face::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    if (!m_impl.post(
            [this, server = std::move(server), done] { m_impl.testServer(server, done); })) {
        done(gone());
    }
}

void Gateway::Face::restartServer(ServerId server, api::Completion<> done)
{
    if (!m_impl.post(
            [this, server = std::move(server), done] { m_impl.restartServer(server, done); })) {
        done(gone());
    }
}

void Gateway::Face::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    if (!m_impl.post(
            [this, server = std::move(server), done] { m_impl.serverTools(server, done); })) {
        done(gone());
    }
}

void Gateway::Face::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 api::Completion<> done)
{
    if (!m_impl.post([this, server = std::move(server), tools = std::move(tools), done] {
            m_impl.approveTools(server, tools, m_by, done);
        })) {
        done(gone());
    }
}

void Gateway::Face::acceptLog(api::Completion<> done)
{
    if (!m_impl.post([this, done] { m_impl.acceptLog(m_by, done); })) {
        done(gone());
    }
}

void Gateway::Face::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    if (!m_impl.post([this, query = std::move(query), done] { m_impl.activity(query, done); })) {
        done(gone());
    }
}

void Gateway::Face::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    if (!m_impl.post([this, n, done] { m_impl.callDetails(n, done); })) {
        done(gone());
    }
}

void Gateway::Face::openLog(api::Completion<api::LogConnection> done)
{
    if (!m_impl.post([this, done] { m_impl.openLog(done); })) {
        done(gone());
    }
}

void Gateway::Face::signOff(api::SignOff review, api::Completion<std::int64_t> done)
{
    if (!m_impl.post(
            [this, review = std::move(review), done] { m_impl.signOff(review, m_by, done); })) {
        done(gone());
    }
}

void Gateway::Face::budgets(api::BudgetQuery query,
                            api::Completion<std::vector<api::BudgetState>> done)
{
    if (!m_impl.post([this, query = std::move(query), done] { done(m_impl.budgets(query)); })) {
        done(gone());
    }
}

void Gateway::Face::unlock(SecretBytes passphrase, api::Completion<> done)
{
    auto shared = std::make_shared<SecretBytes>(std::move(passphrase));
    if (!m_impl.post([this, shared, done] { m_impl.unlock(std::move(*shared), m_by, done); })) {
        done(gone());
    }
}

void Gateway::Face::observe(api::EventSink sink)
{
    // A gateway that has stopped has no more events.
    static_cast<void>(m_impl.post([this, sink = std::move(sink)] { m_impl.observe(sink); }));
}

} // namespace portcullis::engine
