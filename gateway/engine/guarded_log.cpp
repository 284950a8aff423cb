#include "gateway/engine/guarded_client.h"
#include "gateway/engine/person.h"

#include <algorithm>
#include <memory>
#include <utility>

// The commands about the audit log, as one person may give them.
namespace portcullis::engine {

using api::Operation;

void GuardedClient::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    asPerson(std::move(done),
             [query = std::move(query)](const Person& person,
                                        const api::ConfigPtr& config,
                                        api::Completion<api::ActivityPage> completion) mutable {
                 if (auto refused = person.refuse(*config, Operation::SeeOwn)) {
                     completion(fail(std::move(*refused)));
                     return;
                 }
                 if (!person.may(*config, Operation::SeeActivity)) {
                     std::vector<KeyId> own = person.keys(*config);
                     std::erase_if(own, [&](const KeyId& key) {
                         return query.keys &&
                                std::ranges::find(*query.keys, key) == query.keys->end();
                     });
                     query.keys = std::move(own);
                 }
                 person.behind.activity(std::move(query), std::move(completion));
             });
}

// A call of somebody else's key is answered like a record that there is not.
void GuardedClient::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    const auto look = [n](const Person& person,
                          const api::ConfigPtr& config,
                          api::Completion<api::CallDetails> completion) {
        if (auto refused = person.refuse(*config, Operation::SeeOwn)) {
            completion(fail(std::move(*refused)));
            return;
        }
        if (person.may(*config, Operation::SeeActivity)) {
            person.behind.callDetails(n, std::move(completion));
            return;
        }
        person.behind.callDetails(
            n,
            [n, own = person.keys(*config), completion = std::move(completion)](
                Result<api::CallDetails> details) {
                if (details && std::ranges::find(own, details->row.key) == own.end()) {
                    details = fail(ErrorCode::NotFound,
                                   "There is no record " + std::to_string(n) + " in the log.");
                }
                completion(std::move(details));
            });
    };
    asPerson(std::move(done), look);
}

void GuardedClient::openLog(api::Completion<api::LogConnection> done)
{
    enter(Operation::SeeLog, std::move(done), [](api::GatewayClient& behind, auto completion) {
        behind.openLog(std::move(completion));
    });
}

void GuardedClient::signOff(api::SignOff review, api::Completion<std::int64_t> done)
{
    enter(Operation::SignOff,
          std::move(done),
          [review = std::move(review)](api::GatewayClient& behind, auto completion) mutable {
              behind.signOff(std::move(review), std::move(completion));
          });
}

void GuardedClient::acceptLog(api::Completion<> done)
{
    enter(Operation::AcceptAlarm, std::move(done), [](api::GatewayClient& behind, auto completion) {
        behind.acceptLog(std::move(completion));
    });
}

void GuardedClient::exportBundle(api::ExportRequest request,
                                 SecretBytes secret,
                                 std::filesystem::path output,
                                 api::JobWatch watch,
                                 api::Completion<api::ExportSummary> done)
{
    enter(Operation::ExportBundle,
          std::move(done),
          [request = std::move(request),
           shared = std::make_shared<SecretBytes>(std::move(secret)),
           output = std::move(output),
           watch = std::move(watch)](api::GatewayClient& behind, auto completion) mutable {
              behind.exportBundle(std::move(request),
                                  std::move(*shared),
                                  std::move(output),
                                  std::move(watch),
                                  std::move(completion));
          });
}

void GuardedClient::checkLog(api::CheckRequest request,
                             api::JobWatch watch,
                             api::Completion<api::LogReport> done)
{
    enter(Operation::CheckLog,
          std::move(done),
          [request = std::move(request), watch = std::move(watch)](api::GatewayClient& behind,
                                                                   auto completion) mutable {
              behind.checkLog(std::move(request), std::move(watch), std::move(completion));
          });
}

void GuardedClient::checkpoint(std::uint64_t since, api::Completion<api::Checkpoint> done)
{
    enter(
        Operation::CheckLog, std::move(done), [since](api::GatewayClient& behind, auto completion) {
            behind.checkpoint(since, std::move(completion));
        });
}

void GuardedClient::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    enter(Operation::PlaceHold,
          std::move(done),
          [hold = std::move(hold)](api::GatewayClient& behind, auto completion) mutable {
              behind.setHold(std::move(hold), std::move(completion));
          });
}

void GuardedClient::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    enter(Operation::ReleaseHold,
          std::move(done),
          [id = std::move(id), reason = std::move(reason)](api::GatewayClient& behind,
                                                           auto completion) mutable {
              behind.releaseHold(std::move(id), std::move(reason), std::move(completion));
          });
}

void GuardedClient::holds(api::Completion<std::vector<api::Hold>> done)
{
    enter(Operation::SeeLog, std::move(done), [](api::GatewayClient& behind, auto completion) {
        behind.holds(std::move(completion));
    });
}

// To look for what an erasure would destroy is to search the log.
void GuardedClient::eraseContents(api::EraseRequest request,
                                  api::JobWatch watch,
                                  api::Completion<api::EraseReport> done)
{
    const Operation operation = request.onlyLook ? Operation::SeeLog : Operation::RemoveContents;
    enter(operation,
          std::move(done),
          [request = std::move(request), watch = std::move(watch)](api::GatewayClient& behind,
                                                                   auto completion) mutable {
              behind.eraseContents(std::move(request), std::move(watch), std::move(completion));
          });
}

void GuardedClient::removeOld(api::RetentionRequest request,
                              api::JobWatch watch,
                              api::Completion<api::RetentionReport> done)
{
    enter(request.onlyLook ? Operation::SeeLog : Operation::RemoveContents,
          std::move(done),
          [request, watch = std::move(watch)](api::GatewayClient& behind, auto completion) mutable {
              behind.removeOld(request, std::move(watch), std::move(completion));
          });
}

} // namespace portcullis::engine
