#include "gateway/engine/guarded_client.h"

#include "gateway/engine/person.h"
#include "gateway/policy/roles.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace portcullis::engine {

using api::Operation;

GuardedClient::GuardedClient(api::GatewayClient& behind,
                             Account account,
                             std::uint32_t owner,
                             Denied denied)
    : m_person(std::make_shared<const Person>(
          Person{behind, std::move(account), owner, std::move(denied), nullptr}))
{}

GuardedClient::GuardedClient(std::shared_ptr<api::GatewayClient> behind,
                             Account account,
                             std::uint32_t owner,
                             Denied denied)
    : m_person(std::make_shared<const Person>(
          Person{*behind, std::move(account), owner, std::move(denied), std::move(behind)}))
{}

void GuardedClient::config(api::Completion<api::ConfigPtr> done)
{
    asPerson(std::move(done),
             [](const Person& person,
                const api::ConfigPtr& config,
                const api::Completion<api::ConfigPtr>& completion) {
                 if (auto refused = person.refuse(*config, Operation::SeeOwn)) {
                     completion(fail(std::move(*refused)));
                     return;
                 }
                 completion(person.seen(config));
             });
}

void GuardedClient::status(api::Completion<api::GatewayStatus> done)
{
    asPerson(std::move(done),
             [self = m_person](const Person& person,
                               const api::ConfigPtr& config,
                               api::Completion<api::GatewayStatus> completion) {
                 person.behind.status([self, config, completion = std::move(completion)](
                                          Result<api::GatewayStatus> status) {
                     if (status) {
                         *status = self->seen(std::move(*status), *config);
                     }
                     completion(std::move(status));
                 });
             });
}

void GuardedClient::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    asPerson(std::move(done),
             [change = std::move(change)](const Person& person,
                                          const api::ConfigPtr& config,
                                          api::Completion<api::ConfigPtr> completion) mutable {
                 if (auto refused = person.refuse(*config, Operation::Configure)) {
                     completion(fail(std::move(*refused)));
                     return;
                 }
                 if (auto keeps =
                         policy::checkOwnRole(*config, change, person.account, person.owner);
                     !keeps) {
                     completion(fail(std::move(keeps.error())));
                     return;
                 }
                 person.behind.apply(std::move(change), std::move(completion));
             });
}

void GuardedClient::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    enter(Operation::Configure,
          std::move(done),
          [key = std::move(key)](api::GatewayClient& behind, auto completion) mutable {
              behind.createKey(std::move(key), std::move(completion));
          });
}

void GuardedClient::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    enter(Operation::Configure,
          std::move(done),
          [rotation = std::move(rotation)](api::GatewayClient& behind, auto completion) mutable {
              behind.rotateKey(std::move(rotation), std::move(completion));
          });
}

void GuardedClient::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    enter(Operation::StoreSecret,
          std::move(done),
          [name = std::move(name), shared = std::make_shared<SecretBytes>(std::move(secret))](
              api::GatewayClient& behind, auto completion) mutable {
              behind.putSecret(std::move(name), std::move(*shared), std::move(completion));
          });
}

void GuardedClient::testServer(api::ServerConfig server, api::Completion<api::ServerReport> done)
{
    enter(Operation::RunServer,
          std::move(done),
          [server = std::move(server)](api::GatewayClient& behind, auto completion) mutable {
              behind.testServer(std::move(server), std::move(completion));
          });
}

void GuardedClient::restartServer(ServerId server, api::Completion<> done)
{
    enter(Operation::RunServer,
          std::move(done),
          [server = std::move(server)](api::GatewayClient& behind, auto completion) mutable {
              behind.restartServer(std::move(server), std::move(completion));
          });
}

void GuardedClient::serverTools(ServerId server, api::Completion<std::vector<api::ToolInfo>> done)
{
    enter(Operation::SeeConfiguration,
          std::move(done),
          [server = std::move(server)](api::GatewayClient& behind, auto completion) mutable {
              behind.serverTools(std::move(server), std::move(completion));
          });
}

void GuardedClient::approveTools(ServerId server,
                                 std::vector<api::ToolApproval> tools,
                                 api::Completion<> done)
{
    enter(Operation::Configure,
          std::move(done),
          [server = std::move(server), tools = std::move(tools)](api::GatewayClient& behind,
                                                                 auto completion) mutable {
              behind.approveTools(std::move(server), std::move(tools), std::move(completion));
          });
}

void GuardedClient::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    enter(Operation::SeeConfiguration,
          std::move(done),
          [query = std::move(query)](api::GatewayClient& behind, auto completion) mutable {
              behind.revisions(std::move(query), std::move(completion));
          });
}

void GuardedClient::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    enter(Operation::SeeConfiguration,
          std::move(done),
          [number](api::GatewayClient& behind, auto completion) {
              behind.revision(number, std::move(completion));
          });
}

void GuardedClient::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    enter(Operation::SeeConfiguration,
          std::move(done),
          [number](api::GatewayClient& behind, auto completion) {
              behind.undone(number, std::move(completion));
          });
}

// Budgets of others tell what others use.
void GuardedClient::budgets(api::BudgetQuery query,
                            api::Completion<std::vector<api::BudgetState>> done)
{
    using States = std::vector<api::BudgetState>;
    asPerson(std::move(done),
             [query = std::move(query)](const Person& person,
                                        const api::ConfigPtr& config,
                                        api::Completion<States> completion) mutable {
                 if (auto refused = person.refuse(*config, Operation::SeeOwn)) {
                     completion(fail(std::move(*refused)));
                     return;
                 }
                 person.behind.budgets(
                     std::move(query),
                     [visible = person.seen(config),
                      completion = std::move(completion)](const Result<States>& states) {
                         if (!states) {
                             completion(states);
                             return;
                         }
                         States own;
                         std::ranges::copy_if(
                             *states, std::back_inserter(own), [&](const api::BudgetState& state) {
                                 return api::findBudget(*visible, state.budget.id) != nullptr;
                             });
                         completion(std::move(own));
                     });
             });
}

void GuardedClient::unlock(SecretBytes passphrase, api::Completion<> done)
{
    enter(Operation::Unlock,
          std::move(done),
          [shared = std::make_shared<SecretBytes>(std::move(passphrase))](
              api::GatewayClient& behind, auto completion) {
              behind.unlock(std::move(*shared), std::move(completion));
          });
}

// By the same way as the commands, so that an end does not overtake a beginning.
void GuardedClient::observe(api::EventSink sink)
{
    m_person->behind.config([self = GuardedClient(*this),
                             sink = std::move(sink)](const Result<api::ConfigPtr>& config) {
        if (config) {
            self.m_person->behind.observe(sink ? self.filtered(*config, sink) : sink);
        }
    });
}

api::EventSink GuardedClient::filtered(api::ConfigPtr config, api::EventSink sink) const
{
    struct State
    {
        api::ConfigPtr config;
        std::uint64_t sequence = 0;
    };

    const auto state = std::make_shared<State>(State{std::move(config), 0});
    return [person = m_person, state, sink = std::move(sink)](const api::Event& event) {
        const auto* changed = std::get_if<api::ConfigChanged>(&event.what);
        if (changed != nullptr && changed->config != nullptr) {
            state->config = changed->config;
        }
        // It may have changed between the asking and the first event.
        const auto* status = std::get_if<api::StatusChanged>(&event.what);
        if (status != nullptr && status->status.configRevision != state->config->revision) {
            person->behind.config([state](const Result<api::ConfigPtr>& now) {
                state->config = now ? *now : state->config;
            });
        }
        if (auto part = person->seen(event, *state->config)) {
            part->sequence = ++state->sequence;
            sink(*part);
        }
    };
}

} // namespace portcullis::engine
