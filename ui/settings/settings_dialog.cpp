#include "ui/settings/settings_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/lockdown_words.h"
#include "ui/retention/record_words.h"
#include "ui/settings/settings_form.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace portcullis::ui {

SettingsDialog::SettingsDialog(GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_form(new SettingsForm(bridge.config()))
    , m_lockdown(new Banner(Banner::Closing::ByCode))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, tr("Save")))
    , m_scroll(new QScrollArea)
{
    setObjectName(QStringLiteral("settingsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Settings"));
    build();
    resizeWithinScreen(*this, QSize(640, 680));
    m_form->showLocks(bridge.status().lockdown);
    showLockdown(*m_lockdown, bridge.status().lockdown);
    m_form->focusFirst();
}

void SettingsDialog::build()
{
    auto* body = new QWidget;
    body->setObjectName(QStringLiteral("content"));
    auto* inner = new QVBoxLayout(body);
    inner->setContentsMargins(0, 0, kGrid, 0);
    inner->addWidget(m_form);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(body);
    auto* defaults = makeButton(ButtonKind::Normal, tr("Restore &defaults"), "restart");
    defaults->setObjectName(QStringLiteral("restoreDefaults"));
    defaults->setToolTip(
        tr("Fills the fields of this tab with what they are at first; Save makes it so"));
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    m_save->setObjectName(QStringLiteral("saveSettings"));
    m_save->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addWidget(defaults);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    m_lockdown->setObjectName(QStringLiteral("lockdown"));
    column->addWidget(m_lockdown);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(defaults, &QPushButton::clicked, m_form, &SettingsForm::restoreDefaults);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &SettingsDialog::save);
}

void SettingsDialog::save()
{
    m_problem->hide();
    const api::Settings settings = m_form->settings();
    if (const auto broken = api::brokenRule(settings)) {
        if (FormRow* row = m_form->showBroken(*broken)) {
            row->focusField();
            QTimer::singleShot(
                0, row, [this, row] { m_scroll->ensureWidgetVisible(row, 0, kGrid); });
        } else {
            showProblem({ErrorCode::InvalidArgument, broken->member + " " + broken->what, {}});
        }
        return;
    }
    m_form->clearProblems();
    if (m_form->roles() == m_bridge.config().roles) {
        saveSettings(settings);
        return;
    }
    confirm(this,
            {tr("Change who may do what?"),
             tr("From then on every account may do what its role says, and no more. Your own role "
                "of administrator is not taken from you here."),
             tr("Change roles"),
             Weight::Harmless},
            [this, settings] { saveSettings(settings); });
}

void SettingsDialog::saveSettings(const api::Settings& settings)
{
    if (!keepsLess(m_bridge.config().settings.retention, settings.retention)) {
        apply(settings);
        return;
    }
    confirm(this,
            {tr("Keep less of the log?"),
             tr("What is older than you say now is removed within the hour, and can never be read "
                "again: not here, and not in copies of the log."),
             tr("Keep less")},
            [this, settings] { apply(settings); });
}

void SettingsDialog::apply(const api::Settings& settings)
{
    m_save->setEnabled(false);
    m_bridge.apply(api::UpdateSettings{settings}, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (!applied) {
            showProblem(applied.error());
        } else if (m_form->roles() != m_bridge.config().roles) {
            applyRoles();
        } else {
            accept();
        }
    });
}

void SettingsDialog::applyRoles()
{
    m_save->setEnabled(false);
    m_bridge.apply(api::SetRoles{m_form->roles()}, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            accept();
        } else {
            showProblem(applied.error());
        }
    });
}

void SettingsDialog::showProblem(const Error& error)
{
    m_problem->showMessage(Tone::Bad, describe(error), toQString(error.cause));
}

} // namespace portcullis::ui
