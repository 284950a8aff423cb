#include "ui/revisions/revert_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/rule_words.h"
#include "ui/revisions/difference_table.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStringList>
#include <QVBoxLayout>

#include <variant>

namespace portcullis::ui {

namespace {

// Keys whose secrets of earlier would work again.
struct EarlierSecrets
{
    QStringList back;   // they are gone now
    QStringList others; // they have another secret now
};

EarlierSecrets earlierSecrets(const api::GatewayConfig& before, const api::GatewayConfig& after)
{
    EarlierSecrets found;
    for (const api::KeyConfig& key : after.keys) {
        const api::KeyConfig* const now = api::findKey(before, key.id);
        if (now == nullptr) {
            found.back << keyLabel(key);
        } else if (now->hash != key.hash) {
            found.others << keyLabel(key);
        }
    }
    return found;
}

} // namespace

RevertDialog::RevertDialog(GatewayBridge& bridge,
                           const api::PolicyAdvisor* advisor,
                           Reversion reversion,
                           QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_advisor(advisor)
    , m_reversion(std::move(reversion))
    , m_effect(makeLabel(TextRole::Body))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_act(nullptr)
{
    setObjectName(QStringLiteral("revertDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Go back in the history"));
    m_effect->setObjectName(QStringLiteral("effect"));
    letShrink(m_effect);
    auto* intro = makeLabel(
        TextRole::Muted,
        tr("This is what changes. It becomes a revision of its own, which can be undone as well."));
    letShrink(intro);
    auto* table = new DifferenceTable(DifferenceTable::Values::Whole);
    table->showDifferences(api::compareConfigs(*m_reversion.before, *m_reversion.after));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Heading, question()));
    column->addWidget(intro);
    column->addWidget(table, 1);
    column->addWidget(m_effect);
    column->addWidget(m_problem);
    column->addLayout(buildButtons());
    resizeWithinScreen(*this, QSize(820, 520));
    askForTools();
}

QString RevertDialog::question() const
{
    if (const auto* const undo = std::get_if<api::UndoRevision>(&m_reversion.change)) {
        return tr("Undo the change of revision %1?").arg(undo->revision);
    }
    const auto& restore = std::get<api::RestoreRevision>(m_reversion.change);
    return tr("Restore the state of revision %1?").arg(restore.revision);
}

QLayout* RevertDialog::buildButtons()
{
    const bool undoes = std::holds_alternative<api::UndoRevision>(m_reversion.change);
    m_act = makeButton(ButtonKind::Primary, undoes ? tr("&Undo this change") : tr("&Restore it"));
    m_act->setObjectName(QStringLiteral("revert"));
    m_act->setEnabled(false);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    cancel->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_act);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_act, &QPushButton::clicked, this, &RevertDialog::revert);
    cancel->setFocus();
    return buttons;
}

// What keys gain and lose is told in tools, as far as these are known.
void RevertDialog::askForTools()
{
    m_effect->setText(tr("Finding out what keys gain and lose…"));
    m_waiting = m_advisor != nullptr ? m_reversion.after->servers.size() : 0;
    if (m_waiting == 0) {
        showEffect();
        return;
    }
    for (const api::ServerConfig& server : m_reversion.after->servers) {
        m_bridge.serverTools(
            server.id, this, [this, id = server.id](Result<std::vector<api::ToolInfo>> tools) {
                if (tools) {
                    m_tools[id] = std::move(*tools);
                }
                if (--m_waiting == 0) {
                    showEffect();
                }
            });
    }
}

void RevertDialog::showEffect()
{
    QStringList sentences;
    if (m_advisor != nullptr) {
        sentences = differenceTexts(
            m_advisor->difference(*m_reversion.before, *m_reversion.after, m_tools));
        if (sentences.isEmpty()) {
            sentences << tr("No key may do more or less, as far as tools are known.");
        }
    }
    const EarlierSecrets keys = earlierSecrets(*m_reversion.before, *m_reversion.after);
    if (!keys.back.isEmpty()) {
        sentences << tr("%n key(s) come back, and work again for whoever has the secret: %1.",
                        nullptr,
                        static_cast<int>(keys.back.size()))
                         .arg(keys.back.join(QStringLiteral(", ")));
    }
    if (!keys.others.isEmpty()) {
        sentences << tr("%n key(s) go back to an earlier secret: %1.",
                        nullptr,
                        static_cast<int>(keys.others.size()))
                         .arg(keys.others.join(QStringLiteral(", ")));
    }
    m_effect->setText(sentences.join(QLatin1Char('\n')));
    m_effect->setVisible(!sentences.isEmpty());
    m_act->setEnabled(true);
}

void RevertDialog::revert()
{
    m_act->setEnabled(false);
    m_bridge.apply(m_reversion.change, this, [this](const Result<>& changed) { finish(changed); });
}

// It can be tried again: a change by somebody else is refused again, with the same sentence.
void RevertDialog::finish(const Result<>& changed)
{
    if (changed) {
        accept();
        return;
    }
    m_act->setEnabled(true);
    m_problem->showMessage(Tone::Bad, tr("Nothing was changed."), describeFully(changed.error()));
}

} // namespace portcullis::ui
