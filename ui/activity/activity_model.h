#pragma once

#include "gateway/api/config.h"
#include "gateway/api/status.h"

#include <QAbstractTableModel>

#include <deque>
#include <optional>
#include <unordered_set>
#include <vector>

namespace portcullis::ui {

class GatewayBridge;

// Calls and refusals that match a filter, newest first: the newest page from the log, then live
// ones on top, then older pages as somebody scrolls down. Bounded: beyond kMaxRows the oldest rows
// are let go. Owner: ActivityPage. GUI thread. Failure: fetchFailed(), and the rows there are stay.
class ActivityModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Verdict,
        Tool,
        Server,
        Key,
        Client,
        Duration,
        ColumnCount
    };

    static constexpr std::size_t kMaxRows = 5000;

    ActivityModel(GatewayBridge& bridge, const Clock& clock, QObject* parent = nullptr);

    // Only key, server, text and refusedOnly of the query count.
    void setFilter(const api::ActivityQuery& filter);

    [[nodiscard]] const api::ActivityQuery& filter() const { return m_filter; }

    void reload();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    [[nodiscard]] const api::ActivityRow* rowAt(int row) const;
    // -1 when it is not loaded.
    [[nodiscard]] int rowOf(std::int64_t n) const;

    [[nodiscard]] bool isFull() const { return m_rows.size() >= kMaxRows; }

    [[nodiscard]] bool isLoading() const { return m_loading; }

signals:
    void loaded();
    void fetchFailed(const QString& text);
    void rowUpdated(int row);

private:
    void fetch(std::optional<std::int64_t> before);
    void append(const api::ActivityPage& page);
    void takeLive(const std::vector<api::ActivityRow>& rows);
    void update(std::size_t row, const api::ActivityRow& value);
    void insertOnTop(const std::vector<api::ActivityRow>& rows);
    void remember(const api::ActivityRow& row);
    void letOldestGo();
    [[nodiscard]] bool matches(const api::ActivityRow& row) const;
    // The row of the same call, or -1.
    [[nodiscard]] int findCall(const api::ActivityRow& row) const;
    [[nodiscard]] QString text(const api::ActivityRow& row, int column) const;

    GatewayBridge& m_bridge;
    const Clock& m_clock;
    api::ActivityQuery m_filter;
    std::deque<api::ActivityRow> m_rows;
    // What is in m_rows, to know at once that something is not.
    std::unordered_set<CallId> m_calls;
    std::unordered_set<std::int64_t> m_refusals; // records that belong to no call
    std::optional<std::int64_t> m_oldest;        // smallest n fetched: where the next page begins
    bool m_more = false;
    bool m_loading = false;
    unsigned m_generation = 0; // tells an answer to an old filter from one to the current
};

// The name under which a row's key is known, its id when it is gone.
[[nodiscard]] QString keyText(const api::GatewayConfig& config, const KeyId& id);
[[nodiscard]] QString serverText(const api::GatewayConfig& config, const ServerId& id);

} // namespace portcullis::ui
