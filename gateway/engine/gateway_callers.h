#pragma once

#include "gateway/base/peer_identity.h"
#include "gateway/engine/gateway.h"
#include "gateway/engine/gateway_face.h"
#include "gateway/engine/guarded_client.h"
#include "gateway/http/async.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace portcullis::engine {

// The persons at a gateway, each with what their roles give them: the one whose program it runs in,
// and those who come through the control socket. Owner: Gateway::Impl. Thread: gateway; own() any.
class Gateway::Callers
{
public:
    using Strand = http::asio::strand<http::asio::thread_pool::executor_type>;

    // Looks up the own account, which may take a moment. Without `identity`, the system's.
    Callers(Impl& impl, std::shared_ptr<const PeerIdentity> identity);

    // The gateway as the program that owns it uses it.
    [[nodiscard]] api::GatewayClient& own() { return m_guardedOwn; }

    // Who that is, looked up on `lookup`; goes on on `io`.
    [[nodiscard]] http::Task<Account>
    find(std::uint32_t user, Strand& lookup, http::asio::io_context& io) const;

    // The gateway for somebody at the control socket. Records name an account that is not the
    // gateway's own: "ctl anna/1001".
    [[nodiscard]] std::shared_ptr<GuardedClient> remote(const Account& account);

private:
    [[nodiscard]] GuardedClient guarded(Face& face, const Account& account);

    Impl& m_impl;
    std::shared_ptr<const PeerIdentity> m_identity;
    Account m_account;
    Face m_own;
    GuardedClient m_guardedOwn;
    std::map<std::string, std::unique_ptr<Face>> m_remote; // by what stands in records
};

} // namespace portcullis::engine
