#include "ui/servers/server_rules_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/allow_list_editor.h"
#include "ui/keys/wider_rights.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

bool allows(const api::AllowRule& rule)
{
    return rule.effect == api::RuleEffect::Allow;
}

} // namespace

ServerRulesDialog::ServerRulesDialog(GatewayBridge& bridge,
                                     const api::ServerConfig& server,
                                     QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_server(server)
    , m_limited(new QCheckBox(tr("Let only &what is chosen here out")))
    , m_rules(new AllowListEditor(bridge, AllowListEditor::Saving::ByOwner, nullptr, server.id))
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, tr("Save")))
{
    setObjectName(QStringLiteral("serverRulesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rules of the server “%1”").arg(serverLabel(server)));
    build();
    m_rules->setRules(server.rules);
    const bool limited = std::ranges::any_of(server.rules, allows);
    m_limited->setChecked(limited);
    m_rules->setChoosing(limited);
    resizeWithinScreen(*this, QSize(560, 560));
}

void ServerRulesDialog::build()
{
    const QString hint =
        tr("What this server offers beyond it does not exist for any key. Without it a key's own "
           "list decides. Rules that deny hold in either case.");
    m_limited->setObjectName(QStringLiteral("serverLimited"));
    nameForAccessibility(m_limited, tr("Let only what is chosen here out"), hint);
    m_save->setObjectName(QStringLiteral("saveServerRules"));
    m_save->setDefault(true);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(m_limited);
    column->addWidget(makeLabel(TextRole::Caption, hint));
    column->addWidget(m_rules, 1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(m_limited, &QCheckBox::toggled, m_rules, &AllowListEditor::setChoosing);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ServerRulesDialog::save);
}

// Without the limit, those that deny.
std::vector<api::AllowRule> ServerRulesDialog::rules() const
{
    std::vector<api::AllowRule> rules = m_rules->rules();
    if (!m_limited->isChecked()) {
        std::erase_if(rules, allows);
    }
    return rules;
}

void ServerRulesDialog::save()
{
    m_problem->hide();
    api::ServerConfig after = m_server;
    after.rules = rules();
    if (m_limited->isChecked() && std::ranges::none_of(after.rules, allows)) {
        // To the gateway no rule that allows means that everything may be used.
        m_problem->showMessage(
            Tone::Bad, tr("Choose at least one tool, or disable the server to let nothing out."));
        return;
    }
    m_save->setEnabled(false);
    confirmWider(
        this,
        m_bridge,
        api::UpdateServer{after},
        [this, after] { send(after); },
        [this] { m_save->setEnabled(true); });
}

void ServerRulesDialog::send(const api::ServerConfig& server)
{
    m_save->setEnabled(false);
    m_bridge.apply(api::UpdateServer{server}, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            accept();
        } else {
            m_problem->showMessage(
                Tone::Bad, describe(applied.error()), toQString(applied.error().cause));
        }
    });
}

} // namespace portcullis::ui
