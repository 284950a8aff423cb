#include "tests/ui/fake_gateway_client.h"

#include "gateway/api/config_diff.h"
#include "tests/ui/samples.h"

#include <algorithm>
#include <utility>

namespace portcullis::test {

template <typename T>
void FakeGatewayClient::answer(api::Completion<T> done, std::function<Result<T>()> value)
{
    const auto failure = std::exchange(failNext, std::nullopt);
    auto act = [done = std::move(done), value = std::move(value), failure] {
        done(failure ? Result<T>(fail(*failure)) : value());
    };
    if (holding) {
        m_waiting.push_back(std::move(act));
    } else {
        act();
    }
}

void FakeGatewayClient::release()
{
    while (!m_waiting.empty()) {
        const auto act = std::move(m_waiting.front());
        m_waiting.pop_front();
        act();
    }
}

void FakeGatewayClient::config(api::Completion<api::ConfigPtr> done)
{
    ++configQueries;
    answer<api::ConfigPtr>(std::move(done), [this] {
        return std::make_shared<const api::GatewayConfig>(currentConfig);
    });
}

void FakeGatewayClient::status(api::Completion<api::GatewayStatus> done)
{
    done(currentStatus); // asked for all the time: never held, never the one to fail
}

Result<api::ConfigPtr> FakeGatewayClient::changeConfig(const api::ConfigChange& change)
{
    const Result<api::ConfigChange> resolved = resolve(change);
    Result<api::GatewayConfig> changed =
        resolved ? api::applyChange(currentConfig, *resolved) : fail(resolved.error());
    if (!changed) {
        return fail(changed.error());
    }
    currentConfig = *changed;
    changes.push_back(change);
    auto snapshot = std::make_shared<const api::GatewayConfig>(currentConfig);
    send(api::ConfigChanged{snapshot});
    return snapshot;
}

void FakeGatewayClient::apply(api::ConfigChange change, api::Completion<api::ConfigPtr> done)
{
    answer<api::ConfigPtr>(std::move(done),
                           [this, change = std::move(change)] { return changeConfig(change); });
}

Result<api::CreatedKey> FakeGatewayClient::makeKey(const api::NewKey& key)
{
    newKeys.push_back(key);
    api::KeyConfig made;
    std::string number = std::to_string(newKeys.size());
    made.id = KeyId("vk_" + std::string(16 - number.size(), '0') + number);
    made.label = key.label;
    made.owner = key.owner;
    made.expires = key.expires;
    made.content = key.content;
    made.lenientAccept = key.lenientAccept;
    made.allow = key.allow;
    made.team = key.team;
    made.caseId = key.caseId;
    made.rate = key.rate;
    made.concurrency = key.concurrency;
    made.transports = key.transports;
    made.programs = key.programs;
    made.hash.fill(static_cast<std::uint8_t>(0xA0 + newKeys.size())); // unlike those of the samples
    const Result<api::ConfigPtr> changed = changeConfig(api::AddKey{made});
    if (!changed) {
        return fail(changed.error());
    }
    return api::CreatedKey{made, SecretBytes(std::string_view(nextSecret))};
}

void FakeGatewayClient::createKey(api::NewKey key, api::Completion<api::CreatedKey> done)
{
    answer<api::CreatedKey>(std::move(done), [this, key = std::move(key)] { return makeKey(key); });
}

void FakeGatewayClient::rotateKey(api::KeyRotation rotation, api::Completion<api::CreatedKey> done)
{
    answer<api::CreatedKey>(std::move(done), [this, rotation]() -> Result<api::CreatedKey> {
        rotations.push_back(rotation);
        const WallTime now = FixedClock().wallNow();
        Digest hash{};
        hash.fill(static_cast<std::uint8_t>(0xC0 + rotations.size()));
        const std::optional<WallTime> until =
            rotation.overlap.count() > 0 ? std::optional(now + rotation.overlap) : std::nullopt;
        const auto changed =
            changeConfig(api::RotateKey{rotation.key, hash, now, until, rotation.replaceOld});
        if (!changed) {
            return fail(changed.error());
        }
        return api::CreatedKey{*api::findKey(**changed, rotation.key),
                               SecretBytes(std::string_view(nextSecret))};
    });
}

void FakeGatewayClient::putSecret(std::string name, SecretBytes secret, api::Completion<> done)
{
    std::string text(secret.revealText());
    answer<void>(std::move(done),
                 [this, name = std::move(name), text = std::move(text)]() -> Result<> {
                     if (text.empty()) {
                         secrets.erase(name);
                     } else {
                         secrets[name] = text;
                     }
                     return {};
                 });
}

void FakeGatewayClient::testServer(api::ServerConfig server,
                                   api::Completion<api::ServerReport> done)
{
    tested.push_back(std::move(server));
    answer<api::ServerReport>(std::move(done), [this] { return report; });
}

void FakeGatewayClient::restartServer(ServerId server, api::Completion<> done)
{
    restarted.push_back(std::move(server));
    answer<void>(std::move(done), [] { return Result<>(); });
}

void FakeGatewayClient::acceptLog(api::Completion<> done)
{
    answer<void>(std::move(done), [this] {
        ++acceptedLogs;
        return Result<>();
    });
}

void FakeGatewayClient::serverTools(ServerId server,
                                    api::Completion<std::vector<api::ToolInfo>> done)
{
    answer<std::vector<api::ToolInfo>>(
        std::move(done), [this, server]() -> Result<std::vector<api::ToolInfo>> {
            const auto found = tools.find(server);
            if (found == tools.end()) {
                return fail(ErrorCode::Unavailable, "The server has not been started yet.");
            }
            return found->second;
        });
}

void FakeGatewayClient::approveTools(ServerId server,
                                     std::vector<api::ToolApproval> approved,
                                     api::Completion<> done)
{
    approvals.emplace_back(std::move(server), std::move(approved));
    answer<void>(std::move(done), [] { return Result<>(); });
}

api::ActivityPage FakeGatewayClient::page(const api::ActivityQuery& query) const
{
    api::ActivityPage page;
    for (const api::ActivityRow& row : rows) {
        const bool wanted = (!query.before || row.n < *query.before) &&
                            (!query.key || row.key == *query.key) &&
                            (!query.server || row.server == *query.server) &&
                            row.tool.find(query.text) != std::string::npos &&
                            (!query.refusedOnly || row.reason != api::Reason::Allowed);
        if (!wanted) {
            continue;
        }
        if (page.rows.size() == query.limit) {
            page.more = true;
            break;
        }
        page.rows.push_back(row);
    }
    return page;
}

void FakeGatewayClient::activity(api::ActivityQuery query, api::Completion<api::ActivityPage> done)
{
    queries.push_back(query);
    answer<api::ActivityPage>(std::move(done), [this, query] { return page(query); });
}

void FakeGatewayClient::callDetails(std::int64_t n, api::Completion<api::CallDetails> done)
{
    answer<api::CallDetails>(std::move(done), [this, n]() -> Result<api::CallDetails> {
        const auto found = details.find(n);
        if (found == details.end()) {
            return fail(ErrorCode::NotFound, "There is no record of this number.");
        }
        return found->second;
    });
}

void FakeGatewayClient::openLog(api::Completion<api::LogConnection> done)
{
    answer<api::LogConnection>(std::move(done), [this]() -> Result<api::LogConnection> {
        if (!openReader) {
            return fail(ErrorCode::Unsupported, "There is no log to read.");
        }
        return openReader();
    });
}

void FakeGatewayClient::signOff(api::SignOff review, api::Completion<std::int64_t> done)
{
    answer<std::int64_t>(std::move(done),
                         [this, review = std::move(review)]() -> Result<std::int64_t> {
                             signedOff.push_back(review);
                             return 4711;
                         });
}

void FakeGatewayClient::exportBundle(api::ExportRequest request,
                                     SecretBytes,
                                     std::filesystem::path,
                                     api::JobWatch,
                                     api::Completion<api::ExportSummary> done)
{
    exports.push_back(std::move(request));
    answer<api::ExportSummary>(std::move(done), [this] { return exported; });
}

void FakeGatewayClient::checkLog(api::CheckRequest request,
                                 api::JobWatch,
                                 api::Completion<api::LogReport> done)
{
    checks.push_back(std::move(request));
    answer<api::LogReport>(std::move(done), [this] { return logReport; });
}

void FakeGatewayClient::checkpoint(std::uint64_t, api::Completion<api::Checkpoint> done)
{
    answer<api::Checkpoint>(std::move(done), [this] { return signedNow; });
}

void FakeGatewayClient::setHold(api::Hold hold, api::Completion<api::Hold> done)
{
    answer<api::Hold>(std::move(done), [this, hold = std::move(hold)]() mutable {
        hold.id = "hold-" + std::to_string(heldRecords.size());
        hold.by = "gui";
        hold.n = 100 + static_cast<std::int64_t>(heldRecords.size());
        heldRecords.push_back(hold);
        return Result<api::Hold>(hold);
    });
}

void FakeGatewayClient::releaseHold(std::string id, std::string reason, api::Completion<> done)
{
    answer<void>(std::move(done), [this, id = std::move(id), reason = std::move(reason)] {
        std::erase_if(heldRecords, [&id](const api::Hold& hold) { return hold.id == id; });
        releases.emplace_back(id, reason);
        return Result<>();
    });
}

void FakeGatewayClient::holds(api::Completion<std::vector<api::Hold>> done)
{
    answer<std::vector<api::Hold>>(std::move(done), [this] { return heldRecords; });
}

void FakeGatewayClient::eraseContents(api::EraseRequest request,
                                      api::JobWatch,
                                      api::Completion<api::EraseReport> done)
{
    erasures.push_back(request);
    answer<api::EraseReport>(std::move(done), [this, request = std::move(request)] {
        return erase ? erase(request) : Result<api::EraseReport>(erased);
    });
}

void FakeGatewayClient::removeOld(api::RetentionRequest request,
                                  api::JobWatch,
                                  api::Completion<api::RetentionReport> done)
{
    removals.push_back(request);
    answer<api::RetentionReport>(std::move(done), [this] { return removed; });
}

void FakeGatewayClient::budgets(api::BudgetQuery query,
                                api::Completion<std::vector<api::BudgetState>> done)
{
    budgetQueries.push_back(query);
    answer<std::vector<api::BudgetState>>(std::move(done), [this, query] {
        std::vector<api::BudgetState> states;
        for (const api::Budget& budget : currentConfig.budgets) {
            if (query.budget && *query.budget != budget.id) {
                continue;
            }
            const auto use = budgetUses.find(budget.id);
            states.push_back(
                {budget, use == budgetUses.end() ? std::nullopt : std::optional(use->second)});
        }
        return states;
    });
}

Result<api::RevisionState> FakeGatewayClient::stateOf(std::uint64_t number) const
{
    const auto found = history.find(number);
    if (found == history.end()) {
        return fail(ErrorCode::NotFound, "This revision is not kept.");
    }
    if (!found->second.revision.damage.empty()) {
        return fail(ErrorCode::Corrupt, found->second.revision.damage);
    }
    return found->second;
}

Result<api::GatewayConfig> FakeGatewayClient::undoneConfig(std::uint64_t number) const
{
    const auto made = stateOf(number);
    const auto before = made ? stateOf(made->revision.previous.value_or(UINT64_MAX)) : made;
    if (!before) {
        return fail(before.error());
    }
    auto undone = api::undoDifference(*before->config, *made->config, currentConfig);
    if (!undone) {
        return fail(undone.error());
    }
    if (!undone->inTheWay.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "In the way is " + undone->inTheWay.front().place + ".");
    }
    undone->config.revision = currentConfig.revision + 1;
    return undone->config;
}

// What a gateway would make of a change that speaks of the history.
Result<api::ConfigChange> FakeGatewayClient::resolve(const api::ConfigChange& change) const
{
    if (const auto* undo = std::get_if<api::UndoRevision>(&change)) {
        const auto config = undoneConfig(undo->revision);
        return config ? Result<api::ConfigChange>(api::ReplaceConfig{*config})
                      : fail(config.error());
    }
    if (const auto* restore = std::get_if<api::RestoreRevision>(&change)) {
        const auto state = stateOf(restore->revision);
        return state ? Result<api::ConfigChange>(api::ReplaceConfig{*state->config})
                     : fail(state.error());
    }
    return change;
}

void FakeGatewayClient::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    answer<api::RevisionPage>(std::move(done), [this, query] {
        api::RevisionPage page;
        for (auto one = history.rbegin(); one != history.rend(); ++one) {
            if (query.before && one->first >= *query.before) {
                continue;
            }
            if (page.revisions.size() == query.limit) {
                page.more = true;
                break;
            }
            page.revisions.push_back(one->second.revision);
        }
        return page;
    });
}

void FakeGatewayClient::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    answer<api::RevisionState>(std::move(done), [this, number] { return stateOf(number); });
}

void FakeGatewayClient::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    answer<api::ConfigPtr>(std::move(done), [this, number]() -> Result<api::ConfigPtr> {
        const auto config = undoneConfig(number);
        if (!config) {
            return fail(config.error());
        }
        return std::make_shared<const api::GatewayConfig>(*config);
    });
}

void FakeGatewayClient::unlock(SecretBytes secret, api::Completion<> done)
{
    passphrases.emplace_back(secret.revealText());
    const bool right = passphrases.back() == passphrase;
    answer<void>(std::move(done), [this, right]() -> Result<> {
        if (!right) {
            return fail(ErrorCode::Locked, "This is not the passphrase.");
        }
        api::GatewayStatus open = currentStatus;
        open.state = api::GatewayState::Running;
        open.reason.clear();
        setStatus(open);
        return {};
    });
}

void FakeGatewayClient::observe(api::EventSink sink)
{
    m_sink = std::move(sink);
    send(api::StatusChanged{currentStatus});
}

void FakeGatewayClient::send(decltype(api::Event::what) what)
{
    if (m_sink) {
        m_sink({++m_sequence, std::move(what)});
    }
}

void FakeGatewayClient::setStatus(const api::GatewayStatus& status)
{
    currentStatus = status;
    send(api::StatusChanged{status});
}

void FakeGatewayClient::sendCall(const api::ActivityRow& row)
{
    send(api::CallChanged{row});
}

void FakeGatewayClient::sendTools(const ServerId& server)
{
    send(api::ToolsChanged{server});
}

void FakeGatewayClient::sendWarning(const api::BudgetWarning& warning)
{
    send(warning);
}

} // namespace portcullis::test
