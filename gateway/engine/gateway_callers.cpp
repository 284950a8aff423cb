#include "gateway/engine/gateway_callers.h"

#include "gateway/engine/gateway_impl.h"

#include <boost/asio/post.hpp>

#include <utility>

namespace portcullis::engine {

using http::Task;

Gateway::Callers::Callers(Impl& impl, std::shared_ptr<const PeerIdentity> identity)
    : m_impl(impl)
    , m_identity(identity ? std::move(identity) : systemIdentity())
    , m_account(m_identity->ofUser(ownUser()))
    , m_own(impl, "gui")
    , m_guardedOwn(guarded(m_own, m_account))
{}

GuardedClient Gateway::Callers::guarded(Face& face, const Account& account)
{
    return {face, account, ownUser(), [this](const Account& who, api::Operation operation) {
                m_impl.denied(who, operation);
            }};
}

Task<Account>
Gateway::Callers::find(std::uint32_t user, Strand& lookup, http::asio::io_context& io) const
{
    const auto found = std::make_shared<http::Promise<Account>>(io.get_executor());
    http::asio::post(
        lookup, [&io, found, user, identity = m_identity, guard = http::asio::make_work_guard(io)] {
            Account account = identity->ofUser(user);
            http::asio::post(io, [found, account = std::move(account)] { found->set(account); });
        });
    co_return co_await found->wait();
}

std::shared_ptr<GuardedClient> Gateway::Callers::remote(const Account& account)
{
    std::string by = "ctl";
    std::optional<std::filesystem::path> exports;
    if (account.uid != ownUser()) {
        by += " " + describeAccount(account);
        exports = m_impl.options().exportFolder;
    }
    std::unique_ptr<Face>& face = m_remote[by];
    if (face == nullptr) {
        face = std::make_unique<Face>(m_impl, by, std::move(exports));
    }
    return std::make_shared<GuardedClient>(guarded(*face, account));
}

} // namespace portcullis::engine
