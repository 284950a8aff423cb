#include "gateway/audit/log_state.h"

#include "gateway/audit/stored_tree.h"

#include <string_view>
#include <utility>

namespace portcullis::audit {

namespace {

constexpr std::string_view kKeyKind = "key";
constexpr std::string_view kServerKind = "srv";

// One row of: n, t, call, key, srv, tool, client, argument_bytes, case_id.
api::ActivityRow openRow(const Statement& row)
{
    api::ActivityRow out;
    out.n = row.integer(0);
    out.time = fromMicros(row.integer(1));
    out.call = CallId(std::string(row.text(2)));
    out.key = KeyId(std::string(row.text(3)));
    out.server = ServerId(std::string(row.text(4)));
    out.tool = row.text(5);
    out.client = row.text(6);
    out.argumentBytes = row.integer(7);
    out.caseId = CaseId(std::string(row.text(8)));
    return out;
}

template <typename Use>
Result<> forEachRow(Statement& statement, Use use)
{
    for (;;) {
        const auto row = statement.step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return {};
        }
        use(std::as_const(statement));
    }
}

Result<> loadSnapshot(Connection& connection, LogState& state)
{
    const auto snapshot = connection.queryInteger("SELECT v FROM meta WHERE k = 'snapshot'");
    if (!snapshot) {
        return fail(snapshot.error());
    }
    state.snapshot = *snapshot;
    auto counters = connection.prepare("SELECT kind, id, last, t FROM counter");
    if (!counters) {
        return fail(counters.error());
    }
    auto counted = forEachRow(*counters, [&state](const Statement& row) {
        Counters& kind = row.text(0) == kKeyKind ? state.keys : state.servers;
        kind[std::string(row.text(1))] = {row.integer(2), row.integer(3)};
    });
    if (!counted) {
        return counted;
    }
    auto open =
        connection.prepare("SELECT r.n, r.t, r.call, r.key, r.srv, r.tool, r.client,"
                           " r.argument_bytes, r.case_id FROM open_call o JOIN rec r ON r.n = o.n");
    if (!open) {
        return fail(open.error());
    }
    return forEachRow(*open, [&state](const Statement& row) {
        state.open.emplace(row.integer(0), openRow(row));
    });
}

void count(Counters& counters, std::string_view id, std::int64_t t)
{
    if (!id.empty()) {
        Counter& counter = counters[std::string(id)];
        ++counter.last;
        counter.t = t;
    }
}

Result<> replay(Connection& connection, LogState& state)
{
    auto records = connection.prepare("SELECT n, t, call, key, srv, tool, client, argument_bytes,"
                                      " case_id, type, intent FROM rec WHERE n >= ?1 ORDER BY n");
    if (!records) {
        return fail(records.error());
    }
    records->bind(1, state.snapshot);
    return forEachRow(*records, [&state](const Statement& row) {
        count(state.keys, row.text(3), row.integer(1));
        count(state.servers, row.text(4), row.integer(1));
        if (row.text(9) == "call.intent") {
            state.open.emplace(row.integer(0), openRow(row));
        } else if (!row.isNull(10)) {
            state.open.erase(row.integer(10));
        }
    });
}

Result<> loadTree(Connection& connection, LogState& state)
{
    const auto log = connection.queryText("SELECT v FROM meta WHERE k = 'log'");
    const auto epoch = connection.queryInteger("SELECT v FROM meta WHERE k = 'epoch'");
    if (!log || !epoch) {
        return fail(ErrorCode::Corrupt, "The audit log does not say which log it is.");
    }
    state.log = *log;
    state.epoch = *epoch;
    auto tree = StoredTree::open(connection);
    if (!tree) {
        return fail(tree.error());
    }
    auto edge = frontierOf(*tree, static_cast<std::uint64_t>(state.next));
    if (!edge) {
        return fail(edge.error());
    }
    state.tree = std::move(*edge);
    return {};
}

Result<> saveCounters(Statement& insert, std::string_view kind, const Counters& counters)
{
    for (const auto& [id, counter] : counters) {
        insert.bind(1, kind);
        insert.bind(2, std::string_view(id));
        insert.bind(3, counter.last);
        insert.bind(4, counter.t);
        if (auto saved = insert.run(); !saved) {
            return saved;
        }
    }
    return {};
}

Result<> saveOpenCalls(Connection& connection, const LogState& state)
{
    if (auto cleared = connection.execute("DELETE FROM open_call"); !cleared) {
        return cleared;
    }
    auto insert = connection.prepare("INSERT INTO open_call VALUES(?1, ?2)");
    if (!insert) {
        return fail(insert.error());
    }
    for (const auto& [n, row] : state.open) {
        insert->bind(1, std::string_view(row.call.str()));
        insert->bind(2, n);
        if (auto saved = insert->run(); !saved) {
            return saved;
        }
    }
    return {};
}

} // namespace

std::string LogState::origin() const
{
    return "portcullis.local/" + log + "/" + std::to_string(epoch);
}

Result<LogState> loadState(Connection& connection)
{
    LogState state;
    if (auto loaded = loadSnapshot(connection, state); !loaded) {
        return fail(loaded.error());
    }
    auto last = connection.prepare("SELECT n, hw FROM rec ORDER BY n DESC LIMIT 1");
    if (!last) {
        return fail(last.error());
    }
    const auto row = last->step();
    if (!row) {
        return fail(row.error());
    }
    if (*row) {
        state.next = last->integer(0) + 1;
        state.lastHw = last->integer(1);
    }
    if (state.snapshot > state.next) {
        return fail(ErrorCode::Corrupt,
                    "Records are missing at the end of the audit log; restore it from a backup.");
    }
    if (auto replayed = replay(connection, state); !replayed) {
        return fail(replayed.error());
    }
    if (auto loaded = loadTree(connection, state); !loaded) {
        return fail(loaded.error());
    }
    return state;
}

Result<> saveState(Connection& connection, const LogState& state)
{
    auto insert =
        connection.prepare("INSERT INTO counter VALUES(?1, ?2, ?3, ?4)"
                           " ON CONFLICT DO UPDATE SET last = excluded.last, t = excluded.t");
    if (!insert) {
        return fail(insert.error());
    }
    if (auto saved = saveCounters(*insert, kKeyKind, state.keys); !saved) {
        return saved;
    }
    if (auto saved = saveCounters(*insert, kServerKind, state.servers); !saved) {
        return saved;
    }
    if (auto saved = saveOpenCalls(connection, state); !saved) {
        return saved;
    }
    auto mark = connection.prepare("UPDATE meta SET v = ?1 WHERE k = 'snapshot'");
    if (!mark) {
        return fail(mark.error());
    }
    mark->bind(1, state.next);
    return mark->run();
}

} // namespace portcullis::audit
