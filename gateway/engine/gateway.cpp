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
    gateway->m_impl = std::make_unique<Impl>(std::move(options), clock, std::move(*stored));
    if (auto started = gateway->m_impl->start(); !started) {
        return fail(started.error());
    }
    return gateway;
}

void Gateway::open(SecretBytes master, api::Completion<> done, Unlocking how)
{
    auto shared = std::make_shared<SecretBytes>(std::move(master));
    if (!m_impl->post([this, shared, how = std::move(how), done] {
            m_impl->open(std::move(*shared), how, done);
        })) {
        done(fail(kGone));
    }
}

void Gateway::stop(std::chrono::milliseconds deadline)
{
    m_impl->stop(deadline);
}

void Gateway::config(api::Completion<api::ConfigPtr> done)
{
    m_impl->face().config(std::move(done));
}

void Gateway::status(api::Completion<api::GatewayStatus> done)
{
    m_impl->face().status(std::move(done));
}

void Gateway::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    m_impl->face().apply(std::move(change), std::move(done));
}

void Gateway::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    m_impl->face().createKey(std::move(key), std::move(done));
}

void Gateway::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    m_impl->face().rotateKey(std::move(rotation), std::move(done));
}

void Gateway::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    m_impl->face().putSecret(std::move(name), std::move(secret), std::move(done));
}

void Gateway::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    m_impl->face().testServer(std::move(server), std::move(done));
}

void Gateway::restartServer(ServerId server, api::Completion<> done)
{
    m_impl->face().restartServer(std::move(server), std::move(done));
}

void Gateway::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    m_impl->face().serverTools(std::move(server), std::move(done));
}

void Gateway::approveTools(ServerId server,
                           std::vector<api::ToolApproval> tools,
                           api::Completion<> done)
{
    m_impl->face().approveTools(std::move(server), std::move(tools), std::move(done));
}

void Gateway::acceptLog(api::Completion<> done)
{
    m_impl->face().acceptLog(std::move(done));
}

void Gateway::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    m_impl->face().activity(std::move(query), std::move(done));
}

void Gateway::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    m_impl->face().callDetails(n, std::move(done));
}

void Gateway::openLog(api::Completion<api::LogConnection> done)
{
    m_impl->face().openLog(std::move(done));
}

void Gateway::signOff(api::SignOff review, api::Completion<std::int64_t> done)
{
    m_impl->face().signOff(std::move(review), std::move(done));
}

void Gateway::exportBundle(api::ExportRequest request,
                           SecretBytes secret,
                           std::filesystem::path output,
                           api::JobWatch watch,
                           api::Completion<api::ExportSummary> done)
{
    m_impl->face().exportBundle(std::move(request),
                                std::move(secret),
                                std::move(output),
                                std::move(watch),
                                std::move(done));
}

void Gateway::checkLog(api::CheckRequest request,
                       api::JobWatch watch,
                       api::Completion<api::LogReport> done)
{
    m_impl->face().checkLog(std::move(request), std::move(watch), std::move(done));
}

void Gateway::checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done)
{
    m_impl->face().checkpoint(since, std::move(done));
}

void Gateway::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    m_impl->face().setHold(std::move(hold), std::move(done));
}

void Gateway::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    m_impl->face().releaseHold(std::move(id), std::move(reason), std::move(done));
}

void Gateway::holds(api::Completion<std::vector<api::Hold>> done)
{
    m_impl->face().holds(std::move(done));
}

void Gateway::eraseContents(api::EraseRequest request,
                            api::JobWatch watch,
                            api::Completion<api::EraseReport> done)
{
    m_impl->face().eraseContents(std::move(request), std::move(watch), std::move(done));
}

void Gateway::removeOld(api::RetentionRequest request,
                        api::JobWatch watch,
                        api::Completion<api::RetentionReport> done)
{
    m_impl->face().removeOld(request, std::move(watch), std::move(done));
}

void Gateway::budgets(api::BudgetQuery query, api::Completion<std::vector<api::BudgetState>> done)
{
    m_impl->face().budgets(std::move(query), std::move(done));
}

void Gateway::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    m_impl->face().revisions(query, std::move(done));
}

void Gateway::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    m_impl->face().revision(number, std::move(done));
}

void Gateway::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    m_impl->face().undone(number, std::move(done));
}

void Gateway::unlock(SecretBytes passphrase, api::Completion<> done)
{
    m_impl->face().unlock(std::move(passphrase), std::move(done));
}

void Gateway::observe(api::EventSink sink)
{
    m_impl->face().observe(std::move(sink));
}

} // namespace portcullis::engine
