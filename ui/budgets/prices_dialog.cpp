#include "ui/budgets/prices_dialog.h"

#include "ui/budgets/amounts.h"
#include "ui/budgets/budget_words.h"
#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/tables.h"
#include "ui/window_place.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

constexpr const char* kEveryTool = "*";
constexpr auto kCost = api::BudgetUnit::CostMicros;

} // namespace

PricesDialog::PricesDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_model(new QStandardItemModel(this))
    , m_table(new QTableView)
    , m_none(makeLabel(TextRole::Muted, tr("No prices yet: calls cost nothing.")))
    , m_form(new Form)
    , m_server(new QComboBox)
    , m_tool(new QComboBox)
    , m_amount(new QLineEdit)
    , m_meaning(makeLabel(TextRole::Caption))
    , m_result(new Banner(Banner::Closing::ByCode))
    , m_set(makeButton(ButtonKind::Primary, tr("&Set price")))
    , m_remove(makeButton(ButtonKind::Danger, tr("&Remove…"), "remove"))
{
    setObjectName(QStringLiteral("pricesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Prices of calls"));
    buildTable();
    buildForm();
    buildColumn();
    connect(&bridge, &GatewayBridge::configChanged, this, &PricesDialog::showPrices);
    connect(m_server, &QComboBox::currentIndexChanged, this, &PricesDialog::showTools);
    connect(m_amount, &QLineEdit::textChanged, this, &PricesDialog::showMeaning);
    connect(m_set, &QPushButton::clicked, this, &PricesDialog::setPrice);
    connect(m_remove, &QPushButton::clicked, this, &PricesDialog::removePrice);
    showTools();
    showMeaning();
    showPrices();
    resizeWithinScreen(*this, QSize(600, 560));
}

void PricesDialog::buildTable()
{
    m_model->setHorizontalHeaderLabels({tr("Server"), tr("Tool"), tr("A call costs")});
    m_table->setObjectName(QStringLiteral("prices"));
    prepareTable(m_table, tr("Prices"));
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_table->horizontalHeader()->resizeSection(0, 176);
    m_table->horizontalHeader()->resizeSection(2, 136);
    m_table->setMinimumHeight(136);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &PricesDialog::showChosen);
}

void PricesDialog::buildForm()
{
    m_server->setObjectName(QStringLiteral("priceServer"));
    m_tool->setObjectName(QStringLiteral("priceTool"));
    m_amount->setObjectName(QStringLiteral("priceAmount"));
    m_tool->setEditable(true);
    m_tool->setInsertPolicy(QComboBox::NoInsert);
    nameForAccessibility(m_tool->lineEdit(), tr("Tool"));
    m_tool->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const api::ServerConfig& server : m_bridge.config().servers) {
        m_server->addItem(serverLabel(server), toQString(server.id.str()));
    }
    m_toolRow = m_form->addField(tr("&Tool"), m_tool);
    m_form->addPair(m_form->addField(tr("Ser&ver"), m_server), m_toolRow);
    m_amountRow = m_form->addField(tr("A call &costs"), m_amount);
    m_form->addWidget(m_meaning);
    m_form->setEnabled(m_server->count() > 0);
    m_set->setEnabled(m_server->count() > 0);
}

void PricesDialog::buildColumn()
{
    m_set->setObjectName(QStringLiteral("setPrice"));
    m_remove->setObjectName(QStringLiteral("removePrice"));
    m_set->setDefault(true);
    auto* close = makeButton(ButtonKind::Normal, tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_set);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("Budgets of cost count by these. The price of a tool beats that of its server; a call "
           "without a price costs nothing.")));
    column->addWidget(m_table, 1);
    column->addWidget(m_none);
    column->addWidget(m_form);
    column->addWidget(m_result);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

QString PricesDialog::currency() const
{
    return toQString(m_bridge.config().settings.currency);
}

QString PricesDialog::priceText(std::uint64_t micros) const
{
    return amountText(kCost, micros, currency());
}

QString PricesDialog::whatText(const api::Price& price) const
{
    const api::ServerConfig* const server = api::findServer(m_bridge.config(), price.server);
    const QString name = server == nullptr ? toQString(price.server.str()) : serverLabel(*server);
    return price.tool == kEveryTool ? tr("every tool of %1").arg(name)
                                    : tr("%1 of %2").arg(isolated(price.tool), name);
}

void PricesDialog::showPrices()
{
    const int before = m_table->currentIndex().row();
    m_prices = m_bridge.config().prices;
    m_model->removeRows(0, m_model->rowCount());
    for (const api::Price& price : m_prices) {
        const api::ServerConfig* const server = api::findServer(m_bridge.config(), price.server);
        const QStringList texts = {
            server == nullptr ? toQString(price.server.str()) : serverLabel(*server),
            price.tool == kEveryTool ? tr("Every tool without a price of its own")
                                     : toQString(price.tool),
            priceText(price.micros)};
        QList<QStandardItem*> items;
        for (const QString& text : texts) {
            items.push_back(new QStandardItem(text));
            items.back()->setToolTip(toolTipText(text));
        }
        m_model->appendRow(items);
    }
    m_table->setVisible(!m_prices.empty());
    m_none->setVisible(m_prices.empty());
    if (before >= 0 && !m_prices.empty()) {
        m_table->selectRow(std::min(before, m_model->rowCount() - 1));
    }
    m_remove->setEnabled(m_table->currentIndex().isValid());
}

void PricesDialog::showChosen()
{
    const QModelIndex index = m_table->currentIndex();
    m_remove->setEnabled(index.isValid());
    if (!index.isValid()) {
        return;
    }
    const api::Price& price = m_prices[static_cast<std::size_t>(index.row())];
    m_server->setCurrentIndex(m_server->findData(toQString(price.server.str())));
    m_tool->setEditText(price.tool == kEveryTool ? m_tool->itemText(0) : toQString(price.tool));
    m_amount->setText(editableAmount(kCost, price.micros, currency()));
}

// Those the server is known to have; others can be typed.
void PricesDialog::showTools()
{
    m_tool->clear();
    m_tool->addItem(tr("Every tool"));
    m_toolRow->showProblem({});
    const QString server = m_server->currentData().toString();
    m_bridge.serverTools(
        ServerId(toStdString(server)),
        this,
        [this, server](const Result<std::vector<api::ToolInfo>>& tools) {
            if (!tools || server != m_server->currentData().toString()) {
                return; // a server that has not been started yet: the name can be typed
            }
            const QString typed = m_tool->currentText();
            for (const api::ToolInfo& info : *tools) {
                m_tool->addItem(toQString(info.name));
            }
            m_tool->setEditText(typed);
        });
}

void PricesDialog::showMeaning()
{
    const auto micros = parseAmount(kCost, m_amount->text(), currency());
    m_amount->setPlaceholderText(editableAmount(kCost, 250'000, currency()));
    m_meaning->setText(micros ? tr("1,000 calls cost %1.").arg(priceText(*micros * 1000))
                              : tr("Such as %1; 0 for calls that cost nothing.")
                                    .arg(editableAmount(kCost, 250'000, currency())));
    if (micros) {
        m_amountRow->showProblem({});
    }
}

std::string PricesDialog::tool() const
{
    const QString text = m_tool->currentText().trimmed();
    return text == m_tool->itemText(0) ? std::string(kEveryTool) : toStdString(text);
}

void PricesDialog::setPrice()
{
    m_form->clearProblems();
    m_result->hide();
    api::Price price;
    price.server = ServerId(toStdString(m_server->currentData().toString()));
    price.tool = tool();
    const auto micros = parseAmount(kCost, m_amount->text(), currency());
    if (price.tool.empty()) {
        m_toolRow->showProblem(tr("Choose a tool, or every tool."));
        m_toolRow->focusField();
        return;
    }
    if (!micros || *micros > api::kMaxPriceMicros) {
        m_amountRow->showProblem(micros ? tr("A call costs at most a million.")
                                        : amountProblem(kCost, currency()));
        m_amountRow->focusField();
        return;
    }
    price.micros = *micros;
    const QString done = tr("A call of %1 costs %2.").arg(whatText(price), priceText(price.micros));
    apply(api::SetPrice{price}, done, tr("The price was not set: %1"));
}

void PricesDialog::removePrice()
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid()) {
        return;
    }
    const api::Price price = m_prices[static_cast<std::size_t>(index.row())];
    confirm(this,
            {tr("Remove the price of %1?").arg(whatText(price)),
             tr("From now on its calls cost what its server's price says, or nothing. What was "
                "counted stays counted."),
             tr("Remove price")},
            [this, price] {
                apply(api::RemovePrice{price.server, price.tool},
                      tr("Removed the price of %1.").arg(whatText(price)),
                      tr("The price was not removed: %1"));
            });
}

void PricesDialog::apply(api::ConfigChange change, const QString& done, const QString& failure)
{
    m_set->setEnabled(false);
    m_bridge.apply(std::move(change), this, [this, done, failure](const Result<>& applied) {
        m_set->setEnabled(true);
        if (applied) {
            m_result->showMessage(Tone::Good, done);
        } else {
            m_result->showMessage(
                Tone::Bad, failure.arg(describe(applied.error())), budgetAdvice(applied.error()));
        }
    });
}

} // namespace portcullis::ui
