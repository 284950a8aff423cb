#include "ui/servers/servers_page.h"

#include "ui/gateway_bridge.h"
#include "ui/servers/server_dialog.h"
#include "ui/servers/server_panel.h"
#include "ui/servers/servers_model.h"
#include "ui/text.h"
#include "ui/widgets/column_hider.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/page_header.h"
#include "ui/widgets/tables.h"
#include "ui/words.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

ServersPage::ServersPage(GatewayBridge& bridge, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_model(new ServersModel(bridge, this))
    , m_sorted(new QSortFilterProxyModel(this))
    , m_stack(new QStackedWidget)
    , m_panel(new ServerPanel(bridge))
{
    auto* add = makeButton(ButtonKind::Primary, tr("Add server"), "add");
    add->setToolTip(tr("Add a server (Ctrl+N)"));
    connect(add, &QPushButton::clicked, this, &ServersPage::addServer);
    auto* header = new PageHeader(
        tr("Servers"), tr("The MCP servers whose tools Portcullis hands on to your clients."));
    header->addAction(add);

    auto* split = new QSplitter;
    split->setChildrenCollapsible(false);
    split->setHandleWidth(2 * kGrid);
    split->addWidget(buildTable());
    split->addWidget(m_panel);
    split->setStretchFactor(0, 1);
    split->setSizes({560, 432});
    auto* empty = new EmptyState(
        "servers",
        tr("No servers yet"),
        tr("Add the first MCP server: a program on this computer that speaks on its standard "
           "streams, or a web address. You can try the connection before you save it."),
        tr("Add server…"));
    connect(empty, &EmptyState::actionTriggered, this, &ServersPage::addServer);
    m_stack->addWidget(split);
    m_stack->addWidget(empty);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(4 * kGrid, 3 * kGrid, 4 * kGrid, 3 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(header);
    column->addWidget(m_stack, 1);
    connectPanel();
    connect(m_model, &QAbstractItemModel::modelReset, this, &ServersPage::refreshEmpty);
    refreshEmpty();
}

QWidget* ServersPage::buildTable()
{
    m_search = makeSearchField(tr("Search servers"));
    m_search->setClearButtonEnabled(false);
    m_sorted->setSourceModel(m_model);
    m_sorted->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_sorted->setFilterKeyColumn(ServersModel::Name);
    connect(
        m_search, &QLineEdit::textChanged, m_sorted, &QSortFilterProxyModel::setFilterFixedString);
    m_table = new QTableView;
    prepareTable(m_table, tr("Servers"));
    m_table->setModel(m_sorted);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(ServersModel::Name, QHeaderView::Stretch);
    header->resizeSection(ServersModel::State, 128);
    header->resizeSection(ServersModel::Tools, 64);
    header->resizeSection(ServersModel::Protocol, 184);
    new ColumnHider(m_table, {{ServersModel::Tools, 360}, {ServersModel::Protocol, 520}});
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &ServersPage::showSelection);
    connect(m_table, &QTableView::doubleClicked, this, &ServersPage::editSelected);
    QFrame* card = makeCard();
    cardLayout(card)->addWidget(m_search);
    cardLayout(card)->addWidget(m_table, 1);
    card->setMinimumWidth(304);
    return card;
}

void ServersPage::connectPanel()
{
    connect(m_panel, &ServerPanel::editRequested, this, &ServersPage::editSelected);
    connect(m_panel, &ServerPanel::restartRequested, this, &ServersPage::restartSelected);
    connect(m_panel, &ServerPanel::enableRequested, this, &ServersPage::setEnabledSelected);
    connect(m_panel, &ServerPanel::removeRequested, this, &ServersPage::removeSelected);
}

void ServersPage::refreshEmpty()
{
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty) {
        select(m_model->rowOf(m_selected) < 0 ? m_model->serverAt(0) : m_selected);
    }
}

void ServersPage::select(const ServerId& id)
{
    const QModelIndex source = m_model->index(m_model->rowOf(id), 0);
    const QModelIndex index = m_sorted->mapFromSource(source);
    if (index.isValid()) {
        m_table->selectRow(index.row());
        m_table->setCurrentIndex(index);
    }
    showSelection();
}

void ServersPage::showSelection()
{
    const QModelIndex index = m_sorted->mapToSource(m_table->currentIndex());
    if (index.isValid()) {
        m_selected = m_model->serverAt(index.row());
        m_panel->showServer(m_selected);
    }
    m_panel->setVisible(api::findServer(m_bridge.config(), m_selected) != nullptr);
}

void ServersPage::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ServersPage::addServer()
{
    auto* dialog = new ServerDialog(m_bridge, nullptr, this);
    connect(dialog, &ServerDialog::saved, this, [this](const ServerId& id) {
        select(id);
        emit serverAdded(id);
    });
    dialog->open();
}

void ServersPage::editSelected()
{
    if (const api::ServerConfig* server = api::findServer(m_bridge.config(), m_selected)) {
        auto* dialog = new ServerDialog(m_bridge, server, this);
        dialog->open();
    }
}

void ServersPage::setEnabledSelected(bool enabled)
{
    const api::ServerConfig* server = api::findServer(m_bridge.config(), m_selected);
    if (server == nullptr) {
        return;
    }
    api::ServerConfig changed = *server;
    changed.enabled = enabled;
    apply(api::UpdateServer{changed},
          enabled ? tr("The server could not be enabled") : tr("The server could not be disabled"));
}

void ServersPage::restartSelected()
{
    m_bridge.restartServer(m_selected, this, [this](Result<> restarted) {
        if (!restarted) {
            emit problem(tr("The server could not be restarted"), describeFully(restarted.error()));
        }
    });
}

void ServersPage::removeSelected()
{
    const api::ServerConfig* server = api::findServer(m_bridge.config(), m_selected);
    if (server == nullptr) {
        return;
    }
    const auto uses = std::ranges::count_if(m_bridge.config().keys, [&](const api::KeyConfig& key) {
        return std::ranges::find(key.allow, server->id, &api::AllowRule::server) != key.allow.end();
    });
    QString consequence = tr("Its settings and stored secrets are deleted, and running calls end.");
    if (uses > 0) {
        consequence +=
            QLatin1Char(' ') +
            tr("%n key(s) allow its tools and lose them.", nullptr, static_cast<int>(uses));
    }
    confirm(
        this,
        {tr("Remove the server “%1”?").arg(serverLabel(*server)), consequence, tr("Remove server")},
        [this, removed = *server] {
            m_bridge.apply(api::RemoveServer{removed.id}, this, [this, removed](Result<> done) {
                if (!done) {
                    emit problem(tr("The server could not be removed"),
                                 describeFully(done.error()));
                    return;
                }
                for (const api::SecretRef& secret : secretsOf(removed)) {
                    m_bridge.putSecret(secret.name, {}, &m_bridge, {});
                }
            });
        });
}

void ServersPage::apply(api::ConfigChange change, const QString& failure)
{
    m_bridge.apply(std::move(change), this, [this, failure](Result<> applied) {
        if (!applied) {
            emit problem(failure, describeFully(applied.error()));
        }
    });
}

} // namespace portcullis::ui
