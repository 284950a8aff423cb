#include "ui/settings/roles_form.h"

#include "ui/text.h"
#include "ui/widgets/form.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

QString joined(const std::vector<std::string>& names)
{
    QStringList list;
    for (const std::string& name : names) {
        list.append(toQString(name));
    }
    return list.join(QStringLiteral(", "));
}

// Each once, in their order.
std::vector<std::string> split(const QString& text)
{
    QStringList names;
    for (const QString& part : text.split(QLatin1Char(','))) {
        const QString name = part.trimmed();
        if (!name.isEmpty() && !names.contains(name)) {
            names.append(name);
        }
    }
    std::vector<std::string> list;
    list.reserve(static_cast<std::size_t>(names.size()));
    for (const QString& name : names) {
        list.push_back(name.toStdString());
    }
    return list;
}

QLineEdit* makeNames(const char* role, const char* what)
{
    auto* field = new QLineEdit;
    field->setObjectName(QLatin1String(role) + QLatin1String(what));
    field->setLayoutDirection(Qt::LeftToRight);
    return field;
}

} // namespace

RolesForm::RolesForm(const std::optional<api::RoleMap>& roles, QWidget* parent)
    : QWidget(parent)
    , m_given(new QCheckBox(tr("&Give out roles")))
    , m_rows{Row{api::Role::Administrator}, Row{api::Role::Auditor}, Row{api::Role::Analyst}}
{
    auto* form = new Form;
    Form* given = form->addGroup(tr("Who may do what here"));
    m_given->setObjectName(QStringLiteral("giveRoles"));
    m_given->setChecked(roles.has_value());
    given->addField(
        {},
        m_given,
        tr("Otherwise the account that the gateway runs as has every role, and nobody else has "
           "any. root is administrator in any case."));
    addRole(*form->addGroup(tr("Administrators")),
            m_rows[0],
            tr("Administrators"),
            tr("Configure: servers, keys, rules, budgets, secrets and these roles."));
    addRole(*form->addGroup(tr("Auditors")),
            m_rows[1],
            tr("Auditors"),
            tr("Examine the log, sign off and export; configure nothing."));
    addRole(*form->addGroup(tr("Analysts")),
            m_rows[2],
            tr("Analysts"),
            tr("See the activity of keys that their account owns."));
    form->addStretch();
    for (const Row& row : m_rows) {
        if (roles) {
            row.users->setText(joined(api::membersOf(*roles, row.role).users));
            row.groups->setText(joined(api::membersOf(*roles, row.role).groups));
        }
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(form);
    connect(m_given, &QCheckBox::toggled, this, &RolesForm::refresh);
    refresh();
}

void RolesForm::addRole(Form& form, Row& row, const QString& title, const QString& hint)
{
    row.users = makeNames(api::roleName(row.role), "Users");
    row.groups = makeNames(api::roleName(row.role), "Groups");
    form.addField(tr("Users"), row.users, hint);
    form.addField(tr("Groups"), row.groups, tr("Names of this computer, with commas."));
    nameForAccessibility(row.users, tr("%1: users").arg(title));
    nameForAccessibility(row.groups, tr("%1: groups").arg(title));
}

void RolesForm::refresh()
{
    for (const Row& row : m_rows) {
        row.users->setEnabled(m_given->isChecked());
        row.groups->setEnabled(m_given->isChecked());
    }
}

std::optional<api::RoleMap> RolesForm::roles() const
{
    if (!m_given->isChecked()) {
        return std::nullopt;
    }
    api::RoleMap map;
    for (const Row& row : m_rows) {
        api::membersOf(map, row.role) = {split(row.users->text()), split(row.groups->text())};
    }
    return map;
}

} // namespace portcullis::ui
