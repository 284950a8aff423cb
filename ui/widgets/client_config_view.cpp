#include "ui/widgets/client_config_view.h"

#include "ui/widgets/copy_field.h"
#include "ui/widgets/labels.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace portcullis::ui {

namespace {

constexpr int kTextHeight = 216;

} // namespace

ClientConfigView::ClientConfigView(QWidget* parent)
    : QWidget(parent)
    , m_client(new QComboBox)
    , m_where(makeLabel(TextRole::Muted))
    , m_text(new CopyField(CopyField::Shape::Block, tr("Client configuration")))
{
    for (const ClientKind kind : kClientKinds) {
        m_client->addItem(clientName(kind), static_cast<int>(kind));
    }
    auto* caption = makeLabel(TextRole::Subheading, tr("C&lient"));
    caption->setBuddy(m_client);
    nameForAccessibility(m_client, tr("Client"));
    m_text->setMinimumHeight(kTextHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGrid);
    column->addWidget(caption);
    column->addWidget(m_client);
    column->addWidget(m_where);
    column->addWidget(m_text, 1);
    connect(m_text, &CopyField::copied, this, [this] {
        const auto kind = static_cast<ClientKind>(m_client->currentData().toInt());
        if (clientSnippet(kind, m_connection).holdsSecret) {
            emit secretCopied();
        }
    });
    connect(m_client, &QComboBox::currentIndexChanged, this, &ClientConfigView::refresh);
    refresh();
}

void ClientConfigView::setConnection(const Connection& connection)
{
    m_connection = connection;
    refresh();
}

void ClientConfigView::wipe()
{
    m_connection.secret.fill(QLatin1Char('0'));
    m_connection.secret.clear();
    m_text->wipe();
}

void ClientConfigView::refresh()
{
    const auto kind = static_cast<ClientKind>(m_client->currentData().toInt());
    const Snippet snippet = clientSnippet(kind, m_connection);
    m_where->setText(snippet.where);
    m_text->setSensitivity(snippet.holdsSecret ? Sensitivity::Secret : Sensitivity::Public);
    m_text->setText(snippet.text);
}

} // namespace portcullis::ui
