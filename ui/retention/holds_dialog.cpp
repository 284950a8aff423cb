#include "ui/retention/holds_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/permissions.h"
#include "ui/retention/place_hold_dialog.h"
#include "ui/retention/record_words.h"
#include "ui/retention/release_hold_dialog.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

enum Page
{
    Reading,
    Listed,
    Empty
};

QStandardItem* makeItem(const QString& text)
{
    auto* item = new QStandardItem(text);
    item->setToolTip(toolTipText(text));
    return item;
}

} // namespace

HoldsDialog::HoldsDialog(GatewayBridge& bridge, api::RecordFilter suggested, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_suggested(std::move(suggested))
    , m_model(new QStandardItemModel(this))
    , m_stack(new QStackedWidget)
    , m_reading(makeLabel(TextRole::Muted, tr("Reading the log…")))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_place(makeButton(ButtonKind::Primary, tr("&Place a hold…"), "add"))
    , m_release(makeButton(ButtonKind::Danger, tr("&Release…")))
{
    setObjectName(QStringLiteral("holdsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Legal holds"));
    m_stack->addWidget(m_reading);
    m_stack->addWidget(buildList());
    m_stack->addWidget(buildEmpty());
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_stack, 1);
    column->addWidget(m_problem);
    column->addLayout(buildButtons());
    resizeWithinScreen(*this, QSize(720, 480));
    load();
}

QWidget* HoldsDialog::buildList()
{
    m_model->setHorizontalHeaderLabels(
        {tr("Reason"), tr("Records on hold"), tr("Placed by"), tr("Record")});
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("holds"));
    prepareTable(m_table, tr("Legal holds"));
    m_table->setModel(m_model);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(1, QHeaderView::Stretch);
    header->resizeSection(0, 216);
    header->resizeSection(2, 136);
    header->resizeSection(3, 80);
    m_details = makeLabel(TextRole::Muted);
    m_details->setObjectName(QStringLiteral("holdDetails"));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    letShrink(m_details);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_table, 1);
    column->addWidget(m_details);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &HoldsDialog::showChosen);
    return list;
}

QWidget* HoldsDialog::buildEmpty()
{
    return new EmptyState(
        "lock",
        tr("Nothing is on legal hold"),
        tr("A hold keeps records as they are, whatever their age and whoever asks for an erasure, "
           "until it is released: for a dispute, an investigation, an audit."));
}

QLayout* HoldsDialog::buildButtons()
{
    m_place->setObjectName(QStringLiteral("placeHold"));
    m_release->setObjectName(QStringLiteral("releaseHold"));
    m_release->setEnabled(false);
    if (!api::mayAsk(m_bridge.status(), api::Operation::ReleaseHold)) {
        m_release->setToolTip(toolTipText(whoMay(api::Operation::ReleaseHold)));
    }
    auto* close = makeButton(ButtonKind::Normal, tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_release);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_place);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_place, &QPushButton::clicked, this, &HoldsDialog::place);
    connect(m_release, &QPushButton::clicked, this, &HoldsDialog::release);
    return buttons;
}

void HoldsDialog::load()
{
    m_bridge.holds(this, [this](const Result<std::vector<api::Hold>>& holds) { show(holds); });
}

void HoldsDialog::show(const Result<std::vector<api::Hold>>& holds)
{
    m_reading->clear();
    if (!holds) {
        m_problem->showMessage(Tone::Bad,
                               tr("The holds could not be read: %1").arg(describe(holds.error())),
                               adviceFor(holds.error()));
        return;
    }
    m_problem->hide();
    const int before = m_table->currentIndex().row();
    m_holds = *holds;
    m_model->removeRows(0, m_model->rowCount());
    for (const api::Hold& hold : m_holds) {
        m_model->appendRow({makeItem(toQString(hold.reason).simplified()),
                            makeItem(recordsText(hold.records, m_bridge.config())),
                            makeItem(placeText(toQString(hold.by))),
                            makeItem(numberText(static_cast<std::uint64_t>(hold.n)))});
    }
    m_stack->setCurrentIndex(m_holds.empty() ? Empty : Listed);
    if (!m_holds.empty()) {
        m_table->selectRow(std::clamp(before, 0, m_model->rowCount() - 1));
    }
    showChosen();
    (m_holds.empty() ? static_cast<QWidget*>(m_place) : m_table)->setFocus();
}

const api::Hold* HoldsDialog::chosen() const
{
    const auto row = static_cast<std::size_t>(m_table->currentIndex().row());
    return m_table->currentIndex().isValid() && row < m_holds.size() ? &m_holds[row] : nullptr;
}

void HoldsDialog::showChosen()
{
    const api::Hold* const hold = chosen();
    m_release->setEnabled(hold != nullptr &&
                          api::mayAsk(m_bridge.status(), api::Operation::ReleaseHold));
    m_details->setText(hold == nullptr ? QString()
                                       : toQString(hold->reason) + QLatin1Char('\n') +
                                             tr("Hold %1").arg(isolated(hold->id)));
}

void HoldsDialog::place()
{
    auto* dialog = new PlaceHoldDialog(m_bridge, m_suggested, this);
    connect(dialog, &PlaceHoldDialog::placed, this, &HoldsDialog::load);
    dialog->open();
}

void HoldsDialog::release()
{
    if (const api::Hold* const hold = chosen()) {
        auto* dialog = new ReleaseHoldDialog(m_bridge, *hold, this);
        connect(dialog, &QDialog::finished, this, &HoldsDialog::load);
        dialog->open();
    }
}

} // namespace portcullis::ui
