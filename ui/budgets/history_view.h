#pragma once

#include "gateway/api/budget.h"

#include <QWidget>

#include <vector>

class QPainter;
class QStandardItemModel;
class QTableView;

namespace portcullis::ui {

// The windows of a budget that have ended as bars against its limit, oldest at the left.
// Owner: HistoryView. GUI thread.
class HistoryChart final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryChart(QWidget* parent = nullptr);

    // Newest first.
    void setWindows(const api::Budget& budget,
                    std::vector<api::BudgetWindowUse> windows,
                    const QString& currency);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override; // the tool tip of a bar

private:
    [[nodiscard]] QRectF plotArea() const;
    [[nodiscard]] double ceiling() const;
    void paintLimit(QPainter& painter, const QRectF& plot) const;

    api::Budget m_budget;
    std::vector<api::BudgetWindowUse> m_windows; // oldest first
    QString m_currency;
};

// The chart and the same as a table, which screen readers and the keyboard reach.
// Owner: BudgetPanel. GUI thread.
class HistoryView final : public QWidget
{
    Q_OBJECT

public:
    explicit HistoryView(QWidget* parent = nullptr);

    // Newest first.
    void setWindows(const api::Budget& budget,
                    const std::vector<api::BudgetWindowUse>& windows,
                    const QString& currency);

private:
    api::Budget m_budget;
    std::vector<api::BudgetWindowUse> m_windows;
    QString m_currency;
    HistoryChart* m_chart;
    QTableView* m_table;
    QStandardItemModel* m_model;
};

} // namespace portcullis::ui
