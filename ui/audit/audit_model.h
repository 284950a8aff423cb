#pragma once

#include "ui/audit/log_reader.h"

#include <QAbstractTableModel>
#include <QCache>

namespace portcullis::ui {

class GatewayBridge;

// The log as a filter leaves it: as many rows as there are records, of which only the pages that
// are looked at are in memory. Owner: AuditPage. GUI thread. Failure: failed() of the reader; rows
// that could not be read stay empty.
class AuditModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Kind,
        Tool,
        Server,
        Key,
        Client,
        Outcome,
        Duration,
        Sent,
        Received,
        Record,
        ColumnCount
    };

    AuditModel(GatewayBridge& bridge, LogReader& reader, QObject* parent = nullptr);

    // Nothing is shown until the reader has answered.
    void show(const LogFilter& filter);

    [[nodiscard]] const LogFilter& filter() const { return m_filter; }

    [[nodiscard]] bool isLoading() const { return m_loading; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role) const override;

    // Null while it is not read.
    [[nodiscard]] const LogRow* rowAt(int row) const;

    // Nothing when the log cannot be sorted by it.
    [[nodiscard]] static std::optional<LogOrder> orderOf(int column);

signals:
    void shown(const portcullis::ui::LogFacts& facts);
    void rowsRead(int first, int last);

private:
    using Page = std::vector<LogRow>;

    void takeFacts(const LogFacts& facts);
    void takeRows(unsigned generation, qint64 first, const Page& rows);
    void want(int row) const;
    [[nodiscard]] QString text(const LogRow& row, int column) const;

    GatewayBridge& m_bridge;
    LogReader& m_reader;
    LogFilter m_filter;
    unsigned m_generation = 0;
    bool m_loading = false;
    int m_rows = 0;
    mutable QCache<qint64, Page> m_pages;
    mutable qint64 m_wanted = -1; // page that was asked for and has not come
};

// What a record is, in a few words.
[[nodiscard]] QString kindText(const LogRow& row);

} // namespace portcullis::ui
