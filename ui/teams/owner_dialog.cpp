#include "ui/teams/owner_dialog.h"

#include "ui/gateway_bridge.h"
#include "ui/keys/wider_rights.h"
#include "ui/teams/name_fields.h"
#include "ui/teams/owner_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"
#include "ui/words.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace portcullis::ui {

namespace {

// The names of the others; of teams those of the same customer are the gateway's to compare.
NameFields::Taken takenBy(const api::GatewayConfig& config, const api::Customer& one)
{
    NameFields::Taken taken;
    for (const api::Customer& customer : config.customers) {
        taken.ids.push_back(customer.id.str());
        if (customer.id != one.id) {
            taken.names.push_back(customer.name);
        }
    }
    return taken;
}

NameFields::Taken takenBy(const api::GatewayConfig& config, const api::Team&)
{
    NameFields::Taken taken;
    for (const api::Team& team : config.teams) {
        taken.ids.push_back(team.id.str());
    }
    return taken;
}

} // namespace

OwnerDialog::OwnerDialog(GatewayBridge& bridge, const api::Customer& customer, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_owner(customer)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, customer.id.empty() ? tr("Add customer") : tr("Save")))
{
    setWindowTitle(customer.id.empty() ? tr("Add customer") : tr("Edit customer"));
    auto* form = new Form;
    m_names = new NameFields(
        *form, customer.id.str(), customer.name, takenBy(bridge.config(), customer), this);
    build(*form);
}

OwnerDialog::OwnerDialog(GatewayBridge& bridge, const api::Team& team, QWidget* parent)
    : QDialog(parent)
    , m_bridge(bridge)
    , m_owner(team)
    , m_problem(new Banner(Banner::Closing::ByCode))
    , m_save(makeButton(ButtonKind::Primary, team.id.empty() ? tr("Add team") : tr("Save")))
{
    setWindowTitle(team.id.empty() ? tr("Add team") : tr("Edit team"));
    auto* form = new Form;
    m_names = new NameFields(*form, team.id.str(), team.name, takenBy(bridge.config(), team), this);
    addCustomers(*form, team.customer);
    build(*form);
}

void OwnerDialog::build(Form& form)
{
    setObjectName(QStringLiteral("ownerDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_problem->setObjectName(QStringLiteral("ownerProblem"));
    m_save->setObjectName(QStringLiteral("saveOwner"));
    m_save->setDefault(true);
    auto* cancel = makeButton(ButtonKind::Normal, tr("Cancel"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGrid);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(&form);
    column->addStretch(1);
    column->addWidget(m_problem);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &OwnerDialog::save);
    resizeWithinScreen(*this, QSize(480, m_customer == nullptr ? 304 : 400));
    m_names->focusName();
}

void OwnerDialog::addCustomers(Form& form, const CustomerId& chosen)
{
    m_customer = new QComboBox;
    m_customer->setObjectName(QStringLiteral("teamCustomer"));
    for (const api::Customer& customer : m_bridge.config().customers) {
        m_customer->addItem(ownerName(customer), toQString(customer.id.str()));
    }
    m_customer->setCurrentIndex(std::max(0, m_customer->findData(toQString(chosen.str()))));
    form.addField(tr("&Customer"),
                  m_customer,
                  tr("Whom the team works for. Disabling the customer turns away the team's keys, "
                     "too."));
}

api::ConfigChange OwnerDialog::change() const
{
    if (const auto* customer = std::get_if<api::Customer>(&m_owner)) {
        const api::Customer edited{CustomerId(m_names->id()), m_names->name(), customer->disabled};
        return customer->id.empty() ? api::ConfigChange(api::AddCustomer{edited})
                                    : api::ConfigChange(api::UpdateCustomer{edited});
    }
    const auto& team = std::get<api::Team>(m_owner);
    const api::Team edited{TeamId(m_names->id()),
                           CustomerId(toStdString(m_customer->currentData().toString())),
                           m_names->name(),
                           team.disabled};
    return team.id.empty() ? api::ConfigChange(api::AddTeam{edited})
                           : api::ConfigChange(api::UpdateTeam{edited});
}

void OwnerDialog::save()
{
    m_problem->hide();
    if (!m_names->check()) {
        return;
    }
    const api::ConfigChange wanted = change();
    m_save->setEnabled(false);
    confirmWider(
        this,
        m_bridge,
        wanted,
        [this, wanted] { send(wanted); },
        [this] { m_save->setEnabled(true); });
}

void OwnerDialog::send(const api::ConfigChange& change)
{
    m_save->setEnabled(false);
    m_bridge.apply(change, this, [this](Result<> applied) {
        m_save->setEnabled(true);
        if (applied) {
            emit saved(m_names->id());
            accept();
        } else {
            m_problem->showMessage(
                Tone::Bad, describe(applied.error()), toQString(applied.error().cause));
        }
    });
}

} // namespace portcullis::ui
