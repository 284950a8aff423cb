#include "ui/teams/case_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/key_words.h"
#include "ui/keys/wider_rights.h"
#include "ui/teams/name_fields.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

NameFields::Taken takenBy(const api::GatewayConfig& config, const CaseId& id)
{
    NameFields::Taken taken;
    for (const api::Case& one : config.cases) {
        taken.ids.push_back(one.id.str());
        if (one.id != id) {
            taken.names.push_back(one.name);
        }
    }
    return taken;
}

} // namespace

CaseDialog::CaseDialog(GatewayBridge& bridge, const api::Case& one, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_case(one)
    , m_limited(new QCheckBox(tr("&Limit what its keys may use")))
    , m_allow(new AllowListEditor(bridge, AllowListEditor::Saving::ByOwner))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, one.id.empty() ? tr("Open case") : tr("Save")))
{
    setObjectName(QStringLiteral("caseDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(one.id.empty() ? tr("Open a case") : tr("Edit case"));
    build();
    if (one.allow) {
        m_allow->setRules(*one.allow);
    }
    m_limited->setChecked(one.allow.has_value());
    m_allow->setEnabled(one.allow.has_value());
    resizeWithinScreen(*this, QSize(880, 560));
    m_names->focusName();
}

void CaseDialog::build()
{
    auto* form = new Form;
    m_names = new NameFields(
        *form, m_case.id.str(), m_case.name, takenBy(m_bridge.config(), m_case.id), this);
    auto* left = new QVBoxLayout;
    left->addWidget(form);
    left->addStretch(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(kGrid);
    addAllowList(*right);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(4 * kGrid);
    columns->addLayout(left, 2);
    columns->addLayout(right, 3);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    m_save->setObjectName(QStringLiteral("saveCase"));
    m_save->setDefault(true);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addLayout(columns, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &CaseDialog::save);
}

void CaseDialog::addAllowList(QVBoxLayout& column)
{
    const QString hint =
        tr("A key bound to the case may use what both allow: its own list and this one. Without a "
           "limit its own list decides.");
    m_limited->setObjectName(QStringLiteral("caseLimited"));
    nameForAccessibility(m_limited, tr("Limit what its keys may use"), hint);
    column.addWidget(makeLabel(TextRole::Subheading, tr("Allowed tools")));
    column.addWidget(m_limited);
    column.addWidget(makeLabel(TextRole::Caption, hint));
    column.addWidget(m_allow, 1);
    connect(m_limited, &QCheckBox::toggled, m_allow, &QWidget::setEnabled);
}

api::Case CaseDialog::edited() const
{
    api::Case one = m_case;
    one.id = CaseId(m_names->id());
    one.name = m_names->name();
    one.allow.reset();
    if (m_limited->isChecked()) {
        one.allow = m_allow->rules();
    }
    return one;
}

// What the new list means, a sentence a line; empty when it means nothing new.
QString CaseDialog::listDifference(const api::Case& after) const
{
    const api::GatewayConfig& config = m_bridge.config();
    if (m_case.allow && !after.allow) {
        return tr("The limit goes: its keys may use whatever their own lists allow.");
    }
    if (!m_case.allow && after.allow) {
        return tr("From now on its keys may use at most: %1.")
            .arg(allowSummary(*after.allow, config));
    }
    return m_case.allow
               ? describeDifference(*m_case.allow, *after.allow, config).join(QLatin1Char('\n'))
               : QString();
}

void CaseDialog::save()
{
    m_problem->hide();
    if (!m_names->check()) {
        return;
    }
    const api::Case after = edited();
    const KeyList keys = keysOf(m_case, m_bridge.config());
    const QString difference = listDifference(after);
    if (m_case.id.empty() || keys.empty() || difference.isEmpty()) {
        send(after);
        return;
    }
    m_save->setEnabled(false);
    findWiderRights(m_bridge,
                    this,
                    api::UpdateCase{after},
                    [this, after, difference, whose = keysText(keys)](const QStringList& wider) {
                        m_save->setEnabled(true);
                        QStringList lines{difference, whose};
                        ask(after, lines + wider);
                    });
}

void CaseDialog::ask(const api::Case& after, const QStringList& consequences)
{
    confirm(this,
            {tr("Save this allow-list for the keys of the case?"),
             consequences.join(QLatin1Char('\n')),
             tr("Save case"),
             Weight::Harmless},
            [this, after] { send(after); });
}

void CaseDialog::send(const api::Case& one)
{
    m_save->setEnabled(false);
    const api::ConfigChange change = m_case.id.empty() ? api::ConfigChange(api::AddCase{one})
                                                       : api::ConfigChange(api::UpdateCase{one});
    m_bridge.apply(change, this, [this, id = one.id.str()](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            emit saved(id);
            accept();
        } else {
            m_problem->showMessage(
                Tone::Bad, describe(applied.error()), toQString(applied.error().cause));
        }
    });
}

} // namespace portcullis::ui
