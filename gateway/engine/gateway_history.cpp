#include "gateway/engine/audit_gate.h"
#include "gateway/engine/change_record.h"
#include "gateway/engine/gateway_impl.h"

#include <memory>
#include <utility>

// How changes come to stay, with what was before them, and how that is asked for.
namespace portcullis::engine {

using http::Task;

namespace {

// The entry of the history goes first: without one there is no change.
Result<> keepAndSave(const ConfigHistory& history,
                     const ConfigStore& store,
                     std::uint64_t previous,
                     const api::GatewayConfig& next,
                     const audit::ConfigurationChanged& record)
{
    if (auto kept = history.add(previous, next, record); !kept) {
        return kept;
    }
    auto saved = store.save(next);
    if (!saved) {
        history.takeBack(next.revision);
    }
    return saved;
}

} // namespace

// All or nothing: a change that cannot be recorded is taken back from the disk. `previous`: what
// it was made from; the revision in force when not said.
Task<Result<>> Gateway::Impl::saveAndRecord(const api::GatewayConfig& next,
                                            audit::ConfigurationChanged record,
                                            std::optional<std::uint64_t> previous)
{
    const auto saved = std::make_shared<Result<>>(fail(ErrorCode::IoError, "It was not saved."));
    std::function<void()> job = [this, saved, next, record, previous, current = m_config] {
        *saved = previous ? Result<>() : m_history.ensure(*current);
        if (*saved) {
            const std::uint64_t before = previous.value_or(current->revision);
            *saved = keepAndSave(m_history, m_store, before, next, record);
        }
    };
    co_await aside(std::move(job));
    if (!*saved) {
        co_return *saved;
    }
    const Result<audit::Receipt> receipt = co_await commit(*m_runtime->log, std::move(record));
    if (receipt) {
        co_return Result<>();
    }
    std::function<void()> back = [this, revision = next.revision, current = m_config] {
        static_cast<void>(m_store.save(*current));
        m_history.takeBack(revision);
    };
    co_await aside(std::move(back));
    co_return fail(notRecorded(receipt.error()));
}

// What somebody has made of the file since the last change, and then what the program was started
// with, once the log is open to say so. Errors: those of the second alone; the first is looked for
// again at the next start.
Task<Result<>> Gateway::Impl::takeFoundAndAmended()
{
    using Found = std::optional<ConfigHistory::Found>;
    const auto found =
        std::make_shared<Result<Found>>(fail(ErrorCode::IoError, "It was not read."));
    std::function<void()> job = [this, found, current = m_config] {
        *found = m_history.settle(*current);
    };
    co_await aside(std::move(job));
    if (*found && **found) {
        ConfigHistory::Found& other = ***found;
        audit::ConfigurationChanged record = changeRecord(*m_config, other.config);
        record.change = api::kConfigFound;
        record.before = other.before;
        record.by = "file";
        const Result<> stored =
            co_await saveAndRecord(other.config, std::move(record), other.previous);
        if (stored) {
            m_config = std::make_shared<const api::GatewayConfig>(std::move(other.config));
            m_events.emit(api::ConfigChanged{m_config});
        }
    }
    if (!m_amended) {
        co_return Result<>();
    }
    m_amended->revision = m_config->revision + 1;
    audit::ConfigurationChanged record = changeRecord(*m_config, *m_amended);
    record.change = api::changeName(api::ReplaceConfig{});
    record.by = "start";
    Result<> stored = co_await saveAndRecord(*m_amended, std::move(record));
    if (stored) {
        m_config = std::make_shared<const api::GatewayConfig>(std::move(*m_amended));
        m_amended.reset();
        m_events.emit(api::ConfigChanged{m_config});
    }
    co_return stored;
}

const ConfigHistory& Gateway::Impl::history() const
{
    return m_history;
}

// Where blocking does no harm, and nothing waits that changes.
template <typename T, typename Ask>
void Gateway::Face::askHistory(const api::Completion<T>& done, Ask ask)
{
    const auto answer = std::make_shared<Result<T>>(fail(ErrorCode::IoError, "It was not read."));
    const auto look = [this, answer, ask, done] {
        m_impl.look(
            [&history = m_impl.history(), current = m_impl.config(), answer, ask] {
                *answer = ask(history, *current);
            },
            [answer, done] { done(std::move(*answer)); });
    };
    if (!m_impl.post(look)) {
        done(gone());
    }
}

void Gateway::Face::revisions(api::RevisionQuery query, api::Completion<api::RevisionPage> done)
{
    askHistory(done, [query](const ConfigHistory& history, const api::GatewayConfig&) {
        return history.revisions(query);
    });
}

void Gateway::Face::revision(std::uint64_t number, api::Completion<api::RevisionState> done)
{
    askHistory(done, [number](const ConfigHistory& history, const api::GatewayConfig&) {
        return history.revision(number);
    });
}

void Gateway::Face::undone(std::uint64_t number, api::Completion<api::ConfigPtr> done)
{
    const auto ask = [number](const ConfigHistory& history,
                              const api::GatewayConfig& current) -> Result<api::ConfigPtr> {
        auto config = history.undone(number, current);
        if (!config) {
            return fail(std::move(config.error()));
        }
        return std::make_shared<const api::GatewayConfig>(std::move(*config));
    };
    askHistory(done, ask);
}

} // namespace portcullis::engine
