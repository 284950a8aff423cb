#pragma once

#include "gateway/api/gateway_client.h"
#include "gateway/base/peer_identity.h"
#include "gateway/engine/guarded_client.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace portcullis::engine {

// Somebody at a gateway, and what that comes to under a configuration. Immutable; any thread.
struct GuardedClient::Person
{
    api::GatewayClient& behind;
    Account account;
    std::uint32_t owner = 0;
    Denied denied;
    std::shared_ptr<api::GatewayClient> kept; // `behind`, where nobody else keeps it

    [[nodiscard]] api::Roles roles(const api::GatewayConfig& config) const;
    [[nodiscard]] bool may(const api::GatewayConfig& config, api::Operation operation) const;
    // The refusal, told to `denied`; nothing when it may be done.
    [[nodiscard]] std::optional<Error> refuse(const api::GatewayConfig& config,
                                              api::Operation operation) const;
    [[nodiscard]] std::vector<KeyId> keys(const api::GatewayConfig& config) const;

    // What may be seen of them; of a configuration nothing for who has no role.
    [[nodiscard]] api::ConfigPtr seen(const api::ConfigPtr& config) const;
    [[nodiscard]] api::GatewayStatus seen(api::GatewayStatus status,
                                          const api::GatewayConfig& config) const;
    // The event as it may be seen; nothing when it may not.
    [[nodiscard]] std::optional<api::Event> seen(const api::Event& event,
                                                 const api::GatewayConfig& config) const;
};

// Goes on as `go(person, config, done)` with the configuration of that moment.
template <typename T, typename Go>
void GuardedClient::asPerson(api::Completion<T> done, Go go) const
{
    m_person->behind.config([person = m_person, done = std::move(done), go = std::move(go)](
                                const Result<api::ConfigPtr>& config) mutable {
        if (!config) {
            done(fail(config.error()));
            return;
        }
        go(*person, *config, std::move(done));
    });
}

// Goes on as `go(behind, done)`, or refuses.
template <typename T, typename Go>
void GuardedClient::enter(api::Operation operation, api::Completion<T> done, Go go) const
{
    asPerson(std::move(done),
             [operation, go = std::move(go)](const Person& person,
                                             const api::ConfigPtr& config,
                                             api::Completion<T> completion) mutable {
                 if (auto refused = person.refuse(*config, operation)) {
                     completion(fail(std::move(*refused)));
                     return;
                 }
                 go(person.behind, std::move(completion));
             });
}

} // namespace portcullis::engine
