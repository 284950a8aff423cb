#include "ui/budgets/history_view.h"

#include "ui/budgets/amounts.h"
#include "ui/budgets/budget_words.h"
#include "ui/text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr int kHeight = 104;
constexpr int kTextHeight = 20;
constexpr std::size_t kFewestSlots = 8; // a bar alone is not as wide as the chart

QString
lineOf(const api::Budget& budget, const api::BudgetWindowUse& window, const QString& currency)
{
    return momentRange(window.start, window.end) + QStringLiteral(": ") +
           amountText(budget.unit, window.used, currency) + QStringLiteral(" (") +
           percentText(window.used, budget.limit) + QLatin1Char(')');
}

} // namespace

HistoryChart::HistoryChart(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("historyChart"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HistoryChart::setWindows(const api::Budget& budget,
                              std::vector<api::BudgetWindowUse> windows,
                              const QString& currency)
{
    m_budget = budget;
    m_windows = std::move(windows);
    std::ranges::reverse(m_windows);
    m_currency = currency;
    QString description;
    if (!m_windows.empty()) {
        const auto most = std::ranges::max_element(m_windows, {}, &api::BudgetWindowUse::used);
        description = tr("Most was used in %1").arg(lineOf(m_budget, *most, m_currency));
    }
    nameForAccessibility(this, tr("What was used in earlier windows"), description);
    update();
}

QSize HistoryChart::sizeHint() const
{
    return {240, kHeight};
}

QRectF HistoryChart::plotArea() const
{
    return QRectF(rect()).adjusted(0, kTextHeight, 0, -kTextHeight);
}

double HistoryChart::ceiling() const
{
    std::uint64_t most = std::max<std::uint64_t>(1, m_budget.limit);
    for (const api::BudgetWindowUse& window : m_windows) {
        most = std::max(most, window.used);
    }
    return static_cast<double>(most);
}

void HistoryChart::paintLimit(QPainter& painter, const QRectF& plot) const
{
    const Colors colors = currentColors();
    const double y =
        plot.bottom() - plot.height() * static_cast<double>(m_budget.limit) / ceiling();
    painter.setPen(QPen(colors.text, 1, Qt::DashLine));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(colors.muted);
    painter.setFont(scaledFont(0.88, QFont::Normal));
    painter.drawText(QRectF(plot.left(), y - kTextHeight, plot.width(), kTextHeight),
                     Qt::AlignRight | Qt::AlignVCenter,
                     tr("Limit %1").arg(amountText(m_budget.unit, m_budget.limit, m_currency)));
    const QRectF axis(plot.left(), plot.bottom(), plot.width(), kTextHeight);
    const QString first = dateText(m_windows.front().start);
    const QString last = dateText(m_windows.back().start);
    if (m_windows.size() < kFewestSlots) {
        painter.drawText(
            axis, Qt::AlignLeft | Qt::AlignVCenter, first + QStringLiteral(u" \u2013 ") + last);
    } else {
        painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, first);
        painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, last);
    }
}

void HistoryChart::paintEvent(QPaintEvent*)
{
    if (m_windows.empty()) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors colors = currentColors();
    const QRectF plot = plotArea();
    const double slot =
        plot.width() / static_cast<double>(std::max(kFewestSlots, m_windows.size()));
    const double bar = std::max(2.0, slot * 0.7);
    painter.setPen(QPen(colors.border, 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.setPen(Qt::NoPen);
    for (std::size_t i = 0; i < m_windows.size(); ++i) {
        const double share = static_cast<double>(m_windows[i].used) / ceiling();
        const double height = m_windows[i].used == 0 ? 0 : std::max(2.0, plot.height() * share);
        painter.setBrush(m_windows[i].used >= m_budget.limit ? colors.bad : colors.accent);
        painter.drawRect(QRectF(plot.left() + slot * static_cast<double>(i) + (slot - bar) / 2,
                                plot.bottom() - height,
                                bar,
                                height));
    }
    paintLimit(painter, plot);
}

bool HistoryChart::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip || m_windows.empty()) {
        return QWidget::event(event);
    }
    const auto* help = static_cast<QHelpEvent*>(event);
    const double slot =
        plotArea().width() / static_cast<double>(std::max(kFewestSlots, m_windows.size()));
    const auto i = static_cast<std::size_t>(std::max(0.0, help->pos().x() / slot));
    if (i < m_windows.size()) {
        QToolTip::showText(
            help->globalPos(), toolTipText(lineOf(m_budget, m_windows[i], m_currency)), this);
    }
    return true;
}

HistoryView::HistoryView(QWidget* parent)
    : QWidget(parent)
    , m_chart(new HistoryChart)
    , m_table(new QTableView)
    , m_model(new QStandardItemModel(this))
{
    m_table->setObjectName(QStringLiteral("history"));
    prepareTable(m_table, tr("What was used in earlier windows"));
    m_model->setHorizontalHeaderLabels({tr("Window"), tr("Used"), tr("Share")});
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(1, 88);
    m_table->horizontalHeader()->resizeSection(2, 64);
    m_table->setMinimumHeight(160);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_chart);
    column->addWidget(m_table, 1);
}

void HistoryView::setWindows(const api::Budget& budget,
                             const std::vector<api::BudgetWindowUse>& windows,
                             const QString& currency)
{
    if (budget == m_budget && windows == m_windows && currency == m_currency) {
        return; // whoever reads in the table stays where he is
    }
    m_budget = budget;
    m_windows = windows;
    m_currency = currency;
    m_chart->setWindows(budget, windows, currency);
    m_model->removeRows(0, m_model->rowCount());
    for (const api::BudgetWindowUse& window : windows) {
        const QStringList texts = {momentRange(window.start, window.end),
                                   amountText(budget.unit, window.used, currency),
                                   percentText(window.used, budget.limit)};
        QList<QStandardItem*> items;
        for (const QString& text : texts) {
            items.push_back(new QStandardItem(text));
            items.back()->setToolTip(toolTipText(text));
        }
        m_model->appendRow(items);
    }
}

} // namespace portcullis::ui
