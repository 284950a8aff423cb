#pragma once

#include "ui/budgets/budgets_model.h"

#include <QStyledItemDelegate>
#include <QWidget>

class QPainter;
class QRectF;

namespace portcullis::ui {

// A bar: used in the colour of its standing, what running calls hold hatched behind it, and a mark
// at the threshold of the warning. What it says always stands beside it in words.
void paintGauge(QPainter& painter, const QRectF& place, const GaugeShares& shares);

// The bar of one budget. Owner: BudgetPanel. GUI thread.
class BudgetGauge final : public QWidget
{
    Q_OBJECT

public:
    explicit BudgetGauge(QWidget* parent = nullptr);

    void showBudget(const api::BudgetState& state, const QString& currency);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    GaugeShares m_shares;
};

// The bar below the text of a row. Owner: its view. GUI thread.
class GaugeDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter,
               const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

} // namespace portcullis::ui
