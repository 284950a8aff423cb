#include "ui/setup/locked_view.h"

#include "ui/gateway_bridge.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/secret_input.h"
#include "ui/words.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kCardWidth = 496;
constexpr qsizetype kShortestPassphrase = 12;

} // namespace

LockedView::LockedView(GatewayBridge& bridge, QWidget* parent)
    : QWidget(parent)
    , m_bridge(bridge)
    , m_title(makeLabel(TextRole::Title))
    , m_reason(makeLabel(TextRole::Body))
    , m_entry(new QWidget)
    , m_passphrase(makeSecretField(tr("Passphrase")))
    , m_repeatRow(nullptr)
    , m_repeat(makeSecretField(tr("The same again")))
    , m_action(makeButton(ButtonKind::Primary, {}))
    , m_retry(makeButton(ButtonKind::Normal, {}, "restart"))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_hint(makeLabel(TextRole::Caption))
{
    m_passphrase->setObjectName(QStringLiteral("passphrase"));
    m_repeat->setObjectName(QStringLiteral("passphraseAgain"));
    m_action->setObjectName(QStringLiteral("unlock"));
    m_retry->setObjectName(QStringLiteral("askKeychain"));
    build();
    connect(m_action, &QPushButton::clicked, this, &LockedView::act);
    connect(m_retry, &QPushButton::clicked, this, &LockedView::againRequested);
    for (QLineEdit* field : {m_passphrase, m_repeat}) {
        connect(field, &QLineEdit::returnPressed, this, &LockedView::act);
        connect(field, &QLineEdit::textChanged, this, &LockedView::refreshButton);
    }
    connect(&bridge, &GatewayBridge::statusChanged, this, &LockedView::refresh);
    setMode(LockedMode::Passphrase);
}

void LockedView::build()
{
    auto* form = new Form;
    form->addField(tr("&Passphrase"), m_passphrase);
    m_repeatRow = form->addField(tr("The &same again"), m_repeat);
    auto* entry = new QVBoxLayout(m_entry);
    entry->setContentsMargins(0, 0, 0, 0);
    entry->setSpacing(kGrid + kGrid / 2);
    entry->addWidget(form);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(m_action);
    buttons->addWidget(m_retry);
    buttons->addStretch(1);

    QFrame* card = makeCard();
    card->setFixedWidth(kCardWidth);
    QVBoxLayout* column = cardLayout(card);
    column->setContentsMargins(4 * kGrid, 4 * kGrid, 4 * kGrid, 4 * kGrid);
    column->setSpacing(kGrid + kGrid / 2);
    column->addWidget(makeIconLabel("lock", Tint::Accent, 40));
    column->addWidget(m_title);
    column->addWidget(m_reason);
    column->addWidget(m_entry);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    column->addWidget(m_hint);
    auto* outer = new QVBoxLayout(this);
    outer->addStretch(2);
    // Stretches instead of an alignment, with which the layout would forget the height of wrapped
    // text.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(card);
    row->addStretch(1);
    outer->addLayout(row);
    outer->addStretch(3);
}

void LockedView::setMode(LockedMode mode, const QString& reason)
{
    m_mode = mode;
    m_ownReason = reason;
    const bool chooses = mode == LockedMode::NewPassphrase;
    const bool types = chooses || mode == LockedMode::Passphrase || mode == LockedMode::Either;
    const bool failed = mode == LockedMode::Failed;
    m_title->setText(chooses  ? tr("Choose a passphrase")
                     : failed ? tr("Portcullis cannot open its data")
                              : tr("Portcullis is locked"));
    m_entry->setVisible(types);
    m_repeatRow->setVisible(chooses);
    m_action->setVisible(types);
    m_action->setText(chooses ? tr("Protect and start") : tr("Unlock"));
    m_retry->setVisible(failed || mode == LockedMode::Keychain || mode == LockedMode::Either ||
                        (chooses && !reason.isEmpty()));
    m_retry->setText(failed ? tr("Try again") : tr("Ask the keyring again"));
    switch (mode) {
    case LockedMode::NewPassphrase:
        m_hint->setText(tr("At least %1 characters. It protects the audit log and the stored "
                           "secrets, and nobody "
                           "can recover it: without it they cannot be opened again.")
                            .arg(kShortestPassphrase));
        break;
    case LockedMode::Waiting:
        m_hint->setText(
            tr("If your desktop asks for the password of its keyring, answer it: Portcullis then "
               "opens by itself."));
        break;
    default:
        m_hint->setText(
            tr("Until Portcullis is unlocked, clients are turned away and nothing is called."));
        break;
    }
    m_problem->hide();
    setBusy(false);
    refresh();
    if (types && isVisible()) {
        focusPassphrase();
    }
}

void LockedView::refresh()
{
    const std::string& reason = m_bridge.status().reason;
    if (!m_ownReason.isEmpty() && m_mode == LockedMode::NewPassphrase) {
        m_reason->setText(m_ownReason + QLatin1Char('\n') +
                          tr("Or keep Portcullis's key yourself: with a passphrase that you type "
                             "at every start."));
    } else if (!m_ownReason.isEmpty()) {
        m_reason->setText(m_ownReason);
    } else if (m_mode == LockedMode::NewPassphrase) {
        m_reason->setText(tr(
            "This desktop has no keyring that could keep Portcullis's key, so you keep it: with a "
            "passphrase that you type at every start."));
    } else if (m_mode == LockedMode::Waiting) {
        m_reason->setText(tr("Waiting for your desktop's keyring to give the key."));
    } else {
        m_reason->setText(
            reason.empty()
                ? tr("Its log and its secrets are encrypted. Enter the passphrase to open them.")
                : toQString(reason));
    }
}

void LockedView::refreshButton()
{
    const QString text = m_passphrase->text();
    const bool chooses = m_mode == LockedMode::NewPassphrase;
    m_action->setEnabled(
        m_passphrase->isEnabled() && !text.isEmpty() &&
        (!chooses || (text.size() >= kShortestPassphrase && text == m_repeat->text())));
}

void LockedView::focusPassphrase()
{
    m_passphrase->setFocus();
}

void LockedView::setBusy(bool busy)
{
    m_passphrase->setEnabled(!busy);
    m_repeat->setEnabled(!busy);
    m_retry->setEnabled(!busy);
    refreshButton();
}

void LockedView::showProblem(const Error& error)
{
    setBusy(false);
    m_problem->showMessage(Tone::Bad, describe(error), toQString(error.cause));
    focusPassphrase();
}

void LockedView::act()
{
    if (!m_action->isEnabled()) {
        return;
    }
    m_problem->hide();
    if (m_mode == LockedMode::NewPassphrase) {
        choose();
    } else {
        unlock();
    }
}

void LockedView::unlock()
{
    SecretBytes passphrase = takeSecret(*m_passphrase);
    setBusy(true);
    m_bridge.unlock(std::move(passphrase), this, [this](Result<> opened) {
        setBusy(false);
        if (opened) {
            m_bridge.refresh();
        } else {
            showProblem(opened.error());
        }
    });
}

void LockedView::choose()
{
    auto passphrase = std::make_shared<SecretBytes>(takeSecret(*m_passphrase));
    const SecretBytes again = takeSecret(*m_repeat);
    setBusy(true);
    emit passphraseChosen(passphrase);
}

} // namespace portcullis::ui
