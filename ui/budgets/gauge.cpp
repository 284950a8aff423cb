#include "ui/budgets/gauge.h"

#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kBarHeight = 8;
constexpr int kRowHeight = 48;
constexpr int kMargin = 8;
constexpr double kRadius = 4;

QColor fillOf(const Colors& colors, BudgetStanding standing)
{
    return standing == BudgetStanding::Fine ? colors.accent
                                            : toneColor(colors, describe(standing).tone);
}

} // namespace

void paintGauge(QPainter& painter, const QRectF& place, const GaugeShares& shares)
{
    const Colors colors = currentColors();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath outline;
    outline.addRoundedRect(place, kRadius, kRadius);
    painter.save();
    painter.setClipPath(outline);
    painter.fillRect(place, colors.border);
    const QColor fill = fillOf(colors, shares.standing);
    // A little that was used is seen, too.
    const double used = shares.used > 0 ? std::max(2.0, place.width() * shares.used) : 0;
    painter.fillRect(QRectF(place.left(), place.top(), used, place.height()), fill);
    const QRectF held(
        place.left() + used, place.top(), place.width() * shares.reserved, place.height());
    painter.fillRect(held, QBrush(fill, Qt::BDiagPattern));
    painter.restore();
    painter.setPen(QPen(colors.strongBorder, 1));
    painter.drawPath(outline);
    if (shares.threshold > 0) {
        const double x = place.left() + place.width() * shares.threshold;
        painter.setPen(QPen(colors.text, 2));
        painter.drawLine(QPointF(x, place.top() - 3), QPointF(x, place.bottom() + 3));
    }
    painter.restore();
}

BudgetGauge::BudgetGauge(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("gauge"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BudgetGauge::showBudget(const api::BudgetState& state, const QString& currency)
{
    m_shares = sharesOf(state);
    const QString threshold =
        state.budget.warnAtPercent == 0
            ? tr("No warning")
            : tr("Warning at %1").arg(percentText(state.budget.warnAtPercent, 100));
    const Phrase phrase = describe(m_shares.standing);
    nameForAccessibility(
        this, phrase.title, useText(state, currency) + QStringLiteral(". ") + threshold);
    update();
}

QSize BudgetGauge::sizeHint() const
{
    return {200, 3 * kBarHeight};
}

void BudgetGauge::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double height = kBarHeight + 4;
    paintGauge(painter, QRectF(1, (this->height() - height) / 2.0, width() - 2, height), m_shares);
}

void GaugeDelegate::paint(QPainter* painter,
                          const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    const QVariant standing = index.data(BudgetsModel::StandingRole);
    if (!standing.isValid()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem row = option;
    initStyleOption(&row, index);
    const QString text = row.text;
    row.text.clear();
    const QStyle* const style = row.widget != nullptr ? row.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &row, painter, row.widget);
    const QRect place = option.rect.adjusted(kMargin, 4, -kMargin, -kMargin);
    const QRect line(place.left(), place.top(), place.width(), place.height() - 2 * kBarHeight);
    painter->save();
    painter->setPen(currentColors().text);
    painter->setFont(row.font);
    painter->drawText(line,
                      Qt::AlignLeading | Qt::AlignVCenter,
                      row.fontMetrics.elidedText(text, Qt::ElideRight, line.width()));
    painter->restore();
    const auto shares = index.data(BudgetsModel::GaugeRole).value<QVector<double>>();
    paintGauge(
        *painter,
        QRectF(place.left(), place.bottom() - kBarHeight - 1, place.width(), kBarHeight),
        {shares.at(0), shares.at(1), shares.at(2), static_cast<BudgetStanding>(standing.toInt())});
}

QSize GaugeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    size.setHeight(std::max(kRowHeight, size.height()));
    return size;
}

} // namespace portcullis::ui
