#include "ui/servers/stored_secret_field.h"

#include "ui/widgets/labels.h"
#include "ui/widgets/secret_input.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace portcullis::ui {

StoredSecretField::StoredSecretField(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_edit(makeSecretField(name))
    , m_forget(makeButton(ButtonKind::Normal, tr("Leave out"), "close"))
{
    m_forget->setObjectName(QStringLiteral("leaveOutSecret"));
    m_forget->setToolTip(tr("The stored one is forgotten when you save"));
    nameForAccessibility(m_forget, tr("%1: leave out").arg(name));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kGrid);
    row->addWidget(m_edit, 1);
    row->addWidget(m_forget);
    setFocusProxy(m_edit);
    connect(m_forget, &QPushButton::clicked, this, [this] {
        m_edit->setFocus();
        setStored(std::nullopt);
    });
    refresh();
}

void StoredSecretField::setStored(const std::optional<api::SecretRef>& secret)
{
    m_stored = secret;
    refresh();
}

void StoredSecretField::refresh()
{
    m_edit->setPlaceholderText(m_stored ? tr("Stored. Type to replace it.") : QString());
    m_forget->setVisible(m_stored.has_value());
}

std::optional<api::SecretRef> StoredSecretField::take(const ServerId& server,
                                                      const std::string& variable,
                                                      std::vector<SecretDrafts::Secret>& secrets)
{
    if (!m_edit->text().isEmpty()) {
        m_stored = SecretDrafts::newName(server, variable);
        secrets.emplace_back(*m_stored, takeSecret(*m_edit));
        refresh();
    }
    return m_stored;
}

} // namespace portcullis::ui
