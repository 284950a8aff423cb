#include "ui/revisions/revisions_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/revisions/difference_table.h"
#include "ui/revisions/revert_dialog.h"
#include "ui/revisions/revision_words.h"
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

constexpr std::uint32_t kAtOnce = 100;
constexpr int kWhat = 3; // the column

QStandardItem* makeItem(const QString& text)
{
    auto* item = new QStandardItem(text);
    item->setToolTip(toolTipText(text));
    return item;
}

} // namespace

RevisionsDialog::RevisionsDialog(GatewayBridge& bridge,
                                 const api::PolicyAdvisor* advisor,
                                 QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_advisor(advisor)
    , m_model(new QStandardItemModel(this))
    , m_stack(new QStackedWidget)
    , m_reading(makeLabel(TextRole::Muted, tr("Reading the history…")))
    , m_older(makeButton(ButtonKind::Quiet, tr("&Older changes")))
    , m_caption(makeLabel(TextRole::Subheading))
    , m_differences(new DifferenceTable(DifferenceTable::Values::Cut))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_undo(makeButton(ButtonKind::Normal, tr("&Undo this change…")))
    , m_restore(makeButton(ButtonKind::Normal, tr("&Restore this state…")))
{
    setObjectName(QStringLiteral("revisionsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("History of changes"));
    m_stack->addWidget(m_reading);
    m_stack->addWidget(buildList());
    m_stack->addWidget(new EmptyState(
        "restart",
        tr("Nothing has changed yet"),
        tr("Every change of servers, keys, rules, budgets and settings is kept here with who made "
           "it, and can be taken back.")));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(m_stack, 1);
    column->addWidget(m_problem);
    column->addLayout(buildButtons());
    resizeWithinScreen(*this, QSize(960, 600));
    connect(&bridge, &GatewayBridge::configChanged, this, &RevisionsDialog::load);
    load();
}

QWidget* RevisionsDialog::buildList()
{
    m_model->setHorizontalHeaderLabels({tr("Revision"), tr("When"), tr("Who"), tr("What")});
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("revisions"));
    prepareTable(m_table, tr("Changes of the configuration"));
    m_table->setModel(m_model);
    QHeaderView* header = m_table->horizontalHeader();
    header->setSectionResizeMode(kWhat, QHeaderView::Stretch);
    header->resizeSection(0, 96);
    header->resizeSection(1, 176);
    header->resizeSection(2, 200);
    m_older->setObjectName(QStringLiteral("olderRevisions"));
    m_older->hide();
    m_caption->setObjectName(QStringLiteral("revisionCaption"));
    letShrink(m_caption);
    auto* list = new QWidget;
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(m_table, 1);
    column->addWidget(m_older, 0, Qt::AlignLeading);
    column->addWidget(m_caption);
    column->addWidget(m_differences, 1);
    connect(m_older, &QPushButton::clicked, this, &RevisionsDialog::loadOlder);
    connect(m_table->selectionModel(),
            &QItemSelectionModel::currentRowChanged,
            this,
            &RevisionsDialog::showChosen);
    return list;
}

QLayout* RevisionsDialog::buildButtons()
{
    m_undo->setObjectName(QStringLiteral("undoRevision"));
    m_restore->setObjectName(QStringLiteral("restoreRevision"));
    m_undo->setEnabled(false);
    m_restore->setEnabled(false);
    auto* close = makeButton(ButtonKind::Normal, tr("Close"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_undo);
    buttons->addWidget(m_restore);
    buttons->addStretch(1);
    buttons->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_undo, &QPushButton::clicked, this, &RevisionsDialog::undo);
    connect(m_restore, &QPushButton::clicked, this, &RevisionsDialog::restore);
    return buttons;
}

void RevisionsDialog::load()
{
    m_bridge.revisions({std::nullopt, kAtOnce},
                       this,
                       [this](const Result<api::RevisionPage>& page) { show(page, false); });
}

void RevisionsDialog::loadOlder()
{
    if (m_revisions.empty()) {
        return;
    }
    m_older->setEnabled(false);
    m_bridge.revisions({m_revisions.back().revision, kAtOnce},
                       this,
                       [this](const Result<api::RevisionPage>& page) { show(page, true); });
}

// The whole list anew, or more of it; what was chosen stays so.
void RevisionsDialog::show(const Result<api::RevisionPage>& page, bool more)
{
    m_reading->clear();
    m_older->setEnabled(true);
    if (!page) {
        showProblem(tr("The history could not be read"), page.error());
        return;
    }
    m_problem->hide();
    const api::Revision* const before = chosen();
    const auto kept = before != nullptr ? std::optional(before->revision) : std::nullopt;
    if (!more) {
        m_revisions.clear();
        m_model->removeRows(0, m_model->rowCount());
    }
    addRows(page->revisions);
    nameGone();
    m_older->setVisible(page->more);
    m_stack->setCurrentIndex(m_revisions.empty() ? Empty : Listed);
    if (m_revisions.empty()) {
        return;
    }
    const auto found = std::ranges::find(
        m_revisions, kept.value_or(m_revisions.front().revision), &api::Revision::revision);
    const bool isThere = found != m_revisions.end();
    m_table->selectRow(isThere ? static_cast<int>(found - m_revisions.begin()) : 0);
    m_table->setFocus();
}

void RevisionsDialog::addRows(const std::vector<api::Revision>& revisions)
{
    for (const api::Revision& one : revisions) {
        const bool good = one.damage.empty();
        m_revisions.push_back(one);
        m_model->appendRow({makeItem(numberText(one.revision)),
                            makeItem(good ? whenText(one) : QStringLiteral("–")),
                            makeItem(good ? authorText(one) : QStringLiteral("–")),
                            makeItem(good ? changeText(one, naming(one)) : tr("Damaged"))});
    }
}

// A configuration that knows the name of what a revision is about, as far as one is known.
const api::GatewayConfig& RevisionsDialog::naming(const api::Revision& revision) const
{
    const auto id = keyOf(revision);
    if (!id || api::findKey(m_bridge.config(), *id) != nullptr) {
        return m_bridge.config();
    }
    const auto found = m_gone.find(*id);
    return found != m_gone.end() && found->second ? *found->second : m_bridge.config();
}

// Keys that are gone have the name that they had last.
void RevisionsDialog::nameGone()
{
    for (const api::Revision& one : m_revisions) { // the newest first
        const auto id = one.damage.empty() ? keyOf(one) : std::nullopt;
        if (!id || m_gone.contains(*id) || api::findKey(m_bridge.config(), *id) != nullptr) {
            continue;
        }
        const bool removes = one.change == "key.remove";
        if (removes && !one.previous) {
            continue;
        }
        m_gone.emplace(*id, nullptr); // asked for
        m_bridge.revision(removes ? *one.previous : one.revision,
                          this,
                          [this, id = *id](const Result<api::RevisionState>& state) {
                              if (state) {
                                  m_gone[id] = state->config;
                                  renameRows(id);
                              }
                          });
    }
}

void RevisionsDialog::renameRows(const KeyId& id)
{
    for (std::size_t row = 0; row < m_revisions.size(); ++row) {
        const api::Revision& one = m_revisions[row];
        if (one.damage.empty() && keyOf(one) == id) {
            const QString text = changeText(one, naming(one));
            QStandardItem* const item = m_model->item(static_cast<int>(row), kWhat);
            item->setText(text);
            item->setToolTip(toolTipText(text));
        }
    }
}

const api::Revision* RevisionsDialog::chosen() const
{
    const auto row = static_cast<std::size_t>(m_table->currentIndex().row());
    return m_table->currentIndex().isValid() && row < m_revisions.size() ? &m_revisions[row]
                                                                         : nullptr;
}

void RevisionsDialog::showChosen()
{
    const api::Revision* const one = chosen();
    const bool good = one != nullptr && one->damage.empty();
    m_undo->setEnabled(good && one->previous);
    m_restore->setEnabled(good && one->revision != m_bridge.config().revision);
    m_problem->hide();
    m_differences->showDifferences({});
    m_caption->clear();
    if (one == nullptr) {
        return;
    }
    m_bridge.revision(one->revision,
                      this,
                      [this, number = one->revision](const Result<api::RevisionState>& made) {
                          if (chosen() == nullptr || chosen()->revision != number) {
                              return; // another one was chosen meanwhile
                          }
                          if (!made) {
                              showProblem(tr("Revision %1 cannot be shown").arg(number),
                                          made.error());
                          } else {
                              showDifference(*made);
                          }
                      });
}

void RevisionsDialog::showDifference(const api::RevisionState& made)
{
    const std::uint64_t number = made.revision.revision;
    if (!made.revision.previous) {
        m_caption->setText(tr("Nothing is known from before revision %1.").arg(number));
        return;
    }
    m_bridge.revision(
        *made.revision.previous,
        this,
        [this, number, after = made.config](const Result<api::RevisionState>& before) {
            if (chosen() == nullptr || chosen()->revision != number) {
                return;
            }
            if (!before) {
                showProblem(tr("What revision %1 changed cannot be shown").arg(number),
                            before.error());
                return;
            }
            const auto found = api::compareConfigs(*before->config, *after);
            m_caption->setText(found.empty() ? tr("Nothing changed in revision %1.").arg(number)
                                             : tr("Changed in revision %1").arg(number));
            m_differences->showDifferences(found);
        });
}

void RevisionsDialog::showProblem(const QString& title, const Error& error)
{
    m_problem->showMessage(Tone::Bad, title, describeFully(error));
}

// The gateway works out what would become of it, and says what stands in the way.
void RevisionsDialog::undo()
{
    const api::Revision* const one = chosen();
    if (one == nullptr) {
        return;
    }
    m_problem->hide();
    m_bridge.undone(
        one->revision, this, [this, number = one->revision](const Result<api::ConfigPtr>& after) {
            if (!after) {
                showProblem(tr("Revision %1 cannot be undone").arg(number), after.error());
                return;
            }
            const auto now = std::make_shared<const api::GatewayConfig>(m_bridge.config());
            const std::uint64_t seen = (*after)->revision - 1;
            if (now->revision != seen) { // what it would come to cannot be shown
                m_bridge.refresh();
                m_problem->showMessage(Tone::Warn,
                                       tr("The configuration has just changed: try again."));
                return;
            }
            auto* dialog = new RevertDialog(
                m_bridge, m_advisor, {api::UndoRevision{number, seen}, now, *after}, this);
            dialog->open();
        });
}

void RevisionsDialog::restore()
{
    const api::Revision* const one = chosen();
    if (one == nullptr) {
        return;
    }
    m_problem->hide();
    m_bridge.revision(
        one->revision,
        this,
        [this, number = one->revision](const Result<api::RevisionState>& state) {
            if (!state) {
                showProblem(tr("Revision %1 cannot be restored").arg(number), state.error());
                return;
            }
            const auto now = std::make_shared<const api::GatewayConfig>(m_bridge.config());
            auto* dialog =
                new RevertDialog(m_bridge,
                                 m_advisor,
                                 {api::RestoreRevision{number, now->revision}, now, state->config},
                                 this);
            dialog->open();
        });
}

} // namespace portcullis::ui
