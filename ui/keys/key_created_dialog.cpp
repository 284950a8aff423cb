#include "ui/gateway_bridge.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_words.h"
#include "ui/text.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/client_config_view.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/copy_field.h"
#include "ui/widgets/labels.h"
#include "ui/window_place.h"

#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portcullis::ui {

KeyCreatedDialog::KeyCreatedDialog(const GatewayBridge& bridge,
                                   const api::CreatedKey& key,
                                   QWidget* parent)
    : QDialog(parent)
    , m_secret(new CopyField(CopyField::Shape::Line, tr("Secret of the key")))
    , m_config(new ClientConfigView)
    , m_notice(new Banner(Banner::Closing::ByCode))
    , m_endpoint(toQString(bridge.status().endpoint))
    , m_dataFolder(toQString(bridge.status().dataFolder))
{
    setObjectName(QStringLiteral("keyCreatedDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Key created"));
    m_secret->setObjectName(QStringLiteral("secret"));
    m_secret->setSensitivity(Sensitivity::Secret);
    m_secret->setText(toQString(key.secret.revealText()));
    m_config->setConnection({m_endpoint, m_dataFolder, m_secret->text(), {}});
    connect(m_secret, &CopyField::copied, this, [this] { m_taken = true; });
    connect(m_config, &ClientConfigView::secretCopied, this, [this] { m_taken = true; });
    build(keyLabel(key.key));
    resizeWithinScreen(*this, QSize(760, 640));
}

void KeyCreatedDialog::build(const QString& label)
{
    auto* save = makeButton(ButtonKind::Normal, tr("Save to file…"), "save");
    connect(save, &QPushButton::clicked, this, &KeyCreatedDialog::saveToFile);
    auto* close = makeButton(ButtonKind::Primary, tr("I have copied it"));
    close->setObjectName(QStringLiteral("closeSecret"));
    close->setAutoDefault(false); // Return must not close what cannot be opened again
    connect(close, &QPushButton::clicked, this, &QDialog::accept);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(kGrid);
    column->addWidget(makeLabel(TextRole::Heading, tr("The key “%1” is ready").arg(label)));
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("Copy its secret now. It is shown this once: Portcullis keeps only a fingerprint "
           "of it and cannot show it again.")));
    auto* secretRow = new QHBoxLayout;
    secretRow->setSpacing(kGrid);
    secretRow->addWidget(m_secret, 1);
    secretRow->addWidget(save);
    column->addSpacing(kGrid / 2);
    column->addLayout(secretRow);
    column->addWidget(m_notice);
    column->addSpacing(kGrid);
    column->addWidget(makeLine());
    column->addSpacing(kGrid);
    column->addWidget(makeLabel(TextRole::Heading, tr("Connect a client")));
    column->addWidget(m_config, 1);
    column->addSpacing(kGrid);
    column->addWidget(close, 0, Qt::AlignRight);
}

void KeyCreatedDialog::saveToFile()
{
    auto* dialog = new QFileDialog(this, tr("Save the secret to a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(QStringLiteral("portcullis-key"));
    connect(dialog, &QFileDialog::fileSelected, this, &KeyCreatedDialog::writeFile);
    dialog->open();
}

void KeyCreatedDialog::writeFile(const QString& path)
{
    // The file is made anew, so that nobody who has an old one of this name open gets the secret.
    QFile::remove(path);
    QFile file(path);
    const bool opened = file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    QByteArray bytes = m_secret->text().toUtf8() + '\n';
    const bool written = opened && file.write(bytes) == bytes.size() && file.flush();
    bytes.fill('0');
    if (!written) {
        m_notice->showMessage(Tone::Bad,
                              tr("The file could not be written: %1").arg(file.errorString()),
                              isolated(path));
        return;
    }
    m_taken = true;
    m_notice->showMessage(Tone::Good, tr("Saved, readable by you only"), isolated(path));
    m_config->setConnection({m_endpoint, m_dataFolder, m_secret->text(), path});
}

void KeyCreatedDialog::reject()
{
    if (m_taken) {
        QDialog::reject();
        return;
    }
    confirm(this,
            {tr("Close without the secret?"),
             tr("It has not been copied or saved, and it cannot be shown again: the key would be "
                "of no use."),
             tr("Close")},
            [this] { QDialog::reject(); });
}

void KeyCreatedDialog::done(int result)
{
    m_secret->wipe();
    m_config->wipe();
    QDialog::done(result);
}

ClientConfigDialog::ClientConfigDialog(const GatewayBridge& bridge, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("clientConfigDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Connect a client"));
    auto* view = new ClientConfigView;
    view->setConnection(
        {toQString(bridge.status().endpoint), toQString(bridge.status().dataFolder), {}, {}});
    auto* close = makeButton(ButtonKind::Primary, tr("Close"));
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(3 * kGrid, 3 * kGrid, 3 * kGrid, 2 * kGrid);
    column->setSpacing(2 * kGrid);
    column->addWidget(makeLabel(TextRole::Heading, tr("Connect a client")));
    column->addWidget(makeLabel(
        TextRole::Muted,
        tr("Put the secret of the client's key in place of YOUR-KEY-SECRET. A secret is shown "
           "when its key is created and never again; if it is lost, create a new key.")));
    column->addWidget(view, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    resizeWithinScreen(*this, QSize(640, 520));
}

} // namespace portcullis::ui
